"""The environments the program is deployed to, with every setting that differs between them."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

import aws_cdk as cdk
from omnigen.deployment.resources import COMPOSE_CPU_UNITS, COMPOSE_MEMORY_MIB, TABLES, Table, table_name
from omnigen.settings import Settings
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from infra.federation import Federation
from infra.restored_tables import RestoredTables

CLOUDFRONT_ORIGINS = "https://*.cloudfront.net"
"""Of a website without a domain of its own, whose address CloudFront chooses after the bucket is made.

Every file needs a presigned address, so the origin only keeps other pages from using an address that leaked to them.
"""

Origin = Annotated[str, StringConstraints(pattern=r"^https?://[^/*\s]+$")]

_VARIABLE = re.compile(r"OMNIGEN_[A-Z_]+")
_OTHERWISE_SET = frozenset(
    {
        "OMNIGEN_ENV",
        "OMNIGEN_OFFLINE_MEDIA",
        "OMNIGEN_OFFLINE_ORDERS",
        "OMNIGEN_OFFLINE_ORDER_LOG",
        "OMNIGEN_PROVIDERS",
        "OMNIGEN_WEBHOOK_KEY",
    }
)


MultiFactor = Literal["off", "optional", "required"]


class Environment(BaseModel):
    """One environment. Without an account and a region, those of the credentials that deploy are used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{0,11}$")]

    account: Annotated[str, StringConstraints(pattern=r"^\d{12}$")] | None = None
    region: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")] | None = None
    """With them, the CDK refuses to deploy with the credentials of another account."""

    zones: tuple[str, ...] = Field(default=(), max_length=3)
    """Availability zones of compositions. Fargate is not in every zone, and nothing is looked up."""

    keeps_data: bool = False
    """Stateful resources are retained when the stack is deleted, and protected against deletion."""

    providers: Literal["live", "offline"] = "live"
    """Whether videos are bought, or made free of charge of gradients and hums, to try out the deployment."""

    offline_although_kept: bool = False
    """Whether an environment that keeps its data may have offline providers, whose videos nobody can use."""

    backup_days: int | None = Field(default=None, ge=1)
    """For how long AWS Backup keeps daily copies of tables and files. Without, tables have their own 35 days."""

    restored: RestoredTables | None = None
    """The tables in use, where they were restored to a point in time: `make restore` says what to write here."""

    page_origins: tuple[Origin, ...] = ()
    """Origins of pages besides the deployed website that may call the API and the bucket: one on a laptop."""

    website: bool = True
    """Whether the page is deployed. CloudFront refuses accounts that AWS has not verified; the API needs none."""

    domain_name: str | None = None
    certificate_arn: Annotated[str, StringConstraints(pattern=r"^arn:[^:]+:acm:us-east-1:\d{12}:.+$")] | None = None
    """The website's own domain and its certificate in us-east-1. Only with them can CloudFront refuse TLS below 1.2."""

    open_sign_up: bool = False
    """Whether anybody may make an account. Videos cost money, so by default an administrator invites people."""

    mfa: MultiFactor = "optional"
    """Whether people of the pool sign in with a second factor (an authenticator app)."""

    federation: Federation | None = None

    render_slots: int = Field(default=10, ge=1)
    render_slots_per_user: int = Field(default=3, ge=1)
    compositions: int = Field(default=10, ge=1)
    monthly_usd_per_user: int = Field(default=500, ge=1)

    variables: dict[str, str] = Field(default_factory=dict)
    """Any other `OMNIGEN_…` setting of the program, such as `OMNIGEN_CLIP_MODELS`."""

    compose_cpu_units: int = Field(default=COMPOSE_CPU_UNITS, ge=1024, le=16384, multiple_of=1024)
    compose_memory_mib: int = Field(default=COMPOSE_MEMORY_MIB, ge=2048, le=122_880)
    compose_on_x86: bool = False
    """For whoever has no Docker that builds for arm64. About a quarter dearer; the video is as long and as large."""

    compose_on_spot: bool = False
    """Saves less than a cent per video, and the task may be interrupted."""

    requests_per_second: int = Field(default=50, ge=1)
    orders_per_second: int = Field(default=5, ge=1)
    """Requests that start paid work are throttled more."""

    compose_image_by: Literal["docker", "codebuild"] = "docker"
    """Where the composition's image is built: on the machine that deploys, or by CodeBuild in the account, for whoever
    has no Docker."""

    github_repository: Annotated[str, StringConstraints(pattern=r"^[\w.-]+/[\w.-]+$")] | None = None
    """The repository whose actions may deploy the environment, as owner/name; with it there is a stack of roles."""

    github_provider_arn: (
        Annotated[str, StringConstraints(pattern=r"^arn:[^:]+:iam::\d{12}:oidc-provider/.+$")] | None
    ) = None
    """The account's provider for GitHub where it has one already: of each there can be only one."""
    api_concurrency: int | None = Field(default=None, ge=2)
    """How many requests the API handles at once at most, so that many open pages leave functions for the stages.

    Set aside from the account's concurrency, of which AWS wants 100 left over: see `make preflight`.
    """

    budget_usd_per_month: int | None = Field(default=None, ge=1)
    """What AWS itself may cost in a month, before a mail is sent to `alarm_email`. Vendors' charges are not in it."""

    flow_logs: bool = False
    alarm_email: str | None = None
    alarm_spent_usd_per_day: int = Field(default=100, ge=1)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        """Settings that need each other come together, and each variable is one that the program reads."""
        if bool(self.domain_name) is not bool(self.certificate_arn):
            raise ValueError("domain_name and certificate_arn come together")
        if bool(self.account) is not bool(self.region) or bool(self.account) is not bool(self.zones):
            raise ValueError("account, region and zones come together: zones are names such as eu-central-1a")
        if self.zones and (len(self.zones) < 2 or any(not zone.startswith(self.region or "") for zone in self.zones)):
            raise ValueError(f"zones are two or three of {self.region}")
        if self.providers == "offline" and self.keeps_data and not self.offline_although_kept:
            raise ValueError(
                'providers = "offline" makes videos of gradients and hums; an environment that keeps its data has them '
                "only with offline_although_kept = true"
            )
        known = {field.upper() for field in Settings.model_fields} - _OTHERWISE_SET
        unknown = sorted(name for name in self.variables if not _VARIABLE.fullmatch(name) or name not in known)
        if unknown:
            raise ValueError(f"variables has {', '.join(unknown)}, which is no setting of the program or set elsewhere")
        return self

    @property
    def prefix(self) -> str:
        """`omnigen` in prod, `omnigen-dev` elsewhere: the names of things that need one."""
        return "omnigen" if self.name == "prod" else f"omnigen-{self.name}"

    def table_name(self, table: Table) -> str:
        """The name of a table in use."""
        return table_name(self.name, table) + (self.restored.suffix if self.restored else "")

    @property
    def table_variables(self) -> dict[str, str]:
        """Environment variables that tell every function the names of the tables."""
        return {table.variable: self.table_name(table) for table in TABLES}

    @property
    def provider_variables(self) -> dict[str, str]:
        """What every function is told of providers: on Lambda offline ones use the bucket, and no further library."""
        if self.providers == "live":
            return {"OMNIGEN_PROVIDERS": "live"}
        return {
            "OMNIGEN_PROVIDERS": "offline",
            "OMNIGEN_OFFLINE_ORDERS": "bucket",
            "OMNIGEN_OFFLINE_MEDIA": "plain",
            "OMNIGEN_LISTENING": "off",  # there is no word to hear
        }

    @property
    def where(self) -> cdk.Environment | None:
        """Account and region for the CDK; None for those of the credentials."""
        return cdk.Environment(account=self.account, region=self.region) if self.account else None

    @property
    def removal_policy(self) -> cdk.RemovalPolicy:
        """What becomes of stateful things when the stack goes.

        What is kept goes again when its creation fails, so that a first deployment that failed can be repeated.
        """
        return cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if self.keeps_data else cdk.RemovalPolicy.DESTROY

    @property
    def bucket_origins(self) -> tuple[str, ...]:
        """Origins that may read from and upload to the bucket with presigned requests."""
        own = f"https://{self.domain_name}" if self.domain_name else CLOUDFRONT_ORIGINS
        return (*self.page_origins, *((own,) if self.website else ()))


ENVIRONMENTS = (
    Environment(name="dev", page_origins=("http://localhost:8000", "http://127.0.0.1:8000")),
    Environment(name="prod", keeps_data=True, flow_logs=True, alarm_spent_usd_per_day=500, budget_usd_per_month=500),
)
"""What is deployed where no settings file says otherwise."""
