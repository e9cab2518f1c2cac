"""Reading prompt files: the version in the first line, the text below it, and what users typed kept apart as data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

_VERSION = "version: "


@dataclass(frozen=True)
class Rendered:
    """A prompt ready to be sent: our instructions, the customer's data, and the version of the text it came from."""

    instructions: str
    input: str
    version: str


@dataclass(frozen=True)
class PromptText:
    """A prompt file."""

    name: str
    version: str
    template: Template

    def fill(self, **values: object) -> str:
        """The text with every placeholder filled; KeyError for one without a value."""
        return self.template.substitute({name: str(value) for name, value in values.items()}).strip()


@cache
def prompt_text(name: str) -> PromptText:
    """The prompt file of that name."""
    text = files(__package__).joinpath("files", f"{name}.txt").read_text(encoding="utf-8")
    head, _, body = text.partition("\n")
    if not head.startswith(_VERSION):
        raise ValueError(f"The prompt file {name!r} should begin with {_VERSION!r}")
    return PromptText(name, head.removeprefix(_VERSION).strip(), Template(body))


def as_data(values: Mapping[str, object]) -> str:
    """What people typed, as JSON between marks that it cannot forge: angle brackets inside are escaped."""
    text = json.dumps(values, ensure_ascii=False, indent=1, default=str)
    return f"<data>\n{text.replace('<', chr(92) + 'u003c').replace('>', chr(92) + 'u003e')}\n</data>"
