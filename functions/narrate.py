"""The voice: every scene's text is spoken on its own, so that every caption knows its time."""

from __future__ import annotations

from omnigen.buying import Buyer
from omnigen.domain.job import Job, Scene, Speech
from omnigen.domain.wire import JobRef, Nothing
from omnigen.orders.sound import SpeechOrder, fits, may_be_shortened, retimed, shortened, use_own_recording
from omnigen.stage import stage
from omnigen.studio import Studio

MOST_TAKES = 4
"""A voice that reads slower than any estimate (foreign names, numbers) is met by so many shorter texts at most."""


def narrate(event: JobRef, studio: Studio) -> Nothing:
    """Have every scene spoken that is not spoken yet, or says something else now."""
    job = studio.aws.jobs.enter(event.job_id, event.run)
    if job.brief.narration.upload:
        use_own_recording(studio, job, job.brief.narration.upload)
        return Nothing()
    for scene in job.scenes:
        if scene.narration:
            _speak(studio, event, scene)
        elif scene.speech:
            studio.aws.artifacts.scene(job.job_id, scene, speech=None)
    return Nothing()


def _speak(studio: Studio, event: JobRef, scene: Scene) -> None:
    """Have one scene spoken. What is too long at the fastest tempo is shortened and spoken again, never hurried."""
    for _ in range(MOST_TAKES):
        job = studio.aws.jobs.get(event.job_id)
        scene = job.scene(scene.id)
        speech = _record(studio, event, job, scene)
        if fits(scene, speech) or not may_be_shortened(job):
            return
        studio.aws.artifacts.scene(job.job_id, scene, narration=shortened(scene, speech))


def _record(studio: Studio, event: JobRef, job: Job, scene: Scene) -> Speech:
    speech_order = SpeechOrder(studio, job, scene)
    what = speech_order.order
    if scene.speech and scene.speech.input_hash == what.input_hash:
        return retimed(studio, job, scene, scene.speech)
    request = speech_order.request()
    goods = Buyer(studio, event).now(
        what,
        studio.providers.narrators,
        quote=lambda narrator: narrator.quote(request),
        ask=lambda narrator: narrator.speak(request),
        find=lambda narrator: narrator.find(request),
        keep=speech_order.keep,
    )
    speech = Speech.model_validate(goods)
    studio.aws.artifacts.speech(job.job_id, scene, speech)
    return speech


handler = stage(narrate)
