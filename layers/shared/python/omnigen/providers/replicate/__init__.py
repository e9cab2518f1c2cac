"""Replicate: films, composes, draws, speaks, writes and looks, by models of many makers."""

from omnigen.providers.replicate.account import Account
from omnigen.providers.replicate.bench import Bench
from omnigen.providers.replicate.filmmaker import ReplicateFilmmaker
from omnigen.providers.replicate.illustrator import ReplicateIllustrator
from omnigen.providers.replicate.musician import ReplicateMusician
from omnigen.providers.replicate.narrator import ReplicateNarrator
from omnigen.providers.replicate.style_reader import ReplicateStyleReader
from omnigen.providers.replicate.writer import ReplicateWriter

__all__ = [
    "Account",
    "Bench",
    "ReplicateFilmmaker",
    "ReplicateIllustrator",
    "ReplicateMusician",
    "ReplicateNarrator",
    "ReplicateStyleReader",
    "ReplicateWriter",
]
