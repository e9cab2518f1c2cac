"""From a stage to a Lambda handler."""

from __future__ import annotations

import json
from typing import Any

import pytest
from boto3.exceptions import S3UploadFailedError
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError
from omnigen.deployment.resources import FUNCTIONS
from omnigen.domain.failure import parse_failure
from omnigen.domain.messages import FailureSummary, JobRef, SceneRef
from omnigen.errors import BadOutput, Contention, InvalidRequest
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler
from pydantic import ValidationError

from tests.builders import a_job_id


def greet(event: JobRef, app: AppContext) -> FailureSummary:
    return FailureSummary(message=f"run {event.run} in {app.settings.omnigen_env}")


def fail_with(error: Exception) -> Any:
    def film(event: SceneRef, app: AppContext) -> FailureSummary:
        raise error

    return lambda_handler(film)


def test_answer_is_plain_json_and_foreign_fields_do_no_harm(app: AppContext) -> None:
    answer = lambda_handler(greet)({"job_id": "j", "run": 2, "plan": {"narrate": True}}, None)
    assert json.loads(json.dumps(answer)) == {"message": "run 2 in local"}


def test_error_keeps_its_class_and_says_where_it_happened(app: AppContext) -> None:
    event = {"job_id": "j", "run": 1, "scene_id": f"{a_job_id()}-s02"}
    with pytest.raises(BadOutput) as raised:
        fail_with(BadOutput("Not a clip."))(event, None)
    cause = json.dumps({"errorMessage": str(raised.value), "errorType": "BadOutput"})
    problem = parse_failure("BadOutput", cause)
    assert (problem.stage, problem.scene_id, problem.message) == ("film", event["scene_id"], "Not a clip.")


def test_every_error_of_the_tree_survives_the_way_out_of_a_stage(app: AppContext) -> None:
    event = {"job_id": "j", "run": 1, "scene_id": "s"}
    with pytest.raises(InvalidRequest, match=r"\[film s\] No\."):
        fail_with(InvalidRequest("No.", "prompt"))(event, None)


@pytest.mark.parametrize(
    "weather",
    [
        ClientError({"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}}, "UpdateItem"),
        ClientError({"Error": {"Code": "TransactionConflictException"}}, "UpdateItem"),
        ClientError({"Error": {"Code": "odd"}, "ResponseMetadata": {"HTTPStatusCode": 503}}, "PutObject"),  # type: ignore[typeddict-item]
        EndpointConnectionError(endpoint_url="https://dynamodb"),
        ReadTimeoutError(endpoint_url="https://s3"),
    ],
    ids=["throttled", "conflict", "503", "no connection", "no answer"],
)
def test_failure_of_aws_that_passes_is_one_that_the_state_machine_tries_again(
    app: AppContext, weather: Exception
) -> None:
    with pytest.raises(Contention, match=r"\[film s\] AWS is too busy at the moment: "):
        fail_with(weather)({"job_id": "j", "run": 1, "scene_id": "s"}, None)


def test_upload_in_parts_that_was_throttled_is_tried_again(app: AppContext) -> None:
    cause = ClientError({"Error": {"Code": "SlowDown"}}, "UploadPart")
    failed = S3UploadFailedError("Failed to upload")
    failed.__cause__ = cause
    with pytest.raises(Contention):
        fail_with(failed)({"job_id": "j", "run": 1, "scene_id": "s"}, None)


def test_what_aws_forbids_is_not_taken_for_weather(app: AppContext) -> None:
    denied = ClientError({"Error": {"Code": "AccessDeniedException"}}, "UpdateItem")
    with pytest.raises(ClientError, match="AccessDenied"):
        fail_with(denied)({"job_id": "j", "run": 1, "scene_id": "s"}, None)


def test_message_without_its_ids_is_a_bug_and_says_which(app: AppContext) -> None:
    with pytest.raises(ValidationError, match="job_id"):
        lambda_handler(greet)({"run": 1}, None)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_every_function_of_the_blueprint_is_there_under_its_name(function: Any) -> None:
    module, _, name = function.handler.rpartition(".")
    handler = getattr(__import__(module, fromlist=[name]), name)
    assert callable(handler)
    assert function.module.rpartition(".")[2].replace("_", "") == function.name.lower()
