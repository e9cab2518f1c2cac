"""OpenAI: writes, looks, listens, moderates, draws and speaks."""

from omnigen.providers.openai.account import OpenAIAccount
from omnigen.providers.openai.image import OpenAIImageProvider
from omnigen.providers.openai.moderation import OpenAIModerationProvider
from omnigen.providers.openai.speech import OpenAISpeechProvider
from omnigen.providers.openai.text import OpenAITextProvider
from omnigen.providers.openai.transcription import OpenAITranscriptionProvider
from omnigen.providers.openai.vision import OpenAIVisionProvider

__all__ = [
    "OpenAIAccount",
    "OpenAIImageProvider",
    "OpenAIModerationProvider",
    "OpenAISpeechProvider",
    "OpenAITextProvider",
    "OpenAITranscriptionProvider",
    "OpenAIVisionProvider",
]
