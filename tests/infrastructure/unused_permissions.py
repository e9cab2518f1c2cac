"""Rights that the rehearsed jobs do not use, each with the reason why it is there all the same."""

from __future__ import annotations

from dataclasses import dataclass

from tests.infrastructure.rehearsal import CALLERS


@dataclass(frozen=True)
class Unused:
    """Who has which rights without using them, and why."""

    callers: tuple[str, ...]
    actions: tuple[str, ...]
    reason: str
    at_times: bool = False
    """A job that is unlucky uses it: two writers meet, a caller is slow. Whether it was seen proves nothing."""

    def covers(self, caller: str, action: str) -> bool:
        """Whether this is about that right."""
        return caller in self.callers and action in self.actions


REASONS: tuple[Unused, ...] = (
    Unused(("compose",), ("kms:GetPublicKey", "kms:Sign"), "a rehearsal signs nothing: the emulator has no KMS"),
    Unused(
        tuple(caller for caller in CALLERS if caller != "compose"),
        ("logs:CreateLogStream", "logs:PutLogEvents", "xray:PutTraceSegments", "xray:PutTelemetryRecords"),
        "Lambda's runtime calls these, not the function",
    ),
    Unused(
        ("RecordExpired",),
        (
            "dynamodb:DescribeStream",
            "dynamodb:GetRecords",
            "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
        ),
        "Lambda reads the stream with the function's role",
    ),
    Unused(
        ("DeliverWebhook",),
        ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
        "Lambda reads the queue with the function's role",
    ),
    Unused(
        ("ExecutionEnded", "RecordExpired"),
        ("sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"),
        "Lambda puts into the dead letters, with the function's role, what the function could not handle",
    ),
    Unused(
        (
            *("WriteScript", "CutOutProduct", "PlanStoryboard", "OpenReview", "DrawImage", "Narrate", "StartMusic"),
            *("StartClip", "CheckClip", "CompleteJob", "ExecutionEnded"),
        ),
        ("s3:ListBucket",),
        "makes S3 answer 404 for a file that is gone, and the stage say so; without it the answer is 403",
    ),
    Unused(("CutOutProduct",), ("s3:GetObject",), "what was cut out before, when a job is resumed", at_times=True),
    Unused(("CompleteJob",), ("s3:GetObject",), "the label of a regulated ad, when its video is finished"),
    Unused(
        ("ExecutionEnded", "Sweep"),
        ("s3:GetObject",),
        "an order whose stage died before it had an answer is looked for at the vendor by its start frame",
        at_times=True,
    ),
    Unused(
        ("OpenReview", "AcquireSlot", "ExecutionEnded"),
        ("states:DescribeExecution",),
        "a waiter in line whose token is dead is looked at before its slot is freed",
        at_times=True,
    ),
    Unused(
        ("Sweep",),
        ("states:StartExecution",),
        "a job that was accepted and never started, a minute later",
        at_times=True,
    ),
    Unused(
        ("Sweep",),
        ("s3:DeleteObject",),
        "files that a stage wrote after its job was deleted, a day later",
    ),
    Unused(
        ("Sweep",),
        (
            "dynamodb:DeleteItem",
            "dynamodb:Query",
            "states:StopExecution",
            "s3:ListBucketVersions",
            "s3:DeleteObjectVersion",
            "cognito-idp:ListUsers",
            "cognito-idp:AdminDeleteUser",
        ),
        "a user has asked to be erased",
        at_times=True,
    ),
    Unused(
        ("OpenReview", "StartMusic", "CheckMusic", "StartClip", "CheckClip", "DrawImage", "Narrate", "Api"),
        ("dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query"),
        "turns and permits of vendors: taken when something is ordered again, given back when it comes to nothing",
        at_times=True,
    ),
    Unused(
        ("OpenReview", "AcquireSlot", "ExecutionEnded", "Sweep", "Api"),
        ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query"),
        "a slot that is given back goes to the next in the queue, if somebody waits",
        at_times=True,
    ),
    Unused(
        ("FailJob",),
        ("dynamodb:GetItem",),
        "the composition's own error, when it has crashed at every attempt; what a rival wrote, when the run is stale",
        at_times=True,
    ),
    Unused(
        ("CheckClip", "CheckMusic"),
        ("dynamodb:GetItem", "dynamodb:ConditionCheckItem"),
        "what failed is ordered again, and then its model's latencies say when to poll it",
        at_times=True,
    ),
    Unused(
        ("Api",),
        ("dynamodb:ConditionCheckItem",),
        "a user at the limit of running jobs: those that have ended are taken off the count, if they are over",
        at_times=True,
    ),
    Unused(("Api",), ("dynamodb:DeleteItem",), "a key is revoked; only people may, and the rehearsal comes with a key"),
    Unused(("compose",), ("s3:AbortMultipartUpload",), "only when the upload of a large file fails half-way"),
)
