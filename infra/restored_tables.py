"""Which tables are in use after they were restored to a point in time."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints


class RestoredTables(BaseModel):
    """Tables that a restoration made. Their names are those of the manifest and a suffix; no stack owns them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    suffix: Annotated[str, StringConstraints(pattern=r"^-[a-z0-9-]{1,30}$")]
    jobs_stream_arn: Annotated[str, StringConstraints(pattern=r"^arn:[^:]+:dynamodb:\S+/stream/\S+$")]
