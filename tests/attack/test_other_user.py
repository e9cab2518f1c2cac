"""Another user of the machine reads nothing of a data folder and gets nothing from the port."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from local.api.tokens import tokens_of
from local.emulator.cloud import LocalCloud
from local.emulator.resources import BUCKET
from tests.integration.emulator.small_cloud import NOTHING

_NOBODY = 65534

_ATTACK = """
import encodings.idna, http.client, os, pathlib, sys
folder, port, user = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
assert (folder.parent / "public").read_text() == "public"
got = []
for path in [folder, *map(folder.joinpath, sys.argv[4:])]:
    try:
        got.append(os.listdir(path) if path == folder else path.read_bytes())
    except PermissionError:
        pass
connection = http.client.HTTPConnection("127.0.0.1", port)
headers = {"X-Amz-Target": "DynamoDB_20120810.ListTables", "Content-Type": "application/x-amz-json-1.0"}
connection.request("POST", "/", "{}", headers)
print(len(got), connection.getresponse().status)
"""


@pytest.fixture
def running() -> Iterator[LocalCloud]:
    """A host that has made every kind of file, under the usual umask, in a place that everybody can enter."""
    before = os.umask(0o022)
    try:
        with TemporaryDirectory(dir="/tmp") as place:  # pytest's own folders are closed to others
            Path(place).chmod(0o755)
            (Path(place) / "public").write_text("public")
            folder = Path(place) / "data"
            tokens_of(folder)
            with LocalCloud(folder, environment={}, functions=(), definition=NOTHING) as cloud:
                cloud.client("s3").put_object(Bucket=BUCKET, Key="users/ada/a.mp4", Body=b"video")
                yield cloud
    finally:
        os.umask(before)


def test_every_file_and_folder_is_for_the_user_alone(running: LocalCloud) -> None:
    """Holds whoever runs the tests: what another user may do follows from owner and mode."""
    made = [running.data_dir, *running.data_dir.rglob("*")]
    assert {"token.key", "host.lock", "state.sqlite3", "workers.log", "a.mp4"} <= {path.name for path in made}
    for path in made:
        info = path.lstat()
        assert info.st_uid == os.geteuid(), path
        assert stat.S_IMODE(info.st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_a_process_without_our_rights_reads_nothing_and_is_refused(running: LocalCloud) -> None:
    """As root the process becomes nobody. Others cannot do that: they close the folder to themselves as well."""
    names = [str(path.relative_to(running.data_dir)) for path in running.data_dir.rglob("*") if path.is_file()]
    port = running.url.rpartition(":")[2]
    command = [sys.executable, "-I", "-c", _ATTACK, str(running.data_dir), port, str(_NOBODY), *names]
    if os.geteuid() != 0:
        running.data_dir.chmod(0)
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd="/")
    finally:
        running.data_dir.chmod(0o700)
    assert done.stdout == "0 403\n"
