"""What a voice says for a text as written: numbers, prices, dates, addresses and signs in words.

Used to know how long a text takes, and to hand a voice what it cannot read itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from omnigen.text import numerals
from omnigen.text.breaks import Piece, join
from omnigen.text.numerals import CURRENCIES, NUMBER, UNITS

_DOMAINS = (
    "com|org|net|io|app|shop|store|info|biz|dev|ai|tv|me|eu|co|de|at|ch|fr|be|es|pt|it|nl|uk|ie|us|ca|au|nz|se|no|dk|fi|pl|cz|sk|hu"
    "|ro|gr|ru|ua|tr|in|jp|cn|kr|br|mx|ar|health|agency|studio|clinic|bank"
)
_CURRENCY = "|".join(map(re.escape, CURRENCIES))
_UNIT = "|".join(map(re.escape, sorted(UNITS, key=len, reverse=True)))
_LONGEST_ACRONYM = 6
_TIMES = r"(?:\s(?:thousand|million|billion|trillion)|\s?(?:k|M|bn))?"

_PATTERN = re.compile(
    rf"""
    (?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    |(?P<address>(?:https?://|www\.)[^\s,;!?()]*[\w/]|(?<![\w.])(?:[\w-]{{2,}}\.)+(?:{_DOMAINS})(?:/[\w./-]*[\w/])?(?![\w.]*\w))
    |(?P<day>(?<!\d)(?:\d{{4}}-\d\d?-\d\d?|\d\d?(?P<mark>[./])\d\d?(?P=mark)(?:\d{{4}}|\d\d))(?!\d))
    |(?P<clock>(?<!\d)\d\d?:\d\d(?::\d\d)?(?!\d))
    |(?P<phone>(?<![\d.,])(?=(?:\D{{0,3}}\d){{7,15}}(?!\d))(?![1-9]\d{{0,2}}(?:[ .]\d{{3}})+(?!\d|[ ./-]\d))
        (?:\+\d{{1,3}}[ .-]?)?(?:\(\d{{1,5}}\)[ .-]?)?\d{{1,5}}(?:[ ./-]\d{{2,5}}){{1,5}}(?!\d|[.,]\d))
    |(?P<price>(?:{_CURRENCY})\s?(?:{NUMBER}){_TIMES}(?!\w)|(?:{NUMBER})\s?(?:{_CURRENCY})(?!\w))
    |(?P<quantity>(?:{NUMBER})\s?(?:{_UNIT})(?!\w))
    |(?P<ordinal>(?<!\w)\d+(?:st|nd|rd|th|er|ère|e|ème|º|ª|\.º|\.ª)(?!\w))
    |(?P<number>\#?(?:{NUMBER}))
    |(?P<letters>(?<![\w.])[A-Z](?:[A-Z]|\.[A-Z]){{1,5}}(?![\w]))
    |(?P<sign>[&+@])
    """,
    re.VERBOSE,
)


class Spoken(NamedTuple):
    """A stretch of a text as written, what a voice says for it, and which kind it is (a word, an address, a price)."""

    written: Piece
    says: str
    kind: str = "word"


def spoken(text: str, language: str) -> tuple[Spoken, ...]:
    """Every stretch of a text with what is said for it, in order. Only white space lies between two of them.

    `language` is a BCP 47 tag. Plain words stand for themselves.
    """
    found: list[Spoken] = []
    done = 0
    shouted = text.isupper() and any(len(word) > _LONGEST_ACRONYM for word in re.findall(r"[^\W\d_]+", text))
    for match in _PATTERN.finditer(text):
        if shouted and match.lastgroup == "letters":
            continue
        found += _plain(text, done, match.start())
        found.append(Spoken(Piece(match.group(), match.start()), _say(match, language), match.lastgroup or ""))
        done = match.end()
    return (*found, *_plain(text, done, len(text)))


def spoken_form(text: str, language: str) -> str:
    """The text in the words that a voice says: "$19.99" becomes "nineteen dollars ninety-nine"."""
    said = ""
    end = 0
    for part in spoken(text, language):
        close = part.written.start == end and part.written.text[:1] in ".,;:!?…)]}»”’\"'。、，！？；：)"
        said = said + part.says if close else join([said, part.says]) if part.says and said else said + part.says
        end = part.written.end
    return said


def _plain(text: str, start: int, end: int) -> list[Spoken]:
    return [
        Spoken(Piece(word.group(), start + word.start()), word.group()) for word in re.finditer(r"\S+", text[start:end])
    ]


def _say(match: re.Match[str], language: str) -> str:
    kind = match.lastgroup or "number"
    return _SAYERS[kind](match.group(), language)


def _address(written: str, language: str) -> str:
    words = _words(language)
    bare = re.sub(r"^https?://", "", written).rstrip("/")
    bare = re.sub(r"^www(?=\.)", f" {words['www']} ", bare)
    for mark, name in ((".", "dot"), ("/", "slash"), ("-", "hyphen"), ("_", "hyphen"), ("@", "at")):
        bare = bare.replace(mark, f" {words[name]} ")
    return numerals.tidy(re.sub(r"\d+", lambda digits: f" {numerals.spell_number(digits.group(), language)} ", bare))


def _day(written: str, language: str) -> str:
    parts = [int(part) for part in re.findall(r"\d+", written)]
    if "-" in written:
        year, month, day = parts
    elif "/" in written and language.lower() in {"en", "en-us"}:
        month, day, year = parts
    else:
        day, month, year = parts
    try:
        return numerals.spell_date(date(year if year > 99 else 2000 + year, month, day), language)
    except ValueError:
        return _each_number(written, language)


def _clock(written: str, language: str) -> str:
    return " ".join(numerals.spell(int(part), language) for part in written.split(":") if int(part))


def _phone(written: str, language: str) -> str:
    return numerals.spell_digits(written, language)


def _price(written: str, language: str) -> str:
    number = re.search(NUMBER, written)
    symbol = re.search(_CURRENCY, written)
    assert number
    assert symbol
    value = numerals.parse(number.group(), language)
    times = {"k": "thousand", "M": "million", "bn": "billion"}
    factor = written[number.end() :].strip() if number.start() >= symbol.end() else ""
    said = numerals.spell_money(value, CURRENCIES[symbol.group()], language)
    if not factor:
        return said
    head, _, rest = said.partition(" ")
    return f"{head} {times.get(factor, factor)} {rest}".strip()


def _quantity(written: str, language: str) -> str:
    number = re.match(NUMBER, written)
    assert number
    unit = UNITS[written[number.end() :].strip()]
    said = numerals.spell_unit(numerals.parse(number.group(), language), unit, language)
    return re.sub("[%٪]", _words(language).get("percent", "percent"), said)


def _ordinal(written: str, language: str) -> str:
    return numerals.spell(int(re.sub(r"\D", "", written)), language, "spellout-ordinal")


def _number(written: str, language: str) -> str:
    said = numerals.spell_number(written.lstrip("#"), language)
    return f"{_words(language)['number']} {said}" if written.startswith("#") else said


def _each_number(written: str, language: str) -> str:
    return " ".join(numerals.spell_number(part, language) for part in re.findall(r"\d+", written))


def _letters(written: str, language: str) -> str:  # noqa: ARG001 - letters have their names in every language
    return " ".join(letter for letter in written if letter.isalpha())


def _sign(written: str, language: str) -> str:
    return _words(language)[{"&": "and", "+": "plus", "@": "at"}[written]]


_SAYERS: Mapping[str, Callable[[str, str], str]] = {
    "email": _address,
    "address": _address,
    "day": _day,
    "clock": _clock,
    "phone": _phone,
    "price": _price,
    "quantity": _quantity,
    "ordinal": _ordinal,
    "number": _number,
    "letters": _letters,
    "sign": _sign,
}


def _words(language: str) -> Mapping[str, str]:
    table = _table()
    primary = language.lower().partition("-")[0]
    return table.get({"no": "nb", "yue": "zh"}.get(primary, primary), table["en"])


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    read = files(__package__).joinpath("data", "spoken_words.json").read_text(encoding="utf-8")
    table: Mapping[str, Mapping[str, str]] = json.loads(read)
    return table
