"""The branches that a job takes on this host."""

from __future__ import annotations

from omnigen.domain.job import Job
from omnigen.domain.messages import Plan, plan
from omnigen.runtime.context import AppContext


def plan_of(app: AppContext, job: Job, wait_seconds: int | None = None) -> Plan:
    """The job's branches; with `wait_seconds` its stage is called again then."""
    return plan(job, wait_seconds, compose_early=app.settings.omnigen_compose_early)
