"""Sounds of English words that no dictionary has, letter by letter: near enough to find a word in a recording."""

from __future__ import annotations

import re

_SOUNDS = {
    "tion": "SH AH N",
    "ough": "AO",
    "augh": "AO",
    "igh": "AY",
    "tch": "CH",
    "sch": "SH",
    "ch": "CH",
    "sh": "SH",
    "th": "TH",
    "ph": "F",
    "wh": "W",
    "ck": "K",
    "ng": "NG",
    "qu": "K W",
    "kn": "N",
    "wr": "R",
    "ee": "IY",
    "ea": "IY",
    "oo": "UW",
    "ou": "AW",
    "ow": "OW",
    "oi": "OY",
    "oy": "OY",
    "ai": "EY",
    "ay": "EY",
    "au": "AO",
    "aw": "AO",
    "ar": "AA R",
    "er": "ER",
    "ir": "ER",
    "ur": "ER",
    "or": "AO R",
    "a": "AE",
    "b": "B",
    "c": "K",
    "d": "D",
    "e": "EH",
    "f": "F",
    "g": "G",
    "h": "HH",
    "i": "IH",
    "j": "JH",
    "k": "K",
    "l": "L",
    "m": "M",
    "n": "N",
    "o": "OW",
    "p": "P",
    "q": "K",
    "r": "R",
    "s": "S",
    "t": "T",
    "u": "AH",
    "v": "V",
    "w": "W",
    "x": "K S",
    "y": "IY",
    "z": "Z",
}
"""Phones of the CMU dictionary by letters, the longest groups first."""

_GROUP = re.compile("|".join(_SOUNDS))
_DOUBLED = re.compile(r"([bcdfglmnprstz])\1")
_SILENT_END = re.compile(r"(?<=[a-z]{2}[bcdfgklmnprstvz])e$")


def sounds_of(word: str) -> str:
    """The phones of a word of small letters, spaces between them; empty where it has no letter."""
    plain = _SILENT_END.sub("", _DOUBLED.sub(r"\1", word))
    return " ".join(_SOUNDS[group] for group in _GROUP.findall(plain))
