"""The texts, keys and amounts of a brief: their limits, and what is taken out of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from omnigen.domain.plain_text import clean
from omnigen.domain.script_text import spoken_script
from omnigen.domain.webhook_url import has_webhook_port

MAX_PROMPT_CHARACTERS = 4_000
MAX_SCRIPT_CHARACTERS = 8_000
MAX_PRONUNCIATIONS = 50
MAX_LANGUAGE_CHARACTERS = 35
"""What implementations of language tags must take at least (RFC 5646, 4.4.1); longer ones name no language in use."""

UNDETERMINED = "und"
"""The language tag of a text whose language is to be detected (ISO 639-2)."""


def _visible(text: str) -> str:
    text = clean(text).strip()
    if not any(character.isalnum() for character in text):
        raise PydanticCustomError("no_words", "There are no words in it; say what the video is about")
    if "\x00" in text:
        raise PydanticCustomError("null_character", "It contains a NUL character; remove it")
    return text


def _spoken(text: str) -> str:
    return _visible(spoken_script(text).text)


def _with_webhook_port(url: str) -> str:
    if not has_webhook_port(url):
        raise PydanticCustomError("webhook_port", "The port must be 443 or 8443; leave it out for 443")
    return url


Prompt = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_PROMPT_CHARACTERS),
    AfterValidator(_visible),
]
ScriptText = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SCRIPT_CHARACTERS),
    AfterValidator(_visible),
    AfterValidator(_spoken),
]
"""What is spoken of the user's own script: markup, cues and speakers' labels are left out (see `spoken_script`)."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_visible)]
Paragraph = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000), AfterValidator(_visible)
]
LanguageTag = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=MAX_LANGUAGE_CHARACTERS)
]
UploadKey = Annotated[str, StringConstraints(pattern=r"^users/[A-Za-z0-9_-]{1,128}/uploads/[A-Za-z0-9._-]{1,128}$")]
FileReference = Annotated[
    str,
    StringConstraints(
        pattern=r"^(users/[A-Za-z0-9_-]{1,128}/uploads/[A-Za-z0-9._-]{1,128}|ast_[0-7][0-9A-HJKMNP-TV-Z]{25})$"
    ),
]
"""The key of an upload, or the id of an asset."""

WebhookUrl = Annotated[
    str, StringConstraints(pattern=r"^https://[^\s]+$", max_length=2_000), AfterValidator(_with_webhook_port)
]
MAX_COST_CAP_USD = 1_000
CostCap = Annotated[
    Decimal,
    BeforeValidator(lambda value: str(value) if isinstance(value, float) else value),
    Field(gt=0, le=MAX_COST_CAP_USD, decimal_places=2),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0, "maximum": MAX_COST_CAP_USD},
                {"type": "string", "pattern": r"^\d{1,4}(\.\d{1,2})?$"},
            ],
            "description": f"US dollars, above 0 and at most {MAX_COST_CAP_USD}, with at most two decimals",
        }
    ),
]
"""The most a job may cost. Its JSON schema is written out, as pydantic has none for limits behind a validator.

The same schema for reading and writing keeps `Brief` one schema in the OpenAPI document."""
