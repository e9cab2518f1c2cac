"""Submission: checks a request, makes one job for each idempotency key, and keeps within the user's quotas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from ulid import ULID

from omnigen.aws.budgets import Budgets
from omnigen.aws.usage import RUNNING_JOBS, LimitReached, Ticket
from omnigen.domain import ids
from omnigen.domain.brief import Brief
from omnigen.domain.budget import UserLimit
from omnigen.domain.caller import Caller
from omnigen.domain.job import DAY_SECONDS, Job, JobStatus
from omnigen.errors import Conflict, NotFound, OverQuota
from omnigen.jobs import feasibility, runs
from omnigen.jobs.brief_checks import check_choices, completed
from omnigen.jobs.editing import regeneration
from omnigen.jobs.own_media import open_own_media
from omnigen.jobs.product_photos import check_photos
from omnigen.jobs.regulated import check_ad, with_label_kept
from omnigen.runtime.context import AppContext

Begin = Callable[[AppContext, Job, Sequence[Ticket], Caller], Job]
"""Begins a run of a job with tickets, for whoever has asked for it."""

_RETRY_SECONDS = 60
"""Retry-After when all of a user's jobs are running."""


def submit_once(
    app: AppContext,
    user_id: str,
    brief: Brief,
    *,
    key: str | None = None,
    body_hash: str = "",
    caller: Caller | None = None,
) -> Job:
    """Make a job of a brief, or find the one that the same request made before.

    InvalidRequest for what cannot be made and for files that are not the user's, NotFound for such projects, Conflict
    when the key came with another body, OverQuota with the time to try again.
    """
    by = caller or Caller(user_id)
    complete, project_id = completed(app, user_id, brief)
    check_choices(app, complete)
    feasibility.check_feasible(app, complete)
    check_ad(app, user_id, complete)
    assets = open_own_media(app, user_id, complete)
    complete = with_label_kept(app, user_id, complete)
    check_photos(app, user_id, complete.photos)
    job_id = ids.new_job_id(ULID())
    if key:
        job_id = app.aws.idempotency.claim(user_id, key, body_hash, job_id)
        if known := _find(app, job_id):
            return known
    now = app.now()
    budgets = app.aws.budgets.read_at_once(user_id, by.owners, now)
    limit = budgets.user_limit(user_id)
    today = (_today_ticket(app, limit, user_id, job_id),)

    def begin(tickets: Sequence[Ticket]) -> Job:
        return runs.submit(app, user_id, complete, job_id, project_id, tickets, assets, caller=by)

    try:
        if runs.is_draft(complete):
            return _with_tickets(app, today, lambda: begin(today))
        tickets = (*today, _running_ticket(app, limit, user_id, job_id))
        _require_money(budgets, by, now)
        return _with_tickets(app, tickets, lambda: begin(tickets))
    except Conflict:
        return app.aws.jobs.get(job_id)  # the same request, handled by another process at this moment


def start(app: AppContext, job: Job, caller: Caller | None = None) -> Job:
    """Begin the first run of a draft within its user's quotas.

    Here and below, a run is begun by the job's user unless a caller is given.
    """
    job.require(JobStatus.DRAFT, to="start it")
    return _begin(app, job, caller, _start_draft, counts_today=False)


def _start_draft(app: AppContext, job: Job, tickets: Sequence[Ticket], caller: Caller) -> Job:
    return runs.start(app, job, tickets=tickets, caller=caller)


def continue_to_video(app: AppContext, job: Job, caller: Caller | None = None) -> Job:
    """Take a job that stopped at its script on to the video, within its user's quotas."""
    job.require(JobStatus.SCRIPT_READY, to="continue it to a video")
    return _begin(app, job, caller, runs.continue_to_video, counts_today=False)


def resume(app: AppContext, job: Job, caller: Caller | None = None) -> Job:
    """Begin a new run of a failed, cancelled or interrupted job. It counts as one of the user's jobs of today."""
    runs.check_resumable(app, job)
    return _begin(app, job, caller, runs.resume, counts_today=True)


def regenerate(app: AppContext, job: Job, scene_ids: Sequence[str], reason: str, caller: Caller | None = None) -> Job:
    """Begin a new run that makes these scenes anew. It counts as one of the user's jobs of today."""

    def begin(app: AppContext, job: Job, tickets: Sequence[Ticket], caller: Caller) -> Job:
        return runs.start(app, job, regeneration(job, scene_ids, reason), tickets, caller=caller)

    return _begin(app, job, caller, begin, counts_today=True)


def check_money(app: AppContext, caller: Caller) -> None:
    """OverQuota while spending is paused, and when the money of one of the caller's budgets is spent or reserved."""
    now = app.now()
    _require_money(app.aws.budgets.read_at_once(caller.user_id, caller.owners, now), caller, now)


def _require_money(budgets: Budgets, caller: Caller, at: int) -> None:
    budgets.require_room(budgets.applied(caller.user_id, caller.owners), at)


def jobs_today(app: AppContext, user_id: str) -> int:
    """How many jobs were accepted since midnight (UTC)."""
    return len(app.aws.usage.jobs(user_id, _day(app)))


def count_today(app: AppContext, user_id: str, what: str, limit: int) -> None:
    """Count one of what is free but limited ("uploads", "projects"); OverQuota when today's `limit` is reached."""
    if not app.aws.usage.count(user_id, f"{_day(app)}#{what}", limit=limit, ttl=app.now() + 2 * DAY_SECONDS):
        raise OverQuota(
            f"You have used {limit} {what} today, which is as many as you may. Go on after midnight UTC",
            retry_after_seconds=_seconds_until_tomorrow(app),
        )


def _begin(app: AppContext, job: Job, by: Caller | None, begin: Begin, *, counts_today: bool) -> Job:
    caller = by or Caller(job.user_id)
    check_money(app, caller)
    limit = app.aws.budgets.user_limit(job.user_id)
    tickets: tuple[Ticket, ...] = (_running_ticket(app, limit, job.user_id, job.job_id),)
    if counts_today:
        tickets = (_today_ticket(app, limit, job.user_id, f"{job.job_id}-r{job.run + 1}"), *tickets)
    return _with_tickets(app, tickets, lambda: begin(app, job, tickets, caller))


def _with_tickets(app: AppContext, tickets: Sequence[Ticket], work: Callable[[], Job]) -> Job:
    """What `work` makes; OverQuota when one of its tickets is one too many. Jobs that have ended make room first."""
    try:
        return work()
    except LimitReached as full:
        if full.ticket.period != RUNNING_JOBS:
            raise _over_quota(app, full.ticket) from full
    user_id = tickets[0].user_id
    for known in app.aws.usage.jobs(user_id, RUNNING_JOBS):
        app.aws.usage.release(app.aws.jobs.table, user_id, known)
    try:
        return work()
    except LimitReached as full:
        raise _over_quota(app, full.ticket) from full


def _over_quota(app: AppContext, ticket: Ticket) -> OverQuota:
    if ticket.period == RUNNING_JOBS:
        return OverQuota(
            f"You have {ticket.limit} jobs under way, which is as many as you may. Wait for one to end, or cancel one",
            retry_after_seconds=_RETRY_SECONDS,
        )
    return OverQuota(
        f"You have begun {ticket.limit} jobs and new runs today, which is as many as you may. Go on after midnight UTC",
        retry_after_seconds=_seconds_until_tomorrow(app),
    )


def jobs_at_once(app: AppContext, limit: UserLimit) -> int:
    """How many jobs a user with this limit may have under way."""
    return app.settings.omnigen_jobs_per_user if limit.jobs_at_once is None else limit.jobs_at_once


def jobs_per_day(app: AppContext, limit: UserLimit) -> int:
    """How many jobs and new runs a user with this limit may begin in a day."""
    return app.settings.omnigen_jobs_per_day if limit.jobs_per_day is None else limit.jobs_per_day


def _running_ticket(app: AppContext, limit: UserLimit, user_id: str, job_id: str) -> Ticket:
    return app.aws.usage.ticket(user_id, RUNNING_JOBS, job_id, limit=jobs_at_once(app, limit))


def _today_ticket(app: AppContext, limit: UserLimit, user_id: str, entry: str) -> Ticket:
    most, ttl = jobs_per_day(app, limit), app.now() + 2 * DAY_SECONDS
    return app.aws.usage.ticket(user_id, _day(app), entry, limit=most, ttl=ttl)


def _find(app: AppContext, job_id: str) -> Job | None:
    try:
        return app.aws.jobs.get(job_id)
    except NotFound:
        return None


def _today(app: AppContext) -> datetime:
    now = datetime.fromtimestamp(app.now(), UTC)
    return now.replace(hour=0, minute=0, second=0)


def _day(app: AppContext) -> str:
    return f"{_today(app):%Y-%m-%d}"


def _seconds_until(moment: datetime, app: AppContext) -> int:
    return int(moment.timestamp()) - app.now()


def _seconds_until_tomorrow(app: AppContext) -> int:
    return _seconds_until(_today(app) + timedelta(days=1), app)
