"""Replicate: text, vision, speech, image, video and music models of many makers behind one API."""

from omnigen.providers.replicate.account import ReplicateAccount
from omnigen.providers.replicate.image import ReplicateImageProvider
from omnigen.providers.replicate.music import ReplicateMusicProvider
from omnigen.providers.replicate.predictions_client import PredictionsClient
from omnigen.providers.replicate.speech import ReplicateSpeechProvider
from omnigen.providers.replicate.text import ReplicateTextProvider
from omnigen.providers.replicate.video import ReplicateVideoProvider
from omnigen.providers.replicate.vision import ReplicateVisionProvider

__all__ = [
    "PredictionsClient",
    "ReplicateAccount",
    "ReplicateImageProvider",
    "ReplicateMusicProvider",
    "ReplicateSpeechProvider",
    "ReplicateTextProvider",
    "ReplicateVideoProvider",
    "ReplicateVisionProvider",
]
