"""Buys one thing for one job, through the real protocol, from vendors that log their orders and fail when told to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from omnigen.domain.job import Job, JobStatus
from omnigen.domain.messages import JobRef, PurchaseProgress
from omnigen.domain.purchase import PurchaseKey, PurchaseKind, PurchaseStatus
from omnigen.errors import ProviderUnavailable
from omnigen.providers.offline.faults import parse
from omnigen.providers.offline.fulfilment import PredictionFulfilment
from omnigen.providers.offline.order_log import LoggedOrder, OrderLog
from omnigen.providers.offline.vendor import OfflineVendor
from omnigen.providers.protocols import OrderRequest, PredictionFailed, PredictionOutput, Usage
from omnigen.purchasing.asynchronous import AsyncPurchase
from omnigen.purchasing.spec import AsyncSpec, PurchaseResult, SyncSpec
from omnigen.purchasing.synchronous import buy
from omnigen.runtime.context import AppContext
from ulid import ULID

from tests.builders import a_brief, a_job, an_order

PRICE = Decimal("0.40")


Request = OrderRequest


@dataclass(frozen=True)
class Said:
    """An answer that comes at once."""

    text: str
    usage: Usage = field(default_factory=lambda: Usage(images=1, usd=PRICE))
    prediction_id: str = ""


@dataclass
class Maker:
    """A vendor that keeps books and fails when told to, as the offline ones do, but makes nothing that takes time.

    `meanwhile` happens once, after the next order was placed and before its answer arrives.
    """

    vendor: OfflineVendor
    model: str = "offline/a"
    expected_seconds: int = 6
    takes_seconds: int | None = None
    """What it says a prediction took; nothing, so that harnesses with the same table do not teach one another."""

    meanwhile: Callable[[], object] | None = None
    blind: bool = False
    """Its list of orders cannot be had."""

    @property
    def can_be_searched(self) -> bool:
        return self.vendor.can_be_searched

    def quote(self, request: Request) -> Decimal:
        return PRICE

    def answer(self, request: Request) -> Said:
        return Said("warm tones", prediction_id=self._place(PurchaseKind.STYLE, request).id)

    def answered(self, request: Request) -> Said | None:
        found = self.find_existing(request)
        return Said("warm tones", prediction_id=found) if found else None

    def start(self, request: Request) -> str:
        return self._place(PurchaseKind.CLIP, request).id

    def poll(self, prediction_id: str) -> PredictionOutput | PredictionFailed | None:
        def usage(entry: LoggedOrder) -> Usage:
            return Usage(seconds=Decimal(4), usd=entry.usd)

        found = PredictionFulfilment(
            self.vendor, PurchaseKind.CLIP, self.model, "video/mp4", lambda _: b"goods", usage
        ).look(prediction_id)
        return replace(found, seconds_taken=self.takes_seconds) if isinstance(found, PredictionOutput) else found

    def cancel(self, prediction_id: str) -> None:
        self.vendor.order_log.close(prediction_id, "cancelled")

    def find_existing(self, request: Request) -> str | None:
        if self.blind:
            raise ProviderUnavailable("The list of orders cannot be had")
        entry = self.vendor.find(request)
        return entry.id if entry else None

    def _place(self, kind: PurchaseKind, request: Request) -> LoggedOrder:
        entry = self.vendor.place(kind, request.order_id, self.model, PRICE)
        happens, self.meanwhile = self.meanwhile, None
        if happens:
            happens()
        return entry


class PurchaseHarness:
    """One job that buys one thing from one or two makers."""

    def __init__(
        self,
        app: AppContext,
        folder: Path,
        faults: str = "",
        latency_seconds: float = 0,
        *,
        search: bool = True,
        max_cost_usd: str = "9",
    ) -> None:
        self.app = app
        self.order_log = OrderLog(folder)
        vendor = OfflineVendor(
            self.order_log, parse(faults), latency_seconds, imitate_prices=True, can_be_searched=search
        )
        self.makers = [Maker(vendor), Maker(vendor, "offline/b")]
        self.created = a_job(user_id=f"u{ULID()}", brief=a_brief(max_cost_usd=max_cost_usd))
        app.aws.jobs.create(self.created)
        self.limit_seconds = 600
        self.pauses: list[float] = []
        """How long buyers have waited for one another, in seconds."""
        self.sleep: Callable[[float], object] = lambda _: None

    def now(self, makers: Sequence[Maker] | None = None, keep: Callable[[Said], PurchaseResult] | None = None) -> Any:
        """Buy an answer."""
        request = Request(order_id=self.order(PurchaseKind.STYLE).id)
        spec: SyncSpec[Maker, Said] = SyncSpec(
            key=self.order(PurchaseKind.STYLE),
            providers=self.makers if makers is None else makers,
            quote=lambda maker: maker.quote(request),
            ask=lambda maker: maker.answer(request),
            find_existing=lambda maker, claimed: maker.answered(request.without(claimed)),
            keep=keep or (lambda said: PurchaseResult(facts={"text": said.text}, usage=said.usage)),
        )
        return buy(self.app, self.ref, spec, self._pause)

    def submit(self, makers: Sequence[Maker] | None = None) -> PurchaseProgress:
        """Submit a clip."""
        return self._clip(makers).submit()

    def collect(
        self, makers: Sequence[Maker] | None = None, keep: Callable[..., PurchaseResult] | None = None
    ) -> PurchaseProgress:
        """Poll the clip."""
        return self._clip(makers, keep).poll()

    @property
    def ref(self) -> JobRef:
        return JobRef(job_id=self.created.job_id, run=self.job().run)

    def _clip(
        self, makers: Sequence[Maker] | None, keep: Callable[..., PurchaseResult] | None = None
    ) -> AsyncPurchase[Request]:
        spec = AsyncSpec(
            key=self.order(),
            providers=self.makers if makers is None else makers,
            request=self.request,
            keep=keep or self._keep,
            timeout_seconds=self.limit_seconds,
        )
        return AsyncPurchase(self.app, self.ref, spec, self._pause)

    def _keep(self, found: PredictionOutput, model: str) -> PurchaseResult:
        self.app.aws.objects.put("k", b"what was delivered", "video/mp4")
        return PurchaseResult(facts={"key": "k", "model": model}, usage=found.usage)

    def order(self, kind: PurchaseKind = PurchaseKind.CLIP) -> PurchaseKey:
        return an_order(kind)

    def request(self) -> Request:
        return Request(order_id=self.order().id)

    def job(self) -> Job:
        return self.app.aws.jobs.get(self.created.job_id)

    def status(self, kind: PurchaseKind = PurchaseKind.CLIP) -> PurchaseStatus:
        return self.job().purchases[self.order(kind).id].status

    def orders(self) -> list[tuple[str, str]]:
        return [(entry.model, entry.state) for entry in self.order_log.all()]

    def hold_seconds(self, seconds: int) -> None:
        """From here on, holds last so long: none at all is an attempt that is taken for dead while it works."""
        aws = self.app.aws
        self.app = AppContext(self.app.settings, replace(aws, leases=replace(aws.leases, seconds=seconds)))

    def stop(self, status: JobStatus = JobStatus.CANCELLED) -> None:
        self.app.aws.jobs.change_status(self.created.job_id, 1, status)

    def next_run(self) -> None:
        """End this run and begin the next one."""
        failed = self.app.aws.jobs.change_status(self.created.job_id, self.job().run, JobStatus.FAILED)
        begun = self.app.aws.jobs.begin_run(failed, "arn:aws:states:us-east-1:1:execution:m:next")
        self.app.aws.jobs.enter(begun.job_id, begun.run)

    def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.sleep(seconds)
