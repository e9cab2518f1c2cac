"""Approvals in a chain: each entry carries the hash of the one before, so that none can be changed unseen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Annotated

from pydantic import AwareDatetime, Field

from omnigen.domain.brief_texts import Line
from omnigen.domain.strict_model import StrictModel

FIRST = "0" * 64
"""What the first entry has in place of the hash of an entry before it."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class ApprovalEntry(StrictModel):
    """Who approved which file when, in what role. `sha256` is the hash of the entry itself."""

    role: Line
    person: Line
    artifact_sha256: Sha256
    at: AwareDatetime
    previous: Sha256
    sha256: Sha256


def entry_hash(entry: ApprovalEntry) -> str:
    """The hash that an entry should have."""
    said = entry.model_dump(mode="json", exclude={"sha256"})
    return hashlib.sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def first_broken(entries: Sequence[ApprovalEntry]) -> int | None:
    """The number, from 0, of the first entry that was changed or does not follow on the one before; None if none."""
    previous = FIRST
    for number, entry in enumerate(entries):
        if entry.previous != previous or entry.sha256 != entry_hash(entry):
            return number
        previous = entry.sha256
    return None
