"""The API of a deployment, asked with a key as any program would."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

Job = Mapping[str, Any]
"""A job as the API shows it."""

OVER = frozenset({"completed", "failed", "cancelled", "script_ready"})
_POLL_SECONDS = 2.0
_REQUEST_SECONDS = 60.0
_GET_ATTEMPTS = 5


class Disproved(Exception):
    """A check went otherwise than it should; the message says how."""


@dataclass
class DeploymentApi:
    """`url` ends in /api/v1. `unchanged` counts polls that were answered without a body.

    A GET that is answered with 429 or 5xx is asked again; `busy` counts these answers, which the verdict tells.
    """

    url: str
    key: str
    timeout_seconds: float = 900
    poll_seconds: float = _POLL_SECONDS
    unchanged: int = 0
    busy: int = 0
    _http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=_REQUEST_SECONDS, trust_env=False))

    def status(self, method: str, path: str, *, signed_in: bool = True) -> int:
        """The status of an answer, whatever it is."""
        return self._ask(method, path, None, {}, signed_in=signed_in).status_code

    def does(self, method: str, path: str, body: object = None) -> Any:
        """The body of an answer that must be a good one; Disproved with the server's own words otherwise."""
        answer = self._ask(method, path, body, {})
        if not answer.is_success:
            raise Disproved(f"{method} {path} answered {answer.status_code}: {answer.text[:300]}")
        return answer.json() if answer.content else None

    def until(self, job_id: str, wanted: Callable[[Job], bool], what: str) -> Job:
        """The job once it is as wanted, by conditional polls; Disproved when it ends otherwise or too late."""
        deadline, tag = time.monotonic() + self.timeout_seconds, ""
        while time.monotonic() < deadline:
            answer = self._ask("GET", f"/jobs/{job_id}", None, {"If-None-Match": tag} if tag else {})
            if answer.status_code == httpx.codes.NOT_MODIFIED:
                self.unchanged += 1
            elif not answer.is_success:
                raise Disproved(f"GET /jobs/{job_id} answered {answer.status_code}: {answer.text[:300]}")
            else:
                job: Job = answer.json()
                if wanted(job):
                    return job
                if job["status"] in OVER:
                    raise Disproved(f"{job_id} is {job['status']}, not {what}: {job['error_message']}")
                tag = answer.headers.get("ETag", "")
            time.sleep(self.poll_seconds)
        raise Disproved(f"{job_id} is not {what} after {self.timeout_seconds:g} s")

    def ends(self, job_id: str, status: str, run: int = 1) -> Job:
        """The job once that run is over, which it must be in this way."""
        job = self.until(job_id, lambda found: found["run"] >= run and found["status"] in OVER, status)
        if job["status"] != status:
            raise Disproved(f"{job_id} is {job['status']}, not {status}: {job['error_message']}")
        return job

    def file(self, url: str) -> bytes:
        """A file at an address that the API gave."""
        answer = self._http.get(url)
        if not answer.is_success:
            raise Disproved(f"the file's address answered {answer.status_code}")
        return answer.content

    def is_gone(self, url: str) -> bool:
        """Whether there is no file any more at an address."""
        return self._http.get(url).status_code in {httpx.codes.NOT_FOUND, httpx.codes.FORBIDDEN}

    def _ask(
        self, method: str, path: str, body: object, headers: Mapping[str, str], *, signed_in: bool = True
    ) -> httpx.Response:
        sent = {**headers, **({"Authorization": f"Bearer {self.key}"} if signed_in else {})}
        attempts = _GET_ATTEMPTS if method == "GET" else 1
        for attempt in range(1, attempts + 1):
            try:
                answer = self._http.request(method, f"{self.url}{path}", json=body, headers=sent)
            except httpx.TransportError as error:
                raise Disproved(f"{method} {path}: {type(error).__name__}: {error}") from error
            if not (answer.is_server_error or answer.status_code == httpx.codes.TOO_MANY_REQUESTS):
                break
            self.busy += 1
            if attempt < attempts:
                time.sleep(self.poll_seconds * attempt)
        return answer
