"""What a brief chooses from: the names of its options, and the size of the picture that follows."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """Tone, prompt template and rules."""

    CREATIVE_AD = "creative_ad"
    FUNCTIONAL_INTRO = "functional_intro"
    PHARMA = "pharma"


class AspectRatio(StrEnum):
    """Shape of the picture."""

    WIDE = "16:9"
    TALL = "9:16"
    SQUARE = "1:1"


class Resolution(StrEnum):
    """Length of the picture's shorter side."""

    P720 = "720p"
    P1080 = "1080p"


class Pictures(StrEnum):
    """How pictures are made: by a video model, or as stills that the camera moves over; or all are the user's own."""

    CLIPS = "clips"
    STILLS = "stills"
    OWN = "own"


class Continuity(StrEnum):
    """How clips connect.

    `mixed`: as the storyboard says for each scene, on from the last frame or as a new shot. `chained`: each starts on
    the last frame of the one before. `keyframes`: each goes from its own still to the next one's.
    """

    MIXED = "mixed"
    CHAINED = "chained"
    KEYFRAMES = "keyframes"


class Captions(StrEnum):
    """Where captions go: into the picture, beside the video, both, or nowhere."""

    BURNED = "burned"
    SIDECAR = "sidecar"
    BOTH = "both"
    NONE = "none"


class CaptionStyle(StrEnum):
    """How burned captions look: two lines on a plate, the spoken word in colour, or one line at a time."""

    PLATE = "plate"
    HIGHLIGHT = "highlight"
    ONE_LINE = "one_line"


class Gate(StrEnum):
    """Review gates: where the job waits for a person's decision."""

    SCRIPT = "script"
    SCENES = "scenes"
    IMAGES = "images"
    SPEND = "spend"


class StopAt(StrEnum):
    """How far the job goes."""

    SCRIPT = "script"
    VIDEO = "video"


class MusicMood(StrEnum):
    """The mood of the music bed."""

    CALM = "calm"
    UPBEAT = "upbeat"
    WARM = "warm"
    CINEMATIC = "cinematic"
    CORPORATE = "corporate"
    PLAYFUL = "playful"
    TENSE = "tense"


SIZES = {
    (Resolution.P720, AspectRatio.WIDE): (1280, 720),
    (Resolution.P720, AspectRatio.TALL): (720, 1280),
    (Resolution.P720, AspectRatio.SQUARE): (720, 720),
    (Resolution.P1080, AspectRatio.WIDE): (1920, 1080),
    (Resolution.P1080, AspectRatio.TALL): (1080, 1920),
    (Resolution.P1080, AspectRatio.SQUARE): (1080, 1080),
}
