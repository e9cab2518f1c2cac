"""The list of voices; apart from its route, so that the command line can make it without Powertools."""

from __future__ import annotations

from decimal import Decimal

from omnigen.domain.job_view import ViewModel
from omnigen.jobs.voices import sample_usd, speaking_model
from omnigen.providers.model_values import DEFAULT_VOICE
from omnigen.runtime.context import AppContext


class VoiceResponse(ViewModel):
    """One voice: our name, or the vendor's own. `speaks_as` is what the vendor calls it."""

    name: str
    speaks_as: str
    is_default: bool


class VoicesResponse(ViewModel):
    """The voices of the speech model that is asked first, and the languages in which each of them speaks (BCP 47).

    Both are empty where the model takes any name. `sample_usd` is what a new English sample costs at most.
    """

    model: str
    items: tuple[VoiceResponse, ...]
    languages: tuple[str, ...]
    sample_usd: Decimal


def voices_response(app: AppContext) -> VoicesResponse:
    """The voices of these settings, the default first."""
    model = speaking_model(app)
    ordered = sorted(model.voices.items(), key=lambda item: item[0] != DEFAULT_VOICE)
    return VoicesResponse(
        model=model.id,
        items=tuple(VoiceResponse(name=name, speaks_as=own, is_default=name == DEFAULT_VOICE) for name, own in ordered),
        languages=tuple(sorted(model.languages)),
        sample_usd=sample_usd(app, "en"),
    )
