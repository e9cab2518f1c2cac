"""boto3 clients for the emulated AWS, whatever the user's own AWS configuration says, and the key they sign with."""

from __future__ import annotations

import functools
import secrets
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import boto3
    from botocore.config import Config
    from botocore.credentials import Credentials

REGION = "us-east-1"

_making = threading.Lock()
"""Sessions may not make two clients at once (boto3 documentation, "Resources and sessions are not thread safe")."""


def new_credentials() -> Credentials:
    """A random access key and its secret, for one start of the emulator."""
    from botocore.credentials import Credentials

    return Credentials(f"OMNIGEN{secrets.token_hex(8).upper()}", secrets.token_urlsafe(32))


@functools.cache
def session() -> boto3.session.Session:
    """Ignores AWS_PROFILE and the user's files, so that a broken or a real configuration changes nothing."""
    import boto3  # commands that only read need names from here, and no boto3
    import botocore.session

    unconfigured = dict.fromkeys(("profile", "config_file", "credentials_file"), (None, None, None, None))
    core = botocore.session.Session(session_vars=unconfigured)
    return boto3.session.Session(region_name=REGION, botocore_session=core)


def client(service: str, endpoint: str, credentials: Credentials, config: Config | None = None) -> Any:
    """A client of one service at `endpoint`, which signs with `credentials`."""
    with _making:
        return session().client(  # type: ignore[call-overload]
            service,
            endpoint_url=endpoint,
            config=config,
            aws_access_key_id=credentials.access_key,
            aws_secret_access_key=credentials.secret_key,
        )
