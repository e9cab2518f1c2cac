"""A real host on a small disk that others fill up while it works, and empty again. Needs the right to mount a tmpfs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.chaos.tally import Drill
from tests.conftest import SETTINGS

_DISK_MIB = 192
_PROGRAM = "from local.cli.commands import cli; cli()"
_PATIENCE_SECONDS = 90.0


def full_disk(drill: Drill) -> None:
    """Reads are answered, new work is refused in words, a cancellation is recorded; with room again the job goes on."""
    disk = drill.folder / "disk"
    with mounted(disk) as is_mounted:
        if not is_mounted:
            drill.counts["disks that could not be mounted here"] += 1
            return
        while drill.goes_on:
            with serving(disk / "data") as api:
                _round(drill, api, disk)


def _round(drill: Drill, api: httpx.Client, disk: Path) -> None:
    first, second = (_submitted(api) for _ in range(2))
    time.sleep(drill.chance.uniform(0.0, 4.0))
    filler = disk / "filler"
    fill(filler)
    drill.counts["disks filled"] += 1
    time.sleep(drill.chance.uniform(0.0, 3.0))
    for path in ("/jobs", f"/jobs/{first}", "/health"):
        answer = api.get(path)
        if answer.status_code != 200:
            drill.troubles.append(f"GET {path} on a full disk: {answer.status_code} {answer.text[:200]}")
    refused = api.post("/generate", json={"prompt": "One more", "duration": 6})
    if refused.status_code != 507 or "disk" not in refused.json()["detail"]:
        drill.troubles.append(f"POST /generate on a full disk: {refused.status_code} {refused.text[:200]}")
    cancelled = api.post(f"/jobs/{second}/cancel")
    state = api.get(f"/jobs/{second}").json()["status"]
    if not (cancelled.status_code == 200 and state == "cancelled") and state not in {"completed", "failed"}:
        drill.troubles.append(f"cancel on a full disk: {cancelled.status_code} {cancelled.text[:200]}, then {state}")
    filler.unlink()
    for job_id in (first, second):
        if _ended(api, job_id) in {"failed", "cancelled"}:
            api.post(f"/jobs/{job_id}/resume")
        ended = _ended(api, job_id)
        drill.counts["jobs"] += 1
        if ended != "completed":
            drill.troubles.append(f"{job_id} after room was made: {ended}")
        api.delete(f"/jobs/{job_id}")


def _submitted(api: httpx.Client) -> str:
    answer = api.post("/generate", json={"prompt": "An ad for a bottle", "duration": 6})
    answer.raise_for_status()
    return str(answer.json()["job_id"])


def _ended(api: httpx.Client, job_id: str) -> str:
    until = time.monotonic() + _PATIENCE_SECONDS
    while (status := api.get(f"/jobs/{job_id}").json()["status"]) in {"pending", "processing"}:
        if time.monotonic() > until:
            break
        time.sleep(0.3)
    return str(status)


def fill(filler: Path) -> None:
    """Write until nothing more fits."""
    with filler.open("wb", buffering=0) as file:
        for size in (2**20, 2**12):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


@contextmanager
def mounted(folder: Path) -> Iterator[bool]:
    """A tmpfs of its own size; False where it may not be mounted."""
    folder.mkdir()
    options = f"size={_DISK_MIB}m,mode=0700"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode != 0:
        yield False
        return
    try:
        yield True
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextmanager
def serving(data_dir: Path) -> Iterator[httpx.Client]:
    """`omnigen serve` on this folder, and a client of it."""
    command = [sys.executable, "-c", _PROGRAM, "--data-dir", str(data_dir), "serve", "--port", "0"]
    environment: dict[str, Any] = {**os.environ, **SETTINGS, "OMNIGEN_OFFLINE_PRICES": "imitated"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address, _, token = process.stdout.readline().strip().partition("/#token=")
            assert token, "the host did not start"
            headers = {"Authorization": f"Bearer {token}"}
            with httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=60) as client:
                yield client
        finally:
            process.terminate()
            process.wait(30)
