"""MiniStack: a second imitation of AWS, by other people, which has CloudFormation. It shares no code with moto."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import boto3

from infra import ROOT

PROGRAM = ROOT / ".venv" / "ministack" / "bin" / "ministack"
REGION = "us-east-1"
ACCOUNT = "000000000000"

UNKNOWN = {
    "AWS::Budgets::Budget": "MiniStack has no such type",
    "AWS::EC2::FlowLog": "MiniStack has no such type",
    "AWS::ECS::ClusterCapacityProviderAssociations": "MiniStack has no such type",
    "Custom::CDKBucketDeployment": "its function is CDK's, which needs AWS's command line",
    "Custom::S3AutoDeleteObjects": "its function is CDK's; it runs when the stack goes",
}
"""Types that are left out, with the reason. Alarms on more than one metric are left out too."""

_BUCKET = f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}"
_START_SECONDS = 30
_CREATE_SECONDS = 60


class Ministack:
    """A running MiniStack."""

    def __init__(self, address: str) -> None:
        self._address = address

    def client(self, service: str) -> Any:
        """A boto3 client of one service."""
        keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        return boto3.client(service, endpoint_url=self._address, region_name=REGION, **keys)  # type: ignore[call-overload]

    def deploy(self, name: str, template: Mapping[str, Any], assets: Mapping[str, Any]) -> Mapping[str, Any]:
        """Create a stack; what CloudFormation says of it in the end. Every asset is an empty archive."""
        s3, cloudformation = self.client("s3"), self.client("cloudformation")
        s3.create_bucket(Bucket=_BUCKET)
        for asset in assets["files"].values():
            for destination in asset["destinations"].values():
                s3.put_object(Bucket=_BUCKET, Key=destination["objectKey"], Body=_empty_archive())
        s3.put_object(Bucket=_BUCKET, Key=f"{name}.json", Body=json.dumps(known_part(template)))
        cloudformation.create_stack(
            StackName=name,
            TemplateURL=f"{self._address}/{_BUCKET}/{name}.json",
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
        return _waited(lambda: cloudformation.describe_stacks(StackName=name)["Stacks"][0])

    def failures(self, name: str) -> list[str]:
        """Why resources of a stack could not be created."""
        events = self.client("cloudformation").describe_stack_events(StackName=name)["StackEvents"]
        failed = [event for event in events if "FAILED" in event["ResourceStatus"]]
        return [f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason')}" for event in failed]


@contextmanager
def ministack(folder: Path, **settings: str) -> Iterator[Ministack]:
    """Start MiniStack on a free port of this machine, without Docker, and kill it in the end."""
    port = _free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "DOCKER_HOST": "unix:///nonexistent.sock",
        "LAMBDA_EXECUTOR": "local",
        **settings,
    }
    with (folder / "ministack.log").open("wb") as log:
        process = subprocess.Popen([PROGRAM], env=environment, cwd=folder, stdout=log, stderr=log, process_group=0)
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_until_it_answers(process, address, folder / "ministack.log")
            yield Ministack(address)
        finally:
            os.killpg(process.pid, signal.SIGKILL)  # it hears nothing else while an execution waits
            process.wait()


def known_part(template: Mapping[str, Any]) -> dict[str, Any]:
    """The template without the resources that MiniStack cannot make, and without CDK's look at the bootstrap stack."""
    made = {name: resource for name, resource in template["Resources"].items() if _is_known(resource)}
    parameters = {name: value for name, value in template["Parameters"].items() if name != "BootstrapVersion"}
    kept = {name: _without_missing(resource, made) for name, resource in made.items()}
    rest = {name: value for name, value in template.items() if name not in {"Rules", "Resources", "Parameters"}}
    return {**rest, "Parameters": parameters, "Resources": kept}


def _is_known(resource: Mapping[str, Any]) -> bool:
    several = resource["Type"] == "AWS::CloudWatch::Alarm" and "Metrics" in resource["Properties"]
    return resource["Type"] not in UNKNOWN and not several


def _without_missing(resource: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
    before = resource.get("DependsOn", [])
    before = [before] if isinstance(before, str) else before
    return {**resource, "DependsOn": [name for name in before if name in made]}


def _waited(ask: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    until = time.monotonic() + _CREATE_SECONDS
    while (stack := ask())["StackStatus"].endswith("IN_PROGRESS"):
        if time.monotonic() > until:
            raise TimeoutError(f"the stack {stack['StackName']} is not created after {_CREATE_SECONDS} s")
        time.sleep(0.2)
    return stack


def _wait_until_it_answers(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            urlopen(f"{address}/_ministack/health", timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"MiniStack does not answer: {log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _empty_archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("empty.py", "")
    return buffer.getvalue()
