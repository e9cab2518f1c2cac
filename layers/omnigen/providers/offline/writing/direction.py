"""How a video looks and sounds, from words of the brief."""

from __future__ import annotations

import random
import re

from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Mode, MusicMood
from omnigen.domain.script import Look
from omnigen.domain.understanding import given_texts
from omnigen.providers.offline.drawing.palette import SET_NAMES

MOODS = {
    MusicMood.CALM: ("calm", "quiet", "gentle", "peace", "relax", "sleep", "soft", "spa", "tea"),
    MusicMood.UPBEAT: ("energetic", "upbeat", "sport", "run", "fast", "fitness", "party", "summer"),
    MusicMood.PLAYFUL: ("fun", "playful", "kids", "toy", "child", "funny", "pet", "dog", "cat"),
    MusicMood.CINEMATIC: ("epic", "cinematic", "dramatic", "luxury", "adventure", "travel", "mountain"),
    MusicMood.CORPORATE: ("business", "software", "service", "bank", "office", "app", "data"),
    MusicMood.TENSE: ("thriller", "danger", "urgent", "security"),
}
_PRESETS = (
    Look(light="soft morning light", colour_grade="warm pastel tones", mood="calm and hopeful"),
    Look(light="golden hour light", colour_grade="rich amber tones", mood="warm and confident"),
    Look(light="bright daylight", colour_grade="fresh clean tones", mood="light and lively"),
    Look(light="soft studio light", colour_grade="cool neutral tones", mood="clear and precise"),
    Look(light="blue evening light", colour_grade="deep teal tones", mood="quiet and elegant"),
)


def music_mood(brief: Brief) -> MusicMood:
    """The mood asked for, or the one the words suggest."""
    if brief.music.mood:
        return brief.music.mood
    words = re.findall(r"[a-z]+", " ".join(given_texts(brief).values()).lower())
    hits = {mood: sum(word in hints for word in words) for mood, hints in MOODS.items()}
    best = max(hits, key=lambda mood: hits[mood])
    usual = {Mode.FUNCTIONAL_INTRO: MusicMood.CORPORATE, Mode.PHARMA: MusicMood.CALM}.get(brief.mode, MusicMood.WARM)
    return best if hits[best] else usual


def look_of(brief: Brief, chance: random.Random) -> Look:
    """The look that the words suggest, or any, in colours of its own for each brief and seed."""
    words = " ".join(given_texts(brief).values()).lower()
    look = chance.choice(_PRESETS)
    if any(hint in words for hint in ("calm", "morning", "gentle", "soft")):
        look = _PRESETS[0]
    if any(hint in words for hint in ("night", "evening", "elegant")):
        look = _PRESETS[4]
    return look.model_copy(update={"colour_grade": f"{look.colour_grade} with {chance.choice(SET_NAMES)} accents"})
