"""What each mood is made of: harmony, tempo, instruments, room."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from omnigen.domain.brief_options import MusicMood

MAJOR = (0, 2, 4, 5, 7, 9, 11)
MINOR = (0, 2, 3, 5, 7, 8, 10)

Progression = tuple[str, ...]


@dataclass(frozen=True)
class Style:
    """How a mood sounds. A progression names chords by their root's degree (1-7) and, after a colon, added degrees.

    `figure` is the eighth notes of the moving voice in one bar: which chord tone, or `.` for a rest. `groove` gives
    for each percussion sound its hits on the sixteen sixteenths of a bar, loudness 1-9. `swing` delays every second
    eighth by that share of it. `room` is the share of reverberation.
    """

    tempo: float
    scale: tuple[int, ...]
    key: int
    progressions: tuple[Progression, ...]
    lead: str
    figures: tuple[str, ...]
    melody: str
    groove: MappingProxyType[str, str]
    bass: str
    pad_level: float = 1.0
    lead_level: float = 1.0
    brightness: float = 1.0
    swing: float = 0.0
    room: float = 0.2


def style_of(mood: str) -> Style:
    """The style of one of `MOODS`."""
    return _STYLES[MusicMood(mood)]


_STYLES = MappingProxyType(
    {
        MusicMood.CALM: Style(
            tempo=70,
            scale=MAJOR,
            key=60,
            progressions=(("1:7", "4:7", "6:7", "5:4"), ("4:7", "1:9", "2:7", "6:7")),
            lead="felt",
            figures=("0.2.3.2.", "0..2..3.", "0.3.2.1."),
            melody="bell",
            groove=MappingProxyType({}),
            bass="9...............",
            lead_level=0.9,
            brightness=0.6,
            room=0.34,
        ),
        MusicMood.UPBEAT: Style(
            tempo=112,
            scale=MAJOR,
            key=62,
            progressions=(("1", "5", "6", "4:9"), ("4", "1", "5", "6"), ("1", "6", "4", "5")),
            lead="pluck",
            figures=("0213213.", "01231213", "0.213.21"),
            melody="felt",
            groove=MappingProxyType(
                {"kick": "9...6...9...6...", "clap": "....7.......7...", "shaker": "5.3.6.3.5.3.6.34"}
            ),
            bass="9..5..8.9..5..6.",
            pad_level=0.75,
            brightness=1.0,
            room=0.16,
        ),
        MusicMood.WARM: Style(
            tempo=84,
            scale=MAJOR,
            key=57,
            progressions=(("4:7", "5", "3:7", "6:7"), ("1:9", "3:7", "4:7", "5:4"), ("6:7", "4:7", "1", "5")),
            lead="felt",
            figures=("0.1.2.1.", "02.12.1.", "0.12.32."),
            melody="bell",
            groove=MappingProxyType(
                {"kick": "6.......5.5.....", "rim": "....3.......3...", "shaker": "2.3.2.3.2.3.2.3."}
            ),
            bass="9.....5.7.......",
            brightness=0.75,
            room=0.24,
        ),
        MusicMood.CINEMATIC: Style(
            tempo=76,
            scale=MINOR,
            key=62,
            progressions=(("1", "6", "3", "7"), ("1:9", "6:7", "4", "7:4"), ("6", "7", "1", "1:9")),
            lead="strings",
            figures=("01210121", "02120212", "01231232"),
            melody="felt",
            groove=MappingProxyType({"drum": "9.......4...3.4.", "swell": "..............5."}),
            bass="9.......6.......",
            pad_level=1.25,
            lead_level=0.75,
            brightness=0.95,
            room=0.36,
        ),
        MusicMood.CORPORATE: Style(
            tempo=100,
            scale=MAJOR,
            key=60,
            progressions=(("1:9", "6:7", "4:9", "5"), ("4:7", "5", "1", "6:7")),
            lead="pluck",
            figures=("0.2.1.2.", "02120212", "0.21.21."),
            melody="bell",
            groove=MappingProxyType(
                {"kick": "8...5...8...5...", "rim": "....4.......4...", "shaker": "3.4.3.4.3.4.3.4."}
            ),
            bass="8.5.8.5.8.5.8.5.",
            pad_level=0.9,
            brightness=0.85,
            room=0.2,
        ),
        MusicMood.PLAYFUL: Style(
            tempo=120,
            scale=MAJOR,
            key=65,
            progressions=(("1", "6", "2", "5"), ("1", "4", "1", "5"), ("1", "4", "2", "5")),
            lead="marimba",
            figures=("0.21.32.", "02.132.1", "0.2.3.21"),
            melody="marimba",
            groove=MappingProxyType(
                {"kick": "7.......7.......", "snap": "....6.......6...", "shaker": "3...4...3...4..3"}
            ),
            bass="9.......7.......",
            pad_level=0.5,
            lead_level=1.2,
            brightness=0.9,
            swing=0.28,
            room=0.14,
        ),
        MusicMood.TENSE: Style(
            tempo=92,
            scale=MINOR,
            key=57,
            progressions=(("1", "1:9", "6:7", "7:4"), ("1", "4", "6", "5"), ("1:9", "6", "4:7", "1")),
            lead="strings",
            figures=("00000000", "00100010", "00200010"),
            melody="bell",
            groove=MappingProxyType({"drum": "8.......3.......", "tick": "4...4...4...4.3."}),
            bass="9.......9.......",
            pad_level=1.1,
            lead_level=0.7,
            brightness=0.55,
            room=0.3,
        ),
    }
)

MOODS = tuple(mood.value for mood in MusicMood)
