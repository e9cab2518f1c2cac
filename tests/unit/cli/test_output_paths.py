"""Where a video may be written is decided before anything is made."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import click
import pytest

from local.cli.output_paths import (
    CAPTION_KINDS,
    STDOUT,
    VideoDestination,
    caption_path,
    check_captions,
    check_overwrite,
    checked_output,
    destination_of,
)


def test_an_ordinary_name_is_taken_and_nothing_is_left_behind(tmp_path: Path) -> None:
    assert checked_output(VideoDestination(tmp_path / "ad.mp4")).path == tmp_path / "ad.mp4"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_cut_of_the_job_is_replaced_only_if_forced(tmp_path: Path) -> None:
    out = tmp_path / "ad.mp4"
    out.write_bytes(b"mine")
    (tmp_path / "ad.srt").touch()
    with pytest.raises(click.UsageError, match=r"ad\.mp4' exists, and is no video of this job; --force replaces it"):
        check_overwrite(checked_output(VideoDestination(out)))
    check_overwrite(checked_output(VideoDestination(out)), own={hashlib.sha256(b"mine").hexdigest()})
    check_overwrite(checked_output(VideoDestination(out, force=True)))


def test_what_comes_to_the_place_while_the_video_is_made_is_not_replaced(tmp_path: Path) -> None:
    output = checked_output(VideoDestination(tmp_path / "ad.mp4"))
    (tmp_path / "ad.srt").write_text("mine")
    with pytest.raises(click.ClickException, match="captions would replace"):
        check_captions(output)
    output.path.write_bytes(b"mine")
    with pytest.raises(click.ClickException, match="no video of this job"), destination_of(output):
        pass
    with destination_of(checked_output(VideoDestination(output.path, force=True))) as path:
        assert path == output.path


def test_captions_never_replace_a_file_that_stands_alone(tmp_path: Path) -> None:
    (tmp_path / "bottle.srt").write_text("mine")
    with pytest.raises(click.UsageError, match=r"captions would replace .*bottle\.srt"):
        checked_output(VideoDestination(tmp_path / "bottle.mp4"))
    checked_output(VideoDestination(tmp_path / "bottle.mp4"), captions=False)
    checked_output(VideoDestination(tmp_path / "bottle.mp4", force=True))


def test_the_command_s_own_inputs_are_never_replaced(tmp_path: Path) -> None:
    for name in ("ad.mp4", "ad.srt"):
        (tmp_path / name).touch()
    with pytest.raises(click.UsageError, match="one of the files you gave"):
        checked_output(VideoDestination(tmp_path / "ad.mp4"), inputs=[tmp_path / "ad.srt"])


def test_two_names_never_share_captions() -> None:
    names = [Path("ad.v1"), Path("ad.v2"), Path("ad.mp4"), Path("ad"), Path("ad.mov")]
    paths = [caption_path(name, kind) for name in names[:3] for kind in CAPTION_KINDS]
    assert len(set(paths)) == len(paths)
    assert caption_path(Path("ad.mov"), "srt") == Path("ad.mov.srt")


@pytest.mark.parametrize("name", ["ad.srt", "ad.VTT"])
def test_a_name_that_captions_would_have_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="ending of captions"):
        checked_output(VideoDestination(tmp_path / name))


@pytest.mark.parametrize("name", ["v" * 256, "v" * 250 + ".mp4x"])
def test_a_name_too_long_for_any_of_its_files_is_refused_at_once(name: str, tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="File name too long"):
        checked_output(VideoDestination(tmp_path / name))


@pytest.mark.parametrize("kind", ["video", "captions"])
def test_links_are_refused_for_the_video_and_its_captions(kind: str, tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    link = tmp_path / "ad.mp4" if kind == "video" else tmp_path / "ad.srt"
    link.symlink_to("precious")
    with pytest.raises(click.UsageError, match="is a link"):
        checked_output(VideoDestination(tmp_path / "ad.mp4"))


@pytest.mark.parametrize("device", ["/dev/null", "/dev/stdout"])
def test_devices_are_refused_with_a_word_about_standard_output(device: str) -> None:
    with pytest.raises(click.UsageError, match=r"is a link|use - for standard output"):
        checked_output(VideoDestination(Path(device)), captions=False)


def test_a_pipe_is_no_place_for_a_video(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ad.mp4")
    with pytest.raises(click.UsageError, match="no regular file"):
        checked_output(VideoDestination(tmp_path / "ad.mp4"))


def test_what_has_come_to_the_place_meanwhile_is_not_followed(tmp_path: Path) -> None:
    output = checked_output(VideoDestination(tmp_path / "ad.mp4"))
    output.path.symlink_to("precious")
    with pytest.raises(click.ClickException, match="is a link"), destination_of(output):
        pass


def test_standard_output_gets_the_bytes(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with destination_of(checked_output(VideoDestination(STDOUT))) as path:
        path.write_bytes(b"\x00video")
        assert stat.S_ISREG(path.stat().st_mode)
    assert capfdbinary.readouterr().out == b"\x00video"
