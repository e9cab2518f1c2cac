"""`omnigen serve` in a process of its own, and requests to it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TINY = {"OMNIGEN_PICTURE_SCALE": "0.1"}
OMNIGEN = str(Path(sys.executable).parent / "omnigen")


@dataclass(frozen=True)
class Answer:
    """A status and a body."""

    status: int
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class ApiHost:
    """A running server; `api` ends in /api/v1."""

    api: str
    token: str
    data_dir: Path
    process: subprocess.Popen[str]

    def ask(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """One request, signed in."""
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **(headers or {})}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.api}{path}", data, sent, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read())

    def until(self, job_id: str, *statuses: str) -> Any:
        """The job once it is in one of these, by long polls."""
        rev = 0
        for _ in range(400):
            job = self.ask("GET", f"/jobs/{job_id}?wait=15&since={rev}").json
            if job["status"] in statuses:
                return job
            if job["status"] in {"failed", "cancelled", "completed"}:
                raise AssertionError(f"it is {job['status']}: {job['error_message']}")
            rev = job["rev"]
        raise AssertionError(f"{job_id} never became {statuses}")

    def kill(self) -> None:
        """End it like a crash."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)


@contextlib.contextmanager
def serving(data_dir: Path, *, port: int = 0, **settings: str) -> Iterator[ApiHost]:
    """Start it on a folder, on any free port unless one is named."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OMNIGEN_", "AWS_"))}
    command = [OMNIGEN, "--data-dir", str(data_dir), "serve", "--port", str(port)]
    with (data_dir.parent / "serve.log").open("a") as log:
        process = subprocess.Popen(
            command, env={**kept, **TINY, **settings}, stdout=subprocess.PIPE, stderr=log, text=True
        )
        assert process.stdout
        try:
            address = process.stdout.readline().strip()
            origin, _, token = address.partition("/#token=")
            assert token, (data_dir.parent / "serve.log").read_text()
            yield ApiHost(f"{origin}/api/v1", token, data_dir, process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)
            process.stdout.close()
