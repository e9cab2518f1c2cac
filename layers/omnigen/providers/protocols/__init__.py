"""The provider interfaces: protocols, requests and results of each capability.

One object serves one model of one capability. Every request carries the ids of its purchase and its job;
`find_existing` looks at the vendor for what was already ordered under them, so that an order whose answer was lost is
not paid again. Every method raises `ProviderError`s only.
"""

from omnigen.providers.protocols.providers import (
    ImageProvider,
    ModerationProvider,
    MusicProvider,
    PredictionProvider,
    Providers,
    SpeechProvider,
    TextProvider,
    TranscriptionProvider,
    VideoProvider,
    VisionProvider,
)
from omnigen.providers.protocols.requests import (
    ClipRequest,
    ImageRequest,
    MusicRequest,
    OrderRequest,
    OutputT,
    ReferenceImage,
    SpeechRequest,
    StyleRequest,
    TextRequest,
    TranscriptRequest,
)
from omnigen.providers.protocols.results import (
    ImageResult,
    ModerationResult,
    PredictionFailed,
    PredictionOutput,
    SpeechResult,
    StyleDescription,
    TextResult,
    TranscriptResult,
    Usage,
)

__all__ = [
    "ClipRequest",
    "ImageProvider",
    "ImageRequest",
    "ImageResult",
    "ModerationProvider",
    "ModerationResult",
    "MusicProvider",
    "MusicRequest",
    "OrderRequest",
    "OutputT",
    "PredictionFailed",
    "PredictionOutput",
    "PredictionProvider",
    "Providers",
    "ReferenceImage",
    "SpeechProvider",
    "SpeechRequest",
    "SpeechResult",
    "StyleDescription",
    "StyleRequest",
    "TextProvider",
    "TextRequest",
    "TextResult",
    "TranscriptRequest",
    "TranscriptResult",
    "TranscriptionProvider",
    "Usage",
    "VideoProvider",
    "VisionProvider",
]
