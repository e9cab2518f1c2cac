"""A job that has everything but its video, and the composition task as the container runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from omnigen.domain.brief_options import Captions
from omnigen.domain.job import CompositionState, Job, JobFailure, Scene, Take, Video
from omnigen.domain.storage_keys import Keys, digest
from omnigen.domain.storyboard import Transition
from omnigen.providers.offline.drawing.pictures import draw_still
from omnigen.providers.offline.music import compose_bed
from omnigen.providers.offline.speech.synthesis import speak
from omnigen.runtime.context import AppContext

from tests.builders import a_brief, a_job, a_music, a_narration, a_scene, a_script, a_take, an_image

SECONDS = 2
LINES = ("Meet the bottle.", "Find yours today.")

DIES_AT = """
import os, signal, sys
from functions.compose_video import task
event, words, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
def die(name, arguments):
    global count
    if name == event and words in " ".join(map(repr, arguments)):
        count -= 1
        if count == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(die)
sys.exit(task.main(sys.argv[4:]))
"""
"""The task, killed without warning at the n-th of its doings whose description holds some words."""


@dataclass
class Composition:
    """A job ready to be composed, and the folder where its tasks keep their files."""

    app: AppContext
    job: Job
    temporary: Path

    @classmethod
    def of_stills(cls, app: AppContext, temporary: Path) -> Composition:
        """Two scenes, drawn and spoken, with music, title and captions."""
        brief = a_brief(pictures="stills", seed=7, captions=Captions.BOTH)
        job = a_job(brief=brief, title="Bottle")
        keys = Keys(job.user_id, job.job_id)
        scenes = tuple(_scene(app, keys, job.job_id, number) for number in (1, 2))
        bed = compose_bed("calm", 2 * SECONDS, 1)
        music = a_music(key=keys.music("audio/mpeg"), sha256=digest(bed))
        app.aws.objects.put(music.key, bed, "audio/mpeg")
        narration = a_narration(*(_take(app, keys, number) for number in (1, 2)))
        made = {"scenes": scenes, "script": a_script(LINES), "music": music, "narration": narration}
        job = job.model_copy(update=made)
        app.aws.jobs.create(job)
        temporary.mkdir(exist_ok=True)
        return cls(app, job, temporary)

    def task(self, *before: str, program: tuple[str, ...] = (), environment: Mapping[str, str] | None = None) -> int:
        """Run the task to its end; its exit code, negative when it was killed. `before` comes before its command."""
        command = [sys.executable, *(program or ("-m", "functions.compose_video.task")), self.job.job_id, "1"]
        variables = {**os.environ, "TMPDIR": str(self.temporary), **(environment or {})}
        return subprocess.run([*before, *command], env=variables, check=False, timeout=120).returncode

    def killed_at(self, event: str, words: str, count: int = 1) -> None:
        """Run the task until it is killed at its n-th audit event of this kind that mentions these words."""
        assert self.task(program=("-c", DIES_AT, event, words, str(count))) == -9, f"never came to {event} {words}"

    @property
    def facts(self) -> CompositionState:
        """What the composition has left on the record."""
        return self.app.aws.jobs.get(self.job.job_id).composition

    @property
    def failure(self) -> JobFailure:
        """Why there is no video."""
        assert self.facts.error
        return self.facts.error

    @property
    def video(self) -> Video:
        """The finished cut."""
        assert self.facts.video
        return self.facts.video

    def objects(self) -> dict[str, str]:
        """What lies in the job's part of the bucket: names below it, and digests."""
        assets, prefix = self.app.aws.objects, Keys(self.job.user_id, self.job.job_id).prefix
        return {key.removeprefix(prefix): digest(assets.get(key)) for key in assets.keys(prefix)}

    def unfinished_uploads(self) -> list[Any]:
        """Uploads in parts that were neither completed nor given up."""
        client, bucket = self.app.aws.objects.client, self.app.aws.objects.bucket
        return list(client.list_multipart_uploads(Bucket=bucket).get("Uploads", []))


def _scene(app: AppContext, keys: Keys, job_id: str, number: int) -> Scene:
    scene = a_scene(
        job_id,
        number,
        duration=Decimal(SECONDS),
        narration=LINES[number - 1],
        transition=Transition.DISSOLVE if number > 1 else Transition.CUT,
    )
    picture = draw_still(f"A bottle on table {number}", 192, 108).png
    image = keys.image(number, 1, "image/png")
    app.aws.objects.put(image, picture, "image/png")
    return scene.model_copy(update={"images": (an_image(scene, key=image, sha256=digest(picture)),)})


def _take(app: AppContext, keys: Keys, number: int) -> Take:
    text = LINES[number - 1]
    spoken = speak(text)
    key = keys.speech(f"{number}" * 64, "audio/wav")
    app.aws.objects.put(key, spoken.wav, "audio/wav")
    start = Decimal(SECONDS * (number - 1)) + Decimal("0.25")
    end = Decimal(f"{spoken.seconds:.3f}")
    return a_take(text, key=key, sha256=digest(spoken.wav), start=start, audible_from=Decimal(0), audible_to=end)
