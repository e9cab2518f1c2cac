"""A download is complete and verified, or there is no file."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from local.cli import download as module
from local.cli.download import DownloadDamaged, DownloadInterrupted, DownloadRefused, RemoteFile, download
from tests.unit.cli.file_server import CONTENT, Reply, file_server, reply, whole

SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RETRY_AFTER_SECONDS", (0.0, 0.0))


def test_a_file_is_saved_as_it_is(tmp_path: Path) -> None:
    with file_server(whole) as server:
        saved = download(RemoteFile(server.url, len(CONTENT), SHA256), tmp_path / "video.mp4")
    assert saved.read_bytes() == CONTENT
    assert list(tmp_path.iterdir()) == [saved]


def test_a_connection_that_breaks_is_taken_up_where_it_broke(tmp_path: Path) -> None:
    with file_server(reply(200, CONTENT[:400], length=1_000), whole) as server:
        saved = download(RemoteFile(server.url, len(CONTENT), SHA256), tmp_path / "video.mp4")
    assert saved.read_bytes() == CONTENT
    assert server.ranges == [None, "bytes=400-"]


def test_a_host_that_knows_no_ranges_sends_the_file_again(tmp_path: Path) -> None:
    with file_server(reply(200, CONTENT[:400], length=1_000), reply(200, CONTENT)) as server:
        saved = download(RemoteFile(server.url, len(CONTENT), SHA256), tmp_path / "video.mp4")
    assert saved.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (reply(200, CONTENT[:400], length=1_000), DownloadInterrupted, "try again"),
        (reply(503, b"busy"), DownloadInterrupted, "503"),
        (reply(200, CONTENT[:400]), DownloadDamaged, "400 bytes are offered where the file has 1000"),
        (reply(200, CONTENT[::-1]), DownloadDamaged, "not those of the file"),
        (reply(200, CONTENT, Content_Type="text/html; charset=utf-8"), DownloadRefused, "a web page came"),
        (reply(206, CONTENT[:400], Content_Range="bytes 0-399/1000"), DownloadRefused, "206"),
        (reply(403, b"<Error/>"), DownloadRefused, "403"),
        (reply(302, b"", Location="http://127.0.0.1:9/"), DownloadRefused, "302"),
    ],
    ids=["broken off", "busy", "too short", "other bytes", "a page", "a part", "expired", "elsewhere"],
)
def test_anything_but_the_whole_file_leaves_what_was_there(
    answer: Reply, error: type[Exception], words: str, tmp_path: Path
) -> None:
    present = tmp_path / "video.mp4"
    present.write_bytes(b"an earlier video")
    with file_server(answer) as server, pytest.raises(error, match=words):
        download(RemoteFile(server.url, len(CONTENT), SHA256), present)
    assert present.read_bytes() == b"an earlier video"
    assert list(tmp_path.iterdir()) == [present]


def test_a_resumed_part_that_is_another_one_is_refused(tmp_path: Path) -> None:
    other = reply(206, CONTENT[:600], Content_Range="bytes 0-599/1000")
    with file_server(reply(200, CONTENT[:400], length=1_000), other) as server, pytest.raises(DownloadRefused):
        download(RemoteFile(server.url, len(CONTENT), SHA256), tmp_path / "video.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_link_under_the_name_is_replaced_and_its_target_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("precious")
    (tmp_path / "video.mp4").symlink_to(target)
    with file_server(whole) as server:
        download(RemoteFile(server.url), tmp_path / "video.mp4")
    assert target.read_text() == "precious"
