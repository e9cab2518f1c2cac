"""What is let in, and what is not."""

from __future__ import annotations

import os
import random
import resource
import time
from fractions import Fraction
from pathlib import Path

import pytest
from omnigen.errors import MediaRefused
from omnigen.media.probe import MediaLimits, probe

from tests.integration.conftest import X264, Footage


def test_a_clip_is_described_by_what_it_shows(footage: Footage) -> None:
    facts = probe(footage.clip())
    assert (facts.codec, facts.shown_size, facts.rate, facts.frames) == ("h264", (128, 72), Fraction(24), 60)
    assert facts.seconds == Fraction(5, 2)
    assert [facts.variable_rate, facts.is_hdr, facts.full_range, facts.has_audio] == [False] * 4
    assert len(facts.frame_bytes) == 60


def test_bytes_and_files_are_described_alike(footage: Footage) -> None:
    path = footage.clip()
    assert probe(path.read_bytes()) == probe(path)


def test_rotation_and_pixel_shape_decide_the_size_that_is_shown(footage: Footage) -> None:
    upright = footage.clip("upright.mp4", seconds=0.5)
    turned = footage.make("turned.mp4", "-display_rotation", "90", "-i", str(upright), "-c", "copy")
    wide = footage.clip("anamorphic.mp4", seconds=0.5, size="96x72", filters="setsar=4/3")
    assert probe(turned).shown_size == (72, 128)
    assert probe(wide).shown_size == (128, 72)


def test_a_clip_whose_frames_come_unevenly_is_noticed(footage: Footage) -> None:
    uneven = footage.clip("uneven.mp4", filters="select='not(mod(n,7))+lt(n,20)'", coding=("-fps_mode", "vfr", *X264))
    assert probe(uneven).variable_rate


@pytest.fixture(scope="session")
def hostile(footage: Footage) -> dict[str, Path]:
    """Files that call themselves MP4."""
    good = footage.clip().read_bytes()
    sooner = footage.make(
        "faststart.mp4", "-i", str(footage.clip()), "-c", "copy", "-movflags", "+faststart"
    ).read_bytes()
    playlist = b"#EXTM3U\n#EXTINF:8.0,\nhttp://127.0.0.1:9/latest/meta-data\n#EXT-X-ENDLIST\n"
    damaged = bytearray(sooner)
    dice = random.Random(1)
    for _ in range(60):
        damaged[dice.randrange(len(damaged) // 3, len(damaged))] ^= 0xFF
    ten_hours = footage.make("hours.mp4", "-f", "lavfi", "-i", "color=red:s=16x16:r=1/60:d=36000", *X264, "-g", "9999")
    return {
        "empty": footage.write("empty.mp4", b""),
        "web page": footage.write("page.mp4", b"<html><body>403 Forbidden</body></html>"),
        "random bytes": footage.write("noise.mp4", random.Random(2).randbytes(5000)),
        "playlist": footage.write("playlist.mp4", playlist),
        "concat script": footage.write("concat.mp4", b"ffconcat version 1.0\nfile clip.mp4\n"),
        "no index": footage.write("noindex.mp4", good[: len(good) // 2]),
        "cut short": footage.write("short.mp4", sooner[: len(sooner) * 6 // 10]),
        "sound only": footage.make("sound.mp4", "-f", "lavfi", "-i", "sine=duration=1"),
        "other container": footage.make("clip.webm", "-i", str(footage.clip()), "-c:v", "libvpx"),
        "ten hours": ten_hours,
        "too large a picture": footage.clip("large.mp4", size="5000x64", seconds=0.1, coding=X264),
        "missing": footage.folder / "missing.mp4",
    }


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty", "is empty"),
        ("web page", "no MP4"),
        ("random bytes", "no MP4"),
        ("playlist", "no MP4"),
        ("concat script", "no MP4"),
        ("no index", "cannot be read"),
        ("cut short", "cut short"),
        ("sound only", "no picture"),
        ("other container", "no MP4"),
        ("ten hours", "at most 300 s"),
        ("too large a picture", "5000x64"),
        ("missing", "no file"),
    ],
)
def test_a_hostile_file_is_refused_with_its_reason(hostile: dict[str, Path], name: str, reason: str) -> None:
    with pytest.raises(MediaRefused, match=reason):
        probe(hostile[name])


def test_hostile_files_cost_next_to_nothing(hostile: dict[str, Path], footage: Footage) -> None:
    files = sorted(footage.folder.rglob("*"))
    seconds, memory = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path in hostile.values():
        with pytest.raises(MediaRefused):
            probe(path)
    assert time.process_time() - seconds < 4
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 300_000  # kB
    assert sorted(footage.folder.rglob("*")) == files


def test_a_file_larger_than_the_limit_is_not_even_opened(footage: Footage) -> None:
    sparse = footage.write("sparse.mp4", b"\0\0\0\x18ftyp")
    os.truncate(sparse, 3 << 30)
    with pytest.raises(MediaRefused, match="3072 MB"):
        probe(sparse)


def test_limits_can_be_drawn_closer(footage: Footage) -> None:
    with pytest.raises(MediaRefused, match="more than 10 frames"):
        probe(footage.clip(), MediaLimits(frames=10))
