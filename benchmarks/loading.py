"""What functions load, and what script and storyboard of a product take: each in an interpreter of its own.

Seconds are of CPU, which other programs on the machine do not stretch. Memory is read from /proc: `getrusage` would
report that of the parent, from which a process is forked.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from omnigen.domain.brief import Brief, Product
from omnigen.domain.brief_options import StopAt
from omnigen.domain.ids import new_job_id
from omnigen.domain.job import JobStatus, new_job
from omnigen.runtime.context import open_context
from omnigen.settings import read
from ulid import ULID

from local.emulator.cloud import LocalCloud
from local.emulator.environment import process_environment

_TRIES = 3
_PROGRAM = """
import sys, time
started = time.process_time()
{}
seconds = time.process_time() - started
most = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
sys.stderr.write(f"{{seconds}} {{int(most) / 1024}}")
"""
_IMPORTS = {
    "an empty interpreter": "pass",
    "import boto3": "import boto3",
    "the API": "import functions.api.handler",
    "WriteScript": "import functions.write_script",
    "PlanStoryboard": "import functions.plan_storyboard",
    "WriteScript and OpenAI's library, which it imports at its first call": "import functions.write_script, openai",
}
_WORK = """
from functions.write_script import handler as write
from functions.plan_storyboard import handler as plan
started = time.process_time()
write({{"job_id": "{job_id}", "run": 1}}, None)
plan({{"job_id": "{job_id}", "run": 1}}, None)
"""


def loading(cloud: LocalCloud, settings: Mapping[str, str]) -> str:
    """The rows of the table."""
    rows = [_row(f"load {name}" if name[0].isupper() or name == "the API" else name, _fastest(program))
            for name, program in _IMPORTS.items()]  # fmt: skip
    work = min(_written(cloud, settings) for _ in range(_TRIES))
    rows.append(_row("script and storyboard for 30 s from a product, offline writer, both functions in one", work))
    return "\n".join(rows)


def _row(name: str, cost: tuple[float, float]) -> str:
    return f"| {name} | {cost[0]:.2f} | {cost[1]:.0f} |"


def _fastest(program: str) -> tuple[float, float]:
    return min(_run(program, os.environ) for _ in range(_TRIES))


def _run(program: str, environment: Mapping[str, str]) -> tuple[float, float]:
    """CPU seconds and the most megabytes."""
    command = [sys.executable, "-c", _PROGRAM.format(program)]
    said = subprocess.run(command, env=dict(environment), capture_output=True, text=True, check=True)
    seconds, megabytes = said.stderr.split()[-2:]
    return float(seconds), float(megabytes)


def _written(cloud: LocalCloud, settings: Mapping[str, str]) -> tuple[float, float]:
    product = Product(name="Aqua One", description="A steel bottle that keeps drinks cold for a day")
    brief = Brief(product=product, duration=30, stop_at=StopAt.SCRIPT)
    environment = {**os.environ, **settings, **cloud.environment}
    with process_environment(environment):
        job = new_job(job_id=new_job_id(ULID()), user_id="bench", brief=brief, now=1_800_000_000, draft=False)
        open_context(read(cloud.environment)).aws.jobs.create(
            job.model_copy(update={"status": JobStatus.PROCESSING, "run": 1})
        )
    return _run(_WORK.format(job_id=job.job_id), environment)
