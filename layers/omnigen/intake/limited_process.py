"""Admission of a file in a process of its own: without credentials and network, with little memory, time and disk.

The decoders are written in C and Rust and read what strangers send. A file that makes one crash, loop or fill the
memory ends this process and no other, and what a decoder might be made to do finds no key of AWS or of a vendor.
"""

from __future__ import annotations

import json
import logging
import resource
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from omnigen.domain.asset import CLIP_KINDS, PICTURE_KINDS, AssetFacts, AssetKind, max_bytes, taken_formats
from omnigen.errors import MediaRefused
from omnigen.intake.admitted import Admitted
from omnigen.intake.no_network import give_up_network

MEMORY_BYTES = 1_536 * 2**20
"""Address space, of which the libraries themselves take a third."""

CPU_SECONDS = 24
WALL_SECONDS = 24
"""Less than the 29 s that API Gateway waits."""

_WRITTEN_BYTES = 256 * 2**20
_OPEN_FILES = 64
_STDERR_CHARACTERS = 4_000
_PATHS = "import json, sys; sys.path[:0] = json.loads(sys.argv[1])"
_CODE = f"{_PATHS}; from omnigen.intake.limited_process import run; run()"
_logger = logging.getLogger(__name__)


def admit(kind: AssetKind, data: bytes) -> Admitted:
    """The file, normalised, and its facts. MediaRefused, with a sentence for its owner, when it is not taken."""
    if not data:
        raise MediaRefused(f"The file is empty; bring {taken_formats(kind)}")
    if len(data) > max_bytes(kind):
        raise MediaRefused(f"The file has {len(data) / 2**20:.1f} MiB; at most {max_bytes(kind) >> 20} are taken")
    with TemporaryDirectory(prefix="omnigen-intake-") as name:
        folder = Path(name)
        (folder / "given").write_bytes(data)
        answer = _answer_of(folder, kind)
        if sentence := answer.get("refused"):
            raise MediaRefused(str(sentence))
        facts = AssetFacts.model_validate(answer["facts"])
        written = (folder / "written").read_bytes()
        return Admitted(written, str(answer["content_type"]), facts, tuple(answer["warnings"]))


def _answer_of(folder: Path, kind: AssetKind) -> Mapping[str, Any]:
    """What the process says of the file."""
    path = json.dumps([entry for entry in sys.path if entry])
    command = [sys.executable, "-I", "-c", _CODE, path, str(folder), str(kind)]
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command,
            cwd=folder,
            env={"LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=WALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise MediaRefused("It takes too long to open; bring a smaller or simpler file") from error
    said = done.stderr.decode(errors="replace")[-_STDERR_CHARACTERS:]
    if done.returncode:
        _logger.warning("A file of kind %s ended its process with %d: %s", kind, done.returncode, said)
        raise MediaRefused(
            "It cannot be opened with the memory and time that a file may take; "
            f"export it anew as {taken_formats(kind)}"
        )
    answer: Mapping[str, Any] = json.loads((folder / "answer.json").read_bytes())
    return answer


def run() -> None:
    """The limited process: read `given`, write `written` and `answer.json`, all in the folder it was started with."""
    folder, kind = Path(sys.argv[2]), AssetKind(sys.argv[3])
    _limit()
    give_up_network()
    try:
        admitted = opened_here(kind, (folder / "given").read_bytes())
    except MediaRefused as refusal:
        answer: dict[str, Any] = {"refused": str(refusal)}
    except MemoryError:
        traceback.print_exc()
        answer = {"refused": "It needs more memory to open than a file may take; bring a smaller one"}
    else:
        (folder / "written").write_bytes(admitted.data)
        answer = {
            "content_type": admitted.content_type,
            "facts": admitted.facts.model_dump(mode="json"),
            "warnings": admitted.warnings,
        }
    (folder / "answer.json").write_text(json.dumps(answer), encoding="utf-8")


def opened_here(kind: AssetKind, data: bytes) -> Admitted:
    """Admit a file within this process. Each kind's libraries are imported when they are needed."""
    if kind in PICTURE_KINDS:
        from omnigen.intake.pictures import admit_picture

        return admit_picture(kind, data)
    if kind in CLIP_KINDS:
        from omnigen.intake.clips import admit_clip

        return admit_clip(kind, data)
    if kind is AssetKind.FONT:
        from omnigen.intake.fonts import admit_font

        return admit_font(data)
    from omnigen.intake.sounds import admit_sound

    return admit_sound(kind, data)


def _limit() -> None:
    """Set the limits. macOS knows no limit of address space and refuses to set one."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_WRITTEN_BYTES, _WRITTEN_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
