"""What finished jobs cost: start, memory, pages and commands of a host with 5,000 of them.

Run: python -m benchmarks.storage [jobs]. It prints a table, which docs/benchmarks/storage.md has from several runs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.job_folder import OMNIGEN, make_folder

_SETTLE_SECONDS = 12.0
"""After a start, until the expiry has run twice."""


def main(jobs: int) -> None:
    """Makes the folder, measures, prints."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "data"
        facts = make_folder(folder, jobs)
        _say(", ".join(f"{value:,} {name}" for name, value in facts.items()))
        _say(f"load average {os.getloadavg()[0]:.1f}")
        _row("jobs list, the first time in an old folder", _command(folder, "jobs", "list"))
        _row("jobs list", _command(folder, "jobs", "list"))
        _row("jobs list --status failed", _command(folder, "jobs", "list", "--status", "failed"))
        _measure_host(folder, "first")
        _measure_host(folder, "second")


def _measure_host(folder: Path, which: str) -> None:
    with _host(folder) as (process, ask, seconds):
        _row(f"{which} start", f"{seconds:.1f} s, {_cpu_seconds(process.pid):.1f} s of CPU in the host")
        time.sleep(_SETTLE_SECONDS)
        _row("memory of the host, and with all its processes", _memory(process.pid))
        page = ask("/jobs?limit=100")[0]
        _row("a page of 100", _times(process.pid, lambda: ask("/jobs?limit=100")))
        _row("a page of 20 by status", _times(process.pid, lambda: ask("/jobs?status=failed")))
        _row("a page of 100 by status", _times(process.pid, lambda: ask("/jobs?status=completed&limit=100")))
        _row("one job", _times(process.pid, lambda: ask(f"/jobs/{page['items'][7]['job_id']}")))
        begun = time.monotonic()
        cursor, pages = "", 0
        while cursor is not None:
            cursor = ask(f"/jobs?limit=100{f'&cursor={cursor}' if cursor else ''}")[0]["next_cursor"]
            pages += 1
        _row(f"all {pages} pages", f"{time.monotonic() - begun:.1f} s")
        _row("memory afterwards", _memory(process.pid))
        _row("host, CPU since its start", f"{_cpu_seconds(process.pid):.1f} s")


@contextmanager
def _host(folder: Path) -> Iterator[tuple[subprocess.Popen[str], Callable[[str], tuple[Any, float]], float]]:
    """A running host, how to ask it something, and how many seconds it took to start."""
    begun = time.monotonic()
    command = [str(part) for part in (OMNIGEN, "--data-dir", folder, "serve", "--port", "0")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            address, token = process.stdout.readline().strip().split("/#token=")
            seconds = time.monotonic() - begun

            def ask(path: str) -> tuple[Any, float]:
                sent = time.monotonic()
                request = urllib.request.Request(
                    f"{address}/api/v1{path}", headers={"Authorization": f"Bearer {token}"}
                )
                with urllib.request.urlopen(request, timeout=600) as answer:
                    return json.load(answer), time.monotonic() - sent

            yield process, ask, seconds
        finally:
            process.terminate()


def _command(folder: Path, *arguments: str) -> str:
    """How long a command takes."""
    begun, before = time.monotonic(), os.times()
    command = [str(part) for part in (OMNIGEN, "--data-dir", folder, *arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return f"{time.monotonic() - begun:.2f} s, {used:.2f} s of CPU"


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _times(pid: int, call: Callable[[], object], count: int = 20) -> str:
    """How long a request takes, and how much CPU the host and its workers use for it."""
    call()
    taken = []
    before = sum(map(_cpu_seconds, _tree(pid)))
    for _ in range(count):
        begun = time.monotonic()
        call()
        taken.append(time.monotonic() - begun)
    used = sum(map(_cpu_seconds, _tree(pid))) - before
    taken.sort()
    wall = f"{1000 * taken[count // 2]:.0f} ms, at most {1000 * taken[-1]:.0f} ms"
    return f"{1000 * used / count:.0f} ms of CPU; {wall}"


def _tree(pid: int) -> list[int]:
    """The process and its descendants."""
    pids = [pid]
    for found in pids:
        for children in Path(f"/proc/{found}/task").glob("*/children"):
            pids += [int(child) for child in children.read_text().split()]
    return pids


def _memory(pid: int) -> str:
    """MB resident in the host, and the proportional share of it with its children."""
    return f"{_smaps(pid, 'Rss') / 1000:.0f} MB, {sum(_smaps(one, 'Pss') for one in _tree(pid)) / 1000:.0f} MB"


def _smaps(pid: int, field: str) -> int:
    """KB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{field}:"))


def _row(name: str, figure: str) -> None:
    _say(f"| {name} | {figure} |")


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
