"""A composition that is killed, starved or robbed ends in the same video, or in an error that says what happened."""

from __future__ import annotations

import json
import stat
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from omnigen.aws.dynamodb import Update
from omnigen.domain.job import CompositionState, Job
from omnigen.domain.progress import progress
from omnigen.domain.storage_keys import Keys
from omnigen.rendering.ffmpeg.process import binary
from omnigen.rendering.progress import REPORT_EVERY_SECONDS, RenderProgress
from omnigen.runtime.context import AppContext

from functions.compose_video.task import compose_video
from local.emulator.cloud import LocalCloud
from tests.workflow.composing import Composition

FRAIL = """#!/bin/sh
case "$*" in *libx264*)
    if rm "{folder}/dies" 2>/dev/null; then kill -9 $$; fi
    if rm "{folder}/fails" 2>/dev/null; then echo "Error opening the moon\nConversion failed!" >&2; exit 187; fi
esac
exec "{ffmpeg}" "$@"
"""
"""An ffmpeg that fails when it is to encode a picture and a file beside it says so."""


@pytest.fixture(scope="module")
def cloud_options(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """The real program composes, with an ffmpeg that can be told to fail once."""
    program = tmp_path_factory.mktemp("ffmpeg") / "ffmpeg"
    program.write_text(FRAIL.format(folder=program.parent, ffmpeg=binary()))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    settings = {"OMNIGEN_PICTURE_SCALE": "0.05", "OMNIGEN_POLL_SECONDS": "1", "IMAGEIO_FFMPEG_EXE": str(program)}
    return {"programs": {"compose": "functions.compose_video.task"}, "environment": settings}


@pytest.fixture
def killer(cloud: LocalCloud) -> Path:
    """Once this file is there, the next encoding ffmpeg is killed."""
    return Path(cloud.environment["IMAGEIO_FFMPEG_EXE"]).with_name("dies")


@pytest.fixture
def breaker(killer: Path) -> Path:
    """Once this file is there, the next encoding ffmpeg gives up."""
    return killer.with_name("fails")


@pytest.fixture
def composition(app: AppContext, tmp_path: Path) -> Composition:
    return Composition.of_stills(app, tmp_path / "tmp")


KILLED_AT = {
    "while inputs are fetched": ("open", "scene-002", 1),
    "while the sound is mixed": ("subprocess.Popen", "mix.wav", 1),
    "while the sound is kept": ("open", "narration.mp3", 1),
    "while pictures are encoded": ("open", "scene-002-01.png", 4),
    "while the finished file is looked at": ("open", "thumbnail.jpg", 1),
    "while the video is put away": ("open", "video.mp4", 2),
    "when only the record is missing": ("shutil.rmtree", "omnigen-composition-", 2),
}
"""What the task is doing when it is killed: the audit event, words in it, and how often it happened."""


@pytest.mark.slow
def test_killed_wherever_it_stands_it_ends_in_the_same_video_and_leaves_no_rubbish(
    app: AppContext, composition: Composition, tmp_path: Path
) -> None:
    """Nine starts of the program: each kill needs a process of its own to be real."""
    undisturbed = Composition.of_stills(app, tmp_path / "undisturbed")
    assert undisturbed.task() == 0
    for event, words, count in KILLED_AT.values():
        composition.killed_at(event, words, count)
        left = list(composition.temporary.glob("omnigen-composition-*"))
        assert len(left) <= 1, "the one before was cleared away"
    assert composition.task() == 0
    assert without_times(composition.objects()) == without_times(undisturbed.objects())
    assert composition.unfinished_uploads() == []
    assert list(composition.temporary.iterdir()) == []


def without_times(objects: dict[str, str]) -> dict[str, str]:
    """The report says how long the work took, and the manifest which job it is; the rest has the same bytes."""
    told = ("final/report.json", "final/manifest-v01.json")
    return {name: digest for name, digest in objects.items() if name not in told}


def test_ffmpeg_killed_alone_leaves_its_reason_and_the_next_attempt_works(
    composition: Composition, killer: Path
) -> None:
    killer.touch()
    assert composition.task() == 1
    assert composition.failure.code == "CompositionFailed"
    assert composition.failure.message.startswith("composing the video: ffmpeg was ended by SIGKILL")
    assert list(composition.temporary.iterdir()) == []
    assert composition.task() == 0
    assert composition.video.frames == 96


def test_ffmpeg_that_gives_up_by_itself_is_not_asked_again(composition: Composition, breaker: Path) -> None:
    breaker.touch()
    assert composition.task() == 0
    message = composition.failure.message
    assert message == "composing the video: ffmpeg ended with code 187. Error opening the moon | Conversion failed!"


def test_full_disk_is_told_in_words_and_tried_again(composition: Composition) -> None:
    """A disk of its own, of 700 kB: enough for the inputs and the sound, not for the font and the video."""
    script = f'mount -t tmpfs -o size=700k none "{composition.temporary}" && exec "$@"'
    isolated = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh")
    if subprocess.run([*isolated, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a small disk")
    assert composition.task(*isolated) == 1
    failure = composition.failure
    assert failure.code == "CompositionFailed"
    assert "No space left on device" in failure.message


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("images", "The picture of scene 2 cannot be composed"),
        ("audio/narration", "The narration from "),
        ("audio/background", "The music cannot be composed"),
    ],
)
def test_input_that_is_gone_is_named_and_not_looked_for_again(
    app: AppContext, composition: Composition, kind: str, words: str
) -> None:
    gone = [name for name in composition.objects() if name.startswith(kind)][-1]
    app.aws.objects.delete([Keys(composition.job.user_id, composition.job.job_id).prefix + gone])
    assert compose_video(app, composition.job.job_id, 1) is True
    assert composition.failure.code == "NotFound"
    assert composition.failure.message.startswith(words)


def test_progress_is_told_at_most_once_a_second_and_never_falls_when_tried_again(
    app: AppContext, composition: Composition
) -> None:
    def record() -> Job:
        return app.aws.jobs.get(composition.job.job_id)

    first = RenderProgress(app, composition.job)
    for done in range(1, 97):
        first.report(done, 96)
    assert record().rev == composition.job.rev + 1
    assert record().composition == CompositionState(frames_done=1, frames_due=96)
    time.sleep(REPORT_EVERY_SECONDS)
    first.report(60, 96)
    second = RenderProgress(app, record())
    for done in (1, 59, 60):
        second.report(done, 96)
    assert record().composition.frames_done == 60
    second.report(61, 96)
    assert record().composition.frames_done == 61


def test_error_of_an_attempt_leaves_the_progress_where_it_was(app: AppContext, composition: Composition) -> None:
    RenderProgress(app, composition.job).report(90, 96)
    before = progress(app.aws.jobs.get(composition.job.job_id)).percent
    image = composition.job.scenes[0].image
    assert image
    app.aws.objects.put(image.key, b"<html>gone</html>", "image/png")
    assert compose_video(app, composition.job.job_id, 1) is True
    job = app.aws.jobs.get(composition.job.job_id)
    assert job.composition.error
    assert job.composition.error.code == "NotFound"
    assert "is damaged" in job.composition.error.message
    assert progress(job).percent == before


def test_second_cut_of_a_job_keeps_its_pieces_and_the_third_encodes_only_what_changed(
    app: AppContext, composition: Composition
) -> None:
    job_id = composition.job.job_id

    def cut(title: str) -> dict[str, Any]:
        app.aws.jobs.write(job_id, Update().set("title", title))
        assert compose_video(app, job_id, 1) is True
        app.aws.artifacts.video(app.aws.jobs.get(job_id), composition.video)
        return dict(json.loads(app.aws.objects.get(composition.video.report_key)))

    reports = [cut(title) for title in ("First", "Second", "Third")]
    assert [report["strategy"] for report in reports] == ["one-process", "segments", "segments"]
    assert [(report["segments"], report["segments_reused"]) for report in reports] == [(3, 0), (3, 0), (3, 1)]
    # the title stands over the first two: the last shot begins early, so that it is seen before the end card
