"""Script and storyboard leave on the record who wrote them, by which prompt, and what that consumed."""

from __future__ import annotations

from omnigen.domain.brief_options import StopAt
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.messages import JobRef, StoryboardRef
from omnigen.domain.purchase import PurchaseKind
from omnigen.prompts.texts import prompt_text
from omnigen.runtime.context import AppContext

from functions.plan_storyboard import plan_storyboard
from functions.write_script import write_script
from tests.builders import a_brief, a_job


def written(app: AppContext, job: Job) -> Job:
    app.aws.jobs.create(job)
    write_script(JobRef(job_id=job.job_id, run=1), app)
    plan_storyboard(StoryboardRef(job_id=job.job_id, run=1), app)
    return app.aws.jobs.get(job.job_id)


def test_models_prompts_and_tokens_are_on_the_record(app: AppContext) -> None:
    job = written(app, a_job(brief=a_brief(stop_at=StopAt.SCRIPT, duration=15, mode="functional_intro")))
    assert job.status is JobStatus.SCRIPT_READY
    metadata = job.script_metadata.model_dump()
    assert metadata["script_model"] == metadata["storyboard_model"] == "offline/writer"
    for name in ("script", "storyboard"):
        joins = ("storyboard_joins",) if name == "storyboard" else ()
        texts = [prompt_text(one) for one in (name, *joins, f"{name}_functional_intro")]
        assert metadata[f"{name}_prompt"] == ", ".join(f"{text.name} {text.version}" for text in texts)
    hashes = {purchase.input_hash for purchase in job.purchases.values()}
    assert {metadata["script_order"], metadata["storyboard_order"]} <= hashes
    assert {purchase.kind for purchase in job.purchases.values()} == {PurchaseKind.SCRIPT, PurchaseKind.STORYBOARD}
    assert job.usage["input_tokens"] > 0
    assert job.usage["output_tokens"] > 0
