"""Exit codes of the command line; the README documents them."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    FAILED = 1
    """The job failed, or the host could not do it; the reason is on stderr."""

    USAGE = 2
    """The request was wrong; nothing was started."""

    WAITING = 3
    """The job waits for a person: `omnigen review JOB`."""

    UNFINISHED = 4
    """The job is still running elsewhere, or was cancelled or rejected."""

    CANCELLED = 130
    """Interrupted with Ctrl-C, SIGTERM or SIGHUP; the job was cancelled."""
