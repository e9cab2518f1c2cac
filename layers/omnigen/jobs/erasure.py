"""Erasure of a user: jobs, assets, files in all their versions, projects and usage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from omnigen.domain.job import RUNNING, Job
from omnigen.domain.storage_keys import assets_prefix, user_prefix
from omnigen.errors import NotFound
from omnigen.jobs import runs
from omnigen.runtime.context import AppContext


@dataclass(frozen=True)
class ErasureReport:
    """How many records of each kind were deleted. `file_versions` counts delete markers too.

    `jobs_just_cancelled` of the jobs ran until now: the sweep removes their records and late files.
    """

    jobs: int
    jobs_just_cancelled: int
    file_versions: int
    projects: int
    assets: int
    usage_periods: int
    api_keys: int


def erase_user(app: AppContext, user_id: str) -> ErasureReport:
    """Delete everything that is stored under a user's id. Repeating it deletes what was left the first time.

    Jobs that run are cancelled first, their predictions too. Idempotency keys expire by themselves within a day, and
    backups and logs by the periods in docs/retention.md. The account itself is the user pool's: see `erase_requested`
    and `python -m infra.erase_user`.
    """
    api_keys = app.aws.api_keys.revoke_all(user_id)  # first, so that no program begins anything meanwhile
    jobs = list(_jobs(app, user_id))
    for job in jobs:
        runs.delete(app, job)
    return ErasureReport(
        jobs=len(jobs),
        jobs_just_cancelled=sum(job.status in RUNNING for job in jobs),
        assets=app.aws.assets.delete_all(user_id),
        file_versions=sum(app.aws.objects.erase(prefix(user_id)) for prefix in (user_prefix, assets_prefix)),
        projects=app.aws.projects.delete_all(user_id),
        usage_periods=app.aws.usage.delete_all(user_id),
        api_keys=api_keys,
    )


def erase_requested(app: AppContext) -> int:
    """Erase the users who have asked for it, with their accounts; how many. A user is erased again for two hours."""
    erased = 0
    for erasure in list(app.aws.erasures.pending()):
        app.aws.user_accounts.delete(erasure.user_id)
        erase_user(app, erasure.user_id)
        if app.aws.limits.of_user(erasure.user_id):
            app.aws.limits.change_user(erasure.user_id, None)
        if erasure.is_over(app.now()):
            app.aws.erasures.end(erasure)
        erased += 1
    return erased


def _jobs(app: AppContext, user_id: str) -> Iterator[Job]:
    """The user's jobs. The index is a moment behind the table, so it may name one that is gone."""
    cursor = None
    while True:
        page = app.aws.jobs.of_user(user_id, cursor=cursor)
        for item in page.items:
            with suppress(NotFound):
                yield app.aws.jobs.get(item["job_id"])
        cursor = page.cursor
        if cursor is None:
            return
