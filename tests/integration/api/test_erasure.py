"""Erasing: a project, a job's files in all their versions, and everything of a user's."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber
from omnigen.aws.erasures import REPEATED_SECONDS
from omnigen.aws.user_accounts import UserAccounts
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.storage_keys import Keys, uploads_prefix
from omnigen.jobs.erasure import erase_requested, erase_user
from omnigen.runtime.context import AppContext
from omnigen.settings import read

from functions.record_expired import StreamEvent, record_expired
from functions.sweep import ScheduledEvent, sweep
from infra.environments import ENVIRONMENTS
from infra.erase_user import variables_of
from tests.integration.api.conftest import Ask

PRODUCT = {"name": "Aqua One", "description": "A steel bottle that keeps drinks cold for a day"}


def everything_of(app: AppContext, user_id: str) -> list[str]:
    """Every item of every table and every version of every file that names the user."""
    aws = app.aws
    tables = (aws.jobs.table, aws.usage.table, aws.projects.table, aws.idempotency.table)
    found = [json.dumps(item, default=str) for table in tables for item in table.scan(ConsistentRead=True)["Items"]]
    return [text for text in found if user_id in text] + versions(app, f"users/{user_id}/")


def versions(app: AppContext, prefix: str) -> list[str]:
    answer = app.aws.objects.client.list_object_versions(Bucket=app.aws.objects.bucket, Prefix=prefix)
    return [str(entry.get("Key")) for entry in (*answer.get("Versions", ()), *answer.get("DeleteMarkers", ()))]


@pytest.fixture
def fill(app: AppContext, keep: Callable[..., Job]) -> Callable[[str], Job]:
    """Gives a user a job with files, an upload, a project and usage."""

    def put(user_id: str, **changes: Any) -> Job:
        job = keep(user_id=user_id, **changes)
        for key in (Keys(user_id, job.job_id).script, f"{uploads_prefix(user_id)}voice.wav"):
            app.aws.objects.put(key, b"old", "application/json")
            app.aws.objects.put(key, b"new", "application/json")
        assert Ask(user_id)("POST", "/projects", {"product": PRODUCT}).status == 201
        app.aws.usage.table.put_item(Item={"user_id": user_id, "period": "2026-11", "spent_usd": 1})
        return job

    return put


def test_nothing_of_an_erased_user_is_left_and_nothing_of_others_is_touched(
    app: AppContext, fill: Callable[..., Job]
) -> None:
    fill("erased-ada")
    fill("erased-ada", status=JobStatus.FAILED)
    fill("kept-bob")
    before = sorted(everything_of(app, "kept-bob"))
    report = erase_user(app, "erased-ada")
    assert (report.jobs, report.projects, report.usage_periods > 0, report.file_versions > 0) == (2, 2, True, True)
    assert everything_of(app, "erased-ada") == []
    assert sorted(everything_of(app, "kept-bob")) == before
    again = erase_user(app, "erased-ada")
    assert (again.jobs, again.file_versions, again.projects, again.usage_periods) == (0, 0, 0, 0)


def test_a_running_job_of_an_erased_user_is_cancelled_and_hidden(app: AppContext, fill: Callable[..., Job]) -> None:
    job = fill("busy-ada", status=JobStatus.PENDING)
    report = erase_user(app, "busy-ada")
    assert (report.jobs, report.jobs_just_cancelled) == (1, 1)
    assert Ask("busy-ada")("GET", f"/jobs/{job.job_id}").status == 404
    assert Ask("busy-ada")("GET", "/jobs").json["items"] == []


def test_whoever_wants_to_go_is_erased_with_their_keys_and_account(
    app: AppContext, fill: Callable[..., Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once no program gets in; the sweep erases what is there, and what comes late."""
    fill("leaving-ada")
    person = Ask("leaving-ada")
    made = person("POST", "/keys", {"name": "ci", "scopes": ["read"]}).json
    assert person("DELETE", "/me", user_id="leaving-bob").json["field"] == "user_id"
    asked = person("DELETE", "/me", user_id="leaving-ada")
    assert (asked.status, asked.json["user_id"]) == (202, "leaving-ada")
    assert app.aws.api_keys.find(made["key_id"]) is None
    accounts: list[str] = []
    monkeypatch.setattr(type(app.aws.user_accounts), "delete", lambda _, user_id: accounts.append(user_id))
    assert sweep(ScheduledEvent(), app).erased == 1
    asked_for = {"user_id": "#erasures", "period": "leaving-ada"}
    assert [text for text in everything_of(app, "leaving-ada") if "#erasures" not in text] == []
    fill("leaving-ada")  # with a token that was given out before
    dataclasses.replace(app.aws.erasures, now=lambda: app.now() - REPEATED_SECONDS).request("leaving-ada")
    assert erase_requested(app) == 1
    assert everything_of(app, "leaving-ada") == []
    assert accounts == ["leaving-ada"] * 2
    assert "Item" not in app.aws.usage.table.get_item(Key=asked_for)


def test_only_an_administrator_erases_others(app: AppContext) -> None:
    assert Ask("eve")("DELETE", "/admin/users/ada").status == 403


def test_the_account_is_deleted_by_its_subject() -> None:
    client = boto3.client("cognito-idp", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(client) as stubber:
        wanted = {"UserPoolId": "us-east-1_pool", "Filter": 'sub = "0123"'}
        stubber.add_response("list_users", {"Users": [{"Username": "ada"}]}, wanted)
        stubber.add_response("admin_delete_user", {}, {"UserPoolId": "us-east-1_pool", "Username": "ada"})
        issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool"
        assert UserAccounts(issuer, lambda: client).delete("0123") == 1
    assert UserAccounts("", lambda: client).delete("0123") == 0


def test_a_removed_job_leaves_no_version_of_its_files(app: AppContext, fill: Callable[..., Job]) -> None:
    job = fill("ada")
    old = {"job_id": {"S": job.job_id}, "user_id": {"S": "ada"}}
    event = {"Records": [{"eventName": "REMOVE", "dynamodb": {"OldImage": old}}]}
    record_expired(StreamEvent.model_validate(event), app)
    assert versions(app, Keys("ada", job.job_id).prefix) == []
    assert versions(app, uploads_prefix("ada"))


def test_a_deleted_project_is_gone_and_only_its_owner_can_delete_it(ask: Ask) -> None:
    project_id = ask("POST", "/projects", {"product": PRODUCT}).json["project_id"]
    assert Ask("eve")("DELETE", f"/projects/{project_id}").status == 404
    assert ask("DELETE", f"/projects/{project_id}").status == 204
    assert ask("GET", f"/projects/{project_id}").status == 404
    assert ask("DELETE", f"/projects/{project_id}").status == 404


def test_an_uploaded_file_carries_the_tag_by_which_it_expires(ask: Ask) -> None:
    form = ask("POST", "/uploads", {"kind": "style_image", "media_type": "image/png"}).json
    assert "<Key>kind</Key><Value>upload</Value>" in form["fields"]["tagging"]


@pytest.mark.parametrize("environment", ENVIRONMENTS, ids=lambda place: place.name)
def test_the_erase_program_finds_the_tables_and_the_bucket_of_its_environment(environment: Any) -> None:
    outputs = {"AssetsBucket": "bucket-of-cloudformation", "StateMachineArn": "arn:machine", "UserPoolId": "pool"}
    settings = read(variables_of(environment, outputs))
    assert settings.jobs_table == f"{environment.prefix}-jobs"
    assert (settings.assets_bucket, settings.state_machine_arn) == ("bucket-of-cloudformation", "arn:machine")
