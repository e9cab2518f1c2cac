"""What stages write onto the record besides the thing that they made."""

from __future__ import annotations

import pytest
from omnigen.domain.job import Job
from omnigen.runtime.context import AppContext

from tests.builders import a_clip, a_planned_job, an_image


@pytest.fixture
def refused(app: AppContext) -> Job:
    """A job whose first scene a vendor would not draw."""
    job = a_planned_job()
    app.aws.jobs.create(job)
    return app.aws.artifacts.scene(job.job_id, job.scenes[0], refusal="Flagged as sensitive")


def test_a_scene_that_was_drawn_after_all_is_refused_no_more(app: AppContext, refused: Job) -> None:
    drawn = app.aws.artifacts.image(refused.job_id, refused.scenes[0], an_image(refused.scenes[0]))
    assert (drawn.scenes[0].refusal, len(drawn.scenes[0].images)) == ("", 1)


def test_a_scene_that_was_filmed_after_all_is_refused_no_more(app: AppContext, refused: Job) -> None:
    filmed = app.aws.artifacts.clip(refused.job_id, refused.scenes[0], a_clip())
    assert (filmed.scenes[0].refusal, filmed.scenes[0].clip) == ("", a_clip())
