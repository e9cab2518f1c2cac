"""The process in which files are opened: it has no secrets, and whatever ends it is a refusal."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest
from omnigen.domain.asset import AssetKind
from omnigen.errors import MediaRefused
from omnigen.intake import limited_process
from omnigen.intake.limited_process import admit


def child(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Have the process run this instead, behind its limits."""
    limited = "from omnigen.intake import limited_process; limited_process._limit(); "
    monkeypatch.setattr(limited_process, "_CODE", f"{limited_process._PATHS}; {limited}{code}")


def test_it_sees_no_variable_of_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    child(monkeypatch, f"import os; open({str(tmp_path / 'seen')!r}, 'w').write(repr(dict(os.environ))); sys.exit(1)")
    with pytest.raises(MediaRefused):
        admit(AssetKind.LOGO, b"x")
    assert "sk-secret" not in (tmp_path / "seen").read_text()
    assert os.environ["OPENAI_API_KEY"] == "sk-secret"


@pytest.mark.parametrize(
    "code",
    {
        "memory": "bytearray(4 << 30)",
        "a file without end": "f = open('written', 'wb'); [f.write(bytes(1 << 20)) for _ in range(400)]",
        "a crash of a decoder": "import ctypes; ctypes.string_at(0)",
        "files": "kept = [open('given') for _ in range(100)]",
    }.values(),
)
def test_whatever_ends_it_is_a_refusal(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    child(monkeypatch, code)
    with pytest.raises(MediaRefused, match="cannot be opened with the memory and time that a file may take"):
        admit(AssetKind.LOGO, b"x")


def test_a_loop_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited_process, "WALL_SECONDS", 1)
    child(monkeypatch, "import time; time.sleep(60)")
    with pytest.raises(MediaRefused, match="takes too long to open"):
        admit(AssetKind.LOGO, b"x")


def test_a_file_that_is_larger_than_its_kind_may_be_is_not_opened() -> None:
    with pytest.raises(MediaRefused, match=r"The file has 31\.0 MiB; at most 30 are taken"):
        admit(AssetKind.LOGO, bytes(31 << 20))


def test_the_limits_do_not_hold_for_the_program() -> None:
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != limited_process.MEMORY_BYTES
