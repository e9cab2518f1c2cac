"""The voice of a scene, and the music of the video."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from omnigen.domain.brief import Gate, Mode
from omnigen.domain.job import OWN_RECORDING, Job, RecordedWord, Scene, Speech
from omnigen.domain.narration import LEAD_SECONDS, MAX_TEMPO, fit_texts, spoken_words
from omnigen.domain.purchase import PurchaseKey, PurchaseKind, purchase_key
from omnigen.domain.storage_keys import Keys, digest
from omnigen.errors import InvalidRequest, MediaRefused
from omnigen.media import file_types
from omnigen.media.recording import RecordingFacts, measure_recording, to_wav
from omnigen.providers.protocols import SpeechProvider, SpeechRequest, SpeechResult
from omnigen.purchasing.downloads import check_speech, media_type_of, round_seconds
from omnigen.purchasing.spec import PurchaseResult, SyncSpec
from omnigen.runtime.context import AppContext


@dataclass(frozen=True)
class SpeechPurchase:
    """What is said in one scene."""

    app: AppContext
    job: Job
    scene: Scene

    @property
    def key(self) -> PurchaseKey:
        """Named by the text and the voice."""
        voice = self.job.brief.narration
        inputs = {"text": self.scene.narration, "voice": voice.voice, "language": voice.language, "seed": self.job.seed}
        return purchase_key(PurchaseKind.SPEECH, inputs, self.scene.id)

    @property
    def spec(self) -> SyncSpec[SpeechProvider, SpeechResult]:
        """How it is bought."""
        request = self.request()
        return SyncSpec(
            key=self.key,
            providers=self.app.providers.speech_providers,
            quote=lambda provider: provider.quote(request),
            ask=lambda provider: provider.speak(request),
            find_existing=lambda provider, claimed: provider.find_existing(request.without(claimed)),
            keep=self.keep,
        )

    def request(self) -> SpeechRequest:
        """What the vendor is asked."""
        voice = self.job.brief.narration
        return SpeechRequest(
            order_id=self.key.id,
            job_id=self.job.job_id,
            text=self.scene.narration,
            voice=voice.voice,
            language=voice.language,
            seed=self.job.seed,
        )

    def keep(self, spoken: SpeechResult) -> PurchaseResult:
        """Put the recording into the bucket and work out how much faster it must be played to fit its scene."""
        media_type = media_type_of(spoken.data, "audio/wav", "audio/mpeg")
        seconds = check_speech(spoken.data, self.scene.narration)
        input_hash = self.key.input_hash
        key = Keys(self.job.user_id, self.job.job_id).speech(self.scene.number, input_hash, media_type)
        speech = Speech(
            key=key,
            sha256=digest(spoken.data),
            input_hash=input_hash,
            model=spoken.model,
            seconds=seconds,
            tempo=_tempo(self.scene, seconds),
            words=tuple(RecordedWord(text=w.text, start=w.start_seconds, end=w.end_seconds) for w in spoken.words),
        )
        self.app.aws.objects.put(key, spoken.data, media_type)
        return PurchaseResult(facts=dict(speech), usage=spoken.usage)


def use_own_recording(app: AppContext, job: Job, key: str) -> None:
    """Put the caller's own recording on the record in place of bought speech: one piece, from the first scene on.

    The job gets a copy of its own, since uploads expire: as it is, or, if it is no WAV or MP3 file or is quiet, as a
    WAV file at speech level.
    """
    data = app.aws.objects.get(key)
    facts = measure_own_recording(data, job.brief.duration)
    media_type = file_types.media_type_of(data)
    if media_type not in {"audio/wav", "audio/mpeg"} or facts.gain_db:
        data, media_type = to_wav(data, facts.gain_db), "audio/wav"
    key = Keys(job.user_id, job.job_id).speech(1, digest(data), str(media_type))
    app.aws.objects.put(key, data, str(media_type))
    speech = Speech(
        key=key,
        sha256=digest(data),
        input_hash=digest(data),
        model=OWN_RECORDING,
        seconds=round_seconds(facts.seconds),
        tempo=Decimal(1),
    )
    app.aws.artifacts.speech(job.job_id, job.scenes[0], speech)


def measure_own_recording(data: bytes, video_seconds: int) -> RecordingFacts:
    """The facts of the caller's recording; InvalidRequest if it cannot be opened, is silent, or outlasts the video."""
    try:
        facts = measure_recording(data)
    except MediaRefused as error:
        raise InvalidRequest(str(error), "narration.upload") from error
    room = video_seconds - LEAD_SECONDS
    if facts.seconds > room:
        raise InvalidRequest(
            f"The recording is {float(facts.seconds):.1f} s long; a video of {video_seconds} s has room for {room} s",
            "narration.upload",
        )
    return facts


def fits(scene: Scene, speech: Speech) -> bool:
    """Whether a recording can be played within its scene at a tempo that we allow."""
    return speech.seconds <= (scene.duration - LEAD_SECONDS) * MAX_TEMPO


def may_be_shortened(job: Job) -> bool:
    """Whether words may be left out unasked: not the user's own, not approved ones, not regulated ones."""
    brief = job.brief
    approved = {Gate.SCRIPT, Gate.SCENES} & set(brief.review)
    return not (brief.script_text or approved or brief.mode is Mode.PHARMA)


def retimed(app: AppContext, job: Job, scene: Scene, speech: Speech) -> Speech:
    """The recording at the tempo that its scene asks for now: the scene's length may have been edited."""
    tempo = _tempo(scene, speech.seconds)
    if speech.tempo == tempo:
        return speech
    fitting = speech.model_copy(update={"tempo": tempo})
    app.aws.artifacts.speech(job.job_id, scene, fitting)
    return fitting


def even_tempo(app: AppContext, job: Job) -> None:
    """One tempo for all scenes, that of the tightest one: what is said of risks is never faster than the rest."""
    spoken = [(scene, scene.speech) for scene in job.scenes if scene.speech]
    fastest = max((speech.tempo for _, speech in spoken), default=Decimal(1))
    for scene, speech in spoken:
        if speech.tempo != fastest:
            app.aws.artifacts.speech(job.job_id, scene, speech.model_copy(update={"tempo": fastest}))


def _tempo(scene: Scene, seconds: Decimal) -> Decimal:
    return round_seconds(min(max(seconds / (scene.duration - LEAD_SECONDS), Decimal(1)), MAX_TEMPO))


def shortened(scene: Scene, speech: Speech) -> str:
    """The scene's text with as many words as this voice can say in its time."""
    share = (scene.duration - LEAD_SECONDS) * MAX_TEMPO / speech.seconds
    words = spoken_words(scene.narration)
    return fit_texts([scene.narration], [max(min(int(words * share), words - 1), 1)])[0]
