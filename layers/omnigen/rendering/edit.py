"""The edit decision: a timeline and the local files it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from omnigen.domain.brief_options import Captions, CaptionStyle
from omnigen.domain.captions import Cue
from omnigen.domain.placement import CoveredZone, Placement
from omnigen.domain.supers import SpokenPart
from omnigen.domain.timeline import Overlay, SmallPrint, Timeline
from omnigen.rendering.audio.loudness import AudioMeasurement
from omnigen.rendering.audio.mix import PEAK_CEILING_DBTP, Insert
from omnigen.rendering.text.brand_look import BrandLook
from omnigen.rendering.text.fonts import Drawable, drawable
from omnigen.rendering.text.overlays import OverlayStyle
from omnigen.rendering.video.normalise import Fill


@dataclass(frozen=True, kw_only=True)
class EditDecision:
    """A cut and its files: one picture for each shot, one recording for each voice, in their order.

    `language` (BCP 47) decides how Han characters look; `brand` gives colours, fonts and logo; text keeps clear of the
    `covered` zones.
    """

    timeline: Timeline
    pictures: tuple[Path, ...]
    title: str = ""
    """Of the file, for players and libraries; the picture has it only where the timeline says so."""

    voices: tuple[Path, ...] = ()
    music: Path | None = None
    music_start: int = 0
    music_samples: int | None = None
    """The samples of the cut in which the music plays; None: to its end."""

    inserts: tuple[Insert, ...] = ()
    """The sounds of intro and outro."""

    captions: Captions = Captions.BOTH
    caption_style: CaptionStyle = CaptionStyle.PLATE
    placement: Placement = Placement.NONE
    covered: tuple[CoveredZone, ...] = ()
    language: str = "en"
    target_lufs: float = -16.0
    max_true_peak_dbtp: float = PEAK_CEILING_DBTP
    fill: Fill = "crop"
    """What becomes of a clip of another shape than the video's."""

    script_to_hear: str = ""
    """What a recogniser must hear in the finished sound; empty where nobody listens."""

    music_db: int = 0
    """How much louder than usual the music is, in decibels."""

    must_be_heard: bool = False
    """Whether a video is kept back in which too much of the script is not heard."""

    heroes: Mapping[int, Path] = field(default_factory=dict)
    """By shot, the cut-out product (a PNG) that is laid over its still."""

    pack_shot: Path | None = None
    """The cut-out product for the end card; None where there is no photo of it."""

    brand: BrandLook = field(default_factory=BrandLook)
    sounds: tuple[AudioMeasurement, ...] = ()
    """The voices and then the music as `inspect_sounds` measured them; they are measured again when this is empty."""

    notes: tuple[str, ...] = ()
    """What was changed before the cut, in sentences, for its report."""

    spoken_parts: tuple[SpokenPart, ...] = ()
    """When each segment of an ad for a medicine is said."""

    listens: bool = False
    """Whether a recogniser is there to listen to each of these segments."""

    def __post_init__(self) -> None:
        if len(self.voices) != len(self.timeline.voices):
            raise ValueError(f"{len(self.timeline.voices)} voices need as many recordings, not {len(self.voices)}")
        if self.sounds and len(self.sounds) != len(self.recordings):
            raise ValueError(f"{len(self.recordings)} recordings need as many measurements, not {len(self.sounds)}")
        if any(self.timeline.shots[shot].kind != "still" for shot in self.heroes):
            raise ValueError("A product is laid over stills only, not over clips")

    @property
    def recordings(self) -> tuple[Path, ...]:
        """The audio files: the voices, then the music."""
        return (*self.voices, self.music) if self.music else self.voices

    @property
    def burned(self) -> bool:
        """Whether captions are drawn into the picture."""
        return self.captions in {Captions.BURNED, Captions.BOTH}

    @property
    def sidecar(self) -> bool:
        """Whether captions are written to files beside the video."""
        return self.captions in {Captions.SIDECAR, Captions.BOTH}

    @property
    def overlay_style(self) -> OverlayStyle:
        """How text is drawn into the picture."""
        drawn = self.caption_style if self.burned else None
        return OverlayStyle(
            brand=self.brand,
            language=self.language,
            covered=self.covered,
            captions=drawn,
            cutout=self.pack_shot,
        )

    @property
    def texts(self) -> list[str]:
        """Everything that is drawn into the picture."""
        overlays = [text for one in self.timeline.overlays for text in one.texts]
        overlays += [text for one in self.timeline.supers for text in (*one.lines, one.detail) if text]
        return overlays + [cue.text for cue in self.timeline.cues if self.burned]


def with_drawable_text(edit: EditDecision) -> tuple[EditDecision, list[str]]:
    """The edit with every text as it will be seen, and warnings for what was left out.

    Raises UnsupportedText before anything is rendered when no font can draw a part of it.
    """
    dropped: dict[str, None] = {}
    lettering = edit.brand.headings(edit.language)

    def clean(text: str) -> str:
        done: Drawable = drawable(text, lettering)
        dropped.update(dict.fromkeys(done.dropped))
        return done.text

    cut = edit.timeline
    overlays = [_clean_overlay(one, clean) for one in cut.overlays]
    cues = [cue for one in cut.cues if any((cue := _clean_cue(one, clean)).lines)]
    for one in cut.supers:
        clean(one.text)  # its words are the law's: they are drawn as they are, or refused
    ready = replace(cut, overlays=tuple(one for one in overlays if one.texts), cues=tuple(cues))
    warnings = [f"Emoji that no font draws were left out: {' '.join(dropped)}"] if dropped else []
    return replace(edit, timeline=ready), warnings


def _clean_overlay(overlay: Overlay, clean: Callable[[str], str]) -> Overlay:
    small = overlay.small_print
    small_print = SmallPrint(tagline=clean(small.tagline), url=clean(small.url), legal=clean(small.legal))
    return replace(overlay, text=clean(overlay.text), detail=clean(overlay.detail), small_print=small_print)


def _clean_cue(cue: Cue, clean: Callable[[str], str]) -> Cue:
    lines = tuple(line for line in map(clean, cue.lines) if line.strip())
    words = tuple(word for one in cue.words if (word := replace(one, text=clean(one.text))).text.strip())
    return replace(cue, lines=lines, words=words)
