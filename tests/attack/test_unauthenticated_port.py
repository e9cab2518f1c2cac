"""Without the key of this start nothing behind the local port answers, however the request is dressed."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Mapping
from typing import NamedTuple

import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st

from local.emulator.clients import client
from local.emulator.cloud import LocalCloud
from local.emulator.resources import BUCKET
from tests.attack.raw_requests import DYNAMODB, ECS, FORGED, first_line_of_answer, status_of

_JSON = {"Content-Type": "application/x-amz-json-1.0"}
_TABLE = "omnigen-local-usage"


@pytest.fixture(autouse=True)
def treasure(cloud: LocalCloud) -> None:
    """What an attacker would like to read or destroy."""
    cloud.client("s3").put_object(Bucket=BUCKET, Key="users/ada/secret.txt", Body=b"secret")


def _is_untouched(cloud: LocalCloud) -> bool:
    stored = cloud.client("s3").get_object(Bucket=BUCKET, Key="users/ada/secret.txt")
    return stored["Body"].read() == b"secret" and not cloud.tasks()


@pytest.mark.parametrize("authorization", ["", FORGED, "Bearer x", "AWS4-HMAC-SHA256 nonsense", "AWS local:0="])
@pytest.mark.parametrize(
    "target",
    [
        f"{DYNAMODB}.Scan",
        f"{DYNAMODB}.DeleteItem",
        f"{ECS}.RunTask",
        "AWSStepFunctions.ListExecutions",
        "AmazonSQS.ReceiveMessage",
        "secretsmanager.ListSecrets",
    ],
)
def test_operations_are_refused(cloud: LocalCloud, target: str, authorization: str) -> None:
    override = {"name": "compose", "environment": [{"name": "PYTHONPATH", "value": "evil"}]}
    body = {
        "TableName": _TABLE,
        "cluster": "c",
        "taskDefinition": "t",
        "overrides": {"containerOverrides": [override]},
    }
    sent = {**_JSON, "X-Amz-Target": target} | ({"Authorization": authorization} if authorization else {})
    for path in ("/", "/api/v1/jobs", "/index.html", f"/{BUCKET}"):
        headers = {name: value.format(service="dynamodb") for name, value in sent.items()}
        assert status_of(f"{cloud.url}{path}", headers=headers, body=json.dumps(body).encode()) == 403
    assert _is_untouched(cloud)


@pytest.mark.parametrize("authorization", ["", FORGED.format(service="s3")])
@pytest.mark.parametrize(
    ("method", "path", "content_type"),
    [
        ("GET", "/", ""),
        ("GET", f"/{BUCKET}?list-type=2", ""),
        ("GET", f"/{BUCKET}/users/ada/secret.txt", ""),
        ("PUT", f"/{BUCKET}/users/ada/secret.txt", "text/plain"),
        ("DELETE", f"/{BUCKET}/users/ada/secret.txt", ""),
        ("POST", f"/{BUCKET}?delete", "application/xml"),
        ("POST", f"/{BUCKET}?delete", "multipart/form-data; boundary=x"),
        ("POST", f"/{BUCKET}/", "multipart/form-data; boundary=x"),
        ("POST", f"//{BUCKET}?delete", "application/xml"),
        ("POST", "/moto-api/reset", ""),
        ("POST", "//moto-api/reset", ""),
        ("GET", "/moto-api/data.json", ""),
        ("GET", "/latest/meta-data/iam/security-credentials/", ""),
        ("POST", "/2015-03-31/functions/omnigen-local-Api/invocations", "application/json"),
        ("GET", "/2015-03-31/functions", ""),
        ("POST", "/123456789012/omnigen-local-webhooks", "application/x-www-form-urlencoded"),
    ],
)
def test_rest_requests_and_the_emulator_s_controls_are_refused(
    cloud: LocalCloud, method: str, path: str, content_type: str, authorization: str
) -> None:
    given = {"Content-Type": content_type, "Authorization": authorization}
    body = b"<Delete><Object><Key>users/ada/secret.txt</Key></Object></Delete>" if method != "GET" else b""
    headers = {name: value for name, value in given.items() if value}
    assert status_of(f"{cloud.url}{path}", method, headers, body) in {400, 403}
    assert _is_untouched(cloud)


@pytest.mark.parametrize("action", ["ListQueues", "AssumeRoleWithWebIdentity", "GetCallerIdentity", "ListUsers"])
def test_form_encoded_operations_are_refused(cloud: LocalCloud, action: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert status_of(f"{cloud.url}/", headers=headers, body=f"Action={action}&Version=2012-11-05".encode()) == 403


def test_another_secret_is_refused_and_so_is_the_key_of_an_earlier_start(cloud: LocalCloud) -> None:
    for keys in (Credentials(cloud.credentials.access_key, "guess"), Credentials("local", "local")):
        stranger = client("dynamodb", cloud.url, keys)
        with pytest.raises(ClientError) as refused:
            stranger.scan(TableName=_TABLE)
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
        stranger.close()


class Signed(NamedTuple):
    """A request as a client with the key would send it."""

    url: str
    headers: dict[str, str]
    body: bytes


def _signed(cloud: LocalCloud) -> Signed:
    host = urllib.parse.urlsplit(cloud.url).netloc
    body = json.dumps({"TableName": _TABLE, "Limit": 1}).encode()
    headers = {**_JSON, "X-Amz-Target": f"{DYNAMODB}.Scan", "Host": host}
    request = AWSRequest("POST", f"{cloud.url}/", headers, body)
    SigV4Auth(cloud.credentials, "dynamodb", "us-east-1").add_auth(request)
    return Signed(f"{cloud.url}/", dict(request.headers), body)


def test_the_request_that_the_following_ones_change_is_good(cloud: LocalCloud) -> None:
    request = _signed(cloud)
    assert status_of(request.url, "POST", request.headers, request.body) == 200


@pytest.mark.parametrize(
    "change",
    [
        {"X-Amz-Target": f"{DYNAMODB}.DeleteTable"},
        {"X-Amz-Date": "20200101T000000Z"},
        {"X-Amz-Date": ""},
        {"X-Amz-Security-Token": "more"},
        {"X-Amz-Content-SHA256": "UNSIGNED-PAYLOAD"},
        {"X-Amz-Content-SHA256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER"},
        {"Content-Type": "application/x-www-form-urlencoded"},
    ],
)
def test_a_signed_request_whose_headers_change_is_refused(cloud: LocalCloud, change: Mapping[str, str]) -> None:
    request = _signed(cloud)
    assert status_of(request.url, "POST", {**request.headers, **change}, request.body) == 403


@given(place=st.integers(0, 60), byte=st.integers(1, 255))
@settings(max_examples=40)
def test_a_signed_request_whose_body_changes_is_refused(cloud: LocalCloud, place: int, byte: int) -> None:
    request = _signed(cloud)
    body = bytearray(request.body)
    body[place % len(body)] ^= byte
    assert status_of(request.url, "POST", request.headers, bytes(body)) == 403


@pytest.mark.parametrize(("method", "path"), [("PUT", "/"), ("POST", "/x"), ("POST", "/?Action=ListTables")])
def test_a_signed_request_sent_elsewhere_is_refused(cloud: LocalCloud, method: str, path: str) -> None:
    request = _signed(cloud)
    assert status_of(f"{cloud.url}{path}", method, request.headers, request.body) == 403


def test_a_signed_object_cannot_be_exchanged_for_other_bytes(cloud: LocalCloud) -> None:
    host = urllib.parse.urlsplit(cloud.url).netloc
    url = f"{cloud.url}/{BUCKET}/users/ada/secret.txt"
    request = AWSRequest("PUT", url, {"Host": host}, b"mine")
    S3SigV4Auth(cloud.credentials, "s3", "us-east-1").add_auth(request)
    assert status_of(url, "PUT", dict(request.headers), b"evil") == 403
    assert _is_untouched(cloud)


@pytest.mark.parametrize(
    "headers",
    [
        {**_JSON, "X-Amz-Target": f"{DYNAMODB}.ListTables"},
        {**_JSON, "X-Amz-Target": f"{ECS}.RunTask"},
        {"X-Amz-Copy-Source": f"/{BUCKET}/users/ada/secret.txt"},
        {"X-Amz-Acl": "public-read"},
        {"Authorization": FORGED.format(service="dynamodb")},
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_presigned_url_opens_nothing_but_its_object(
    cloud: LocalCloud, method: str, headers: Mapping[str, str]
) -> None:
    operation = "get_object" if method == "GET" else "put_object"
    signer = client("s3", cloud.url, cloud.credentials, Config(signature_version="s3v4"))
    url = signer.generate_presigned_url(operation, Params={"Bucket": BUCKET, "Key": "users/bob/a.txt"}, ExpiresIn=60)
    signer.close()
    assert status_of(url, method, headers, b"{}" if method == "PUT" else b"") == 403


def test_a_presigned_url_with_a_form_in_its_body_is_still_a_request_to_s3(cloud: LocalCloud) -> None:
    """moto would choose the service by such a body."""
    signer = client("s3", cloud.url, cloud.credentials, Config(signature_version="s3v4"))
    url = signer.generate_presigned_url("put_object", Params={"Bucket": BUCKET, "Key": "users/bob/b.txt"})
    signer.close()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = b"Action=ListQueues&Version=2012-11-05"
    assert status_of(url, "PUT", headers, body) == 200
    assert cloud.client("s3").list_objects_v2(Bucket=BUCKET, Prefix="users/bob/b.txt")["KeyCount"] == 1


@pytest.mark.parametrize(
    "lines",
    [
        ("POST / HTTP/1.1", "Content-Length: -5"),
        ("POST / HTTP/1.1", "Content-Length: abc"),
        (f"POST /{BUCKET} HTTP/1.1", "Content-Type: multipart/form-data; boundary=x", "Content-Length: abc"),
        (f"POST /{BUCKET} HTTP/1.1", "Content-Type: multipart/form-data; boundary=x", "Content-Length: 99999999999"),
        (f"POST /{BUCKET} HTTP/1.1", "Content-Type: multipart/form-data; boundary=x", "Transfer-Encoding: chunked"),
        (f"POST /{BUCKET} HTTP/1.1", "Content-Type: multipart/form-data"),
        ("POST / HTTP/1.1", f"X-Amz-Target: {ECS}.RunTask", "Transfer-Encoding: chunked"),
    ],
)
def test_malformed_requests_are_refused_and_break_nothing(cloud: LocalCloud, lines: tuple[str, ...]) -> None:
    host = urllib.parse.urlsplit(cloud.url).netloc
    request = "\r\n".join((*lines, f"Host: {host}", "", "-5\r\nx\r\n")).encode()
    assert first_line_of_answer(cloud.url, request).split()[1:2][0].startswith(b"4")
    assert _is_untouched(cloud)
