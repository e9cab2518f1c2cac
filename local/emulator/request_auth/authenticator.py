"""Lets only signed requests reach the emulated AWS: whoever has no key of this start gets 403 before moto is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from botocore.credentials import Credentials

from local.emulator.origin_guard import WsgiApp
from local.emulator.request_auth.errors import SignatureRejected, reject
from local.emulator.request_auth.post_policy import verify_form
from local.emulator.request_auth.presigned import is_presigned, verify_query
from local.emulator.request_auth.signed_headers import verify_headers


class AwsAuthenticator:
    """A WSGI middleware. A signed header opens every service (`app`); a presigned URL or a form opens S3 alone (`s3`).

    moto chooses the service from headers and bodies that a presigned URL does not cover. Its holder, who has no key,
    must not get to any service but S3: such requests therefore never come to moto's own dispatcher.
    """

    def __init__(
        self, app: WsgiApp, s3: WsgiApp, bucket: str, credentials: Credentials, now: Callable[[], datetime]
    ) -> None:
        self._app = app
        self._s3 = s3
        self._bucket = bucket
        self._credentials = credentials
        self._now = now

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers as AWS does to a request that is not signed well, or lets the application answer."""
        try:
            application = self._authenticated(environ)
        except SignatureRejected as rejected:
            return reject(environ, start_response, rejected)
        return application(environ, start_response)

    def is_addressed(self, environ: Mapping[str, Any]) -> bool:
        """Whether a request is meant for AWS: it is signed, names an operation, or is a form for the bucket."""
        named = "HTTP_X_AMZ_TARGET" in environ or str(environ.get("HTTP_AUTHORIZATION", "")).startswith("AWS4-")
        return named or is_presigned(environ) or self._is_for_bucket(environ)

    def _authenticated(self, environ: dict[str, Any]) -> WsgiApp:
        """Who may answer; SignatureRejected when nobody may."""
        if "HTTP_AUTHORIZATION" in environ:
            verify_headers(environ, self._credentials, self._now())
            return self._app
        if is_presigned(environ):
            verify_query(environ, self._credentials, self._now())
            return self._s3
        is_form = str(environ.get("CONTENT_TYPE", "")).startswith("multipart/form-data")
        if is_form and self._is_for_bucket(environ) and not environ.get("QUERY_STRING"):
            verify_form(environ, self._bucket, self._credentials, self._now())
            return self._s3
        raise SignatureRejected("MissingAuthenticationToken", "The request is not signed.")

    def _is_for_bucket(self, environ: Mapping[str, Any]) -> bool:
        return environ["REQUEST_METHOD"] == "POST" and str(environ.get("PATH_INFO", "")).strip("/") == self._bucket
