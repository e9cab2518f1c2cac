"""MoviePy in an environment of its own: it wants an older Pillow than we do, and no test of ours may ever see it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MOVIEPY = "moviepy==2.2.1"


def rival_python(folder: Path) -> Path:
    """The Python of an environment under this folder with MoviePy in it, made when it is not there yet."""
    python = folder / "rival" / "bin" / "python"
    if not (folder / "rival" / "ready").exists():
        uv = Path(sys.executable).with_name("uv")
        _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, folder / "rival")
        _run(uv, "pip", "install", "--quiet", "--python", python, MOVIEPY)
        (folder / "rival" / "ready").touch()
    return python


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True)
