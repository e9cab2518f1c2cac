"""Checks of the finished file: length, streams, black or frozen frames, loudness, captions, covered text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import Literal

import numpy as np

from omnigen.domain.cue_cutting import MAX_CELLS_PER_SECOND
from omnigen.domain.flash_limits import MAX_FLASHES
from omnigen.domain.line_breaking import line_cells
from omnigen.domain.punch_in import punch_in_at
from omnigen.domain.timeline import Timeline
from omnigen.errors import ProductAltered, VideoRejected
from omnigen.rendering.audio.loudness import AudioMeasurement
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.quality.drawn_text import DrawnBox
from omnigen.rendering.quality.flashes import Flashes
from omnigen.rendering.quality.listening import MAX_MISSED_SHARE, Hearing
from omnigen.rendering.quality.streams import SampledFrames, Streams
from omnigen.rendering.text.ass import AssEvent
from omnigen.rendering.text.captions import MAX_CELLS
from omnigen.rendering.video.cells import Cells
from omnigen.rendering.video.freeze import FROZEN_SECONDS, static_ranges

BLACK_LUMA = 24
"""Mean luma (16 is black, 235 white) at or below which a frame shows nothing."""

MAX_CELL_DIFFERENCE = 6.0
"""Mean difference of a small picture, of 255, from which on it is another one.

The encoder changes it by 2 at 128x72, by less than 1 at 720p.
"""

LOUDNESS_TOLERANCE_LU = 0.5

_MISSED_NAMED = 12
_HEARD_CHARACTERS = 300

Name = Literal[
    "streams",
    "frames",
    "clock",
    "black",
    "freeze",
    "silence",
    "loudness",
    "peak",
    "captions",
    "disclosure",
    "flashes",
    "placement",
    "text",
    "speech",
    "contrast",
    "logo",
    "colour",
    "product",
]


@dataclass(frozen=True, kw_only=True)
class QualityFinding:
    """One finding; `blocking` ones keep the video from being delivered."""

    name: Name
    sentence: str
    blocking: bool = True
    scene_id: str | None = None
    """The scene that a new picture may mend."""


def check_streams(streams: Streams, cut: Timeline) -> list[QualityFinding]:
    """Exactly the frames and seconds that were planned, evenly timed, in the form that players know."""
    canvas = cut.canvas
    in_time = abs(streams.audio_seconds - cut.seconds) <= 1 / canvas.rate and streams.video_seconds == cut.seconds
    lengths = f"{float(streams.video_seconds):.3f} s of picture and {float(streams.audio_seconds):.3f} s of sound"
    rules: list[tuple[Name, bool, str]] = [
        (
            "streams",
            (streams.video_codec, streams.audio_codec, streams.width, streams.height)
            == ("h264", "aac", canvas.width, canvas.height),
            f"{streams.video_codec} and {streams.audio_codec} at {streams.width}x{streams.height}",
        ),
        ("frames", streams.frames == cut.frames, f"{streams.frames} frames instead of {cut.frames}"),
        ("clock", streams.even, "frames are not evenly timed from 0 on"),
        ("clock", in_time, f"{lengths} instead of {float(cut.seconds):.3f} s"),
        (
            "frames",
            set(cut.picture_starts) <= set(streams.key_frames),
            "a scene or view does not start with a key frame",
        ),
    ]
    return [
        QualityFinding(name=name, sentence=f"The finished video has {what}") for name, good, what in rules if not good
    ]


def check_pictures(
    streams: Streams, seen: SampledFrames, cut: Timeline, moving: Sequence[bool]
) -> list[QualityFinding]:
    """Neither black nor frozen, but for intro and outro, which are the user's.

    `moving` tells for each shot whether its source moves all through. In a closer view it may stand still: what moves
    may be in the rest of the picture.
    """
    findings = []
    if seen.key_lumas[0][1] <= BLACK_LUMA and not cut.intro_frames:
        findings.append(QualityFinding(name="black", sentence="The first frame is black"))
    if seen.last_luma <= BLACK_LUMA and not cut.outro_frames:
        findings.append(QualityFinding(name="black", sentence="The last frame is black"))
    for (first, luma), (second, next_luma) in pairwise(seen.key_lumas):
        in_story = not (cut.in_bookends(first) or cut.in_bookends(second))
        if in_story and max(luma, next_luma) <= BLACK_LUMA and second - first >= cut.canvas.rate:
            findings.append(QualityFinding(name="black", sentence=f"The picture is black from {_at(first, cut)} on"))
            break
    for start, end in static_ranges(streams.sizes, cut.canvas.width * cut.canvas.height, cut.canvas.rate):
        shot = max(number for number, begin in enumerate(cut.starts) if begin <= start)
        covered = any(one.kind == "end_card" and one.start <= start for one in cut.overlays)
        views, begin = cut.shots[shot].punch_ins, cut.starts[shot]
        whole = sum(punch_in_at(views, frame - begin) is None for frame in range(start, end))
        too_long = whole >= FROZEN_SECONDS * cut.canvas.rate
        if moving[shot] and too_long and not covered and not cut.in_bookends(start):
            sentence = f"The picture stands still from {_at(start, cut)} to {_at(end, cut)}, though its clip moves"
            findings.append(QualityFinding(name="freeze", sentence=sentence))
    return findings


def _at(frame: int, cut: Timeline) -> str:
    return f"{float(frame / cut.canvas.rate):.1f} s"


def check_cells(seen: SampledFrames, cells: Cells, cut: Timeline) -> list[QualityFinding]:
    """The finished file shows what was looked at while it was encoded."""
    other = [
        number
        for number, found in sorted(seen.cells.items())
        if float(np.abs(found.astype(np.int16) - cells[number]).mean()) > MAX_CELL_DIFFERENCE
    ]
    sentences = [f"The picture at {_at(number, cut)} is not the one that was encoded" for number in other]
    return [QualityFinding(name="frames", sentence=sentence) for sentence in sentences]


def check_sound(sound: AudioMeasurement, edit: EditDecision) -> list[QualityFinding]:
    """Heard where somebody speaks, as loud as asked, peaks within bounds."""
    loudness = sound.loudness
    expected = bool(edit.voices or edit.music or edit.inserts)
    if loudness.lufs is None or loudness.true_peak_dbtp is None:
        return [QualityFinding(name="silence", sentence="The finished video is silent", blocking=expected)]
    findings = [
        QualityFinding(name="silence", sentence=f"The voice of scene {voice.scene_id!r} is not heard")
        for voice in edit.timeline.voices
        if any(start <= voice.start_sample and end >= voice.end_sample for start, end in sound.silences)
    ]
    if abs(loudness.lufs - edit.target_lufs) > LOUDNESS_TOLERANCE_LU:
        sentence = f"The loudness is {loudness.lufs} LUFS instead of {edit.target_lufs:g}"
        findings.append(QualityFinding(name="loudness", sentence=sentence))
    if loudness.true_peak_dbtp > edit.max_true_peak_dbtp:
        sentence = f"The true peak is {loudness.true_peak_dbtp} dBTP; at most {edit.max_true_peak_dbtp:g} is allowed"
        findings.append(QualityFinding(name="peak", sentence=sentence))
    return findings


def check_captions(cut: Timeline) -> list[QualityFinding]:
    """In order, one at a time, each long enough to be seen; and there are some where somebody speaks."""
    findings = []
    if any(voice.text.strip() or voice.words for voice in cut.voices) and not cut.cues:
        findings.append(QualityFinding(name="captions", sentence="Somebody speaks, but there are no captions"))
    for before, after in pairwise(cut.cues):
        if after.start < before.end:
            sentence = f"Two captions stand at once at {_at(after.start, cut)}"
            findings.append(QualityFinding(name="captions", sentence=sentence))
    return findings


def check_reading(cut: Timeline) -> list[QualityFinding]:
    """Captions that are hard to read in their time or too long for one line. They say what is said, so none blocks."""
    findings = []
    for cue in cut.cues:
        seconds = (cue.end - cue.start) / cut.canvas.rate
        speed = round(sum(map(line_cells, cue.lines)) / seconds)
        longest = max(map(line_cells, cue.lines), default=0)
        at = f"The caption at {_at(cue.start, cut)}"
        if speed > MAX_CELLS_PER_SECOND:
            sentence = f"{at} has {speed} characters a second: the words are spoken faster than they can be read"
            findings.append(QualityFinding(name="captions", sentence=sentence, blocking=False))
        if longest > MAX_CELLS:
            sentence = f"{at} has a line of {longest} characters: a word is longer than a line"
            findings.append(QualityFinding(name="captions", sentence=sentence, blocking=False))
    return findings


def check_placement(boxes: Sequence[DrawnBox], edit: EditDecision) -> list[QualityFinding]:
    """No text where the platform covers the picture."""
    cut, findings = edit.timeline, []
    for box in boxes:
        covering = [zone.what for zone in edit.covered if box.overlaps(zone, cut.canvas)]
        if covering:
            by = " and ".join(covering)
            sentence = f"The {box.owner} at {_at(box.start, cut)} would be covered at {edit.placement} by {by}"
            findings.append(QualityFinding(name="placement", sentence=sentence))
    return findings


def check_collisions(boxes: Sequence[DrawnBox], cut: Timeline) -> list[QualityFinding]:
    """Two texts on one another."""
    found = [(one, other) for one, other in combinations(boxes, 2) if one.collides(other)]
    return [
        QualityFinding(
            name="text",
            sentence=f"The {one.owner} and the {other.owner} lie on one another at {_at(start, cut)}",
            blocking=False,
        )
        for one, other in found
        for start in [max(one.start, other.start)]
    ]


def check_hearing(hearing: Hearing, *, blocking: bool) -> list[QualityFinding]:
    """A script of which a recogniser did not hear more than a tenth."""
    if hearing.missed_share <= MAX_MISSED_SHARE:
        return []
    sentence = (
        f"A recogniser did not hear {len(hearing.missed)} of the {hearing.words} words of the script: "
        f"{', '.join(hearing.missed[:_MISSED_NAMED])}. It heard: {hearing.heard[:_HEARD_CHARACTERS]!r}. "
        "Take another voice, or spell the words as they are spoken"
    )
    return [QualityFinding(name="speech", sentence=sentence, blocking=blocking)]


def check_disclosure(boxes: Sequence[DrawnBox], cut: Timeline) -> list[QualityFinding]:
    """What a market wants said stands in the picture from the first frame on, for as long as was asked."""
    asked = [one for one in cut.overlays if one.kind == "disclosure"]
    drawn = [box for box in boxes if box.owner == "disclosure"]
    if not asked or (drawn and drawn[0].start == 0 and drawn[0].end >= asked[0].end):
        return []
    sentence = f"The line {asked[0].text!r} is not seen for the first {float(asked[0].end / cut.canvas.rate):.1f} s"
    return [QualityFinding(name="disclosure", sentence=sentence)]


def check_flashes(worst: Flashes, cut: Timeline) -> list[QualityFinding]:
    """More flashes in a second than people with photosensitive epilepsy can be shown."""
    if worst.count <= MAX_FLASHES:
        return []
    advice = "Reject the scene and describe it without flickering light"
    if cut.in_bookends(worst.start_frame):
        advice = "Bring another clip as intro or outro"
    sentence = (
        f"The picture flashes {worst.count} times in the second from {_at(worst.start_frame, cut)} on; more than "
        f"{MAX_FLASHES} can set off a seizure. {advice}"
    )
    return [QualityFinding(name="flashes", sentence=sentence)]


def check_texts(marks: Sequence[AssEvent], cut: Timeline) -> list[QualityFinding]:
    """Words that were left out of a text because it does not fit even in small letters."""
    cut_off = {mark.owner: mark for mark in reversed(marks) if mark.shortened}
    return [
        QualityFinding(
            name="text",
            sentence=f"The {owner} at {_at(mark.start, cut)} is too long for the picture; its end was left out",
            blocking=False,
        )
        for owner, mark in cut_off.items()
    ]


def check_cut(
    edit: EditDecision, streams: Streams, seen: SampledFrames, sound: AudioMeasurement, moving: Sequence[bool]
) -> list[QualityFinding]:
    """All checks of a finished file's streams, pictures, sound and captions."""
    return [
        *check_streams(streams, edit.timeline),
        *check_pictures(streams, seen, edit.timeline, moving),
        *check_sound(sound, edit),
        *check_captions(edit.timeline),
        *check_reading(edit.timeline),
    ]


def refuse(findings: Sequence[QualityFinding]) -> None:
    """Raise VideoRejected, with all the reasons, if there is one that blocks delivery.

    ProductAltered, with the first scene, where products in scenes that differ from their photos are the only reason.
    """
    blocking = [finding for finding in findings if finding.blocking]
    reasons = "; ".join(finding.sentence for finding in blocking)
    if blocking and all(finding.name == "product" and finding.scene_id for finding in blocking):
        advice = "Show the product by another photo, or let the scene show it as present, and resume the job"
        raise ProductAltered(f"{reasons}. {advice}", blocking[0].scene_id)
    if blocking:
        raise VideoRejected(reasons)
