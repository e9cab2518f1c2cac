"""What every failure of Replicate means, and that nothing is asked twice."""

from __future__ import annotations

import logging
import traceback
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
    ProviderUnavailable,
    UnknownOutcome,
)
from omnigen.providers.model_registry import find_model
from omnigen.providers.protocols import PredictionFailed
from omnigen.providers.replicate import PredictionsClient, ReplicateAccount, ReplicateFilmmaker

from tests.unit.providers.conftest import KEY, Answer, ScriptedVendor
from tests.unit.providers.replicate_client import CLIP, prediction, video_provider

REFUSALS = [
    (401, "Unauthenticated", ConfigError),
    (402, "insufficient credit", ConfigError),
    (403, "no", ConfigError),
    (404, "model not found", ModelGone),
    (422, "The specified version does not exist", ModelGone),
    (422, "- input.duration: must be one of", BadInput),
    (422, "The input was flagged as sensitive (E005)", PolicyBlocked),
    (429, "Request was throttled. Your rate limit resets in ~3s.", ProviderThrottled),
    (500, "oops", ProviderUnavailable),
    (503, "oops", ProviderUnavailable),
    (504, "oops", UnknownOutcome),
]


ENDS = [
    ({"status": "failed", "error": "The input or output was flagged as sensitive. (E005)"}, PolicyBlocked),
    ({"status": "failed", "error": "NSFW content detected"}, PolicyBlocked),
    ({"status": "failed", "error": "Prediction interrupted; please retry (code: PA)"}, ProviderUnavailable),
    ({"status": "failed", "error": "Director: unexpected error handling prediction (E9828)"}, ProviderUnavailable),
    ({"status": "failed", "error": "Service is temporarily unavailable (E004)"}, ProviderUnavailable),
    ({"status": "failed", "error": "Health check failed (E8765)"}, ProviderUnavailable),
    ({"status": "failed", "error": None, "logs": "…"}, ProviderUnavailable),
    ({"status": "failed", "error": "Invalid input: duration (E006)"}, BadInput),
    ({"status": "canceled"}, ProviderUnavailable),
    ({"status": "aborted"}, ProviderUnavailable),
    ({"status": "succeeded", "output": None}, PolicyBlocked),
    ({"status": "succeeded", "output": []}, PolicyBlocked),
    ({"status": "succeeded", "output": ""}, PolicyBlocked),
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
    vendor.answers = [answer]
    with pytest.raises(UnknownOutcome):
        video_provider(vendor).start(CLIP)
    assert len(vendor.asked) == 1


def test_a_host_that_is_not_there_took_no_order() -> None:
    nobody = PredictionsClient(ReplicateAccount(lambda: KEY, "http://127.0.0.1:9"))
    with pytest.raises(ProviderUnavailable):
        ReplicateFilmmaker(nobody, find_model("veo"), 600).start(CLIP)


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
    assert not ended.all_reserved


def test_goods_that_nobody_fetched_in_time_are_paid_for(vendor: ScriptedVendor) -> None:
    vendor.answers = [Answer(body=prediction(status="succeeded", data_removed=True))]
    ended = video_provider(vendor).poll("pred1")
    assert isinstance(ended, PredictionFailed)
    assert isinstance(ended.error, BadOutput)
    assert ended.all_reserved


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
