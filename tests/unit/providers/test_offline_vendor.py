"""The offline vendor: its books, its faults, and the same goods for the same order."""

from __future__ import annotations

import threading
from decimal import Decimal
from pathlib import Path

import pytest
from omnigen.domain.brief import AspectRatio, Resolution
from omnigen.domain.purchase import Kind
from omnigen.domain.script import ScriptDraft
from omnigen.domain.storyboard import StoryboardDraft
from omnigen.errors import BadInput, ConfigError, InvalidRequest, PolicyBlocked, ProviderThrottled, UnknownOutcome
from omnigen.providers.offline.faults import Fault, due, parse
from omnigen.providers.offline.fulfilment import Workshop
from omnigen.providers.offline.order_log import Ledger
from omnigen.providers.offline.text_provider import OfflineWriter
from omnigen.providers.offline.vendor import Vendor
from omnigen.providers.offline.visual_providers import OfflineFilmmaker, OfflineIllustrator
from omnigen.providers.protocols import ClipRequest, Delivery, Ended, ImageRequest, TextRequest, Usage

from tests.builders import a_brief


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "books")


def vendor(ledger: Ledger, faults: str = "", latency_seconds: float = 0) -> Vendor:
    return Vendor(ledger, parse(faults), latency_seconds, imitate_prices=True)


def place(shop: Vendor, order_id: str = "clip-s01-ab", model: str = "m") -> str:
    return shop.place(Kind.CLIP, order_id, model, Decimal("0.80"), {"order": b"{}"}).id


def workshop(shop: Vendor) -> Workshop:
    return Workshop(shop, Kind.CLIP, "m", "video/mp4", lambda entry: b"goods", lambda entry: Usage(usd=entry.usd))


def test_order_placed_twice_stands_in_the_books_twice(ledger: Ledger) -> None:
    shop = vendor(ledger)
    first, second = place(shop), place(shop)
    assert [(entry.id, entry.order_id, entry.usd) for entry in ledger.all()] == [
        (first, "clip-s01-ab", Decimal("0.80")),
        (second, "clip-s01-ab", Decimal("0.80")),
    ]
    placed = ledger.placed("clip-s01-ab")
    assert placed
    assert placed.id == second


def test_books_outlive_the_process_and_bear_many_writers(ledger: Ledger) -> None:
    threads = [threading.Thread(target=place, args=(vendor(Ledger(ledger.folder)), f"clip-{i}")) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {entry.order_id for entry in Ledger(ledger.folder).all()} == {f"clip-{i}" for i in range(8)}


def test_what_has_ended_stays_as_it_is(ledger: Ledger) -> None:
    entry_id = place(vendor(ledger))
    ledger.close(entry_id, "cancelled")
    ledger.close(entry_id, "delivered")
    assert [entry.state for entry in ledger.all()] == ["cancelled"]
    assert ledger.placed("clip-s01-ab") is None


def test_prediction_is_delivered_when_it_is_due_and_again_when_asked_again(ledger: Ledger) -> None:
    slow, quick = vendor(ledger, latency_seconds=60), vendor(ledger)
    assert workshop(slow).look(place(slow)) is None
    due_now = place(quick)
    for _ in range(2):
        found = workshop(quick).look(due_now)
        assert isinstance(found, Delivery)
        assert (b"".join(found.content), found.usage.usd) == (b"goods", Decimal("0.80"))


def test_cancelled_prediction_has_ended_without_goods(ledger: Ledger) -> None:
    shop = vendor(ledger)
    entry_id = place(shop)
    ledger.close(entry_id, "cancelled")
    found = workshop(shop).look(entry_id)
    assert isinstance(found, Ended)
    assert "was cancelled" in str(found.error)


def test_failure_at_the_start_costs_nothing_but_a_lost_answer_does(ledger: Ledger) -> None:
    shop = vendor(ledger, "clip:BadInput, clip:UnknownOutcome")
    with pytest.raises(BadInput):
        place(shop)
    assert ledger.all() == []
    with pytest.raises(UnknownOutcome):
        place(shop)
    assert len(ledger.all()) == 1


def test_failure_at_a_look_ends_the_prediction(ledger: Ledger) -> None:
    shop = vendor(ledger, "clip:PolicyBlocked:check")
    entry_id = place(shop)
    found = workshop(shop).look(entry_id)
    assert isinstance(found, Ended)
    assert isinstance(found.error, PolicyBlocked)
    assert [(entry.state, entry.failure) for entry in ledger.all()] == [("failed", "PolicyBlocked")]


@pytest.mark.parametrize(
    ("rule", "strikes"),
    [
        ("clip:PolicyBlocked", [True, False, False]),
        ("clip:PolicyBlocked:x2", [True, True, False]),
        ("clip:PolicyBlocked:xN", [True, True, True]),
        ("clip:PolicyBlocked:s02", [False, False, False]),
        ("clip:PolicyBlocked:s01", [True, False, False]),
        ("clip:PolicyBlocked:check", [False, False, False]),
        ("clip:PolicyBlocked:other/model", [False, False, False]),
        ("clip:PolicyBlocked:m:xN", [True, True, True]),
        ("image:PolicyBlocked:xN", [False, False, False]),
    ],
)
def test_fault_strikes_where_and_as_often_as_its_rule_says(ledger: Ledger, rule: str, strikes: list[bool]) -> None:
    found = [
        due(parse(rule), ledger, kind=Kind.CLIP, at="start", order_id="clip-s01-ab", model="m") is not None
        for _ in range(3)
    ]
    assert found == strikes


def test_uses_of_a_fault_are_counted_in_the_books_over_processes(ledger: Ledger) -> None:
    for books in (ledger, Ledger(ledger.folder)):
        shop = vendor(books, "clip:ProviderThrottled:x2")
        with pytest.raises(ProviderThrottled):
            place(shop)
    assert place(vendor(ledger, "clip:ProviderThrottled:x2"))


@pytest.mark.parametrize("text", ["clip", "film:PolicyBlocked", "clip:Sunshine", ":", "clip:StaleRun"])
def test_rule_that_cannot_be_read_is_said_with_what_can(text: str) -> None:
    with pytest.raises(ConfigError, match="should be kind:failure, with kind one of script"):
        parse(text)


def test_empty_setting_has_no_rules() -> None:
    assert parse(" , ") == ()
    assert parse("clip:Crash:s02") == (Fault("clip:Crash:s02", Kind.CLIP, "Crash", scene="s02"),)


def request(form: type[ScriptDraft] | type[StoryboardDraft], **changes: object) -> TextRequest[ScriptDraft]:
    facts: dict[str, object] = {"order_id": "o", "brief": a_brief(), "instructions": "write", "input": "{}"}
    facts |= {
        "form": form,
        "scene_seconds": (Decimal(3),) * 2,
        "word_budgets": (6, 6),
        "texts": ("One.", "Two."),
        "seed": 5,
    }
    return TextRequest(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("form", [ScriptDraft, StoryboardDraft])
def test_writer_answers_in_form_and_the_same_for_the_same_seed(
    ledger: Ledger, form: type[ScriptDraft] | type[StoryboardDraft]
) -> None:
    writer = OfflineWriter(vendor(ledger))
    wanted = request(form)
    first = writer.write(wanted)
    assert isinstance(first.draft, form)
    assert first.draft == writer.write(wanted).draft
    assert first.usage.usd == writer.quote(wanted) == Decimal("0.01")


def test_writer_finds_what_it_was_paid_for_and_nothing_else(ledger: Ledger) -> None:
    writer = OfflineWriter(vendor(ledger))
    assert writer.find(request(ScriptDraft)) is None
    written = writer.write(request(ScriptDraft))
    assert writer.find(request(ScriptDraft)) == written
    assert len(ledger.all()) == 1


def test_writer_says_which_languages_it_knows(ledger: Ledger) -> None:
    wanted = request(ScriptDraft, brief=a_brief(narration={"language": "de"}), texts=())
    with pytest.raises(InvalidRequest, match="writes English only, not 'de'") as refusal:
        OfflineWriter(vendor(ledger)).write(wanted)
    assert refusal.value.field == "narration.language"


def test_words_of_ones_own_may_be_in_any_language_and_get_no_english_beside_them(ledger: Ledger) -> None:
    own = a_brief(prompt=None, script_text="Morgens still. Nimm sie mit.", narration={"language": "de"})
    wanted = request(ScriptDraft, brief=own, texts=("Morgens still.", "Nimm sie mit."))
    draft = OfflineWriter(vendor(ledger)).write(wanted).draft
    assert [segment.text for segment in draft.segments] == ["Morgens still.", "Nimm sie mit."]
    assert (draft.title, draft.product_name, draft.call_to_action) == ("", "", "")


def test_quote_of_a_clip_is_what_it_will_cost(ledger: Ledger) -> None:
    filmmaker = OfflineFilmmaker(vendor(ledger), usual_seconds=0)
    wanted = ClipRequest(
        order_id="clip-s01-ab",
        prompt="A bottle\nLook: soft light",
        seconds=Decimal("4.25"),
        aspect_ratio=AspectRatio.WIDE,
        resolution=Resolution.P720,
        width=64,
        height=36,
    )
    found = filmmaker.check(filmmaker.start(wanted))
    assert isinstance(found, Delivery)
    assert (found.usage.seconds, found.usage.usd) == (6, filmmaker.quote(wanted))
    assert filmmaker.quote(wanted) == Decimal("1.20")
    assert filmmaker.find(wanted) == ledger.all()[0].id


def test_picture_is_the_same_for_the_same_seed(ledger: Ledger) -> None:
    illustrator = OfflineIllustrator(vendor(ledger))

    def drawn(seed: int) -> bytes:
        shape = {"aspect_ratio": AspectRatio.WIDE, "width": 64, "height": 36}
        return illustrator.draw(ImageRequest(order_id="i", prompt="A bottle", seed=seed, **shape)).data  # type: ignore[arg-type]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
