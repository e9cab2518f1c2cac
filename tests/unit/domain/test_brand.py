"""A brand: what may be written about it, what it never says, what it must say, whose words end the video."""

from __future__ import annotations

import pytest
from omnigen.domain.brand import BrandKit, PinnedBrand
from omnigen.domain.brand_script import (
    brand_complaints,
    call_to_action,
    drafted_texts,
    storyboard_complaints,
    without_never_said,
)
from omnigen.domain.brand_words import contains_phrase, never_said, not_said
from pydantic import ValidationError

from tests.builders import a_brief, a_draft, a_shot, a_storyboard

TIDE = PinnedBrand(name="Tide", never_say=("cheap", "number one"), must_say=("Refill, don't rebuy",))


@pytest.mark.parametrize(
    ("text", "phrase", "held"),
    [
        ("A cheap bottle", "cheap", True),
        ("CHEAP!", "cheap", True),
        ("cheaper than ever", "cheap", False),
        ("the number\none choice", "Number One", True),
        ("un café crème", "cafe creme", True),
        ("don’t rebuy", "don't rebuy", True),
        ("save 100 today", "100%", False),
        ("100% steel", "100%", True),
        ("この安いボトルを", "安い", True),
        ("ขวดน้ำราคาถูก", "ราคาถูก", True),
        ("اشتر الرخيص الآن", "الرخيص", True),
    ],
)
def test_a_phrase_is_found_as_whole_words_in_any_writing(text: str, phrase: str, held: bool) -> None:
    assert contains_phrase(text, phrase) is held


@pytest.mark.parametrize(
    ("language", "phrase", "forms", "others"),
    [
        ("en", "cure", ("It cures colds.", "Cured!", "a curing balm"), ("a curious cat", "secure")),
        ("en", "good", ("the better bottle", "Best in class", "good"), ("a goal", "bet")),
        ("en", "healthy", ("healthier mornings", "the healthiest"), ("health",)),
        ("en", "best", ("the best",), ("good", "better")),
        ("en", "foot", ("cold feet",), ("food",)),
        ("de", "gut", ("besser schlafen", "das Beste", "gute Nacht"), ("Gurt",)),
        ("de", "Haus", ("alle Häuser", "im Hause"), ("Hose",)),
        ("de", "groß", ("die größte Wahl", "größer"), ("grau",)),
        ("de", "helfen", ("es half sofort", "Es hilft.", "hat geholfen"), ("Hälfte",)),
        ("fr", "cheval", ("des chevaux",), ("cheveux",)),
        ("nl", "goed", ("een beter idee",), ("goud",)),
        ("en-GB", "guarantee", ("guaranteed results", "Guarantees nothing"), ("granted",)),
        ("en", "lose weight", ("losing weight", "She loses weight."), ("weight to lose",)),
        ("de", "heilen", ("Es heilt.", "heilte schnell", "geheilt!"), ("heiter", "Zeit")),
        ("de", "billig", ("ein billiges Rad", "die billigste Wahl"), ("Billard",)),
        ("fr", "guérir", ("elle guérit", "guérissez", "guéries"), ("guerre",)),
        ("es", "curar", ("cura todo", "curamos", "curando"), ("curso",)),
        ("pt", "curar", ("cura tudo", "curaram"), ("curso",)),
        ("it", "guarire", ("guarisce", "guariscono", "guarito"), ("guardare",)),
    ],
)
def test_what_is_never_said_is_found_in_its_inflected_forms(
    language: str, phrase: str, forms: tuple[str, ...], others: tuple[str, ...]
) -> None:
    brand = BrandKit(name="Tide", never_say=(phrase,))
    found = {text for text in (*forms, *others) if never_said({"title": text}, brand, language)}
    assert found == set(forms)


def test_a_phrase_of_a_language_without_known_forms_is_found_as_it_is_written() -> None:
    brand = BrandKit(name="Tide", never_say=("parantaa",))
    assert never_said({"title": "Se parantaa."}, brand, "xx") == [("title", "parantaa")]
    assert never_said({"title": "Se paransi."}, brand, "xx") == []


def test_what_must_be_said_is_asked_for_word_for_word() -> None:
    brand = BrandKit(name="Tide", must_say=("Terms apply",))
    assert not_said(["Terms applied."], brand) == ["Terms apply"]


def test_a_storyboard_shows_nothing_that_the_brand_never_says() -> None:
    brief = a_brief().model_copy(update={"brand": TIDE})
    draft = a_storyboard(a_shot(on_screen_text="Cheap, at 19 euros"), a_shot(on_screen_text="19 euros"))
    assert storyboard_complaints(draft, brief) == [
        'The on-screen text of scene 1 says "cheap" or a form of it. Never say that.'
    ]
    shown = [scene.on_screen_text for scene in without_never_said(draft, brief).scenes]
    assert shown == ["", "19 euros"]


def test_what_is_said_is_named_with_its_place() -> None:
    texts = {"title": "Cheap thrills", "segment 1": "Number one, and cheap.", "call to action": None}
    assert never_said(texts, TIDE) == [("title", "cheap"), ("segment 1", "cheap"), ("segment 1", "number one")]
    assert never_said(texts, None) == []


def test_what_must_be_said_may_be_said_anywhere() -> None:
    assert not_said(["Hello.", None, "Refill, don’t rebuy"], TIDE) == []
    assert not_said(["Refill it."], TIDE) == ["Refill, don't rebuy"]


def test_a_draft_is_told_what_the_brand_finds_wrong() -> None:
    brief = a_brief().model_copy(update={"brand": TIDE})
    found = brand_complaints(a_draft(["A cheap bottle."]), brief)
    assert found == [
        'The segment 1 says "cheap" or a form of it. Never say that.',
        '"Refill, don\'t rebuy" is not said. Say it, word for word.',
    ]


def test_the_brands_call_to_action_takes_the_place_of_the_writers() -> None:
    brand = BrandKit(name="Tide", call_to_action="Refill today")
    brief = a_brief().model_copy(update={"brand": PinnedBrand(**dict(brand))})
    draft = a_draft(["Hello."], call_to_action="Buy now")
    assert call_to_action(draft, brief) == "Refill today"
    assert drafted_texts(draft, brief)["call to action"] == "Refill today"
    assert call_to_action(draft, a_brief()) == "Buy now"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"palette": {"primary": "blue"}}, "primary"),
        ({"palette": {"primary": "#12345"}}, "primary"),
        ({"display_url": "no address"}, "display_url"),
        ({"display_url": "https"}, "display_url"),
        ({"watermark": "top_left"}, "A watermark needs a logo"),
        ({"logo": {"on_dark": "logo.png"}}, "on_dark"),
        ({"slogan": "x"}, "slogan"),
        ({"legal_line": "x" * 301}, "legal_line"),
        ({"never_say": ["x"] * 51}, "never_say"),
    ],
)
def test_what_is_wrong_with_a_brand_is_said_with_its_field(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        BrandKit.model_validate({"name": "Tide", **wrong})


def test_a_brief_names_a_brand_or_brings_one() -> None:
    with pytest.raises(ValidationError, match="Give brand_id or brand, not both"):
        a_brief(brand_id=f"brd_{'0' * 26}", brand={"name": "Tide"})
