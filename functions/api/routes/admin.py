"""What administrators change while the program runs: limits of spending, the pause switch, settings."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from omnigen.aws.budgets import day_attribute, period_of
from omnigen.domain.budget import DEPLOYMENT, GroupName, Limits, SpendLimit, UserLimit
from omnigen.domain.job_view import ViewModel
from omnigen.domain.plain_text import clean
from omnigen.domain.strict_model import StrictModel
from omnigen.jobs.admission import jobs_at_once, jobs_per_day, jobs_today
from omnigen.runtime.live_settings import check_settings
from pydantic import AfterValidator, Field, StringConstraints

from functions.api.auth import RequestContext, request_context
from functions.api.routes.router import Routes

router = Routes()

Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300), AfterValidator(clean)]
SettingName = Annotated[str, StringConstraints(pattern=r"^OMNIGEN_[A-Z_]{1,50}$")]
SettingText = Annotated[str, StringConstraints(max_length=500), AfterValidator(clean)]


class LimitsRequest(StrictModel):
    """The limits that hold from now on, in place of those with this `rev`. `settings` change what was deployed."""

    rev: Annotated[int, Field(ge=0)]
    deployment: SpendLimit = SpendLimit()
    each_user: UserLimit = UserLimit()
    groups: Annotated[Mapping[GroupName, SpendLimit], Field(max_length=100)] = {}
    settings: Annotated[Mapping[SettingName, SettingText], Field(max_length=30)] = {}


class PauseRequest(StrictModel):
    """Whether spending is paused, and what users read then."""

    paused: bool
    reason: Reason = ""


class LimitsResponse(ViewModel):
    """The limits in force, who has set them (Unix seconds), and what all users have committed. Money in USD."""

    rev: int
    paused: bool
    reason: str
    deployment: SpendLimit
    each_user: UserLimit
    groups: Mapping[str, SpendLimit]
    settings: Mapping[str, str]
    changed_by: str
    changed_at: int
    committed_today_usd: Decimal
    committed_month_usd: Decimal


class UserLimitsResponse(ViewModel):
    """A user's limits, and what they have used. `own` says that the limits are this user's alone. Money in USD."""

    user_id: str
    own: bool
    monthly_usd: Decimal
    day_usd: Decimal | None
    jobs_per_day: int
    jobs_at_once: int
    committed_month_usd: Decimal
    spent_month_usd: Decimal
    jobs_today: int


@router.get("/admin/limits", tags=["admin"], summary="Limits, the pause switch and changed settings")
def show_limits() -> LimitsResponse:
    """They are read whenever money is reserved, and settings within a minute; nothing is deployed for a change."""
    call = request_context(router)
    return _limits_response(call, call.app.aws.limits.read())


@router.put("/admin/limits", tags=["admin"], summary="Change limits and settings")
def change_limits(request: LimitsRequest) -> LimitsResponse:
    """Replaces all of them; 409 when somebody else has changed them since `rev`."""
    call = request_context(router)
    check_settings(call.app.settings, request.settings)
    now = call.app.aws.limits.read()
    return _changed(call, Limits(**dict(request), paused=now.paused, reason=now.reason))


@router.put("/admin/pause", tags=["admin"], summary="Pause or resume all spending")
def pause(request: PauseRequest) -> LimitsResponse:
    """While it is paused nothing is bought and no job begins. Jobs that come to a purchase fail, and can be resumed."""
    call = request_context(router)
    reason = request.reason if request.paused else ""
    now = call.app.aws.limits.read()
    return _changed(call, now.model_copy(update={"paused": request.paused, "reason": reason}))


@router.get("/admin/users/<user_id>/limits", tags=["admin"], summary="A user's limits and use")
def show_user_limits(user_id: str) -> UserLimitsResponse:
    """By the id that the user pool gives (`sub`)."""
    return _user_response(request_context(router), user_id)


@router.put("/admin/users/<user_id>/limits", tags=["admin"], summary="Give a user limits of their own")
def change_user_limits(user_id: str, request: UserLimit) -> UserLimitsResponse:
    """In place of those for each user; an empty object gives those back."""
    call = request_context(router)
    call.app.aws.limits.change_user(user_id, request if request != UserLimit() else None)
    return _user_response(call, user_id)


def _changed(call: RequestContext, limits: Limits) -> LimitsResponse:
    signed = limits.model_copy(update={"changed_by": call.caller.signature, "changed_at": call.app.now()})
    return _limits_response(call, call.app.aws.limits.change(signed))


def _limits_response(call: RequestContext, limits: Limits) -> LimitsResponse:
    now = call.app.now()
    sums = call.app.aws.budgets.sums_of(DEPLOYMENT, now)
    return LimitsResponse(
        **dict(limits),
        committed_today_usd=Decimal(sums.get(day_attribute(now), 0)),
        committed_month_usd=Decimal(sums.get("committed_usd", 0)),
    )


def _user_response(call: RequestContext, user_id: str) -> UserLimitsResponse:
    limit = call.app.aws.budgets.user_limit(user_id)
    sums = call.app.aws.usage.month(user_id, period_of(call.app.now()))
    return UserLimitsResponse(
        user_id=user_id,
        own=call.app.aws.limits.of_user(user_id) is not None,
        monthly_usd=limit.month_usd or Decimal(0),
        day_usd=limit.day_usd,
        jobs_per_day=jobs_per_day(call.app, limit),
        jobs_at_once=jobs_at_once(call.app, limit),
        committed_month_usd=Decimal(sums.get("committed_usd", 0)),
        spent_month_usd=Decimal(sums.get("spent_usd", 0)),
        jobs_today=jobs_today(call.app, user_id),
    )
