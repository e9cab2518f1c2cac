"""The environments the program is deployed to, with every setting that differs between them."""

from __future__ import annotations

from dataclasses import dataclass

import aws_cdk as cdk
from omnigen.deployment.resources import COMPOSE_CPU_UNITS, COMPOSE_MEMORY_MIB


@dataclass(frozen=True, kw_only=True)
class Environment:
    """One environment. Account and region are those of the credentials that deploy; nothing is looked up."""

    name: str
    keeps_data: bool = False
    """Stateful resources are retained when the stack is deleted, and protected against deletion."""

    page_origins: tuple[str, ...] = ()
    """Origins of pages besides the deployed website that may call the API and the bucket: one on a laptop."""

    website_origin: str | None = None
    """`https://…` of the deployed page, known after the first deployment: the bucket must let it upload."""

    domain_name: str | None = None
    certificate_arn: str | None = None
    """The website's own domain and its certificate in us-east-1. Only with them can CloudFront refuse TLS below 1.2."""

    open_sign_up: bool = False
    """Whether anybody may make an account. Videos cost money, so by default an administrator invites people."""

    render_slots: int = 10
    render_slots_per_user: int = 3
    monthly_usd_per_user: int = 500

    compose_cpu_units: int = COMPOSE_CPU_UNITS
    compose_memory_mib: int = COMPOSE_MEMORY_MIB
    compose_on_spot: bool = False
    """Saves less than a cent per video, and the task may be interrupted."""

    requests_per_second: int = 50
    orders_per_second: int = 5
    """Requests that start paid work are throttled more."""

    flow_logs: bool = False
    alarm_email: str | None = None
    alarm_spent_usd_per_day: int = 100

    @property
    def prefix(self) -> str:
        """`omnigen` in prod, `omnigen-dev` elsewhere: the names of things that need one."""
        return "omnigen" if self.name == "prod" else f"omnigen-{self.name}"

    @property
    def removal_policy(self) -> cdk.RemovalPolicy:
        """What becomes of stateful things when the stack goes.

        What is kept goes again when its creation fails, so that a first deployment that failed can be repeated.
        """
        return cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if self.keeps_data else cdk.RemovalPolicy.DESTROY

    @property
    def bucket_origins(self) -> tuple[str, ...]:
        """Origins that may read from and upload to the bucket with presigned requests."""
        return (*self.page_origins, *((self.website_origin,) if self.website_origin else ()))


ENVIRONMENTS = (
    Environment(name="dev", page_origins=("http://localhost:8000", "http://127.0.0.1:8000")),
    Environment(name="prod", keeps_data=True, flow_logs=True, alarm_spent_usd_per_day=500),
)
