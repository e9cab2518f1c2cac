"""What the environment tells the program: read once per process, never at import."""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import gettempdir
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from omnigen.errors import ConfigError

Capability = Literal["script", "style", "speech", "image", "clip", "music", "moderation"]


def _listed(value: object) -> object:
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


Models = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class Settings(BaseModel):
    """One field for each environment variable of the same name in capitals. Times are in seconds, money in USD."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    omnigen_env: str = "local"
    jobs_table: str
    usage_table: str
    slots_table: str
    projects_table: str
    brands_table: str
    user_assets_table: str
    idempotency_table: str
    assets_bucket: str
    state_machine_arn: str = ""
    webhook_queue_url: str = ""
    compose_cluster: str = ""

    sign_in_issuer: str = ""
    sign_in_clients: Models = ()
    """Address of the user pool whose tokens are accepted, and the ids of its app clients. A laptop has none."""

    sign_in_origin: str = ""
    sign_in_cli_client: str = ""
    """Address of the pool's pages, and the app client with which the command line signs in."""

    omnigen_providers: Literal["offline", "live"] = "offline"
    omnigen_script_models: Models = ()
    omnigen_style_models: Models = ()
    omnigen_speech_models: Models = ()
    omnigen_image_models: Models = ()
    omnigen_clip_models: Models = ()
    omnigen_music_models: Models = ()
    openai_api_key_secret: str = "omnigen/openai-api-key"
    replicate_api_token_secret: str = "omnigen/replicate-api-key"
    webhook_secret_name: str = "omnigen/webhook-signing-key"
    omnigen_webhook_key: str = Field(default="", repr=False)
    """The key itself, where there is no Secrets Manager to fetch it from."""

    openai_base_url: str | None = None
    replicate_base_url: str | None = None
    omnigen_temperature: float = 0.8
    omnigen_max_output_tokens: int = 6_000
    omnigen_words_per_second: Decimal = Decimal("2.3")

    omnigen_render_slots: int = 10
    omnigen_render_slots_per_user: int = 3
    omnigen_compositions: int = 10
    """How many videos are put together at once, whoever they belong to."""

    omnigen_jobs_per_user: int = 20
    omnigen_jobs_per_day: int = 100
    omnigen_monthly_usd: Decimal = Decimal(500)
    omnigen_uploads_per_day: int = 200
    omnigen_projects_per_day: int = 50
    omnigen_assets_per_day: int = 200
    omnigen_replays_per_day: int = 100
    """Upload forms, projects, assets and repeated webhooks that one user may ask for in a day (UTC)."""

    omnigen_vendor_limits: str = ""
    """Limits of vendors and models besides those of the registry: `replicate=600/50, google/veo-3.1=-/8`."""

    omnigen_clip_timeout_seconds: int = 600
    omnigen_music_timeout_seconds: int = 300
    omnigen_poll_seconds: int = Field(default=3, ge=1)
    """The shortest wait between two looks at a prediction; it grows to ten times that."""

    omnigen_compose_early: bool = False
    """Whether the composition's container is started together with the clips, for hosts where that takes a minute."""

    omnigen_lease_seconds: int = Field(default=30, ge=2)
    """An attempt at buying that says nothing for so long is dead, and another may take its order up."""

    omnigen_picture_scale: Fraction = Fraction(1)
    """Draft and test renders are made this much smaller in both directions."""

    omnigen_loudness_lufs: Decimal = Decimal(-16)
    omnigen_listening: Literal["auto", "off"] = "auto"
    """Whether a recogniser listens to the finished sound where one is installed and knows the language."""

    omnigen_signing_key: str = ""
    """What finished files are signed with: a PEM file of a key and its certificates, or the ARN of a key in KMS. They
    are not signed when it is empty."""

    omnigen_signing_certificates: str = ""
    """The certificates of the key in KMS, PEM, its own first. Empty: untrusted ones are made."""

    omnigen_presign_seconds: int = 3_600
    omnigen_expire_jobs: bool = True
    """Whether jobs are removed when their time is over. A laptop keeps them: its clock may be wrong."""

    omnigen_offline_order_log: Path = Path(gettempdir()) / f"omnigen-orders-{os.getuid()}"
    """Folder in which the offline providers keep what was ordered, delivered and cancelled."""

    omnigen_offline_orders: Literal["folder", "bucket"] = "folder"
    """Where they keep it: functions on AWS share no folder, but the bucket."""

    omnigen_offline_media: Literal["drawn", "plain"] = "drawn"
    """What they make: drawings and voices, or files that need no library beyond the layers of Lambda."""

    omnigen_offline_latency_seconds: float = 0.0
    omnigen_offline_prices: Literal["free", "imitated"] = "free"
    omnigen_offline_search: bool = True
    """Whether the offline vendor can be asked for earlier orders. Without, it imitates OpenAI, which cannot."""

    omnigen_offline_faults: str = ""
    """Failures the offline providers imitate; `providers/offline/faults.py` has the syntax."""

    def models(self, capability: Capability) -> tuple[str, ...]:
        """The ids to try in order, empty for the registry's own list."""
        found: tuple[str, ...] = getattr(self, f"omnigen_{capability}_models", ())
        return found

    def scaled(self, size: tuple[int, int]) -> tuple[int, int]:
        """A picture size in pixels at the scale set; sides are multiples of four, at least 32."""
        width, height = (max(32, round(side * self.omnigen_picture_scale / 4) * 4) for side in size)
        return width, height


def read(environment: Mapping[str, str]) -> Settings:
    """Settings from environment variables; ConfigError names the ones that are missing or wrong."""
    known: dict[str, Any] = {
        name: environment[name.upper()] for name in Settings.model_fields if environment.get(name.upper())
    }
    try:
        return Settings(**known)
    except ValidationError as error:
        wrong = "; ".join(f"{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise ConfigError(f"The environment is incomplete or wrong: {wrong}") from error
