"""ffmpeg is watched: it ends in time, within its limits, and what it says last is heard."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from omnigen.errors import CompositionFailed
from omnigen.rendering.ffmpeg.process import Run, run

ENDLESS = ("-f", "lavfi", "-i", "testsrc2=s=64x64:r=24")


def call(folder: Path, *arguments: str, **bounds: object) -> Run:
    return Run(arguments=arguments, folder=folder, what="the test", **bounds)  # type: ignore[arg-type]


def test_frames_are_reported_while_it_works(tmp_path: Path) -> None:
    heard: list[int] = []
    run(call(tmp_path, *ENDLESS, "-frames:v", "200", "-f", "null", "-"), heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 200


def test_its_last_words_are_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(CompositionFailed, match=r"the test: ffmpeg ended with code \d+\..*gone\.mp4.*No such file"):
        run(call(tmp_path, "-i", "gone.mp4", "out.mp4"))


def test_one_that_is_killed_may_work_the_next_time_and_one_that_gives_up_will_not(tmp_path: Path) -> None:
    def kill(_: int) -> None:
        children = Path(f"/proc/self/task/{threading.get_native_id()}/children").read_text().split()
        os.kill(int(children[-1]), signal.SIGKILL)  # the newest; other tests may have left some that go on

    with pytest.raises(CompositionFailed, match="the test: ffmpeg was ended by SIGKILL") as killed:
        run(call(tmp_path, *ENDLESS, "-f", "null", "-"), kill)
    assert killed.value.passing
    with pytest.raises(CompositionFailed) as failed:
        run(call(tmp_path, "-i", "gone.mp4", "out.mp4"))
    assert not failed.value.passing


def test_it_may_not_take_longer_than_it_is_given(tmp_path: Path) -> None:
    start = time.monotonic()
    with pytest.raises(CompositionFailed, match="took longer than 1 s"):
        run(call(tmp_path, *ENDLESS, "-f", "null", "-", wall_seconds=1))
    assert time.monotonic() - start < 20


def test_one_that_makes_no_progress_is_ended(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never")
    holder = os.open(tmp_path / "never", os.O_RDWR)
    try:
        with pytest.raises(CompositionFailed, match="no progress for 1 s"):
            run(call(tmp_path, "-f", "mpegts", "-i", "never", "-f", "null", "-", stall_seconds=1))
    finally:
        os.close(holder)


def test_an_output_that_grows_beyond_its_limit_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(CompositionFailed) as stopped:
        run(call(tmp_path, *ENDLESS, "-c:v", "rawvideo", "out.avi", output_limit_bytes=100_000, wall_seconds=60))
    assert not stopped.value.passing
    assert (tmp_path / "out.avi").stat().st_size <= 100_000


def test_a_full_disk_is_told_in_ffmpegs_words(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with pytest.raises(CompositionFailed, match="No space left on device") as full:
        run(call(tmp_path, *ENDLESS, "-frames:v", "2000", "-c:v", "rawvideo", "-f", "rawvideo", "/dev/full"))
    assert full.value.passing


def test_it_sees_nothing_of_our_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FFREPORT", f"file={tmp_path}/report.log")
    run(call(tmp_path, *ENDLESS, "-frames:v", "1", "-f", "null", "-"))
    assert not (tmp_path / "report.log").exists()


FRAME = bytes(64 * 64 * 3 // 2)
RAW = ("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", "64x64", "-r", "24")


def test_pictures_of_our_own_are_read_through_pipes(tmp_path: Path) -> None:
    arguments = [*RAW, "-i", "feed:0", *RAW, "-i", "feed:1", "-filter_complex", "hstack", "-f", "null", "-"]
    heard: list[int] = []
    run(call(tmp_path, *arguments, feeds=([FRAME] * 30, [FRAME] * 30)), heard.append)
    assert heard[-1] == 30


def test_a_fault_while_drawing_is_raised_as_it_is(tmp_path: Path) -> None:
    def pictures() -> Iterator[bytes]:
        yield FRAME
        raise LookupError("the brush broke")

    with pytest.raises(LookupError, match="the brush broke"):
        run(call(tmp_path, *RAW, "-i", "feed:0", "-f", "null", "-", feeds=(pictures(),)))


def test_one_that_stops_reading_does_not_hold_us_up(tmp_path: Path) -> None:
    run(call(tmp_path, *RAW, "-i", "feed:0", "-frames:v", "3", "-f", "null", "-", feeds=([FRAME] * 5000,)))


def test_no_pipe_stays_open_whatever_happens(tmp_path: Path) -> None:
    before = len(list(Path("/dev/fd").iterdir()))
    for _ in range(3):
        with pytest.raises(CompositionFailed):
            run(call(tmp_path, *RAW, "-i", "feed:0", "-i", "gone.mp4", "-f", "null", "-", feeds=([FRAME] * 9,)))
    after = len(list(Path("/dev/fd").iterdir()))
    assert after == before
