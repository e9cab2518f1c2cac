"""Settings that an operator changes while the program runs: they are read from the usage table within a minute."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from omnigen.errors import ConfigError, InvalidRequest
from omnigen.providers.model_registry import models_for
from omnigen.providers.vendor_limits import check_limits
from omnigen.runtime.context import AppContext, open_context
from omnigen.settings import Capability, Settings, read

CHANGEABLE = (
    *(f"OMNIGEN_{capability.upper()}_MODELS" for capability in get_args(Capability) if capability != "moderation"),
    "OMNIGEN_RENDER_SLOTS",
    "OMNIGEN_RENDER_SLOTS_PER_USER",
    "OMNIGEN_COMPOSITIONS",
    "OMNIGEN_JOBS_PER_USER",
    "OMNIGEN_JOBS_PER_DAY",
    "OMNIGEN_MONTHLY_USD",
    "OMNIGEN_UPLOADS_PER_DAY",
    "OMNIGEN_PROJECTS_PER_DAY",
    "OMNIGEN_REPLAYS_PER_DAY",
    "OMNIGEN_VENDOR_LIMITS",
    "OMNIGEN_CLIP_TIMEOUT_SECONDS",
    "OMNIGEN_MUSIC_TIMEOUT_SECONDS",
    "OMNIGEN_POLL_SECONDS",
)
"""What may be changed so; the rest says where things are, and is deployed."""

KEPT_SECONDS = 60
"""How long a process goes on with what it has read."""


@dataclass
class _ReadValues:
    """What a process has read, and when (monotonic seconds)."""

    values: Mapping[str, str] = field(default_factory=dict)
    read_at: float = float("-inf")


_known: dict[str, _ReadValues] = {}


def live_context(settings: Settings) -> AppContext:
    """The context for these settings with the operator's changes."""
    deployed = open_context(settings)
    known = _known.setdefault(settings.usage_table, _ReadValues())
    if time.monotonic() - known.read_at >= KEPT_SECONDS:
        known.values, known.read_at = deployed.aws.limits.read().settings, time.monotonic()
    return open_context(changed(settings, known.values)) if known.values else deployed


def forget() -> None:
    """Read them anew at the next call."""
    _known.clear()


def changed(settings: Settings, values: Mapping[str, str]) -> Settings:
    """These settings with other values for some; ConfigError for a wrong one."""
    before = {name.upper(): value for name, value in settings.model_dump().items()}
    allowed = {name: value for name, value in values.items() if name in CHANGEABLE}
    own = read(allowed | _required(before))
    return settings.model_copy(update={name.lower(): getattr(own, name.lower()) for name in allowed})


def check_settings(settings: Settings, values: Mapping[str, str]) -> None:
    """InvalidRequest for a setting that may not be changed so, or for a value that it cannot have."""
    for name, value in values.items():
        if name not in CHANGEABLE:
            raise InvalidRequest(f"{name} is set by a deployment; here {', '.join(CHANGEABLE)} can be", "settings")
        try:
            with_it = changed(settings, {name: value})
            for capability in get_args(Capability):
                models_for(capability, with_it)
            check_limits(with_it)
        except ConfigError as error:
            raise InvalidRequest(f"{name}: {error}", f"settings.{name}") from error


def _required(before: Mapping[str, object]) -> dict[str, str]:
    names = (name for name, known in Settings.model_fields.items() if known.is_required())
    return {name.upper(): str(before[name.upper()]) for name in names}
