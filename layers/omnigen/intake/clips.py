"""Clips that people bring: probed, looked at, and copied without loss into a new MP4 with one picture and one sound."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import av

from omnigen.domain.asset import AssetFacts, AssetKind
from omnigen.domain.bookends import BOOKEND_KINDS
from omnigen.errors import MediaRefused
from omnigen.intake.admitted import Admitted
from omnigen.intake.flashes import refuse_flashes
from omnigen.media.open import open_media
from omnigen.media.probe import MediaLimits, probe

MIN_SIDE = 240
MIN_SECONDS = 1
MAX_SECONDS = {AssetKind.CLIP: 120, AssetKind.INTRO: 10, AssetKind.OUTRO: 10}
_CODECS = frozenset({"h264", "hevc"})
"""What an MP4 file of ours holds. Others, such as ProRes, would make a file too large to keep and send."""

_SOUNDS = frozenset({"aac", "mp3", "alac", "ac3", "eac3", "opus"})

_WRITTEN = {"movflags": "faststart"}
"""The index comes first, so that a browser plays the file while it loads."""

_MAX_KEY_FRAMES = 100


def admit_clip(kind: AssetKind, data: bytes) -> Admitted:
    """The clip as MP4: its first picture stream and its first sound, copied; nothing else of the file is kept.

    MediaRefused for what is no MP4 or MOV, is damaged, too long, too large or too small, or coded in another way,
    and for an intro or outro that flashes dangerously.
    """
    facts = probe(data, MediaLimits(min_side=MIN_SIDE, seconds=MAX_SECONDS[kind]))
    if facts.codec not in _CODECS:
        raise MediaRefused(f"The picture is coded as {facts.codec}; bring the clip as H.264 or H.265")
    if facts.seconds < MIN_SECONDS:
        raise MediaRefused(f"The clip lasts {float(facts.seconds):.1f} s; at least {MIN_SECONDS} s are needed")
    _check_key_frames(data)
    if kind in BOOKEND_KINDS:  # of other clips, a part is shown, which is not known yet
        refuse_flashes(data)
    found: list[str] = []
    written = _copied(data, found)
    width, height = facts.shown_size
    return Admitted(
        written,
        "video/mp4",
        AssetFacts(
            width=width,
            height=height,
            seconds=Decimal(str(round(float(facts.seconds), 2))),
            frame_rate=Decimal(str(round(float(facts.rate), 3))),
            has_sound=facts.has_audio and not found,
        ),
        tuple(found),
    )


def _check_key_frames(data: bytes) -> None:
    """Decode the first hundred frames that need no other; the rest is decoded when the clip is rendered."""
    with open_media(data) as container:
        stream = container.streams.video[0]
        stream.codec_context.skip_frame = "NONKEY"
        frames = 0
        for frame in container.decode(stream):
            if frame.is_corrupt:
                raise MediaRefused("The clip is damaged: a frame cannot be decoded. Export it anew")
            frames += 1
            if frames == _MAX_KEY_FRAMES:
                return
    if not frames:
        raise MediaRefused("The clip has no frame that can be decoded. Export it anew")


def _copied(data: bytes, found: list[str]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "clip.mp4"
        try:
            _copy(data, path, found)
        except av.error.FFmpegError as error:
            raise MediaRefused("The clip's times are out of order; export it anew") from error
        return path.read_bytes()


def _copy(data: bytes, path: Path, found: list[str]) -> None:
    """Into a file of its own, which ffmpeg reads again to put the index in front."""
    with open_media(data) as source, av.open(str(path), "w", format="mp4", options=dict(_WRITTEN)) as target:
        picture = source.streams.video[0]
        kept: dict[int, av.stream.Stream] = {picture.index: target.add_stream_from_template(picture)}
        for sound in source.streams.audio[:1]:
            if sound.codec_context.name in _SOUNDS:
                kept[sound.index] = target.add_stream_from_template(sound)
            else:
                found.append(f"Its sound is coded as {sound.codec_context.name} and is left out; bring it as AAC")
        for packet in source.demux([source.streams[index] for index in kept]):
            if packet.dts is not None:
                packet.stream = kept[packet.stream.index]
                target.mux(packet)
