"""Progress of a job on standard error: one live line in a terminal, one line per change elsewhere."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from local.cli.answers.jobs import JobAnswer
from local.cli.terminal import visible

_WORDS = {
    "pending": "waiting to start",
    "script_generating": "writing the script",
    "storyboard_planning": "planning the storyboard",
    "images_drawing": "drawing the stills",
    "narration_recording": "recording the narration",
    "music_composing": "composing the music",
    "clips_filming": "filming the clips",
    "video_composing": "composing the video",
    "script_ready": "script ready",
}


class Display:
    """A context manager. In a terminal without cursor control (TERM=dumb) each change is a line, as in a file."""

    def __init__(self, *, quiet: bool) -> None:
        self._console = Console(stderr=True)
        self._quiet = quiet
        self._is_live = self._console.is_terminal and not self._console.is_dumb_terminal
        self._live = Progress(
            SpinnerColumn("line" if self._console.options.ascii_only else "dots"),
            TextColumn("{task.description:<28}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=self._console,
            disable=quiet or not self._is_live,
        )
        self._task = self._live.add_task("starting", total=100)
        self._started = time.monotonic()
        self._shown = ""

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def update(self, job: JobAnswer) -> None:
        """Show the job's stage and percentage, if they have changed."""
        words = visible(stage_words(job["stage"]) + busy_words(job))
        self._live.update(self._task, description=words, completed=job["progress"])
        if words != self._shown and not (self._quiet or self._is_live):
            seconds = time.monotonic() - self._started
            self._console.print(f"{seconds:6.1f} s  {job['progress']:3d} %  {words}", highlight=False)
        self._shown = words

    def say(self, text: str) -> None:
        """Print a line that stays, also where no progress is shown."""
        self._console.print(visible(text), markup=False, highlight=False, soft_wrap=True)


def busy_words(job: JobAnswer) -> str:
    """`, the vendor is busy until 14:03:20`, while a vendor has asked the job to wait; else nothing."""
    busy = job.get("vendor_busy")
    if not busy or busy["until"] <= time.time():
        return ""
    return f", the vendor is busy until {time.strftime('%H:%M:%S', time.localtime(busy['until']))}"


def stage_words(stage: str) -> str:
    """A stage's name in words: `scene_2_complete` is "scene 2 complete"."""
    return _WORDS.get(stage, stage.replace("_", " "))
