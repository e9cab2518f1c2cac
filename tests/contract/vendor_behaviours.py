"""The catalogue of vendor behaviours in `behaviours/`: what a vendor does, and what must follow.

A file names the capabilities that it is about; each of them is one row of the catalogue. `test_vendor_behaviours.py`
runs every row, `providers_page.py` lists them in docs/providers.md.

    does            what the vendor does, in one clause
    answer          an HTTP answer instead of the usual one; with `after` the vendor does the work first
    lost            the answer to a request that was worked on is dropped, cut in half or garbled
    prediction      how the next predictions end (Replicate); `$names` stand for media made by the test
    changes         what is different in the next answer (OpenAI)
    follows.ends    "first" or "next" (the model that delivers), or the error with which the stage fails
    follows.state   the purchase on the record: done, refused or reserved
    follows.charged whose price is booked: a list of "first" and "next"
    follows.ordered orders that the vendors took
    follows.words   a regular expression that the error's message matches
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

FOLDER = Path(__file__).parent / "behaviours"

CatalogueCapability = Literal["clip", "music", "image", "speech", "script", "style", "transcript"]
CatalogueVendor = Literal["openai", "replicate"]

MODELS: Mapping[tuple[str, str], tuple[str, str]] = {
    ("replicate", "clip"): ("google/veo-3.1-fast", "kwaivgi/kling-v2.5-turbo-pro"),
    ("replicate", "music"): ("stability-ai/stable-audio-2.5", "minimax/music-2.6"),
    ("replicate", "image"): ("bytedance/seedream-4.5", "black-forest-labs/flux-2-pro"),
    ("replicate", "speech"): ("minimax/speech-2.8-turbo", "tts-1"),
    ("replicate", "script"): ("openai/gpt-4o", "gpt-6-luna"),
    ("replicate", "style"): ("openai/gpt-4o", "gpt-6-luna"),
    ("openai", "image"): ("gpt-image-2.5-flare", "bytedance/seedream-4.5"),
    ("openai", "speech"): ("tts-1", "minimax/speech-2.8-turbo"),
    ("openai", "script"): ("gpt-6-luna", "openai/gpt-4o"),
    ("openai", "style"): ("gpt-6-luna", "openai/gpt-4o"),
    ("openai", "transcript"): ("gpt-transcribe", "whisper-1"),
}
"""The model asked first and the one after it."""


class CatalogueEntry(BaseModel):
    """Part of a behaviour file; a misspelt field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class HttpAnswer(CatalogueEntry):
    """An answer that the vendor gives `times` times to a request of this kind."""

    request: Literal["order", "poll", "download", "search"] = "order"
    status: int
    body: Any
    times: int = 1
    after: bool = False
    headers: Mapping[str, str] = {}


class LostAnswer(CatalogueEntry):
    """An answer that does not arrive as it was sent."""

    request: Literal["order", "poll", "download", "search"] = "order"
    how: Literal["dropped", "cut", "garbled"]


class PredictionEnd(CatalogueEntry):
    """How the next `times` predictions end."""

    status: str
    error: str | None = None
    output: Any = None
    file: str = ""
    times: int = 1


class Consequence(CatalogueEntry):
    """What must follow."""

    ends: str
    state: Literal["done", "refused", "reserved"]
    charged: tuple[Literal["first", "next"], ...]
    ordered: int
    words: str = ""
    next_action: str


class VendorBehaviour(CatalogueEntry):
    """One file."""

    vendor: CatalogueVendor
    does: str
    capabilities: tuple[CatalogueCapability, ...]
    answer: HttpAnswer | None = None
    lost: LostAnswer | None = None
    prediction: PredictionEnd | None = None
    changes: Mapping[str, Any] | None = None
    follows: Consequence


@dataclass(frozen=True)
class CatalogueRow:
    """One behaviour at one capability."""

    name: str
    capability: CatalogueCapability
    behaviour: VendorBehaviour

    @property
    def models(self) -> tuple[str, str]:
        """The model asked first and the one after it."""
        return MODELS[self.behaviour.vendor, self.capability]

    @property
    def id(self) -> str:
        """For the test."""
        return f"{self.name}: {self.capability}"


@cache
def catalogue() -> tuple[CatalogueRow, ...]:
    """Every row, by file name."""
    files = sorted(FOLDER.glob("*.json"))
    read = [(path.stem, VendorBehaviour.model_validate(json.loads(path.read_text(encoding="utf-8")))) for path in files]
    return tuple(CatalogueRow(name, kind, behaviour) for name, behaviour in read for kind in behaviour.capabilities)
