"""A shop for each test, with books of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from omnigen.runtime.context import Studio

from tests.purchase_harness import Shop


@pytest.fixture(scope="module")
def ledger_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The studio's own; each shop has books of its own."""
    return tmp_path_factory.mktemp("ledger")


@pytest.fixture
def open_shop(studio: Studio, tmp_path: Path) -> Callable[..., Shop]:
    """Shops of this test, all with the same vendor."""
    return lambda *arguments, **options: Shop(studio, tmp_path / "books", *arguments, **options)
