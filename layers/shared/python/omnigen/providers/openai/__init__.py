"""OpenAI: writes, looks, moderates, draws and speaks."""

from omnigen.providers.openai.account import Account
from omnigen.providers.openai.illustrator import OpenAIIllustrator
from omnigen.providers.openai.moderator import OpenAIModerator
from omnigen.providers.openai.narrator import OpenAINarrator
from omnigen.providers.openai.style_reader import OpenAIStyleReader
from omnigen.providers.openai.writer import OpenAIWriter

__all__ = [
    "Account",
    "OpenAIIllustrator",
    "OpenAIModerator",
    "OpenAINarrator",
    "OpenAIStyleReader",
    "OpenAIWriter",
]
