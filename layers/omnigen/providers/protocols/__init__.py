"""What the program asks of those who write, draw, film, speak and play, whoever they are.

One object serves one model of one capability. Every request carries an `order_id`, the purchase's own name: it is sent
to the vendor where the vendor takes one, and `find_existing` looks for what was already ordered under it, so that an
order whose answer was lost is not paid again. Every method raises `ProviderError`s only.
"""

from omnigen.providers.protocols.providers import (
    ImageProvider,
    ModerationProvider,
    MusicProvider,
    PredictionProvider,
    Providers,
    SpeechProvider,
    TextProvider,
    VideoProvider,
    VisionProvider,
)
from omnigen.providers.protocols.requests import (
    ClipRequest,
    ImageRequest,
    MusicRequest,
    OutputT,
    ReferenceImage,
    SpeechRequest,
    StyleRequest,
    TextRequest,
)
from omnigen.providers.protocols.results import (
    ImageResult,
    ModerationResult,
    PredictionFailed,
    PredictionOutput,
    SpeechResult,
    StyleDescription,
    TextResult,
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
    "Usage",
    "VideoProvider",
    "VisionProvider",
]
