"""Voices are listed and heard before a video is paid for."""

from __future__ import annotations

import io
import wave
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from omnigen.errors import OverQuota, ProviderUnavailable, UnknownOutcome
from omnigen.jobs.voices import voice_sample_of
from omnigen.providers.offline.speech.voices import VOICES
from omnigen.runtime.context import AppContext

from tests.conftest import StudioWith
from tests.integration.api.conftest import Ask

DEAR = {"OMNIGEN_OFFLINE_PRICES": "imitated"}


def test_the_voices_are_those_that_a_brief_may_name(ask: Ask) -> None:
    known = ask("GET", "/voices").json
    assert {voice["name"] for voice in known["items"]} == set(VOICES)
    assert [voice["name"] for voice in known["items"] if voice["is_default"]] == ["narrator"]
    assert known["items"][0]["is_default"]
    assert {"de", "en-gb", "pt-br"} <= set(known["languages"])
    assert Decimal(known["sample_usd"]) == 0


@pytest.mark.parametrize("voice", ["narrator", "calm"])
def test_a_sample_can_be_heard_and_is_made_once(ask: Ask, app: AppContext, voice: str) -> None:
    first = ask("POST", "/voices/samples", {"voice": voice, "language": "en"})
    assert first.status == 201
    [key] = [key for key in app.aws.objects.keys("users/ada/voices/") if key.split("?")[0] in first.json["url"]]
    with wave.open(io.BytesIO(app.aws.objects.get(key))) as sound:
        assert sound.getnframes() / sound.getframerate() > 3
    again = ask("POST", "/voices/samples", {"voice": voice, "language": "en"})
    assert again.json["url"].partition("?")[0] == first.json["url"].partition("?")[0]


def test_each_language_has_its_own_sample(ask: Ask) -> None:
    german = ask("POST", "/voices/samples", {"voice": "narrator", "language": "de"}).json
    assert german["text"].startswith("Alle Menschen")


@pytest.mark.parametrize(
    ("body", "field", "choice"),
    [
        ({"voice": "nope"}, "voice", "narrator"),
        ({"voice": "narrator", "language": "tlh"}, "language", "de"),
        ({"voice": "narrator", "language": "!"}, "language", ""),
        ({}, "voice", ""),
    ],
)
def test_a_voice_or_language_that_is_not_there_is_refused(ask: Ask, body: object, field: str, choice: str) -> None:
    answer = ask("POST", "/voices/samples", body)
    assert (answer.status, answer.json["field"]) == (422, field)
    assert choice in answer.json["detail"]


def test_a_sample_that_costs_is_booked_once_on_the_month(app_with: StudioWith) -> None:
    dear = app_with(**DEAR)
    first, again = (voice_sample_of(dear, "eve", "calm", "en") for _ in range(2))
    assert 0 < first.usd < Decimal("0.05")
    assert again.usd == 0
    assert _spent(dear, "eve") == (first.usd, first.usd)


def test_requests_for_the_same_sample_at_once_pay_once(app_with: StudioWith) -> None:
    dear = app_with(**DEAR)
    with ThreadPoolExecutor(4) as pool:
        samples = list(pool.map(lambda _: voice_sample_of(dear, "ivy", "deep", "en"), range(4)))
    assert len({sample.key for sample in samples}) == 1
    paid = [sample.usd for sample in samples if sample.usd]
    assert len(paid) == 1
    assert _spent(dear, "ivy") == (paid[0], paid[0])


def test_a_sample_that_was_refused_may_be_asked_for_again(app_with: StudioWith) -> None:
    with pytest.raises(ProviderUnavailable):
        voice_sample_of(
            app_with(**DEAR, OMNIGEN_OFFLINE_FAULTS="speech:ProviderUnavailable:start"), "kim", "bright", "en"
        )
    made = voice_sample_of(app_with(**DEAR, OMNIGEN_OFFLINE_FAULTS=""), "kim", "bright", "en")
    assert _spent(app_with(**DEAR), "kim") == (made.usd, made.usd)


def test_no_sample_is_made_beyond_the_months_money(app_with: StudioWith) -> None:
    poor = app_with(**DEAR, OMNIGEN_MONTHLY_USD="0.001")
    with pytest.raises(OverQuota, match="A sample would cost up to"):
        voice_sample_of(poor, "mia", "calm", "en")
    assert _spent(poor, "mia") == (Decimal(0), Decimal(0))


def test_a_sample_that_the_vendor_refuses_costs_nothing(app_with: StudioWith) -> None:
    faulty = app_with(**DEAR, OMNIGEN_OFFLINE_FAULTS="speech:ProviderUnavailable")
    with pytest.raises(ProviderUnavailable):
        voice_sample_of(faulty, "zoe", "calm", "en")
    assert _spent(faulty, "zoe") == (Decimal(0), Decimal(0))


def test_a_sample_whose_answer_is_lost_counts_as_spent(app_with: StudioWith) -> None:
    faulty = app_with(**DEAR, OMNIGEN_OFFLINE_FAULTS="speech:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        voice_sample_of(faulty, "lea", "calm", "en")
    assert _spent(faulty, "lea")[0] > 0


def _spent(app: AppContext, user_id: str) -> tuple[Decimal, Decimal]:
    sums = app.aws.usage.month(user_id, f"{datetime.fromtimestamp(app.now(), UTC):%Y-%m}")
    return Decimal(sums.get("spent_usd", 0)), Decimal(sums.get("committed_usd", 0))
