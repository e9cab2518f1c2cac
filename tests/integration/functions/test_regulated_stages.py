"""An ad for a medicine: written by its label, stopped before it is filmed, kept back before it is delivered."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from omnigen.compliance import Role
from omnigen.domain.job import CompositionState, JobFailure, JobStatus
from omnigen.domain.messages import JobRef, StoryboardRef
from omnigen.domain.next_actions import next_actions
from omnigen.errors import ComplianceBlocked
from omnigen.jobs.rule_reports import rule_report, waive
from omnigen.providers.offline.order_log import OrderLog
from omnigen.purchasing.orders.speech import speech_purchases
from omnigen.runtime.context import AppContext
from omnigen.runtime.labels import keep_label

from functions.complete_job import complete_job
from functions.plan_storyboard import plan_storyboard
from functions.write_script import write_script
from tests.builders import a_brief, a_job, a_script
from tests.regulated import NARRATION, RULES, a_regulated_job, finished
from tests.unit.compliance.ads import LABEL, MAJOR_STATEMENT, USE, an_ad

BLOCKED = JobFailure(code="ComplianceBlocked", message="PH-021")


def test_the_script_says_the_risks_word_for_word_and_only_claims_of_the_label(app: AppContext) -> None:
    brief = a_brief(duration=75, mode="pharma", label=keep_label(app, "ada", LABEL))
    job = a_job(brief=brief, rule_set=RULES)
    app.aws.jobs.create(job)
    write_script(JobRef(job_id=job.job_id, run=1), app)
    said = app.aws.jobs.get(job.job_id).spoken_text
    assert " ".join(MAJOR_STATEMENT.split()) in " ".join(said.split())
    assert USE in said
    assert said.endswith("Veloria.")


def test_risks_are_spoken_in_takes_of_their_own_at_their_own_speed(app: AppContext) -> None:
    job = a_regulated_job(app)
    voice = job.brief.narration.model_copy(update={"speeds": {Role.RISK: Decimal("0.9")}})
    brief = job.brief.model_copy(update={"narration": voice})
    job = job.model_copy(update={"brief": brief, "scenes": (), "script": a_script([NARRATION])})
    takes = [(one.text, float(one.request().speed)) for one in speech_purchases(app, job)]
    assert {speed for text, speed in takes if text in MAJOR_STATEMENT} == {0.9}
    assert {speed for text, speed in takes if text not in MAJOR_STATEMENT} == {1.0}
    assert [text for text, _ in takes if "liver injury" in text and USE in text] == []


def test_a_script_that_a_rule_fails_stops_the_job_before_anything_more_is_bought(
    app: AppContext, order_log_folder: Path
) -> None:
    job = a_regulated_job(app, scenes=0)
    text = NARRATION.replace("Veloria.", "The safest choice is Veloria.", 1) + " Veloria is the safest choice."
    job = job.model_copy(update={"scenes": (), "script": a_script([text])})
    app.aws.jobs.create(job)
    with pytest.raises(ComplianceBlocked, match=r"may not be filmed\. PH-0\d\d: .*safest"):
        plan_storyboard(StoryboardRef(job_id=job.job_id, run=1), app)
    assert OrderLog(order_log_folder).all() == []


def test_a_finished_file_that_a_rule_fails_is_kept_on_the_record_and_not_delivered(app: AppContext) -> None:
    job = a_regulated_job(app)
    quiet = an_ad().spoken("risk", voice_lufs=-30.0)
    app.aws.jobs.create(job.model_copy(update={"composition": CompositionState(video=finished(app, job, quiet))}))
    ref = JobRef(job_id=job.job_id, run=1)
    with pytest.raises(ComplianceBlocked, match=r"kept back\. PH-021: .*waivers\) and resume"):
        complete_job(ref, app)
    held = app.aws.jobs.get(job.job_id)
    assert held.video_key is None
    assert [video.status for video in held.videos] == ["pending"]

    waive(app, held, held.videos[0], rule_id="PH-021", person="Ada", reason="Measured on loudspeakers")
    complete_job(ref, app)
    delivered = app.aws.jobs.get(job.job_id)
    assert (delivered.status, delivered.video_key) == (JobStatus.COMPLETED, held.videos[0].key)
    report = rule_report(app, delivered, delivered.videos[0])
    assert report
    waived = next(one for one in report.file.findings if one.rule_id == "PH-021")
    assert waived.waiver
    assert (waived.waiver.person, waived.waiver.reason) == ("Ada", "Measured on loudspeakers")


def test_a_file_that_passes_is_delivered_though_people_must_still_look(app: AppContext) -> None:
    job = a_regulated_job(app)
    unseen = an_ad().measured(pictures=None, approvals=None)
    app.aws.jobs.create(job.model_copy(update={"composition": CompositionState(video=finished(app, job, unseen))}))
    complete_job(JobRef(job_id=job.job_id, run=1), app)
    assert app.aws.jobs.get(job.job_id).status is JobStatus.COMPLETED


def test_a_job_that_a_rule_stopped_offers_a_waiver(app: AppContext) -> None:
    job = a_regulated_job(app, status=JobStatus.FAILED)
    held = job.model_copy(update={"videos": (finished(app, job),), "problem": BLOCKED})
    assert "waive" in next_actions(held)
    assert "waive" not in next_actions(job)
