"""What any host must provide for the program to run: tables, functions, a bucket, a state machine. Data, no I/O."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KEEP_VIDEO_DAYS = 365
KEEP_UPLOAD_DAYS = 14
UPLOAD_INCOMPLETE_DAYS = 1
OLD_VERSION_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class Index:
    """A global secondary index; `attributes` is what it projects besides the keys.

    A partition key may have several attributes (DynamoDB: "multi-attribute keys"). An item without one of the keys is
    not in the index.
    """

    name: str
    partition: tuple[str, ...]
    sort: str
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Table:
    """A DynamoDB table, on demand; keys are strings unless named in `numbers`."""

    name: str
    variable: str
    partition: str
    sort: str | None = None
    numbers: frozenset[str] = frozenset()
    indexes: tuple[Index, ...] = ()
    ttl: str | None = None
    stream: bool = False


_LISTED = (
    "job_id",
    "status",
    "title",
    "prompt",
    "mode",
    "duration",
    "aspect_ratio",
    "pictures",
    "project_id",
    "thumbnail_key",
    "video_key",
    "error_message",
    "spent_usd",
    "open_reviews",
    "progress_percent",
    "updated_at",
    "completed_at",
    "ttl",
)
"""What lists show of a job."""

OPEN_JOBS_INDEX = "OpenJobsIndex"
OPEN_MARK = "open_mark"
"""The attribute of jobs of which something is open: a run, a purchase, an event, a deletion."""

TABLES = (
    Table(
        name="jobs",
        variable="JOBS_TABLE",
        partition="job_id",
        numbers=frozenset({"created_at"}),
        indexes=(
            Index(name="UserJobsIndex", partition=("user_id",), sort="created_at", attributes=_LISTED),
            Index(name="UserStatusIndex", partition=("user_id", "status"), sort="created_at", attributes=_LISTED),
            Index(name=OPEN_JOBS_INDEX, partition=(OPEN_MARK,), sort="created_at", attributes=("user_id",)),
        ),
        ttl="ttl",
        stream=True,
    ),
    Table(name="usage", variable="USAGE_TABLE", partition="user_id", sort="period", ttl="ttl"),
    Table(name="slots", variable="SLOTS_TABLE", partition="line", sort="place", ttl="ttl"),
    Table(
        name="projects",
        variable="PROJECTS_TABLE",
        partition="project_id",
        numbers=frozenset({"created_at"}),
        indexes=(
            Index(
                name="UserProjectsIndex", partition=("user_id",), sort="created_at", attributes=("title", "updated_at")
            ),
        ),
    ),
    Table(name="brands", variable="BRANDS_TABLE", partition="user_id", sort="entry"),
    Table(name="user-assets", variable="USER_ASSETS_TABLE", partition="user_id", sort="asset_id"),
    Table(name="idempotency", variable="IDEMPOTENCY_TABLE", partition="id", ttl="expiration"),
)


@dataclass(frozen=True, kw_only=True)
class Function:
    """A Lambda function: its name is the placeholder in the state machine, its module a file in `functions/`."""

    name: str
    module: str
    memory_mb: int = 512
    timeout_seconds: int = 60
    opens_media: bool = False
    """Needs the media layer (PyAV)."""

    cuts_pictures: bool = False
    """Needs the imaging layer (numpy, Pillow)."""

    admits_files: bool = False
    """Needs the intake layer (Pillow, libheif, resvg, fontTools)."""

    @property
    def handler(self) -> str:
        """Dotted path of the callable that Lambda runs."""
        return f"{self.module}.handler"


FUNCTIONS = (
    Function(name="WriteScript", module="functions.write_script", timeout_seconds=240, opens_media=True),
    Function(
        name="CutOutProduct",
        module="functions.cut_out_product",
        memory_mb=2048,
        timeout_seconds=150,
        cuts_pictures=True,
    ),
    Function(name="PlanStoryboard", module="functions.plan_storyboard", timeout_seconds=240),
    Function(
        name="OpenReview", module="functions.open_review", memory_mb=2048, timeout_seconds=120, cuts_pictures=True
    ),
    Function(name="DrawImage", module="functions.draw_image", memory_mb=1024, timeout_seconds=150, opens_media=True),
    Function(name="AcquireSlot", module="functions.acquire_slot", timeout_seconds=30),
    Function(name="Narrate", module="functions.narrate", memory_mb=1024, timeout_seconds=50, opens_media=True),
    Function(name="StartMusic", module="functions.start_music", timeout_seconds=60, opens_media=True),
    Function(name="CheckMusic", module="functions.check_music", memory_mb=1024, timeout_seconds=120, opens_media=True),
    Function(name="StartClip", module="functions.start_clip", timeout_seconds=90, opens_media=True),
    Function(name="CheckClip", module="functions.check_clip", memory_mb=2048, timeout_seconds=150, opens_media=True),
    Function(name="CompleteJob", module="functions.complete_job", timeout_seconds=30),
    Function(name="FailJob", module="functions.fail_job", timeout_seconds=30),
    Function(
        name="ExecutionEnded",
        module="functions.execution_ended",
        memory_mb=1024,
        timeout_seconds=150,
        opens_media=True,
    ),
    Function(name="RecordExpired", module="functions.record_expired", timeout_seconds=120),
    Function(name="Sweep", module="functions.sweep", memory_mb=1024, timeout_seconds=240, opens_media=True),
    Function(name="DeliverWebhook", module="functions.deliver_webhook", timeout_seconds=30),
)
"""Every function but the API and its authorizer, which each host mounts in its own way."""

API = Function(
    name="Api",
    module="functions.api.handler",
    memory_mb=1024,
    timeout_seconds=29,
    opens_media=True,
    admits_files=True,
)

AUTHORIZER = Function(name="Authorizer", module="functions.authorizer", timeout_seconds=10)
"""Says who sends a request to the API. Each host calls it in its own way before the API."""

CLI_SIGN_IN_PORTS = (48_710, 48_711, 48_712)
"""Ports of this machine to which a person who signs in for the command line is sent back. A user pool wants them named
beforehand; the command takes the first that is free."""

HOST_STOPPED = "HostStopped"
"""Error name of an execution that ended because its host stopped, as the local one does at every end of a command."""

STATE_MACHINE = "statemachine/video.asl.json"
STATE_MACHINE_NAME = "omnigen-video"
WEBHOOK_QUEUE_VARIABLE = "WEBHOOK_QUEUE_URL"
BUCKET_VARIABLE = "ASSETS_BUCKET"
STATE_MACHINE_VARIABLE = "STATE_MACHINE_ARN"

COMPOSE_CONTAINER = "compose"
COMPOSE_MODULE = "functions.compose_video.task"
COMPOSE_CPU_UNITS = 4096
COMPOSE_MEMORY_MIB = 16384
COMPOSE_PLACEHOLDERS = ("Cluster", "ComposeTask", "SubnetIds", "SecurityGroup")
"""What the state machine text needs besides the functions' names."""


def table_name(environment: str, table: Table) -> str:
    """`omnigen-jobs` in prod, `omnigen-dev-jobs` elsewhere."""
    return f"omnigen-{table.name}" if environment == "prod" else f"omnigen-{environment}-{table.name}"


def table_variables(environment: str) -> Mapping[str, str]:
    """Environment variables that tell every function the names of the tables."""
    return {table.variable: table_name(environment, table) for table in TABLES}
