"""Who approved which file, and who accepts what a rule found: named people, with times in Unix seconds.

Approvals are a chain: each entry carries the hash of the one before, so that none can be changed unseen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from omnigen.domain.brief_texts import Line
from omnigen.domain.strict_model import Recorded

FIRST = "0" * 64
"""What the first entry has in place of the hash of an entry before it."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Waiver(Recorded):
    """A named person accepts what a rule found, and says why. It stays in the report.

    `video_id` is the cut that it is about.
    """

    rule_id: Line
    person: Line
    reason: Line
    at: int
    video_id: str = ""


class ApprovalEntry(Recorded):
    """Who approved which file when, in what role. `sha256` is the hash of the entry itself."""

    role: Line
    person: Line
    artifact_sha256: Sha256
    at: int
    previous: Sha256
    sha256: Sha256


def approval_after(
    entries: Sequence[ApprovalEntry], *, role: str, person: str, artifact_sha256: str, at: int
) -> ApprovalEntry:
    """The next entry of the chain."""
    previous = entries[-1].sha256 if entries else FIRST
    bare = ApprovalEntry(
        role=role, person=person, artifact_sha256=artifact_sha256, at=at, previous=previous, sha256=FIRST
    )
    return bare.model_copy(update={"sha256": entry_hash(bare)})


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
