"""A local AWS for each test, with handlers the test brings along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from local.emulator.cloud import LocalCloud
from local.emulator.moto_patches import PATCHES
from tests.integration.emulator.small_cloud import FUNCTIONS, NOTHING, TABLES, Open, RunningCloud


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def open_cloud(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:  # a cloud restores what it found
    """Starts a cloud (one at a time); `act` is what the function Act does, `without` leaves moto patches out."""
    with ExitStack() as stack:

        def start(
            act: Any = lambda event, context: event, without: tuple[str, ...] = (), **options: Any
        ) -> RunningCloud:
            cloud = LocalCloud(
                options.pop("data_dir", data_dir),
                environment={},
                executor="threads",
                functions=FUNCTIONS,
                tables=TABLES,
                definition=options.pop("definition", NOTHING),
                handlers={"ExecutionEnded": _ignore, "RecordExpired": _ignore}
                | options.pop("handlers", {})
                | {"Act": act},
                wait_scale=options.pop("wait_scale", 0.05),
                durable=False,
                patches=[patch for patch in PATCHES if patch not in without],
                **options,
            )
            return RunningCloud(stack.enter_context(cloud))

        yield start


@pytest.fixture
def aws(open_cloud: Open) -> RunningCloud:
    return open_cloud()


def _ignore(event: Any, context: Any) -> None:
    return None
