"""What the checks of a deployment share: the scenarios, the jobs made so far, and what is looked at of each."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from infra.prove.api import DeploymentApi, Disproved, Job

SCENARIOS: Mapping[str, Mapping[str, Any]] = {
    "mixed clips": {"continuity": "mixed"},
    "chained clips": {"continuity": "chained"},
    "keyframes": {"continuity": "keyframes"},
    "stills": {"pictures": "stills"},
}
SECONDS = 6
_PROMPT = "A calm ad for a reusable water bottle"
_GONE_SECONDS = 300


class Records(Protocol):
    """What removes a record as its expiry would."""

    def expire(self, job_id: str) -> None:
        """Remove the record."""
        ...


@dataclass
class Proof:
    """What checks share: the API, a receiver of webhooks, the account if there are credentials, and the jobs made."""

    api: DeploymentApi
    webhook_url: str
    receiver_is_ours: bool = False
    records: Records | None = None
    jobs: dict[str, str] = field(default_factory=dict)


def brief(options: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A short brief with these options."""
    return {"prompt": _PROMPT, "duration": SECONDS, **options, **more}


def submitted(proof: Proof, name: str, path: str, body: Mapping[str, Any]) -> str:
    """Submit a brief; the id of its job, kept under `name`."""
    job_id = str(proof.api.does("POST", path, body)["job_id"])
    proof.jobs[name] = job_id
    return job_id


def watched(proof: Proof, job: Job) -> str:
    """The video's file is there and is an MP4."""
    video = proof.api.file(proof.api.does("GET", f"/jobs/{job['job_id']}/video")["video_url"])
    if video[4:8] != b"ftyp":
        raise Disproved(f"the video of {job['job_id']} is no MP4")
    return f"{len(video) / 1e6:.2f} MB, run {job['run']}"


def gone(proof: Proof, url: str) -> float:
    """Seconds until a file was gone."""
    begun = time.monotonic()
    while time.monotonic() < begun + _GONE_SECONDS:
        if proof.api.is_gone(url):
            return time.monotonic() - begun
        time.sleep(proof.api.poll_seconds)
    raise Disproved(f"the video's file is still there after {_GONE_SECONDS} s")
