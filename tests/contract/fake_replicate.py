"""An imitated Replicate: predictions that start, work and end; files that are stored and fetched; a list of it all."""

from __future__ import annotations

import io
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from omnigen.providers.model_registry import find_model
from werkzeug.formparser import parse_form_data

from tests.contract import fake_media
from tests.contract.replies import Reply
from tests.contract.vendor_interfaces import Request, input_violation, model_interface

HOST = "https://api.replicate.com"
_NOWHERE = Reply.of(404, {"detail": "The requested resource could not be found."})
_FREE = frozenset({"failed", "canceled", "aborted"})


@dataclass
class Outcome:
    """How a prediction ends. `output` None is the usual one for its model; `file` is what is served for it."""

    status: str = "succeeded"
    error: str | None = None
    output: Any = None
    file: bytes | None = None


@dataclass
class Made:
    """A prediction in the books."""

    id: str
    model: str
    input: Mapping[str, Any]
    created_at: datetime
    outcome: Outcome
    headers: Mapping[str, str]
    status: str = "starting"
    data_removed: bool = False

    @property
    def over(self) -> bool:
        """Whether it has ended."""
        return self.status not in {"starting", "processing"}


@dataclass
class FakeReplicate:
    """`outcomes` are taken by new predictions in turn; with `patient` False nobody is kept waiting for an answer."""

    url: str = ""
    made: dict[str, Made] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    fields: dict[str, dict[str, Any]] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    patient: bool = True

    @property
    def charged(self) -> int:
        """Predictions that cost money: all but those that came to nothing."""
        return sum(one.status not in _FREE for one in self.made.values())

    def answer(self, request: Request) -> Reply:
        """Do what is asked."""
        match request.method, *request.path.strip("/").split("/"):
            case "POST", "v1", "models", owner, name, "predictions":
                return self._create(f"{owner}/{name}", request)
            case "GET", "v1", "predictions", prediction_id:
                return self._look(prediction_id)
            case "POST", "v1", "predictions", prediction_id, "cancel":
                return self._cancel(prediction_id)
            case "GET", "v1", "predictions":
                return self._list(request)
            case "GET", "v1", "models", owner, name:
                return self._model(owner, name)
            case "POST", "v1", "files":
                return self._store(request)
            case "GET", "v1", "files", file_id:
                return self._stored(file_id)
            case "GET", "files", name:
                return self._deliver(name)
        return _NOWHERE

    def _create(self, model: str, request: Request) -> Reply:
        if model in self.gone:
            return Reply.of(
                404, {"title": "Not found", "detail": "The requested resource could not be found.", "status": 404}
            )
        given = request.json["input"]
        broken = input_violation(model, given)
        if broken:
            self.violations.append(broken)
        outcome = self.outcomes.pop(0) if self.outcomes else Outcome()
        one = Made(
            f"p{len(self.made):03d}{secrets.token_hex(11)}", model, given, datetime.now(UTC), outcome, request.headers
        )
        self.made[one.id] = one
        if self.patient and request.headers.get("Prefer", "").startswith("wait"):
            one.status = outcome.status
        return Reply.of(201, self._shown(one))

    def _look(self, prediction_id: str) -> Reply:
        one = self.made.get(prediction_id)
        if one is None:
            return _NOWHERE
        if not one.over:
            one.status = "processing" if one.status == "starting" else one.outcome.status
        return Reply.of(200, self._shown(one))

    def _cancel(self, prediction_id: str) -> Reply:
        one = self.made.get(prediction_id)
        if one is None:
            return _NOWHERE
        one.status = one.status if one.over else "canceled"
        return Reply.of(200, self._shown(one))

    def _list(self, request: Request) -> Reply:
        """Two a page, so that pages matter."""
        after = datetime.fromisoformat(request.query.get("created_after", "2000-01-01T00:00:00+00:00"))
        start = int(request.query.get("cursor", "0"))
        newest = sorted((one for one in self.made.values() if one.created_at >= after), key=lambda one: one.id)[::-1]
        rest = f"{HOST}/v1/predictions?cursor={start + 2}" if len(newest) > start + 2 else None
        shown = [self._shown(one) for one in newest[start : start + 2]]
        return Reply.of(200, {"next": rest, "previous": None, "results": shown})

    def _model(self, owner: str, name: str) -> Reply:
        if f"{owner}/{name}" in self.gone:
            return _NOWHERE
        facts = {"owner": owner, "name": name, "url": f"https://replicate.com/{owner}/{name}", "visibility": "public"}
        version: dict[str, Any] = {"id": "hidden", "created_at": "2026-04-11T09:00:00Z", "cog_version": "0.16.0"}
        version |= {"openapi_schema": self._schema(f"{owner}/{name}")}
        return Reply.of(200, facts | {"description": "", "run_count": 1, "latest_version": version})

    def _schema(self, model: str) -> dict[str, Any]:
        """As the vendor published it, unless a test says otherwise."""
        fields = self.fields.get(model) or model_interface(model)["input"]["properties"]
        return {"components": {"schemas": {"Input": {"properties": fields}}}}

    def _store(self, request: Request) -> Reply:
        environ = {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": request.headers["Content-Type"],
            "CONTENT_LENGTH": str(len(request.body)),
            "wsgi.input": io.BytesIO(request.body),
        }
        _, _, uploads = parse_form_data(environ)
        file_id = f"f{len(self.files):025d}"
        with uploads["content"].stream as stream:
            self.files[file_id] = stream.read()
        return Reply.of(201, self._file(file_id))

    def _stored(self, file_id: str) -> Reply:
        if file_id not in self.files:
            return Reply.of(404, {"detail": "File not found"})
        return Reply.of(200, self._file(file_id))

    def _file(self, file_id: str) -> dict[str, Any]:
        data = self.files[file_id]
        return {
            "id": file_id,
            "name": file_id,
            "etag": file_id,
            "content_type": "image/png",
            "size": len(data),
            "checksums": {"sha256": sha256(data).hexdigest()},
            "metadata": {},
            "created_at": "2026-11-21T09:00:00Z",
            "expires_at": "2026-11-22T09:00:00Z",
            "urls": {"get": f"{HOST}/v1/files/{file_id}"},
        }

    def _shown(self, one: Made) -> dict[str, Any]:
        ended = one.status == "succeeded" and not one.data_removed
        return {
            "id": one.id,
            "model": one.model,
            "version": "hidden",
            "input": {} if one.data_removed else dict(one.input),
            "output": self._output(one) if ended else None,
            "logs": "",
            "error": one.outcome.error if one.status == "failed" else None,
            "status": one.status,
            "created_at": one.created_at.isoformat().replace("+00:00", "Z"),
            "data_removed": one.data_removed,
            "metrics": {"predict_time": 1.5, "input_token_count": 700, "output_token_count": 300} if ended else {},
            "urls": {
                "web": f"https://replicate.com/p/{one.id}",
                "get": f"{HOST}/v1/predictions/{one.id}",
                "cancel": f"{HOST}/v1/predictions/{one.id}/cancel",
            },
        }

    def _output(self, one: Made) -> Any:
        if one.outcome.output is not None:
            return one.outcome.output
        facts = find_model(one.model)
        if "script" in facts.capabilities:
            said = one.input.get("system_prompt")
            text = fake_media.draft(said) if said else "Soft light, warm colours."
            return [text[: len(text) // 2], text[len(text) // 2 :]]
        kind = {"clip": "mp4", "music": "mp3", "speech": "wav", "image": "png"}[facts.capabilities[0]]
        address = f"{self.url}/files/{one.id}.{kind}"
        return [address] if one.model.startswith("bytedance/seedream") else address

    def _deliver(self, name: str) -> Reply:
        one = self.made.get(name.partition(".")[0])
        if one is None or one.data_removed:
            return Reply.of(404, "<html>gone")
        return Reply(200, one.outcome.file or self._make(one), "application/octet-stream")

    def _make(self, one: Made) -> bytes:
        facts = find_model(one.model)
        given: dict[str, Any] = {ours: one.input.get(theirs) for ours, theirs in facts.inputs.items()}
        if "speech" in facts.capabilities:
            return fake_media.recording(given["text"], given.get("speed") or 1.0)
        if "music" in facts.capabilities:
            return fake_media.track(int(given.get("seconds") or 20))
        ratio = given.get("aspect_ratio") or "16:9"
        if "image" in facts.capabilities:
            return fake_media.still(given["prompt"], ratio)
        frames = (self._picture(given.get(name)) for name in ("start_frame", "end_frame"))
        return fake_media.clip(given["prompt"], int(given["seconds"]), ratio, *frames)

    def _picture(self, address: str | None) -> bytes | None:
        return self.files[address.rpartition("/")[2]] if address else None
