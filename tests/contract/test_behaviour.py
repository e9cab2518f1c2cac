"""What every provider does, whoever it is: the offline ones, OpenAI and Replicate side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from omnigen.domain.script import ScriptDraft
from omnigen.domain.storyboard import StoryboardDraft
from omnigen.errors import BadInput
from omnigen.media.audio_length import sound_seconds
from omnigen.media.probe import probe
from omnigen.providers.offline import offline_providers
from omnigen.providers.protocols import PredictionFailed, PredictionOutput, PredictionProvider, Providers
from omnigen.purchasing.downloads import media_type_of
from omnigen.settings import Settings

from tests.contract.conftest import LiveWith
from tests.contract.requests_to_make import (
    a_clip_request,
    a_music_request,
    a_script_request,
    a_speech_request,
    a_storyboard_request,
    a_style_request,
    a_transcript_request,
    an_image_request,
)

House = Callable[[str], Providers]

MODELS = {
    ("openai", "script"): "gpt-6-luna",
    ("replicate", "script"): "openai/gpt-4o",
    ("openai", "style"): "gpt-6-luna",
    ("replicate", "style"): "openai/gpt-4o",
    ("openai", "speech"): "tts-1",
    ("replicate", "speech"): "minimax/speech-2.8-turbo",
    ("openai", "image"): "gpt-image-2.5-flare",
    ("replicate", "image"): "bytedance/seedream-4.5",
    ("replicate", "clip"): "google/veo-3.1-fast",
    ("replicate", "music"): "stability-ai/stable-audio-2.5",
}
LIVE = ("openai", "replicate")
BOTH = ("offline", *LIVE)


@pytest.fixture
def house(live_with: LiveWith, settings_with: Callable[..., Settings], tmp_path: Path) -> House:
    """The providers of one vendor."""

    def of(vendor: str) -> Providers:
        if vendor == "offline":
            return offline_providers(
                settings_with(
                    OMNIGEN_PROVIDERS="offline",
                    OMNIGEN_OFFLINE_ORDER_LOG=str(tmp_path),
                    OMNIGEN_OFFLINE_PRICES="imitated",
                )
            )
        named = {f"OMNIGEN_{what.upper()}_MODELS": model for (who, what), model in MODELS.items() if who == vendor}
        return live_with(**named)

    return of


@pytest.mark.parametrize("vendor", BOTH)
def test_a_writer_answers_in_the_form_asked_for(house: House, vendor: str) -> None:
    writer = house(vendor).text_providers[0]
    script, storyboard = writer.write(a_script_request()), writer.write(a_storyboard_request())
    assert isinstance(script.draft, ScriptDraft)
    assert isinstance(storyboard.draft, StoryboardDraft)
    assert len(script.draft.segments) == len(storyboard.draft.scenes) == 2
    assert script.model == writer.model
    assert 0 < script.usage.usd <= writer.quote(a_script_request())
    assert script.usage.input_tokens > 0
    assert script.usage.output_tokens > 0


@pytest.mark.parametrize("vendor", BOTH)
def test_a_narrator_delivers_sound_and_counts_characters(house: House, vendor: str) -> None:
    speech_provider, request = house(vendor).speech_providers[0], a_speech_request()
    spoken = speech_provider.speak(request)
    assert media_type_of(spoken.data, "audio/wav", "audio/mpeg") == spoken.media_type
    assert 1 < sound_seconds(spoken.data) < 4
    assert spoken.usage.characters == len(request.text)
    assert 0 < spoken.usage.usd <= speech_provider.quote(request)


@pytest.mark.parametrize("vendor", BOTH)
def test_a_voice_that_is_asked_to_hurry_does(house: House, vendor: str) -> None:
    speech_provider = house(vendor).speech_providers[0]
    slow, fast = (
        speech_provider.speak(a_speech_request(speed=Decimal(speed), order_id=speed)) for speed in ("0.8", "1.5")
    )
    assert sound_seconds(fast.data) < sound_seconds(slow.data) * 3 / 4


@pytest.mark.parametrize(
    ("vendor", "voice"),
    [
        *((vendor, voice) for vendor in LIVE for voice in (None, "narrator")),
        ("openai", "onyx"),
        ("replicate", "Wise_Woman"),
    ],
)
def test_our_voices_and_a_vendors_own_are_spoken(house: House, vendor: str, voice: str | None) -> None:
    speech_provider = house(vendor).speech_providers[0]
    assert speech_provider.knows_voice(voice)
    assert speech_provider.speak(a_speech_request(voice=voice, language="en-GB")).data


@pytest.mark.parametrize(
    ("vendor", "voice"), [("openai", "Wise_Woman"), ("replicate", "onyx"), ("openai", "nobody knows this one")]
)
def test_a_voice_of_another_vendor_is_refused_before_it_is_asked_for(house: House, vendor: str, voice: str) -> None:
    speech_provider = house(vendor).speech_providers[0]
    assert not speech_provider.knows_voice(voice)
    with pytest.raises(BadInput, match=f"has no voice '{voice}'"):
        speech_provider.speak(a_speech_request(voice=voice))


@pytest.mark.parametrize("voice", [None, "narrator"])
def test_an_offline_voice_is_chosen_by_its_own_name(house: House, voice: str | None) -> None:
    assert house("offline").speech_providers[0].speak(a_speech_request(voice=voice, language="en-GB")).data


@pytest.mark.parametrize("vendor", BOTH)
@pytest.mark.parametrize("ratio", ["16:9", "9:16", "1:1"])
def test_an_illustrator_delivers_a_picture(house: House, vendor: str, ratio: str) -> None:
    image_provider, request = house(vendor).image_providers[0], an_image_request(aspect_ratio=ratio)
    drawn = image_provider.draw(request)
    assert media_type_of(drawn.data, "image/png", "image/jpeg", "image/webp")
    assert drawn.usage.images == 1
    assert 0 < drawn.usage.usd <= image_provider.quote(request)


@pytest.mark.parametrize("vendor", BOTH)
def test_a_reader_of_styles_says_one_paragraph(house: House, vendor: str) -> None:
    reader = house(vendor).vision_providers[0]
    said = reader.describe(a_style_request())
    assert said.text.strip()
    assert "\n" not in said.text
    assert 0 < said.usage.usd <= reader.quote(a_style_request())


@pytest.mark.parametrize("vendor", ["offline", "openai"])
def test_a_listener_writes_down_what_is_said(house: House, vendor: str) -> None:
    listener, request = house(vendor).transcription_providers[0], a_transcript_request(names=("Oceane",))
    heard = listener.transcribe(request)
    assert heard.text.startswith("Meet the bottle you will keep")
    assert 0 < heard.usage.usd <= listener.quote(request)


@pytest.mark.parametrize("vendor", ["offline", "openai"])
def test_a_moderator_names_what_is_wrong(house: House, vendor: str) -> None:
    moderation_provider = house(vendor).moderation_providers[0]
    assert moderation_provider.judge("A calm ad for a bottle").flagged == ()
    assert moderation_provider.judge("An ad that shows how to kill").flagged == ("violence",)


@pytest.mark.parametrize("vendor", ["offline", "replicate"])
def test_a_filmmaker_films_at_least_what_is_asked(house: House, vendor: str) -> None:
    video_provider, request = house(vendor).video_providers[0], a_clip_request()
    delivery = _wait(video_provider, video_provider.start(request))
    clip = probe(b"".join(delivery.content))
    assert clip.seconds >= request.seconds
    assert delivery.usage.seconds in video_provider.durations_seconds
    assert 0 < delivery.usage.usd <= video_provider.quote(request)


@pytest.mark.parametrize("vendor", ["offline", "replicate"])
def test_a_musician_plays(house: House, vendor: str) -> None:
    music_provider, request = house(vendor).music_providers[0], a_music_request()
    delivery = _wait(music_provider, music_provider.start(request))
    data = b"".join(delivery.content)
    assert media_type_of(data, "audio/mpeg", "audio/wav")
    assert sound_seconds(data) >= 6
    assert 0 < delivery.usage.usd <= music_provider.quote(request)


@pytest.mark.parametrize("vendor", ["offline", "replicate"])
def test_an_order_is_found_by_what_was_ordered_until_it_is_cancelled(house: House, vendor: str) -> None:
    video_provider, request = house(vendor).video_providers[0], a_clip_request()
    other = replace(request, order_id="clip-2", prompt="Something else")
    assert video_provider.find_existing(request) is None
    prediction_id = video_provider.start(request)
    assert video_provider.find_existing(request) == prediction_id
    assert video_provider.find_existing(other) is None
    video_provider.cancel(prediction_id)
    video_provider.cancel(prediction_id)
    assert video_provider.find_existing(request) is None
    assert isinstance(video_provider.poll(prediction_id), PredictionFailed)


@pytest.mark.parametrize("vendor", ["offline", "replicate"])
def test_what_was_ordered_over_the_counter_is_found_too(house: House, vendor: str) -> None:
    providers = house(vendor)
    assert providers.speech_providers[0].find_existing(a_speech_request()) is None
    spoken = providers.speech_providers[0].speak(a_speech_request())
    drawn = providers.image_providers[0].draw(an_image_request())
    again = (
        providers.speech_providers[0].find_existing(a_speech_request()),
        providers.image_providers[0].find_existing(an_image_request()),
    )
    assert [found and found.data for found in again] == [spoken.data, drawn.data]


def test_openai_cannot_be_asked_for_what_was_lost(house: House) -> None:
    providers = house("openai")
    providers.speech_providers[0].speak(a_speech_request())
    assert providers.speech_providers[0].find_existing(a_speech_request()) is None


def _wait(maker: PredictionProvider, prediction_id: str) -> PredictionOutput:  # type: ignore[type-arg]
    for _ in range(10):
        found = maker.poll(prediction_id)
        if found is not None:
            assert isinstance(found, PredictionOutput), found
            return found
    raise AssertionError("it never ended")
