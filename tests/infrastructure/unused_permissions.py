"""Rights that the rehearsed jobs do not use, each with the reason why it is there all the same."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Unused:
    """Regular expressions for callers, actions and resources, and why they are allowed."""

    caller: str
    action: str
    resource: str
    reason: str

    def covers(self, caller: str, action: str, resource: str) -> bool:
        """Whether this is about that right."""
        pairs = ((self.caller, caller), (self.action, action), (self.resource, resource))
        return all(re.fullmatch(pattern, text) for pattern, text in pairs)


_TABLE = r"arn:aws:dynamodb:.*:table/omnigen-dev-"

REASONS: tuple[Unused, ...] = (
    Unused(r"\w+", r"(logs|xray):\w+", r".*", "Lambda's runtime calls these, not the function"),
    Unused(
        r"RecordExpired",
        r"dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)",
        r".*/stream/.*",
        "Lambda reads the stream with the function's role",
    ),
    Unused(
        r"DeliverWebhook",
        r"sqs:(ReceiveMessage|DeleteMessage|ChangeMessageVisibility|GetQueueAttributes|GetQueueUrl)",
        r".*:app-mailwebhooks\w+",
        "Lambda reads the queue with the function's role",
    ),
    Unused(
        r"ExecutionEnded|RecordExpired",
        r"sqs:(SendMessage|GetQueueAttributes|GetQueueUrl)",
        r".*:app-maildeadletters\w+",
        "Lambda puts there, with the function's role, what the function could not handle",
    ),
    Unused(
        r"\w+",
        r"secretsmanager:GetSecretValue",
        r".*-api-key-.*",
        "vendors' keys are read when providers are live; the rehearsal spends no money",
    ),
    Unused(
        r"\w+",
        r"s3:ListBucket",
        r".*",
        "makes S3 answer 404 for a file that is gone; without it the answer is 403",
    ),
    Unused(r"compose", r"s3:AbortMultipartUpload", r".*", "only when the upload of a large file fails half-way"),
    Unused(
        r"OpenReview",
        r"(dynamodb|states):(DeleteItem|UpdateItem|DescribeExecution|SendTaskSuccess)",
        r".*",
        "a scene reviewed again, after its clip was refused, gives back the slot its run holds, and the next in line "
        "is let in; a gate that was decided before answers at once",
    ),
    Unused(
        r"AcquireSlot",
        r"states:DescribeExecution|dynamodb:UpdateItem",
        r".*:execution:.*|.*-jobs",
        "a waiter whose token is dead is looked at; a run that begins at this state becomes `processing` here",
    ),
    Unused(r"FailJob", r"dynamodb:GetItem", _TABLE + r"jobs", "the composition's own error, if it left one"),
    Unused(
        r"ExecutionEnded|Sweep|Api",
        r"\w+:(GetItem|UpdateItem|DeleteItem|DescribeExecution|SendTaskSuccess|GetObject|PutObject|SendMessage"
        r"|StartExecution)",
        r".*-(jobs|usage|slots)|.*:(stateMachine|execution):.*|.*/users/\*|.*:app-mailwebhooks\w+",
        "runs that end badly: the record is closed, vendors' goods are collected or cancelled and paid for, the slot "
        "is given to the next in line, the user's server is told. Sound runs leave nothing of this to do",
    ),
    Unused(
        r"PlanStoryboard",
        r"sqs:SendMessage",
        r".*:app-mailwebhooks\w+",
        "tells that a script is ready, in jobs that stop there",
    ),
    Unused(
        r"DeliverWebhook",
        r"(dynamodb:(GetItem|UpdateItem)|secretsmanager:GetSecretValue)",
        r".*-jobs|.*webhook-signing-key-.*",
        "posts to servers on the internet; its own tests drive it",
    ),
    Unused(
        r"Api",
        r"dynamodb:(GetItem|PutItem|UpdateItem|DeleteItem|Query)",
        _TABLE + r"(jobs|jobs/index/\w+|usage|projects|projects/index/\w+|idempotency)",
        "lists, projects, deletion and idempotency keys are driven over HTTP by the API's own suite",
    ),
)
