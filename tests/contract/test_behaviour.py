"""What every provider does, whoever it is: the offline ones, OpenAI and Replicate side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from omnigen.domain.script import ScriptDraft
from omnigen.domain.storyboard import StoryboardDraft
from omnigen.media.audio_length import sound_seconds
from omnigen.media.probe import probe
from omnigen.providers.offline import offline_providers
from omnigen.providers.protocols import Delivery, Ended, Predictions, Providers
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
BOTH = ("offline", "openai", "replicate")


@pytest.fixture
def house(live_with: LiveWith, settings_with: Callable[..., Settings], tmp_path: Path) -> House:
    """The providers of one vendor."""

    def of(vendor: str) -> Providers:
        if vendor == "offline":
            return offline_providers(
                settings_with(
                    OMNIGEN_PROVIDERS="offline", OMNIGEN_LEDGER=str(tmp_path), OMNIGEN_OFFLINE_PRICES="imitated"
                )
            )
        named = {f"OMNIGEN_{what.upper()}_MODELS": model for (who, what), model in MODELS.items() if who == vendor}
        return live_with(**named)

    return of


@pytest.mark.parametrize("vendor", BOTH)
def test_a_writer_answers_in_the_form_asked_for(house: House, vendor: str) -> None:
    writer = house(vendor).writers[0]
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
    narrator, request = house(vendor).narrators[0], a_speech_request()
    spoken = narrator.speak(request)
    assert media_type_of(spoken.data, "audio/wav", "audio/mpeg") == spoken.media_type
    assert 1 < sound_seconds(spoken.data) < 4
    assert spoken.usage.characters == len(request.text)
    assert 0 < spoken.usage.usd <= narrator.quote(request)


@pytest.mark.parametrize("vendor", BOTH)
def test_a_voice_that_is_asked_to_hurry_does(house: House, vendor: str) -> None:
    narrator = house(vendor).narrators[0]
    slow, fast = (narrator.speak(a_speech_request(speed=Decimal(speed), order_id=speed)) for speed in ("0.8", "1.5"))
    assert sound_seconds(fast.data) < sound_seconds(slow.data) * 3 / 4


@pytest.mark.parametrize("vendor", BOTH)
@pytest.mark.parametrize("voice", [None, "narrator", "onyx", "Wise_Woman", "nobody knows this one"])
def test_a_voice_of_another_vendor_is_no_error(house: House, vendor: str, voice: str | None) -> None:
    if vendor == "offline" and voice not in {None, "narrator"}:
        pytest.skip("the offline voices have names of their own")
    assert house(vendor).narrators[0].speak(a_speech_request(voice=voice, language="en-GB")).data


@pytest.mark.parametrize("vendor", BOTH)
@pytest.mark.parametrize("ratio", ["16:9", "9:16", "1:1"])
def test_an_illustrator_delivers_a_picture(house: House, vendor: str, ratio: str) -> None:
    illustrator, request = house(vendor).illustrators[0], an_image_request(aspect_ratio=ratio)
    drawn = illustrator.draw(request)
    assert media_type_of(drawn.data, "image/png", "image/jpeg", "image/webp")
    assert drawn.usage.images == 1
    assert 0 < drawn.usage.usd <= illustrator.quote(request)


@pytest.mark.parametrize("vendor", BOTH)
def test_a_reader_of_styles_says_one_paragraph(house: House, vendor: str) -> None:
    reader = house(vendor).style_readers[0]
    said = reader.describe(a_style_request())
    assert said.text.strip()
    assert "\n" not in said.text
    assert 0 < said.usage.usd <= reader.quote(a_style_request())


@pytest.mark.parametrize("vendor", ["offline", "openai"])
def test_a_moderator_names_what_is_wrong(house: House, vendor: str) -> None:
    moderator = house(vendor).moderators[0]
    assert moderator.judge("A calm ad for a bottle").flagged == ()
    assert moderator.judge("An ad that shows how to kill").flagged == ("violence",)


@pytest.mark.parametrize("vendor", ["offline", "replicate"])
def test_a_filmmaker_films_at_least_what_is_asked(house: House, vendor: str) -> None:
    filmmaker, request = house(vendor).filmmakers[0], a_clip_request()
    delivery = _wait(filmmaker, filmmaker.start(request))
    clip = probe(b"".join(delivery.content))
    assert clip.seconds >= request.seconds
    assert delivery.usage.seconds in filmmaker.durations_seconds
    assert 0 < delivery.usage.usd <= filmmaker.quote(request)


@pytest.mark.parametrize("vendor", ["offline", "replicate"])
def test_a_musician_plays(house: House, vendor: str) -> None:
    musician, request = house(vendor).musicians[0], a_music_request()
    delivery = _wait(musician, musician.start(request))
    data = b"".join(delivery.content)
    assert media_type_of(data, "audio/mpeg", "audio/wav")
    assert sound_seconds(data) >= 6
    assert 0 < delivery.usage.usd <= musician.quote(request)


@pytest.mark.parametrize("vendor", ["offline", "replicate"])
def test_an_order_is_found_by_what_was_ordered_until_it_is_cancelled(house: House, vendor: str) -> None:
    filmmaker, request = house(vendor).filmmakers[0], a_clip_request()
    other = replace(request, order_id="clip-2", prompt="Something else")
    assert filmmaker.find(request) is None
    prediction_id = filmmaker.start(request)
    assert filmmaker.find(request) == prediction_id
    assert filmmaker.find(other) is None
    filmmaker.cancel(prediction_id)
    filmmaker.cancel(prediction_id)
    assert filmmaker.find(request) is None
    assert isinstance(filmmaker.check(prediction_id), Ended)


@pytest.mark.parametrize("vendor", ["offline", "replicate"])
def test_what_was_ordered_over_the_counter_is_found_too(house: House, vendor: str) -> None:
    providers = house(vendor)
    assert providers.narrators[0].find(a_speech_request()) is None
    spoken = providers.narrators[0].speak(a_speech_request())
    drawn = providers.illustrators[0].draw(an_image_request())
    again = providers.narrators[0].find(a_speech_request()), providers.illustrators[0].find(an_image_request())
    assert [found and found.data for found in again] == [spoken.data, drawn.data]


def test_openai_cannot_be_asked_for_what_was_lost(house: House) -> None:
    providers = house("openai")
    providers.narrators[0].speak(a_speech_request())
    assert providers.narrators[0].find(a_speech_request()) is None


def _wait(maker: Predictions, prediction_id: str) -> Delivery:  # type: ignore[type-arg]
    for _ in range(10):
        found = maker.check(prediction_id)
        if found is not None:
            assert isinstance(found, Delivery), found
            return found
    raise AssertionError("it never ended")
