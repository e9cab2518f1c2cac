"""Running a program and noting what it took: CPU seconds of it and all its children, peak memory of the whole tree."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Cost:
    """CPU seconds (user and system), wall seconds, peak memory in MB."""

    cpu: float
    wall: float
    memory: float


def cost_of(command: Sequence[str], **options: str) -> tuple[Cost, str]:
    """Run to the end; its cost and what it printed. Raises when it fails."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload]
    peak = _Peak(process.pid)
    peak.start()
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    peak.ended.set()
    peak.join()
    if process.returncode:
        raise RuntimeError(f"{command[:3]} ended with code {process.returncode}: {printed[-500:]}")
    return Cost(usage.ru_utime + usage.ru_stime, time.monotonic() - start, peak.megabytes), printed


class _Peak(threading.Thread):
    """Adds up the resident memory of a process tree twenty times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.megabytes, self.ended = pid, 0.0, threading.Event()

    def run(self) -> None:
        while not self.ended.wait(0.05):
            self.megabytes = max(self.megabytes, _tree_memory(self.pid) / 1e6)


def _tree_memory(pid: int) -> int:
    try:
        own = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        others = [task for task in Path(f"/proc/{pid}/task").iterdir() if task.name != str(pid)]
        for task in others:
            children += (task / "children").read_text().split()
    except (OSError, IndexError):
        return 0
    return own + sum(_tree_memory(int(child)) for child in children)
