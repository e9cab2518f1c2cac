"""A finished cut is exactly what was planned, whatever it was made from."""

from __future__ import annotations

import io
import re
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest
from omnigen.domain.brief_options import Captions
from omnigen.domain.storyboard import Transition
from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.domain.timeline import Canvas, TimelineShot, Voice
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.errors import CompositionFailed, MediaRefused, UnsupportedText, VideoRejected
from omnigen.media.frames import last_frame
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.ffmpeg.encoder_settings import RECIPE_VERSION
from omnigen.rendering.render import compose
from omnigen.rendering.report import Cut, Strategy
from omnigen.rendering.text.ass import EARLY_FRAMES
from PIL import Image, ImageChops, ImageStat

from tests.integration.conftest import BT709, X264, Footage
from tests.later import wait_for_another_second

SMALL = Canvas(width=128, height=72)


def shot(number: int, frames: int = 30, transition: Transition = Transition.CUT, **changes: object) -> TimelineShot:
    overlap = 0 if transition is Transition.CUT else 8
    facts = {"scene_id": f"s{number:02}", "frames": frames, "transition": transition, "transition_frames": overlap}
    return TimelineShot(**(facts | changes))  # type: ignore[arg-type]


def silent_edit(pictures: list[Path], shots: list[TimelineShot], canvas: Canvas = SMALL) -> EditDecision:
    return EditDecision(timeline=plan_timeline(canvas, shots), pictures=tuple(pictures), captions=Captions.NONE)


@pytest.fixture
def full_edit(footage: Footage) -> EditDecision:
    """Two scenes with everything: a dissolve, voices, music, captions, title, name and end card."""
    shots = [shot(0, 72), shot(1, 72, Transition.DISSOLVE)]
    voices = [
        Voice(scene_id="s00", start_sample=12_000, samples=57_600, text="A first sentence."),
        Voice(scene_id="s01", start_sample=160_000, samples=57_600, text="And the second."),
    ]
    cut = plan_timeline(SMALL, shots, voices, title="Hello", product_name="Respira", call_to_action="Ask now")
    clips = (footage.clip("a.mp4", seconds=3.5), footage.clip("b.mp4", source="testsrc", seconds=3.5))
    music = footage.tone("music.wav", seconds=2, hertz=220, filters="volume=0.3,tremolo=4")
    return EditDecision(timeline=cut, pictures=clips, voices=(footage.tone(), footage.tone()), music=music)


def moment(ticks: int | None, time_base: Fraction | None) -> Fraction:
    """Seconds; PyAV types both as None for streams that have no clock."""
    assert ticks is not None
    assert time_base is not None
    return ticks * time_base


def streams_of(cut: Cut) -> dict[str, object]:
    with av.open(cut.video) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        context = video.codec_context
        times = [moment(frame.pts, frame.time_base) for frame in container.decode(video)]
        return {
            "frames": len(times),
            "even": {later - earlier for earlier, later in pairwise(times)},
            "size": (video.width, video.height),
            "form": (context.name, context.profile, context.pix_fmt, audio.codec_context.name, audio.rate),
            "colour": (int(context.color_primaries), int(context.color_trc), int(context.colorspace)),
            "aspect": video.sample_aspect_ratio or 1,
            "audio_seconds": moment(audio.duration, audio.time_base),
            "tags": {name: container.metadata.get(name) for name in ("title", "artist", "comment")},
        }


@pytest.mark.parametrize("size", [(128, 72), (72, 128), (96, 96)], ids=["16:9", "9:16", "1:1"])
@pytest.mark.parametrize("strategy", ["one-process", "segments"])
def test_a_cut_is_exact_in_every_shape_and_by_either_strategy(
    full_edit: EditDecision, tmp_path: Path, size: tuple[int, int], strategy: Strategy
) -> None:
    canvas = Canvas(width=size[0], height=size[1])
    edit = replace(full_edit, title="Ride = 'free'; 50 %\\", timeline=replace(full_edit.timeline, canvas=canvas))
    cut = compose(edit, tmp_path, strategy=strategy)
    facts = streams_of(cut)
    assert facts["frames"] == 144
    assert facts["even"] == {Fraction(1, 24)}
    assert facts["size"] == size
    assert facts["form"] == ("h264", "High", "yuv420p", "aac", SAMPLE_RATE)
    assert facts["colour"] == (1, 1, 1)
    assert facts["aspect"] == 1
    assert facts["audio_seconds"] == 6
    assert facts["tags"] == {"title": edit.title, "artist": "Omnigen", "comment": f"omnigen recipe {RECIPE_VERSION}"}
    assert (cut.report.frames, cut.report.strategy, cut.report.findings) == (144, strategy, ())
    assert cut.report.loudness_lufs == pytest.approx(-16, abs=0.5)
    assert cut.report.true_peak_dbtp is not None
    assert cut.report.true_peak_dbtp <= -1


def test_no_frame_after_a_scenes_first_leans_on_one_before_it(full_edit: EditDecision, tmp_path: Path) -> None:
    """Closed groups: whatever is decoded after a scene's key frame is also shown after it."""
    for strategy in ("one-process", "segments"):
        with av.open(compose(full_edit, tmp_path / strategy, strategy=strategy).video) as container:
            packets = [
                (packet.pts, packet.is_keyframe) for packet in container.demux(video=0) if packet.pts is not None
            ]
        for place, (shown_at, is_keyframe) in enumerate(packets):
            assert not is_keyframe or all(later > shown_at for later, _ in packets[place + 1 :])


def test_what_is_burned_in_stands_as_long_as_the_captions_beside_the_video_say(
    full_edit: EditDecision, tmp_path: Path
) -> None:
    cut = compose(full_edit, tmp_path)
    assert cut.srt is not None
    drawn = re.findall(
        r"Dialogue: \d+,([\d:.]+),([\d:.]+),.*?(A first sentence|And the second)", (tmp_path / "text.ass").read_text()
    )
    burned = {(words, _seconds(start), _seconds(end)) for start, end, words in drawn}
    told = re.findall(r"([\d:,]+) --> ([\d:,]+)\n(A first sentence|And the second)", cut.srt.read_text())
    early = EARLY_FRAMES / 24
    assert len(told) == 2
    for start, end, words in told:
        pieces = [one for one in burned if one[0] == words]  # one before the end card, one beside it
        first, last = min(start for _, start, _ in pieces), max(end for _, _, end in pieces)
        assert first - early == pytest.approx(_seconds(start), abs=1 / 24)
        assert last - early == pytest.approx(_seconds(end), abs=1 / 24)


def _seconds(clock: str) -> float:
    hours, minutes, seconds = clock.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def test_the_index_comes_first_so_that_players_can_start_at_once(full_edit: EditDecision, tmp_path: Path) -> None:
    video = compose(full_edit, tmp_path).video.read_bytes()
    assert video.index(b"moov") < video.index(b"mdat")


def test_every_scene_starts_with_a_key_frame(full_edit: EditDecision, tmp_path: Path) -> None:
    for strategy in ("one-process", "segments"):
        cut = compose(full_edit, tmp_path / strategy, strategy=strategy)
        with av.open(cut.video) as container:
            keys = {
                round(packet.pts * packet.time_base * 24)
                for packet in container.demux(video=0)
                if packet.is_keyframe and packet.pts is not None
            }
        assert {0, 72} <= keys


def lumas(path: Path) -> list[float]:
    with av.open(path) as container:
        planes = [frame.to_ndarray(format="gray")[8:-8, 8:-8] for frame in container.decode(video=0)]
    return [float(plane.mean()) for plane in planes]


def as_shown(number: int) -> float:
    return (40 + 3 * number - 16) * 255 / 219


@pytest.mark.parametrize("strategy", ["one-process", "segments"])
def test_each_frame_of_the_cut_is_the_frame_of_the_clip_that_belongs_there(
    footage: Footage, tmp_path: Path, strategy: Strategy
) -> None:
    clip = footage.numbered("numbered.mp4", 48)
    shots = [shot(0, 24), shot(1, 20), shot(2, 24, Transition.DISSOLVE)]
    canvas = Canvas(width=64, height=48)
    cut = compose(silent_edit([clip] * 3, shots, canvas), tmp_path, strategy=strategy)
    shown = lumas(cut.video)
    alone = [(n, n) for n in range(24)] + [(24 + n, n) for n in range(20)] + [(44 + n, n) for n in range(8, 24)]
    for position, number in alone:
        assert shown[position] == pytest.approx(as_shown(number), abs=3), position
    for step in range(8):  # while one gives way to the other, its own picture runs on
        share = step / 8
        mixed = as_shown(20 + step) * (1 - share) + as_shown(step) * share
        assert shown[44 + step] == pytest.approx(mixed, abs=6), step


@pytest.mark.parametrize("strategy", ["one-process", "segments"])
def test_the_picture_makes_room_for_the_end_card_and_keeps_its_light(
    footage: Footage, tmp_path: Path, strategy: Strategy
) -> None:
    shots = [shot(0, 48), shot(1, 60)]
    cut = plan_timeline(Canvas(width=64, height=48), shots, call_to_action="Go")
    clip = footage.make("white.mp4", *("-f", "lavfi", "-i", "color=white:s=64x48:r=24:d=3"), *X264, *BT709)
    edit = EditDecision(timeline=cut, pictures=(clip,) * 2, captions=Captions.NONE)
    shown = lumas(compose(edit, tmp_path, strategy=strategy).video)
    start = cut.overlays[0].start
    assert min(shown[:start]) > 240
    assert shown[start] > shown[start + 3] > shown[start + 7]
    panel = 0.44
    assert shown[start + 12 :] == pytest.approx([255 - panel * (255 - 20)] * 24, abs=8)


@pytest.mark.parametrize("transition", [one for one in Transition if one is not Transition.CUT])
def test_no_transition_changes_the_total(footage: Footage, tmp_path: Path, transition: Transition) -> None:
    clips = [footage.clip("a.mp4", seconds=3.5), footage.clip("b.mp4", source="testsrc", seconds=3.5)]
    cut = compose(silent_edit(clips, [shot(0, 31), shot(1, 29, transition)]), tmp_path)
    assert streams_of(cut)["frames"] == 60


def test_a_fade_is_a_dip_to_black_as_long_down_as_up(footage: Footage, tmp_path: Path) -> None:
    white = footage.make("white3.mp4", *("-f", "lavfi", "-i", "color=white:s=128x72:r=24:d=3.5"), *X264, *BT709)
    shots = [shot(0, 60), TimelineShot(scene_id="s1", frames=60, transition=Transition.FADE, transition_frames=12)]
    shown = lumas(compose(silent_edit([white, white], shots), tmp_path).video)
    dip = shown[60:72]
    assert min(dip) < 30
    assert sum(luma < 225 for luma in dip[:6]) >= 5
    assert sum(luma < 225 for luma in dip[6:]) >= 5
    assert all(abs(down - up) < 30 for down, up in zip(dip[1:6], reversed(dip[7:]), strict=True)), dip


def odd_clip(footage: Footage, kind: str) -> Path:
    hdr = "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:range=limited:log-level=none"
    ten_bit = ("-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le", "-tag:v", "hvc1")
    bt2020 = ("-color_primaries", "bt2020", "-color_trc", "smpte2084", "-colorspace", "bt2020nc")
    upright = footage.clip("tall2.mp4", size="72x128")
    recipes: dict[str, Callable[[], Path]] = {
        "23.976 fps": lambda: footage.clip("r23.mp4", rate="24000/1001"),
        "25 fps": lambda: footage.clip("r25.mp4", rate="25"),
        "30 fps": lambda: footage.clip("r30.mp4", rate="30"),
        "60 fps": lambda: footage.clip("r60.mp4", rate="60"),
        "uneven": lambda: footage.clip(
            "vfr.mp4", filters="select='not(mod(n,7))+lt(n,20)'", coding=("-fps_mode", "vfr", *X264)
        ),
        "portrait": lambda: upright,
        "rotated": lambda: footage.make("rot2.mp4", "-display_rotation", "90", "-i", str(upright), "-c", "copy"),
        "odd size, 4:4:4": lambda: footage.clip(
            "odd.mp4", size="127x71", coding=("-c:v", "libx264", "-pix_fmt", "yuv444p")
        ),
        "anamorphic": lambda: footage.clip("ana.mp4", size="96x72", filters="setsar=4/3"),
        "10 bit": lambda: footage.clip("ten.mp4", coding=(*ten_bit, "-x265-params", "log-level=none", *BT709)),
        "HDR": lambda: footage.clip("hdr.mp4", coding=(*ten_bit, "-x265-params", hdr, *bt2020)),
        "full range": lambda: footage.clip("full.mp4", coding=(*X264, "-color_range", "pc")),
        "untagged": lambda: footage.clip("untagged.mp4", coding=X264),
        "late start": lambda: footage.make(
            "late.mp4", "-i", str(footage.clip("a.mp4", seconds=3.5)), "-c", "copy", "-output_ts_offset", "3.5"
        ),
        "one second": lambda: footage.clip("one-second.mp4", seconds=1.05),
    }
    return recipes[kind]()


@pytest.mark.parametrize(
    "kind",
    [
        *("23.976 fps", "25 fps", "30 fps", "60 fps", "uneven", "portrait", "rotated", "odd size, 4:4:4"),
        *("anamorphic", "10 bit", "HDR", "full range", "untagged", "late start", "one second"),
    ],
)
def test_clips_of_every_kind_are_made_alike(footage: Footage, tmp_path: Path, kind: str) -> None:
    clips = [footage.clip("a.mp4", seconds=3.5), odd_clip(footage, kind)]
    cut = compose(silent_edit(clips, [shot(0, 24), shot(1, 30, Transition.WIPE)]), tmp_path)
    facts = streams_of(cut)
    assert (facts["frames"], len(facts["even"]), facts["colour"]) == (54, 1, (1, 1, 1))  # type: ignore[arg-type]


def test_a_portrait_clip_is_whole_with_its_own_blurred_picture_around_it(footage: Footage, tmp_path: Path) -> None:
    """White on the left of the clip, black on its right: beside it the same colours, darker, and no bars."""
    sides = "drawbox=w=36:t=fill:color=white,drawbox=x=36:w=36:t=fill:color=black"
    tall = footage.clip("sides.mp4", size="72x128", seconds=1, filters=sides)
    pictures = {}
    for fill in ("blur", "bars", "crop"):
        edit = replace(silent_edit([tall], [shot(0, 24)]), fill=fill)
        with av.open(compose(edit, tmp_path / fill).video) as container:
            pictures[fill] = next(container.decode(video=0)).to_ndarray(format="gray").astype(int)
    row = {fill: picture[36] for fill, picture in pictures.items()}
    assert [row["blur"][x] > 200 for x in (50, 60, 68, 78)] == [True, True, False, False], "the clip, whole"
    assert 60 < row["blur"][10] < 225, "its light side, blurred and darkened"
    assert row["blur"][118] < 60
    assert row["bars"][10] < 24
    assert row["crop"][10] > 230


def test_a_clip_a_little_short_is_held_one_shorter_still_is_slowed_and_both_are_told(
    footage: Footage, tmp_path: Path
) -> None:
    clips = [footage.clip("f36.mp4", seconds=1.5), footage.clip("f48.mp4", seconds=2)]
    cut = compose(silent_edit(clips, [shot(0, 40), shot(1, 62)]), tmp_path)
    assert cut.report.frames == 102
    held, slowed = cut.report.warnings
    assert "'s00'" in held
    assert "held for 4 frames" in held
    assert "'s01'" in slowed
    assert "77%" in slowed


def test_a_clip_far_too_short_is_refused_with_the_scenes_name(footage: Footage, tmp_path: Path) -> None:
    clips = [footage.clip("a.mp4", seconds=3.5), footage.clip("tiny.mp4", seconds=0.5)]
    with pytest.raises(MediaRefused, match=r"Scene 's01': the clip has 0.50 s of picture and needs 4.00 s"):
        compose(silent_edit(clips, [shot(0), shot(1, 96)]), tmp_path)


@pytest.mark.parametrize("strategy", ["one-process", "segments"])
def test_a_damaged_clip_is_refused_with_the_scenes_name(footage: Footage, tmp_path: Path, strategy: Strategy) -> None:
    good = footage.make("fast.mp4", "-i", str(footage.clip()), "-c", "copy", "-movflags", "+faststart")
    damaged = bytearray(good.read_bytes())
    for place in range(len(damaged) // 2, len(damaged), 211):
        damaged[place] ^= 0xFF
    clips = [footage.clip(), footage.write("flipped.mp4", bytes(damaged))]
    with pytest.raises(MediaRefused, match=r"Scene 's01'"):
        compose(silent_edit(clips, [shot(0, 40), shot(1, 60)]), tmp_path, strategy=strategy)


def test_a_web_page_in_place_of_a_clip_is_refused_with_the_scenes_name(footage: Footage, tmp_path: Path) -> None:
    page = footage.write("page.mp4", b"<html>404</html>")
    with pytest.raises(MediaRefused, match=r"Scene 's00'.*no MP4"):
        compose(silent_edit([page], [shot(0)]), tmp_path)


def test_a_missing_clip_is_told_with_the_scenes_name(tmp_path: Path) -> None:
    with pytest.raises(CompositionFailed, match=r"Scene 's00'.*missing"):
        compose(silent_edit([tmp_path / "gone.mp4"], [shot(0)]), tmp_path)


@pytest.mark.parametrize("strategy", ["one-process", "segments"])
def test_the_same_edit_gives_the_same_bytes(full_edit: EditDecision, tmp_path: Path, strategy: Strategy) -> None:
    first = compose(full_edit, tmp_path / "a", strategy=strategy)
    wait_for_another_second()
    second = compose(full_edit, tmp_path / "b", strategy=strategy)
    assert first.report.sha256 == second.report.sha256
    assert first.video.read_bytes() == second.video.read_bytes()


def test_both_strategies_show_the_same(full_edit: EditDecision, tmp_path: Path) -> None:
    one, many = (compose(full_edit, tmp_path / name, strategy=name) for name in ("one-process", "segments"))
    differences = [abs(a - b) for a, b in zip(lumas(one.video), lumas(many.video), strict=True)]
    assert max(differences) < 1.5


def test_progress_rises_to_all_frames(full_edit: EditDecision, tmp_path: Path) -> None:
    for strategy in ("one-process", "segments"):
        heard: list[tuple[int, int]] = []
        compose(full_edit, tmp_path / strategy, None, lambda *step: heard.append(step), strategy=strategy)  # noqa: B023
        assert heard == sorted(heard)
        assert heard[-1] == (144, 144)


def test_captions_beside_the_video_say_what_is_burned_in(full_edit: EditDecision, tmp_path: Path) -> None:
    cut = compose(full_edit, tmp_path)
    assert cut.srt is not None
    assert cut.vtt is not None
    spoken = [cue.lines for cue in cut.report.cues]
    assert spoken == [("A first sentence.",), ("And the second.",)]
    for path in (cut.srt, cut.vtt):
        blocks = [block for block in path.read_text().split("\n\n") if "-->" in block]
        assert [tuple(block.split("-->")[1].strip().split("\n")[1:]) for block in blocks] == spoken


@pytest.mark.parametrize(("captions", "burned", "sidecar"), [("none", 0, 0), ("burned", 1, 0), ("sidecar", 0, 1)])
def test_captions_go_where_they_are_wanted(
    full_edit: EditDecision, tmp_path: Path, captions: str, burned: int, sidecar: int
) -> None:
    plain = replace(full_edit, timeline=replace(full_edit.timeline, overlays=()))
    cut = compose(replace(plain, captions=Captions(captions)), tmp_path)
    assert (tmp_path / "text.ass").exists() == bool(burned)
    assert (cut.srt is not None) == (cut.vtt is not None) == bool(sidecar)


def test_a_black_clip_is_not_delivered(footage: Footage, tmp_path: Path) -> None:
    black = footage.clip("black.mp4", filters="drawbox=t=fill:color=black")
    with pytest.raises(VideoRejected, match="first frame is black"):
        compose(silent_edit([black], [shot(0, 60)]), tmp_path)


def test_text_that_no_font_can_draw_is_told_before_anything_is_rendered(
    full_edit: EditDecision, tmp_path: Path
) -> None:
    overlays = (replace(full_edit.timeline.overlays[0], text="Buy \U000e0041\u1234 now"),)
    with pytest.raises(UnsupportedText, match="U\\+1234"):
        compose(replace(full_edit, timeline=replace(full_edit.timeline, overlays=overlays)), tmp_path)
    assert not (tmp_path / "audio.m4a").exists()


def test_emoji_that_no_font_has_are_left_out_with_a_warning(full_edit: EditDecision, tmp_path: Path) -> None:
    overlays = (replace(full_edit.timeline.overlays[0], text="Go \U0001fae0 now"),)
    cut = compose(replace(full_edit, timeline=replace(full_edit.timeline, overlays=overlays)), tmp_path)
    assert any("\U0001fae0" in warning for warning in cut.report.warnings)


def test_the_thumbnail_is_the_last_shot_without_anything_written_on_it(full_edit: EditDecision, tmp_path: Path) -> None:
    thumbnail = Image.open(io.BytesIO(compose(full_edit, tmp_path).thumbnail.read_bytes()))
    assert (thumbnail.format, thumbnail.size) == ("JPEG", (128, 72))
    own = last_frame(full_edit.pictures[-1].read_bytes(), round(full_edit.timeline.shots[-1].frames * 0.6))
    with Image.open(io.BytesIO(own)) as shown:
        alike = shown.convert("RGB").resize(thumbnail.size)
    difference = ImageChops.difference(alike, thumbnail.convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) < 10


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel ends orphans on Linux only")
def test_ffmpeg_does_not_outlive_a_killed_composer(tmp_path: Path) -> None:
    program = """
        import sys
        from pathlib import Path
        from omnigen.rendering.ffmpeg.process import Run, run
        arguments = ["-f", "lavfi", "-i", "testsrc2=s=64x64:r=24,realtime", "-f", "null", "-"]
        run(Run(arguments=arguments, folder=Path(sys.argv[1]), what="test"), lambda frame: print(frame, flush=True))
    """
    composer = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program), str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert composer.stdout is not None
    composer.stdout.readline()
    (child,) = Path(f"/proc/{composer.pid}/task/{composer.pid}/children").read_text().split()
    composer.send_signal(signal.SIGKILL)
    composer.communicate()
    deadline = time.monotonic() + 10
    while _is_alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_alive(child)


def _is_alive(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[-1].split()[0] not in "ZX"
    except OSError:
        return False
