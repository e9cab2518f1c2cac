"""Runs ffmpeg with progress, limits of time and file size, and its last log lines in errors."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import imageio_ffmpeg

from omnigen.errors import CompositionFailed
from omnigen.rendering.ffmpeg.pipes import Feeds
from omnigen.rendering.ffmpeg.watchdog import Watch

OUTPUT_LIMIT_BYTES = 4 << 30
"""Maximum size of an output file, so that a faulty run cannot fill the disk."""

STALL_SECONDS = 120
"""ffmpeg reports twice a second; without a new frame for this long, it hangs."""

_STOPPED_BY_OTHERS = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
_PASSING_WORDS = ("No space left on device", "Disk quota exceeded", "Cannot allocate memory", "received signal")

_COMMON = ("-hide_banner", "-nostdin", "-nostats", "-y", "-xerror", "-progress", "pipe:1", "-stats_period", "0.5")


@dataclass(frozen=True, kw_only=True)
class Run:
    """One call of ffmpeg: its arguments after the program's name, the folder it works in, and its bounds.

    `what` names the work in error messages. `feeds` are raw pictures made by us, read as input `feed:0`, `feed:1`, ….
    """

    arguments: Sequence[str]
    folder: Path
    what: str
    wall_seconds: float = 900
    stall_seconds: float = STALL_SECONDS
    output_limit_bytes: int = OUTPUT_LIMIT_BYTES
    environment: Mapping[str, str] = field(default_factory=dict)
    feeds: Sequence[Iterable[bytes]] = ()


@cache
def binary() -> str:
    """The ffmpeg that came with imageio-ffmpeg (or the one that IMAGEIO_FFMPEG_EXE names)."""
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise CompositionFailed(f"There is no ffmpeg here; install imageio-ffmpeg: {error}") from error


def run(call: Run, on_frame: Callable[[int], None] = lambda _: None) -> str:
    """Run ffmpeg to its end and return what it said; `on_frame` hears how many frames it has written so far.

    Raises CompositionFailed, ending with ffmpeg's last words, when it fails, stalls or takes too long. Whatever
    happens, the process is gone afterwards.
    """
    with Feeds(call.feeds) as feeds:
        try:
            process = _start(call, feeds)
        except OSError as error:
            reason = f"{call.what}: ffmpeg could not be started: {error}"
            raise CompositionFailed(reason, passing=not isinstance(error, FileNotFoundError)) from error
        feeds.begin()
        with process:
            try:
                watch = Watch(process, call.wall_seconds, call.stall_seconds, on_frame)
                reason = watch.until_end()
            finally:
                process.kill()
        feeds.finish()
    if reason or process.returncode:
        ending = reason or _ending(process.returncode)
        passing = bool(reason) or _may_pass(process.returncode, watch.last_words())
        raise CompositionFailed(f"{call.what}: {ending}. {watch.last_words()}", passing=passing)
    return watch.said()


def _ending(code: int) -> str:
    return f"ffmpeg ended with code {code}" if code >= 0 else f"ffmpeg was ended by {signal.Signals(-code).name}"


def _may_pass(code: int, last_words: str) -> bool:
    """Whether the same call may succeed later: it was stopped from outside, or found no room."""
    return -code in _STOPPED_BY_OTHERS or any(words in last_words for words in _PASSING_WORDS)


def _start(call: Run, feeds: Feeds) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - an argument list of our own, no shell
        [*_guard(call.output_limit_bytes), binary(), *_COMMON, *feeds.place(call.arguments)],
        cwd=call.folder,
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", **call.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=feeds.descriptors,
    )


def _guard(output_limit_bytes: int) -> list[str]:
    """Linux: file size capped, no core dumps, and the kernel ends ffmpeg when we die. Elsewhere: the watch only."""
    prlimit, setpriv = shutil.which("prlimit"), shutil.which("setpriv")
    limits = [prlimit, f"--fsize={output_limit_bytes}", "--core=0"] if prlimit else []
    return [*limits, *([setpriv, "--pdeathsig", "KILL", "--"] if setpriv else [])]
