"""What one real job used, as `benchmarks/aws_use.py` counted it on the laptop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

FILE = Path(__file__).with_name("measured.json")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Calls(_Frozen):
    """How often a function was called, and for how long in all."""

    calls: int
    seconds: float


class MeasuredJob(_Frozen):
    """A 30 s video, from its brief to its delivery. `polls` is how often predictions were looked at."""

    scenes: int
    transitions: int
    polls: int
    calls: Mapping[str, Calls]
    compose_seconds: float
    writes: int
    write_units: int
    reads: int
    read_units: int
    puts: int
    gets: int
    stored_bytes: int
    video_bytes: int
    log_bytes: int


class MeasuredSweep(_Frozen):
    """One round of the sweep with nothing to repair."""

    seconds: float
    log_bytes: int


class Measured(_Frozen):
    """Everything that was counted, by road; `load` is the machine's load average at the end."""

    measured_on: date
    cpus: int
    load: float
    sweep: MeasuredSweep
    jobs: Mapping[str, MeasuredJob]


def read_measured() -> Measured:
    """The figures kept in the project."""
    return Measured.model_validate_json(FILE.read_text(encoding="utf-8"))
