"""Uploads by form keep to the policy they were given."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping
from typing import Any

import pytest
from botocore.config import Config
from werkzeug.test import EnvironBuilder, run_wsgi_app

from local.emulator.clients import client
from local.emulator.request_auth.errors import SignatureRejected
from local.emulator.request_auth.post_policy import verify_form
from local.emulator.resources import BUCKET
from tests.integration.emulator.small_cloud import RunningCloud

_KEY = "users/u/uploads/style.png"


def test_a_form_that_keeps_to_its_policy_is_stored_as_the_policy_says(aws: RunningCloud) -> None:
    assert _post(aws, _form(aws)) == ("204 NO CONTENT", "")
    stored = aws.objects.get_object(Bucket=BUCKET, Key=_KEY)
    assert (stored["Body"].read(), stored["ContentType"]) == (b"picture", "image/png")


@pytest.mark.parametrize(
    ("changes", "content", "code"),
    [
        ({}, b"x" * 101, "EntityTooLarge"),
        ({}, b"", "EntityTooSmall"),
        ({"key": "users/somebody-else/uploads/a.png"}, b"picture", "AccessDenied"),
        ({"Content-Type": "text/html"}, b"picture", "AccessDenied"),
        ({"x-amz-meta-more": "of it"}, b"picture", "AccessDenied"),
        ({"x-amz-signature": "0" * 64}, b"picture", "SignatureDoesNotMatch"),
        ({"x-amz-credential": "stranger/20300101/us-east-1/s3/aws4_request"}, b"picture", "InvalidAccessKeyId"),
        ({"policy": "e30="}, b"picture", "AccessDenied"),
        ({"policy": "not base64"}, b"picture", "AccessDenied"),
    ],
)
def test_a_form_that_breaks_its_policy_is_refused(
    aws: RunningCloud, changes: Mapping[str, str], content: bytes, code: str
) -> None:
    status, body = _post(aws, {**_form(aws), **changes}, content)
    assert status[:3] in ("400", "403")
    assert f"<Code>{code}</Code>" in body
    assert aws.objects.list_objects_v2(Bucket=BUCKET)["KeyCount"] == 0


def test_a_form_is_refused_once_its_policy_has_expired(aws: RunningCloud) -> None:
    late = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=601)
    keys = aws.cloud.credentials
    verify_form(_environ(aws, _form(aws)), BUCKET, keys, late - datetime.timedelta(seconds=60))
    with pytest.raises(SignatureRejected, match="expired"):
        verify_form(_environ(aws, _form(aws)), BUCKET, keys, late)


def _form(aws: RunningCloud) -> dict[str, str]:
    signer = client("s3", aws.cloud.url, aws.cloud.credentials, Config(signature_version="s3v4"))
    conditions: list[Any] = [["content-length-range", 1, 100], {"Content-Type": "image/png"}]
    post = signer.generate_presigned_post(BUCKET, _KEY, {"Content-Type": "image/png"}, conditions, ExpiresIn=600)
    signer.close()
    fields: dict[str, str] = post["fields"]
    return fields


def _environ(aws: RunningCloud, form: Mapping[str, str], content: bytes = b"picture") -> dict[str, Any]:
    data = {**form, "file": (io.BytesIO(content), "style.png")}
    return EnvironBuilder(f"/{BUCKET}", base_url=aws.cloud.url, method="POST", data=data).get_environ()


def _post(aws: RunningCloud, form: Mapping[str, str], content: bytes = b"picture") -> tuple[str, str]:
    application = aws.cloud._gateway._dispatch
    body, status, _ = run_wsgi_app(application, _environ(aws, form, content))
    return status, b"".join(body).decode()
