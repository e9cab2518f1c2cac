"""The imitated vendors, and the live providers that call them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from omnigen.providers.factory import live_providers
from omnigen.providers.protocols import Providers
from omnigen.settings import Settings, read

from tests.builders import REQUIRED_SETTINGS
from tests.contract.fake_vendors import KEYS, FakeVendors, fake_vendors

LiveWith = Callable[..., Providers]


@pytest.fixture
def vendors() -> Iterator[FakeVendors]:
    """Both vendors; at the end nothing may have been sent or answered that their interfaces do not allow."""
    with fake_vendors() as running:
        yield running
        assert not running.violations


@pytest.fixture
def live_settings(vendors: FakeVendors) -> dict[str, str]:
    """Environment variables of a live program that calls the imitated vendors."""
    return {
        "OMNIGEN_PROVIDERS": "live",
        "OPENAI_BASE_URL": f"{vendors.url}/v1",
        "REPLICATE_BASE_URL": vendors.url,
        "OPENAI_API_KEY": KEYS["openai"],
        "REPLICATE_API_TOKEN": KEYS["replicate"],
    }


@pytest.fixture
def settings_with(live_settings: dict[str, str]) -> Callable[..., Settings]:
    """Settings of such a program, with some of one's own."""

    def configure(**own: str) -> Settings:
        return read(dict.fromkeys(REQUIRED_SETTINGS, "unused") | live_settings | own)

    return configure


@pytest.fixture
def live_with(settings_with: Callable[..., Settings]) -> LiveWith:
    """Live providers, `live_with(OMNIGEN_CLIP_MODELS="kwaivgi/kling-v2.5-turbo-pro")`."""
    return lambda **own: live_providers(settings_with(**own), lambda vendor: KEYS[vendor])


@pytest.fixture
def live(live_with: LiveWith) -> Providers:
    """Live providers as they come."""
    return live_with()
