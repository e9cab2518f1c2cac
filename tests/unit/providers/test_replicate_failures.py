"""What every failure of Replicate means, and that nothing is asked twice."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from omnigen.errors import (
    BadInput,
    BadOutput,
    ConfigError,
    ModelGone,
    PolicyBlocked,
    ProviderError,
    ProviderThrottled,
    ProviderTimedOut,
    ProviderUnavailable,
    UnknownOutcome,
)
from omnigen.providers.error_texts import retry_after_seconds
from omnigen.providers.model_registry import find_model
from omnigen.providers.protocols import PredictionFailed
from omnigen.providers.replicate import PredictionsClient, ReplicateAccount, ReplicateVideoProvider

from tests.unit.providers.conftest import KEY, Answer, ScriptedVendor
from tests.unit.providers.replicate_client import CLIP, prediction, sent, video_provider

REFUSALS = [
    (401, "Unauthenticated", ConfigError),
    (402, "insufficient credit", ConfigError),
    (403, "no", ConfigError),
    (404, "model not found", ModelGone),
    (422, "The specified version does not exist", ModelGone),
    (422, "- input.duration: must be one of", BadInput),
    (422, "The input was flagged as sensitive (E005)", PolicyBlocked),
    (429, "Request was throttled. Your rate limit resets in ~3s.", ProviderThrottled),
    (409, "conflict", ProviderUnavailable),
]

UNCLEAR: list[tuple[int, type[ProviderError]]] = [
    (500, ProviderUnavailable),
    (502, ProviderUnavailable),
    (503, ProviderUnavailable),
]
UNCLEAR += [(status, UnknownOutcome) for status in (307, 408, 504, 520, 522, 524)]


NOTHING_LISTED = Answer(body={"results": [], "next": None})


ENDS = [
    ({"status": "failed", "error": "The input or output was flagged as sensitive. (E005)"}, PolicyBlocked),
    ({"status": "failed", "error": "NSFW content detected"}, PolicyBlocked),
    ({"status": "failed", "error": "Prediction interrupted; please retry (code: PA)"}, ProviderUnavailable),
    ({"status": "failed", "error": "Director: unexpected error handling prediction (E9828)"}, ProviderUnavailable),
    ({"status": "failed", "error": "Service is temporarily unavailable (E004)"}, ProviderUnavailable),
    ({"status": "failed", "error": "Health check failed (E8765)"}, ProviderUnavailable),
    ({"status": "failed", "error": None, "logs": "…"}, ProviderUnavailable),
    ({"status": "failed", "error": "Invalid input: duration (E006)"}, BadInput),
    ({"status": "failed", "error": "Veo could not … violates Vertex AI's usage guidelines."}, PolicyBlocked),
    ({"status": "failed", "error": "OutputVideoSensitiveContentDetected"}, PolicyBlocked),
    ({"status": "failed", "error": "This model has been deprecated"}, ModelGone),
    ({"status": "failed", "error": "Something nobody has ever seen"}, BadOutput),
    ({"status": "failed", "error": {"type": "odd", "detail": "E004"}}, ProviderUnavailable),
    ({"status": "aborted"}, ProviderUnavailable),
]

CHARGED_ENDS = [
    ({"status": "canceled"}, ProviderTimedOut),
    ({"status": "succeeded", "output": None}, PolicyBlocked),
    ({"status": "succeeded", "output": []}, PolicyBlocked),
    ({"status": "succeeded", "output": ""}, PolicyBlocked),
    ({"status": "succeeded", "output": {}}, BadOutput),
    ({"status": "succeeded", "output": 7}, BadOutput),
    ({"status": "succeeded", "output": {"video": "https://replicate.delivery/a.mp4"}}, BadOutput),
    ({"status": "succeeded", "output": [["https://replicate.delivery/a.mp4"]]}, BadOutput),
    ({"status": "succeeded", "data_removed": True}, BadOutput),
]


@pytest.mark.parametrize(("status", "detail", "kind"), REFUSALS)
def test_every_refusal_has_its_meaning_and_is_asked_once(
    vendor: ScriptedVendor, status: int, detail: str, kind: type[ProviderError]
) -> None:
    vendor.answers = [Answer(status=status, body={"detail": detail})]
    with pytest.raises(ProviderError) as caught:
        video_provider(vendor).start(CLIP)
    assert type(caught.value) is kind
    assert len(vendor.asked) == 1


@pytest.mark.parametrize(("status", "kind"), UNCLEAR)
def test_an_order_after_an_unclear_answer_is_looked_for_before_it_is_given_up(
    vendor: ScriptedVendor, status: int, kind: type[ProviderError]
) -> None:
    vendor.answers = [Answer(status=status, body="<html>gateway</html>", media_type="text/html"), NOTHING_LISTED]
    with pytest.raises(ProviderError) as caught:
        video_provider(vendor).start(CLIP)
    assert type(caught.value) is kind
    assert [asked.method for asked in vendor.asked] == ["POST", "GET"]
    assert "<html>" not in str(caught.value)


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 520, 524])
def test_an_order_that_was_taken_all_the_same_is_adopted_and_not_repeated(vendor: ScriptedVendor, status: int) -> None:
    vendor.answers = [Answer(status=201, body=prediction())]
    video_provider(vendor).start(CLIP)
    taken = prediction(id="taken", status="processing", input=sent(vendor))
    vendor.asked.clear()
    vendor.answers = [Answer(status=status, body="oops"), Answer(body={"results": [taken], "next": None})]
    assert video_provider(vendor).start(CLIP) == "taken"
    assert [asked.method for asked in vendor.asked] == ["POST", "GET"]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(lost=True),
        Answer(status=201, body=prediction(), cut=True),
        Answer(status=201, body="<html>"),
        Answer(body={}),
    ],
)
def test_an_order_whose_answer_is_lost_may_stand(vendor: ScriptedVendor, answer: Answer) -> None:
    vendor.answers = [answer, NOTHING_LISTED]
    with pytest.raises(UnknownOutcome):
        video_provider(vendor).start(CLIP)
    assert [asked.method for asked in vendor.asked] == ["POST", "GET"]


def test_a_host_that_is_not_there_took_no_order() -> None:
    nobody = PredictionsClient(ReplicateAccount(lambda: KEY, "http://127.0.0.1:9"))
    with pytest.raises(ProviderUnavailable):
        ReplicateVideoProvider(nobody, find_model("veo"), 600).start(CLIP)


@pytest.mark.parametrize("answer", [Answer(status=429, body={}), Answer(status=503, body={}), Answer(lost=True)])
def test_a_look_is_made_once_and_its_failure_is_not_the_predictions(vendor: ScriptedVendor, answer: Answer) -> None:
    """The SDK would look ten times, waiting as long as it is told."""
    vendor.answers = [answer]
    with pytest.raises((ProviderUnavailable, ProviderThrottled)):
        video_provider(vendor).poll("pred1")
    assert len(vendor.asked) == 1


@pytest.mark.parametrize(("state", "kind"), ENDS)
def test_a_prediction_that_came_to_nothing_says_why(
    vendor: ScriptedVendor, state: dict[str, Any], kind: type[ProviderError]
) -> None:
    vendor.answers = [Answer(body=prediction(**state))]
    ended = video_provider(vendor).poll("pred1")
    assert isinstance(ended, PredictionFailed)
    assert type(ended.error) is kind
    assert ended.all_reserved is (state["status"] != "aborted"), "no page says that a failed one is free"


@pytest.mark.parametrize(("state", "kind"), CHARGED_ENDS)
def test_what_the_vendor_charges_or_may_charge_is_booked_with_the_whole_reservation(
    vendor: ScriptedVendor, state: dict[str, Any], kind: type[ProviderError]
) -> None:
    vendor.answers = [Answer(body=prediction(**state))]
    ended = video_provider(vendor).poll("pred1")
    assert isinstance(ended, PredictionFailed)
    assert type(ended.error) is kind
    assert ended.all_reserved


@pytest.mark.parametrize(
    ("ended_at", "words"),
    [("2026-11-21T09:13:00Z", "by its deadline"), ("2026-11-21T09:02:00Z", "was cancelled at Replicate")],
)
def test_a_cancelled_prediction_says_whether_its_deadline_or_a_person_cancelled_it(
    vendor: ScriptedVendor, ended_at: str, words: str
) -> None:
    state = {"status": "canceled", "completed_at": ended_at, "deadline": "2026-11-21T09:13:00Z"}
    vendor.answers = [Answer(body=prediction(**state))]
    ended = video_provider(vendor).poll("pred1")
    assert isinstance(ended, PredictionFailed)
    assert words in str(ended.error)


def test_a_prediction_that_is_not_known_yet_is_polled_again_and_nothing_is_booked(vendor: ScriptedVendor) -> None:
    vendor.answers = [Answer(status=404, body={"detail": "not found"})]
    assert video_provider(vendor).poll("pred1") is None


def test_a_status_that_is_new_counts_as_at_work(vendor: ScriptedVendor) -> None:
    vendor.answers = [Answer(body=prediction(status="queued"))]
    assert video_provider(vendor).poll("pred1") is None


@pytest.mark.parametrize(
    ("body", "seconds"),
    [
        ({"detail": "Request was throttled. Your rate limit resets in ~40s.", "status": 429}, 40),
        ({"detail": "Request was throttled.", "retry_after": 8}, 8),
        ({"detail": "Request was throttled."}, None),
    ],
)
def test_a_throttled_order_says_when_to_try_again(
    vendor: ScriptedVendor, body: dict[str, Any], seconds: int | None
) -> None:
    vendor.answers = [Answer(status=429, body=body)]
    with pytest.raises(ProviderThrottled) as caught:
        video_provider(vendor).start(CLIP)
    assert caught.value.retry_after_seconds == seconds


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("40", 40),
        ("0.2", 1),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_a_number_of_seconds_or_a_date(header: str, seconds: int | None) -> None:
    assert retry_after_seconds(header, "Request was throttled.") == seconds


def test_retry_after_may_be_a_date_to_come() -> None:
    header = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert 3_590 < (retry_after_seconds(header, "") or 0) <= 3_600


@pytest.mark.parametrize("status", [401, 422, 500])
def test_the_key_is_in_no_log_and_no_traceback(
    vendor: ScriptedVendor, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    vendor.answers = [Answer(status=status, body={"detail": f"bad token {KEY}"})]
    with pytest.raises(ProviderError) as caught:
        video_provider(vendor).start(CLIP)
    shown = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(video_provider(vendor))
    assert KEY not in shown
    assert vendor.asked[0].headers["authorization"] == f"Bearer {KEY}"
