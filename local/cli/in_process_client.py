"""The host of a data folder on this machine: the API's own handler, called in this process.

Where another process already serves the folder, the handler works on that one's records; else this process is the host
for as long as the command lasts. When the other process ends first, this one takes its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from omnigen.domain.caller import ADMIN_GROUP
from werkzeug.test import EnvironBuilder

from local.api.disk_space import DISK_IS_FULL_STATUS, begins_work, disk_is_full
from local.api.lambda_proxy import event_of
from local.cli.client import ApiClient, HostUnreachable, HttpResponse
from local.cli.session import USER, Session, session
from local.cli.terminal import print_line
from local.emulator.data_dir import open_log, private_data_dir, private_subfolder
from local.emulator.data_dir_lock import running_host
from local.upkeep.disk import shortage

_PREFIX = "/api/v1"


@contextmanager
def in_process_client(data_dir: Path, *, resume_jobs: bool = False) -> Iterator[ApiClient]:
    """The host of the folder; with `resume_jobs`, jobs that its last host interrupted are resumed."""
    with _InProcessCaller(data_dir, resume_jobs=resume_jobs) as caller:
        yield caller.client


class _InProcessCaller:
    """Calls the handler; what it logs, metrics included, belongs into the log and not between a command's words."""

    def __init__(self, data_dir: Path, *, resume_jobs: bool) -> None:
        self._data_dir = data_dir
        self._sessions = ExitStack()
        opened = self._open(resume_jobs=resume_jobs)
        try:
            self._log = _log(data_dir)
            with redirect_stdout(self._log):  # its logger takes the stream that it finds at import
                from functions.api.handler import handler
        except BaseException:
            self._sessions.close()
            raise
        self._handler: Callable[[Mapping[str, Any], Any], dict[str, Any]] = handler
        self.client = ApiClient(self, str(data_dir), own=opened.own)

    def __enter__(self) -> _InProcessCaller:
        return self

    def __exit__(self, *_: object) -> None:
        self._log.close()
        self._sessions.close()

    def __call__(self, method: str, path: str, body: Any, etag: str = "") -> HttpResponse:
        """Answer one request; HostUnreachable when the host died during it, after which another attempt is answered."""
        if begins_work(method, path) and (words := shortage(self._data_dir)):
            return HttpResponse(DISK_IS_FULL_STATUS, disk_is_full(words))
        answer = self._answer(method, path, body, etag)
        if answer["statusCode"] >= 500 and (words := shortage(self._data_dir)):
            return HttpResponse(DISK_IS_FULL_STATUS, disk_is_full(words))
        if answer["statusCode"] >= 500 and not self.client.own and not running_host(self._data_dir):
            self._take_over()
            if method != "GET":
                raise HostUnreachable(f"The process that served {str(self._data_dir)!r} has ended; try again")
            answer = self._answer(method, path, body, etag)
        return HttpResponse(answer["statusCode"], answer.get("body") or "", answer["headers"].get("ETag", ""))

    def _answer(self, method: str, path: str, body: Any, etag: str) -> dict[str, Any]:
        headers = [("If-None-Match", etag)] if etag else []
        request = EnvironBuilder(path=f"{_PREFIX}{path}", method=method, json=body, headers=headers).get_request()
        with redirect_stdout(self._log):
            return self._handler(event_of(request, {"sub": USER, "groups": ADMIN_GROUP}), None)

    def _take_over(self) -> None:
        """Become the host in place of the one that has ended, unless a third process was quicker."""
        self._sessions.close()
        self.client.own = self._open(resume_jobs=True).own
        if self.client.own:
            print_line("The command that was the host of this folder has ended; this one goes on as the host", err=True)

    def _open(self, *, resume_jobs: bool) -> Session:
        return self._sessions.enter_context(session(self._data_dir, resume_jobs=resume_jobs))


def _log(data_dir: Path) -> IO[str]:
    folder = private_subfolder(private_data_dir(data_dir), "logs")
    return TextIOWrapper(open_log(folder / "Api-in-commands.log"), encoding="utf-8")
