"""Imported by the process that forks API workers, so that they start with the handler and the AWS clients loaded.

Creating the clients reads the descriptions of four AWS services (a third of a second); nothing is connected yet.
"""

from __future__ import annotations

from omnigen.runtime.lambda_handler import context_from_environment

import functions.api.handler  # noqa: F401 - imported for what it loads

context_from_environment()
