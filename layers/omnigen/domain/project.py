"""A project: one product, from which any number of videos are made."""

from __future__ import annotations

from omnigen.domain.brief import Product
from omnigen.domain.brief_options import Mode
from omnigen.domain.job import Recorded


class Project(Recorded):
    """A product context. Times in Unix seconds."""

    project_id: str
    user_id: str
    title: str
    product: Product
    mode: Mode = Mode.CREATIVE_AD
    rev: int = 1
    """Counts its changes: whoever changes it says which one they saw."""

    label: str | None = None
    """The id of the label with which ads for this medicine are made."""

    created_at: int
    updated_at: int
