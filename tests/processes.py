"""Processes as the kernel shows them: who descends from whom, and who still lives."""

from __future__ import annotations

from pathlib import Path


def descendants(pid: int) -> dict[int, str]:
    """Everything a process has started and what that has started, with a name that says what it is."""
    parents = {int(folder.name): _parent(folder) for folder in _folders()}
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return {child: name for child in found - {pid} if (name := _name(child))}


def is_alive(pid: int, name: str) -> bool:
    """Whether that very process still runs; a dead one that nobody has waited for does not."""
    return _name(pid) == name


def is_gone(pid: int, name: str) -> bool:
    """Whether that very process has ended."""
    return not is_alive(pid, name)


def _folders() -> list[Path]:
    return [folder for folder in Path("/proc").iterdir() if folder.name.isdigit()]


def _parent(folder: Path) -> int:
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _name(pid: int) -> str:
    """The program and the module it runs; empty for a process that is gone or dead."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    program = words[0].rpartition("/")[2]
    return f"{program} {words[words.index('-m') + 1]}" if "-m" in words[:-1] else program
