"""The music bed of a job: its order, and the track that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from omnigen.domain.job import Job, MusicTrack
from omnigen.domain.messages import PurchaseProgress
from omnigen.domain.purchase import PurchaseKey, PurchaseKind, purchase_key
from omnigen.domain.storage_keys import Keys, digest
from omnigen.errors import BadOutput, MediaRefused, PolicyBlocked
from omnigen.media.audio_length import sound_seconds
from omnigen.prompts import music_prompt
from omnigen.providers.protocols import MusicRequest, PredictionOutput
from omnigen.purchasing.downloads import check_music, media_type_of, read_all, round_seconds
from omnigen.purchasing.spec import AsyncSpec, PurchaseResult
from omnigen.runtime.context import AppContext


@dataclass(frozen=True)
class MusicPurchase:
    """The music bed of the whole video."""

    app: AppContext
    job: Job

    @property
    def key(self) -> PurchaseKey:
        """Hash of mood, prompt and length."""
        request = self._request("")
        inputs = {"prompt": request.prompt, "mood": request.mood, "seconds": request.seconds, "seed": request.seed}
        return purchase_key(PurchaseKind.MUSIC, inputs)

    @property
    def spec(self) -> AsyncSpec[MusicRequest]:
        """The purchase specification."""
        return AsyncSpec(
            key=self.key,
            providers=self.app.providers.music_providers,
            request=self.request,
            keep=self.keep,
            timeout_seconds=self.app.settings.omnigen_music_timeout_seconds,
        )

    @property
    def is_recorded(self) -> bool:
        """Whether the job has the music of this very mood and length, and its file is as it was made."""
        music = self.job.music
        if music is None or music.input_hash != self.key.input_hash:
            return False
        return self.app.aws.objects.is_intact(music.key, music.sha256)

    def on_refusal(self, error: PolicyBlocked) -> None:
        """Records nothing: music belongs to no scene whose text could be changed."""

    def request(self) -> MusicRequest:
        """The request to the vendor."""
        return self._request(self.key.id)

    def keep(self, delivery: PredictionOutput, model: str) -> PurchaseResult:
        """Copy the track into the bucket."""
        data = read_all(delivery)
        media_type = media_type_of(data, "audio/mpeg", "audio/wav")
        music = MusicTrack(
            key=Keys(self.job.user_id, self.job.job_id).music(media_type),
            sha256=digest(data),
            input_hash=self.key.input_hash,
            model=model,
            seconds=check_music(data),
        )
        self.app.aws.objects.put(music.key, data, media_type)
        return PurchaseResult(facts=dict(music), usage=delivery.usage)

    def record(self, progress: PurchaseProgress) -> PurchaseProgress:
        """Set the job's music once it is done; returns the same progress."""
        if progress.ready:
            result = self.app.aws.jobs.get(self.job.job_id).purchases[self.key.id].result
            self.app.aws.artifacts.music(self.job.job_id, MusicTrack.model_validate(result))
        return progress

    def _request(self, order_id: str) -> MusicRequest:
        brief = self.job.brief
        mood = brief.music.mood or self.job.written_script.sound.mood
        seconds = sum((scene.duration for scene in self.job.scenes), start=Decimal(0))
        return MusicRequest(
            order_id=order_id,
            job_id=self.job.job_id,
            prompt=music_prompt(self.job.written_script, seconds),
            mood=mood,
            seconds=seconds,
            seed=self.job.seed,
        )


def seconds_of(recording: bytes) -> Decimal:
    """How long a recording is, in seconds; BadOutput when it cannot be played."""
    try:
        return round_seconds(sound_seconds(recording))
    except MediaRefused as error:
        raise BadOutput(f"The delivery is no usable recording: {error}") from error
