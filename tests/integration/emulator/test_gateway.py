"""The one port: who may come in, and what S3 would refuse."""

from __future__ import annotations

import datetime
import http.client
import urllib.parse
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.config import Config

from local.emulator.clients import client
from local.emulator.request_auth.errors import SignatureRejected
from local.emulator.request_auth.presigned import verify_query
from local.emulator.resources import BUCKET
from tests.integration.emulator.small_cloud import RunningCloud

_KEY = "users/ü/a b+c~(1).txt"


def test_a_presigned_url_gives_the_object_to_anyone(aws: RunningCloud) -> None:
    assert _get(_url(aws)) == (200, b"0123456789")


def test_a_presigned_url_serves_ranges_and_names_the_file(aws: RunningCloud) -> None:
    url = _url(aws, ResponseContentDisposition='attachment; filename="my film.mp4"')
    status, body, headers = _ask("GET", url, {"Range": "bytes=-3"})
    assert (status, body, headers["content-range"]) == (206, b"789", "bytes 7-9/10")
    assert headers["content-disposition"] == 'attachment; filename="my film.mp4"'


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("X-Amz-Signature=", "X-Amz-Signature=0"),
        ("X-Amz-Expires=600", "X-Amz-Expires=6000"),
        ("a%20b", "a%20c"),
        ("Credential=OMNIGEN", "Credential=STRANGER"),
    ],
)
def test_a_presigned_url_that_was_touched_is_refused(aws: RunningCloud, old: str, new: str) -> None:
    url = _url(aws)
    assert old in url
    status, body = _get(url.replace(old, new))
    assert status == 403
    assert b"<Error><Code>" in body


def test_a_presigned_url_is_good_for_its_own_method_only(aws: RunningCloud) -> None:
    assert _ask("DELETE", _url(aws))[0] == 403


def test_an_expired_presigned_url_is_refused(aws: RunningCloud) -> None:
    environ = _environ(_url(aws))
    keys = aws.cloud.credentials
    now = datetime.datetime.now(datetime.UTC)
    verify_query(environ, keys, now)
    with pytest.raises(SignatureRejected, match="expired"):
        verify_query(environ, keys, now + datetime.timedelta(seconds=601))
    with pytest.raises(SignatureRejected, match="out of range"):
        verify_query(environ, keys, now - datetime.timedelta(hours=1))


def test_a_url_signed_the_old_way_is_refused_with_a_hint(aws: RunningCloud) -> None:
    old = client("s3", aws.cloud.url, aws.cloud.credentials, Config(signature_version="s3"))
    url = old.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "a"})
    old.close()
    status, body = _get(url)
    assert status == 400
    assert b"AWS4-HMAC-SHA256" in body


def test_an_unsigned_request_for_an_object_is_refused(aws: RunningCloud) -> None:
    assert _get(_url(aws).partition("?")[0])[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_another_origin_is_refused(aws: RunningCloud, headers: Mapping[str, str]) -> None:
    assert _ask("GET", _url(aws), headers)[0] == 403


def test_a_page_of_this_origin_is_let_in(aws: RunningCloud) -> None:
    headers = {"Origin": aws.cloud.url, "Sec-Fetch-Site": "same-origin"}
    assert _ask("GET", _url(aws), headers)[0] == 200


@pytest.mark.parametrize("path", ["/moto-api/reset", "/moto-api/data.json", "/latest/meta-data/iam"])
def test_the_controls_of_the_emulator_are_closed(aws: RunningCloud, path: str) -> None:
    assert _ask("POST", f"{aws.cloud.url}{path}")[0] == 403


def _url(aws: RunningCloud, **params: str) -> str:
    aws.objects.put_object(Bucket=BUCKET, Key=_KEY, Body=b"0123456789")
    signer = client("s3", aws.cloud.url, aws.cloud.credentials, Config(signature_version="s3v4"))
    query = {"Bucket": BUCKET, "Key": _KEY, **params}
    url: str = signer.generate_presigned_url("get_object", Params=query, ExpiresIn=600)
    signer.close()
    return url


def _environ(url: str) -> dict[str, Any]:
    parts = urllib.parse.urlsplit(url)
    path = urllib.parse.unquote(parts.path).encode().decode("latin-1")
    return {"REQUEST_METHOD": "GET", "HTTP_HOST": parts.netloc, "PATH_INFO": path, "QUERY_STRING": parts.query}


def _get(url: str) -> tuple[int, bytes]:
    return _ask("GET", url)[:2]


def _ask(method: str, url: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes, dict[str, str]]:
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=5)
    try:
        connection.request(method, f"{parts.path}?{parts.query}", headers=dict(headers or {}))
        answer = connection.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()
