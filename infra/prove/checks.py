"""What is tried of a deployment. Every check returns a sentence about what it showed, or raises Disproved."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from infra.prove.api import OVER, Disproved, Job
from infra.prove.proof import SCENARIOS, SECONDS, Proof, brief, gone, submitted, watched

_TEXT = "Morning starts quietly. Take a bottle along."

ProofCheck = Callable[[Proof], str]


def answers(proof: Proof) -> str:
    """The API lets in whoever has the key, and nobody else."""
    proof.api.does("GET", "/health")
    if (status := proof.api.status("GET", "/jobs", signed_in=False)) != 401:
        raise Disproved(f"GET /jobs without a key answered {status}, not 401")
    proof.api.does("GET", "/jobs")
    return "open to the key only"


def is_free(proof: Proof) -> str:
    """No scenario costs anything at a vendor; tried before anything is ordered."""
    for scenario, options in SCENARIOS.items():
        total = Decimal(str(proof.api.does("POST", "/estimate", brief(options))["total_usd"]))
        if total:
            raise Disproved(f'{scenario} would cost {total} USD: deploy with providers = "offline"')
    return f"{len(SCENARIOS)} scenarios at 0 USD"


def video(name: str) -> ProofCheck:
    """A video of one scenario, submitted as one brief."""

    def run(proof: Proof) -> str:
        job_id = submitted(proof, name, "/generate", brief(SCENARIOS[name], webhook_url=proof.webhook_url))
        return watched(proof, proof.api.ends(job_id, "completed"))

    return run


def script_first(proof: Proof) -> str:
    """Script and storyboard alone, then on to the video."""
    job_id = submitted(proof, "script first", "/generate/script", brief(SCENARIOS["stills"]))
    proof.api.ends(job_id, "script_ready")
    proof.api.does("POST", f"/jobs/{job_id}/continue")
    return watched(proof, proof.api.ends(job_id, "completed", run=2))


def reviewed(proof: Proof) -> str:
    """A text of one's own through every gate; the first scene and the first picture are turned down once."""
    asked = {"script_text": _TEXT, "duration": SECONDS, "music": {"enabled": False}}
    job_id = submitted(proof, "reviewed", "/scripts", asked)
    proof.api.does("POST", f"/scripts/{job_id}/approve")
    passed: dict[str, int] = {}
    while True:
        job = proof.api.until(job_id, lambda found: bool(found["reviews"]) or found["status"] in OVER, "at a gate")
        if job["status"] in OVER:
            break
        review = job["reviews"][0]
        times = passed[review["gate"]] = passed.get(review["gate"], 0) + 1
        _decide(proof, job, review, reject=times == 1)
    if job["status"] != "completed":
        raise Disproved(f"{job_id} is {job['status']}: {job['error_message']}")
    if missing := {"scenes", "images", "spend"} - passed.keys():
        raise Disproved(f"nobody was asked at {', '.join(sorted(missing))}")
    return f"{sum(passed.values())} decisions; {watched(proof, job)}"


def cancelled(proof: Proof) -> str:
    """A job is stopped while it works, and stays stopped."""
    job_id = submitted(proof, "cancelled", "/generate", brief(SCENARIOS["chained clips"]))
    proof.api.until(job_id, lambda job: job["status"] == "processing", "processing")
    begun = time.monotonic()
    proof.api.does("POST", f"/jobs/{job_id}/cancel")
    proof.api.ends(job_id, "cancelled")
    return f"after {time.monotonic() - begun:.1f} s"


def delivered(proof: Proof) -> str:
    """The receiver of webhooks was told, or was tried in vain where it is not ours."""
    job_id = proof.jobs["mixed clips"]
    deadline = time.monotonic() + proof.api.timeout_seconds
    while time.monotonic() < deadline:
        attempts = proof.api.does("GET", f"/jobs/{job_id}/deliveries")["items"]
        if any(attempt["delivered"] for attempt in attempts):
            return f"{sum(attempt['delivered'] for attempt in attempts)} events delivered"
        if attempts and not proof.receiver_is_ours:
            last = attempts[-1]
            return f"tried, and refused by a receiver that is not ours ({last['status'] or last['error']})"
        time.sleep(proof.api.poll_seconds)
    raise Disproved("no event of the job was delivered: is the receiver up, and does it answer the challenge?")


def made_anew(proof: Proof) -> str:
    """The first scene of a finished video is made anew, in a second cut."""
    job_id = proof.jobs["mixed clips"]
    scene = proof.api.does("GET", f"/jobs/{job_id}")["scenes"][0]["id"]
    body = {"scenes": [scene], "reason": "warmer light"}
    run = proof.api.does("POST", f"/jobs/{job_id}/regenerate", body)["job"]["run"]
    job = proof.api.ends(job_id, "completed", run=run)
    if len(job["videos"]) != 2:
        raise Disproved(f"there are {len(job['videos'])} cuts, not 2")
    return watched(proof, job)


def expired(proof: Proof) -> str:
    """The files of a record that is removed, as by its expiry, go as well."""
    if proof.records is None:
        return "not tried: needs credentials of the account"
    job_id = proof.jobs["stills"]
    url = proof.api.does("GET", f"/jobs/{job_id}/video")["video_url"]
    proof.records.expire(job_id)
    return f"files gone {gone(proof, url):.0f} s after the record"


def deleted(proof: Proof) -> str:
    """What was made is deleted, record and files."""
    job_id = proof.jobs["mixed clips"]
    url = proof.api.does("GET", f"/jobs/{job_id}/video")["video_url"]
    for made in proof.jobs.values():
        if proof.api.status("GET", f"/jobs/{made}") != 404:
            proof.api.does("DELETE", f"/jobs/{made}")
    return f"files gone after {gone(proof, url):.0f} s"


CHECKS: Mapping[str, ProofCheck] = {
    "the API": answers,
    "free of charge": is_free,
    **{name: video(name) for name in SCENARIOS},
    "script first": script_first,
    "every gate": reviewed,
    "cancel": cancelled,
    "webhook": delivered,
    "regenerate": made_anew,
    "expiry": expired,
}
"""In this order; the first two must hold before anything is ordered."""


def _decide(proof: Proof, job: Job, review: Mapping[str, Any], *, reject: bool) -> None:
    job_id, gate, scene_id = job["job_id"], review["gate"], review["scene_id"]
    if gate == "spend":
        proof.api.does("POST", f"/scripts/{job_id}/create-video")
        return
    what = {"script": f"/scripts/{job_id}", "scenes": f"/scenes/{scene_id}"}.get(gate)
    if gate == "images":
        scene = next(scene for scene in job["scenes"] if scene["id"] == scene_id)
        what = f"/images/{scene['images'][-1]['id']}"
    before = review["opened_at"], len(job["reviews"]), job["rev"]
    if reject:
        proof.api.does("POST", f"{what}/reject", {"reason": "more light"})
    else:
        proof.api.does("POST", f"{what}/approve")
    proof.api.until(job_id, lambda found: found["rev"] > before[2] or found["status"] in OVER, "further than the gate")
