"""A resource's routes."""

from __future__ import annotations

from aws_lambda_powertools.event_handler.api_gateway import Router


class Routes(Router):
    """Powertools' router, with a type."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
