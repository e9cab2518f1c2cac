"""Quantities times prices: a deployment that waits, a video, and the service that always runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from omnigen.deployment.resources import KEEP_VIDEO_DAYS

from infra.cost import assumptions
from infra.cost.measured import Measured, MeasuredJob
from infra.cost.prices import Prices
from infra.cost.template import GIB, TemplateFacts

HOURS_A_MONTH = 730
_DAYS_A_MONTH = Decimal(365) / 12
_GB = Decimal(10**9)
_FREE_DISK_GB = 20
_INFREQUENT_FROM_DAYS, _ARCHIVE_FROM_DAYS = 30, 90

FREE: Mapping[str, Decimal] = {
    "alarm_month": Decimal(10),
    "dashboard_month": Decimal(3),
    "metric_month": Decimal(10),
    "log_gb": Decimal(5),
    "lambda_gb_second": Decimal(400_000),
    "lambda_request": Decimal(1_000_000),
    "queue_request": Decimal(1_000_000),
    "trace": Decimal(100_000),
}
"""A month's free tier of an account, for ever (pricing pages of CloudWatch, Lambda, SQS and X-Ray)."""


@dataclass(frozen=True)
class Line:
    """Some quantity at a price; `basis` says where the quantity comes from."""

    service: str
    what: str
    price: str
    quantity: Decimal
    basis: str

    def usd(self, prices: Prices) -> Decimal:
        """What it costs."""
        return prices.usd(self.price, self.quantity)

    def usd_beyond_free(self, prices: Prices) -> Decimal:
        """What it costs an account that uses its free tier for nothing else."""
        return prices.usd(self.price, max(self.quantity - FREE.get(self.price, Decimal(0)), Decimal(0)))


def idle(template: TemplateFacts, measured: Measured) -> list[Line]:
    """A month in which nobody makes a video."""
    rounds = Decimal(HOURS_A_MONTH * 60) / template.sweep_minutes
    sweep = measured.sweep
    busy = rounds * Decimal(str(sweep.seconds)) * template.memory_mb["Sweep"] / GIB
    polls = template.polled_queues * assumptions.POLLS_PER_MINUTE.value * HOURS_A_MONTH * 60
    return [
        Line("Secrets Manager", f"{template.secrets} secrets", "secret_month", Decimal(template.secrets), "template"),
        Line("KMS", "the key that signs videos", "signing_key_month", Decimal(template.signing_keys), "template"),
        Line("CloudWatch", f"{template.alarms} metrics in alarms", "alarm_month", Decimal(template.alarms), "template"),
        Line(
            "CloudWatch",
            f"{template.dashboards} dashboards",
            "dashboard_month",
            Decimal(template.dashboards),
            "template",
        ),
        Line("CloudWatch", "figures written while idle", "metric_month", assumptions.IDLE_METRICS.value, "assumed"),
        Line("CloudWatch", "logs of the sweep", "log_gb", rounds * sweep.log_bytes / _GB, "measured"),
        Line("Lambda", f"sweep every {template.sweep_minutes} minutes", "lambda_gb_second", busy, "measured"),
        Line("Lambda", "its requests", "lambda_request", rounds, "template"),
        Line(
            "DynamoDB",
            "what the sweep reads",
            "dynamodb_read_unit",
            rounds * assumptions.SWEEP_READ_UNITS.value,
            "assumed",
        ),
        Line("X-Ray", "traces of the sweep", "trace", rounds, "template"),
        Line("SQS", "looking into the queue of webhooks", "queue_request", polls, "assumed"),
        Line("ECR", "the composition's image", "image_gb_month", assumptions.IMAGE_GB.value, "assumed"),
    ]


def video(template: TemplateFacts, job: MeasuredJob, *, stills: bool, filmed: bool) -> list[Line]:
    """One 30 s video, kept for a year and downloaded once."""
    return [
        *_workflow(job, filmed=filmed),
        *_functions(template, job, stills=stills),
        *_task(template, job, filmed=filmed),
        *_data(job),
    ]


def always_on(template: TemplateFacts) -> list[Line]:
    """The same composition as a service that waits for work, with what such projects have around it."""
    hours = Decimal(HOURS_A_MONTH)
    return [
        Line("VPC", "NAT gateway in one zone", "nat_gateway_hour", hours, "design"),
        Line("Load balancing", "load balancer", "load_balancer_hour", hours, "design"),
        Line("Load balancing", "one capacity unit", "load_balancer_unit_hour", hours, "design"),
        Line("VPC", "its public addresses", "public_ipv4_hour", hours * assumptions.ADDRESSES.value, "assumed"),
        Line("Fargate", "one task, vCPU", "fargate_vcpu_hour", hours * Decimal(str(template.task_vcpus)), "template"),
        Line(
            "Fargate", "one task, memory", "fargate_gb_hour", hours * Decimal(str(template.task_memory_gb)), "template"
        ),
        Line("RDS", "db.t4g.small, one zone", "database_hour", hours, "design"),
        Line("RDS", "its volume", "database_gb_month", assumptions.DATABASE_GB.value, "assumed"),
    ]


def by_service(lines: Iterable[Line], prices: Prices) -> dict[str, Decimal]:
    """Sums, dearest first."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        sums[line.service] += line.usd(prices)
    return dict(sorted(sums.items(), key=lambda entry: -entry[1]))


def total(lines: Sequence[Line], prices: Prices) -> Decimal:
    """All of it."""
    return sum((line.usd(prices) for line in lines), Decimal(0))


def _workflow(job: MeasuredJob, *, filmed: bool) -> list[Line]:
    """A look is three transitions: wait, look, choose. What was counted has the looks of a vendor who is never busy."""
    predictions = (job.scenes if filmed else 0) + 1
    more = max(predictions * assumptions.POLLS.value - job.polls, Decimal(0)) * 3
    return [
        Line("Step Functions", "transitions counted", "state_transition", Decimal(job.transitions), "measured"),
        Line("Step Functions", "more for a vendor who takes his time", "state_transition", more, "assumed"),
    ]


def _functions(template: TemplateFacts, job: MeasuredJob, *, stills: bool) -> list[Line]:
    memory = {name: Decimal(mb) / GIB for name, mb in template.memory_mb.items()}
    worked = sum((memory[name] * Decimal(str(calls.seconds)) for name, calls in job.calls.items()), Decimal(0))
    waited = (memory["WriteScript"] + memory["PlanStoryboard"]) * assumptions.WRITER_SECONDS.value
    waited += memory["Narrate"] * assumptions.VOICE_SECONDS.value * job.scenes
    waited += memory["DrawImage"] * assumptions.PICTURE_SECONDS.value * (job.scenes if stills else 0)
    requests = assumptions.WATCHED_SECONDS.value / assumptions.WATCH_INTERVAL_SECONDS.value
    watched = memory["Api"] * assumptions.WATCH_REQUEST_SECONDS.value * requests
    calls = Decimal(sum(one.calls for one in job.calls.values()))
    logged = Decimal(job.log_bytes) / _GB
    kept = logged * template.log_days / _DAYS_A_MONTH
    return [
        Line("Lambda", "functions at work", "lambda_gb_second", worked, "measured"),
        Line("Lambda", "functions that wait for vendors", "lambda_gb_second", waited, "assumed"),
        Line("Lambda", "the API while a page watches", "lambda_gb_second", watched, "assumed"),
        Line("Lambda", "calls", "lambda_request", calls + requests, "measured"),
        Line("API Gateway", "requests", "api_request", requests, "assumed"),
        Line(
            "DynamoDB",
            "records read while a page watches",
            "dynamodb_read_unit",
            requests * assumptions.WATCH_READ_UNITS.value,
            "assumed",
        ),
        Line("X-Ray", "traces", "trace", requests + 1, "assumed"),
        Line("CloudWatch", "logs", "log_gb", logged, "measured"),
        Line("CloudWatch", f"kept for {template.log_days} days", "log_gb_month", kept, "measured"),
    ]


def _task(template: TemplateFacts, job: MeasuredJob, *, filmed: bool) -> list[Line]:
    """It starts with the first clip. All clips are counted as filmed one after the other, which is the dearest case."""
    filming = assumptions.CLIP_SECONDS.value * job.scenes if filmed else Decimal(0)
    waited = max(filming, assumptions.TASK_START_SECONDS.value)
    hours = (Decimal(str(job.compose_seconds)) + waited) / 3600
    disk = hours * max(template.task_disk_gb - _FREE_DISK_GB, 0)
    return [
        Line("Fargate", "vCPU", "fargate_vcpu_hour", hours * Decimal(str(template.task_vcpus)), "measured"),
        Line("Fargate", "memory", "fargate_gb_hour", hours * Decimal(str(template.task_memory_gb)), "measured"),
        Line("Fargate", "disk", "fargate_disk_gb_hour", disk, "measured"),
        Line("VPC", "the task's public address", "public_ipv4_hour", hours, "measured"),
    ]


def _data(job: MeasuredJob) -> list[Line]:
    """Files grow cold as the bucket's lifecycle says."""
    stored = Decimal(job.stored_bytes) / _GB
    months = [
        Decimal(days) / _DAYS_A_MONTH
        for days in (
            _INFREQUENT_FROM_DAYS,
            _ARCHIVE_FROM_DAYS - _INFREQUENT_FROM_DAYS,
            KEEP_VIDEO_DAYS - _ARCHIVE_FROM_DAYS,
        )
    ]
    return [
        Line("DynamoDB", f"{job.writes} writes", "dynamodb_write_unit", Decimal(job.write_units), "measured"),
        Line("DynamoDB", f"{job.reads} reads", "dynamodb_read_unit", Decimal(job.read_units), "measured"),
        Line("S3", "files put", "s3_put", Decimal(job.puts), "measured"),
        Line("S3", "files read", "s3_get", Decimal(job.gets), "measured"),
        Line("S3", "kept for 30 days", "s3_standard_gb_month", stored * months[0], "measured"),
        Line("S3", "then for 60, rarely read", "s3_infrequent_gb_month", stored * months[1], "measured"),
        Line("S3", "then to the end of the year", "s3_glacier_instant_gb_month", stored * months[2], "measured"),
        Line("Transfer", "the video, downloaded once", "egress_gb", Decimal(job.video_bytes) / _GB, "measured"),
    ]
