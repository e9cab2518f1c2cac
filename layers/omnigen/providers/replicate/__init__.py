"""Replicate: films, composes, draws, speaks, writes and looks, by models of many makers."""

from omnigen.providers.replicate.account import ReplicateAccount
from omnigen.providers.replicate.image import ReplicateIllustrator
from omnigen.providers.replicate.music import ReplicateMusician
from omnigen.providers.replicate.predictions import PredictionsClient
from omnigen.providers.replicate.speech import ReplicateNarrator
from omnigen.providers.replicate.text import ReplicateWriter
from omnigen.providers.replicate.video import ReplicateFilmmaker
from omnigen.providers.replicate.vision import ReplicateStyleReader

__all__ = [
    "PredictionsClient",
    "ReplicateAccount",
    "ReplicateFilmmaker",
    "ReplicateIllustrator",
    "ReplicateMusician",
    "ReplicateNarrator",
    "ReplicateStyleReader",
    "ReplicateWriter",
]
