"""The application context: everything a stage may use, built once for each process and set of settings."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from omnigen.providers.protocols import Providers
from omnigen.settings import Settings

if TYPE_CHECKING:
    from omnigen.aws.adapters import AwsAdapters

Clock = Callable[[], int]
"""The time in Unix seconds."""


def system_clock() -> int:
    """The machine's time in Unix seconds."""
    return int(time.time())


@dataclass(frozen=True)
class AppContext:
    """Settings, AWS adapters, providers and clock for stages, API and command line."""

    settings: Settings
    aws: AwsAdapters
    now: Clock = system_clock

    @cached_property
    def providers(self) -> Providers:
        """The live or the offline providers; their libraries are imported when first used."""
        if self.settings.omnigen_providers == "offline":
            from omnigen.providers.offline import offline_providers

            return offline_providers(self.settings, self.aws.objects)
        from omnigen.aws.secrets import Secrets
        from omnigen.providers.factory import live_providers

        return live_providers(self.settings, Secrets(self.settings).key)


@lru_cache(maxsize=8)
def open_context(settings: Settings) -> AppContext:
    """The context for these settings, cached. Only here is boto3 imported."""
    from omnigen.aws.adapters import connect

    return AppContext(settings, connect(settings, system_clock), system_clock)
