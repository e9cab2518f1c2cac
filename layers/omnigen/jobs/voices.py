"""The voices that can be chosen, and samples of them to listen to before anything is paid for."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from omnigen.aws.budgets import Payment
from omnigen.domain.budget import DEPLOYMENT
from omnigen.domain.storage_keys import digest, voice_sample
from omnigen.errors import Contention, InvalidRequest, ProviderError, UnknownOutcome
from omnigen.jobs.admission import count_today
from omnigen.providers.model_registry import Model, models_for
from omnigen.providers.protocols import SpeechProvider, SpeechRequest
from omnigen.runtime.context import AppContext
from omnigen.text import sample_text

MAX_SAMPLES_PER_DAY = 50
"""New samples that one user may have made in a day (UTC); those that were made before are free."""

_MEDIA_TYPES = ("audio/wav", "audio/mpeg")
"""What speech providers deliver."""

_PAYMENT_SECONDS = 60
"""So long a request may take to have a sample made; the vendor answers within 40 s."""

_WAITS, _WAIT_SECONDS = 16, 0.5
"""How often, and after which pauses, a sample is looked for that another request is having made."""


@dataclass(frozen=True)
class VoiceSample:
    """A sample in the bucket. `usd` is what it cost now: 0 where it was there already."""

    key: str
    text: str
    usd: Decimal


def speaking_model(app: AppContext) -> Model:
    """The speech model that is asked first."""
    return models_for("speech", app.settings, datetime.fromtimestamp(app.now(), UTC).date())[0]


def sample_usd(app: AppContext, language: str) -> Decimal:
    """What a new sample in this language would cost at most."""
    provider, request = _order(app, "", language)
    return provider.quote(request)


def voice_sample_of(
    app: AppContext, user_id: str, voice: str, language: str, owners: Sequence[str] = (DEPLOYMENT,)
) -> VoiceSample:
    """A voice's sample: the one that was made for this user before, or a new one, which live models charge for.

    InvalidRequest for a voice or a language that the model does not know, OverQuota when the day's samples or a budget,
    the user's or one of these owners', are used up. The price is booked before the vendor is asked, and taken back when
    the vendor refuses. Of several requests for the same new sample at once, one pays and the others get what it pays
    for.
    """
    model = speaking_model(app)
    _check_names(model, voice, language)
    provider, request = _order(app, voice, language)
    name = digest(f"{model.id} {voice} {language} {request.text}".encode())
    if made := _made(app, user_id, name, request):
        return made
    count_today(app, user_id, "voice samples", MAX_SAMPLES_PER_DAY)
    payment = Payment(user_id, tuple(owners), provider.quote(request), f"voice-sample-{name}", app.now())
    if not app.aws.budgets.spend_once(payment, "A sample", _PAYMENT_SECONDS):
        return _awaited(app, user_id, name, request)
    try:
        spoken = provider.speak(request)
    except UnknownOutcome:  # it may have been made: a lost answer counts as spent
        raise
    except ProviderError as error:
        app.aws.budgets.take_back(payment, payment.usd - error.usd)
        raise
    key = voice_sample(user_id, name, spoken.media_type)
    app.aws.objects.put(key, spoken.data, spoken.media_type)
    return VoiceSample(key, request.text, payment.usd)


def _made(app: AppContext, user_id: str, name: str, request: SpeechRequest) -> VoiceSample | None:
    """The sample in the bucket, if it is there."""
    for kind in _MEDIA_TYPES:
        if app.aws.objects.size(key := voice_sample(user_id, name, kind)) is not None:
            return VoiceSample(key, request.text, Decimal(0))
    return None


def _awaited(app: AppContext, user_id: str, name: str, request: SpeechRequest) -> VoiceSample:
    """The sample that another request is having made; Contention when it takes long."""
    for _ in range(_WAITS):
        time.sleep(_WAIT_SECONDS)
        if made := _made(app, user_id, name, request):
            return made
    raise Contention("This sample is being made for another request; ask for it again in a few seconds")


def _order(app: AppContext, voice: str, language: str) -> tuple[SpeechProvider, SpeechRequest]:
    text = sample_text(language)
    request = SpeechRequest(
        order_id=f"sample-{digest(f'{voice} {language}'.encode())[:12]}",
        job_id="voices",
        text=text,
        voice=voice or None,
        language=language,
    )
    return app.providers.speech_providers[0], request


def _check_names(model: Model, voice: str, language: str) -> None:
    known = {*model.voices, *model.voices.values()}
    if known and voice not in known:
        raise InvalidRequest(f"{voice!r} is not known; choose one of {', '.join(sorted(known))}", "voice")
    tag = language.lower()
    if model.languages and not {tag, tag.partition("-")[0]} & model.languages.keys():
        listed = ", ".join(sorted(model.languages))
        raise InvalidRequest(f"{language!r} is not known; choose one of {listed}", "language")
