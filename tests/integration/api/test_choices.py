"""The language is detected and shown; names that nobody knows are refused with the choices before anything starts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from omnigen.domain.brief import Brief
from omnigen.jobs.estimate import estimate
from omnigen.providers.model_registry import find_model
from omnigen.providers.offline.speech.voices import LANGUAGES, VOICES
from omnigen.runtime.context import AppContext

from tests.conftest import StudioWith
from tests.integration.api.conftest import Ask

STOP = {"duration": 15, "stop_at": "script", "review": ["script"]}
GERMAN = "Unser Onlinekonto kostet nichts im Monat. Jetzt in vier Minuten eröffnen."


@pytest.fixture(autouse=True)
def cancel_what_was_started(app: AppContext) -> Iterator[None]:
    """Leaves no execution behind."""
    yield
    for job in list(app.aws.open_jobs.running()):
        if job.execution_arn:
            app.aws.workflow.stop(job.execution_arn, "the test is over")


@pytest.mark.parametrize(
    ("subject", "language"),
    [
        ({"script_text": GERMAN}, "de"),
        ({"script_text": "Откройте счёт за четыре минуты, не вставая с дивана."}, "ru"),
        ({"prompt": "Ad for Corsa, an espresso machine for small kitchens"}, "en"),
        ({"script_text": GERMAN, "narration": {"language": "nl"}}, "nl"),
    ],
)
def test_the_language_is_detected_unless_it_is_chosen_and_shown_before_anything_starts(
    ask: Ask, app: AppContext, subject: dict[str, Any], language: str
) -> None:
    shown = ask("POST", "/estimate", {**STOP, **subject}).json
    assert (shown["language"], shown["language_detected"]) == (language, "narration" not in subject)
    accepted = ask("POST", "/generate", {**STOP, **subject})
    assert (accepted.status, accepted.json["language"]) == (202, language)
    assert app.aws.jobs.get(accepted.json["job_id"]).brief.narration.language == language


def test_a_project_is_read_for_its_language(ask: Ask, app: AppContext) -> None:
    product = {"name": "Lampe", "description": "Eine Lampe, die das Licht dem Tag anpasst und lange hält"}
    project = ask("POST", "/projects", {"product": product}).json["project_id"]
    assert ask("POST", "/estimate", {**STOP, "project_id": project}).json["language"] == "de"


@pytest.mark.parametrize(
    ("body", "field", "choice"),
    [
        ({"prompt": "An ad for a bottle", "narration": {"voice": "nope"}}, "narration.voice", "narrator"),
        ({"script_text": "Meet the bottle.", "narration": {"language": "tlh"}}, "narration.language", "pt-br"),
        ({"prompt": "An ad for a bottle", "narration": {"language": "tlh"}}, "narration.language", "script_text"),
        ({"prompt": "Спокойная реклама термоса"}, "narration.language", "script_text"),
        ({"script_text": "三十秒で本格的な味わい。"}, "narration.language", "kana"),
    ],
)
def test_a_name_that_nobody_knows_is_refused_with_what_works(
    ask: Ask, app: AppContext, body: dict[str, Any], field: str, choice: str
) -> None:
    before = len(list(app.aws.open_jobs.running()))
    answer = ask("POST", "/generate", {**STOP, **body})
    assert (answer.status, answer.json.get("field")) == (422, field)
    assert choice in answer.json["detail"]
    estimated = ask("POST", "/estimate", {**STOP, **body}).json
    assert not estimated["feasible"]
    assert choice in estimated["objection"]
    assert len(list(app.aws.open_jobs.running())) == before


def test_live_voices_are_those_of_the_model_that_is_asked_first(app_with: StudioWith) -> None:
    live = app_with(OMNIGEN_PROVIDERS="live")

    def objection(**narration: str) -> str:
        return estimate(
            live, "ada", Brief.model_validate({"prompt": "An ad for a lamp", "narration": narration})
        ).objection

    assert not objection(voice="coral", language="cy")
    assert "onyx" in objection(voice="nope")
    assert "cy" in objection(language="tlh")


def test_the_registry_lists_what_the_offline_voices_can_do() -> None:
    model = find_model("offline/narrator")
    assert model.voices.keys() == VOICES.keys()
    assert dict(model.languages) == dict(LANGUAGES)
