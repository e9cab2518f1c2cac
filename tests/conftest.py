"""What every suite shares: nobody reaches beyond this machine, and an emulated AWS is there for those who ask."""

from __future__ import annotations

import functools
import ipaddress
import logging
import os
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from hypothesis import settings as hypothesis_settings
from omnigen.runtime.context import AppContext, open_context
from omnigen.settings import read

from local.emulator.cloud import LocalCloud
from tests.skip_policy import pytest_configure  # noqa: F401 - a hook: in CI a skip is a failure

StudioWith = Callable[..., AppContext]

SETTINGS = {"OMNIGEN_PROVIDERS": "offline", "OMNIGEN_POLL_SECONDS": "1", "OMNIGEN_PICTURE_SCALE": "0.05"}
"""Tiny pictures and short waits."""


IN_CI = "CI" in os.environ
"""There the examples of property tests are always the same ones: a run says the same of the same commit."""

hypothesis_settings.register_profile("omnigen", deadline=None, max_examples=60, derandomize=IN_CI)
hypothesis_settings.load_profile("omnigen")  # a machine under load is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules with slow tests begin first, so that two processes end at about the same time."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


class NetworkForbidden(RuntimeError):
    """A test tried to reach another machine. No OSError, so that nobody takes it for bad weather and tries again."""


class NetworkGuard:
    """An audit hook, which sees every connection that Python code makes, through whatever library."""

    def __init__(self) -> None:
        self.active = True
        self.trespasses: list[str] = []

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Raise before anything leaves this machine."""
        if not self.active or not event.startswith("socket."):
            return
        target = _target(event, arguments)
        if target is not None and not _is_local(target):
            self.trespasses.append(f"{event} {target}")
            raise NetworkForbidden(f"{event} to {target!r}: tests stay on this machine")


_guard = NetworkGuard()
sys.addaudithook(_guard)


@pytest.fixture(scope="session", autouse=True)
def one_loader() -> Iterator[None]:
    """Read botocore's models once for all sessions, of which every studio and every cloud opens its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(botocore.session, "create_loader", functools.cache(botocore.session.create_loader))
        yield


@pytest.fixture(autouse=True)
def network_guard(request: pytest.FixtureRequest) -> Iterator[NetworkGuard]:
    """Fails the test that reached out, even where the code under test has swallowed the refusal."""
    _guard.active = request.node.get_closest_marker("network") is None
    _guard.trespasses.clear()
    yield _guard
    assert not _guard.trespasses, f"the test reached for the network: {_guard.trespasses}"


class _Defects(logging.Handler):
    """Keeps what the border of the adapters logs: each line is a fault of the program."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        self.seen.append(f"{record.__dict__.get('method')}: {record.__dict__.get('error')}")


@pytest.fixture(autouse=True)
def adapter_defects() -> Iterator[list[str]]:
    """Fails the test in which an adapter had a programming error, although a typed error left it."""
    handler, boundary = _Defects(), logging.getLogger("omnigen.providers.error_boundary")
    boundary.addHandler(handler)
    yield handler.seen
    boundary.removeHandler(handler)
    assert not handler.seen, f"an adapter has a fault: {handler.seen}"


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    """What a module wants otherwise; it overrides this fixture."""
    return {}


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory, cloud_options: Mapping[str, Any]) -> Iterator[LocalCloud]:
    """The emulated AWS, once for a module: moto's state is global, so that two cannot live side by side.

    Handlers run in threads of this process and read its environment: `app_with` changes settings for one test.
    """
    defaults: dict[str, Any] = {"environment": SETTINGS, "wait_scale": 0.02, "sweep_seconds": 3_600.0, "durable": False}
    options = defaults | {"programs": {"compose": "tests.workflow.stub_composer"}} | dict(cloud_options)
    with LocalCloud(tmp_path_factory.mktemp("cloud"), executor="threads", **options) as running:
        yield running


@pytest.fixture
def order_log_folder(tmp_path: Path) -> Path:
    """Where the offline providers keep their books in this test."""
    return tmp_path / "ledger"


@pytest.fixture
def app_with(cloud: LocalCloud, order_log_folder: Path, monkeypatch: pytest.MonkeyPatch) -> StudioWith:
    """The studio with settings of one's own, `studio_with(OMNIGEN_MONTHLY_USD="5")`; the stages get the same ones."""

    def configure(**settings: str) -> AppContext:
        for name, value in ({"OMNIGEN_OFFLINE_ORDER_LOG": str(order_log_folder)} | settings).items():
            monkeypatch.setenv(name, value)
        return open_context(read(os.environ))

    return configure


@pytest.fixture
def app(app_with: StudioWith) -> AppContext:
    """The studio of a test that wants nothing special."""
    return app_with()


def _target(event: str, arguments: tuple[Any, ...]) -> str | None:
    if event in {"socket.connect", "socket.sendto"}:
        connection, address = arguments
        return str(address[0]) if connection.family in {socket.AF_INET, socket.AF_INET6} else None
    if event == "socket.getaddrinfo":
        host = arguments[0]
        return host.decode() if isinstance(host, bytes) else host
    return None


def _is_local(host: str) -> bool:
    if host in {"", "localhost", socket.gethostname()}:
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
