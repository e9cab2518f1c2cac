"""Intro and outro in a finished cut: exact frames, their own sound, nothing of the scenes drawn or heard over them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from omnigen.domain.brand import Watermark
from omnigen.domain.brief_options import Captions
from omnigen.domain.timebase import SAMPLE_RATE, to_samples
from omnigen.domain.timeline import Canvas, Overlay, Timeline, TimelineShot, Voice
from omnigen.domain.timeline_bookends import with_bookends
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.rendering.bookends import BookendClip, BookendedCut, bookend_clip
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.render import compose
from omnigen.rendering.text.overlays import OverlayStyle, lay_out

from tests.brands import tide
from tests.integration.conftest import BT709, X264, Footage
from tests.integration.rendering.test_own_media import lumas, spectrum

CANVAS = Canvas(width=64, height=48)
INTRO, OUTRO, SCENES = 36, 48, 144
VOICE = Voice(scene_id="s00", start_sample=12_000, samples=57_600, text="A first sentence.")


def story() -> Timeline:
    shots = [TimelineShot(scene_id=f"s{number:02}", frames=72) for number in range(2)]
    said = [VOICE, replace(VOICE, scene_id="s01", start_sample=160_000)]
    return plan_timeline(CANVAS, shots, said, title="Hello", product_name="Aqua", call_to_action="Ask now")


def sounding(footage: Footage, name: str, hertz: int, seconds: float) -> Path:
    """A clip of 30 frames a second with a quiet tone."""
    picture = ("-f", "lavfi", "-i", f"testsrc2=s=96x48:r=30:d={seconds}")
    tone = ("-f", "lavfi", "-i", f"sine={hertz}:d={seconds}", "-af", "volume=-20dB")
    return footage.make(name, *picture, *tone, *X264, *BT709, "-c:a", "aac")


def cut_of(footage: Footage, folder: Path, *, outro_sounds: bool = True) -> EditDecision:
    """Two scenes with voices of 700 Hz and music of 300 Hz, an intro of 2 kHz and an outro of 3 kHz."""
    folder.mkdir(exist_ok=True)
    clips = {
        "intro": bookend_clip(sounding(footage, "in.mp4", 2000, 1.5), INTRO, CANVAS, folder, keep_sound=True),
        "outro": bookend_clip(sounding(footage, "out.mp4", 3000, 2), OUTRO, CANVAS, folder, keep_sound=outro_sounds),
    }
    whole = BookendedCut(story=story(), clips=clips)
    scenes = (footage.clip("a.mp4", seconds=3.5), footage.clip("b.mp4", source="testsrc", seconds=3.5))
    voice = footage.tone("voice.wav", hertz=700)
    return EditDecision(
        timeline=whole.film,
        pictures=whole.pictures(scenes),
        voices=(voice, voice),
        music=footage.tone("music.wav", seconds=9, hertz=300),
        music_start=whole.music_start,
        music_samples=whole.scored.samples,
        inserts=whole.inserts,
        captions=Captions.BOTH,
    )


def test_the_video_has_exactly_the_frames_of_intro_scenes_and_outro(footage: Footage, tmp_path: Path) -> None:
    cut = compose(cut_of(footage, tmp_path / "clips"), tmp_path / "cut")
    assert (cut.report.frames, cut.report.findings) == (INTRO + SCENES + OUTRO, ())
    assert cut.report.seconds == Fraction(INTRO + SCENES + OUTRO, 24)
    assert cut.report.loudness_lufs == pytest.approx(-16, abs=0.5)
    assert min(cue.start_frame for cue in cut.report.cues) >= INTRO
    assert max(cue.end_frame for cue in cut.report.cues) <= INTRO + SCENES
    assert cut.srt
    assert cut.srt.read_text().startswith("1\n00:00:01,")


def test_the_sound_of_each_is_heard_in_it_alone_without_music_and_as_loud_as_the_voice(
    footage: Footage, tmp_path: Path
) -> None:
    compose(cut_of(footage, tmp_path / "clips"), tmp_path / "cut")
    mix = footage.make("whole.wav", "-i", str(tmp_path / "cut" / "mix.wav"), "-c:a", "pcm_s16le")
    intro, scenes, outro = (0.2, 1.3), (3.2, 4.3), (7.7, 9.3)
    for hertz, own in ((2000, intro), (3000, outro)):
        assert all(
            spectrum(mix, *own, hertz) > spectrum(mix, *one, hertz) + 40 for one in {intro, scenes, outro} - {own}
        )
    assert spectrum(mix, *scenes, 300) > spectrum(mix, *intro, 300) + 40
    assert spectrum(mix, *scenes, 300) > spectrum(mix, *outro, 300) + 40
    assert spectrum(mix, *intro, 2000) == pytest.approx(spectrum(mix, 1.9, 2.8, 700), abs=6), (
        "the clip was 20 dB softer"
    )


def test_music_plays_on_through_an_outro_without_sound(footage: Footage, tmp_path: Path) -> None:
    compose(cut_of(footage, tmp_path / "clips", outro_sounds=False), tmp_path / "cut")
    mix = footage.make("silent.wav", "-i", str(tmp_path / "cut" / "mix.wav"), "-c:a", "pcm_s16le")
    assert spectrum(mix, 7.7, 8.3, 300) > spectrum(mix, 0.2, 1.3, 300) + 40
    assert spectrum(mix, 7.7, 8.3, 3000) < spectrum(mix, 7.7, 8.3, 300) - 40


def test_a_clip_that_is_a_little_short_ends_on_its_last_frame(footage: Footage, tmp_path: Path) -> None:
    made = bookend_clip(footage.numbered("numbered.mp4", 30), 36, CANVAS, tmp_path, keep_sound=True)
    assert made.sound is None
    numbers = [round((luma * 219 / 255 + 16 - 40) / 3) for luma in lumas(made.picture)]
    assert numbers == [*range(30), *[29] * 6]


def test_nothing_but_a_disclosure_is_drawn_over_intro_and_outro(tmp_path: Path) -> None:
    disclosure = Overlay(kind="disclosure", start=0, end=72, text="Made with AI")
    canvas = Canvas(width=640, height=360)
    planned = replace(story(), canvas=canvas, overlays=(disclosure, *story().overlays))
    film = with_bookends(planned, INTRO, OUTRO)
    brand = replace(tide(tmp_path), watermark=Watermark.TOP_RIGHT)
    drawing = lay_out(film, OverlayStyle(brand=brand), tmp_path)
    drawn = [(one.start, one.end) for one in drawing.marks if one.owner != "disclosure"]
    drawn += [(logo.start, logo.end) for logo in drawing.logos]
    assert drawn
    assert min(start for start, _ in drawn) >= INTRO
    assert max(end for _, end in drawn) <= INTRO + SCENES
    assert [(one.start, one.end) for one in film.overlays if one.kind == "disclosure"] == [(0, 72)]


def test_an_intro_that_starts_black_is_no_fault_of_the_video(footage: Footage, tmp_path: Path) -> None:
    black = footage.make("black.mp4", "-f", "lavfi", "-i", "color=black:s=64x48:r=24:d=1.5", *X264)
    clip = bookend_clip(black, INTRO, CANVAS, tmp_path, keep_sound=True)
    whole = BookendedCut(story=story(), clips={"intro": clip})
    scenes = (footage.clip("a.mp4", seconds=3.5), footage.clip("b.mp4", source="testsrc", seconds=3.5))
    voice = footage.tone("voice.wav", hertz=700)
    edit = EditDecision(timeline=whole.film, pictures=whole.pictures(scenes), voices=(voice, voice))
    assert compose(edit, tmp_path / "cut").report.findings == ()


def test_music_starts_after_an_intro_with_sound_and_before_one_without() -> None:
    clip = BookendClip(frames=INTRO, picture=Path("in.mp4"), sound=Path("in.wav"))
    heard = BookendedCut(story=story(), clips={"intro": clip})
    silent = BookendedCut(story=story(), clips={"intro": replace(clip, sound=None)})
    assert (heard.music_start, heard.scored.samples) == (to_samples(INTRO), SCENES * SAMPLE_RATE // 24)
    assert (silent.music_start, silent.scored.frames, silent.inserts) == (0, INTRO + SCENES, ())
