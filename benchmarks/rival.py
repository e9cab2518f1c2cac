"""Programs of others in environments of their own: they want other versions than we do, and no test may see them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MOVIEPY = ("moviepy==2.2.1",)
SCENE_DETECT = ("scenedetect==0.7.2", "opencv-python-headless==4.12.0.88")


def rival_python(folder: Path, packages: tuple[str, ...] = MOVIEPY) -> Path:
    """The Python of an environment under this folder with these packages in it, made when it is not there yet."""
    home = folder / ("rival" if packages is MOVIEPY else packages[0].partition("=")[0])
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        uv = Path(sys.executable).with_name("uv")
        _run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, home)
        _run(uv, "pip", "install", "--quiet", "--python", python, *packages)
        (home / "ready").touch()
    return python


def _run(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True)
