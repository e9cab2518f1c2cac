"""Options of a local cloud."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from omnigen.deployment.resources import COMPOSE_CONTAINER, COMPOSE_MODULE, FUNCTIONS, TABLES, Function, Table

from local.emulator.events.eventbridge import Route, arrive_at_once
from local.emulator.events.sqs_poller import WEBHOOK_DELIVERIES
from local.emulator.lambda_.host import Handler
from local.emulator.moto_patches import PATCHES


@dataclass(eq=False)
class CloudOptions:
    """With `executor="threads"` handlers run in this process: for tests."""

    data_dir: Path
    environment: Mapping[str, str] = field(kw_only=True)
    """Given: settings for the functions. Once started: all that a stage, the CLI or a test needs to use the cloud."""

    port: int = field(default=0, kw_only=True)
    executor: Literal["processes", "threads"] = field(default="processes", kw_only=True)
    handlers: Mapping[str, Handler] = field(default_factory=dict, kw_only=True)
    """With threads: what runs in place of a function, by its name in the deployment resources."""

    functions: Sequence[Function] = field(default=FUNCTIONS, kw_only=True)
    tables: Sequence[Table] = field(default=TABLES, kw_only=True)
    definition: str | None = field(default=None, kw_only=True)
    """Text of the state machine, if not the program's own."""

    programs: Mapping[str, str] = field(default_factory=lambda: {COMPOSE_CONTAINER: COMPOSE_MODULE}, kw_only=True)
    """The module that each container runs."""

    workers: int = field(default=10 + WEBHOOK_DELIVERIES, kw_only=True)
    """How many functions may run at once: receivers that hang leave ten for the pipeline."""

    wait_scale: float = field(default=1.0, kw_only=True)
    """Factor for Wait states and retry intervals; tests set it low."""

    durable: bool = field(default=True, kw_only=True)
    """Whether a write is answered only when it is on the disk; tests, which survive no power cut, need not wait."""

    sweep_seconds: float = field(default=120.0, kw_only=True)
    route: Route = field(default=arrive_at_once, kw_only=True)
    """Loses, doubles or delays events."""

    patches: Sequence[str] = field(default=PATCHES, kw_only=True)
    """Which of moto's defects are mended; a test leaves one out to see whether it is still there."""
