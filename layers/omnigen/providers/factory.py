"""The live providers, put together from the registry and the settings. No vendor's library is imported here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Literal, TypeVar, cast
from urllib.parse import urlsplit

from omnigen.providers import openai, replicate
from omnigen.providers.model_registry import Model, Vendor, models_for
from omnigen.providers.protocols import (
    Filmmaker,
    Illustrator,
    Moderator,
    Musician,
    Narrator,
    Providers,
    ScriptWriter,
    StyleReader,
)
from omnigen.safe_http import Origin
from omnigen.settings import Capability, Settings

Key = Callable[[Literal["openai", "replicate"]], str]
"""Gives a vendor's key when it is needed; ConfigError when there is none."""

Maker = TypeVar("Maker")
Make = Callable[[Model], Maker]


def live_providers(settings: Settings, key: Key) -> Providers:
    """Those who are asked for each capability, in order. Nothing is called and no key is read yet."""
    account = openai.Account(partial(key, "openai"), settings.openai_base_url)
    bench = _bench(settings, key)
    clip_limit, music_limit = settings.omnigen_clip_timeout_seconds, settings.omnigen_music_timeout_seconds
    writers: Mapping[Vendor, Make[ScriptWriter]] = {
        "openai": lambda model: openai.OpenAIWriter(account, model, settings),
        "replicate": lambda model: replicate.ReplicateWriter(bench, model, settings),
    }
    style_readers: Mapping[Vendor, Make[StyleReader]] = {
        "openai": lambda model: openai.OpenAIStyleReader(account, model),
        "replicate": lambda model: replicate.ReplicateStyleReader(bench, model),
    }
    narrators: Mapping[Vendor, Make[Narrator]] = {
        "openai": lambda model: openai.OpenAINarrator(account, model),
        "replicate": lambda model: replicate.ReplicateNarrator(bench, model),
    }
    illustrators: Mapping[Vendor, Make[Illustrator]] = {
        "openai": lambda model: openai.OpenAIIllustrator(account, model),
        "replicate": lambda model: replicate.ReplicateIllustrator(bench, model),
    }
    filmmakers: Mapping[Vendor, Make[Filmmaker]] = {
        "replicate": lambda model: replicate.ReplicateFilmmaker(bench, model, clip_limit),
    }
    musicians: Mapping[Vendor, Make[Musician]] = {
        "replicate": lambda model: replicate.ReplicateMusician(bench, model, music_limit),
    }
    moderators: Mapping[Vendor, Make[Moderator]] = {
        "openai": lambda model: openai.OpenAIModerator(account, model),
    }
    return Providers(
        writers=_made(settings, "script", writers),
        style_readers=_made(settings, "style", style_readers),
        narrators=_made(settings, "speech", narrators),
        illustrators=_made(settings, "image", illustrators),
        filmmakers=_made(settings, "clip", filmmakers),
        musicians=_made(settings, "music", musicians),
        moderators=_made(settings, "moderation", moderators),
    )


def _made(settings: Settings, capability: Capability, makes: Mapping[Vendor, Make[Maker]]) -> tuple[Maker, ...]:
    today = datetime.now(UTC).date()
    return tuple(
        makes[model.vendor](model) if model.vendor in makes else cast("Maker", _offline(settings, capability, model))
        for model in models_for(capability, settings, today)
    )


def _offline(settings: Settings, capability: Capability, model: Model) -> object:
    """An offline provider named in the settings of a live program: stills from a vendor, clips from ourselves."""
    from omnigen.providers.offline import offline_providers

    alone = offline_providers(settings.model_copy(update={f"omnigen_{capability}_models": (model.id,)}))
    made: Mapping[str, Sequence[object]] = {
        "script": alone.writers,
        "style": alone.style_readers,
        "speech": alone.narrators,
        "image": alone.illustrators,
        "clip": alone.filmmakers,
        "music": alone.musicians,
    }
    return made[capability][0]


def _bench(settings: Settings, key: Key) -> replicate.Bench:
    """Files come from the vendor's own hosts; where the operator names another address for it, also from there."""
    account = replicate.Account(partial(key, "replicate"), settings.replicate_base_url)
    bench = replicate.Bench(account)
    if settings.replicate_base_url is None:
        return bench
    parts = urlsplit(settings.replicate_base_url)
    return replicate.Bench(account, origins=(*bench.origins, Origin(f"{parts.scheme}://{parts.netloc}")))
