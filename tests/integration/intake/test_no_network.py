"""The process that opens what people bring connects to nothing, whatever a file or a decoder asks for."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from omnigen.domain.asset import AssetKind
from omnigen.errors import MediaRefused
from omnigen.intake.limited_process import admit


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """A local port, and who connected to it."""
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    came: list[object] = []
    over = threading.Event()

    def accept() -> None:
        while not over.is_set():
            try:
                connection, address = server.accept()
            except TimeoutError:
                continue
            came.append(address)
            connection.close()

    thread = threading.Thread(target=accept)
    thread.start()
    try:
        yield server.getsockname()[1], came
    finally:
        over.set()
        thread.join()
        server.close()


POINTERS = {
    "playlist": (AssetKind.CLIP, "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n{url}/a.ts\n#EXT-X-ENDLIST\n"),
    "playlist of sounds": (AssetKind.MUSIC, "#EXTM3U\n#EXTINF:4,\n{url}/a.mp3\n"),
    "list of files": (AssetKind.CLIP, "ffconcat version 1.0\nfile '{url}/a.mp4'\n"),
    "description of a session": (
        AssetKind.NARRATION,
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nm=audio {port} TCP/RTP 0\n",
    ),
    "manifest": (
        AssetKind.CLIP,
        '<?xml version="1.0"?><MPD><Period><AdaptationSet><BaseURL>{url}/</BaseURL></AdaptationSet></Period></MPD>',
    ),
    "drawing": (
        AssetKind.LOGO,
        (
            '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><image href="{url}/a.png" '
            'width="300" height="300"/></svg>'
        ),
    ),
    "drawing with an entity": (
        AssetKind.LOGO,
        (
            '<!DOCTYPE svg [<!ENTITY a SYSTEM "{url}/a">]><svg xmlns="http://www.w3.org/2000/svg" width="300" '
            'height="300"><rect width="300" height="300"/>&a;</svg>'
        ),
    ),
    "drawing with a style": (
        AssetKind.LOGO,
        (
            '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><style>@import url({url}/a.css);</style>'
            '<rect width="300" height="300" fill="url({url}/a.svg#b)"/></svg>'
        ),
    ),
}


@pytest.mark.parametrize("name", POINTERS)
def test_a_file_that_points_to_a_server_is_refused_and_nothing_connects(name: str) -> None:
    kind, text = POINTERS[name]
    with listening() as (port, came):
        data = text.replace("{url}", f"http://127.0.0.1:{port}").replace("{port}", str(port)).encode()
        with pytest.raises(MediaRefused):
            admit(kind, data)
    assert came == []


TRIES = {
    "Python's own sockets": "import socket; socket.create_connection(('127.0.0.1', PORT), 5)",
    "the decoders": "import av; av.open('http://127.0.0.1:PORT/a.mp4')",
    "the C library": (
        "import ctypes; libc = ctypes.CDLL(None, use_errno=True); "
        "sys.exit('refused' if libc.socket(2, 1, 0) < 0 and ctypes.get_errno() == 13 else 0)"
    ),
    "a program that it starts": (
        "import subprocess; code = 'import socket; socket.create_connection((\"127.0.0.1\", PORT), 5)'; "
        "sys.exit(subprocess.run([sys.executable, '-c', code]).returncode)"
    ),
}


def _runs(code: str, port: int, *, limited: bool) -> subprocess.CompletedProcess[bytes]:
    begin = "import sys; from omnigen.intake.no_network import give_up_network; "
    giving_up = "give_up_network(); " if limited else ""
    return subprocess.run(
        [sys.executable, "-c", f"{begin}{giving_up}{code.replace('PORT', str(port))}"],
        capture_output=True,
        env={"PYTHONPATH": ":".join(entry for entry in sys.path if entry)},
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has no filter of system calls that a process sets itself")
@pytest.mark.parametrize("way", TRIES)
def test_neither_python_nor_c_code_of_the_process_can_connect(way: str) -> None:
    with listening() as (port, came):
        assert _runs(TRIES[way], port, limited=True).returncode != 0
    assert came == []


def test_the_same_tries_reach_the_port_without_the_limit() -> None:
    with listening() as (port, came):
        assert _runs(TRIES["Python's own sockets"], port, limited=False).returncode == 0
        _runs(TRIES["the decoders"], port, limited=False)
        assert _runs(TRIES["a program that it starts"], port, limited=False).returncode == 0
    assert len(came) >= 3


def test_where_the_kernel_takes_no_filter_python_refuses_its_own_sockets() -> None:
    code = "import socket; socket.create_connection(('127.0.0.1', PORT), 5)"
    hook = "from omnigen.intake import no_network; no_network._filter_calls = lambda: False; no_network."
    with listening() as (port, came):
        done = _runs(f"{hook}give_up_network(); {code}", port, limited=False)
    assert b"may not use the network" in done.stderr
    assert came == []
