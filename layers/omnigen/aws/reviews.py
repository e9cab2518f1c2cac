"""Review gates on the job record: opened with a task token, decided once, answered to the state machine."""

from __future__ import annotations

from dataclasses import dataclass

from omnigen.aws.dynamodb import Update
from omnigen.aws.job_records import ConditionFalse
from omnigen.aws.jobs import Jobs
from omnigen.aws.workflow import TokenGone, WorkflowClient
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import ApprovalStatus, Decision, Job, JobStatus, PendingReview
from omnigen.domain.messages import ReviewRef
from omnigen.domain.next_actions import possible_now
from omnigen.domain.review import artifact_hash, decision_for, review_id, verdict
from omnigen.domain.webhook import pending_event
from omnigen.errors import AlreadyDecided, Conflict, StaleRun


@dataclass(frozen=True)
class Reviews:
    """Open reviews and decisions."""

    jobs: Jobs
    workflow: WorkflowClient

    def open(self, job: Job, ref: ReviewRef, *, reason: str = "", proposal: str = "") -> Job:
        """Keep a task token until a decision is made; a retry replaces the token. StaleRun if the run is over."""
        name = review_id(ref.gate, ref.scene_id)
        review = PendingReview(
            gate=ref.gate,
            run=ref.run,
            artifact_hash=artifact_hash(job, ref.gate, ref.scene_id),
            token=ref.task_token,
            opened_at=self.jobs.now(),
            scene_id=ref.scene_id,
            reason=reason,
            proposal=proposal,
        )
        update = Update().set(f"reviews.{name}", review)
        if name not in job.reviews:
            update.add("open_reviews", 1)
        update.set_to_next(f"pending_events.{pending_event(JobStatus.AWAITING_REVIEW, ref.run, name)}", "rev")
        return self._write_in_run(job.job_id, ref.run, update)

    def decide(self, job: Job, gate: Gate, scene_id: str | None, decision: ApprovalStatus, reason: str, by: str) -> Job:
        """Record a decision about the current artifact and answer the state machine.

        Conflict when no review is open or another decision was first.
        """
        name = review_id(gate, scene_id)
        review = job.reviews.get(name)
        about = f"{gate} of scene {job.scene(scene_id).number}" if scene_id else str(gate)
        earlier = decision_for(job, gate, scene_id)
        if earlier:
            raise AlreadyDecided(
                f"Nothing waits for a decision about {about}: somebody has {earlier.decision} it already"
            )
        if review is None or review.run != job.run:
            raise Conflict(f"Nothing waits for a decision about {about}. {possible_now(job)}")
        shown = artifact_hash(job, gate, scene_id)
        made = Decision(
            gate=gate,
            artifact_hash=shown,
            decision=decision,
            decided_at=self.jobs.now(),
            decided_by=by,
            scene_id=scene_id,
            reason=reason,
        )
        place = f"decisions.{name}"
        update = Update().set(place, made)
        for path, value in verdict(job, gate, scene_id, decision, reason).items():
            update.set(path, value)
        update.when(f"<reviews.{name}.token> = :token AND <run> = :run", token=review.token, run=job.run)
        update.when(f"attribute_not_exists(<{place}>) OR <{place}.artifact_hash> <> :shown", shown=shown)
        try:
            decided = self.jobs.write(job.job_id, update)
        except ConditionFalse as error:
            raise AlreadyDecided(f"Somebody else has just decided about {about}; look at it again") from error
        return self.answer(decided, review, made)

    def answer(self, job: Job, review: PendingReview, decision: Decision) -> Job:
        """Answer the state machine and close the gate. The sweep repeats it after a failure between the two."""
        try:
            self.workflow.succeed(review.token, {"decision": decision.decision, "reason": decision.reason})
        except TokenGone:
            pass  # a retry has opened, or will open, the gate with a new token and finds the decision on the record
        name = review_id(review.gate, review.scene_id)
        update = Update().remove(f"reviews.{name}").add("open_reviews", -1)
        update.when(f"<reviews.{name}.token> = :token", token=review.token)
        if {known.token for known in job.open_reviews} <= {review.token}:  # the job goes on: no other review is open
            update.set_to_next(f"pending_events.{pending_event(JobStatus.PROCESSING, job.run, name)}", "rev")
        try:
            return self.jobs.write(job.job_id, update)
        except ConditionFalse:
            return self.jobs.get(job.job_id)

    def withdraw(self, job: Job, gate: Gate, scene_id: str | None) -> Job:
        """Remove a decision, because a vendor refused what was approved."""
        return self.jobs.write(job.job_id, Update().remove(f"decisions.{review_id(gate, scene_id)}"))

    def _write_in_run(self, job_id: str, run: int, update: Update) -> Job:
        try:
            return self.jobs.write(job_id, update.when_current_run(run))
        except ConditionFalse as error:
            raise StaleRun(f"Run {run} of the job {job_id!r} is over") from error
