"""Clips that people bring: copied without loss into a plain MP4; what cannot be used is refused."""

from __future__ import annotations

import io

import av
import pytest
from omnigen.domain.asset import AssetKind
from omnigen.errors import MediaRefused
from omnigen.intake.limited_process import admit, opened_here

from tests.integration.conftest import BT709, X264, Footage

SIZE = "320x240"


def filmed(footage: Footage, name: str, *options: str, seconds: float = 2, sound: bool = True) -> bytes:
    tone = ("-f", "lavfi", "-i", f"sine=440:d={seconds}") if sound else ()
    inputs = ("-f", "lavfi", "-i", f"testsrc2=s={SIZE}:r=30:d={seconds}", *tone)
    return footage.make(name, *inputs, *X264, *BT709, *options).read_bytes()


def streams(data: bytes) -> list[tuple[str, int]]:
    """The codec and number of packets of every stream."""
    with av.open(io.BytesIO(data), "r") as file:
        counted = {stream.index: 0 for stream in file.streams}
        for packet in file.demux():
            counted[packet.stream.index] += packet.dts is not None
        return [(stream.codec_context.name, counted[stream.index]) for stream in file.streams]


def frames(data: bytes) -> list[bytes]:
    with av.open(io.BytesIO(data), "r") as file:
        return [bytes(frame.planes[0]) for frame in file.decode(video=0)]


def test_a_clip_is_measured_and_its_frames_and_sound_are_copied(footage: Footage) -> None:
    data = filmed(footage, "holiday.mov")
    admitted = admit(AssetKind.CLIP, data)
    facts = admitted.facts
    assert (admitted.content_type, facts.width, facts.height) == ("video/mp4", 320, 240)
    assert (float(facts.seconds or 0), float(facts.frame_rate or 0), facts.has_sound) == (2, 30, True)
    assert streams(admitted.data) == streams(data)
    assert frames(admitted.data) == frames(data)


def test_a_clip_filmed_upright_is_upright(footage: Footage) -> None:
    stored = footage.write("flat.mp4", filmed(footage, "flat.mp4"))
    turned = footage.make("turned.mp4", "-display_rotation", "90", "-i", str(stored), "-c", "copy").read_bytes()
    admitted = opened_here(AssetKind.CLIP, turned)
    assert (admitted.facts.width, admitted.facts.height) == (240, 320)
    with av.open(io.BytesIO(admitted.data), "r") as file:
        assert next(file.decode(video=0)).rotation % 360 == 90


def test_an_intro_that_flashes_is_refused_when_it_arrives_and_a_clip_of_which_a_part_is_shown_is_not(
    footage: Footage,
) -> None:
    flicker = ("-f", "lavfi", "-i", f"color=black:s={SIZE}:r=30:d=3,geq=lum='if(gt(T,1)*lt(mod(N,4),2),235,16)'")
    data = footage.make("flicker.mp4", *flicker, *X264, *BT709).read_bytes()
    with pytest.raises(MediaRefused, match=r"flashes 7 times in the second from 1\.\d s on, and more than 3"):
        admit(AssetKind.INTRO, data)
    assert opened_here(AssetKind.CLIP, data).facts.seconds == 3


def test_a_silent_clip_says_that_it_has_no_sound(footage: Footage) -> None:
    assert opened_here(AssetKind.INTRO, filmed(footage, "silent.mp4", sound=False)).facts.has_sound is False


def test_texts_places_and_further_streams_of_the_file_are_not_kept(footage: Footage) -> None:
    data = filmed(footage, "tagged.mp4", "-metadata", "comment=<script>", "-metadata", "location=+52.5+13.4/")
    data += b"PK\x03\x04<script>"
    admitted = opened_here(AssetKind.CLIP, data)
    assert b"script" in data
    assert b"script" not in admitted.data
    assert b"52.5" not in admitted.data


def test_a_sound_that_an_mp4_cannot_hold_is_left_out_with_a_warning(footage: Footage) -> None:
    admitted = opened_here(AssetKind.CLIP, filmed(footage, "pcm.mov", "-c:a", "pcm_s16le"))
    assert admitted.facts.has_sound is False
    assert admitted.warnings == ("Its sound is coded as pcm_s16le and is left out; bring it as AAC",)


def test_a_clip_of_no_use_is_refused_in_plain_words(footage: Footage) -> None:
    refused = {
        "no MP4 or MOV file": footage.make(
            "clip.webm", "-f", "lavfi", "-i", f"testsrc2=s={SIZE}:d=2", "-c:v", "libvpx"
        ).read_bytes(),
        "at least 1 s": filmed(footage, "short.mp4", seconds=0.5),
        "cut short|cannot be read|missing": filmed(footage, "whole.mp4")[:-9000],
        "sides from 240": footage.clip("tiny.mp4", size="128x72").read_bytes(),
        "coded as mpeg4; bring the clip as H.264": footage.make(
            "old.mp4", "-f", "lavfi", "-i", f"testsrc2=s={SIZE}:d=2", "-c:v", "mpeg4"
        ).read_bytes(),
        "no picture": footage.make("sound.mp4", "-f", "lavfi", "-i", "sine=440:d=2").read_bytes(),
    }
    for sentence, data in refused.items():
        with pytest.raises(MediaRefused, match=sentence):
            opened_here(AssetKind.CLIP, data)
    with pytest.raises(MediaRefused, match="at most 10 s"):
        opened_here(AssetKind.OUTRO, filmed(footage, "long.mp4", seconds=12))
    with pytest.raises(MediaRefused, match="no MP4 or MOV"):
        admit(AssetKind.CLIP, b"#EXTM3U\nfile:///etc/passwd\n")
