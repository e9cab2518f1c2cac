"""After a run: what is open at vendors is collected, cancelled or written off."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.messages import JobRef
from omnigen.domain.purchase import PurchaseStatus
from omnigen.errors import ProviderThrottled, UnknownOutcome
from omnigen.providers.offline.order_log import OrderLog
from omnigen.providers.offline.visual_providers import OfflineVideoProvider
from omnigen.purchasing.asynchronous import AsyncPurchase
from omnigen.purchasing.orders.clip import ClipPurchase
from omnigen.purchasing.orders.music import MusicPurchase
from omnigen.purchasing.reconcile import UNANSWERED_SECONDS, reconcile_open_purchases
from omnigen.runtime.context import AppContext
from ulid import ULID

from tests.builders import a_brief, a_planned_job
from tests.conftest import StudioWith


@pytest.fixture
def order_log_folder(tmp_path: Path) -> Path:
    """One for each test: what it asserts is all that the vendor sold."""
    return tmp_path / "order-log"


class Case:
    """A job with two scenes whose first clip is ordered."""

    def __init__(self, app: AppContext, **changes: Any) -> None:
        self.app = app
        job = a_planned_job(user_id=f"u{ULID()}", **changes)
        app.aws.jobs.create(job)
        self.job_id = job.job_id

    @property
    def job(self) -> Job:
        return self.app.aws.jobs.get(self.job_id)

    @property
    def clip(self) -> ClipPurchase:
        return ClipPurchase(self.app, self.job, self.job.scenes[0])

    def order_clip(self) -> None:
        AsyncPurchase(self.app, self.ref, self.clip.spec).submit()

    def order_music(self) -> None:
        AsyncPurchase(self.app, self.ref, MusicPurchase(self.app, self.job).spec).submit()

    @property
    def ref(self) -> JobRef:
        return JobRef(job_id=self.job_id, run=1)

    def end(self, status: JobStatus) -> None:
        self.app.aws.jobs.change_status(self.job_id, 1, status)

    def settle(self, after_seconds: int = 0) -> int:
        """Settle, so many seconds later."""
        now = self.app.now
        return reconcile_open_purchases(dataclasses.replace(self.app, now=lambda: now() + after_seconds), self.job)

    def statuses(self) -> dict[str, PurchaseStatus]:
        return {purchase.kind: purchase.status for purchase in self.job.purchases.values()}

    def orders(self) -> dict[str, str]:
        return {entry.kind: entry.state for entry in OrderLog(self.app.settings.omnigen_offline_order_log).all()}


def case(app_with: StudioWith, **settings: Any) -> Case:
    return Case(app_with(OMNIGEN_OFFLINE_PRICES="imitated", **settings))


def test_prediction_of_a_failed_run_is_collected_and_paid(app_with: StudioWith) -> None:
    failed = case(app_with)
    failed.order_clip()
    failed.end(JobStatus.FAILED)
    assert failed.settle() == 1
    [bought] = failed.job.purchases.values()
    assert (bought.status, bought.spent_usd) == (PurchaseStatus.DONE, Decimal("0.80"))
    assert failed.app.aws.objects.get(bought.key or "")
    assert failed.settle() == 0


def test_prediction_that_is_not_done_yet_is_left_for_the_next_time(app_with: StudioWith) -> None:
    failed = case(app_with, OMNIGEN_OFFLINE_LATENCY_SECONDS="60")
    failed.order_clip()
    failed.end(JobStatus.FAILED)
    assert failed.settle() == 0
    assert failed.statuses() == {"clip": PurchaseStatus.SUBMITTED}


def test_predictions_of_a_cancelled_job_are_cancelled_and_their_money_is_free(app_with: StudioWith) -> None:
    cancelled = case(app_with, OMNIGEN_OFFLINE_LATENCY_SECONDS="60")
    cancelled.order_clip()
    cancelled.order_music()
    cancelled.end(JobStatus.CANCELLED)
    assert cancelled.settle() == 2
    assert cancelled.orders() == {"clip": "cancelled", "music": "cancelled"}
    assert cancelled.job.committed_usd == 0


def test_cancelled_job_does_not_cancel_the_prediction_of_another_job_with_the_same_wish(app_with: StudioWith) -> None:
    app = app_with(OMNIGEN_OFFLINE_PRICES="imitated", OMNIGEN_OFFLINE_LATENCY_SECONDS="60")
    theirs, ours = (Case(app, brief=a_brief(seed=7)) for _ in range(2))
    theirs.order_music()
    music = MusicPurchase(app, ours.job)
    app.aws.purchases.reserve(ours.job, music.key, Decimal("0.04"), "offline/musician")
    ours.end(JobStatus.CANCELLED)
    assert ours.settle() == 1
    assert ours.orders() == {"music": "ordered"}
    assert (ours.statuses(), ours.job.committed_usd) == ({"music": PurchaseStatus.REFUSED}, Decimal(0))
    assert theirs.statuses() == {"music": PurchaseStatus.SUBMITTED}


def test_order_whose_answer_was_lost_is_found_and_collected(app_with: StudioWith) -> None:
    lost = case(app_with, OMNIGEN_OFFLINE_FAULTS="clip:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        lost.order_clip()
    lost.end(JobStatus.FAILED)
    assert lost.settle() == 0, "its stage may still be at work"
    assert lost.settle(UNANSWERED_SECONDS + 1) == 1
    assert lost.statuses() == {"clip": PurchaseStatus.DONE}


def test_order_that_never_reached_its_vendor_is_written_off(app_with: StudioWith) -> None:
    dead = case(app_with)
    dead.app.aws.purchases.reserve(dead.job, dead.clip.key, Decimal("0.80"), "offline/filmmaker")
    dead.end(JobStatus.FAILED)
    assert dead.settle(UNANSWERED_SECONDS + 1) == 1
    assert (dead.statuses(), dead.job.committed_usd) == ({"clip": PurchaseStatus.REFUSED}, Decimal(0))


def test_prediction_for_a_text_that_was_edited_is_paid_and_can_be_bought_again(app_with: StudioWith) -> None:
    edited = case(app_with)
    edited.order_clip()
    before = edited.job.scenes[0]
    edited.end(JobStatus.FAILED)
    edited.app.aws.artifacts.scene(edited.job_id, before, visual_prompt="Something else")
    assert edited.settle() == 1
    assert (edited.job.spent_usd, edited.statuses()) == (Decimal("0.80"), {"clip": PurchaseStatus.REFUSED})


class Busy(OfflineVideoProvider):
    """Does not let anybody look."""

    def poll(self, prediction_id: str) -> Any:
        raise ProviderThrottled("Too many requests; try again later")


def test_vendor_that_fails_does_not_keep_the_other_orders_open(app_with: StudioWith) -> None:
    mixed = case(app_with)
    mixed.order_clip()
    mixed.order_music()
    mixed.end(JobStatus.FAILED)
    providers = mixed.app.providers
    busy = Busy(providers.video_providers[0].vendor, 0)  # type: ignore[attr-defined]
    weather = AppContext(mixed.app.settings, mixed.app.aws)
    weather.__dict__["providers"] = dataclasses.replace(providers, video_providers=(busy,))
    with pytest.raises(ProviderThrottled):
        reconcile_open_purchases(weather, mixed.job)
    assert mixed.statuses() == {"clip": PurchaseStatus.SUBMITTED, "music": PurchaseStatus.DONE}
    assert mixed.settle() == 1


def without_its_model(failed: Case) -> Case:
    """The same job, after the operator has put other models on the list."""
    settings = failed.app.settings.model_copy(
        update={"omnigen_clip_models": ("offline/newer",), "omnigen_music_models": ("offline/newer",)}
    )
    failed.app = AppContext(settings, failed.app.aws)
    return failed


def test_order_of_a_model_that_is_on_no_list_any_more_is_collected(app_with: StudioWith) -> None:
    failed = case(app_with)
    failed.order_clip()
    failed.order_music()
    failed.end(JobStatus.FAILED)
    reserved = failed.job.committed_usd
    assert without_its_model(failed).settle() == 2
    assert set(failed.statuses().values()) == {PurchaseStatus.DONE}
    assert failed.job.spent_usd == failed.job.committed_usd == reserved
    assert {purchase.model for purchase in failed.job.purchases.values()} == {"offline/filmmaker", "offline/musician"}


def test_order_of_a_model_that_is_on_no_list_any_more_is_cancelled_with_its_job(app_with: StudioWith) -> None:
    cancelled = case(app_with, OMNIGEN_OFFLINE_LATENCY_SECONDS="60")
    cancelled.order_clip()
    cancelled.end(JobStatus.CANCELLED)
    assert without_its_model(cancelled).settle() == 1
    assert (cancelled.orders(), cancelled.job.committed_usd) == ({"clip": "cancelled"}, Decimal(0))


def test_order_that_its_vendor_does_not_know_counts_as_spent(app_with: StudioWith) -> None:
    """A prediction placed live and looked for offline: it was made and charged, as far as anybody can tell."""
    odd = case(app_with)
    odd.app.aws.purchases.reserve(odd.job, odd.clip.key, Decimal("0.80"), "google/veo")
    odd.app.aws.predictions.submitted(JobRef(job_id=odd.job_id, run=1), odd.clip.key, "abc")
    odd.end(JobStatus.FAILED)
    assert odd.settle() == 1
    assert (odd.statuses(), odd.job.spent_usd) == ({"clip": PurchaseStatus.REFUSED}, Decimal("0.80"))


def test_order_that_a_stage_is_still_at_work_on_is_left_to_it(app_with: StudioWith) -> None:
    cancelled = case(app_with)
    order, purchases = cancelled.clip.key, cancelled.app.aws.purchases
    until = cancelled.app.aws.leases.expiry()
    purchases.reserve(cancelled.job, order, Decimal("0.80"), "offline/filmmaker", "a stage", until)
    cancelled.end(JobStatus.CANCELLED)
    assert cancelled.settle() == 0
    assert cancelled.settle(after_seconds=cancelled.app.settings.omnigen_lease_seconds) == 1
    assert (cancelled.statuses(), cancelled.job.committed_usd) == ({"clip": PurchaseStatus.REFUSED}, Decimal(0))


def test_prediction_finished_before_its_job_was_cancelled_is_paid_and_kept(app_with: StudioWith) -> None:
    """Its id was never written down: the stage died in between."""
    lost = case(app_with, OMNIGEN_OFFLINE_FAULTS="clip:UnknownOutcome")
    with pytest.raises(UnknownOutcome):
        lost.order_clip()
    entry = OrderLog(lost.app.settings.omnigen_offline_order_log).all()[0]
    lost.app.providers.video_providers[0].poll(entry.id)
    lost.end(JobStatus.CANCELLED)
    assert lost.settle() == 1
    assert (lost.statuses(), lost.job.spent_usd) == ({"clip": PurchaseStatus.DONE}, Decimal("0.80"))
