"""The check of the finished file finds what a viewer would complain about, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from omnigen.domain.brief_options import Captions
from omnigen.domain.captions import Cue
from omnigen.domain.punch_in import PunchIn
from omnigen.domain.timeline import Canvas, Overlay, Timeline, TimelineShot, Voice
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.errors import CompositionFailed, VideoRejected
from omnigen.media.probe import probe
from omnigen.rendering.audio.loudness import AudioMeasurement, Loudness
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.quality.checks import (
    QualityFinding,
    check_captions,
    check_cells,
    check_pictures,
    check_sound,
    check_streams,
    refuse,
)
from omnigen.rendering.quality.streams import SampledFrames, Streams, read_streams, sample_frames
from omnigen.rendering.render import compose
from omnigen.rendering.video.cells import read_cells
from omnigen.rendering.video.freeze import static_ranges

from tests.integration.conftest import Footage

CANVAS = Canvas(width=128, height=72)
CUT = plan_timeline(CANVAS, [TimelineShot(scene_id="s00", frames=60), TimelineShot(scene_id="s01", frames=60)])
GOOD = Streams(
    video_codec="h264",
    audio_codec="aac",
    width=128,
    height=72,
    frames=120,
    even=True,
    key_frames=(0, 48, 60, 108),
    sizes=(900,) * 120,
    video_seconds=Fraction(5),
    audio_seconds=Fraction(5),
)


def seen(*lumas: float, last: float = 100) -> SampledFrames:
    key_lumas = tuple((48 * n, luma) for n, luma in enumerate(lumas))
    return SampledFrames(key_lumas=key_lumas, last_luma=last)


def names(findings: list[QualityFinding]) -> list[str]:
    return [finding.name for finding in findings]


def test_a_good_file_gives_no_findings() -> None:
    assert check_streams(GOOD, CUT) == []
    assert check_pictures(GOOD, seen(90, 80, 120), CUT, [True, True]) == []


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ({"frames": 119}, "frames"),
        ({"even": False}, "clock"),
        ({"audio_seconds": Fraction(49, 10)}, "clock"),
        ({"video_seconds": Fraction(119, 24)}, "clock"),
        ({"width": 126}, "streams"),
        ({"audio_codec": "mp3"}, "streams"),
        ({"key_frames": (0, 48, 96)}, "frames"),
    ],
)
def test_a_file_that_is_not_what_was_planned_is_found_out(fault: dict[str, object], name: str) -> None:
    findings = check_streams(replace(GOOD, **fault), CUT)  # type: ignore[arg-type]
    assert names(findings) == [name]
    with pytest.raises(VideoRejected, match="The finished video has"):
        refuse(findings)


def test_black_at_the_start_in_the_middle_or_at_the_end_is_found() -> None:
    assert names(check_pictures(GOOD, seen(16, 90, 90), CUT, [True, True])) == ["black"]
    assert names(check_pictures(GOOD, seen(90, 90, 90, last=17), CUT, [True, True])) == ["black"]
    assert names(check_pictures(GOOD, seen(90, 16, 17, 90), CUT, [True, True])) == ["black"]


def test_one_black_moment_of_a_fade_is_no_fault() -> None:
    assert check_pictures(GOOD, seen(90, 16, 90), CUT, [True, True]) == []


def test_a_picture_that_freezes_though_its_clip_moves_is_found() -> None:
    frozen = replace(GOOD, sizes=(900,) * 65 + (20,) * 55)
    assert names(check_pictures(frozen, seen(90, 90, 90), CUT, [True, True])) == ["freeze"]


def test_a_closer_view_may_stand_still_while_the_rest_of_its_clip_moves() -> None:
    quiet = replace(GOOD, sizes=(900,) * 66 + (20,) * 54)

    def found(closer: PunchIn) -> list[str]:
        second = replace(CUT.shots[1], punch_ins=(closer,))
        return names(check_pictures(quiet, seen(90, 90, 90), replace(CUT, shots=(CUT.shots[0], second)), [True, True]))

    assert found(PunchIn(start=6, end=60, zoom=Decimal("1.5"))) == []
    assert found(PunchIn(start=58, end=60, zoom=Decimal("1.5"))) == ["freeze"]


def test_a_still_may_be_still_and_so_may_an_end_card() -> None:
    frozen = replace(GOOD, sizes=(900,) * 65 + (20,) * 55)
    assert check_pictures(frozen, seen(90, 90, 90), CUT, [True, False]) == []
    card = replace(CUT, overlays=(Overlay(kind="end_card", start=60, end=120, text="Name"),))
    assert check_pictures(frozen, seen(90, 90, 90), card, [True, True]) == []


@pytest.mark.parametrize(
    ("sizes", "found"),
    [
        ((20,) * 47, []),
        ((20,) * 48, [(0, 48)]),
        ((900, 900) + (20,) * 30 + (5000,) + (20,) * 30, [(2, 63)]),
        ((20,) * 30 + (900, 900) + (20,) * 30, []),
        ((900,) * 100, []),
        ((20,) * 60 + (900,) * 20 + (20,) * 50, [(0, 60), (80, 130)]),
    ],
    ids=["too short", "two seconds", "across a key frame", "interrupted", "moving", "twice"],
)
def test_calm_is_told_from_the_sizes_of_frames(sizes: tuple[int, ...], found: list[tuple[int, int]]) -> None:
    assert static_ranges(sizes, 128 * 72, Fraction(24)) == found


def test_real_clips_are_told_apart_by_their_frame_sizes(footage: Footage) -> None:
    moving = probe(footage.clip("a.mp4", seconds=3.5))
    frozen = probe(footage.clip("frozen.mp4", seconds=3.5, filters="loop=loop=-1:size=1,trim=end=3.5"))
    assert static_ranges(moving.frame_bytes, 128 * 72, moving.rate) == []
    ((start, end),) = static_ranges(frozen.frame_bytes, 128 * 72, frozen.rate)
    assert start < 24  # the encoder refines what stands still for some frames
    assert end == 84


VOICED = plan_timeline(
    CANVAS,
    [TimelineShot(scene_id="s00", frames=120)],
    [Voice(scene_id="s00", start_sample=48_000, samples=96_000, text="Hello there.")],
)


def edit_of(timeline: Timeline) -> EditDecision:
    return EditDecision(timeline=timeline, pictures=(Path("x"),), voices=(Path("x"),) * len(timeline.voices))


def sound(lufs: float | None = -16.2, peak: float | None = -1.5, *silences: tuple[int, int]) -> AudioMeasurement:
    loudness = Loudness(lufs=lufs, true_peak_dbtp=peak)
    return AudioMeasurement(samples=240_000, audible_from=0, audible_to=240_000, loudness=loudness, silences=silences)


@pytest.mark.parametrize(
    ("heard", "found"),
    [
        (sound(), []),
        (sound(-17.0), ["loudness"]),
        (sound(-15.4), ["loudness"]),
        (sound(-16, -0.4), ["peak"]),
        (sound(None, None), ["silence"]),
        (sound(-16, -2, (40_000, 150_000)), ["silence"]),
        (sound(-16, -2, (0, 47_000), (145_000, 240_000)), []),
    ],
    ids=["good", "too quiet", "too loud", "clipping", "nothing", "voice missing", "pauses"],
)
def test_sound_is_checked_for_loudness_peaks_and_missing_voices(heard: AudioMeasurement, found: list[str]) -> None:
    findings = check_sound(heard, edit_of(VOICED))
    assert names(findings) == found
    assert all(finding.blocking for finding in findings)


def test_a_video_that_is_meant_to_be_silent_may_be_silent() -> None:
    (finding,) = check_sound(sound(None, None), edit_of(CUT))
    assert not finding.blocking
    refuse([finding])


def test_captions_that_are_missing_or_stand_upon_each_other_are_found() -> None:
    assert check_captions(VOICED) == []
    assert names(check_captions(replace(VOICED, cues=()))) == ["captions"]
    twice = (Cue(start=10, end=40, lines=("a",)), Cue(start=30, end=60, lines=("b",)))
    assert names(check_captions(replace(VOICED, cues=twice))) == ["captions"]


def test_a_finished_file_is_read_as_it_is(footage: Footage, tmp_path: Path) -> None:
    edit = EditDecision(timeline=CUT, pictures=(footage.clip(),) * 2, captions=Captions.NONE)
    video = compose(edit, tmp_path).video
    streams = read_streams(video, CANVAS.rate)
    assert check_streams(streams, CUT) == []
    assert {0, 60} <= set(streams.key_frames)
    found = sample_frames(video, streams, CUT.starts)
    assert [number for number, _ in found.key_lumas] == list(streams.key_frames)
    assert min(luma for _, luma in found.key_lumas) > 60
    assert found.last_luma > 60


def test_a_file_that_shows_other_pictures_than_were_encoded_is_found(footage: Footage, tmp_path: Path) -> None:
    clips = (footage.clip("a.mp4", seconds=3.5), footage.clip("b.mp4", source="testsrc", seconds=3.5))
    edit = EditDecision(timeline=CUT, pictures=clips, captions=Captions.NONE)
    video = compose(edit, tmp_path).video
    seen = sample_frames(video, read_streams(video, CANVAS.rate), CUT.starts)
    cells = read_cells([tmp_path / "video.cells"], CUT.frames)
    assert check_cells(seen, cells, CUT) == []
    other = np.concatenate([cells[60:], cells[:60]])
    assert names(check_cells(seen, other, CUT)) == ["frames", "frames", "frames"]


def test_frames_that_were_not_looked_at_stop_the_rendering(tmp_path: Path) -> None:
    (tmp_path / "short.cells").write_bytes(bytes(64 * 54 * 5))
    with pytest.raises(CompositionFailed, match="5 of 6 frames"):
        read_cells([tmp_path / "short.cells"], 6)
