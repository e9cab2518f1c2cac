"""Edits of a script or of scenes, where they are allowed; what depends on them becomes stale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from omnigen.aws.dynamodb import Update
from omnigen.aws.job_records import ConditionFalse
from omnigen.domain.brief_options import Gate, Pictures
from omnigen.domain.job import TERMINAL, ApprovalStatus, Job, JobStatus, Scene
from omnigen.domain.narration import MIN_SCENE_SECONDS
from omnigen.domain.next_actions import possible_now
from omnigen.domain.review import artifact_hash, review_id
from omnigen.domain.script import Script, Segment
from omnigen.domain.shot import Join, is_continued
from omnigen.domain.storage_keys import digest
from omnigen.domain.storyboard import SceneEdit, transition_complaint
from omnigen.domain.timebase import QUANTUM_SECONDS, split
from omnigen.errors import Conflict, InvalidRequest, NotFound
from omnigen.jobs.brand_texts import check_words, refuse_never_said
from omnigen.jobs.feasibility import check_feasible
from omnigen.jobs.product_photos import product_use
from omnigen.jobs.regulated import check_ad
from omnigen.runtime.context import AppContext

_LONGEST_STILL_SECONDS = Decimal(60)


def edit_text(app: AppContext, job: Job, text: str) -> Job:
    """Replace the user's own text of a draft. InvalidRequest when the video has no room for it."""
    job.require(JobStatus.DRAFT, to="replace its text")
    if text == job.brief.script_text:
        return job
    brief = job.brief.model_copy(update={"script_text": text})
    check_words(brief)
    check_feasible(app, brief)
    check_ad(app, job.user_id, brief)
    update = Update().set("brief", brief).set("prompt", brief.subject[:500])
    return write_edit(app, job, update.when("<brief.script_text> = :seen", seen=job.brief.script_text))


def edit_script(app: AppContext, job: Job, script: Script) -> Job:
    """Replace a script, at its gate or after the run.

    Other segments remove the storyboard, which is planned again by the next run. Title, names, call to action, look and
    music direction leave the scenes as they are.
    """
    if job.script is None:
        raise Conflict(f"The job {job.job_id!r} has no script yet. {possible_now(job)}")
    require_editable(job, Gate.SCRIPT, to="edit its script")
    total = sum((segment.duration for segment in script.segments), Decimal(0))
    if total != job.brief.story_seconds:
        raise InvalidRequest(
            f"The segments last {total} s together; the scenes last {job.brief.story_length} s. Make them add up",
            "segments",
        )
    if script == job.script:
        return job
    changes: dict[str, Any] = {"script": script, "script_hash": digest(script.model_dump_json().encode())}
    if script.title != job.script.title:
        changes["title"] = script.title
    if script.segments != job.script.segments:
        changes["scenes"] = ()
    refuse_never_said(_texts(script), job.brief.brand, job.brief.narration.language)
    update = Update().when("<script_hash> = :seen", seen=job.script_hash)
    for name, value in changes.items():
        update.set(name, value)
    if changes.get("title") and job.brief.title:
        update.set("brief.title", script.title)
    return write_edit(app, job, update, job.model_copy(update=changes))


def _texts(script: Script) -> dict[str, str | None]:
    """What a script says and shows, by the names of an edit's fields."""
    said = "\n".join(segment.text for segment in script.segments)
    shown = {name: getattr(script, name) for name in ("title", "product_name", "call_to_action")}
    return {"segments": said, **shown}


def edit_scene(app: AppContext, job: Job, scene_id: str, edit: SceneEdit) -> Job:
    """Change a scene where that is allowed: at its gate, before its run, or after it. What depends on it becomes stale.

    Durations must go on adding up, so a change of one is refused here: change them together.
    """
    update, edited = _edited(job, scene_id, edit)
    return write_edit(app, job, update, edited) if edited != job else job


def preview_scene(app: AppContext, job: Job, scene_id: str, edit: SceneEdit) -> Job:
    """The job as an edit of a scene would leave it, its length included. The same errors as the edit."""
    if edit.duration is not None:
        _, job = _with_duration(app, job, scene_id, edit.duration)
    return _edited(job, scene_id, edit.model_copy(update={"duration": None}))[1]


def _edited(job: Job, scene_id: str, edit: SceneEdit) -> tuple[Update, Job]:
    """The change of the record, and the job after it; the job itself where nothing is changed."""
    scene = job.scene(scene_id)
    require_editable(job, Gate.SCENES, scene_id=scene_id, to="edit its scenes")
    if edit.duration is not None and edit.duration != scene.duration:
        raise InvalidRequest("The durations of all scenes must add up to the video's; change them together", "duration")
    wanted = edit.model_dump(exclude={"text", "duration", "product", "product_photo"}) | {"narration": edit.text}
    wanted |= product_use(job, scene, edit)
    given = {name: value for name, value in wanted.items() if value is not None and value != getattr(scene, name)}
    if not given:
        return Update(), job
    written = {"text": edit.text, "on_screen_text": edit.on_screen_text}
    refuse_never_said(written, job.brief.brand, job.brief.narration.language)
    _check_join(job, scene.model_copy(update=given), given)
    changes: dict[str, object] = {**given, "revision": scene.revision + 1, "refusal": ""}
    place = f"scenes[{scene.scene_index}]"
    update = Update().when(f"<{place}.id> = :id AND <{place}.revision> = :seen", id=scene.id, seen=scene.revision)
    for name, value in changes.items():
        update.set(f"{place}.{name}", value)
    edited = scene.model_copy(update=changes)
    scenes = tuple(edited if known.id == scene.id else known for known in job.scenes)
    return update, job.model_copy(update={"scenes": scenes})


def edit_elements(app: AppContext, job: Job, descriptions: Mapping[str, str]) -> Job:
    """Describe elements of the storyboard otherwise, by their ids, in all scenes that hold them."""
    known = {element.id for scene in job.scenes for element in scene.elements}
    if unknown := sorted(descriptions.keys() - known):
        raise InvalidRequest(
            f"The storyboard has no element {unknown[0]!r}; it has {', '.join(sorted(known)) or 'none'}", "elements"
        )
    described = [_described(scene, descriptions) for scene in job.scenes]
    changed = [scene for scene in described if scene not in job.scenes]
    if not changed:
        return job
    update = Update()
    for scene in changed:
        require_editable(job, Gate.SCENES, scene_id=scene.id, to="describe its elements otherwise")
        place = f"scenes[{scene.scene_index}]"
        seen = job.scene(scene.id).revision
        update.when(f"<{place}.id> = :id AND <{place}.revision> = :seen", id=scene.id, seen=seen)
        update.set(f"{place}.elements", scene.elements).set(f"{place}.revision", scene.revision)
    by_id = {scene.id: scene for scene in changed}
    scenes = tuple(by_id.get(scene.id, scene) for scene in job.scenes)
    return write_edit(app, job, update, job.model_copy(update={"scenes": scenes}))


def set_duration(app: AppContext, job: Job, scene_id: str, seconds: Decimal) -> Job:
    """Make a scene longer or shorter; the others share the difference in proportion to their lengths.

    All of them change, so all must be editable: at their gates, or after the run. InvalidRequest when they cannot make
    up for it (each keeps at least two seconds, and a filmed one is no longer than the longest clip on sale).
    """
    update, edited = _with_duration(app, job, scene_id, seconds)
    return write_edit(app, job, update, edited) if edited != job else job


def _with_duration(app: AppContext, job: Job, scene_id: str, seconds: Decimal) -> tuple[Update, Job]:
    """The change of the record, and the job after it; the job itself where nothing is changed."""
    scene = job.scene(scene_id)
    if seconds == scene.duration:
        return Update(), job
    for other in job.scenes:
        require_editable(job, Gate.SCENES, scene_id=other.id, to=f"change the length of scene {scene.number}")
    lengths = _rebalanced(job, scene, seconds, _longest(app, job))
    update = Update()
    scenes = [_lasting(other, lengths[other.id]) for other in job.scenes]
    for other in scenes:
        place = f"scenes[{other.scene_index}]"
        seen = job.scene(other.id).revision
        update.when(f"<{place}.id> = :id AND <{place}.revision> = :seen", id=other.id, seen=seen)
        update.set(f"{place}.duration", other.duration).set(f"{place}.revision", other.revision)
    return update, job.model_copy(update={"scenes": tuple(scenes)})


def as_script(script: Script, segments: Sequence[Segment], **changes: str) -> Script:
    """The script with other segments and some of its words changed."""
    return Script(**(dict(script) | changes | {"segments": tuple(segments)}))


def regeneration(job: Job, scene_ids: Sequence[str], reason: str) -> Update:
    """The changes that reject the pictures and clips of these scenes, so that a run begun with them makes them anew."""
    update = Update()
    for scene_id, changes in _redone(job, scene_ids, reason).items():
        scene = job.scene(scene_id)
        place = f"scenes[{scene.scene_index}]"
        update.when(f"<{place}.id> = :id", id=scene_id)
        update.set(f"{place}.images", changes.images).set(f"{place}.redraws", changes.redraws)
    return update


def preview_regeneration(job: Job, scene_ids: Sequence[str], reason: str) -> Job:
    """The job as `regeneration` would leave it, to estimate what that costs."""
    changed = _redone(job, scene_ids, reason)
    return job.model_copy(update={"scenes": tuple(changed.get(scene.id, scene) for scene in job.scenes)})


def _described(scene: Scene, descriptions: Mapping[str, str]) -> Scene:
    elements = tuple(
        one.model_copy(update={"description": descriptions.get(one.id, one.description)}) for one in scene.elements
    )
    if elements == scene.elements:
        return scene
    return scene.model_copy(update={"elements": elements, "revision": scene.revision + 1, "refusal": ""})


def _check_join(job: Job, edited: Scene, given: Mapping[str, object]) -> None:
    """InvalidRequest where the edit asks for a join that the brief rules out, or a transition that nobody would see."""
    brief = job.brief
    continues = is_continued(edited.join, edited.scene_index, brief.pictures, brief.continuity)
    if "join" in given and continues != (edited.join is Join.CONTINUE):
        raise InvalidRequest(
            f"Scene {edited.number} cannot be joined by {edited.join}: the first scene and stills are new shots, and "
            f"continuity={brief.continuity} decides for all others unless it is mixed",
            "join",
        )
    if not edited.scene_index or not given.keys() & {"join", "transition"}:
        return
    join = Join.CONTINUE if continues else Join.NEW_SHOT
    is_last = edited.number == len(job.scenes)
    if objection := transition_complaint(edited.transition, join, brief, is_last=is_last):
        raise InvalidRequest(f"Scene {edited.number}: {objection}", "transition")


def _lasting(scene: Scene, seconds: Decimal) -> Scene:
    if scene.duration == seconds:
        return scene
    return scene.model_copy(update={"duration": seconds, "revision": scene.revision + 1})


def _redone(job: Job, scene_ids: Sequence[str], reason: str) -> Mapping[str, Scene]:
    return {scene_id: _anew(_scene_of(job, scene_id), reason) for scene_id in scene_ids}


def _anew(scene: Scene, reason: str) -> Scene:
    """The scene with its newest picture rejected; without a picture, `redraws` alone changes its purchases."""
    newest = scene.image
    if newest is None:
        return scene.model_copy(update={"redraws": scene.redraws + 1})
    rejected = newest.model_copy(update={"status": ApprovalStatus.REJECTED, "reason": reason})
    images = tuple(rejected if image.id == newest.id else image for image in scene.images)
    return scene.model_copy(update={"images": images, "redraws": newest.number})


def _scene_of(job: Job, scene_id: str) -> Scene:
    try:
        return job.scene(scene_id)
    except NotFound as error:
        raise InvalidRequest(str(error), "scenes") from error


def _rebalanced(job: Job, scene: Scene, seconds: Decimal, longest: Decimal) -> dict[str, Decimal]:
    others = [other for other in job.scenes if other.id != scene.id]
    left = job.brief.story_seconds - seconds
    least = MIN_SCENE_SECONDS
    if seconds > longest or seconds < least or left < least * len(others) or left > longest * len(others):
        raise InvalidRequest(
            f"Scene {scene.number} cannot last {seconds} s: a scene lasts {least} to {longest} s, "
            f"and all {len(job.scenes)} together {job.brief.story_length} s",
            "duration",
        )
    weights = [other.duration for other in others]
    quanta = split(int(left / QUANTUM_SECONDS), weights, int(least / QUANTUM_SECONDS)) if others else []
    return {scene.id: seconds} | _capped(others, quanta, int(longest / QUANTUM_SECONDS))


def _capped(scenes: Sequence[Scene], quanta: list[int], most: int) -> dict[str, Decimal]:
    """Lengths from quanta; what exceeds the maximum goes to the scenes with room, from the first on."""
    spare = sum(max(count - most, 0) for count in quanta)
    capped = [min(count, most) for count in quanta]
    for index, count in enumerate(capped):
        given = min(most - count, spare)
        capped[index] += given
        spare -= given
    return {scene.id: count * QUANTUM_SECONDS for scene, count in zip(scenes, capped, strict=True)}


def _longest(app: AppContext, job: Job) -> Decimal:
    if job.brief.pictures is not Pictures.CLIPS:
        return _LONGEST_STILL_SECONDS
    video_provider = app.providers.video_providers_for(job.brief.aspect_ratio)[0]
    return max(video_provider.durations_seconds, default=_LONGEST_STILL_SECONDS)


def require_editable(job: Job, *gates: Gate, scene_id: str | None = None, to: str) -> None:
    """The one rule for all edits of a job that has begun: at a gate of the artifact, or while it is not running.

    Conflict otherwise; `to` says what was wanted ("edit its script").
    """
    if not any(review.gate in gates and review.scene_id == scene_id for review in job.open_reviews):
        job.require(JobStatus.DRAFT, *sorted(TERMINAL), to=f"{to} outside its gate")


def write_edit(app: AppContext, job: Job, update: Update, after: Job | None = None) -> Job:
    """Write if the job still stands where it stood: same run, same status, the same gates open.

    At a gate, a decision will be about what is shown `after` the edit.
    """
    update.when("<run> = :run AND <status> = :status", run=job.run, status=job.status)
    for review in job.open_reviews:
        place = f"reviews.{review_id(review.gate, review.scene_id)}"
        shown = artifact_hash(after or job, review.gate, review.scene_id)
        if shown != review.artifact_hash:
            update.set(f"{place}.artifact_hash", shown).when(f"<{place}.token> = :token", token=review.token)
    try:
        return app.aws.jobs.write(job.job_id, update)
    except ConditionFalse as error:
        raise Conflict(f"The job {job.job_id!r} has just been changed by somebody else; look at it again") from error
