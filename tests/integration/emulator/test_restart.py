"""What the local AWS remembers when its process ends, in peace or by `kill -9`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.emulator.data_dir_lock import running_host
from local.emulator.resources import BUCKET
from tests.integration.emulator.small_cloud import PLACES, THINGS, Open, eventually

_THING = {
    "id": {"S": "a"},
    "n": {"N": "1.50"},
    "binary": {"B": b"\x00\xff"},
    "names": {"SS": ["x", "y"]},
    "deep": {"M": {"list": {"L": [{"BOOL": True}, {"NULL": True}, {"S": "é😀"}]}}},
}


def test_items_of_every_kind_come_back(open_cloud: Open) -> None:
    first = open_cloud()
    first.items.put_item(TableName=THINGS, Item=_THING)
    first.items.put_item(TableName=PLACES, Item={"line": {"S": "l"}, "place": {"N": "7"}})
    first.items.put_item(TableName=THINGS, Item={"id": {"S": "gone"}})
    first.items.delete_item(TableName=THINGS, Key={"id": {"S": "gone"}})
    first.cloud.stop()
    second = open_cloud()
    assert second.items.scan(TableName=THINGS)["Items"] == [_THING]
    assert second.items.scan(TableName=PLACES)["Items"] == [{"line": {"S": "l"}, "place": {"N": "7"}}]


def test_objects_come_back_with_all_that_was_known_of_them(open_cloud: Open) -> None:
    first = open_cloud()
    first.objects.put_object(Bucket=BUCKET, Key="a/b", Body=b"x", ContentType="video/mp4", Metadata={"k": "v"})
    first.objects.put_object(Bucket=BUCKET, Key="gone", Body=b"x")
    first.objects.delete_object(Bucket=BUCKET, Key="gone")
    before = first.objects.head_object(Bucket=BUCKET, Key="a/b")
    first.cloud.stop()
    second = open_cloud()
    after = second.objects.head_object(Bucket=BUCKET, Key="a/b")
    for name in ("ETag", "ContentLength", "ContentType", "Metadata", "LastModified"):
        assert after[name] == before[name]
    assert [o["Key"] for o in second.objects.list_objects_v2(Bucket=BUCKET)["Contents"]] == ["a/b"]


def test_a_file_that_was_changed_outside_is_served_as_it_is_now(open_cloud: Open, data_dir: Path) -> None:
    first = open_cloud()
    first.objects.put_object(Bucket=BUCKET, Key="a", Body=b"before")
    old = first.objects.head_object(Bucket=BUCKET, Key="a")["ETag"]
    first.cloud.stop()
    (data_dir / "s3" / BUCKET / "a").write_bytes(b"and after")
    second = open_cloud()
    found = second.objects.get_object(Bucket=BUCKET, Key="a")
    assert (found["Body"].read(), found["ETag"] != old) == (b"and after", True)


def test_an_object_whose_file_was_deleted_outside_is_gone(open_cloud: Open, data_dir: Path) -> None:
    first = open_cloud()
    first.objects.put_object(Bucket=BUCKET, Key="a", Body=b"x")
    first.cloud.stop()
    (data_dir / "s3" / BUCKET / "a").unlink()
    second = open_cloud()
    assert second.objects.list_objects_v2(Bucket=BUCKET)["KeyCount"] == 0


def test_a_finished_execution_is_still_known_and_its_name_still_taken(open_cloud: Open) -> None:
    first = open_cloud()
    arn = _start(first, "job_1-r1")
    assert first.end_of(arn)["status"] == "SUCCEEDED"
    first.cloud.stop()
    second = open_cloud()
    found = second.states.describe_execution(executionArn=arn)
    assert (found["status"], json.loads(found["input"])) == ("SUCCEEDED", {"n": 1})
    assert second.cloud.interrupted == []
    with pytest.raises(ClientError) as refused:
        _start(second, "job_1-r1")
    assert refused.value.response["Error"]["Code"] == "ExecutionAlreadyExists"


def test_a_running_execution_is_aborted_by_the_end_of_the_host_and_named(open_cloud: Open) -> None:
    sleep = json.dumps({"StartAt": "Sleep", "States": {"Sleep": {"Type": "Wait", "Seconds": 3600, "End": True}}})
    events: list[Any] = []
    first = open_cloud(definition=sleep, handlers={"ExecutionEnded": lambda event, context: events.append(event)})
    arn = _start(first, "job_1-r1")
    first.cloud.stop()
    second = open_cloud()
    assert second.cloud.interrupted == [arn]
    found = second.states.describe_execution(executionArn=arn)
    assert (found["status"], found["error"]) == ("ABORTED", "HostStopped")
    second.states.stop_execution(executionArn=arn)
    assert events == [], "stopping the host is no decision about the job"


def test_a_removal_that_no_function_dealt_with_is_told_again(open_cloud: Open) -> None:
    def down(event: Any, context: Any) -> None:
        raise OSError("down")

    first = open_cloud(handlers={"RecordExpired": down})
    first.items.put_item(TableName=THINGS, Item={"id": {"S": "a"}})
    first.items.delete_item(TableName=THINGS, Key={"id": {"S": "a"}})
    first.cloud.stop()
    events: list[Any] = []
    second = open_cloud(handlers={"RecordExpired": lambda event, context: events.append(event)})
    assert second.cloud.settle(5)
    assert events[0]["Records"][0]["dynamodb"]["Keys"] == {"id": {"S": "a"}}
    second.cloud.stop()
    events.clear()
    third = open_cloud(handlers={"RecordExpired": lambda event, context: events.append(event)})
    assert third.cloud.settle(5)
    assert events == []


def test_nothing_that_was_answered_is_lost_by_kill_9_and_nothing_lives_on(
    open_cloud: Open, data_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "killed_functions.py").write_text(
        textwrap.dedent("""
        import os, subprocess, time

        def act(event, context):
            child = subprocess.Popen(["sleep", "300"])
            with open(event["pids"], "w") as file:
                file.write(f"{os.getpid()} {child.pid}")
            time.sleep(300)
        """)
    )
    script = tmp_path / "host.py"
    script.write_text(_HOST)
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path(__file__).parent}"}
    command = [sys.executable, str(script), str(data_dir), str(tmp_path / "pids")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as host:
        try:
            assert host.stdout is not None
            assert host.stdout.readline() == "ready\n"
            found = running_host(data_dir)
            assert found is not None
            assert found.pid == host.pid
        finally:
            host.kill()
    pids = [int(pid) for pid in (tmp_path / "pids").read_text().split()]
    eventually(lambda: not any(_lives(pid) for pid in pids))
    assert running_host(data_dir) is None
    aws = open_cloud()
    assert aws.items.scan(TableName=THINGS)["Count"] == 25
    assert aws.objects.get_object(Bucket=BUCKET, Key="last")["Body"].read() == b"written"
    assert len(aws.cloud.interrupted) == 1


_HOST = """
import json, sys, time
from pathlib import Path
from tests.integration.emulator.small_cloud import THINGS, TABLES, act
from omnigen.deployment.resources import Function
from local.emulator.cloud import LocalCloud
from local.emulator.resources import BUCKET

class Here(Function):
    @property
    def handler(self):
        return "killed_functions.act"

text = json.dumps({"StartAt": "Act", "States": {"Act": act()}})
cloud = LocalCloud(Path(sys.argv[1]), environment={}, functions=[Here(name="Act", module="killed_functions")],
                   tables=TABLES, definition=text).start()
for n in range(25):
    cloud.client("dynamodb").put_item(TableName=THINGS, Item={"id": {"S": str(n)}})
cloud.client("s3").put_object(Bucket=BUCKET, Key="last", Body=b"written")
cloud.client("stepfunctions").start_execution(
    stateMachineArn=cloud.environment["STATE_MACHINE_ARN"], name="run", input=json.dumps({"pids": sys.argv[2]}))
while not Path(sys.argv[2]).exists() or not Path(sys.argv[2]).read_text():
    time.sleep(0.01)
print("ready", flush=True)
time.sleep(300)
"""


def _start(aws: Any, name: str) -> str:
    arn = aws.cloud.environment["STATE_MACHINE_ARN"]
    return str(aws.states.start_execution(stateMachineArn=arn, name=name, input='{"n": 1}')["executionArn"])


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIG_DFL)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().split()[2] != "Z"
