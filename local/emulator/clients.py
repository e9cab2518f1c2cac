"""boto3 clients for the emulated AWS, whatever the user's own AWS configuration says."""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import boto3
    from botocore.config import Config

ACCESS_KEY = "local"
SECRET_KEY = "local"
REGION = "us-east-1"


_making = threading.Lock()
"""Sessions may not make two clients at once (boto3 documentation, "Resources and sessions are not thread safe")."""


@functools.cache
def session() -> boto3.session.Session:
    """Ignores AWS_PROFILE and the user's files, so that a broken or a real configuration changes nothing."""
    import boto3  # commands that only read need names from here, and no boto3
    import botocore.session

    unconfigured = dict.fromkeys(("profile", "config_file", "credentials_file"), (None, None, None, None))
    core = botocore.session.Session(session_vars=unconfigured)
    return boto3.session.Session(ACCESS_KEY, SECRET_KEY, region_name=REGION, botocore_session=core)


def client(service: str, endpoint: str, config: Config | None = None) -> Any:
    """A client of one service at `endpoint`."""
    with _making:
        return session().client(service, endpoint_url=endpoint, config=config)  # type: ignore[call-overload]
