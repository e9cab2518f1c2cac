"""Classify AWS errors worth retrying (throttling, 5xx, connections) after the SDK's own retries are exhausted."""

from __future__ import annotations

from boto3.exceptions import Boto3Error
from botocore.exceptions import ClientError, ConnectionError, HTTPClientError  # noqa: A004 - botocore's name

from omnigen.aws.dynamodb import error_code

_PASSING = frozenset(
    {
        "InternalError",
        "InternalServerError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestTimeout",
        "ServiceUnavailable",
        "SlowDown",
        "ThrottledException",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
"""Error codes of DynamoDB, S3, SQS and Step Functions (each service's API reference, "Common Errors")."""

_SERVER_ERROR = 500


def is_transient(error: BaseException) -> bool:
    """Whether the same call may well work a moment later, though the SDK's own retries are used up."""
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return error_code(error) in _PASSING or status >= _SERVER_ERROR
    if isinstance(error, Boto3Error):  # an upload or download in parts, which wraps what went wrong with one of them
        cause = error.__cause__ or error.__context__
        return cause is not None and is_transient(cause)
    return isinstance(error, HTTPClientError | ConnectionError)
