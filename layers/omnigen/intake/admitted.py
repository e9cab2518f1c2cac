"""What becomes of a file that was admitted."""

from __future__ import annotations

from dataclasses import dataclass

from omnigen.domain.asset import AssetFacts


@dataclass(frozen=True)
class Admitted:
    """The normalised file, its media type, what was measured of it, and what its owner should know."""

    data: bytes
    content_type: str
    facts: AssetFacts
    warnings: tuple[str, ...] = ()
