"""Who can speak offline, and in which languages."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from omnigen.errors import InvalidRequest


@dataclass(frozen=True)
class VoiceCharacter:
    """How espeak-ng is set for a voice of ours: a variant of the language's voice, its pitch and liveliness (0-99).

    `neural` are the languages (BCP 47, lower case) that the neural voice speaks under this name instead.
    """

    variant: str
    pitch: int
    pitch_range: int
    neural: frozenset[str] = frozenset()

    def is_neural(self, language: str) -> bool:
        """Whether the neural voice speaks a language under this name: American English, not British."""
        tag = language.strip().lower().replace("_", "-")
        return tag in self.neural or (tag.partition("-")[0] in self.neural and tag not in LANGUAGES)


VOICES = MappingProxyType(
    {
        "narrator": VoiceCharacter("", 42, 62, frozenset({"en", "en-us"})),
        "warm": VoiceCharacter("f2", 40, 58),
        "bright": VoiceCharacter("f4", 48, 68),
        "calm": VoiceCharacter("f5", 36, 45),
        "deep": VoiceCharacter("m3", 30, 52),
        "friendly": VoiceCharacter("m7", 46, 66),
    }
)
"""The voices on offer; every one speaks every language."""

LANGUAGES = MappingProxyType(
    {
        "ar": "ar",
        "bg": "bg",
        "ca": "ca",
        "cs": "cs",
        "da": "da",
        "de": "de",
        "el": "el",
        "en": "en-us",
        "en-gb": "en-gb-x-rp",
        "en-us": "en-us",
        "es": "es",
        "es-419": "es-419",
        "es-mx": "es-419",
        "et": "et",
        "fi": "fi",
        "fr": "fr",
        "fr-ca": "fr",
        "he": "he",
        "hi": "hi",
        "hr": "hr",
        "hu": "hu",
        "id": "id",
        "it": "it",
        "ja": "ja",
        "ko": "ko",
        "lt": "lt",
        "lv": "lv",
        "nb": "nb",
        "nl": "nl",
        "no": "nb",
        "pl": "pl",
        "pt": "pt",
        "pt-br": "pt-br",
        "ro": "ro",
        "ru": "ru",
        "sk": "sk",
        "sl": "sl",
        "sr": "sr",
        "sv": "sv",
        "sw": "sw",
        "th": "th",
        "tr": "tr",
        "uk": "uk",
        "ur": "ur",
        "vi": "vi",
        "zh": "cmn",
        "zh-cn": "cmn",
        "zh-hk": "yue",
    }
)
"""Language tags (BCP 47, lower case) and espeak-ng's voice names. A tag with a region falls back to its language.

Japanese is read from kana: espeak-ng 1.52 has no readings for kanji and names them one by one.
"""


def character_of(voice: str) -> VoiceCharacter:
    """The voice of that name; InvalidRequest if there is none."""
    if voice not in VOICES:
        raise InvalidRequest(f"No voice is called {voice!r}; choose one of {', '.join(VOICES)}.", "narration.voice")
    return VOICES[voice]


def engine_voice(language: str, character: VoiceCharacter) -> str:
    """espeak-ng's name for a character speaking a language (BCP 47 tag); InvalidRequest if nobody speaks it."""
    tag = language.strip().lower().replace("_", "-")
    for known in (tag, tag.partition("-")[0]):
        if known in LANGUAGES:
            return "+".join(filter(None, (LANGUAGES[known], character.variant)))
    raise InvalidRequest(
        f"No voice speaks {language!r}; choose one of {', '.join(sorted(LANGUAGES))}.", "narration.language"
    )
