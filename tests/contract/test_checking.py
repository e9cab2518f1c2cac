"""The daily check of models: by our dates, and by what their vendors say of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from omnigen.errors import ConfigError
from omnigen.providers.model_check import check_models
from omnigen.providers.model_registry import ModelFinding
from omnigen.settings import Settings

from tests.contract.fake_vendors import KEYS, FakeVendors

TODAY = date(2026, 11, 21)
MODELS = {
    "OMNIGEN_SCRIPT_MODELS": "gpt-6-luna",
    "OMNIGEN_STYLE_MODELS": "gpt-6-luna",
    "OMNIGEN_SPEECH_MODELS": "minimax/speech-2.8-turbo",
    "OMNIGEN_IMAGE_MODELS": "bytedance/seedream-4.5",
    "OMNIGEN_CLIP_MODELS": "bytedance/seedance-2.0",
    "OMNIGEN_MUSIC_MODELS": "stability-ai/stable-audio-2.5",
}

Check = Callable[..., list[ModelFinding]]


@pytest.fixture
def check(settings_with: Callable[..., Settings]) -> Check:
    """The check, with models of which nothing is to be said unless a test names others."""

    def run(today: date = TODAY, **models: str) -> list[ModelFinding]:
        return check_models(settings_with(**(MODELS | models)), lambda vendor: KEYS[vendor], today)

    return run


def test_nothing_is_found_when_all_is_well_and_nothing_is_ordered(vendors: FakeVendors, check: Check) -> None:
    assert check() == []
    assert vendors.paid == 0
    assert {request.method for request in vendors.seen} == {"GET"}


def test_a_model_that_ends_soon_is_reported_and_later_as_ended(vendors: FakeVendors, check: Check) -> None:
    soon = check(OMNIGEN_SPEECH_MODELS="tts-1")
    vendors.openai.retired["tts-1"] = "2027-01-06"
    assert [(finding.model, finding.kind) for finding in soon] == [("tts-1", "ending")]
    assert "2027-01-06" in soon[0].message
    later = check(date(2027, 1, 6), OMNIGEN_SPEECH_MODELS="tts-1")  # another model ends soon by then
    assert [finding.kind for finding in later if finding.model == "tts-1"] == ["retired"]


def test_a_model_that_its_maker_may_end_is_reported(vendors: FakeVendors, check: Check) -> None:
    assert [finding.kind for finding in check(OMNIGEN_CLIP_MODELS="google/veo-3.1")] == ["at_risk"]


def test_an_end_that_only_the_vendor_knows_is_reported(vendors: FakeVendors, check: Check) -> None:
    vendors.openai.retired["gpt-6-luna"] = "2027-03-01"
    found = check()
    assert [(finding.model, finding.kind) for finding in found] == [("gpt-6-luna", "ending")]
    assert "2027-03-01 by its vendor, never by the registry" in found[0].message


@pytest.mark.parametrize("model", ["gpt-6-luna", "bytedance/seedance-2.0"])
def test_a_model_that_its_vendor_does_not_know_is_reported(vendors: FakeVendors, check: Check, model: str) -> None:
    vendors.openai.gone.add(model)
    vendors.replicate.gone.add(model)
    assert [(finding.model, finding.kind) for finding in check()] == [(model, "retired")]


def test_a_model_that_lost_an_input_field_is_reported(vendors: FakeVendors, check: Check) -> None:
    vendors.replicate.fields["bytedance/seedance-2.0"] = {"prompt": {}, "duration": {}}
    found = check()
    assert [finding.kind for finding in found] == ["changed"]
    assert "last_frame_image" in found[0].message


def test_a_vendor_that_cannot_be_asked_is_no_reason_to_call_its_models_gone(vendors: FakeVendors, check: Check) -> None:
    vendors.say("/v1/models/", 503, {"detail": "down"}, method="GET", times=99)
    assert {finding.kind for finding in check()} == {"unchecked"}


def test_a_missing_key_is_reported_for_each_model(settings_with: Callable[..., Settings]) -> None:
    def no_key(vendor: str) -> str:
        raise ConfigError(f"There is no key for {vendor}")

    found = check_models(settings_with(**MODELS), no_key, TODAY)
    assert {finding.kind for finding in found} == {"unchecked"}
    assert "no key" in found[0].message
