"""A data folder that somebody else has prepared is refused, or what they planted there is without effect."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from omnigen.errors import InvalidRequest

from local.api.keys import persistent_key
from local.api.tokens import TokenIssuer, TokenRefused, tokens_of
from local.cli.stored_state import StoredState
from local.emulator.cloud import LocalCloud
from local.emulator.data_dir_lock import HostLock, running_host
from local.emulator.persistence.database import StateDatabase
from local.emulator.persistence.object_files import ObjectFiles, UnsafePath
from local.emulator.resources import BUCKET
from tests.integration.emulator.small_cloud import NOTHING

_ENTRANCES: tuple[Callable[[Path], object], ...] = (
    HostLock,
    running_host,
    tokens_of,
    lambda folder: persistent_key(folder, "webhook"),
    lambda folder: StoredState(folder).item("jobs", "x"),
    lambda folder: LocalCloud(folder, environment={}, executor="threads").start(),
)
"""Everything that opens a data folder."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir(mode=0o700)
    return made


@pytest.mark.parametrize("mode", [0o755, 0o775, 0o777, 0o750, 0o711, 0o702])
@pytest.mark.parametrize("enter", _ENTRANCES)
def test_a_folder_with_contents_that_others_can_open_is_refused(
    folder: Path, mode: int, enter: Callable[[Path], object]
) -> None:
    """A checkout brings such a folder: git keeps links and sqlite files, but no mode of 0700."""
    (folder / "state.sqlite3").touch()
    folder.chmod(mode)
    with pytest.raises(InvalidRequest, match=r"chmod 700"):
        enter(folder)
    assert [path.name for path in folder.iterdir()] == ["state.sqlite3"]


def test_an_empty_folder_is_made_private(folder: Path) -> None:
    folder.chmod(0o755)
    with HostLock(folder):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("enter", _ENTRANCES)
def test_a_folder_of_another_user_is_refused(tmp_path: Path, enter: Callable[[Path], object]) -> None:
    with pytest.raises(InvalidRequest, match="belongs to another user"):
        enter(_folder_of_another_user(tmp_path))


@pytest.mark.parametrize("enter", _ENTRANCES)
def test_a_link_in_place_of_the_folder_is_refused(
    folder: Path, tmp_path: Path, enter: Callable[[Path], object]
) -> None:
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(InvalidRequest, match="is a link"):
        enter(tmp_path / "link")


@pytest.mark.parametrize("enter", _ENTRANCES)
def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path, enter: Callable[[Path], object]) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InvalidRequest, match="is no folder"):
        enter(tmp_path / "file")


@pytest.mark.parametrize(
    "name", ["logs", "s3", "state.sqlite3", "host.lock", "logs/omnigen-local-Api.log", "logs/workers.log"]
)
@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_links_and_pipes_in_the_folder_are_refused_and_not_followed(folder: Path, name: str, kind: str) -> None:
    precious = folder.parent / "precious"
    precious.write_text("mine")
    planted = folder / name
    planted.parent.mkdir(exist_ok=True)
    _plant(planted, precious, kind)
    with pytest.raises(InvalidRequest, match="did not make it"):
        HostLock(folder)
    assert precious.read_text() == "mine"


def test_a_host_named_by_a_planted_lock_file_is_not_trusted(folder: Path) -> None:
    folder.chmod(0o755)
    host = {"url": "http://127.0.0.1:1", "pid": 1, "access_key": "evil", "secret_key": "evil"}
    (folder / "host.lock").write_text(json.dumps(host))
    with (folder / "host.lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(InvalidRequest, match="chmod 700"):
            running_host(folder)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o606])
def test_a_planted_key_is_refused(folder: Path, mode: int) -> None:
    """A checkout gives files to others as well."""
    key = "k" * 64
    (folder / "token.key").write_text(key)
    (folder / "token.key").chmod(mode)
    with pytest.raises(InvalidRequest, match=r"token\.key.*can be read by others"):
        tokens_of(folder)
    (folder / "token.key").unlink()
    forged = TokenIssuer(key).issue("ada")
    with pytest.raises(TokenRefused):
        tokens_of(folder).caller(f"Bearer {forged}")


@pytest.mark.parametrize("content", ["", "short"])
def test_a_key_file_without_a_key_is_refused(folder: Path, content: str) -> None:
    (folder / "token.key").write_text(content)
    (folder / "token.key").chmod(0o600)
    with pytest.raises(InvalidRequest, match="remove it, and a new one is made"):
        tokens_of(folder)


def test_a_key_that_is_a_link_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "known").write_text("k" * 64)
    (folder / "token.key").symlink_to(tmp_path / "known")
    with pytest.raises(InvalidRequest, match="no ordinary file"):
        tokens_of(folder)


def test_however_many_ask_for_a_new_key_at_once_there_is_one(tmp_path: Path) -> None:
    for number in range(40):
        folder, gate = tmp_path / str(number), threading.Barrier(6)
        keys: list[str] = []

        def ask(folder: Path = folder, keys: list[str] = keys, gate: threading.Barrier = gate) -> None:
            gate.wait()
            keys.append(persistent_key(folder, "token"))

        threads = [threading.Thread(target=ask) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(keys) == 6
        assert len(set(keys)) == 1
        assert len(keys[0]) >= 43
        assert [path.name for path in folder.iterdir()] == ["token.key"]


@pytest.mark.parametrize("path", ["../../../precious.txt", "../other/precious.txt", "/etc/passwd", "link/precious.txt"])
def test_object_paths_never_lead_out_of_the_bucket(folder: Path, path: str) -> None:
    files = ObjectFiles(folder / "s3")
    files.write(BUCKET, "a", b"x")
    (folder / "s3" / BUCKET / "link").symlink_to(folder.parent)
    for use in (files.path, files.remove):
        with pytest.raises(UnsafePath):
            use(BUCKET, path)


def test_a_planted_row_deletes_nothing_outside_the_folder(folder: Path) -> None:
    precious = folder.parent / "precious.txt"
    precious.write_text("mine")
    StateDatabase(folder / "state.sqlite3").close()
    with sqlite3.connect(folder / "state.sqlite3") as state:
        row = (BUCKET, "users/ada/a.mp4", "../../../precious.txt", "0" * 32, 4, 0.0, "v", 0, "{}")
        state.execute("INSERT INTO objects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    state.close()
    with LocalCloud(folder, environment={}, executor="threads", functions=(), definition=NOTHING) as cloud:
        s3 = cloud.client("s3")
        assert s3.list_objects_v2(Bucket=BUCKET)["KeyCount"] == 0
        s3.delete_object(Bucket=BUCKET, Key="users/ada/a.mp4")
    assert precious.read_text() == "mine"


def test_a_second_host_is_refused_even_after_the_lock_file_was_removed(folder: Path) -> None:
    with LocalCloud(folder, environment={}, executor="threads", functions=(), definition=NOTHING):
        (folder / "host.lock").unlink()
        assert StoredState(folder).item("jobs", "x") is None, "reading is no second host"
        with HostLock(folder), pytest.raises(InvalidRequest, match="Another process uses"):
            StateDatabase(folder / "state.sqlite3")


def test_a_database_of_a_newer_program_is_refused_and_left_as_it_is(folder: Path) -> None:
    path = folder / "state.sqlite3"
    StateDatabase(path).close()
    with closing(sqlite3.connect(path)) as state:
        state.execute("PRAGMA user_version = 99")
    before = path.read_bytes()
    with pytest.raises(InvalidRequest, match="newer Omnigen"):
        StateDatabase(path)
    assert path.read_bytes() == before


def test_a_damaged_database_is_refused_in_words(folder: Path) -> None:
    (folder / "state.sqlite3").write_bytes(b"no database" * 100)
    with pytest.raises(InvalidRequest, match="is damaged"):
        StateDatabase(folder / "state.sqlite3")


def _folder_of_another_user(tmp_path: Path) -> Path:
    """As root one is made; anybody else finds root's own."""
    if os.geteuid() != 0:
        return Path("/usr")
    made = tmp_path / "theirs"
    made.mkdir(mode=0o700)
    os.chown(made, 65534, 65534)
    return made


def _plant(path: Path, target: Path, kind: str) -> None:
    if kind == "link":
        path.symlink_to(target)
    else:
        os.mkfifo(path)
