"""What the program asks of those who write, draw, film, speak and play, whoever they are.

One object serves one model of one capability. Every request carries an `order_id`, the purchase's own name: it is sent
to the vendor where the vendor takes one, and `find` looks for what was already ordered under it, so that an order whose
answer was lost is not paid again. Every method raises `ProviderError`s only.
"""

from omnigen.providers.protocols.providers import (
    Filmmaker,
    Illustrator,
    Moderator,
    Musician,
    Narrator,
    Predictions,
    Providers,
    ScriptWriter,
    StyleReader,
)
from omnigen.providers.protocols.requests import (
    ClipRequest,
    Draft,
    ImageRequest,
    MusicRequest,
    Picture,
    SpeechRequest,
    StyleRequest,
    TextRequest,
)
from omnigen.providers.protocols.results import (
    Delivery,
    Drawn,
    Ended,
    Spoken,
    SpokenWord,
    StyleDescription,
    Usage,
    Verdict,
    Written,
)

__all__ = [
    "ClipRequest",
    "Delivery",
    "Draft",
    "Drawn",
    "Ended",
    "Filmmaker",
    "Illustrator",
    "ImageRequest",
    "Moderator",
    "MusicRequest",
    "Musician",
    "Narrator",
    "Picture",
    "Predictions",
    "Providers",
    "ScriptWriter",
    "SpeechRequest",
    "Spoken",
    "SpokenWord",
    "StyleDescription",
    "StyleReader",
    "StyleRequest",
    "TextRequest",
    "Usage",
    "Verdict",
    "Written",
]
