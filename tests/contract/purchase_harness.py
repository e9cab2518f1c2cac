"""A stage in miniature: buys one thing through the real protocol, and is called again as the state machine would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import Purchase, PurchaseKey, PurchaseKind, purchase_key
from omnigen.errors import OmnigenError
from omnigen.providers.protocols import PredictionOutput
from omnigen.purchasing.asynchronous import AsyncPurchase
from omnigen.purchasing.downloads import media_type_of, read_all
from omnigen.purchasing.spec import AsyncSpec, PurchaseResult, SyncSpec
from omnigen.purchasing.synchronous import buy
from omnigen.runtime.context import AppContext

from tests.builders import a_job
from tests.contract import requests_to_make as requests

TRIES = 5
"""So often the state machine calls a stage whose error may pass."""


@dataclass(frozen=True)
class Ending:
    """How it ended: the model that delivered, or the name of the error; and what the record says of the order."""

    model: str
    error: str
    message: str
    purchase: Purchase | None

    @property
    def what(self) -> str:
        """In one word."""
        return self.error or self.model


@dataclass(frozen=True)
class VendorHarness:
    """Buys for one job."""

    app: AppContext
    ref: JobRef

    def clip(self, **changes: Any) -> Ending:
        """A clip, looked at until it is there."""
        request, makers = requests.a_clip_request(**changes), self.app.providers.video_providers
        what = purchase_key(PurchaseKind.CLIP, {"request": request.order_id})

        def stage() -> str:
            spec = AsyncSpec(key=what, providers=makers, request=lambda: request, keep=_clip, timeout_seconds=600)
            purchase = AsyncPurchase(self.app, self.ref, spec)
            status = purchase.submit()
            for _ in range(12):
                if status.ready:
                    return self._model(what)
                status = purchase.poll()
            raise AssertionError("it never ended")

        return self._again(what, stage)

    def image(self) -> Ending:
        """A still."""
        request = requests.an_image_request()
        return self._now(PurchaseKind.IMAGE, self.app.providers.image_providers, request, "draw", _picture)

    def speech(self) -> Ending:
        """A recording."""
        request = requests.a_speech_request()
        return self._now(PurchaseKind.SPEECH, self.app.providers.speech_providers, request, "speak", _sound)

    def script(self) -> Ending:
        """A script, without the repair round."""
        request = requests.a_script_request()
        return self._now(PurchaseKind.SCRIPT, self.app.providers.text_providers, request, "write", _words)

    def _now(
        self, kind: PurchaseKind, makers: Any, request: Any, verb: str, keep: Callable[[Any], PurchaseResult]
    ) -> Ending:
        what = purchase_key(kind, {"request": request.order_id})

        def stage() -> str:
            spec: SyncSpec[Any, Any] = SyncSpec(
                key=what,
                providers=makers,
                quote=lambda maker: maker.quote(request),
                ask=lambda maker: getattr(maker, verb)(request),
                find_existing=lambda maker, claimed: maker.find_existing(request.without(claimed)),
                keep=keep,
            )
            return str(buy(self.app, self.ref, spec)["model"])

        return self._again(what, stage)

    def _again(self, what: PurchaseKey, stage: Callable[[], str]) -> Ending:
        model, error = "", None
        for _ in range(TRIES):
            try:
                model, error = stage(), None
                break
            except OmnigenError as found:
                error = found
                if not found.retryable:
                    break
        purchase = self.app.aws.jobs.get(self.ref.job_id).purchases.get(what.id)
        return Ending(model, type(error).__name__ if error else "", str(error or ""), purchase)

    def _model(self, what: PurchaseKey) -> str:
        return str(self.app.aws.jobs.get(self.ref.job_id).purchases[what.id].result["model"])


def open_harness(app: AppContext, **brief: Any) -> VendorHarness:
    """For a new job."""
    job = a_job(created_at=app.now(), updated_at=app.now(), **brief)
    app.aws.jobs.create(job)
    return VendorHarness(app, JobRef(job_id=job.job_id, run=job.run))


def _clip(delivery: PredictionOutput, model: str) -> PurchaseResult:
    media_type_of(read_all(delivery), "video/mp4")
    return PurchaseResult(facts={"model": model}, usage=delivery.usage)


def _picture(drawn: Any) -> PurchaseResult:
    media_type_of(drawn.data, "image/png")
    return _goods(drawn)


def _sound(spoken: Any) -> PurchaseResult:
    media_type_of(spoken.data, "audio/wav")
    return _goods(spoken)


def _words(written: Any) -> PurchaseResult:
    return _goods(written)


def _goods(answer: Any) -> PurchaseResult:
    return PurchaseResult(facts={"model": answer.model}, usage=answer.usage)


NOTHING = Decimal(0)
