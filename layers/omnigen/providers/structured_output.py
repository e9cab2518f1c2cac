"""Reading a language model's answer as the model (pydantic) that it was asked for."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from omnigen.errors import BadOutput

StructuredT = TypeVar("StructuredT", bound=BaseModel)

MAX_COMPLAINTS = 8


def read_form(form: type[StructuredT], text: str, model: str, usd: Decimal) -> StructuredT:
    """The answer in the form asked for; a code fence around it is removed.

    BadOutput lists what is wrong, for the next attempt, and carries the answer.
    """
    fenced = re.search(r"```(?:json)?\s*(\{.*\})\s*```", text, re.DOTALL)
    try:
        return form.model_validate_json(fenced[1] if fenced else text.strip())
    except ValidationError as error:
        found = [_complaint(problem["loc"], problem["msg"]) for problem in error.errors()[:MAX_COMPLAINTS]]
        raise BadOutput(f"{model} did not keep to the form: {'; '.join(found)}", usd=usd, answer=text) from error


def _complaint(place: tuple[int | str, ...], message: str) -> str:
    return f"{'.'.join(map(str, place)) or 'the answer'}: {message}"
