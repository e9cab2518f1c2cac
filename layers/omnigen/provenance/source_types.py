"""Digital source types: the words of IPTC for how a picture or sound came to be."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

_VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
"""IPTC NewsCodes, read on 2026-11-27: https://cv.iptc.org/newscodes/digitalsourcetype/."""


class SourceType(StrEnum):
    """What made a part. Nobody can know of a user's own file how it was made: it has no type."""

    TRAINED = _VOCABULARY + "trainedAlgorithmicMedia"
    """By a model trained on other media."""

    ALGORITHMIC = _VOCABULARY + "algorithmicMedia"
    """By a program that was trained on nothing."""

    COMPOSITE_TRAINED = _VOCABULARY + "compositeWithTrainedAlgorithmicMedia"
    """Put together from several parts, of which a trained model made at least one."""

    COMPOSITE = _VOCABULARY + "composite"
    """Put together from several parts, none of them made by a trained model."""


def type_of_whole(parts: Iterable[SourceType | None]) -> SourceType:
    """What a video is whose parts have these types."""
    found = set(parts)
    if SourceType.TRAINED in found:
        return SourceType.COMPOSITE_TRAINED
    return SourceType.ALGORITHMIC if found == {SourceType.ALGORITHMIC} else SourceType.COMPOSITE
