"""What is heard in a finished video, told from the very files that went into it."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import av
import numpy as np
import pytest

from tests.e2e.conftest import Omnigen
from tests.e2e.measuring import loudness_by_tenth

SILENT, FADING_TENTHS, SETTLED_TENTHS = -50, 17, 12
"""dBFS; the music fades out in the last 1.6 s; it has come back 1.2 s after the last word."""

WORD_SECONDS = 0.12
"""How far the voice's own times of words may be from what is heard, and a frame."""

PARAGRAPHS = (
    "Meet the red bicycle.",
    "It folds in ten seconds.",
    "It fits under a desk.",
    "Take it for a ride today.",
)
"""Each is spoken for itself, with a pause after it; all together leave several seconds of the video to the music."""


@pytest.mark.slow
def test_music_steps_back_under_the_voice_and_comes_back_and_captions_keep_to_the_words(
    omnigen: Omnigen, tmp_path: Path
) -> None:
    """One video for all that is heard: making it takes most of the time."""
    script = tmp_path / "script.txt"
    script.write_text("\n\n".join(PARAGRAPHS), encoding="utf-8")
    ended = omnigen(
        "generate", "--script", str(script), "--duration", "15", "--seed", "5", "--pictures", "stills",
        "--no-sound-effects", "--out", "video.mp4",
    )  # fmt: skip
    assert ended.code == 0, ended.err
    stem, music, captions = (
        next((tmp_path / "data").rglob(name))
        for name in ("narrator-voiceover.mp3", "background-music.mp3", "video.srt")
    )
    assert_music_ducks(tmp_path / "video.mp4", stem, music)
    assert_captions_keep_to_the_words(captions.read_text(), stem)


def assert_music_ducks(video: Path, stem: Path, music: Path) -> None:
    """Between the words only music is heard, so that its gain is what the video has more than the music's own file."""
    heard, voice, own = (loudness_by_tenth(path) for path in (video, stem, music))
    gains, silent_for = [], 99
    for tenth, level in enumerate(voice[: len(heard) - FADING_TENTHS]):
        silent_for = silent_for + 1 if level < SILENT else 0
        gains.append((silent_for, heard[tenth] - own[tenth]))
    settled = [gain for silent, gain in gains if SETTLED_TENTHS < silent < 99]
    just_after = [gain for silent, gain in gains if silent == 1]
    assert len(settled) >= 3
    assert len(just_after) >= 3
    assert max(settled) - min(settled) < 1, "it comes back to where it was, and stays"
    assert max(just_after) < min(settled) - 1.5, "it has stepped back while somebody spoke"
    assert sum(just_after) / len(just_after) < min(settled) - 3, "and comes back slowly"


def assert_captions_keep_to_the_words(srt: str, stem: Path) -> None:
    """Where sound begins after silence a caption begins, and where it ends one ends.

    Where the next one begins within half a second, a caption stands until then.
    """
    cues = [tuple(map(_seconds, times)) for times in re.findall(r"(\S+) --> (\S+)", srt)]
    stretches = _heard(stem)
    assert len(stretches) >= 4
    for first, last in stretches:
        assert min(abs(start - first) for start, _ in cues) <= WORD_SECONDS
        follows = min((start - last for start, _ in cues if start > last), default=1)
        assert follows < 0.5 or min(abs(end - last) for _, end in cues) <= WORD_SECONDS


def _heard(stem: Path) -> list[tuple[float, float]]:
    """Stretches of sound between silences of more than a fifth of a second, found in steps of 5 ms."""
    with av.open(str(stem)) as container:
        rate = container.streams.audio[0].rate
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    step = rate // 200
    loud = [bool(np.abs(sound[at : at + step]).max() > 0.006) for at in range(0, len(sound) - step, step)]
    stretches: list[tuple[int, int]] = []
    place = 0
    for is_loud, run in groupby(loud):
        length = len(list(run))
        if is_loud and stretches and place - stretches[-1][1] <= 40:
            stretches[-1] = (stretches[-1][0], place + length)
        elif is_loud:
            stretches.append((place, place + length))
        place += length
    return [(first / 200, last / 200) for first, last in stretches]


def _seconds(clock: str) -> float:
    hours, minutes, seconds = clock.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)
