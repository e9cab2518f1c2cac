"""Voices: listing them, and listening to them before a video is paid for."""

from __future__ import annotations

from decimal import Decimal

from omnigen.domain.job_view import ViewModel
from omnigen.jobs.voices import voice_sample_of

from functions.api.auth import request_context
from functions.api.requests import VoiceSampleRequest
from functions.api.routes.router import Routes
from functions.api.voice_list import VoicesResponse, voices_response

router = Routes()


class VoiceSampleResponse(ViewModel):
    """A sample: its text, what it cost now, and a presigned URL that is valid for an hour."""

    voice: str
    language: str
    text: str
    usd: Decimal
    url: str


@router.get("/voices", tags=["voices"], summary="The voices that can be chosen")
def list_voices() -> VoicesResponse:
    """Their names are those that `narration.voice` takes."""
    return voices_response(request_context(router).app)


@router.post("/voices/samples", status_code=201, tags=["voices"], summary="Listen to a voice")
def create_voice_sample(request: VoiceSampleRequest) -> VoiceSampleResponse:
    """Makes a sample, or gives the one that was made for you before.

    Offline voices are free; a live one charges for a new sample, see `sample_usd` in the list.
    """
    call = request_context(router)
    sample = voice_sample_of(call.app, call.user_id, request.voice, request.language, call.caller.owners)
    url = call.app.aws.objects.url(sample.key)
    return VoiceSampleResponse(
        voice=request.voice, language=request.language, text=sample.text, usd=sample.usd, url=url
    )
