"""Plans the storyboard: a visual prompt, a duration and a transition for each scene."""

from __future__ import annotations

from omnigen.domain import ids
from omnigen.domain.brief_options import Gate, Pictures, StopAt
from omnigen.domain.job import Job, JobStatus, Scene
from omnigen.domain.messages import Plan, StoryboardRef
from omnigen.domain.own_media import placed
from omnigen.domain.product_scenes import with_product
from omnigen.domain.review import rejection
from omnigen.domain.script import Script
from omnigen.domain.storyboard import StoryboardDraft, as_filmed
from omnigen.errors import Conflict, ProviderThrottled
from omnigen.jobs.regulated import require_allowed_script
from omnigen.purchasing.coordinator import seconds_to_wait
from omnigen.purchasing.orders.text import plan_scene
from omnigen.purchasing.orders.text import plan_storyboard as buy_storyboard
from omnigen.runtime.context import AppContext
from omnigen.runtime.host_plan import plan_of
from omnigen.runtime.lambda_handler import lambda_handler


def plan_storyboard(event: StoryboardRef, app: AppContext) -> Plan:
    """Buy the storyboard, unless there is one; or plan one scene again, with the reviewer's reason.

    ComplianceBlocked, before anything but words and speech was paid for, when the rules for ads for medicines do not
    allow the script. The plan says when to call again if the vendor is busy.
    """
    job = app.aws.jobs.get(event.job_id)
    if job.status is JobStatus.SCRIPT_READY and job.run == event.run:
        app.aws.webhook_queue.publish(job)
        return plan_of(app, job)  # called again after its answer was lost
    job = app.aws.jobs.enter(event.job_id, event.run)
    require_allowed_script(app, job)
    try:
        if event.scene_id:
            return plan_of(app, _replan(event, event.scene_id, app, job))
        if not job.scenes:
            job = _plan(event, app, job)
    except ProviderThrottled as error:
        return plan_of(app, job, seconds_to_wait(error))
    if job.brief.stop_at is StopAt.SCRIPT:
        job = app.aws.jobs.change_status(job.job_id, event.run, JobStatus.SCRIPT_READY)
        app.aws.webhook_queue.publish(job)
    return plan_of(app, job)


def _plan(event: StoryboardRef, app: AppContext, job: Job) -> Job:
    if job.script is None:
        raise Conflict(f"The job {job.job_id!r} has no script to plan from")
    answer = buy_storyboard(app, event, job, job.script)
    planned = {
        "storyboard_model": answer.model,
        "storyboard_prompt": answer.prompt_version,
        "storyboard_order": answer.input_hash,
    }
    metadata = job.script_metadata.model_copy(update=planned)
    scenes = with_product(_scenes(job, job.script, answer.draft), answer.draft, job.brief)
    return app.aws.artifacts.scenes(job, scenes, metadata)


def _replan(event: StoryboardRef, scene_id: str, app: AppContext, job: Job) -> Job:
    scene = job.scene(scene_id)
    says = rejection(job, Gate.SCENES, scene_id)
    if not says:
        return job  # done before: the new text has not been rejected
    answer = plan_scene(app, event, job, scene, says)
    planned = answer.draft.scenes[scene.scene_index]
    shown = with_product(job.scenes, answer.draft, job.brief)[scene.scene_index]
    direction = {name: getattr(planned, name) for name in ("shot_size", "angle", "camera_move", "action")}
    return app.aws.artifacts.scene(
        job.job_id,
        scene,
        visual_prompt=planned.visual_prompt,
        **direction,
        product=shown.product,
        product_photo=shown.product_photo,
        revision=scene.revision + 1,
        refusal="",
    )


def _scenes(job: Job, script: Script, draft: StoryboardDraft) -> list[Scene]:
    brief = job.brief
    own = placed(brief.own_pictures, len(script.segments), repeated=brief.pictures is Pictures.OWN)
    assets = {asset.asset_id: asset for asset in job.assets}
    return [
        Scene(
            id=ids.scene_id(job.job_id, index + 1),
            scene_index=index,
            narration=segment.text,
            lead_in=segment.lead_in,
            duration=segment.duration,
            **as_filmed(draft, index, brief),
            own_picture=picture,
            own_asset=assets[picture.asset] if picture else None,
        )
        for index, (segment, picture) in enumerate(zip(script.segments, own, strict=True))
    ]


handler = lambda_handler(plan_storyboard)
