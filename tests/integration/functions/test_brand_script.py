"""A script in the words of its brand: what it never says is not said, or nothing is made."""

from __future__ import annotations

from typing import Any

import pytest
from omnigen.domain.brand import PinnedBrand
from omnigen.domain.brand_words import contains_phrase
from omnigen.domain.job import Job
from omnigen.domain.messages import JobRef
from omnigen.errors import PolicyBlocked
from omnigen.runtime.context import AppContext

from functions.write_script import write_script
from tests.builders import a_brief, a_job

PRODUCT = {"name": "Aqua One", "description": "a steel bottle", "selling_points": ["no plastic", "cold for a day"]}


def written(app: AppContext, brand: dict[str, Any], **brief: Any) -> Job:
    given = a_brief(product=PRODUCT, duration=15, **brief).model_copy(
        update={"brand": PinnedBrand(**({"name": "Tide"} | brand))}
    )
    job = a_job(brief=given)
    app.aws.jobs.create(job)
    write_script(JobRef(job_id=job.job_id, run=1), app)
    return app.aws.jobs.get(job.job_id)


def test_the_brands_call_to_action_and_what_it_must_say_are_in_the_script(app: AppContext) -> None:
    job = written(app, {"call_to_action": "Refill today", "must_say": ["made to be refilled"]})
    assert job.script
    assert job.script.call_to_action == "Refill today"
    assert contains_phrase(job.script.text, "made to be refilled")
    assert job.script_metadata.script_complaints == ()


def test_a_script_avoids_what_the_brand_never_says(app: AppContext) -> None:
    usual = written(app, {}, seed=5)
    assert usual.script
    sentence = usual.script.segments[0].text
    other = written(app, {"never_say": [sentence.rstrip(".!?")]}, seed=5)
    assert other.script
    assert not contains_phrase(other.script.text, sentence.rstrip(".!?"))


def test_a_script_that_says_it_twice_is_refused_before_anything_else_is_bought(app: AppContext) -> None:
    with pytest.raises(PolicyBlocked, match=r"written twice, and .* says 'Aqua One', which the brand never says"):
        written(app, {"never_say": ["Aqua One"]})
