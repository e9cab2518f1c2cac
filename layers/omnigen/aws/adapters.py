"""The AWS clients and adapters for one set of settings."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import boto3
from botocore.config import Config

from omnigen.aws.api_keys import ApiKeys
from omnigen.aws.artifacts import Artifacts
from omnigen.aws.assets import Assets
from omnigen.aws.brands import Brands
from omnigen.aws.budgets import Budgets
from omnigen.aws.erasures import Erasures
from omnigen.aws.file_sweeps import FileSweeps
from omnigen.aws.idempotency import Idempotency
from omnigen.aws.job_deletions import JobDeletions
from omnigen.aws.jobs import Jobs
from omnigen.aws.latencies import Latencies
from omnigen.aws.model_checks import ModelChecks
from omnigen.aws.object_store import ObjectStore
from omnigen.aws.open_jobs import OpenJobs
from omnigen.aws.order_leases import OrderLeases
from omnigen.aws.predictions import Predictions
from omnigen.aws.projects import Projects
from omnigen.aws.purchases import Purchases
from omnigen.aws.reviews import Reviews
from omnigen.aws.slots import RenderSlots
from omnigen.aws.spend_limits import SpendLimits
from omnigen.aws.usage import UsageBook
from omnigen.aws.user_accounts import UserAccounts
from omnigen.aws.user_tokens import UserTokens
from omnigen.aws.vendor_buckets import VendorBuckets
from omnigen.aws.webhook_log import WebhookLog
from omnigen.aws.webhook_queue import WebhookQueue
from omnigen.aws.webhook_receivers import WebhookReceivers
from omnigen.aws.workflow import WorkflowClient
from omnigen.domain.render_queue import QueueLimits
from omnigen.settings import Settings

_CONFIG = Config(retries={"mode": "standard", "max_attempts": 5}, connect_timeout=5, read_timeout=60)
_S3_CONFIG = _CONFIG.merge(Config(signature_version="s3v4", s3={"addressing_style": "path"}))
"""Path style, because a bucket has no host name of its own on the laptop; AWS takes it as well."""


@dataclass(frozen=True)
class AwsAdapters:
    """One adapter for each table, bucket, queue and state machine."""

    jobs: Jobs
    open_jobs: OpenJobs
    deletions: JobDeletions
    artifacts: Artifacts
    api_keys: ApiKeys
    user_tokens: UserTokens
    user_accounts: UserAccounts
    erasures: Erasures
    limits: SpendLimits
    budgets: Budgets
    purchases: Purchases
    predictions: Predictions
    latencies: Latencies
    leases: OrderLeases
    reviews: Reviews
    slots: RenderSlots
    vendor_buckets: VendorBuckets
    workflow: WorkflowClient
    objects: ObjectStore
    webhook_queue: WebhookQueue
    webhook_log: WebhookLog
    webhook_receivers: WebhookReceivers
    projects: Projects
    brands: Brands
    assets: Assets
    usage: UsageBook
    model_checks: ModelChecks
    file_sweeps: FileSweeps
    idempotency: Idempotency


def connect(settings: Settings, now: Callable[[], int]) -> AwsAdapters:
    """Create the clients, without a call. `now` is the time in Unix seconds."""
    session = boto3.Session()
    dynamodb = session.resource("dynamodb", config=_CONFIG)
    workflow = WorkflowClient(session.client("stepfunctions", config=_CONFIG), settings.state_machine_arn)
    jobs = Jobs(dynamodb.Table(settings.jobs_table), now=now, expiring=settings.omnigen_expire_jobs)
    usage, slots = dynamodb.Table(settings.usage_table), dynamodb.Table(settings.slots_table)
    predictions = Predictions(jobs, usage)
    keys, spend_limits = ApiKeys(usage, now), SpendLimits(usage)
    budgets = Budgets(usage, keys, spend_limits, settings.omnigen_monthly_usd)
    queues = session.client("sqs", config=_CONFIG)
    limits = QueueLimits(total=settings.omnigen_render_slots, per_user=settings.omnigen_render_slots_per_user)
    compositions = QueueLimits(total=settings.omnigen_compositions, per_user=settings.omnigen_compositions)
    return AwsAdapters(
        jobs=jobs,
        open_jobs=OpenJobs(jobs, usage),
        deletions=JobDeletions(jobs),
        artifacts=Artifacts(jobs),
        api_keys=keys,
        user_tokens=UserTokens(settings.sign_in_issuer, settings.sign_in_clients),
        user_accounts=UserAccounts(settings.sign_in_issuer, lambda: session.client("cognito-idp", config=_CONFIG)),
        erasures=Erasures(usage, now),
        limits=spend_limits,
        budgets=budgets,
        purchases=Purchases(jobs, usage, predictions, budgets),
        predictions=predictions,
        latencies=Latencies(usage),
        leases=OrderLeases(jobs, settings.omnigen_lease_seconds),
        reviews=Reviews(jobs, workflow),
        slots=RenderSlots(slots, workflow, limits, compositions, _now_ms),
        vendor_buckets=VendorBuckets(slots, _now_ms),
        workflow=workflow,
        objects=ObjectStore(
            session.client("s3", config=_S3_CONFIG), settings.assets_bucket, settings.omnigen_presign_seconds
        ),
        webhook_queue=WebhookQueue(queues, settings.webhook_queue_url, jobs),
        webhook_log=WebhookLog(jobs.table, queues),
        webhook_receivers=WebhookReceivers(usage, settings),
        projects=Projects(dynamodb.Table(settings.projects_table)),
        brands=Brands(dynamodb.Table(settings.brands_table)),
        assets=Assets(dynamodb.Table(settings.user_assets_table)),
        usage=UsageBook(usage),
        model_checks=ModelChecks(usage, now),
        file_sweeps=FileSweeps(usage, now),
        idempotency=Idempotency(dynamodb.Table(settings.idempotency_table), now),
    )


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
