"""A proxy in the environment is for other machines."""

from __future__ import annotations

import pytest
from botocore.utils import get_environ_proxies

from local.emulator.environment import unconfigured

DEAD = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")


@pytest.mark.parametrize("given", [{}, {"NO_PROXY": "example.org"}, {"no_proxy": "example.org, localhost"}])
def test_the_emulator_is_reached_without_a_proxy_and_vendors_through_it(
    given: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    for name, value in unconfigured({**DEAD, **given}).items():
        monkeypatch.setenv(name, value)
    assert get_environ_proxies("http://127.0.0.1:4566/") == {}
    assert get_environ_proxies("http://localhost:4566/") == {}
    assert get_environ_proxies("https://api.replicate.com/")["https"] == "http://127.0.0.1:9"
    if given:
        assert get_environ_proxies("https://example.org/") == {}
