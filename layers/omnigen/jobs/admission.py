"""Letting a request in: with files of the user's own, once for each idempotency key, within the user's quotas."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from ulid import ULID

from omnigen.aws.usage import RUNNING as RUNNING_PAGE
from omnigen.domain import ids
from omnigen.domain.brief import Brief
from omnigen.domain.job import DAY_SECONDS, RUNNING, Job
from omnigen.domain.storage_keys import uploads_prefix
from omnigen.errors import Conflict, NotFound, OverQuota
from omnigen.jobs import feasibility, runs
from omnigen.runtime.context import Studio

_LOOK_AGAIN_SECONDS = 60
"""When it makes sense to ask again whether one of one's jobs has ended."""


def accept(studio: Studio, user_id: str, brief: Brief, *, key: str | None = None, body_hash: str = "") -> Job:
    """Make a job of a brief, or find the one that the same request made before.

    Raises NotFound for files and projects that are not the user's, Conflict when the key came with another body,
    OverQuota with the time to try again.
    """
    feasibility.check_feasible(studio, brief)
    _check_uploads(studio, user_id, brief)
    told, project_id = _with_product(studio, user_id, brief)
    job_id = ids.new_job_id(ULID())
    if key:
        job_id = studio.aws.idempotency.claim(user_id, key, body_hash, job_id)
        if known := _find(studio, job_id):
            return known
    _admit_new(studio, user_id, job_id, draft=runs.is_draft(brief))
    try:
        return runs.submit(studio, user_id, told, job_id, project_id)
    except Conflict:
        return studio.aws.jobs.get(job_id)  # the same request, handled elsewhere at this very moment


def admit(studio: Studio, user_id: str, job_id: str) -> None:
    """Make room for a run of a job that exists; OverQuota when there is none."""
    check_money(studio, user_id)
    if studio.aws.usage.enter(user_id, RUNNING_PAGE, job_id, most=studio.settings.omnigen_jobs_per_user):
        return
    for known in studio.aws.usage.jobs(user_id, RUNNING_PAGE):
        if not _runs(studio, known):
            studio.aws.usage.leave(user_id, RUNNING_PAGE, known)
    if not studio.aws.usage.enter(user_id, RUNNING_PAGE, job_id, most=studio.settings.omnigen_jobs_per_user):
        raise OverQuota(
            f"You have {studio.settings.omnigen_jobs_per_user} jobs under way, which is as many as you may. "
            "Wait for one to end, or cancel one",
            retry_after_seconds=_LOOK_AGAIN_SECONDS,
        )


def check_money(studio: Studio, user_id: str) -> None:
    """OverQuota when this month's money is spent or reserved."""
    now = _today(studio)
    used = Decimal(studio.aws.usage.month(user_id, f"{now:%Y-%m}").get("committed_usd", 0))
    if used >= studio.settings.omnigen_monthly_usd:
        next_month = (now.replace(day=1) + timedelta(days=32)).replace(day=1)
        raise OverQuota(
            f"This month's ${studio.settings.omnigen_monthly_usd} are spent or reserved. "
            "Go on next month, or have the quota raised",
            retry_after_seconds=_seconds_until(next_month, studio),
        )


def jobs_today(studio: Studio, user_id: str) -> int:
    """How many jobs were accepted since midnight (UTC)."""
    return len(studio.aws.usage.jobs(user_id, _day(studio)))


def _admit_new(studio: Studio, user_id: str, job_id: str, *, draft: bool) -> None:
    """Count the job for today, and as running unless it starts as a draft."""
    today = _today(studio)
    ttl = studio.aws.jobs.now() + 2 * DAY_SECONDS
    most = studio.settings.omnigen_jobs_per_day
    if not studio.aws.usage.enter(user_id, _day(studio), job_id, most=most, ttl=ttl):
        raise OverQuota(
            f"You have made {most} jobs today, which is as many as you may. Go on after midnight UTC",
            retry_after_seconds=_seconds_until(today + timedelta(days=1), studio),
        )
    try:
        if not draft:
            admit(studio, user_id, job_id)
    except OverQuota:
        studio.aws.usage.leave(user_id, _day(studio), job_id)
        raise


def _with_product(studio: Studio, user_id: str, brief: Brief) -> tuple[Brief, str | None]:
    """The brief with its project's product in the project's place, and the project's id."""
    if brief.project_id is None:
        return brief, None
    project = studio.aws.projects.get(user_id, brief.project_id)
    return brief.model_copy(update={"project_id": None, "product": project.product}), project.project_id


def _check_uploads(studio: Studio, user_id: str, brief: Brief) -> None:
    keys = [*brief.style_images, *([brief.narration.upload] if brief.narration.upload else [])]
    for key in keys:
        if not key.startswith(uploads_prefix(user_id)) or studio.aws.assets.size(key) is None:
            raise NotFound(f"There is no upload {key!r}. Upload the file first, with POST /uploads")


def _find(studio: Studio, job_id: str) -> Job | None:
    try:
        return studio.aws.jobs.get(job_id)
    except NotFound:
        return None


def _runs(studio: Studio, job_id: str) -> bool:
    """Whether the job is under way; one just being made is, though its record may come a moment after its ticket."""
    job = _find(studio, job_id)
    if job is None:
        made_at = int(ULID.from_str(job_id.removeprefix("job_")).timestamp)
        return studio.aws.jobs.now() - made_at < _LOOK_AGAIN_SECONDS
    return job.status in RUNNING


def _today(studio: Studio) -> datetime:
    now = datetime.fromtimestamp(studio.aws.jobs.now(), UTC)
    return now.replace(hour=0, minute=0, second=0)


def _day(studio: Studio) -> str:
    return f"{_today(studio):%Y-%m-%d}"


def _seconds_until(moment: datetime, studio: Studio) -> int:
    return int(moment.timestamp()) - studio.aws.jobs.now()
