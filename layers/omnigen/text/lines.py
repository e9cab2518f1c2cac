"""Where a line of text may end, in any writing.

ICU knows the places that Unicode allows (UAX 14), BudouX which words of Japanese, Chinese and Thai stand together in a
phrase.
"""

from __future__ import annotations

import re
from functools import cache

import budoux
from icu4py.breakers import LineBreaker

from omnigen.text.breaks import Piece, between_unspaced, borders, cut, word_borders
from omnigen.text.sentences import sentence_ends

_UNITS = (
    "%|‰|°|[€$£¥₹₽₩₫฿₺]|[kcm]?m[²³]?|[km]?g|t|[cm]?l|h|min|s|ms|km/h|mph|m/s|[kMGT]?B|[kMG]?Hz|[km]?Wh?|mAh|V|A|oz|lbs?|ft|px|fps"
    "|[ap]\\.m\\.|[AP]M|Uhr|Mio\\.?|Mrd\\.?|EUR|USD|GBP|CHF|JPY|INR|kr|zł|Kč|Ft|руб\\.|грн|元|円"
)
_NUMBER_END = re.compile(r"\d$")
_NUMBER_PART = re.compile(rf"\d{{3}}(?!\d)|(?:{_UNITS})(?!\w)")
"""What belongs to the number before it: another group of three digits, a sign, a unit, a currency."""

_OPENING = ("«", "‹", "„", "¿", "¡")
_CLOSING = re.compile(r"[»›]|[–—-]\s")
"""French sets spaces within its quotation marks; a dash stays on the line that it ends."""

_SHORT_FORM = re.compile(r"(?:^|[\s(\"'“„«])[^\W\d_]{1,4}\.$")


def line_breaks(text: str, language: str = "und", *, within_phrases: bool = False) -> tuple[Piece, ...]:
    """The stretches between which a line may end; what lies between two of them is white space or nothing.

    Kept together: phrases of Japanese, Chinese and Thai, numbers and their units, abbreviations inside a sentence and
    the word after them. `within_phrases` gives every place that Unicode allows (UAX 14), for a phrase that is longer
    than a line. A stretch that is still too long may be cut between `graphemes`.
    """
    allowed = borders(LineBreaker(text, "und"))
    if within_phrases:
        return cut(text, allowed)
    phrases = set(_phrase_borders(text, language))
    spaces = {place for place in allowed if text[place - 1].isspace() and not _belong_together(text, place)}
    return cut(text, [place for place in allowed if place in phrases or place in spaces])


def _phrase_borders(text: str, language: str) -> list[int]:
    """Borders of phrases in the unspaced stretches of a text."""
    found: list[int] = []
    for token in re.finditer(r"\S+", text):
        whole = token.group()
        places = word_borders(whole, language)
        parser = _phrase_parser(whole, language)
        if parser and places:
            ends = {0}
            for phrase in parser.parse(whole):
                ends.add(max(ends) + len(phrase))
            places = [place for place in places if place in ends]
        found += [token.start() + place for place in places if between_unspaced(whole, place)]
    return found


def _phrase_parser(token: str, language: str) -> budoux.Parser | None:
    if re.search("[\u3041-\u30ff]", token):
        return _parser("ja")
    if re.search("[\u0e00-\u0e7f]", token):
        return _parser("th")
    if re.search("[\u3400-\u9fff]", token):
        primary, *rest = language.lower().split("-")
        traditional = primary == "yue" or {"hant", "hk", "tw", "mo"} & set(rest)
        return _parser("ja" if primary == "ja" else "zh-hant" if traditional else "zh-hans")
    return None


@cache
def _parser(model: str) -> budoux.Parser:
    load = {
        "ja": budoux.load_default_japanese_parser,
        "th": budoux.load_default_thai_parser,
        "zh-hans": budoux.load_default_simplified_chinese_parser,
        "zh-hant": budoux.load_default_traditional_chinese_parser,
    }
    return load[model]()


def _belong_together(text: str, place: int) -> bool:
    """Whether what stands before and after this white space is read as one."""
    before, after = text[:place].rstrip(), text[place:]
    if before.endswith(_OPENING) or _CLOSING.match(after):
        return True
    if _NUMBER_END.search(before) and _NUMBER_PART.match(after):
        return True
    return _SHORT_FORM.search(before[-6:]) is not None and place not in sentence_ends(text)
