"""Measures how fast the offline voice speaks each language, and writes the rates that budgets are computed with.

    python -m benchmarks.speaking_rate

Article 1 of the Universal Declaration of Human Rights is spoken three times: as bare words, with a comma after every
fourth one, and with a full stop instead. The voices of espeak-ng differ in tone only (measured: by 1 % in pace); the
default voice is another one in American English, so the others have an English rate of their own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from omnigen.providers.offline.speech.synthesis import speak
from omnigen.providers.offline.speech.voices import VOICES
from omnigen.text import join, words
from omnigen.text.speaking_time import DEFAULT_VOICE, count_letters

_DATA = Path(__file__).parents[1] / "layers" / "omnigen" / "text" / "data"
FILE = _DATA / "speaking_rates.json"
TEXTS = _DATA / "sample_texts.json"
GROUP_WORDS = 4
_STOPS = {"hi": "।", "ur": "۔", "ja": "。", "zh": "。", "zh-hk": "。"}
_COMMAS = {"ar": "،", "ur": "،", "ja": "、", "zh": "，", "zh-hk": "，"}


def main() -> None:
    """Measure every language and write the file."""
    texts = json.loads(TEXTS.read_text(encoding="utf-8"))
    english = {"en": texts["en"]}
    rates = {voice: dict(_measure(voice, english)) for voice in VOICES if voice != DEFAULT_VOICE}
    written = {
        "about": "Letters a second, seconds of a comma, seconds of a full stop; see benchmarks/speaking_rate.py",
        "measured_on": datetime.now(UTC).date().isoformat(),
        "voices": {DEFAULT_VOICE: dict(_measure(DEFAULT_VOICE, texts | {"en-gb": texts["en"]}))} | rates,
    }
    FILE.write_text(_one_line_each(json.dumps(written, indent=1)) + "\n", encoding="utf-8")


def _measure(voice: str, texts: dict[str, str]) -> Iterator[tuple[str, list[float]]]:
    for language, text in texts.items():
        bare = [word for piece in words(text, language) if (word := piece.text.strip(".,;:،。、，।۔!?-"))]
        groups = [_capital(join(bare[at : at + GROUP_WORDS])) for at in range(0, len(bare), GROUP_WORDS)]
        plain, commas, stops = (
            speak(join(group + mark for group in groups), voice=voice, language=language).seconds
            for mark in ("", _COMMAS.get(language, ","), _STOPS.get(language, "."))
        )
        breaks = len(groups) - 1
        letters = sum(count_letters(join(bare)).values())
        rate = [letters / plain, max(commas - plain, 0) / breaks, max(stops - plain, 0) / breaks]
        print(language, rate, flush=True)
        yield language, [round(figure, 2) for figure in rate]


def _capital(group: str) -> str:
    return group[0].upper() + group[1:]


def _one_line_each(text: str) -> str:
    return re.sub(r"\[\s+([\d.]+),\s+([\d.]+),\s+([\d.]+)\s+\]", r"[\1, \2, \3]", text)


if __name__ == "__main__":
    main()
