"""Letting a request in: with files of the user's own, once for each idempotency key, within the user's quotas."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from ulid import ULID

from omnigen.aws.usage import RUNNING as RUNNING_PAGE
from omnigen.domain import ids
from omnigen.domain.brief import Brief
from omnigen.domain.job import DAY_SECONDS, RUNNING, Job
from omnigen.errors import Conflict, NotFound, OverQuota
from omnigen.jobs import feasibility, runs
from omnigen.jobs.uploads import open_uploads
from omnigen.runtime.context import AppContext

_LOOK_AGAIN_SECONDS = 60
"""When it makes sense to ask again whether one of one's jobs has ended."""


def submit_once(app: AppContext, user_id: str, brief: Brief, *, key: str | None = None, body_hash: str = "") -> Job:
    """Make a job of a brief, or find the one that the same request made before.

    Raises NotFound for files and projects that are not the user's, Conflict when the key came with another body,
    OverQuota with the time to try again.
    """
    feasibility.check_feasible(app, brief)
    open_uploads(app, user_id, brief)
    told, project_id = _with_product(app, user_id, brief)
    job_id = ids.new_job_id(ULID())
    if key:
        job_id = app.aws.idempotency.claim(user_id, key, body_hash, job_id)
        if known := _find(app, job_id):
            return known
    _admit_new(app, user_id, job_id, draft=runs.is_draft(brief))
    try:
        return runs.submit(app, user_id, told, job_id, project_id)
    except Conflict:
        return app.aws.jobs.get(job_id)  # the same request, handled elsewhere at this very moment


def admit(app: AppContext, user_id: str, job_id: str) -> None:
    """Make room for a run of a job that exists; OverQuota when there is none."""
    check_money(app, user_id)
    if app.aws.usage.enter(user_id, RUNNING_PAGE, job_id, most=app.settings.omnigen_jobs_per_user):
        return
    for known in app.aws.usage.jobs(user_id, RUNNING_PAGE):
        if not _runs(app, known):
            app.aws.usage.leave(user_id, RUNNING_PAGE, known)
    if not app.aws.usage.enter(user_id, RUNNING_PAGE, job_id, most=app.settings.omnigen_jobs_per_user):
        raise OverQuota(
            f"You have {app.settings.omnigen_jobs_per_user} jobs under way, which is as many as you may. "
            "Wait for one to end, or cancel one",
            retry_after_seconds=_LOOK_AGAIN_SECONDS,
        )


def check_money(app: AppContext, user_id: str) -> None:
    """OverQuota when this month's money is spent or reserved."""
    now = _today(app)
    used = Decimal(app.aws.usage.month(user_id, f"{now:%Y-%m}").get("committed_usd", 0))
    if used >= app.settings.omnigen_monthly_usd:
        next_month = (now.replace(day=1) + timedelta(days=32)).replace(day=1)
        raise OverQuota(
            f"This month's ${app.settings.omnigen_monthly_usd} are spent or reserved. "
            "Go on next month, or have the quota raised",
            retry_after_seconds=_seconds_until(next_month, app),
        )


def jobs_today(app: AppContext, user_id: str) -> int:
    """How many jobs were accepted since midnight (UTC)."""
    return len(app.aws.usage.jobs(user_id, _day(app)))


def _admit_new(app: AppContext, user_id: str, job_id: str, *, draft: bool) -> None:
    """Count the job for today, and as running unless it starts as a draft."""
    today = _today(app)
    ttl = app.now() + 2 * DAY_SECONDS
    most = app.settings.omnigen_jobs_per_day
    if not app.aws.usage.enter(user_id, _day(app), job_id, most=most, ttl=ttl):
        raise OverQuota(
            f"You have made {most} jobs today, which is as many as you may. Go on after midnight UTC",
            retry_after_seconds=_seconds_until(today + timedelta(days=1), app),
        )
    try:
        if not draft:
            admit(app, user_id, job_id)
    except OverQuota:
        app.aws.usage.leave(user_id, _day(app), job_id)
        raise


def _with_product(app: AppContext, user_id: str, brief: Brief) -> tuple[Brief, str | None]:
    """The brief with its project's product in the project's place, and the project's id."""
    if brief.project_id is None:
        return brief, None
    project = app.aws.projects.get(user_id, brief.project_id)
    return brief.model_copy(update={"project_id": None, "product": project.product}), project.project_id


def _find(app: AppContext, job_id: str) -> Job | None:
    try:
        return app.aws.jobs.get(job_id)
    except NotFound:
        return None


def _runs(app: AppContext, job_id: str) -> bool:
    """Whether the job is under way; one just being made is, though its record may come a moment after its ticket."""
    job = _find(app, job_id)
    if job is None:
        made_at = int(ULID.from_str(job_id.removeprefix("job_")).timestamp)
        return app.now() - made_at < _LOOK_AGAIN_SECONDS
    return job.status in RUNNING


def _today(app: AppContext) -> datetime:
    now = datetime.fromtimestamp(app.now(), UTC)
    return now.replace(hour=0, minute=0, second=0)


def _day(app: AppContext) -> str:
    return f"{_today(app):%Y-%m-%d}"


def _seconds_until(moment: datetime, app: AppContext) -> int:
    return int(moment.timestamp()) - app.now()
