"""Makes an imitated vendor behave as a catalogue row says, and buys one thing through the real purchase protocol."""

from __future__ import annotations

import base64
import io
import math
import wave
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import Purchase, PurchaseKey, PurchaseKind, purchase_key
from omnigen.errors import OmnigenError
from omnigen.media.probe import probe
from omnigen.providers.offline.drawing.pictures import draw_still
from omnigen.providers.protocols import PredictionOutput
from omnigen.purchasing import downloads
from omnigen.purchasing.asynchronous import AsyncPurchase
from omnigen.purchasing.spec import AsyncSpec, PurchaseResult, SyncSpec
from omnigen.purchasing.synchronous import buy
from omnigen.runtime.context import AppContext
from PIL import Image

from tests.builders import a_job
from tests.clips import clip_of, plain_picture, png
from tests.contract import fake_media
from tests.contract import requests_to_make as requests
from tests.contract.fake_replicate import Outcome
from tests.contract.fake_vendors import FakeVendors
from tests.contract.replies import Reply
from tests.contract.vendor_behaviours import CatalogueRow, HttpAnswer

ATTEMPTS = 5
"""So often the state machine calls a stage whose error may pass."""

MAX_POLLS = 12

PLACES = {
    "replicate": {
        "order": "/predictions",
        "poll": "/v1/predictions/p",
        "download": "/files/",
        "search": "/v1/predictions",
    },
    "openai": {"order": "/v1/"},
}


@dataclass(frozen=True)
class BehaviourEnding:
    """How a purchase ended: the model that delivered, or the error; and the purchase on the record."""

    model: str
    error: OmnigenError | None
    purchase: Purchase | None


def arrange(vendors: FakeVendors, row: CatalogueRow) -> None:
    """Let the vendor behave so from now on."""
    behaviour = row.behaviour
    places = PLACES[behaviour.vendor]
    if behaviour.answer and behaviour.answer.after:
        _answer_after_the_work(vendors, behaviour.answer, places[behaviour.answer.request])
    elif behaviour.answer:
        told = behaviour.answer
        method = "POST" if told.request == "order" else "GET"
        reply = Reply.of(told.status, told.body, told.headers)
        vendors.fail(places[told.request], reply=reply, times=told.times, method=method)
    if behaviour.lost:
        method = "POST" if behaviour.lost.request == "order" else "GET"
        vendors.fail(places[behaviour.lost.request], lost=behaviour.lost.how, method=method)
    if behaviour.prediction:
        end = behaviour.prediction
        outcome = Outcome(end.status, end.error, _filled(end.output), media(end.file) if end.file else None)
        vendors.replicate.outcomes.extend([outcome] * end.times)
    if behaviour.changes is not None:
        vendors.openai.answers.append(_filled(behaviour.changes))


def _answer_after_the_work(vendors: FakeVendors, told: HttpAnswer, place: str) -> None:
    usual, left = vendors.answer, [told.times]

    def answer(request: Any) -> Any:
        reply, failure = usual(request)
        if place in request.path and request.method == "POST" and left[0]:
            left[0] -= 1
            return Reply.of(told.status, told.body, told.headers), None
        return reply, failure

    vendors.answer = answer  # type: ignore[method-assign]


def _filled(value: Any) -> Any:
    """The same value with media in place of `$names`; base64 and data: URIs are text."""
    if isinstance(value, Mapping):
        return {name: _filled(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one) for one in value]
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    name = value.removeprefix("$")
    picture = base64.b64encode(fake_media.still("A bottle on a table", "16:9")).decode()
    texts = {
        "picture_data_uri": f"data:image/png;base64,{picture}",
        "picture_base64_lines": "\n".join(picture[start : start + 76] for start in range(0, len(picture), 76)),
        "tiny_picture_base64": base64.b64encode(media("$tiny_picture")).decode(),
        "html_base64": base64.b64encode(media("$html")).decode(),
    }
    return texts[name] if name in texts else media(value)


@cache
def media(name: str) -> bytes:
    """The bytes behind a `$name` of a behaviour file."""
    made: dict[str, Callable[[], bytes]] = {
        "$html": lambda: b"<!doctype html><html><body>The service is busy. Please come back later.</body></html> ",
        "$nothing": lambda: b"",
        "$mp3": lambda: fake_media.track(6),
        "$silent_samples": lambda: bytes(24_000 * 2 * 2),
        "$odd_samples": lambda: b"\x01\x00\x02",
        "$long_samples": lambda: _tone(60),
        "$silent_wav": lambda: _wav(bytes(24_000 * 2 * 6)),
        "$long_tone": lambda: _wav(_tone(60)),
        "$tiny_picture": lambda: draw_still("A bottle", 32, 18).png,
        "$tall_picture": lambda: draw_still("A bottle", 72, 128).png,
        "$half_picture": lambda: fake_media.still("A bottle on a table", "16:9")[:600],
        "$short_clip": lambda: fake_media.clip("A bottle", 1, "16:9", None, None),
        "$black_clip": lambda: clip_of(lambda number: plain_picture((0, 0, 0), (128, 72))),
        "$frozen_clip": lambda: clip_of(lambda number: Image.open(io.BytesIO(fake_media.still("A bottle", "16:9")))),
        "$grey_picture": lambda: png(plain_picture((120, 120, 120), (128, 72))),
    }
    return made[name]()


def _tone(seconds: int) -> bytes:
    period = array("h", (int(16_000 * math.sin(2 * math.pi * step / 60)) for step in range(60)))
    return period.tobytes() * (24_000 * seconds // 60)


def _wav(samples: bytes) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(24_000)
        writer.writeframes(samples)
    return file.getvalue()


@dataclass(frozen=True)
class BehaviourHarness:
    """Buys one thing for one job; the stage is called again as the state machine would."""

    app: AppContext
    ref: JobRef

    def buy(self, capability: str) -> BehaviourEnding:
        """Buy a thing of this capability."""
        key = purchase_key(PurchaseKind(capability), {"request": f"{capability}-1"})
        stage = self._asynchronous if capability in {"clip", "music"} else self._synchronous
        model, error = "", None
        for _ in range(ATTEMPTS):
            try:
                model, error = stage(capability, key), None
                break
            except OmnigenError as found:
                error = found
                if not found.retryable:
                    break
        purchase = self.app.aws.jobs.get(self.ref.job_id).purchases.get(key.id)
        return BehaviourEnding(model, error, purchase)

    def providers(self, capability: str) -> Sequence[Any]:
        """The providers of a capability, in order."""
        known = self.app.providers
        return {
            "clip": known.video_providers,
            "music": known.music_providers,
            "image": known.image_providers,
            "speech": known.speech_providers,
            "script": known.text_providers,
            "style": known.vision_providers,
            "transcript": known.transcription_providers,
        }[capability]

    def request(self, capability: str) -> Any:
        """What is asked."""
        makes: Mapping[str, Callable[..., Any]] = {
            "clip": requests.a_clip_request,
            "music": requests.a_music_request,
            "image": requests.an_image_request,
            "speech": requests.a_speech_request,
            "script": requests.a_script_request,
            "style": requests.a_style_request,
            "transcript": requests.a_transcript_request,
        }
        return makes[capability](job_id=self.ref.job_id)

    def _asynchronous(self, capability: str, key: PurchaseKey) -> str:
        request = self.request(capability)
        spec: AsyncSpec[Any] = AsyncSpec(
            key=key,
            providers=self.providers(capability),
            request=lambda: request,
            keep=_keep_clip if capability == "clip" else _keep_music,
            timeout_seconds=600,
        )
        purchase = AsyncPurchase(self.app, self.ref, spec)
        progress = purchase.submit()
        for _ in range(MAX_POLLS):
            if progress.ready:
                return str(self.app.aws.jobs.get(self.ref.job_id).purchases[key.id].result["model"])
            progress = purchase.poll()
        raise AssertionError("it never ended")

    def _synchronous(self, capability: str, key: PurchaseKey) -> str:
        request = self.request(capability)
        verb = {
            "image": "draw",
            "speech": "speak",
            "script": "write",
            "style": "describe",
            "transcript": "transcribe",
        }[capability]
        spec: SyncSpec[Any, Any] = SyncSpec(
            key=key,
            providers=self.providers(capability),
            quote=lambda provider: provider.quote(request),
            ask=lambda provider: getattr(provider, verb)(request),
            find_existing=lambda provider, claimed: provider.find_existing(request.without(claimed)),
            keep=lambda answer: _keep_answer(capability, request, answer),
        )
        return str(buy(self.app, self.ref, spec)["model"])


def open_behaviour_harness(app: AppContext) -> BehaviourHarness:
    """For a new job; Replicate's client does not pause between polls."""
    job = a_job(created_at=app.now(), updated_at=app.now())
    app.aws.jobs.create(job)
    harness = BehaviourHarness(app, JobRef(job_id=job.job_id, run=job.run))
    for provider in vars(app.providers).values():
        for one in provider:
            if hasattr(one, "predictions"):
                object.__setattr__(one.predictions, "pause", lambda seconds: None)
    return harness


def _keep_clip(output: PredictionOutput, model: str) -> PurchaseResult:
    data = downloads.read_all(output)
    facts = probe(data)
    downloads.check_content(data, 72, is_first=True, is_last=True)
    downloads.check_size(facts.shown_size, 128, 72)
    downloads.check_length(downloads.round_seconds(facts.seconds), Decimal(3))
    return PurchaseResult(facts={"model": model}, usage=output.usage)


def _keep_music(output: PredictionOutput, model: str) -> PurchaseResult:
    downloads.check_music(downloads.read_all(output))
    return PurchaseResult(facts={"model": model}, usage=output.usage)


def _keep_answer(capability: str, request: Any, answer: Any) -> PurchaseResult:
    if capability == "image":
        downloads.check_picture(answer.data, request.width, request.height)
    if capability == "speech":
        downloads.check_speech(answer.data, request.text, request.language)
    return PurchaseResult(facts={"model": answer.model}, usage=answer.usage)
