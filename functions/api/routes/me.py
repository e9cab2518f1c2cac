"""The end of an account: a person's own wish, or an administrator's."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query
from omnigen.aws.erasures import REPEATED_SECONDS
from omnigen.domain.job_view import ViewModel
from omnigen.errors import InvalidRequest

from functions.api.auth import RequestContext, request_context
from functions.api.routes.router import Routes

router = Routes()


class ErasureResponse(ViewModel):
    """Whose data is being erased, and by when it is (Unix seconds). Backups keep it as docs/retention.md says."""

    user_id: str
    requested_at: int
    done_by: int


@router.delete("/me", status_code=202, tags=["account"], summary="Erase your account and all your data")
def erase_me(
    user_id: Annotated[str, Query(max_length=128, description="Your own id, so that nothing happens by mistake")],
) -> ErasureResponse:
    """API keys end at once; jobs that run are cancelled, and all files, records and the account go within minutes.

    It cannot be taken back.
    """
    call = request_context(router)
    if user_id != call.user_id:
        raise InvalidRequest(f"To erase your account give your own id, {call.user_id!r}", "user_id")
    return _requested(call, user_id)


@router.delete("/admin/users/<user_id>", status_code=202, tags=["admin"], summary="Erase a user and all their data")
def erase_user(user_id: str) -> ErasureResponse:
    """By the id that the user pool gives (`sub`). As if they had asked for it themselves."""
    return _requested(request_context(router), user_id)


def _requested(call: RequestContext, user_id: str) -> ErasureResponse:
    asked = call.app.aws.erasures.request(user_id)
    call.app.aws.api_keys.revoke_all(user_id)
    done_by = asked.requested_at + REPEATED_SECONDS
    return ErasureResponse(user_id=user_id, requested_at=asked.requested_at, done_by=done_by)
