"""The words of the user's own recording, written down before a script is made of them."""

from __future__ import annotations

import math
from decimal import Decimal

from omnigen.domain.brand_words import never_said
from omnigen.domain.brief import Brief
from omnigen.domain.brief_texts import MAX_SCRIPT_CHARACTERS
from omnigen.domain.job import Job
from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import PurchaseKind, purchase_key
from omnigen.domain.storage_keys import digest
from omnigen.errors import InvalidRequest
from omnigen.media.recording import to_wav
from omnigen.providers.protocols import TranscriptionProvider, TranscriptRequest, TranscriptResult
from omnigen.purchasing.orders.speech import measure_own_recording
from omnigen.purchasing.spec import PurchaseResult, SyncSpec
from omnigen.purchasing.synchronous import buy
from omnigen.runtime.context import AppContext

FIELD = "narration.upload"


def transcript_wanted(app: AppContext, brief: Brief) -> bool:
    """Whether the words of a recording are bought: they were not given, and some model understands the language."""
    return brief.lacks_words and bool(app.providers.transcription_providers_for(brief.narration.language))


def longest_transcript(brief: Brief) -> TranscriptRequest:
    """A request by what its price depends on: no recording is longer than the scenes."""
    return TranscriptRequest(order_id="", wav=b"", seconds=brief.story_seconds, language=brief.narration.language)


def hear_recording(app: AppContext, ref: JobRef, job: Job) -> Job:
    """The job with the words of its recording, if they were not given; they are bought once.

    InvalidRequest when nobody is understood in it, or something is said that the brand never says.
    """
    if job.narration.transcript or not transcript_wanted(app, job.brief):
        return job
    recording = app.aws.objects.get(job.file_key(job.brief.narration.upload or ""))
    facts = measure_own_recording(recording, job.brief)
    asked = {"recording": digest(recording), "language": job.brief.narration.language}
    key = purchase_key(PurchaseKind.TRANSCRIPT, asked)
    request = TranscriptRequest(
        order_id=key.id,
        job_id=job.job_id,
        wav=to_wav(recording, facts.gain_db),
        seconds=Decimal(math.ceil(facts.seconds)),
        language=job.brief.narration.language,
        names=_names(job.brief),
    )
    spec: SyncSpec[TranscriptionProvider, TranscriptResult] = SyncSpec(
        key=key,
        providers=app.providers.transcription_providers_for(request.language),
        quote=lambda provider: provider.quote(request),
        ask=lambda provider: provider.transcribe(request),
        find_existing=lambda provider, claimed: provider.find_existing(request.without(claimed)),
        keep=_keep,
    )
    heard = str(buy(app, ref, spec)["text"])
    _check(heard, job.brief)
    return app.aws.artifacts.transcript(job, heard)


def _names(brief: Brief) -> tuple[str, ...]:
    """Names that the brief writes and that a recogniser would spell as it pleases."""
    names = (brief.product.name if brief.product else None, brief.brand.name if brief.brand else None)
    return tuple(dict.fromkeys(name for name in names if name))


def _keep(heard: TranscriptResult) -> PurchaseResult:
    text = " ".join(heard.text.split())
    return PurchaseResult(facts={"text": text[:MAX_SCRIPT_CHARACTERS], "model": heard.model}, usage=heard.usage)


def _check(heard: str, brief: Brief) -> None:
    if not any(letter.isalpha() for letter in heard):
        raise InvalidRequest("No words were understood in the recording; send them as script_text", FIELD)
    for _, phrase in never_said({FIELD: heard}, brief.brand, brief.narration.language):
        raise InvalidRequest(
            f"In the recording {phrase!r} or a form of it was heard, which the brand never says. Record it again, "
            "change the brand, or, if it was misheard, send the words as script_text",
            FIELD,
        )
