"""Footage for media tests: tiny clips, tones and pictures, each made once."""

from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from omnigen.rendering.ffmpeg.process import binary

X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-crf", "18", "-pix_fmt", "yuv420p")
BT709 = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv")

TAGGED = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"


class Footage:
    """A shelf of small files, shared by all tests: the same name made in the same way is the same file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, name: str, *arguments: str) -> Path:
        """A file made by ffmpeg."""
        path = self._place(name, "\0".join(arguments).encode())
        if not path.exists():
            subprocess.run([binary(), "-y", "-v", "error", "-nostdin", *arguments, str(path)], check=True)
        return path

    def clip(
        self,
        name: str = "clip.mp4",
        *,
        size: str = "128x72",
        seconds: float = 2.5,
        rate: str = "24",
        source: str = "testsrc2",
        coding: tuple[str, ...] = (*X264, *BT709),
        filters: str = "null",
    ) -> Path:
        """A moving test picture."""
        picture = f"{source}=s={size}:r={rate}:d={seconds}"
        return self.make(name, "-f", "lavfi", "-i", picture, "-vf", filters, *coding)

    def numbered(self, name: str, frames: int, rate: int = 24) -> Path:
        """A lossless clip whose frame `n` is grey with luma 40 + 3n, so that a frame tells its number."""
        luma = f"format=yuv420p,{TAGGED},geq=lum='40+3*N':cb=128:cr=128"
        source = f"color=black:s=64x48:r={rate}:d={frames / rate}"
        coding = ("-c:v", "libx264", "-qp", "0", "-pix_fmt", "yuv420p", *BT709)
        return self.make(name, "-f", "lavfi", "-i", source, "-vf", luma, *coding)

    def tone(self, name: str = "tone.wav", *, seconds: float = 1.2, hertz: int = 440, filters: str = "anull") -> Path:
        """A beep; loud enough to be heard."""
        return self.make(name, "-f", "lavfi", "-i", f"sine=frequency={hertz}:duration={seconds}", "-af", filters)

    def write(self, name: str, data: bytes) -> Path:
        """A file of these bytes."""
        path = self._place(name, data)
        path.write_bytes(data)
        return path

    def _place(self, name: str, contents: bytes) -> Path:
        folder = self.folder / hashlib.sha256(contents).hexdigest()[:16]
        folder.mkdir(exist_ok=True)
        return folder / name


@pytest.fixture(scope="session")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    """The shelf, shared by all media tests."""
    return Footage(tmp_path_factory.mktemp("footage"))


@pytest.fixture
def frames_of() -> Callable[[Path], list[bytes]]:
    """Every frame of a video as raw luma."""

    def read(path: Path) -> list[bytes]:
        with av.open(path) as container:
            return [frame.reformat(format="gray").to_ndarray().tobytes() for frame in container.decode(video=0)]

    return read
