"""Texts of keys sort as DynamoDB sorts the keys."""

from __future__ import annotations

import base64
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from local.emulator.persistence.key_text import key_text

NUMBERS = st.builds(
    lambda digits, exponent: Decimal(digits).scaleb(exponent), st.integers(-(10**38), 10**38), st.integers(-130, 80)
)


@given(st.lists(NUMBERS, min_size=2, max_size=8))
def test_numbers_sort_by_value(numbers: list[Decimal]) -> None:
    ordered = sorted(numbers)
    texts = [key_text({"N": str(number)}) for number in ordered]
    assert texts == sorted(texts)
    assert all(
        (one == other) == (text == following)
        for (one, text), (other, following) in pairwise(zip(ordered, texts, strict=True))
    )


def test_a_number_has_one_text_however_it_is_written() -> None:
    assert len({key_text({"N": text}) for text in ("100", "1E+2", "100.00", "0.1e3")}) == 1
    assert len({key_text({"N": text}) for text in ("0", "-0", "0.00", "0E-7")}) == 1


@given(st.lists(st.binary(max_size=4), min_size=2, max_size=8))
def test_bytes_sort_by_byte_whether_they_came_as_base64_or_not(values: list[bytes]) -> None:
    ordered = sorted(values)
    assert [key_text({"B": value}) for value in ordered] == sorted(key_text({"B": value}) for value in values)
    assert [key_text({"B": base64.b64encode(value).decode()}) for value in values] == [
        key_text({"B": value}) for value in values
    ]


def test_strings_are_their_own_texts() -> None:
    assert key_text({"S": "wait#1"}) == "wait#1"
