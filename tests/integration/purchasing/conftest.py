"""A harness for each test, with books of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from omnigen.runtime.context import AppContext

from tests.purchase_harness import PurchaseHarness


@pytest.fixture(scope="module")
def order_log_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The studio's own; each harness has books of its own."""
    return tmp_path_factory.mktemp("ledger")


@pytest.fixture
def open_harness(app: AppContext, tmp_path: Path) -> Callable[..., PurchaseHarness]:
    """Shops of this test, all with the same vendor."""
    return lambda *arguments, **options: PurchaseHarness(app, tmp_path / "books", *arguments, **options)
