"""Review packets: whole when every byte is as it was written; what was changed is named."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path

import pytest
from omnigen.domain.approvals import approval_after
from omnigen.errors import MediaRefused
from omnigen.media.packet_file import PacketPart, verify_packet, write_packet

CHAIN = [approval_after([], role="medical", person="Grace", artifact_sha256="a" * 64, at=1)]
CHAIN.append(approval_after(CHAIN, role="legal", person="Ada", artifact_sha256="b" * 64, at=2))


def packed(folder: Path, chain: object = None, name: str = "packet.zip") -> Path:
    path = folder / name
    (folder / "video.mp4").write_bytes(bytes(range(256)) * 40)
    entries = [one.model_dump(mode="json") for one in CHAIN] if chain is None else chain
    parts = [
        PacketPart(name="index.html", content=b"<p>A page</p>"),
        PacketPart(name="video.mp4", content=folder / "video.mp4"),
        PacketPart(name="approvals.json", content=json.dumps({"chain": entries}).encode()),
    ]
    write_packet(path, parts, {"video_id": "v01"})
    return path


def test_a_packet_as_it_was_written_has_no_flaw_and_the_same_parts_make_the_same_bytes(tmp_path: Path) -> None:
    one, other = packed(tmp_path), packed(tmp_path, name="other.zip")
    assert verify_packet(one) == []
    assert one.read_bytes() == other.read_bytes()


def test_one_flipped_byte_anywhere_is_found(tmp_path: Path) -> None:
    whole = packed(tmp_path).read_bytes()
    damaged = tmp_path / "damaged.zip"
    for place in [*random.Random(7).sample(range(len(whole)), 150), *range(len(whole) - 300, len(whole))]:
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            assert verify_packet(damaged), f"nothing was found at byte {place}"
        except MediaRefused as error:
            assert "damaged.zip" in str(error)  # noqa: PT017 - either way is an answer


@pytest.mark.parametrize("name", ["index.html", "video.mp4", "approvals.json", "manifest.json"])
def test_the_part_in_which_a_byte_was_flipped_is_named(tmp_path: Path, name: str) -> None:
    path = packed(tmp_path)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as packet:
        place = data.index(packet.read(name))
    data[place + 5] ^= 1
    path.write_bytes(data)
    assert verify_packet(path) == [f"{name} was changed: its content does not match its checksum"]


def test_a_part_that_was_exchanged_with_its_checksum_is_named_by_its_hash(tmp_path: Path) -> None:
    path, changed = packed(tmp_path), tmp_path / "changed.zip"
    with zipfile.ZipFile(path) as packet, zipfile.ZipFile(changed, "w") as other:
        for name in packet.namelist():
            other.writestr(name, b"<p>Another</p>" if name == "index.html" else packet.read(name))
        other.writestr("extra.txt", b"more")
    assert verify_packet(changed) == [
        "extra.txt is not in the manifest: it was added",
        "index.html was changed: its hash is not that of the manifest",
    ]


def test_an_approval_in_another_name_breaks_the_chain(tmp_path: Path) -> None:
    entries = [one.model_dump(mode="json") for one in CHAIN]
    entries[0]["person"] = "Mallory"
    [flaw] = verify_packet(packed(tmp_path, entries))
    assert "approval 1, by Mallory, was changed" in flaw


def test_a_file_that_is_no_packet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.zip").write_bytes(b"no zip")
    with pytest.raises(MediaRefused, match=r"notes\.zip"):
        verify_packet(tmp_path / "notes.zip")
