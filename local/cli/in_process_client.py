"""The host of a data folder on this machine: the API's own handler, called in this process.

Where another process already serves the folder, the handler works on that one's records; else this process is the host
for as long as the command lasts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from werkzeug.test import EnvironBuilder

from local.api.lambda_proxy import event_of
from local.cli.client import ApiClient, HostUnreachable, HttpResponse
from local.cli.session import USER, session
from local.emulator.data_dir import open_log, private_data_dir, private_subfolder
from local.emulator.data_dir_lock import running_host

_PREFIX = "/api/v1"


@contextmanager
def in_process_client(data_dir: Path, *, take_up_jobs: bool = False) -> Iterator[ApiClient]:
    """The host of the folder; with `take_up_jobs`, jobs that a dead one left unfinished go on."""
    with session(data_dir, take_up_jobs=take_up_jobs) as opened, _log(data_dir) as log:
        with redirect_stdout(log):  # its logger takes the stream that it finds at import
            from functions.api.handler import handler
        yield ApiClient(_InProcessCaller(handler, log, None if opened.own else data_dir), str(data_dir), own=opened.own)


@dataclass(frozen=True)
class _InProcessCaller:
    """Calls the handler; what it logs, metrics included, belongs into the log and not between a command's words."""

    handler: Callable[[Mapping[str, Any], Any], dict[str, Any]]
    log: IO[str]
    served_elsewhere: Path | None

    def __call__(self, method: str, path: str, body: Any) -> HttpResponse:
        request = EnvironBuilder(path=f"{_PREFIX}{path}", method=method, json=body).get_request()
        with redirect_stdout(self.log):
            answer = self.handler(event_of(request, {"sub": USER}), None)
        if answer["statusCode"] >= 500 and self.served_elsewhere and not running_host(self.served_elsewhere):
            raise HostUnreachable(f"The process that served {str(self.served_elsewhere)!r} has ended")
        return HttpResponse(answer["statusCode"], answer.get("body") or "")


@contextmanager
def _log(data_dir: Path) -> Iterator[IO[str]]:
    folder = private_subfolder(private_data_dir(data_dir), "logs")
    with TextIOWrapper(open_log(folder / "Api-in-commands.log"), encoding="utf-8") as log:
        yield log
