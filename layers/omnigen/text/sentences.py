"""Where sentences and clauses end, in any language."""

from __future__ import annotations

import re
from functools import lru_cache

from icu4py.breakers import SentenceBreaker
from sentencex import segment  # type: ignore[attr-defined]

from omnigen.text.breaks import Piece, borders, cut, is_unspaced, words
from omnigen.text.short_forms import ends_sentence

MIN_CLAUSE_WORDS = 3
"""A shorter piece between two commas is an item of a list or an address, not a clause."""

_SPACES = re.compile(r"\s")
_CLAUSE_END = re.compile(r"[,;:،؛]['\"”’»)\]]*\s+|[、，；：၊]['\"”’」』）]*\s*|(?<=\s)[–—-]\s+|—|\s[–—]\s")
_ASIDE = {"(": ")", "[": "]", "{": "}", "（": "）", "「": "」", "『": "』", "【": "】", "«": "»", "“": "”"}
_AFTER_NAME = re.compile(r"(?:Inc|Ltd|LLC|Co|Corp|Jr|Sr|PhD|MD|M\.D|Esq|S\.A|GmbH)\b")
_CONJUNCTIONS = {
    "en": "and or but nor",
    "de": "und oder aber sowie",
    "fr": "et ou mais ni",
    "es": "y e o u pero ni",
    "pt": "e ou mas nem",
    "it": "e ed o ma né",
    "nl": "en of maar",
    "sv": "och eller men",
    "da": "og eller men",
    "nb": "og eller men",
    "fi": "ja tai mutta",
    "pl": "i a oraz lub ale",
    "cs": "a i nebo ale",
    "ro": "și sau dar",
    "hu": "és vagy de",
    "tr": "ve veya ama",
    "ru": "и или но а",
    "uk": "і й та або але",
    "el": "και ή αλλά",
    "id": "dan atau tetapi",
    "vi": "và hoặc nhưng",
    "hi": "और या लेकिन",
    "ko": "그리고 또는",
}
"""Words before the last item of a list, by language."""

_SURE_END = re.compile(r"[。！？｡।॥။។៕۔]+[\"'”’」』）)]*\s*")
_SAYING = re.compile(r"[」』]\s*$")


@lru_cache(maxsize=512)
def sentence_ends(text: str, language: str = "und") -> tuple[int, ...]:
    """The places behind each sentence and its white space, ascending; the last one is the text's length.

    Places come from ICU (UAX 29). After a full stop, `short_forms` tells whether it ends the sentence or belongs to an
    abbreviation; where that cannot tell, a place counts if sentencex sees an end too. Line ends are white space here.
    """
    level = _SPACES.sub(" ", text)
    primary = language.partition("-")[0].lower()
    seen = set(borders(segment("en" if primary == "und" else primary, level)))
    ends = set[int]()
    for end in borders(SentenceBreaker(level, primary)):
        told = ends_sentence(level[:end], level[end:], primary)
        if (end in seen) if told is None else told:
            ends.add(end)
    ends |= {mark.end() for mark in _SURE_END.finditer(level)}
    return (*sorted(end for end in ends if end < len(text) and not _is_reported(level, end)), len(text)) if text else ()


def sentences(text: str, language: str = "und") -> tuple[Piece, ...]:
    """The sentences with their marks; what lies between two of them is white space or nothing."""
    return cut(text, sentence_ends(text, language))


def clauses(text: str, language: str = "und") -> tuple[Piece, ...]:
    """A sentence in its clauses: cut after commas, colons and dashes, and at line ends, where both sides stand alone.

    Not cut: inside brackets and quotation marks, in dates, names and lists, and where less than three words would be
    left on a side. What lies between two clauses is white space or nothing.
    """
    hidden = _asides(text)
    places = [found.end() for found in _CLAUSE_END.finditer(text) if _may_cut(text, found.end())]
    places += [found.end() for found in re.finditer(r"\s*\n\s*", text)]
    if is_unspaced(text):  # in Thai, Lao and Khmer a space is what a comma is elsewhere
        places += [found.end() for found in re.finditer(r"(?<=[\u0e00-\u0eff\u1780-\u17ff])\s+(?=\D)", text)]
    pieces = cut(text, sorted({place for place in places if not any(a < place <= b for a, b in hidden)}))
    return _merged(text, pieces, language)


def _merged(text: str, pieces: tuple[Piece, ...], language: str) -> tuple[Piece, ...]:
    """Short pieces joined with the next one; the last one, and the last item of a list, with the one before."""
    conjunctions = _CONJUNCTIONS.get(language.partition("-")[0], "").split()
    done: list[Piece] = []
    for piece in pieces:
        spoken = _spoken(piece, language)
        last_item = spoken and spoken[0].lower() in conjunctions
        is_end = (last_item or piece is pieces[-1]) and len(spoken) - bool(last_item) < MIN_CLAUSE_WORDS
        if done and (is_end or len(_spoken(done[-1], language)) < MIN_CLAUSE_WORDS):
            done[-1] = Piece(text[done[-1].start : piece.end], done[-1].start)
        else:
            done.append(piece)
    return tuple(done)


def _spoken(piece: Piece, language: str) -> list[str]:
    return [word.text for word in words(piece.text, language) if any(map(str.isalnum, word.text))]


def _may_cut(text: str, place: int) -> bool:
    before, after = text[:place].rstrip(), text[place:]
    last = before.split()[-1] if before else ""
    is_date = re.search(r"\d\D{0,3}$", last) and re.match(r"\d{4}\b", after)
    is_abbreviation = "." in last[:-1] and "/" not in last and not re.search(r"\d", last)
    return bool(after) and not (is_date or is_abbreviation or _AFTER_NAME.match(after))


def _asides(text: str) -> list[tuple[int, int]]:
    """Stretches in brackets or quotation marks; a bracket that is never closed counts for nothing."""
    found: list[tuple[int, int]] = []
    position = 0
    while position < len(text):
        closing = _ASIDE.get(text[position]) or ('"' if text[position] == '"' else None)
        end = text.find(closing, position + 1) if closing else -1
        if end > position:
            found.append((position, end))
            position = end
        position += 1
    return found


def _is_reported(text: str, end: int) -> bool:
    """Whether what is said and who says it stand beside this place: 「…」と言った."""
    return text[end] == "と" and _SAYING.search(text[:end]) is not None
