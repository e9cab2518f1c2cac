"""The local AWS as a whole: it starts, runs machines, tells functions of their ends, and lets go of everything."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import boto3
import pytest

from local.emulator.cloud import LocalCloud
from local.emulator.data_dir_lock import AlreadyRunning, HostLock, running_host
from tests.integration.emulator.small_cloud import NOTHING, THINGS, Open, RunningCloud, act, eventually, wait_for_token


def test_a_task_state_calls_its_function_and_gets_the_answer(open_cloud: Open) -> None:
    aws = open_cloud(lambda event, context: {"twice": event["n"] * 2})
    ended = aws.run({"Double": act({"n.$": "$.n"}, ResultSelector={"twice.$": "$.Payload.twice"})}, {"n": 21})
    assert (ended["status"], json.loads(ended["output"])) == ("SUCCEEDED", {"twice": 42})


def test_an_exception_of_a_function_is_caught_by_its_class_name(open_cloud: Open) -> None:
    def refuse(event: Any, context: Any) -> None:
        raise PermissionError("not these words")

    catch = [{"ErrorEquals": ["PermissionError"], "ResultPath": "$.error", "Next": "Told"}]
    ended = open_cloud(refuse).run({"Try": act(Catch=catch), "Told": {"Type": "Succeed"}})
    assert json.loads(ended["output"])["error"]["Error"] == "PermissionError"


def test_environment_leads_boto3_to_the_emulator_and_away_from_the_users_account(
    open_cloud: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "a-profile-that-does-not-exist")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "from the user's account")
    open_cloud()
    assert "AWS_PROFILE" not in os.environ
    client = boto3.client("dynamodb")
    assert THINGS in client.list_tables()["TableNames"]
    client.close()


def test_stopping_gives_the_process_its_environment_back(open_cloud: Open) -> None:
    before = dict(os.environ)
    aws = open_cloud()
    assert os.environ["AWS_ENDPOINT_URL"] == aws.cloud.url
    aws.cloud.stop()
    assert dict(os.environ) == before


def test_a_second_cloud_starts_empty_after_the_first_has_stopped(open_cloud: Open, tmp_path: Path) -> None:
    first = open_cloud()
    first.items.put_item(TableName=THINGS, Item={"id": {"S": "a"}})
    first.cloud.stop()
    second = open_cloud(data_dir=tmp_path / "other")
    assert second.items.scan(TableName=THINGS)["Count"] == 0


def test_two_clouds_in_one_process_are_refused(aws: RunningCloud, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="stop it first"):
        LocalCloud(tmp_path / "other", environment={}).start()


def test_the_owner_of_a_folder_can_be_found_until_it_stops(aws: RunningCloud, data_dir: Path) -> None:
    found = running_host(data_dir)
    assert found is not None
    assert (found.url, found.pid) == (aws.cloud.url, os.getpid())
    assert found.access_key == aws.cloud.credentials.access_key
    aws.cloud.stop()
    assert running_host(data_dir) is None


def test_a_folder_in_use_is_refused(open_cloud: Open, data_dir: Path) -> None:
    with HostLock(data_dir), pytest.raises(AlreadyRunning, match="ask it instead"):
        open_cloud()


def test_asynchronous_calls_return_at_once_and_are_tried_again_when_they_fail(open_cloud: Open) -> None:
    attempts: list[Any] = []

    def fail_once(event: Any, context: Any) -> None:
        attempts.append(event)
        if len(attempts) == 1:
            raise RuntimeError("not yet")

    aws = open_cloud(fail_once)
    client = aws.cloud.client("lambda")
    answer = client.invoke(FunctionName="omnigen-local-Act", InvocationType="Event", Payload=b'{"n": 1}')
    assert answer["StatusCode"] == 202
    assert aws.cloud.settle(5)
    assert attempts == [{"n": 1}, {"n": 1}]


def test_a_mounted_application_answers_under_its_prefix_on_the_same_port(aws: RunningCloud) -> None:
    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [])
        return [f"{environ['SCRIPT_NAME']}|{environ['PATH_INFO']}".encode()]

    aws.cloud.mount("/api", app)
    assert _get(f"{aws.cloud.url}/api/v1/jobs") == b"/api|/v1/jobs"
    aws.cloud.mount("/", app)
    assert _get(f"{aws.cloud.url}/index.html") == b"|/index.html"
    assert aws.objects.list_buckets()["Buckets"], "signed requests still reach AWS"


def test_a_hundred_executions_wait_on_their_tokens_at_once(open_cloud: Open) -> None:
    tokens: list[str] = []
    aws = open_cloud(lambda event, context: tokens.append(event["token"]))
    machine = aws.cloud.environment["STATE_MACHINE_ARN"]
    text = json.dumps({"StartAt": "Wait", "States": {"Wait": wait_for_token()}})
    aws.states.update_state_machine(stateMachineArn=machine, definition=text)
    arns = [
        aws.states.start_execution(stateMachineArn=machine, name=f"run-{i}", input="{}")["executionArn"]
        for i in range(100)
    ]
    eventually(lambda: len(tokens) == 100, timeout_seconds=30)
    for token in tokens:
        aws.states.send_task_success(taskToken=token, output="{}")
    assert {aws.end_of(arn)["status"] for arn in arns} == {"SUCCEEDED"}


def test_no_thread_of_the_cloud_outlives_it(open_cloud: Open) -> None:
    before = set(threading.enumerate())
    aws = open_cloud(lambda event, context: None)
    aws.start({"Wait": wait_for_token()})
    aws.start({"Sleep": {"Type": "Wait", "Seconds": 3600, "End": True}})
    aws.cloud.stop()

    def left() -> set[str]:
        return {thread.name for thread in set(threading.enumerate()) - before}

    eventually(lambda: not [name for name in left() if not name.startswith(("lambda_", "retrying_"))])


def test_the_emulator_refuses_what_only_moto_itself_should_do(aws: RunningCloud) -> None:
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(urllib.request.Request(f"{aws.cloud.url}/moto-api/reset", method="POST"))


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url) as answer:
        content: bytes = answer.read()
        return content


def test_a_broken_aws_configuration_of_the_user_does_not_matter(tmp_path: Path) -> None:
    """In a process of its own, because moto asks for the configuration once."""
    program = f"""
from pathlib import Path
from local.emulator.cloud import LocalCloud
with LocalCloud(Path({str(tmp_path / "data")!r}), environment={{}}, functions=(), definition={NOTHING!r}) as cloud:
    print(len(cloud.client("dynamodb").list_tables()["TableNames"]) > 0)
"""
    broken = {"AWS_PROFILE": "missing", "AWS_ENDPOINT_URL_SQS": "http://127.0.0.1:1", "AWS_SESSION_TOKEN": "old"}
    ran = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | broken, capture_output=True, text=True, check=False
    )
    assert (ran.stdout, ran.stderr) == ("True\n", "")
