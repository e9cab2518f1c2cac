"""What could not be counted on a laptop and is assumed instead, each with a reason. The page prints this list."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Assumption:
    """A figure, and why it is this one."""

    value: Decimal
    unit: str
    why: str


WRITER_SECONDS = Assumption(Decimal(15), "s", "a language model's answer, waited for by WriteScript and PlanStoryboard")
VOICE_SECONDS = Assumption(Decimal(3), "s per scene", "a recording, waited for by Narrate")
PICTURE_SECONDS = Assumption(Decimal(20), "s per still", "a picture, waited for by DrawImage")
POLLS = Assumption(
    Decimal(5), "polls", "at each prediction: the first after half of its usual time or the fastest tenth"
)
WATCHED_SECONDS = Assumption(Decimal(600), "s", "one page watches the job by short requests")
WATCH_INTERVAL_SECONDS = Assumption(
    Decimal(3), "s", "between two of them: 1 s after a change, up to 5 s while nothing changes"
)
WATCH_REQUEST_SECONDS = Assumption(Decimal("0.04"), "s", "the API's function reads the record and answers 304")
WATCH_READ_UNITS = Assumption(Decimal(8), "read units", "a record of 30 kB, read consistently")
TASK_START_SECONDS = Assumption(Decimal(60), "s", "Fargate fetches the image and starts; billed from the fetching on")
CLIP_SECONDS = Assumption(
    Decimal(80), "s per clip", "a container that starts with the clips waits for one after another"
)
SWEEP_READ_UNITS = Assumption(
    Decimal(10), "read units", "a sweep of tables with few records; it grows with the records"
)
POLLS_PER_MINUTE = Assumption(Decimal(15), "requests a minute", "Lambda's five pollers of an empty queue, 20 s each")
IMAGE_GB = Assumption(Decimal("0.4"), "GB", "the composition's image, compressed; it was never built")
IDLE_METRICS = Assumption(Decimal(1), "custom metric", "the sweep reports the longest wait; jobs add up to a dozen")
ADDRESSES = Assumption(Decimal(2), "addresses", "of a load balancer in two zones")
DATABASE_GB = Assumption(Decimal(20), "GB", "the smallest gp3 volume of a database")
