"""Writes down every call that functions make to the emulated AWS, as IAM would see it: who, what, on which thing.

Callers are told apart by their access keys: each function's environment has one of its own. `counted` has how often.
"""

from __future__ import annotations

import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qs, unquote

from local.emulator.origin_guard import WsgiApp
from tests.infrastructure.templates import ACCOUNT, REGION

_CREDENTIAL = re.compile(r"Credential=([^/]+)/[^/]+/[^/]+/([^/]+)/")
_FORM_CREDENTIAL = re.compile(rb'name="x-amz-credential"\r\n\r\n([^/]+)/')
_FORM_KEY = re.compile(rb'name="key"\r\n\r\n(.+?)\r\n')
_HERE = f"{REGION}:{ACCOUNT}"


class Call(NamedTuple):
    """One permission that a call needed."""

    caller: str
    action: str
    resource: str


class Recorder:
    """A WSGI middleware. The calls of those in `callers`; the emulator's own are not written down."""

    def __init__(
        self,
        app: WsgiApp,
        callers: Iterable[str],
        machine_arn: str,
        is_addressed: Callable[[Mapping[str, Any]], bool],
    ) -> None:
        self._app = app
        self.is_addressed = is_addressed
        self._callers = frozenset(callers)
        self._machine_arn = machine_arn
        self.counted: Counter[Call] = Counter()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        caller, service = _signer(environ, body)
        if caller not in self._callers:
            return self._app(environ, start_response)
        needed = list(_s3(environ, body)) if service == "s3" else list(self._json(environ, service, body))
        self.counted.update(Call(caller, *need) for need in needed)

        def started(status: str, *rest: Any) -> Any:
            if service == "s3" and status.startswith("404"):  # without the right to list, S3 says 403 instead
                self.counted[Call(caller, "s3:ListBucket", f"arn:aws:s3:::{_bucket_and_key(environ)[0]}")] += 1
            return start_response(status, *rest)

        return self._app(environ, started)

    def _json(self, environ: Mapping[str, Any], service: str, body: bytes) -> Iterator[tuple[str, str]]:
        operation = environ["HTTP_X_AMZ_TARGET"].rpartition(".")[2]
        request = json.loads(body)
        if service == "dynamodb":
            yield from _dynamodb(operation, request)
        elif service == "states":
            yield (
                f"states:{operation}",
                request.get("executionArn") or request.get("stateMachineArn") or self._machine_arn,
            )
        elif service == "sqs":
            queue = request.get("QueueName") or request["QueueUrl"].rpartition("/")[2]
            yield f"sqs:{operation}", f"arn:aws:sqs:{_HERE}:{queue}"
        elif service == "secretsmanager":
            yield (
                f"secretsmanager:{operation}",
                f"arn:aws:secretsmanager:{_HERE}:secret:{request['SecretId']}-AbCdEf",
            )
        else:
            raise AssertionError(f"a call that nobody knows how to judge: {service} {operation}")


def _signer(environ: Mapping[str, Any], body: bytes) -> tuple[str, str]:
    """Whose key a request is signed with, and for which service: in its header, its query, or the fields of a form.

    What somebody does with a presigned address or form is done with the rights of the function that signed it.
    """
    told = environ.get("HTTP_AUTHORIZATION", "") + unquote(environ.get("QUERY_STRING", ""))
    if signed := _CREDENTIAL.search(told):
        return signed[1], signed[2]
    form = _FORM_CREDENTIAL.search(body) if "multipart/form-data" in environ.get("CONTENT_TYPE", "") else None
    return (form[1].decode(), "s3") if form else ("", "")


def _dynamodb(operation: str, request: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A transaction needs the rights of its parts, a batch its own on each table, a query those on its index."""
    if operation == "TransactWriteItems":
        for write in request["TransactItems"]:
            [(kind, part)] = write.items()
            action = "ConditionCheckItem" if kind == "ConditionCheck" else f"{kind}Item"
            yield f"dynamodb:{action}", _table_arn(part["TableName"])
        return
    if operation == "BatchGetItem":
        for name in request["RequestItems"]:
            yield f"dynamodb:{operation}", _table_arn(name)
        return
    index = f"/index/{request['IndexName']}" if "IndexName" in request else ""
    yield f"dynamodb:{operation}", _table_arn(request["TableName"]) + index


def _table_arn(name: str) -> str:
    return f"arn:aws:dynamodb:{_HERE}:table/{name}"


def _s3(environ: Mapping[str, Any], body: bytes) -> Iterator[tuple[str, str]]:
    """From "Required permissions for Amazon S3 API operations" in the S3 user guide."""
    bucket, key = _bucket_and_key(environ)
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    bucket_arn, method = f"arn:aws:s3:::{bucket}", environ["REQUEST_METHOD"]
    if method == "POST" and "delete" in query:
        action = "s3:DeleteObjectVersion" if b"<VersionId>" in body else "s3:DeleteObject"
        for name in re.findall(rb"<Key>(.*?)</Key>", body):
            yield action, f"{bucket_arn}/{name.decode()}"
    elif method == "POST" and not key and (named := _FORM_KEY.search(body)):
        yield "s3:PutObject", f"{bucket_arn}/{named[1].decode()}"
        if b'name="tagging"' in body:
            yield "s3:PutObjectTagging", f"{bucket_arn}/{named[1].decode()}"
    elif not key and "versions" in query:
        yield "s3:ListBucketVersions", bucket_arn
    elif not key:
        yield "s3:ListBucket", bucket_arn
    elif method in {"GET", "HEAD"}:
        yield "s3:GetObject", f"{bucket_arn}/{key}"
    elif method == "DELETE":
        yield "s3:AbortMultipartUpload" if "uploadId" in query else "s3:DeleteObject", f"{bucket_arn}/{key}"
    else:
        if copied := environ.get("HTTP_X_AMZ_COPY_SOURCE"):
            yield "s3:GetObject", f"arn:aws:s3:::{unquote(copied).lstrip('/')}"
        yield "s3:PutObject", f"{bucket_arn}/{key}"


def _bucket_and_key(environ: Mapping[str, Any]) -> tuple[str, str]:
    bucket, _, key = unquote(environ["PATH_INFO"]).lstrip("/").partition("/")
    return bucket, key
