"""The patches that need one test or two."""

from __future__ import annotations

import inspect
import json
import logging
import threading
import time
import urllib.error
import urllib.request
import uuid
from typing import Any

import pytest

from tests.integration.emulator.small_cloud import NOTHING, Open, RunningCloud, act


class TestLambdaInvoke:
    """Functions run on our executor."""

    def test_stock_moto_still_runs_functions_in_docker_while_the_caller_waits(self) -> None:
        from moto.awslambda.models import LambdaFunction

        assert "docker_client.containers.run" in inspect.getsource(LambdaFunction._invoke_lambda)
        assert "Event" not in inspect.getsource(LambdaFunction.invoke)


class TestServiceDescriptions:
    """What AWS says about its services is read once."""

    def test_two_backends_share_what_was_read(self, open_cloud: Open) -> None:
        open_cloud()
        assert _description() is _description()

    def test_stock_backends_still_read_it_each(self, open_cloud: Open) -> None:
        open_cloud(without=("service_descriptions",))
        assert _description() is not _description()


class TestClientCache:
    """One client per service for all executions."""

    def test_many_states_use_one_client(self, open_cloud: Open) -> None:
        aws = open_cloud()
        assert _clients_of_three_executions(aws, "SUCCEEDED") == 1

    def test_stock_moto_still_makes_a_client_for_every_state(
        self, open_cloud: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        aws = open_cloud(without=("client_cache",))
        monkeypatch.setenv("MOTO_PORT", aws.cloud.url.rsplit(":", 1)[1])
        assert _clients_of_three_executions(aws, "FAILED") == 3, "their key is not that of this start"


class TestParseCache:
    """A text is parsed once."""

    def test_the_second_execution_shares_the_parsed_program(self, open_cloud: Open) -> None:
        open_cloud()
        assert _parsed_twice_alike()

    def test_a_text_is_not_parsed_when_its_machine_is_created(self, aws: RunningCloud) -> None:
        from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

        role = "arn:aws:iam::123456789012:role/x"
        with pytest.MonkeyPatch.context() as patch:  # undone before moto is stock again
            patch.setattr(AmazonStateLanguageParser, "parse", _refuse)
            aws.states.create_state_machine(name="unparsed", roleArn=role, definition=NOTHING)

    def test_stock_moto_still_parses_every_time(self, open_cloud: Open) -> None:
        open_cloud(without=("parse_cache",))
        assert not _parsed_twice_alike()


class TestStartOnce:
    """Of two starts with one name one wins."""

    def test_many_starts_with_one_name_make_one_execution(self, aws: RunningCloud) -> None:
        assert _started_with_one_name(aws) == 1

    def test_stock_moto_still_lets_starts_with_one_name_overlap(
        self, open_cloud: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        aws = open_cloud(without=("start_once", "ended_executions"))
        _widen_the_gap_between_look_and_start(monkeypatch)
        assert _started_with_one_name(aws) > 1

    def test_the_gap_is_closed_however_wide(self, aws: RunningCloud, monkeypatch: pytest.MonkeyPatch) -> None:
        _widen_the_gap_between_look_and_start(monkeypatch)
        assert _started_with_one_name(aws) == 1


class TestQuietFailures:
    """A failing state is not printed."""

    def test_a_failure_logs_nothing(self, open_cloud: Open, caplog: pytest.LogCaptureFixture) -> None:
        assert _failure_log(open_cloud, caplog) == []

    def test_stock_moto_still_logs_whole_states(self, open_cloud: Open, caplog: pytest.LogCaptureFixture) -> None:
        assert _failure_log(open_cloud, caplog, without=("quiet_failures",))


class TestThreadLeak:
    """Threads that have ended are forgotten."""

    def test_nothing_keeps_the_threads_of_executions(self, aws: RunningCloud) -> None:
        aws.run({"Act": act()})
        assert _kept_threads() == 0

    def test_stock_moto_still_keeps_every_thread(self, open_cloud: Open) -> None:
        aws = open_cloud(without=("thread_leak",))
        before = _kept_threads()
        aws.run({"Act": act()})
        assert _kept_threads() > before


class TestUnneededCors:
    """No header grants anything to other origins."""

    def test_stock_moto_still_grants_every_origin(self, open_cloud: Open) -> None:
        open_cloud(without=("unneeded_cors",))
        assert _grant_of_a_backend() == "https://evil.example"

    def test_ours_grants_none(self, aws: RunningCloud) -> None:
        assert _grant_of_a_backend() is None
        answer = aws.cloud.client("sqs").list_queues()["ResponseMetadata"]["HTTPHeaders"]
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(_options(aws))
        refused.value.close()
        for headers in (answer, refused.value.headers):
            assert not [name for name in headers if name.lower().startswith("access-control")]


def _clients_of_three_executions(aws: RunningCloud, status: str) -> int:
    from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils

    seen: list[Any] = []
    factory = lambda_eval_utils.boto_client_for

    def watched(**kwargs: Any) -> Any:
        seen.append(factory(**kwargs))
        return seen[-1]

    lambda_eval_utils.boto_client_for = watched  # type: ignore[assignment]  # watches whatever it is called with
    try:
        for _ in range(3):
            assert aws.run({"Act": act()})["status"] == status
    finally:
        lambda_eval_utils.boto_client_for = factory
    clients = {id(client) for client in seen}
    for client in seen:
        client.close()
    return len(clients)


def _description() -> Any:
    from moto.core import utils

    return utils.create_loader().load_service_model("sqs", "service-2")


def _refuse(definition: str) -> Any:
    raise AssertionError("a state machine is parsed before it is executed")


def _parsed_twice_alike() -> bool:
    from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser

    text = json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}})
    return AmazonStateLanguageParser.parse(text)[0] is AmazonStateLanguageParser.parse(text)[0]


def _widen_the_gap_between_look_and_start(monkeypatch: pytest.MonkeyPatch) -> None:
    from moto.stepfunctions.models import StateMachine

    look = StateMachine._handle_name_input_idempotency

    def look_slowly(machine: Any, *args: Any) -> Any:
        found = look(machine, *args)
        time.sleep(0.05)
        return found

    monkeypatch.setattr(StateMachine, "_handle_name_input_idempotency", look_slowly)


def _started_with_one_name(aws: RunningCloud) -> int:
    text = json.dumps({"StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "Seconds": 60, "End": True}}})
    role = "arn:aws:iam::123456789012:role/x"
    arn = aws.states.create_state_machine(name=uuid.uuid4().hex, roleArn=role, definition=text)["stateMachineArn"]
    starts = [
        threading.Thread(target=aws.states.start_execution, kwargs={"stateMachineArn": arn, "name": "one"})
        for _ in range(4)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    return len(aws.states.list_executions(stateMachineArn=arn)["executions"])


def _failure_log(open_cloud: Open, caplog: pytest.LogCaptureFixture, **options: Any) -> list[str]:
    def fail(event: Any, context: Any) -> None:
        raise OSError("down")

    aws = open_cloud(fail, **options)
    caplog.set_level(logging.INFO, "moto.stepfunctions")
    aws.run({"Act": act()})
    return [record.message for record in caplog.records if record.name.startswith("moto.stepfunctions")]


def _kept_threads() -> int:
    from moto.stepfunctions.parser.backend import execution_worker

    return len(execution_worker.TMP_THREADS)


def _grant_of_a_backend() -> str | None:
    from moto.moto_server.werkzeug_app import create_backend_app

    app = create_backend_app("sqs")
    answer = app.test_client().options("/", headers={"Origin": "https://evil.example"})
    grant: str | None = answer.headers.get("Access-Control-Allow-Origin")
    return grant


def _options(aws: RunningCloud) -> urllib.request.Request:
    return urllib.request.Request(aws.cloud.url, method="OPTIONS")
