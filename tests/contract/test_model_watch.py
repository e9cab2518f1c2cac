"""Once a day the sweep asks the vendors about the models in use, and whoever asks is told."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from omnigen.aws.model_checks import RETRY_SECONDS, ModelChecks
from omnigen.runtime.context import AppContext

from functions.sweep import ScheduledEvent, sweep
from tests.conftest import StudioWith
from tests.contract.fake_vendors import FakeVendors
from tests.integration.api.conftest import Ask


@pytest.fixture
def app(app_with: StudioWith, live_settings: dict[str, str]) -> AppContext:
    return app_with(**live_settings)


def test_the_sweep_checks_once_a_day_and_everybody_is_told(
    vendors: FakeVendors, app: AppContext, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("models").addHandler(caplog.handler)
    assert Ask("ada")("GET", "/models").json["last_checked_on"] is None
    gone = Ask("ada")("GET", "/models").json["items"][0]["id"]
    vendors.openai.gone.add(gone)
    vendors.replicate.gone.add(gone)
    told = sweep(ScheduledEvent(), app).findings
    assert any(message.startswith(f"{gone} is gone") for message in told)
    assert {request.method for request in vendors.seen} == {"GET"}
    shown = Ask("ada")("GET", "/models").json
    assert shown["last_checked_on"]
    assert tuple(finding["message"] for finding in shown["findings"]) == told
    assert (gone, "retired") in {(finding["model"], finding["kind"]) for finding in shown["findings"]}
    assert '"error":"ModelGone"' in capsys.readouterr().out.replace(" ", "")
    asked = len(vendors.seen)
    assert sweep(ScheduledEvent(), app).findings == ()
    assert len(vendors.seen) == asked
    logging.getLogger("models").removeHandler(caplog.handler)


def test_a_check_that_died_is_tried_again_an_hour_later_and_a_done_one_tomorrow(
    app: AppContext, tmp_path: Path
) -> None:
    now = [2_000_000_000]  # long after any other check of this table
    checks = ModelChecks(app.aws.usage.table, lambda: now[0])
    assert checks.claim()
    assert not checks.claim()
    now[0] += RETRY_SECONDS
    assert checks.claim(), "the first one never reported"
    checks.keep([{"model": "a", "kind": "ending", "message": "a ends"}])
    now[0] += RETRY_SECONDS
    assert not checks.claim()
    assert checks.last() == ("2033-05-18", [{"model": "a", "kind": "ending", "message": "a ends"}])
    now[0] += 86_400
    assert checks.claim()


def test_models_that_cannot_be_used_as_named_do_not_stop_the_sweep(app_with: StudioWith) -> None:
    app = app_with(OMNIGEN_CLIP_MODELS="gpt-6-luna")
    app.aws.usage.table.delete_item(Key={"user_id": "#models", "period": "check"})
    (trouble,) = sweep(ScheduledEvent(), app).troubles
    assert trouble.startswith("models: ConfigError: ")
