"""Scripts as people bring them: in any usual encoding, with markup and cues that nobody should hear."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.brief import Brief
from omnigen.domain.plain_text import clean
from omnigen.domain.script_text import decode_script, spoken_script
from omnigen.errors import InvalidRequest
from pydantic import ValidationError

from tests.builders import a_brief

TEXT = "Café “Müller” – à 5 €. It is good. Come now."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_script_file_is_read_in_every_usual_encoding(encoding: str) -> None:
    assert decode_script(TEXT.encode(encoding)) == TEXT


def test_utf_16_with_a_mark_in_either_byte_order_is_read_without_the_mark() -> None:
    assert decode_script(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT
    assert decode_script(b"\xff\xfe" + TEXT.encode("utf-16-le")) == TEXT


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04word/document.xml", "a Word or OpenDocument file; save it as plain text in UTF-8"),
        (b"%PDF-1.7", "a PDF file"),
        (b"{\\rtf1 Hello}", "an RTF file"),
        ("Доброе утро, мир".encode("koi8-r"), "save it as UTF-8"),
        ("おはようございます".encode("shift-jis"), "save it as UTF-8"),
        (b"\xff\xfe\x00", "save it as UTF-8"),
    ],
    ids=["docx", "pdf", "rtf", "koi8-r", "shift-jis", "half a character"],
)
def test_what_is_no_readable_text_is_refused_with_what_to_do(data: bytes, reason: str) -> None:
    with pytest.raises(InvalidRequest, match=reason) as refused:
        decode_script(data)
    assert refused.value.field == "script_text"


@pytest.mark.parametrize(
    ("written", "spoken", "left_out"),
    [
        ("# Title of the ad\n\nIt is calm.", "It is calm.", ("# Title of the ad",)),
        ("It is **very** *bright*, `now`.", "It is very bright, now.", ()),
        ("- One.\n- Two.\n> Three.", "One.\n\nTwo.\n\nThree.", ()),
        (
            "Why us?\n1. It is calm.\n2) It is quick.\nBuy now.",
            "Why us?\n\nIt is calm.\n\nIt is quick.\n\nBuy now.",
            (),
        ),
        ("Two roads diverged,\nAnd sorry I could not", "Two roads diverged,\nAnd sorry I could not", ()),
        (
            "A line that an editor wrapped at the margin of its page, far out,\nhas one end.",
            "A line that an editor wrapped at the margin of its page, far out, has one end.",
            (),
        ),
        ("One.\n\n---\n\nTwo.", "One.\n\nTwo.", ()),
        ("**Scene 1** [wide shot of a lamp]\nIt is calm.", "It is calm.", ("[wide shot of a lamp]", "Scene 1")),
        ("NARRATOR (V.O.): It is calm.", "It is calm.", ("NARRATOR (V.O.):",)),
        ("Narrator: It is calm.\nSprecherin: Ja.", "It is calm.\nJa.", ("Narrator:", "Sprecherin:")),
        ("JANE (O.S.): Hello.", "Hello.", ("JANE (O.S.):",)),
        ("(Music swells.)\nMUSIC: upbeat\nGo.", "Go.", ("(Music swells.)", "MUSIC: upbeat")),
        ("INT. KITCHEN - DAY\nFADE IN:\nGo.", "Go.", ("INT. KITCHEN - DAY", "FADE IN:")),
        ("Come to [our shop](https://a.example/b?c=1).", "Come to our shop.", ()),
        ("See https://www.example.com/sale/?a=1#top, now.", "See example.com/sale, now.", ()),
        ("![a lamp](lamp.png) It is calm.", "It is calm.", ("![a lamp](lamp.png)",)),
    ],
)
def test_what_is_not_spoken_is_left_out_and_told(written: str, spoken: str, left_out: tuple[str, ...]) -> None:
    assert spoken_script(written) == (spoken, left_out)


@pytest.mark.parametrize(
    "text",
    [
        "Only today (and tomorrow): 50 % off.",
        "Note: it is 5 * 3 * 2 cm, snake_case_name and 3*4*5.",
        "The host: a smile. The scene 1 of 2 is over.",
        "Call 1-800-555-0199. Visit www.example-shop.com/summer-sale now.",
        "1. floor, 2. door.",
        "Hello 👨‍👩‍👧‍👦 family! #1 in Europe.",
        "می‌خواهم",
    ],
)
def test_what_may_be_meant_to_be_spoken_stays(text: str) -> None:
    assert spoken_script(clean(text)) == (text, ())


@given(st.text(alphabet=st.sampled_from("ab1 *_`[]()#->:/.\nhttps?&VO"), max_size=80))
def test_leaving_out_twice_leaves_out_no_more(text: str) -> None:
    once = spoken_script(text)
    assert spoken_script(once.text) == (once.text, ())


@given(st.text(max_size=80))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("written", "clean_text"),
    [
        ("\ufeffMeet the bo\u200bttle", "Meet the bottle"),
        ("wa\u00adter\u2028cold", "water\ncold"),
        ("A\x0cB\x07C\x1b[31mD", "A\nB CD"),
        ("A\x1b]52;c;aGk=\x07B\x9b2J", "AB 2J"),
        ("abc\u202ecba\u2066", "abccba"),
    ],
)
def test_controls_and_invisible_characters_go_from_every_text(written: str, clean_text: str) -> None:
    brief = Brief.model_validate(
        {"product": {"name": written, "description": written, "selling_points": [written]}, "title": written}
    )
    assert brief.product is not None
    texts = {brief.title, brief.product.name, brief.product.description, *brief.product.selling_points}
    assert texts == {clean_text}


def test_a_brief_holds_what_is_spoken_of_a_script() -> None:
    brief = a_brief(prompt=None, script_text="# Ad\n\nNARRATOR: \ufeffMorning starts **quietly**.")
    assert brief.script_text == "Morning starts quietly."
    assert Brief.model_validate(brief.model_dump()) == brief


def test_a_script_of_which_nothing_is_spoken_is_refused() -> None:
    with pytest.raises(ValidationError, match="no words"):
        a_brief(prompt=None, script_text="# Ad\n[a lamp]\n(Music.)")
