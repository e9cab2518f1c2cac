"""Failures on demand, so that tests and demonstrations can show what failure looks like.

`OMNIGEN_OFFLINE_FAULTS` holds rules parted by commas, each `kind:failure` with options behind further colons:

    clip:PolicyBlocked:s02              the clip of scene 2 is refused, once
    image:ProviderThrottled:x2          the first two pictures are throttled
    clip:ProviderUnavailable:check:xN   predictions end in that failure, every time
    speech:Crash                        the process dies after the order was placed, before its answer
    music:UnknownOutcome                the order is placed, its answer is lost

`failure` is the name of a ProviderError, or `Crash`. `start` (the default) strikes when the order is placed, `check`
when a prediction is looked at; `sNN` picks a scene; a model's id, the orders given to it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from omnigen.domain.purchase import PurchaseKind
from omnigen.errors import ConfigError, PolicyBlocked, ProviderError, by_code
from omnigen.providers.offline.order_log import OrderLog
from omnigen.providers.offline.stored_order_log import StoredOrderLog

CRASH_STATUS = 86

_WORDS = {
    "ProviderThrottled": "The offline vendor was told to be throttled",
    "ProviderUnavailable": "The offline vendor was told to be unavailable",
    "ModelGone": "The offline model was told to be gone",
    "PolicyBlocked": "The offline vendor was told to refuse this: flagged as sensitive",
    "BadInput": "The offline vendor was told to call the request malformed",
    "ConfigError": "The offline vendor was told to find the key wrong",
    "BadOutput": "The offline vendor was told to answer nonsense",
    "UnknownOutcome": "The offline vendor was told to take the order and lose the answer",
}


@dataclass(frozen=True)
class Fault:
    """One rule. `times` None is every time."""

    text: str
    kind: PurchaseKind
    failure: str
    at: str = "start"
    scene: str = ""
    model: str = ""
    times: int | None = 1

    def concerns(self, kind: str, at: str, order_id: str, model: str) -> bool:
        """Whether this rule is about that order at that moment."""
        scene = not self.scene or f"-{self.scene}-" in order_id
        return self.kind == kind and self.at == at and scene and self.model in {"", model}

    @property
    def error(self) -> ProviderError:
        """The failure itself."""
        kind = by_code(self.failure)
        hint = ". Change the wording of the scene" if kind is PolicyBlocked else ""
        error = kind(_WORDS[self.failure] + hint)
        assert isinstance(error, ProviderError)
        return error


def parse(text: str) -> tuple[Fault, ...]:
    """The rules in a setting; ConfigError says which one cannot be read."""
    return tuple(_rule(part.strip()) for part in text.split(",") if part.strip())


def due(
    faults: tuple[Fault, ...], order_log: OrderLog | StoredOrderLog, *, kind: str, at: str, order_id: str, model: str
) -> Fault | None:
    """The first rule that applies now; its use is logged."""
    for fault in faults:
        if fault.concerns(kind, at, order_id, model) and order_log.use_fault(fault.text, fault.times):
            return fault
    return None


def crash() -> None:
    """Die as a killed process dies: at once, with nothing cleaned up."""
    os._exit(CRASH_STATUS)


def _rule(text: str) -> Fault:
    kind, _, rest = text.partition(":")
    failure, *options = rest.split(":")
    if kind not in list(PurchaseKind) or failure not in {*_WORDS, "Crash"}:
        raise ConfigError(
            f"OMNIGEN_OFFLINE_FAULTS: {text!r} should be kind:failure, with kind one of {', '.join(PurchaseKind)} "
            f"and failure one of {', '.join(_WORDS)} or Crash"
        )
    found: dict[str, object] = {}
    for option in options:
        if option in {"start", "check"}:
            found["at"] = option
        elif re.fullmatch(r"s\d\d", option):
            found["scene"] = option
        elif times := re.fullmatch(r"x(\d+|N)", option):
            found["times"] = None if times[1] == "N" else int(times[1])
        else:
            found["model"] = option
    return Fault(text, PurchaseKind(kind), failure, **found)  # type: ignore[arg-type]
