"""The base of every resource's router."""

from __future__ import annotations

from aws_lambda_powertools.event_handler.api_gateway import Router


class Routes(Router):
    """Powertools' router; its own constructor has no type annotations."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
