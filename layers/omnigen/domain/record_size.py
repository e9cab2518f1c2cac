"""How large a job record may grow. DynamoDB takes items of 400 KB, and what was paid must always fit on the record."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel

MAX_BRIEF_BYTES = 50_000
"""A brief as JSON in UTF-8."""

MAX_GROWING_RECORD_BYTES = 250_000
"""A larger record takes no new run and no new purchase. The rest is for results of purchases that are open then."""

MAX_MESSAGE_CHARACTERS = 1_000


def cut(text: str) -> str:
    """The text, cut at 1,000 characters."""
    return text if len(text) <= MAX_MESSAGE_CHARACTERS else f"{text[: MAX_MESSAGE_CHARACTERS - 1]}…"


ShortText = Annotated[str, AfterValidator(cut)]
"""What a vendor, ffmpeg or a receiver said; longer ones are cut."""


def json_bytes(model: BaseModel) -> int:
    """Size of a model as JSON in UTF-8, which is more than its size as a DynamoDB item."""
    return len(model.model_dump_json().encode())
