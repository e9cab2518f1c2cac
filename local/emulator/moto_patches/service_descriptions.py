"""AWS's descriptions of its services are read once by all clients of this process, and once by moto.

Reason: every boto3 session and every backend reads those it needs anew, and looks through the folders of all services
for them: 0.1 s of CPU of a start, and 20 MB.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import botocore.session
from moto.core import utils

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """A loader is thread-safe: what it has read it only adds to its cache."""
    yield botocore.session, "create_loader", functools.cache(botocore.session.create_loader)
    yield utils, "create_loader", functools.cache(utils.create_loader)
