"""What a job record holds besides its brief, script and scenes: reviews, decisions, cuts, and why a run ended."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from omnigen.domain.brief_options import Gate
from omnigen.domain.record_size import ShortText
from omnigen.domain.scene import ApprovalStatus
from omnigen.domain.strict_model import Recorded


class PendingReview(Recorded):
    """A gate that waits for a person. `artifact_hash` is what they are shown; `token` answers the state machine."""

    gate: Gate
    run: int
    artifact_hash: str
    token: str
    opened_at: int
    scene_id: str | None = None
    reason: ShortText = ""
    proposal: str = ""


class Decision(Recorded):
    """A person's decision about the artifact with this hash."""

    gate: Gate
    artifact_hash: str
    decision: ApprovalStatus
    decided_at: int
    decided_by: str
    scene_id: str | None = None
    reason: str = ""


class Video(Recorded):
    """One finished cut. `unsigned_sha256` is the hash before its credentials were written into it."""

    id: str
    key: str
    status: ApprovalStatus
    created_at: int
    duration: Decimal
    frames: int
    width: int
    height: int
    bytes: int
    sha256: str | None = None
    loudness_lufs: Decimal | None = None
    true_peak_dbtp: Decimal | None = None
    captions: Mapping[str, str] = {}
    thumbnail_key: str = ""
    report_key: str = ""
    unsigned_sha256: str | None = None
    provenance_key: str = ""
    manifest_key: str = ""
    edit_hash: str = ""
    measured_key: str = ""
    """What was measured of it for the rules of ads for medicines; empty for other videos."""

    @property
    def signed(self) -> bool:
        """Whether content credentials are in it."""
        return bool(self.provenance_key)


class JobFailure(Recorded):
    """Why a run ended: the error's class name, the sentence for people, and where it happened."""

    code: str
    message: ShortText
    stage: str = ""
    scene_id: str | None = None


class ScriptMetadata(Recorded):
    """Which models wrote script and storyboard, by which version of our prompts, and the purchases they come from.

    `script_complaints` is what the rules still found wrong with the script after it was asked for once more.
    """

    script_model: str = ""
    script_prompt: str = ""
    script_order: str = ""
    script_complaints: tuple[str, ...] = ()
    storyboard_model: str = ""
    storyboard_prompt: str = ""
    storyboard_order: str = ""


class CompositionState(Recorded):
    """How far the rendering of the current run is: frames encoded of all, then the video or why there is none."""

    frames_done: int = 0
    frames_due: int = 0
    video: Video | None = None
    error: JobFailure | None = None
