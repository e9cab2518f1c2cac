"""The narration: one purchase for each take, or the user's own recording in place of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from omnigen.compliance import role_of
from omnigen.domain.brief import Brief
from omnigen.domain.job import OWN_RECORDING, Job, RecordedWord, Take
from omnigen.domain.narration import LEAD_SECONDS
from omnigen.domain.narration_layout import SpokenTake
from omnigen.domain.narration_speeds import USUAL_SPEED, speed_of
from omnigen.domain.phrases import Break, Phrase, split_phrases
from omnigen.domain.product_label import ProductLabel, Role
from omnigen.domain.purchase import PurchaseKey, PurchaseKind, PurchaseStatus, purchase_key
from omnigen.domain.storage_keys import Keys, digest
from omnigen.domain.take_grouping import group_takes, take_text
from omnigen.errors import InvalidRequest, MediaRefused
from omnigen.media import file_types
from omnigen.media.audio_length import SoundFacts, measure_sound
from omnigen.media.recording import RecordingFacts, measure_recording, to_wav
from omnigen.providers.protocols import SpeechProvider, SpeechRequest, SpeechResult
from omnigen.purchasing.downloads import check_speech, media_type_of, round_seconds
from omnigen.purchasing.spec import PurchaseResult, SyncSpec
from omnigen.runtime.context import AppContext
from omnigen.runtime.labels import label_of

_MARGIN_SECONDS = Fraction(3, 100)
"""Left around what is heard, for consonants that are quieter than silence is assumed to be."""


@dataclass(frozen=True)
class SpeechPurchase:
    """One take: a paragraph or a group of sentences."""

    app: AppContext
    job: Job
    phrases: Sequence[Phrase]
    speed: Decimal = USUAL_SPEED

    @property
    def text(self) -> str:
        """What the voice is given."""
        return take_text(self.phrases)

    @property
    def key(self) -> PurchaseKey:
        """Named by the text and the voice: an edit of one sentence buys its take only."""
        voice = self.job.brief.narration
        inputs: dict[str, object] = {
            "text": self.text,
            "voice": voice.voice,
            "language": voice.language,
            "seed": self.job.seed,
        }
        if voice.pronunciations:
            inputs["pronunciations"] = voice.pronunciations
        if self.speed != USUAL_SPEED:
            inputs["speed"] = str(self.speed)
        return purchase_key(PurchaseKind.SPEECH, inputs)

    @property
    def is_bought(self) -> bool:
        """Whether the record has its result."""
        known = self.job.purchases.get(self.key.id)
        return known is not None and known.status is PurchaseStatus.DONE

    @property
    def spec(self) -> SyncSpec[SpeechProvider, SpeechResult]:
        """How it is bought."""
        request = self.request()
        return SyncSpec(
            key=self.key,
            providers=self._providers(),
            quote=lambda provider: provider.quote(request),
            ask=lambda provider: provider.speak(request),
            find_existing=lambda provider, claimed: provider.find_existing(request.without(claimed)),
            keep=self.keep,
        )

    def _providers(self) -> list[SpeechProvider]:
        """Those that have the voice: it is not exchanged for another one where a vendor fails.

        InvalidRequest when none has it, which is found before anything is paid.
        """
        voice = self.job.brief.narration.voice
        known = [one for one in self.app.providers.speech_providers if one.knows_voice(voice)]
        if not known:
            models = ", ".join(one.model for one in self.app.providers.speech_providers)
            raise InvalidRequest(f"None of {models} has a voice {voice!r}; see the list of voices", "narration.voice")
        return known

    def request(self) -> SpeechRequest:
        """What the vendor is asked."""
        voice = self.job.brief.narration
        return SpeechRequest(
            order_id=self.key.id,
            job_id=self.job.job_id,
            text=self.text,
            voice=voice.voice,
            language=voice.language,
            speed=self.speed,
            seed=self.job.seed,
            pronunciations=voice.pronunciations,
        )

    def keep(self, spoken: SpeechResult) -> PurchaseResult:
        """Put the recording into the bucket, and measure where something is heard in it."""
        media_type = media_type_of(spoken.data, "audio/wav", "audio/mpeg")
        facts = check_speech(spoken.data, self.text, self.job.brief.narration.language)
        input_hash = self.key.input_hash
        take = Take(
            text=self.text,
            key=Keys(self.job.user_id, self.job.job_id).speech(input_hash, media_type),
            sha256=digest(spoken.data),
            input_hash=input_hash,
            model=spoken.model,
            words=tuple(RecordedWord(text=w.text, start=w.start_seconds, end=w.end_seconds) for w in spoken.words),
            **_measured(facts),
        )
        self.app.aws.objects.put(take.key, spoken.data, media_type)
        return PurchaseResult(facts=dict(take), usage=spoken.usage)


def speech_purchases(app: AppContext, job: Job) -> list[SpeechPurchase]:
    """The takes that the job's words are spoken in now, in order."""
    known = [take.text for take in job.narration.takes]
    takes = group_takes(job.spoken_text, job.brief.narration.language, known)
    label = label_of(app, job)
    if label is None:
        return [SpeechPurchase(app, job, phrases) for phrases in takes]
    return [
        SpeechPurchase(app, job, phrases, speed_of(role, job.brief.narration.speeds))
        for take in takes
        for role, phrases in by_role(take, label)
    ]


def by_role(phrases: Sequence[Phrase], label: ProductLabel) -> list[tuple[Role, list[Phrase]]]:
    """The phrases of a take in as many takes as it has parts: risks are spoken apart from benefits."""
    sentences: list[list[Phrase]] = [[]]
    for phrase in phrases:
        sentences[-1].append(phrase)
        if phrase.ends >= Break.SENTENCE:
            sentences.append([])
    roles = [(role_of(take_text(sentence), label), sentence) for sentence in sentences if sentence]
    return [
        (role, [phrase for _, sentence in group for phrase in sentence])
        for role, group in groupby(roles, key=lambda pair: pair[0])
    ]


def own_recording(app: AppContext, job: Job, key: str) -> SpokenTake:
    """The caller's own recording as the only take: it holds all that is said.

    The job gets a copy of its own, since uploads expire: as it is, or, if it is no WAV or MP3 file or is quiet, as a
    WAV file at speech level.
    """
    for known in job.narration.takes:
        if known.model == OWN_RECORDING:
            take = known.model_copy(update={"text": job.spoken_text})
            return SpokenTake(take=take, phrases=split_phrases(take.text, job.brief.narration.language))
    data = app.aws.objects.get(key)
    facts = measure_own_recording(data, job.brief)
    media_type = file_types.media_type_of(data)
    if media_type not in {"audio/wav", "audio/mpeg"} or facts.gain_db:
        data, media_type = to_wav(data, facts.gain_db), "audio/wav"
    key = Keys(job.user_id, job.job_id).speech(digest(data), str(media_type))
    app.aws.objects.put(key, data, str(media_type))
    take = Take(
        text=job.spoken_text,
        key=key,
        sha256=digest(data),
        input_hash=digest(data),
        model=OWN_RECORDING,
        **_measured(measure_sound(data)),
    )
    return SpokenTake(take=take, phrases=split_phrases(take.text, job.brief.narration.language))


def measure_own_recording(data: bytes, brief: Brief) -> RecordingFacts:
    """The facts of the caller's recording; InvalidRequest if it cannot be opened, is silent, or outlasts the video."""
    try:
        facts = measure_recording(data)
    except MediaRefused as error:
        raise InvalidRequest(str(error), "narration.upload") from error
    room = brief.story_seconds - LEAD_SECONDS
    if facts.seconds > room:
        raise InvalidRequest(
            f"The recording is {float(facts.seconds):.1f} s long; {brief.has_room} room for {room:f} s",
            "narration.upload",
        )
    return facts


def _measured(facts: SoundFacts) -> dict[str, Any]:
    return {
        "seconds": round_seconds(facts.seconds),
        "audible_from": round_seconds(max(facts.audible_from - _MARGIN_SECONDS, Fraction(0))),
        "audible_to": round_seconds(min(facts.audible_to + _MARGIN_SECONDS, facts.seconds)),
        "pauses": tuple((round_seconds(start), round_seconds(end)) for start, end in facts.pauses),
    }
