"""A month at 10, 1,000 and 10,000 jobs a day: what grows with jobs and people besides the videos themselves."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from infra.cost import assumptions
from infra.cost.measured import Measured
from infra.cost.template import GIB, TemplateFacts
from infra.cost.totals import HOURS_A_MONTH, Line

JOBS_A_DAY = (10, 1_000, 10_000)

_DAYS = Decimal(HOURS_A_MONTH) / 24
_SCAN_READ_UNITS = Decimal(128)
"""One page of a table, 1 MB, read without consistency."""

_GB = Decimal(10**9)


def growth(template: TemplateFacts, measured: Measured, jobs_a_day: int) -> Mapping[str, list[Line]]:
    """What a month costs by row of the page; list prices, without free tiers."""
    jobs = Decimal(jobs_a_day)
    users = max(jobs / assumptions.JOBS_PER_USER.value, Decimal(1))
    return {
        "open pages: conditional polls, answered 304": _pages(template, users),
        "sweep every five minutes": _sweep(template, measured, jobs),
        "Container Insights": _insights(measured, jobs),
        "detailed metrics of the API's routes": [
            Line("CloudWatch", "route metrics", "metric_month", Decimal(6 * template.routes), "template")
        ],
        "Cognito, Essentials": [Line("Cognito", "active people", "active_user_month", users, "assumed")],
    }


def polls(jobs_a_day: int) -> Decimal:
    """Requests of open pages in a month."""
    users = max(Decimal(jobs_a_day) / assumptions.JOBS_PER_USER.value, Decimal(1))
    seconds = users * assumptions.PAGE_HOURS.value * 3_600 * assumptions.PAGE_DAYS.value
    return seconds / assumptions.PAGE_INTERVAL_SECONDS.value


def _pages(template: TemplateFacts, users: Decimal) -> list[Line]:
    requests = polls(int(users * assumptions.JOBS_PER_USER.value))
    memory = Decimal(template.memory_mb["Api"]) / GIB
    logged = requests * assumptions.ACCESS_LOG_BYTES.value / _GB
    busy = requests * assumptions.WATCH_REQUEST_SECONDS.value * memory
    read = requests * assumptions.WATCH_READ_UNITS.value
    return [
        Line("API Gateway", "requests", "api_request", requests, "assumed"),
        Line("Lambda", "the API's function", "lambda_gb_second", busy, "assumed"),
        Line("Lambda", "its calls", "lambda_request", requests, "assumed"),
        Line("DynamoDB", "records", "dynamodb_read_unit", read, "assumed"),
        Line("CloudWatch", "access log", "log_gb", logged, "assumed"),
    ]


def _sweep(template: TemplateFacts, measured: Measured, jobs: Decimal) -> list[Line]:
    """It reads each open job, and one page of the table."""
    rounds = Decimal(HOURS_A_MONTH * 60) / template.sweep_minutes
    open_jobs = jobs * assumptions.OPEN_HOURS.value / 24
    read = rounds * (open_jobs * assumptions.WATCH_READ_UNITS.value + _SCAN_READ_UNITS)
    seconds = Decimal(str(measured.sweep.seconds)) + open_jobs * assumptions.SWEEP_JOB_SECONDS.value
    busy = rounds * seconds * template.memory_mb["Sweep"] / GIB
    return [
        Line("DynamoDB", "what it reads", "dynamodb_read_unit", read, "assumed"),
        Line("Lambda", "its time", "lambda_gb_second", busy, "measured"),
    ]


def _insights(measured: Measured, jobs: Decimal) -> list[Line]:
    """Metrics are charged for the hours in which a task runs, and a line of log is written each minute of it."""
    longest = max(Decimal(str(job.compose_seconds)) for job in measured.jobs.values())
    hours = min(jobs, Decimal(24)) / 24
    minutes = jobs * _DAYS * (longest + assumptions.TASK_START_SECONDS.value) / 60
    logged = minutes * assumptions.INSIGHTS_LOG_BYTES.value / _GB
    return [
        Line("CloudWatch", "metrics", "metric_month", assumptions.INSIGHTS_METRICS.value * hours, "assumed"),
        Line("CloudWatch", "performance log", "log_gb", logged, "assumed"),
    ]
