"""What did not change is not made again, and a crash leaves nothing that would be mistaken for work done."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import av
import pytest
from omnigen.domain.brief_options import Captions
from omnigen.domain.storyboard import Transition
from omnigen.domain.timeline import Canvas, TimelineShot, Voice
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.errors import CompositionFailed
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.ffmpeg import process
from omnigen.rendering.render import compose

from tests.integration.conftest import Footage

TEXTS = ("The first words.", "The second words.", "The third words.", "The last words.")


class Shelf:
    """A cache in a folder; it may break after some files, as if the process were killed."""

    def __init__(self, folder: Path, breaks_after: int = 1_000) -> None:
        self.folder, self.left = folder, breaks_after
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, key: str) -> Path | None:
        path = self.folder / key
        return path if path.exists() else None

    def put(self, key: str, path: Path) -> None:
        self.left -= 1
        if self.left < 0:
            raise ConnectionError("the process is killed here")
        shutil.copyfile(path, self.folder / key)


def edit_of(
    footage: Footage, *, texts: tuple[str, ...] = TEXTS, third: str = "a.mp4", hertz: int = 220
) -> EditDecision:
    """Four scenes: dissolve, cut, wipe; three of seven pieces are transitions' neighbours."""
    kinds = (Transition.CUT, Transition.DISSOLVE, Transition.CUT, Transition.WIPE)
    shots = [
        TimelineShot(scene_id=f"s{n}", frames=48, transition=kind, transition_frames=0 if kind is Transition.CUT else 8)
        for n, kind in enumerate(kinds)
    ]
    voices = [
        Voice(scene_id=f"s{n}", start_sample=n * 96_000 + 30_000, samples=50_000, text=text)
        for n, text in enumerate(texts)
    ]
    clips = {
        "a.mp4": footage.clip("a.mp4", seconds=3.5),
        "b.mp4": footage.clip("b.mp4", source="testsrc", seconds=3.5),
        "c.mp4": footage.clip("c.mp4", filters="hflip"),
    }
    return EditDecision(
        timeline=plan_timeline(Canvas(width=128, height=72), shots, voices),
        pictures=(clips["a.mp4"], clips["b.mp4"], clips[third], clips["b.mp4"]),
        voices=(footage.tone(),) * 4,
        music=footage.tone(f"bed{hertz}.wav", seconds=3, hertz=hertz, filters="volume=0.2"),
        captions=Captions.BURNED,
    )


@pytest.fixture
def shelf(footage: Footage, tmp_path: Path) -> Shelf:
    """A cache that has a first cut in it."""
    shelf = Shelf(tmp_path / "shelf")
    compose(edit_of(footage), tmp_path / "first", shelf, strategy="segments")
    return shelf


def test_nothing_changed_encodes_nothing_and_gives_the_same_bytes(
    footage: Footage, shelf: Shelf, tmp_path: Path
) -> None:
    cut = compose(edit_of(footage), tmp_path / "again", shelf)
    assert (cut.report.strategy, cut.report.segments, cut.report.segments_reused) == ("segments", 6, 6)
    assert cut.video.read_bytes() == (tmp_path / "first" / "video.mp4").read_bytes()


@pytest.mark.parametrize(
    ("change", "encoded"),
    [
        ({"hertz": 330}, 0),
        ({"texts": ("The first words.", "The second words.", "Other words here.", "The last words.")}, 1),
        ({"third": "c.mp4"}, 2),
    ],
    ids=["music", "caption", "scene"],
)
def test_a_change_costs_the_pieces_that_it_touches(
    footage: Footage, shelf: Shelf, tmp_path: Path, change: dict[str, object], encoded: int
) -> None:
    """The third scene is cut into and wiped out of: its own piece and one transition show it."""
    cut = compose(edit_of(footage, **change), tmp_path / "again", shelf)  # type: ignore[arg-type]
    assert cut.report.segments - cut.report.segments_reused == encoded


def test_a_recut_has_the_same_bytes_as_if_it_had_been_made_from_nothing(
    footage: Footage, shelf: Shelf, tmp_path: Path
) -> None:
    changed = edit_of(footage, third="c.mp4")
    recut = compose(changed, tmp_path / "again", shelf)
    anew = compose(changed, tmp_path / "anew", strategy="segments")
    assert recut.report.sha256 == anew.report.sha256


def test_scenes_that_move_in_time_are_not_encoded_again(footage: Footage, shelf: Shelf, tmp_path: Path) -> None:
    edit = edit_of(footage)
    longer = replace(edit.timeline.shots[0], frames=60)
    cut = plan_timeline(edit.timeline.canvas, [longer, *edit.timeline.shots[1:]])
    bare = replace(edit, timeline=plan_timeline(edit.timeline.canvas, edit.timeline.shots), voices=())
    compose(bare, tmp_path / "bare", shelf, strategy="segments")
    moved = compose(replace(bare, timeline=cut), tmp_path / "moved", shelf).report
    assert moved.segments - moved.segments_reused == 2  # the longer scene, and the transition that shows its new end


def test_transition_out_of_a_clip_that_is_already_over_shows_its_last_frame(footage: Footage, tmp_path: Path) -> None:
    """The clip has 36 frames, the shot 40; the transition that follows begins behind the clip's end."""
    shots = [
        TimelineShot(scene_id="s0", frames=40),
        TimelineShot(scene_id="s1", frames=40, transition=Transition.WIPE, transition_frames=8),
    ]
    timeline = plan_timeline(Canvas(width=64, height=48), shots)
    clips = (footage.numbered("over.mp4", 36), footage.numbered("under.mp4", 48))
    edit = EditDecision(timeline=timeline, pictures=clips, captions=Captions.NONE)
    cuts = [compose(edit, tmp_path / one, strategy=one) for one in ("one-process", "segments")]
    assert [cut.report.frames for cut in cuts] == [80, 80]
    with av.open(cuts[0].video) as one, av.open(cuts[1].video) as other:
        pairs = zip(one.decode(video=0), other.decode(video=0), strict=True)
        differences = [abs(a.to_ndarray(format="gray").mean() - b.to_ndarray(format="gray").mean()) for a, b in pairs]
    assert max(differences) < 1.5


def test_killed_while_encoding_it_finishes_with_the_same_bytes(footage: Footage, tmp_path: Path) -> None:
    whole = compose(edit_of(footage), tmp_path / "whole", strategy="segments")
    shelf = Shelf(
        tmp_path / "shelf", breaks_after=9
    )  # the sound, its voices and its facts, then three segments and their cells
    with pytest.raises(ConnectionError):
        compose(edit_of(footage), tmp_path / "killed", shelf, strategy="segments")
    shelf.left = 1_000
    resumed = compose(edit_of(footage), tmp_path / "killed", shelf)
    assert resumed.report.segments_reused == 3
    assert resumed.report.sha256 == whole.report.sha256


def test_sound_that_did_not_change_is_not_mixed_again(footage: Footage, shelf: Shelf, tmp_path: Path) -> None:
    first = compose(edit_of(footage), tmp_path / "again", shelf).report
    assert not (tmp_path / "again" / "mix.wav").exists()
    assert first.loudness_lufs == pytest.approx(-16, abs=0.5)
    compose(edit_of(footage, hertz=330), tmp_path / "again", shelf)
    assert (tmp_path / "again" / "mix.wav").exists()
    last = compose(edit_of(footage), tmp_path / "last", shelf).report
    assert last.sha256 == first.sha256


def test_voices_by_themselves_come_from_the_cache_with_the_sound(
    footage: Footage, shelf: Shelf, tmp_path: Path
) -> None:
    kept, anew = (
        compose(edit_of(footage), tmp_path / name, shelf if name == "kept" else None) for name in ("kept", "anew")
    )
    assert kept.voice_over is not None
    assert anew.voice_over is not None
    assert kept.voice_over.read_bytes() == anew.voice_over.read_bytes()


def test_pieces_that_are_kept_count_as_done(footage: Footage, shelf: Shelf, tmp_path: Path) -> None:
    heard: list[int] = []
    compose(edit_of(footage, third="c.mp4"), tmp_path / "again", shelf, lambda done, _: heard.append(done))
    assert heard[0] >= 192 - 48 - 8
    assert heard == sorted(heard)
    assert heard[-2:] == [192, 192]


def test_the_program_chooses_one_process_first_and_segments_when_some_are_kept(
    footage: Footage, shelf: Shelf, tmp_path: Path
) -> None:
    empty = Shelf(tmp_path / "empty")
    assert compose(edit_of(footage), tmp_path / "one", empty).report.strategy == "one-process"
    assert compose(edit_of(footage, hertz=330), tmp_path / "two", shelf).report.strategy == "segments"


def test_many_scenes_go_through_segments(footage: Footage, tmp_path: Path) -> None:
    shots = [TimelineShot(scene_id=f"s{n:02}", frames=6) for n in range(13)]
    timeline = plan_timeline(Canvas(width=64, height=48), shots)
    edit = EditDecision(timeline=timeline, pictures=(footage.clip(),) * 13, captions=Captions.NONE)
    cut = compose(edit, tmp_path)
    assert (cut.report.strategy, cut.report.frames) == ("segments", 78)


def test_no_unfinished_segment_is_left_behind_as_a_finished_one(footage: Footage, tmp_path: Path) -> None:
    """An encoder that is stopped midway leaves a `.part` file, which nobody takes for a segment."""
    call = process.Run(
        arguments=["-f", "lavfi", "-i", "testsrc2=s=640x360", "-c:v", "libx264", "x.part.mp4"],
        folder=tmp_path,
        what="encoding",
        output_limit_bytes=50_000,
        wall_seconds=60,
    )
    with pytest.raises(CompositionFailed, match="encoding: ffmpeg"):
        process.run(call)
    assert not list(tmp_path.glob("segment-*"))
