"""What the imitated vendors deliver: real media, tiny, and answers that fit what was asked."""

from __future__ import annotations

import io
import json
import re
import wave
from functools import cache

import numpy as np
from omnigen.providers.offline.drawing.pictures import draw_still
from omnigen.providers.offline.filming import film_clip
from omnigen.providers.offline.music import compose_bed
from omnigen.providers.offline.speech.synthesis import speak

SIZES = {"16:9": (128, 72), "9:16": (72, 128), "1:1": (72, 72)}
_WORDS = (
    "morning",
    "light",
    "falls",
    "softly",
    "here",
    "bottle",
    "stands",
    "still",
    "breathe",
    "slowly",
    "ready",
    "now",
)
"""None of them claims anything, and each may end a sentence."""


@cache
def clip(prompt: str, seconds: int, ratio: str, start: bytes | None, end: bytes | None) -> bytes:
    """A clip that moves, silent."""
    width, height = SIZES[ratio]
    return film_clip(prompt.splitlines()[0], width, height, float(seconds), start_png=start, end_png=end)


@cache
def still(prompt: str, ratio: str) -> bytes:
    """A picture, PNG."""
    return draw_still(prompt.splitlines()[0], *SIZES[ratio]).png


@cache
def track(seconds: int) -> bytes:
    """Music, MP3."""
    return compose_bed("calm", float(seconds), 1, "mp3")


@cache
def recording(text: str, speed: float = 1.0) -> bytes:
    """Speech, WAV."""
    return speak(text, speed=speed).wav


def samples(text: str, speed: float, rate: int = 24_000) -> bytes:
    """Speech as plain 16 bit samples at another rate."""
    with wave.open(io.BytesIO(recording(text, speed))) as reader:
        own, frames = reader.getframerate(), np.frombuffer(reader.readframes(reader.getnframes()), "<i2")
    moments = np.arange(int(len(frames) * rate / own)) * own / rate
    resampled: bytes = np.interp(moments, np.arange(len(frames)), frames).astype("<i2").tobytes()
    return resampled


def draft(instructions: str) -> str:
    """A script or a storyboard as JSON, with as many parts as the instructions ask for."""
    budgets = [int(words) for words in re.findall(r"(\d+) words[;.]", instructions)]
    if budgets:
        return json.dumps(_script(budgets))
    count = int((re.search(r"each of the (\d+) segments", instructions) or [0, 1])[1])
    shots = [{"visual_prompt": f"A bottle on table {number}", "transition": "cut"} for number in range(1, count + 1)]
    return json.dumps({"scenes": shots})


def _script(budgets: list[int]) -> dict[str, object]:
    said = [
        " ".join(_WORDS[(number + index) % len(_WORDS)] for index in range(budget))
        for number, budget in enumerate(budgets)
    ]
    understood = {"name": "Bottle", "kind": "a bottle", "noun": "bottle", "category": "product", "features": []}
    return {
        "understood": understood | {"facts": [], "audience": "", "action": "", "tone": "calm"},
        "title": "Slow morning",
        "product_name": "Bottle",
        "call_to_action": "Find yours",
        "look": {"light": "soft light", "colour_grade": "warm", "mood": "calm"},
        "sound": {"mood": "calm", "description": "A quiet piano"},
        "segments": [{"text": f"{text}." if text else ""} for text in said],
    }
