"""The user's own clips and sounds in a cut: the right frames, in the right shape, and sound where it belongs."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from omnigen.domain.asset import AssetKind
from omnigen.domain.own_media import Framing, OwnPicture
from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.domain.timeline import Canvas, Voice
from omnigen.media.probe import probe
from omnigen.rendering.audio.mix import MixSettings, mix_sound
from omnigen.rendering.job import notes_on_own_media
from omnigen.rendering.own_media import SPARE_FRAMES, HeardSound, bed_with_sounds, cut_clip

from tests.builders import a_brief, a_planned_job, an_asset
from tests.integration.conftest import BT709, X264, Footage

ASSET = "ast_01M7YQNG5N91ZWTV4P7J6JG8BY"
CANVAS = Canvas(width=64, height=48)
SECONDS = 6


def lumas(path: Path) -> list[int]:
    """The brightness in the middle of every frame."""
    with av.open(str(path), "r") as container:
        return [int(frame.to_ndarray(format="gray")[20, 30]) for frame in container.decode(video=0)]


def numbers(path: Path) -> list[int]:
    """The numbers of the frames of `Footage.numbered`, as the cut shows them: gray 0 to 255 from luma 16 to 235."""
    return [round((luma * 219 / 255 + 16 - 40) / 3) for luma in lumas(path)]


def spectrum(path: Path, start: float, end: float, hertz: int) -> float:
    """The level of one tone in a stretch of a recording, in dB."""
    with av.open(str(path), "r") as container:
        parts = [frame.to_ndarray().reshape(-1)[::2] for frame in container.decode(audio=0)]
    sound = np.concatenate(parts).astype(np.float64)[round(start * SAMPLE_RATE) : round(end * SAMPLE_RATE)] / 32_768
    wave = np.exp(-2j * np.pi * hertz * np.arange(len(sound)) / SAMPLE_RATE)
    return float(20 * np.log10(2 * abs(np.mean(sound * wave)) + 1e-6))


def test_a_clip_is_shown_from_the_second_that_was_asked_for(footage: Footage, tmp_path: Path) -> None:
    clip = footage.numbered("numbered.mp4", 60)
    cut = cut_clip(clip, OwnPicture(asset=ASSET, start_seconds=Decimal("0.5")), 12, CANVAS, tmp_path)
    assert numbers(cut) == list(range(12, 12 + 12 + SPARE_FRAMES))
    assert cut_clip(clip, OwnPicture(asset=ASSET, start_seconds=Decimal("0.5")), 12, CANVAS, tmp_path) == cut


def test_a_clip_that_ends_before_its_scene_goes_on_from_its_beginning(footage: Footage, tmp_path: Path) -> None:
    clip = footage.numbered("short.mp4", 30)
    cut = cut_clip(clip, OwnPicture(asset=ASSET, start_seconds=Decimal("0.5")), 24, CANVAS, tmp_path)
    assert numbers(cut) == [*range(12, 30), *range(30)]


@pytest.mark.parametrize("framing", Framing)
def test_a_clip_of_another_shape_is_cut_or_shown_whole(footage: Footage, tmp_path: Path, framing: Framing) -> None:
    """Left red, right blue, twice as wide as high: cut to a square both remain, shown whole there is blur above."""
    halves = "color=red:s=64x64:r=24:d=3,pad=128:64:0:0:blue"
    clip = footage.make("halves.mp4", "-f", "lavfi", "-i", halves, *X264, *BT709)
    canvas = Canvas(width=64, height=64)
    cut = cut_clip(clip, OwnPicture(asset=ASSET, framing=framing), 24, canvas, tmp_path)
    assert probe(cut).shown_size == (64, 64)
    with av.open(str(cut), "r") as container:
        picture = next(container.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    left, right, above = picture[32, 4], picture[32, 60], picture[2, 4]
    assert left[0] > 200
    assert right[2] > 200
    assert bool(above[0] > 200) == (framing is Framing.FILL)


def test_a_clip_filmed_upright_is_shown_upright(footage: Footage, tmp_path: Path) -> None:
    flat = footage.make("flat.mp4", "-f", "lavfi", "-i", "color=red:s=96x48:r=24:d=2,pad=96:96:0:0:blue", *X264)
    turned = footage.make("turned.mp4", "-display_rotation", "180", "-i", str(flat), "-c", "copy")
    cut = cut_clip(turned, OwnPicture(asset=ASSET), 24, Canvas(width=96, height=96), tmp_path)
    with av.open(str(cut), "r") as container:
        picture = next(container.decode(video=0)).to_ndarray(format="rgb24").astype(int)
    assert picture[10, 48][2] > 150 > picture[10, 48][0]
    assert picture[86, 48][0] > 150 > picture[86, 48][2]


@pytest.mark.parametrize("with_music", [True, False])
def test_the_sound_of_a_clip_is_heard_in_its_scene_alone(footage: Footage, tmp_path: Path, with_music: bool) -> None:
    """The clip's sound is a tone of 2 kHz, the music one of 300 Hz."""
    tone = ("-f", "lavfi", "-i", "sine=2000:d=3")
    clip = footage.make("tone.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=24:d=3", *tone, *X264)
    music = footage.tone("music.wav", seconds=7, hertz=300) if with_music else None
    samples = SECONDS * SAMPLE_RATE
    bed = bed_with_sounds(music, [HeardSound(clip, Fraction(1), 48, 96)], samples, tmp_path)
    assert probe_samples(bed) == samples
    inside, before, after = (spectrum(bed, a, b, 2000) for a, b in ((2.2, 3.8), (0.5, 1.8), (4.2, 5.8)))
    assert inside > before + 40
    assert inside > after + 40
    if with_music:
        lower, usual = spectrum(bed, 2.2, 3.8, 300), spectrum(bed, 0.5, 1.8, 300)
        assert usual - lower == pytest.approx(12, abs=1)


def test_the_sound_of_a_bought_clip_lies_under_the_music_and_far_under_the_voice(
    footage: Footage, tmp_path: Path
) -> None:
    """Measured where all three are heard: the clip's tone of 2 kHz, the music of 300 Hz, the voice of 700 Hz."""
    tone = ("-f", "lavfi", "-i", "sine=2000:d=3")
    clip = footage.make("tone.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x48:r=24:d=3", *tone, *X264)
    music = footage.tone("music.wav", seconds=7, hertz=300)
    voice = footage.tone("voice.wav", seconds=3, hertz=700)
    samples = SECONDS * SAMPLE_RATE
    bed = bed_with_sounds(music, [HeardSound(clip, Fraction(0), 48, 96, is_effect=True)], samples, tmp_path)
    effect, lower, usual = (spectrum(bed, *at) for at in ((2.2, 3.8, 2000), (2.2, 3.8, 300), (0.5, 1.8, 300)))
    assert usual - lower == pytest.approx(0, abs=0.5)
    assert 3 <= lower - effect <= 16, "a meter hears 2 kHz louder than 300 Hz"
    spoken = Voice(scene_id="s01", start_sample=2 * SAMPLE_RATE, samples=3 * SAMPLE_RATE)
    mix_sound(MixSettings(voices=[(spoken, voice)], music=bed, samples=samples, target_lufs=-16), tmp_path)
    mixed = footage.make("mixed.wav", "-i", str(tmp_path / "mix.wav"), "-c:a", "pcm_s16le")
    said, heard = (spectrum(mixed, 2.8, 3.8, hertz) for hertz in (700, 2000))
    assert said - heard >= 18


def probe_samples(path: Path) -> int:
    with av.open(str(path), "r") as container:
        return sum(frame.samples for frame in container.decode(audio=0))


def test_the_report_names_licences_and_what_is_not_shown() -> None:
    shown = an_asset(AssetKind.STILL, file_name="shop.jpg", licence="our own photo")
    unused = an_asset(AssetKind.STILL, file_name="yard.jpg", licence="our own photo")
    song = an_asset(AssetKind.MUSIC, file_name="song.mp3", licence="CC BY 4.0, Ada")
    brief = a_brief(
        own_pictures=[{"asset": shown.asset_id}, {"asset": unused.asset_id}], music={"asset": song.asset_id}
    )
    job = a_planned_job(brief=brief, assets=(shown, unused, song))
    scene = job.scenes[0].model_copy(update={"own_asset": shown})
    assert notes_on_own_media(job.model_copy(update={"scenes": (scene, *job.scenes[1:])})) == [
        "'shop.jpg' is used under: our own photo",
        "'song.mp3' is used under: CC BY 4.0, Ada",
        "'yard.jpg' is not shown: the video has 2 scenes",
    ]
