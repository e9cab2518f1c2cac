"""OpenAI: writes, looks, moderates, draws and speaks."""

from omnigen.providers.openai.account import Account
from omnigen.providers.openai.image import OpenAIIllustrator
from omnigen.providers.openai.moderation import OpenAIModerator
from omnigen.providers.openai.speech import OpenAINarrator
from omnigen.providers.openai.text import OpenAIWriter
from omnigen.providers.openai.vision import OpenAIStyleReader

__all__ = [
    "Account",
    "OpenAIIllustrator",
    "OpenAIModerator",
    "OpenAINarrator",
    "OpenAIStyleReader",
    "OpenAIWriter",
]
