"""What each function may do: the table from which its role, and what it is told in its environment, are made.

Actions are named without their service, which follows from what they are done to. A transaction over tables needs the
actions it is made of. Kept exact by `tests/infrastructure/test_permissions.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Target = Literal[
    "jobs",
    "jobs/UserJobsIndex",
    "jobs/UserStatusIndex",
    "jobs/OpenJobsIndex",
    "usage",
    "slots",
    "projects",
    "projects/UserProjectsIndex",
    "user-assets",
    "brands",
    "idempotency",
    "assets",
    "assets/users/*",
    "assets/assets/*",
    "assets/offline/*",
    "workflow",
    "executions",
    "people",
    "webhooks",
    "openai-api-key",
    "replicate-api-key",
    "webhook-signing-key",
    "video-signing-key",
]
FunctionPermissions = Mapping[Target, frozenset[str]]


def _needs(*parts: FunctionPermissions) -> FunctionPermissions:
    """The union of several needs."""
    merged: dict[Target, frozenset[str]] = {}
    for part in parts:
        for target, actions in part.items():
            merged[target] = merged.get(target, frozenset()) | actions
    return merged


def _on(target: Target, *actions: str) -> FunctionPermissions:
    return {target: frozenset(actions)}


_RECORD = _on("jobs", "GetItem", "UpdateItem")
_MONEY = _needs(_RECORD, _on("usage", "UpdateItem"))
_VENDOR_LIMITS = _on("slots", "GetItem", "UpdateItem", "DeleteItem", "Query")
_BUYS = _needs(_MONEY, _on("usage", "GetItem", "ConditionCheckItem"), _VENDOR_LIMITS)
"""A reservation reads limits and API key, and checks in its transaction that they are still the same.

An order takes its turn and its permit within the limits of its vendor, and gives the permit back.
"""

_LATENCIES = _on("usage", "GetItem")
"""When a prediction is worth a first poll."""

_FILMING_VENDOR = _on("replicate-api-key", "GetSecretValue")
"""Clips and music are made by one vendor; `omnigen/providers/live.py` says by whom."""

_VENDORS = _needs(_on("openai-api-key", "GetSecretValue"), _FILMING_VENDOR)
"""Words, pictures and voices come from either."""

_READS_FILES = _needs(_on("assets/users/*", "GetObject"), _on("assets", "ListBucket"))
"""Listing is what makes S3 answer 404 for a file that is not there; without it the answer is 403."""

_WRITES_FILES = _on("assets/users/*", "PutObject")
_QUEUES = _needs(
    _on("slots", "GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query"),
    _on("executions", "DescribeExecution"),
    _on("workflow", "SendTaskSuccess"),
)
"""Leaving a slot, as much as queuing for one, grants it to the next execution and checks that this one still runs."""

_PUBLISHES = _on("webhooks", "SendMessage")
_ENDS_RUNS = _needs(_MONEY, _QUEUES, _READS_FILES, _WRITES_FILES, _FILMING_VENDOR, _PUBLISHES)
"""Reconciles open purchases, which needs the permissions of the stages that made them."""

_ERASES_USERS = _needs(
    _on("jobs/UserJobsIndex", "Query"),
    _on("usage", "Query", "DeleteItem"),
    _on("projects", "DeleteItem"),
    _on("projects/UserProjectsIndex", "Query"),
    _on("brands", "Query", "DeleteItem"),
    _on("user-assets", "Query", "DeleteItem"),
    _on("executions", "StopExecution"),
    _on("assets", "ListBucketVersions"),
    _on("assets/users/*", "DeleteObjectVersion"),
    _on("assets/assets/*", "DeleteObjectVersion"),
    _on("people", "ListUsers", "AdminDeleteUser"),
)

_READS_SETTINGS = _on("usage", "GetItem")
"""What an operator has changed since the deployment; every function reads it when it starts."""

_OWN_NEEDS: Mapping[str, FunctionPermissions] = {
    "WriteScript": _needs(_BUYS, _READS_FILES, _VENDORS, _PUBLISHES),
    "CutOutProduct": _needs(
        _RECORD, _on("user-assets", "GetItem"), _READS_FILES, _WRITES_FILES, _on("assets/assets/*", "GetObject")
    ),
    "PlanStoryboard": _needs(_BUYS, _READS_FILES, _VENDORS, _PUBLISHES),
    "OpenReview": _needs(_BUYS, _READS_FILES, _WRITES_FILES, _QUEUES, _VENDORS, _PUBLISHES),
    "DrawImage": _needs(_BUYS, _READS_FILES, _WRITES_FILES, _VENDORS),
    "AcquireSlot": _needs(_on("jobs", "GetItem"), _QUEUES),
    "Narrate": _needs(_BUYS, _READS_FILES, _WRITES_FILES, _VENDORS),
    "StartMusic": _needs(_BUYS, _LATENCIES, _READS_FILES, _FILMING_VENDOR),
    "CheckMusic": _needs(_BUYS, _LATENCIES, _WRITES_FILES, _FILMING_VENDOR),
    "StartClip": _needs(_BUYS, _LATENCIES, _READS_FILES, _FILMING_VENDOR),
    "CheckClip": _needs(_BUYS, _LATENCIES, _READS_FILES, _WRITES_FILES, _FILMING_VENDOR),
    "CompleteJob": _needs(_RECORD, _READS_FILES, _PUBLISHES),
    "FailJob": _needs(_RECORD, _PUBLISHES),
    "ExecutionEnded": _needs(_ENDS_RUNS, _on("jobs", "DeleteItem")),
    "RecordExpired": _needs(_on("assets", "ListBucketVersions"), _on("assets/users/*", "DeleteObjectVersion")),
    "Sweep": _needs(
        _ENDS_RUNS,
        _on("jobs", "Scan", "DeleteItem"),
        _on("slots", "Scan"),
        _on("jobs/OpenJobsIndex", "Query"),
        _on("workflow", "StartExecution"),
        _on("assets/users/*", "DeleteObject"),
        _ERASES_USERS,
        _VENDORS,
    ),
    "DeliverWebhook": _needs(
        _RECORD, _on("usage", "GetItem", "UpdateItem"), _on("webhook-signing-key", "GetSecretValue")
    ),
    "Authorizer": _on("usage", "GetItem"),
    "Api": _needs(
        _BUYS,
        _on("jobs", "PutItem", "DeleteItem", "ConditionCheckItem"),
        _on("jobs/UserJobsIndex", "Query"),
        _on("usage", "BatchGetItem", "DeleteItem"),
        _on("jobs/UserStatusIndex", "Query"),
        _on("projects", "GetItem", "PutItem", "DeleteItem"),
        _on("projects/UserProjectsIndex", "Query"),
        _on("brands", "GetItem", "PutItem", "DeleteItem", "Query"),
        _on("user-assets", "GetItem", "PutItem", "DeleteItem", "Query"),
        _on("idempotency", "GetItem", "PutItem"),
        _QUEUES,
        _on("workflow", "StartExecution"),
        _on("executions", "StopExecution"),
        _READS_FILES,
        _WRITES_FILES,
        _on("assets/users/*", "PutObjectTagging"),
        _on("assets/assets/*", "GetObject", "PutObject", "DeleteObject"),
        _VENDORS,
        _on("webhook-signing-key", "GetSecretValue"),
        _PUBLISHES,
    ),
}

FUNCTION_NEEDS = {name: _needs(own, _READS_SETTINGS) for name, own in _OWN_NEEDS.items()}

_VENDOR_KEYS: tuple[Target, ...] = ("openai-api-key", "replicate-api-key")
_OFFLINE_VENDOR = _needs(_on("assets/offline/*", "GetObject", "PutObject"), _on("assets", "ListBucket"))
"""The order log of the offline vendor, which lies in the bucket."""


def needs_of(function: str, *, offline: bool) -> FunctionPermissions:
    """The needs of a function; with offline providers, the order log in place of the vendors' keys."""
    needs = FUNCTION_NEEDS[function]
    if not offline or not any(key in needs for key in _VENDOR_KEYS):
        return needs
    return _needs({target: needs[target] for target in needs if target not in _VENDOR_KEYS}, _OFFLINE_VENDOR)


COMPOSE_NEEDS: FunctionPermissions = _needs(
    _RECORD,
    _READS_SETTINGS,
    _READS_FILES,
    _WRITES_FILES,
    _on("assets/users/*", "AbortMultipartUpload"),
    _on("video-signing-key", "GetPublicKey", "Sign"),
)

_SERVICES: Mapping[str, str] = {
    "assets": "s3",
    "workflow": "states",
    "executions": "states",
    "people": "cognito-idp",
    "webhooks": "sqs",
    "openai-api-key": "secretsmanager",
    "replicate-api-key": "secretsmanager",
    "webhook-signing-key": "secretsmanager",
    "video-signing-key": "kms",
}


def actions(target: Target, needs: FunctionPermissions) -> list[str]:
    """The IAM actions on a target, e.g. `dynamodb:GetItem`."""
    service = _SERVICES.get(target.partition("/")[0], "dynamodb")
    return sorted(f"{service}:{action}" for action in needs[target])
