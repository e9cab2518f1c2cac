"""The offline vendor: its books, its faults, and the same goods for the same order."""

from __future__ import annotations

import threading
from decimal import Decimal
from pathlib import Path

import pytest
from omnigen.domain.brief_options import AspectRatio, Resolution
from omnigen.domain.purchase import PurchaseKind
from omnigen.domain.script import ScriptDraft
from omnigen.domain.storyboard import StoryboardDraft
from omnigen.errors import BadInput, ConfigError, InvalidRequest, PolicyBlocked, ProviderThrottled, UnknownOutcome
from omnigen.providers.offline.faults import Fault, due, parse
from omnigen.providers.offline.fulfilment import PredictionFulfilment
from omnigen.providers.offline.order_log import OrderLog
from omnigen.providers.offline.text_provider import OfflineTextProvider
from omnigen.providers.offline.vendor import OfflineVendor
from omnigen.providers.offline.visual_providers import OfflineImageProvider, OfflineVideoProvider
from omnigen.providers.protocols import (
    ClipRequest,
    ImageRequest,
    PredictionFailed,
    PredictionOutput,
    TextRequest,
    Usage,
)

from tests.builders import a_brief


@pytest.fixture
def order_log(tmp_path: Path) -> OrderLog:
    return OrderLog(tmp_path / "books")


def vendor(order_log: OrderLog, faults: str = "", latency_seconds: float = 0) -> OfflineVendor:
    return OfflineVendor(order_log, parse(faults), latency_seconds, imitate_prices=True)


def place(shop: OfflineVendor, order_id: str = "clip-s01-ab", model: str = "m") -> str:
    return shop.place(PurchaseKind.CLIP, order_id, model, Decimal("0.80"), {"order": b"{}"}).id


def workshop(shop: OfflineVendor) -> PredictionFulfilment:
    return PredictionFulfilment(
        shop, PurchaseKind.CLIP, "m", "video/mp4", lambda entry: b"goods", lambda entry: Usage(usd=entry.usd)
    )


def test_order_placed_twice_stands_in_the_books_twice(order_log: OrderLog) -> None:
    shop = vendor(order_log)
    first, second = place(shop), place(shop)
    assert [(entry.id, entry.order_id, entry.usd) for entry in order_log.all()] == [
        (first, "clip-s01-ab", Decimal("0.80")),
        (second, "clip-s01-ab", Decimal("0.80")),
    ]
    placed = order_log.placed("clip-s01-ab")
    assert placed
    assert placed.id == second


def test_books_outlive_the_process_and_bear_many_writers(order_log: OrderLog) -> None:
    threads = [threading.Thread(target=place, args=(vendor(OrderLog(order_log.folder)), f"clip-{i}")) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {entry.order_id for entry in OrderLog(order_log.folder).all()} == {f"clip-{i}" for i in range(8)}


def test_what_has_ended_stays_as_it_is(order_log: OrderLog) -> None:
    entry_id = place(vendor(order_log))
    order_log.close(entry_id, "cancelled")
    order_log.close(entry_id, "delivered")
    assert [entry.state for entry in order_log.all()] == ["cancelled"]
    assert order_log.placed("clip-s01-ab") is None


def test_prediction_is_delivered_when_it_is_due_and_again_when_asked_again(order_log: OrderLog) -> None:
    slow, quick = vendor(order_log, latency_seconds=60), vendor(order_log)
    assert workshop(slow).look(place(slow)) is None
    due_now = place(quick)
    for _ in range(2):
        found = workshop(quick).look(due_now)
        assert isinstance(found, PredictionOutput)
        assert (b"".join(found.content), found.usage.usd) == (b"goods", Decimal("0.80"))


def test_cancelled_prediction_has_ended_without_goods(order_log: OrderLog) -> None:
    shop = vendor(order_log)
    entry_id = place(shop)
    order_log.close(entry_id, "cancelled")
    found = workshop(shop).look(entry_id)
    assert isinstance(found, PredictionFailed)
    assert "was cancelled" in str(found.error)


def test_failure_at_the_start_costs_nothing_but_a_lost_answer_does(order_log: OrderLog) -> None:
    shop = vendor(order_log, "clip:BadInput, clip:UnknownOutcome")
    with pytest.raises(BadInput):
        place(shop)
    assert order_log.all() == []
    with pytest.raises(UnknownOutcome):
        place(shop)
    assert len(order_log.all()) == 1


def test_failure_at_a_look_ends_the_prediction(order_log: OrderLog) -> None:
    shop = vendor(order_log, "clip:PolicyBlocked:check")
    entry_id = place(shop)
    found = workshop(shop).look(entry_id)
    assert isinstance(found, PredictionFailed)
    assert isinstance(found.error, PolicyBlocked)
    assert [(entry.state, entry.failure) for entry in order_log.all()] == [("failed", "PolicyBlocked")]


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
def test_fault_strikes_where_and_as_often_as_its_rule_says(order_log: OrderLog, rule: str, strikes: list[bool]) -> None:
    found = [
        due(parse(rule), order_log, kind=PurchaseKind.CLIP, at="start", order_id="clip-s01-ab", model="m") is not None
        for _ in range(3)
    ]
    assert found == strikes


def test_uses_of_a_fault_are_counted_in_the_books_over_processes(order_log: OrderLog) -> None:
    for books in (order_log, OrderLog(order_log.folder)):
        shop = vendor(books, "clip:ProviderThrottled:x2")
        with pytest.raises(ProviderThrottled):
            place(shop)
    assert place(vendor(order_log, "clip:ProviderThrottled:x2"))


@pytest.mark.parametrize("text", ["clip", "film:PolicyBlocked", "clip:Sunshine", ":", "clip:StaleRun"])
def test_rule_that_cannot_be_read_is_said_with_what_can(text: str) -> None:
    with pytest.raises(ConfigError, match="should be kind:failure, with kind one of script"):
        parse(text)


def test_empty_setting_has_no_rules() -> None:
    assert parse(" , ") == ()
    assert parse("clip:Crash:s02") == (Fault("clip:Crash:s02", PurchaseKind.CLIP, "Crash", scene="s02"),)


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
    order_log: OrderLog, form: type[ScriptDraft] | type[StoryboardDraft]
) -> None:
    writer = OfflineTextProvider(vendor(order_log))
    wanted = request(form)
    first = writer.write(wanted)
    assert isinstance(first.draft, form)
    assert first.draft == writer.write(wanted).draft
    assert first.usage.usd == writer.quote(wanted) == Decimal("0.01")


def test_writer_finds_what_it_was_paid_for_and_nothing_else(order_log: OrderLog) -> None:
    writer = OfflineTextProvider(vendor(order_log))
    assert writer.find_existing(request(ScriptDraft)) is None
    written = writer.write(request(ScriptDraft))
    assert writer.find_existing(request(ScriptDraft)) == written
    assert len(order_log.all()) == 1


def test_writer_says_which_languages_it_knows(order_log: OrderLog) -> None:
    wanted = request(ScriptDraft, brief=a_brief(narration={"language": "ru"}), texts=())
    assert OfflineTextProvider(vendor(order_log)).languages == {"de", "en", "es", "fr", "it", "pt"}
    with pytest.raises(InvalidRequest, match="writes de, en, es, fr, it, pt, not 'ru'") as refusal:
        OfflineTextProvider(vendor(order_log)).write(wanted)
    assert refusal.value.field == "narration.language"


def test_words_of_ones_own_may_be_in_any_language_and_get_no_english_beside_them(order_log: OrderLog) -> None:
    own = a_brief(prompt=None, script_text="Утром тихо. Возьми с собой.", narration={"language": "ru"})
    wanted = request(ScriptDraft, brief=own, texts=("Утром тихо.", "Возьми с собой."))
    draft = OfflineTextProvider(vendor(order_log)).write(wanted).draft
    assert [segment.text for segment in draft.segments] == ["Утром тихо.", "Возьми с собой."]
    assert (draft.title, draft.product_name, draft.call_to_action) == ("", "", "")


def test_title_and_call_beside_words_of_ones_own_are_in_their_language(order_log: OrderLog) -> None:
    own = a_brief(prompt=None, script_text="Morgens still. Nimm die Lampe mit.", narration={"language": "de"})
    draft = OfflineTextProvider(vendor(order_log)).write(request(ScriptDraft, brief=own)).draft
    assert (draft.title, draft.product_name) == ("Morgens still", "")
    assert draft.call_to_action in ("Jetzt entdecken", "Genauer hinsehen")


def test_quote_of_a_clip_is_what_it_will_cost(order_log: OrderLog) -> None:
    video_provider = OfflineVideoProvider(vendor(order_log), expected_seconds=0)
    wanted = ClipRequest(
        order_id="clip-s01-ab",
        prompt="A bottle\nLook: soft light",
        seconds=Decimal("4.25"),
        aspect_ratio=AspectRatio.WIDE,
        resolution=Resolution.P720,
        width=64,
        height=36,
    )
    found = video_provider.poll(video_provider.start(wanted))
    assert isinstance(found, PredictionOutput)
    assert (found.usage.seconds, found.usage.usd) == (Decimal(6), video_provider.quote(wanted))
    assert video_provider.quote(wanted) == Decimal("1.20")
    assert video_provider.find_existing(wanted) == order_log.all()[0].id


def test_picture_is_the_same_for_the_same_seed(order_log: OrderLog) -> None:
    image_provider = OfflineImageProvider(vendor(order_log))

    def drawn(seed: int) -> bytes:
        shape = {"aspect_ratio": AspectRatio.WIDE, "width": 64, "height": 36}
        return image_provider.draw(ImageRequest(order_id="i", prompt="A bottle", seed=seed, **shape)).data  # type: ignore[arg-type]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
