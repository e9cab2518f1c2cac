"""A user of the deployed API, over HTTP."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from urllib3 import encode_multipart_formdata

_PATIENCE_SECONDS = 120
_OVER = frozenset({"completed", "failed", "cancelled", "script_ready"})

Job = Mapping[str, Any]
"""A job as the API shows it."""


@dataclass(frozen=True)
class Visitor:
    """`api` ends in /api/v1; without a token nobody is signed in."""

    api: str
    token: str = ""

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> tuple[int, Any]:
        """Status and body; text that is no JSON comes as text. `idempotency_key` is the header Idempotency-Key."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.api}{path}", data, {**sent, "Content-Type": "application/json"}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, _read(answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _read(error.read())

    def does(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """The body of an answer that must be a good one."""
        status, said = self.ask(method, path, body, **headers)
        assert status < 300, (method, path, status, said)
        return said

    def submits(self, path: str, **brief: object) -> str:
        """A brief; the id of its job."""
        return str(self.does("POST", path, brief)["job_id"])

    def sees(self, job_id: str, wanted: Callable[[Job], bool]) -> Job:
        """The job once it is as wanted; by long polls."""
        deadline, rev = time.monotonic() + _PATIENCE_SECONDS, 0
        while True:
            job: Job = self.does("GET", f"/jobs/{job_id}?wait=5&since={rev}")
            if wanted(job):
                return job
            rev = job["rev"]
            assert job["status"] not in _OVER, (job["status"], job["error_message"])
            assert time.monotonic() < deadline, job

    def ends(self, job_id: str, status: str) -> Job:
        """The job once it is over, which it must be in this way."""
        job = self.sees(job_id, lambda found: found["status"] in _OVER)
        assert job["status"] == status, job["error_message"]
        return job

    def approves(self, job_id: str, gate: str, path: str, scene: str | None = None) -> Job:
        """Wait for a gate, decide there; the job as it was before."""
        job = self.sees_waiting(job_id, gate, scene)
        self.does("POST", path)
        return job

    def sees_waiting(self, job_id: str, gate: str, scene: str | None = None) -> Job:
        """The job once this gate waits for somebody."""
        return self.sees(job_id, lambda found: _waits(found, gate, scene))

    def uploads(self, kind: str, media_type: str, data: bytes) -> str:
        """A file, as a browser would post it; its key."""
        form = self.does("POST", "/uploads", {"kind": kind, "media_type": media_type})
        fields = {**form["fields"], "file": ("file", data, media_type)}
        body, content_type = encode_multipart_formdata(fields)
        request = urllib.request.Request(form["url"], body, {"Content-Type": content_type}, method="POST")
        with urllib.request.urlopen(request, timeout=60) as answer:
            assert answer.status in {200, 204}
        return str(form["key"])


def _waits(job: Job, gate: str, scene: str | None) -> bool:
    return any(review["gate"] == gate and review["scene_id"] == scene for review in job["reviews"])


def _read(data: bytes) -> Any:
    try:
        return json.loads(data)
    except ValueError:
        return data.decode()
