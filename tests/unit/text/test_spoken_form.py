"""What is written in figures and signs counts as the words in which it is said."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.text import speaking_seconds, spoken, spoken_form


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "$19.99!", "nineteen dollars ninety-nine!"),
        ("en", "$5 million", "five million dollars"),
        ("en", "in 1999", "in nineteen ninety-nine"),
        ("en", "by Nov. 30th, 2026", "by Nov. thirtieth, twenty twenty-six"),
        ("en", "3.5 km at 60 mph", "three point five kilometers at sixty miles per hour"),
        ("en", "10,000 people", "ten thousand people"),
        ("en", "1-800-555-0199", "one eight zero zero five five five zero one nine nine"),
        ("en", "www.example-shop.com/sale.", "double u double u double u dot example dash shop dot com slash sale."),
        ("en", "IBM & NASA, #1", "I B M and N A S A, number one"),
        ("en", "12/24/2026 at 5:30 p.m.", "December twenty-four, twenty twenty-six at five thirty p.m."),
        ("en-GB", "12/11/2026", "twelve November twenty twenty-six"),
        ("en", "Ask Dr. Lee, e.g. today.", "Ask Dr. Lee, e.g. today."),
        ("de", "1.234,50 €", "eintausendzweihundertvierunddreißig Euro fünfzig"),
        ("de", "10.000 km, z. B. 2,5 %", "zehntausend Kilometer, z. B. zwei Komma fünf Prozent"),
        ("de", "30.11.2026", "dreißig November zweitausendsechsundzwanzig"),
        ("fr", "1 299,00 €", "mille deux cent quatre-vingt-dix-neuf euros"),
        ("hi", "सिर्फ़ ९९ रुपये", "सिर्फ़ निन्यानबे रुपये"),
        ("ja", "30秒で50%", "三十秒で五十パーセント"),
        ("ko", "50% 할인", "오십 퍼센트 할인"),
        ("ru", "50 %", "пятьдесят процентов"),
    ],
)
def test_figures_and_signs_are_said_in_the_texts_language(language: str, written: str, said: str) -> None:
    assert spoken_form(written, language) == said


@given(st.text(max_size=60), st.sampled_from(["en", "de", "th", "ja", "ar", "tlh", "und"]))
def test_everything_written_belongs_to_something_said_in_order(written: str, language: str) -> None:
    parts = spoken(written, language)
    assert "".join("".join(part.written.text for part in parts).split()) == "".join(written.split())
    assert all(written[part.written.start : part.written.end] == part.written.text for part in parts)
    assert speaking_seconds(written, language) >= 0


NUMBERS = "Call 1-800-555-0199, or 1-800-555-0123. Save $1,234,567.89 and visit www.example-shop.com/summer-sale now."


def test_figures_take_the_time_of_their_words() -> None:
    assert speaking_seconds(NUMBERS, "en") > 3 * speaking_seconds(
        "Call us, or write. Save a lot and visit our shop now.", "en"
    )


def test_a_text_without_spaces_takes_its_time() -> None:
    thai = "จะถูกเปิดตัวขวดน้ำที่เก็บความเย็นได้ยาวนานกว่ายี่สิบสี่ชั่วโมงเหมาะสำหรับทุกคนในครอบครัวของคุณทุกวัน"
    assert 6 < speaking_seconds(thai, "th") < 20
    assert abs(speaking_seconds(thai * 4, "th") - 4 * speaking_seconds(thai, "th")) < Decimal("0.1")


def test_spelled_letters_and_pauses_take_time() -> None:
    assert speaking_seconds("KMS, RDS, SQS.", "en") > speaking_seconds("kms, rds, sqs.", "en")
    assert speaking_seconds("One. Two. Three.", "en") > speaking_seconds("One, two, three.", "en")
    assert speaking_seconds("", "en") == speaking_seconds("…!", "en") == 0


def test_words_in_another_writing_are_timed_as_their_readers_say_them() -> None:
    alone = speaking_seconds("extraordinary machines", "en")
    assert abs(speaking_seconds("extraordinary machines", "zh") - alone) < Decimal("0.1")
