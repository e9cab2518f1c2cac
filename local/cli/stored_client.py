"""Reading commands on this machine, answered from the data folder in this process: no host and no emulator starts.

The answers are made by the API's own presenters, so that they are the same; only addresses of files are `file:` ones,
and a job whose host has stopped while it ran has the status `interrupted`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl, urlsplit

from omnigen.deployment.resources import BUCKET_VARIABLE, HOST_STOPPED, table_variables
from omnigen.domain.asset import Asset
from omnigen.domain.brief import Brief
from omnigen.domain.job import RUNNING, Job, JobStatus
from omnigen.errors import NotFound, OmnigenError, UnreadableRecord
from omnigen.runtime.context import AppContext
from omnigen.settings import Settings, read
from pydantic import ValidationError

from local.cli.client import ApiClient, HttpResponse
from local.cli.stored_state import StoredState
from local.cli.tables import INTERRUPTED
from local.cli.terminal import print_line
from local.emulator.data_dir_lock import running_host
from local.emulator.resources import BUCKET, ENVIRONMENT, LAPTOP_SETTINGS

if TYPE_CHECKING:
    from omnigen.aws.adapters import AwsAdapters

USER = "local"


def stored_client(data_dir: Path) -> ApiClient:
    """Answers reading requests for the user of this machine: jobs, assets, models, voices, and estimates."""
    return ApiClient(_StoredCaller(StoredState(data_dir)), str(data_dir))


@dataclass(frozen=True)
class _StoredCaller:
    state: StoredState

    def __call__(self, method: str, path: str, body: Any, etag: str = "") -> HttpResponse:  # noqa: ARG002 - nothing is followed here
        """Answer one request as the API would, errors included."""
        place = urlsplit(path)
        try:
            answer = self._answer(method, place.path, dict(parse_qsl(place.query)), body)
        except OmnigenError as error:
            problem = {
                "code": error.code,
                "detail": str(error),
                "fixable_by": error.fixable_by,
                "field": getattr(error, "field", None),
            }
            return HttpResponse(error.http_status, json.dumps(problem))
        return HttpResponse(200, json.dumps(answer))

    def _answer(self, method: str, path: str, query: Mapping[str, str], body: Any) -> Any:
        if (method, path) == ("POST", "/estimate"):
            from omnigen.jobs.estimate import estimate

            return estimate(self._app, USER, Brief.model_validate(body)).model_dump(mode="json")
        if (method, path) == ("GET", "/models"):
            from functions.api.model_list import models_response

            return models_response(self._app).model_dump(mode="json")
        if (method, path) == ("GET", "/voices"):
            from functions.api.voice_list import voices_response

            return voices_response(self._app).model_dump(mode="json")
        if path.startswith("/assets"):
            return self._assets(path.removeprefix("/assets").removeprefix("/"), query)
        if (method, path) == ("GET", "/jobs"):
            return self._jobs(query)
        return self._job(path.removeprefix("/jobs/"))

    def _assets(self, asset_id: str, query: Mapping[str, str]) -> dict[str, Any]:
        """All files of the user's own in one page, or the one with this id."""
        from functions.api.presenters import asset_response

        kept = [Asset.model_validate(i) for i in self.state.items_of(self._app.settings.user_assets_table, USER)]
        shown = {asset.asset_id: asset_response(self._app, asset).model_dump(mode="json") for asset in kept}
        if not asset_id:
            found = [asset for asset in shown.values() if query.get("kind") in {None, asset["kind"]}]
            return {"items": found[: int(query["limit"])], "next_cursor": None}
        if asset_id not in shown:
            raise NotFound(f"There is no asset {asset_id!r} of yours; list yours to find it")
        return shown[asset_id]

    def _jobs(self, query: Mapping[str, str]) -> dict[str, Any]:
        """A page; the cursor is the number of the first item that it leaves out."""
        start, limit = int(query.get("cursor", 0)), int(query["limit"])
        found: list[dict[str, Any]] = []
        for number, summary in enumerate(self._summaries(query.get("status"))):
            if number >= start + limit:
                return {"items": found, "next_cursor": str(number)}
            if number >= start:
                found.append(summary)
        return {"items": found, "next_cursor": None}

    def _summaries(self, status: str | None) -> Iterator[dict[str, Any]]:
        from functions.api.presenters import job_summary

        for item in self.state.jobs_of(self._app.settings.jobs_table, USER):
            if self._is_gone(item) or (status is not None and self._shown_status(item) != status):
                continue
            try:
                shown = job_summary(self._app, item).model_dump(mode="json")
            except ValidationError as error:
                print_line(f"The record of {item['job_id']} cannot be read: {error.errors()[0]['msg']}", err=True)
                continue
            yield shown | {"status": self._shown_status(item)}

    def _shown_status(self, item: Mapping[str, Any]) -> str:
        from functions.api.presenters import shown_status

        if item["status"] in RUNNING and not self._host_is_there:
            return INTERRUPTED
        if item["status"] in RUNNING:
            record = self.state.item(self._app.settings.jobs_table, item["job_id"])
            if record is not None and self._is_interrupted(record.get("execution_arn")):
                return INTERRUPTED
        return str(shown_status(item))

    def _job(self, job_id: str) -> dict[str, Any]:
        from functions.api.presenters import job_response

        item = self.state.item(self._app.settings.jobs_table, job_id)
        if item is None or item["user_id"] != USER or self._is_gone(item):
            raise NotFound(f"There is no job {job_id!r}")
        try:
            job = Job.model_validate(item)
        except ValidationError as error:
            reason = error.errors()[0]["msg"]
            raise UnreadableRecord(f"The record of {job_id!r} cannot be read ({reason}); see omnigen doctor") from error
        shown = job_response(self._app, job).model_dump(mode="json")
        if job.status in RUNNING and self._is_interrupted(job.execution_arn):
            shown["status"] = INTERRUPTED
        return shown

    def _is_gone(self, item: Mapping[str, Any]) -> bool:
        """Whether the record has expired or is being deleted."""
        expiring = self._app.settings.omnigen_expire_jobs and item.get("ttl") is not None
        return bool((expiring and item["ttl"] <= self._app.now()) or item["status"] == JobStatus.DELETING)

    def _is_interrupted(self, execution_arn: str | None) -> bool:
        """Without a host nothing runs; a host that is there knows the executions that its predecessor left."""
        if not self._host_is_there:
            return True
        return execution_arn is not None and self.state.execution(execution_arn) == ("ABORTED", HOST_STOPPED)

    @cached_property
    def _host_is_there(self) -> bool:
        return running_host(self.state.data_dir) is not None

    @cached_property
    def _app(self) -> AppContext:
        settings = stored_settings()
        adapters = _StoredAdapters(_FileAddresses(self.state), _StoredModelChecks(self.state, settings.usage_table))
        return AppContext(settings, cast("AwsAdapters", adapters))


def stored_settings() -> Settings:
    """The settings of a host on this machine, as the environment has them."""
    return read({**LAPTOP_SETTINGS, **os.environ, **table_variables(ENVIRONMENT), BUCKET_VARIABLE: BUCKET})


@dataclass(frozen=True)
class _StoredAdapters:
    """Those of the AWS adapters that presenters and estimates use."""

    objects: _FileAddresses
    model_checks: _StoredModelChecks


@dataclass(frozen=True)
class _FileAddresses:
    state: StoredState

    def url(self, key: str, *, filename: str | None = None) -> str:  # noqa: ARG002 - as ObjectStore has it
        """The file's own address; that of its folder when the file is gone."""
        return (self.state.file(BUCKET, key) or self.state.data_dir).resolve().as_uri()


@dataclass(frozen=True)
class _StoredModelChecks:
    state: StoredState
    table: str

    def last(self) -> tuple[str | None, Any]:
        """The day of the last check and what it found, as ModelChecks tells it."""
        item = self.state.item(self.table, "#models", "check") or {}
        return item.get("checked_on"), item.get("findings", ())
