"""Edits of what is only drawn or mixed: the scenes and all that was bought stay, and a recut shows them."""

from __future__ import annotations

from typing import Any

from omnigen.aws.dynamodb import Update
from omnigen.domain.brand import PinnedBrand
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Gate
from omnigen.domain.drawn_edit import DrawnEdit
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.next_actions import possible_now
from omnigen.domain.script import Script
from omnigen.domain.storage_keys import digest
from omnigen.errors import Conflict
from omnigen.jobs.bookends import exchanged, exchanged_assets
from omnigen.jobs.brand_texts import brand_texts, refuse_never_said
from omnigen.jobs.brands import check_files, copy_files
from omnigen.jobs.editing import require_editable, write_edit
from omnigen.jobs.feasibility import check_drawable
from omnigen.runtime.context import AppContext

_OF_THE_SCRIPT = ("title", "product_name", "call_to_action")
_OF_THE_BRIEF = ("display_url", "legal_line", "captions", "caption_style", "caption_spellings")


def edit_drawn(app: AppContext, job: Job, edit: DrawnEdit) -> Job:
    """Change what is drawn or mixed. Conflict where nobody may edit the job, InvalidRequest for what is of no use."""
    after = preview_drawn(app, job, edit)
    if after == job:
        return job
    if after.brief.brand != job.brief.brand:
        after = after.model_copy(update={"brand_files": copy_files(app, job.user_id, job.job_id, after.brief.brand)})
        if edit.brand_id:
            app.aws.brands.note_use(job.user_id, edit.brand_id, job.job_id)
    after = after.model_copy(update={"assets": exchanged_assets(app, job, after.brief)})
    update = Update().when("<rev> = :rev", rev=job.rev)
    for name in ("brief", "title", "script", "script_hash", "brand_files", "assets"):
        if getattr(after, name) != getattr(job, name):
            update.set(name, getattr(after, name))
    return write_edit(app, job, update, after)


def preview_drawn(app: AppContext, job: Job, edit: DrawnEdit) -> Job:
    """The job as the edit would leave it, without its brand's files. The same errors as `edit_drawn`."""
    require_editable(job, Gate.SCRIPT, to="edit what is drawn in it")
    if job.script is None and job.status is not JobStatus.DRAFT:
        raise Conflict(f"The job {job.job_id!r} has no script yet. {possible_now(job)}")
    brief = _brief(app, job, edit)
    changes: dict[str, Any] = {"brief": brief}
    if edit.title:
        changes["title"] = edit.title
    if job.script:
        script = _script(job.script, job.brief, brief, edit)
        changes |= {"script": script, "script_hash": digest(script.model_dump_json().encode())}
        if script == job.script:
            changes["script_hash"] = job.script_hash
    after = job.model_copy(update=changes)
    texts = _drawn_texts(after)
    check_drawable(app, texts)
    refuse_never_said(
        texts | {"brand_id": after.spoken_text if edit.brand_id else None}, brief.brand, brief.narration.language
    )
    return after


def _brief(app: AppContext, job: Job, edit: DrawnEdit) -> Brief:
    changes: dict[str, Any] = {name: value for name in _OF_THE_BRIEF if (value := getattr(edit, name)) is not None}
    changes |= {name: None for name in ("display_url", "legal_line") if getattr(edit, name) == ""}
    if edit.title and (job.brief.title or job.script is None):
        changes["title"] = edit.title
    if edit.music_volume_db is not None:
        changes["music"] = job.brief.music.model_copy(update={"volume_db": edit.music_volume_db})
    if edit.brand_id is not None:
        changes["brand"] = brand = _brand(app, job.user_id, edit.brand_id) if edit.brand_id else None
        if brand and edit.brand_clips:
            changes |= exchanged(app, job, brand)
    return job.brief.model_copy(update=changes)


def _brand(app: AppContext, user_id: str, brand_id: str) -> PinnedBrand:
    brand = app.aws.brands.get(user_id, brand_id).pinned
    check_files(app, user_id, brand, "brand.")
    return brand


def _script(script: Script, before: Brief, after: Brief, edit: DrawnEdit) -> Script:
    """The script with the edit's texts. A brand brings its call to action, unless a person has written another one."""
    changes = {name: value for name in _OF_THE_SCRIPT if (value := getattr(edit, name)) is not None}
    old, new = before.brand, after.brand
    if new and new != old and new.call_to_action and (not old or script.call_to_action == old.call_to_action):
        changes.setdefault("call_to_action", new.call_to_action)
    return script.model_copy(update=changes)


def _drawn_texts(job: Job) -> dict[str, str | None]:
    script, brief = job.script, job.brief
    texts: dict[str, str | None] = {
        "title": job.title,
        "display_url": brief.display_url,
        "legal_line": brief.legal_line,
    }
    texts["caption_spellings"] = "\n".join(brief.caption_spellings.values())
    if script:
        texts |= {"product_name": script.product_name, "call_to_action": script.call_to_action}
    return texts | brand_texts(brief.brand)
