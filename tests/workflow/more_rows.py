"""Further rows of the durability matrix: what strikes many states in one job, and what is told of its end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

BOUGHT_AT_ONCE = ("WriteScript", "PlanStoryboard", "DrawImage", "Narrate")
PREDICTED = ("StartMusic", "CheckMusic", "StartClip", "CheckClip")
STAGES = (*BOUGHT_AT_ONCE, *PREDICTED, "AcquireSlot", "AcquireComposition", "CompleteJob")
KEEPING = ("DrawImage", "Narrate", "CheckMusic", "CheckClip")

SUBMITTING = ("StartMusic", "StartClip")
"""They write in transactions only."""

WRITING = tuple(stage for stage in STAGES if stage not in SUBMITTING)

THROTTLED = {
    "reads": {("dynamodb.GetItem", 1): STAGES, ("s3.PutObject", 1): KEEPING},
    "writes": {("dynamodb.UpdateItem", 1): WRITING, ("sfn.SendTaskSuccess", 1): ("AcquireSlot", "AcquireComposition")},
    "money": {
        ("dynamodb.TransactWriteItems", 1): (*BOUGHT_AT_ONCE, *PREDICTED),
        ("dynamodb.TransactWriteItems", 2): (*BOUGHT_AT_ONCE, *SUBMITTING),
    },
}
"""For each job: at which call, the first or the second of its operation, AWS says no, and the states it strikes."""

CUTTING_OUT = (("dynamodb.GetItem", 1), ("s3.PutObject", 1), ("dynamodb.UpdateItem", 1))
"""At which call AWS says no while the product is cut out: before the cut-out is kept, and before it is written down."""

KILLS = {
    "script:Crash": "WriteScript",
    "storyboard:Crash": "PlanStoryboard",
    "image:Crash": "DrawImage",
    "speech:Crash": "Narrate",
    "music:Crash": "StartMusic",
    "clip:Crash": "StartClip",
    "music:Crash:check": "CheckMusic",
    "clip:Crash:check": "CheckClip",
}
"""Rules of the offline vendor that kill the worker: after an order was taken, before its answer; or at a poll."""

CANCELLED = (
    ("AwaitScriptReview", "at the gate"),
    ("AwaitSceneReview", "at the gate"),
    ("AwaitImageReview", "at the gate"),
    ("AwaitSpendReview", "at the gate"),
    ("AcquireSlot", "in the render queue"),
    ("StartClip", "between submitting and writing the id down"),
    ("CheckClip", "while the clip is being made"),
    ("AcquireComposition", "in the queue for composing"),
)
"""Where one job is cancelled, one after the other; each time it is resumed and goes on."""

ENDS = ("failed", "cancelled")
RESTARTED = (
    ("AwaitSpendReview", "parked at the gate"),
    ("AcquireSlot", "in the render queue"),
    ("CheckClip", "waiting for a clip that is paid"),
)


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    state: str
    fault: str
    ends: str
    then: str = ""


def lines() -> list[Line]:
    """In the order of the table."""
    return [*_throttled(), *_kills(), *_cancelled(), *_early(), *_events(), *_restarts(), *_lost()]


def _throttled() -> Iterator[Line]:
    for strikes in THROTTLED.values():
        for (operation, number), states in strikes.items():
            nth = {1: "first", 2: "second"}[number]
            for state in states:
                yield Line(state, f"{nth} {operation} throttled", "completed")
    for operation, _ in CUTTING_OUT:
        yield Line("CutOutProduct", f"first {operation} throttled", "completed")
    yield Line("CutOutProduct", "called twice, and by two at the same time", "completed", "one cut-out")


def _kills() -> Iterator[Line]:
    for rule, state in KILLS.items():
        when = "at a poll" if rule.endswith("check") else "after the vendor took the order"
        yield Line(state, f"worker killed {when}", "completed")


def _cancelled() -> Iterator[Line]:
    for state, where in CANCELLED:
        yield Line(state, f"cancelled {where}", "cancelled", "resumed, completed")
    yield Line("ComposeVideo", "cancelled while the task composes", "cancelled", "the task is stopped")


def _early() -> Iterator[Line]:
    """`test_composing_early.py`."""
    yield Line("ComposeEarly", "the container crashes while it waits", "completed", "composed by ComposeVideo")
    yield Line("ComposeEarly", "a clip is refused, its scene has a gate", "completed", "the next round waits again")
    yield Line("ComposeEarly", "a clip fails for good", "failed", "the task ends")
    yield Line("ComposeEarly", "cancelled while the task waits", "cancelled", "the task is stopped")


def _events() -> Iterator[Line]:
    for end in ENDS:
        yield Line("ExecutionEnded", f"event of a {end} run lost", end, "swept")
        yield Line("ExecutionEnded", f"event of a {end} run late, in its next run", "completed")
        yield Line("ExecutionEnded", f"event of a {end} run twice", "completed")
    yield Line("ExecutionEnded", "event of a completed run lost", "completed", "swept")
    yield Line("ExecutionEnded", "event of a completed run twice", "completed")
    yield Line("RecordExpired", "event twice", "files gone", "others stay")
    yield Line("RecordExpired", "event late, told again after a failure", "files gone", "others stay")


def _restarts() -> Iterator[Line]:
    for state, where in RESTARTED:
        yield Line(state, f"host stopped, job {where}", "completed", "taken up by the next host")


def _lost() -> Iterator[Line]:
    """`test_lost_answers.py`, `tests/integration/purchasing/test_deletion.py` and `test_pending_events.py`."""
    yield Line("DrawImage", "answers lost, every time, at a vendor that cannot be searched", "failed", "cap held")
    yield Line("StartClip", "job deleted between submitting and writing the id down", "deleted", "money released")
    yield Line("DrawImage", "job deleted before the answer arrives", "deleted", "answer booked first")
    yield Line("every change of status", "process killed between the change and its webhook", "told", "by the sweep")
