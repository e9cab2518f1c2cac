"""The cached mix with its measurements: a recut with the same audio mixes nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from omnigen.rendering.audio.loudness import AudioMeasurement, Loudness
from omnigen.rendering.audio.mix import AUDIO_NAME, VOICE_OVER_NAME, MixSettings, mix_sound
from omnigen.rendering.cache import SegmentCache, file_sha256, place
from omnigen.rendering.ffmpeg.encoder_settings import RECIPE_VERSION

_FACTS_NAME = "audio.json"


def sound_of(
    score: MixSettings, folder: Path, cache: SegmentCache | None, sounds: Sequence[AudioMeasurement] = ()
) -> AudioMeasurement:
    """Put the sound into the folder as `mix_sound` does, from the cache if it is kept there."""
    key = _key(score)
    parts = _parts(score)
    if cache and (facts := _reuse(key, parts, folder, cache)):
        return facts
    for name in parts:
        (folder / name).unlink(missing_ok=True)  # a link to a kept file must not be written into
    sound = mix_sound(score, folder, sounds)
    if cache:
        (folder / _FACTS_NAME).write_text(json.dumps(asdict(sound)))
        for name in parts:
            cache.put(_part_key(key, name), folder / name)
    return sound


def _parts(score: MixSettings) -> list[str]:
    """The files that are kept, the measurements last: where those are, the others are too."""
    return [AUDIO_NAME, *([VOICE_OVER_NAME] if score.voices else []), _FACTS_NAME]


def _reuse(key: str, parts: Sequence[str], folder: Path, cache: SegmentCache) -> AudioMeasurement | None:
    for name in reversed(parts):
        kept = cache.get(_part_key(key, name))
        if kept is None:
            return None
        place(kept, folder / name)
    return _read(folder / _FACTS_NAME)


def _key(score: MixSettings) -> str:
    voices = [[file_sha256(path), one.start_sample, one.skip_samples, one.samples] for one, path in score.voices]
    music = file_sha256(score.music) if score.music else None
    levels = [score.target_lufs, score.max_true_peak_dbtp, score.music_db]
    facts = ["sound", RECIPE_VERSION, voices, music, score.samples, levels]
    if score.inserts or score.music_start or score.music_samples:
        inserts = [[file_sha256(one.path), one.start_sample] for one in score.inserts]
        facts += [inserts, score.music_start, score.music_samples]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _part_key(key: str, name: str) -> str:
    return hashlib.sha256(f"{name} of {key}".encode()).hexdigest()


def _read(path: Path) -> AudioMeasurement:
    facts = json.loads(path.read_text())
    silences = tuple((start, end) for start, end in facts.pop("silences"))
    return AudioMeasurement(**facts | {"loudness": Loudness(**facts["loudness"]), "silences": silences})
