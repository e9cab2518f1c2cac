"""What an edit of a scene would cost is told before it is made, and nothing is changed by asking."""

from __future__ import annotations

from typing import Any

import pytest
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.purchase import PurchaseStatus
from omnigen.purchasing.orders.image import ImagePurchase
from omnigen.runtime.context import AppContext

from tests.builders import a_brief, a_planned_job, a_purchase
from tests.integration.api.conftest import Ask


@pytest.fixture
def drawn(app: AppContext) -> Job:
    """A finished job of stills; both of them are bought, so that only a changed picture has a price."""
    quiet = {"narration": {"enabled": False}, "music": {"enabled": False}}
    job = a_planned_job(brief=a_brief(pictures="stills", **quiet), status=JobStatus.COMPLETED)
    wanted = [ImagePurchase(app, job, scene).key for scene in job.scenes]
    bought = {key.id: a_purchase(key, PurchaseStatus.DONE) for key in wanted}
    made = job.model_copy(update={"purchases": bought})
    app.aws.jobs.create(made)
    return made


def priced(ask: Ask, job: Job, edit: dict[str, Any]) -> Any:
    answer = ask("POST", f"/scenes/{job.scenes[1].id}/estimate", edit)
    assert answer.status == 200, answer.text
    return answer.json


def test_another_picture_has_a_price_and_another_transition_has_none(ask: Ask, app: AppContext, drawn: Job) -> None:
    assert priced(ask, drawn, {"transition": "dissolve"})["items"] == []
    items = priced(ask, drawn, {"visual_prompt": "A red bottle on a rock"})["items"]
    assert [(item["kind"], item["scene"]) for item in items] == [("image", 2)]
    assert app.aws.jobs.get(drawn.job_id).scenes == drawn.scenes, "asking changes nothing"


def test_what_may_not_be_edited_has_no_price_but_the_error_of_the_edit(ask: Ask, drawn: Job) -> None:
    answer = ask("POST", f"/scenes/{drawn.scenes[1].id}/estimate", {"duration": 5.5})
    refused = ask("PUT", f"/scenes/{drawn.scenes[1].id}", {"duration": 5.5})
    assert (answer.status, answer.json["field"]) == (refused.status, refused.json["field"]) == (422, "duration")
    assert ask("POST", f"/scenes/{drawn.job_id}-s09/estimate", {"text": "x"}).status == 404
