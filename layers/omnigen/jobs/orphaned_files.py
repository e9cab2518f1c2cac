"""Files of jobs that have no record, as a stage leaves them that wrote after its job was deleted."""

from __future__ import annotations

from itertools import groupby

from omnigen.aws.object_store import StoredFile
from omnigen.domain.job import DAY_SECONDS
from omnigen.domain.storage_keys import ALL_USERS, job_of
from omnigen.runtime.context import AppContext

SAFE_AGE_SECONDS = DAY_SECONDS
"""No stage runs for so long: whatever is older and has no record belongs to nothing."""

MAX_PAGES = 5
"""Lists of 1,000 keys in one run."""


def delete_orphaned_files(app: AppContext) -> int:
    """Go on through the bucket from where the last run ended, and delete such files; how many. At most hourly.

    They are deleted as a user's files are: in the versioned bucket they can be restored for 30 days.
    """
    after = app.aws.file_sweeps.claim()
    deleted = 0
    for _ in range(MAX_PAGES if after is not None else 0):
        page = app.aws.objects.page(ALL_USERS, after or "")
        for job_id, files in groupby(page, key=lambda file: job_of(file.key)):
            deleted += _delete(app, job_id, tuple(files)) if job_id else 0
        after = page[-1].key if page else ""
        app.aws.file_sweeps.keep(after)
        if not page:
            break
    return deleted


def _delete(app: AppContext, job_id: str, files: tuple[StoredFile, ...]) -> int:
    """Delete files of a job without a record, unless one of them is young."""
    if max(file.modified_at for file in files) > app.now() - SAFE_AGE_SECONDS or app.aws.jobs.has_record(job_id):
        return 0
    return app.aws.objects.delete(file.key for file in files)
