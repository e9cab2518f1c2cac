"""One ledger for a module: nothing is ordered here, and every other folder would need clients of its own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def order_log_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledger")
