"""The rows of the durability matrix: what goes wrong, where, and how the job must end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

End = Literal["completed", "failed", "cancelled"]

BUYING = (
    ("WriteScript", "script", "start"),
    ("PlanStoryboard", "storyboard", "start"),
    ("DrawImage", "image", "start"),
    ("Narrate", "speech", "start"),
    ("StartMusic", "music", "start"),
    ("CheckMusic", "music", "check"),
    ("StartClip", "clip", "start"),
    ("CheckClip", "clip", "check"),
)
"""State, kind of goods, and the moment at which the vendor fails."""

CLASSES = (
    "ProviderThrottled",
    "ProviderUnavailable",
    "ModelGone",
    "PolicyBlocked",
    "BadInput",
    "ConfigError",
    "BadOutput",
    "UnknownOutcome",
)
PASSING = frozenset({"ProviderThrottled", "ProviderUnavailable", "UnknownOutcome"})
REPAIRED = frozenset({"script", "storyboard"})

STATES = (
    "CutOutProduct",
    "WriteScript",
    "PlanStoryboard",
    "DrawImage",
    "AcquireSlot",
    "Narrate",
    "StartMusic",
    "CheckMusic",
    "StartClip",
    "CheckClip",
    "AcquireComposition",
    "CompleteJob",
)
HOST_FAULTS = ("Runtime.ExitError", "Sandbox.Timedout", "Lambda.TooManyRequestsException")
MODELS = {
    "script": "writer",
    "storyboard": "writer",
    "image": "illustrator",
    "speech": "narrator",
    "music": "musician",
    "clip": "filmmaker",
}


@dataclass(frozen=True)
class Row:
    """One case. `rule` is the vendor's fault; `host` and `moment` the fault of the machine around it."""

    state: str
    fault: str
    ends: End
    rule: str = ""
    host: str = ""
    moment: Literal["before", "after", ""] = ""
    fallback: str = ""

    @property
    def name(self) -> str:
        """How the case is called."""
        return f"{self.state}-{self.fault}".replace(" ", "-")


def rows() -> list[Row]:
    """The whole matrix."""
    return [*_vendor_rows(), *_fallback_rows(), *_host_rows(), *_cancel_rows()]


def _vendor_rows() -> Iterator[Row]:
    for state, kind, at in BUYING:
        for failure in CLASSES:
            if at == "check" and failure == "UnknownOutcome":
                continue  # a look that fails costs nothing: there is no outcome to be unknown
            passes = failure in PASSING or (failure == "BadOutput" and kind in REPAIRED)
            yield Row(
                state, f"vendor says {failure}", "completed" if passes else "failed", rule=f"{kind}:{failure}:{at}"
            )
        yield Row(
            state,
            "vendor is down for good",
            "failed",
            rule=f"{kind}:ProviderUnavailable:{at}:xN",
        )


def _fallback_rows() -> Iterator[Row]:
    for state, kind, at in BUYING:
        if at == "check":
            continue
        model = f"offline/{MODELS[kind]}"
        for fault, times in (("ModelGone", "xN"), ("ProviderUnavailable", "xN"), ("BadOutput", "xN")):
            if fault == "BadOutput" and kind in {"music", "clip"}:
                continue  # an order that is taken has no output yet
            rule = f"{kind}:{fault}:{times}:{model}"
            yield Row(state, f"first model {fault}", "completed", rule=rule, fallback=f"{model},{model}-2")


def _host_rows() -> Iterator[Row]:
    for state in STATES:
        for fault in HOST_FAULTS:
            yield Row(state, f"{fault} before work", "completed", host=fault, moment="before")
        for fault in HOST_FAULTS[:2]:
            yield Row(state, f"{fault} after work", "completed", host=fault, moment="after")


def _cancel_rows() -> Iterator[Row]:
    for state in STATES:
        yield Row(state, "cancelled before work", "cancelled", host="cancel", moment="before")
        if state != "CompleteJob":
            yield Row(state, "cancelled after work", "cancelled", host="cancel", moment="after")
