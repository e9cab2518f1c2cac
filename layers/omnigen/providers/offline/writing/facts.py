"""What a brief says to the letter: addresses, prices, dates, times, telephone numbers; and the language it is in."""

from __future__ import annotations

import re

from omnigen.domain.language_words import COMMON_WORDS
from omnigen.domain.wording import plain

_FACT = re.compile(
    r"(?:https?://)?(?:www\.)?[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.(?:com|org|net|de|fr|es|pt|it|br|eu|io|co\.uk|uk|app|shop|at|ch)\b(?:/\S*)?"
    r"|(?:[$€£]\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|£|\$|euros?|dollars?|pounds?|EUR|USD|GBP|%|percent|Prozent))(?:\s+off\b)?"
    r"|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{1,2}(?::\d\d|\s?(?:am|pm|a\.m\.|p\.m\.|Uhr|h))\b"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\.?\s(?:of\s|de\s)?(?:January|February|March|April|May|June|July|August|September|October|"
    r"November|December|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember|janvier|février|mars|avril|mai|juin|juillet|"
    r"août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|"
    r"noviembre|diciembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|gennaio|febbraio|"
    r"aprile|maggio|giugno|luglio|settembre|ottobre|dicembre)\b(?:\s\d{4})?"
    r"|\+?\d[\d ()/-]{6,}\d",
    re.IGNORECASE,
)


def facts_of(text: str) -> tuple[str, ...]:
    """The facts of a text, in order, each once."""
    return tuple(dict.fromkeys(match.group().strip(" .,") for match in _FACT.finditer(text)))


def language_of(text: str, default: str) -> str:
    """The writer's language of which the text has most short words; the default if none leads."""
    words = plain(text).split()
    counts = {tag: sum(words.count(plain(word)) for word in common.split()) for tag, common in COMMON_WORDS.items()}
    best = max(counts.values())
    leaders = [tag for tag, count in counts.items() if count == best]
    return leaders[0] if best and (len(leaders) == 1 or default not in leaders) else default
