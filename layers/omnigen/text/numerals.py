"""Numbers in words: read as a language writes them, and spelled out by ICU with their units and currencies."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from importlib.resources import files

from icu4py.messageformat import MessageFormat

from omnigen.text.breaks import join

NUMBER = (
    r"(?<!\d)\d{1,3}(?:[.,'’\u00a0\u202f\u2009 ]\d{3})+(?!\d)(?:[.,]\d+)?(?![.,]?\d)"
    r"|\d+(?:[.,]\d+)*"
)
"""A number with marks or spaces between groups of three digits, and a decimal fraction."""

_SIGNS = json.loads(files(__package__).joinpath("data", "signs.json").read_text(encoding="utf-8"))
CURRENCIES: Mapping[str, str] = _SIGNS["currencies"]
"""Signs and short names of currencies, and their ISO 4217 codes."""

UNITS: Mapping[str, str] = _SIGNS["units"]
"""Signs of units, and their names in CLDR."""

_POINT_LANGUAGES = frozenset({"en", "zh", "yue", "ja", "ko", "th", "he", "hi", "ur", "sw", "ms", "ar", "und"})
_POINT_REGIONS = frozenset({"es-mx", "es-419", "es-us", "de-ch", "fr-ch"})
_COUNTRY = re.compile(
    r"US[ -]|ABD |אמריקאי|美(?=元)|米(?=ドル)|미국 |यूएस |สหรัฐ$|Amerikaanse |amerikansk[ae]? |amerického |americký "
    r"|российск\w+ |대한민국 |ไทย$"
    r"| (?:des États-Unis|estadounidenses?|americanos?|statunitens[ei]|США|Amerika Serikat|amerykańsk\w+|أمريكي|Mỹ)$"
)
"""The country in ICU's names of the US dollar, which nobody says aloud."""

_YEARS = range(1100, 2100)
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f]")


def parse(digits: str, language: str) -> Decimal:
    """The value of a written number; which of `.` and `,` is the decimal mark depends on language and place."""
    bare = re.sub(r"['’\s]", "", digits)
    marks = re.findall(r"[.,]", bare)
    if not marks:
        return Decimal(bare)
    last = marks[-1]
    tail = bare.rpartition(last)[2]
    groups = marks.count(last) > 1 or (len(set(marks)) == 1 and len(tail) == 3 and last != decimal_mark(language))
    whole, fraction = (bare, "") if groups else (bare[: -len(tail) - 1], tail)
    return Decimal(re.sub(r"[.,]", "", whole) + ("." + fraction if fraction else ""))


def decimal_mark(language: str) -> str:
    """The mark before a decimal fraction."""
    tag = language.lower()
    return "." if tag.partition("-")[0] in _POINT_LANGUAGES or tag in _POINT_REGIONS else ","


def spell(value: Decimal | int, language: str, rules: str = "") -> str:
    """A number in words; `rules` names a rule set of ICU such as `spellout-ordinal`. English where ICU has no words."""
    said = _format(f"{{n,spellout{',%' + rules if rules else ''}}}", language, n=value)
    return said if not re.search(r"\d", said) else _format("{n,spellout}", "en", n=value)


def spell_number(digits: str, language: str) -> str:
    """A written number in words: as a year, digit by digit where it is long or begins with a zero, else as a value."""
    if digits.isdecimal():
        if len(digits) >= 7 or (len(digits) > 1 and Decimal(digits[0]) == 0):
            return spell_digits(digits, language)
        if len(digits) == 4 and int(digits) in _YEARS:
            return spell(int(digits), language, "spellout-numbering-year")
    if len(re.findall(r"[.,]", digits)) > 1 and not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?", digits):
        return " ".join(spell_number(part, language) for part in re.findall(r"\d+", digits))
    return spell(parse(digits, language), language)


def spell_digits(digits: str, language: str) -> str:
    """Each digit as a word."""
    return " ".join(spell(int(digit), language) for digit in digits if digit.isdecimal())


def spell_unit(value: Decimal, unit: str, language: str) -> str:
    """A quantity in words: "five kilometers per hour"."""
    return _with_number(value, f"unit/{unit} unit-width-full-name", language)


def spell_money(value: Decimal, currency: str, language: str) -> str:
    """A price in words: "nineteen dollars ninety-nine"."""
    whole = _with_number(Decimal(int(value)), f"currency/{currency} unit-width-full-name precision-integer", language)
    cents = int(value % 1 * 100)
    return tidy(f"{_COUNTRY.sub('', whole)} {spell(cents, language) if cents else ''}")


def spell_date(day: date, language: str) -> str:
    """A date in words: "November thirty, twenty twenty-six"."""
    written = _format("{d,date,::yyyyMMMMd}", language, d=day)
    return tidy(
        re.sub(r"\d+(?:\.(?= ))?", lambda found: f" {spell_number(found.group().rstrip('.'), language)} ", written)
    )


def tidy(text: str) -> str:
    """Single spaces, none before a comma, none beside a writing that has none."""
    return re.sub(r"\s+(?=,)", "", join(text.split()))


def _with_number(value: Decimal, skeleton: str, language: str) -> str:
    written = _format(f"{{n,number,::{skeleton} group-off}}", language, n=value)
    return tidy(re.sub(r"\d+(?:[.,٫]\d+)?", f" {spell(value, language)} ", written, count=1))


def _format(pattern: str, language: str, **values: Decimal | int | date) -> str:
    return _INVISIBLE.sub("", MessageFormat(pattern, language).format(dict(values)))
