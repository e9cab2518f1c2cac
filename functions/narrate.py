"""The voice: every scene's text is spoken on its own, so that every caption knows its time."""

from __future__ import annotations

from omnigen.buying import Buyer
from omnigen.domain.job import Job, Scene, Speech
from omnigen.domain.wire import JobRef, Nothing
from omnigen.orders.sound import SpeechOrder
from omnigen.stage import stage
from omnigen.studio import Studio


def narrate(event: JobRef, studio: Studio) -> Nothing:
    """Have every scene spoken that is not spoken yet, or says something else now."""
    job = studio.aws.jobs.enter(event.job_id, event.run)
    for scene in job.scenes:
        if scene.narration:
            _speak(Buyer(studio, event), studio, job, scene)
        elif scene.speech:
            studio.aws.artifacts.scene(job.job_id, scene, speech=None)
    return Nothing()


def _speak(buyer: Buyer, studio: Studio, job: Job, scene: Scene) -> None:
    speech_order = SpeechOrder(studio, job, scene)
    what = speech_order.order
    if scene.speech and scene.speech.input_hash == what.input_hash:
        return
    request = speech_order.request()
    goods = buyer.now(
        what,
        studio.providers.narrators,
        quote=lambda narrator: narrator.quote(request),
        ask=lambda narrator: narrator.speak(request),
        find=lambda narrator: narrator.find(request),
        keep=speech_order.keep,
    )
    studio.aws.artifacts.speech(job.job_id, scene, Speech.model_validate(goods))


handler = stage(narrate)
