"""The registry: complete, dated, priced, and honest about what it does not know."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from subprocess import run
from typing import get_args

import pytest
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import AspectRatio, Resolution
from omnigen.domain.script import ScriptDraft
from omnigen.errors import ConfigError
from omnigen.providers import pricing
from omnigen.providers.factory import live_providers
from omnigen.providers.model_registry import Model, find_model, known_models, models_for
from omnigen.providers.offline import offline_providers
from omnigen.providers.protocols import (
    ClipRequest,
    ImageRequest,
    MusicRequest,
    SpeechRequest,
    StyleRequest,
    TextRequest,
    TranscriptRequest,
)
from omnigen.settings import Capability, Settings

TODAY = date(2026, 11, 21)
CAPABILITIES: tuple[Capability, ...] = get_args(Capability)
FIELDS = {
    "prompt",
    "language",
    "languages",
    "names",
    "negative",
    "seconds",
    "aspect_ratio",
    "resolution",
    "start_frame",
    "end_frame",
    "seed",
    "text",
    "voice",
    "speed",
}
FIELDS |= {"language", "instructions", "pictures", "temperature", "max_output_tokens"}


def ordered(settings: Settings, capability: Capability) -> list[Model]:
    return list(models_for(capability, settings, TODAY))


@pytest.mark.parametrize("model", known_models(), ids=lambda model: model.id)
def test_every_model_has_a_dated_source_and_fields_that_mean_something(model: Model) -> None:
    assert model.source
    assert date(2026, 1, 1) <= model.checked_on
    assert set(model.inputs) <= FIELDS
    assert list(model.durations_seconds) == sorted(model.durations_seconds)
    if model.successor:
        assert find_model(model.successor).state(TODAY) in {"current", "at_risk"}


def test_no_name_means_two_models() -> None:
    names = [name for model in known_models() for name in (model.id, *model.aliases)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_whoever_is_asked_by_default_is_there_usable_priced_and_able(
    settings: Settings, capability: Capability
) -> None:
    models = ordered(settings, capability)
    assert models
    for model in models:
        assert capability in model.capabilities
        assert model.usable
        assert model.price is not None
        assert model.state(TODAY) != "retired"


def test_a_model_that_has_ended_is_no_longer_asked(settings: Settings) -> None:
    assert models_for("speech", settings, date(2026, 12, 1))[0].id == "tts-1-hd"
    assert models_for("speech", settings, date(2027, 1, 6))[0].id == "minimax/speech-2.8-turbo"


def test_the_state_tells_what_ends_soon() -> None:
    assert find_model("dall-e-3").state(TODAY) == "retired"
    assert find_model("tts-1").state(TODAY) == "ending"
    assert find_model("veo").state(TODAY) == "at_risk"
    assert find_model("gpt-6-luna").state(TODAY) == "current"


def test_the_order_can_be_set_by_ids_and_aliases(settings: Settings) -> None:
    named = settings.model_copy(update={"omnigen_clip_models": ("kling", "google/veo-3.1-fast")})
    assert [model.id for model in ordered(named, "clip")] == ["kwaivgi/kling-v2.5-turbo-pro", "google/veo-3.1-fast"]


def test_a_misspelt_model_is_a_configuration_error_that_lists_the_others(settings: Settings) -> None:
    named = settings.model_copy(update={"omnigen_clip_models": ("google/veo-9",)})
    with pytest.raises(ConfigError, match=r"no model 'google/veo-9'; known are .*google/veo-3\.1"):
        ordered(named, "clip")


@pytest.mark.parametrize(("capability", "name"), [("clip", "gpt-6-luna"), ("clip", "alibaba/wan-3")])
def test_a_model_that_cannot_do_it_is_a_configuration_error(
    settings: Settings, capability: Capability, name: str
) -> None:
    named = settings.model_copy(update={f"omnigen_{capability}_models": (name,)})
    with pytest.raises(ConfigError, match=r"cannot be used for clip; take google/veo-3\.1"):
        ordered(named, capability)


def test_clips_with_sound_cost_what_the_list_says() -> None:
    veo, seedance, kling = (find_model(name) for name in ("veo-3.1", "seedance-2.0", "kling"))
    assert pricing.clip_usd(veo, Decimal(8), with_sound=True) == Decimal("3.20")
    assert pricing.clip_usd(find_model("veo-3.1-fast"), Decimal(8), with_sound=True) == Decimal("1.20")
    assert pricing.clip_usd(seedance, Decimal(5), "720p", with_sound=True) == Decimal("0.90")
    assert kling.sound is None
    assert pricing.clip_usd(kling, Decimal(5), with_sound=True) == pricing.clip_usd(kling, Decimal(5))


def test_sound_is_asked_for_in_a_field_that_is_off_otherwise_and_never_costs_less() -> None:
    for model in known_models():
        if model.sound:
            assert model.options[model.sound.field] is False
            for resolution in (*model.resolutions.values(), ""):
                if model.price and (model.price.usd or resolution in model.price.by_resolution):
                    silent, heard = (
                        pricing.clip_usd(model, Decimal(1), resolution, with_sound=sound) for sound in (False, True)
                    )
                    assert heard >= silent


def test_silent_clips_cost_what_the_list_says() -> None:
    assert pricing.clip_usd(find_model("veo-3.1"), Decimal(32)) == Decimal("6.40")
    assert pricing.clip_usd(find_model("seedance-2.0"), Decimal(5), "720p") == Decimal("0.90")


@pytest.mark.parametrize(
    "quote",
    [
        lambda: pricing.clip_usd(find_model("gemini-omni"), Decimal(4)),
        lambda: pricing.clip_usd(find_model("seedance-2.0"), Decimal(5), "8k"),
        lambda: pricing.image_usd(find_model("gpt-image-1")),
        lambda: pricing.tokens_usd(find_model("gpt-4"), 1, 1),
    ],
)
def test_an_unknown_price_is_an_error_and_never_a_guess(quote: object) -> None:
    with pytest.raises(ConfigError, match="is not known, so nothing is bought"):
        quote()  # type: ignore[operator]


def test_models_that_film_are_told_to_be_silent() -> None:
    for model in known_models():
        if model.id.startswith(("google/veo", "bytedance/seedance-2")):
            assert model.options["generate_audio"] is False


@pytest.mark.parametrize("ratio", AspectRatio)
@pytest.mark.parametrize("model", [m for m in known_models() if m.ratios or m.sizes], ids=lambda model: model.id)
def test_every_shape_of_ours_has_one_of_the_models(model: Model, ratio: AspectRatio) -> None:
    assert (model.ratios or model.sizes)[ratio]


def test_offline_quotes_agree_with_the_imitated_prices(settings: Settings, tmp_path: Path) -> None:
    imitated = settings.model_copy(update={"omnigen_offline_prices": "imitated", "omnigen_offline_order_log": tmp_path})
    offline = offline_providers(imitated)
    clip = ClipRequest(
        order_id="o",
        prompt="p",
        seconds=Decimal(5),
        aspect_ratio=AspectRatio.WIDE,
        resolution=Resolution.P720,
        width=64,
        height=36,
    )
    image = ImageRequest(order_id="o", prompt="p", aspect_ratio=AspectRatio.WIDE, width=64, height=36)
    text = TextRequest(
        order_id="o",
        brief=Brief(prompt="x"),
        instructions="",
        input="",
        form=ScriptDraft,
        scene_seconds=(),
        word_budgets=(),
    )
    heard = TranscriptRequest(order_id="o", wav=b"", seconds=Decimal(4), language="en")
    quotes = {
        "offline/filmmaker": offline.video_providers[0].quote(clip) / 6,
        "offline/illustrator": offline.image_providers[0].quote(image),
        "offline/narrator": offline.speech_providers[0].quote(SpeechRequest(order_id="o", text="abcd")) / 4,
        "offline/musician": offline.music_providers[0].quote(
            MusicRequest(order_id="o", prompt="p", mood="calm", seconds=Decimal(5))
        ),
        "offline/writer": offline.text_providers[0].quote(text),
        "offline/listener": offline.transcription_providers[0].quote(heard) / 4,
        "offline/style-reader": offline.vision_providers[0].quote(StyleRequest(order_id="o", pictures=())),
    }
    for name, usd in quotes.items():
        model = find_model(name)
        assert model.imitated_price
        assert model.imitated_price.usd == usd
    assert tuple(find_model("offline/filmmaker").durations_seconds) == offline.video_providers[0].durations_seconds


def test_live_providers_are_put_together_without_key_network_or_sdk(settings: Settings) -> None:
    def no_key(vendor: str) -> str:
        raise AssertionError("no key is needed yet")

    providers = live_providers(settings, no_key)
    assert [maker.model for maker in providers.text_providers] == ["gpt-6-luna", "gpt-6-sol", "openai/gpt-4o"]
    assert [maker.model for maker in providers.video_providers][:2] == ["google/veo-3.1", "bytedance/seedance-2.0"]
    assert providers.video_providers[0].durations_seconds == (Decimal(4), Decimal(6), Decimal(8))
    assert providers.moderation_providers


def test_a_square_video_is_filmed_by_a_model_that_films_squares(settings: Settings) -> None:
    providers = live_providers(settings, lambda vendor: "key")
    square = [one.model for one in providers.video_providers_for(AspectRatio.SQUARE)]
    assert square == ["bytedance/seedance-2.0", "kwaivgi/kling-v2.5-turbo-pro", "google/veo-3.1"]
    assert providers.video_providers_for(AspectRatio.WIDE) == providers.video_providers


def test_every_fact_has_its_own_day_and_the_day_of_a_model_is_that_of_its_price() -> None:
    seedance = find_model("seedance-2.0")
    assert {fact.about: fact.checked_on for fact in seedance.facts} == {
        "inputs": date(2026, 4, 11),
        "price": date(2026, 10, 10),
    }
    assert seedance.checked_on == date(2026, 10, 10)


def test_a_model_that_its_maker_has_ended_is_not_asked(settings: Settings) -> None:
    assert find_model("nano-banana").state(TODAY) == "retired"
    assert "google/nano-banana" not in [model.id for model in models_for("image", settings)]


def test_1080p_is_filmed_and_priced_as_1080p() -> None:
    seedance = find_model("seedance-2.0")
    assert seedance.resolutions["1080p"] == "1080p"
    assert pricing.clip_usd(seedance, Decimal(5), "1080p") == Decimal("2.25")


def test_every_model_has_a_field_for_the_mark_or_a_seed_that_is_nobody_elses() -> None:
    for model in known_models():
        if model.vendor == "replicate" and model.usable:
            assert model.order_tag or "seed" in model.inputs, model.id
            assert not model.order_tag or model.order_tag.field != model.inputs.get("seed"), "the caller's seed is kept"


def test_an_offline_model_may_stand_in_for_one_capability(settings: Settings, tmp_path: Path) -> None:
    changes = {"omnigen_clip_models": ("offline/filmmaker",), "omnigen_offline_order_log": tmp_path}
    mixed = settings.model_copy(update=changes)
    providers = live_providers(mixed, lambda vendor: "key")
    assert [maker.model for maker in providers.video_providers] == ["offline/filmmaker"]
    assert providers.image_providers[0].model == "gpt-image-2.5-flare"


def test_no_vendor_library_is_loaded_before_somebody_is_asked() -> None:
    """The API quotes prices: it needs the providers, and must not wait for a second for libraries it never calls."""
    program = (
        "import sys, omnigen.runtime.context, omnigen.providers.factory, omnigen.providers.model_registry\n"
        "print([name for name in ('openai', 'replicate', 'httpx', 'httpx2') if name in sys.modules])"
    )
    done = run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_a_vendors_own_voice_is_not_taken_to_another_vendor(settings: Settings) -> None:
    speech_providers = live_providers(settings, lambda vendor: vendor).speech_providers

    def speakers(voice: str | None) -> list[str]:
        return [provider.model for provider in speech_providers if provider.knows_voice(voice)]

    assert len(speakers(None)) == len(speakers("warm")) == len(speech_providers) > 1
    assert speakers("onyx") == ["tts-1-hd"]
    assert speakers("Wise_Woman") == ["minimax/speech-2.8-turbo"]
    assert speakers("nobody") == []
