"""Review packets as files: a zip that the same parts always make byte for byte, and its verification."""

from __future__ import annotations

import hashlib
import json
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from omnigen.domain.approvals import ApprovalEntry, first_broken
from omnigen.errors import MediaRefused

MANIFEST = "manifest.json"
APPROVALS = "approvals.json"
FORMAT_VERSION = 1
_ALL_THE_SAME = (1980, 1, 1, 0, 0, 0)
"""The time of every entry: the earliest that a zip can say."""

_UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError, KeyError, OSError)
"""What zipfile raises for damaged archives: also NotImplementedError, a RuntimeError, for flags it does not know."""

_CHUNK_BYTES = 2**20
_MAX_JSON_BYTES = 5_000_000


@dataclass(frozen=True, kw_only=True)
class PacketPart:
    """A file of the packet: its name, and its content or where that lies."""

    name: str
    content: bytes | Path


def write_packet(path: Path, parts: Sequence[PacketPart], facts: Mapping[str, Any]) -> str:
    """Write the parts, and last a manifest with the facts and the hash of each part; the SHA-256 of the whole file."""
    listed = [{"name": part.name, "bytes": _size(part), "sha256": _part_sha256(part)} for part in parts]
    manifest = {"format_version": FORMAT_VERSION, **facts, "parts": listed}
    content = json.dumps(manifest, indent=1, ensure_ascii=False).encode()
    _write(path, [*parts, PacketPart(name=MANIFEST, content=content)])
    return _file_sha256(path)


def verify_packet(path: Path) -> list[str]:
    """What is wrong with a packet, in sentences that name the file; empty when every byte is as it was written.

    MediaRefused for a file that is no review packet at all.
    """
    try:
        with zipfile.ZipFile(path) as packet:
            return _flaws(packet) or _differs(packet, path)
    except _UNREADABLE as error:
        raise MediaRefused(f"{path.name!r} cannot be read as a review packet: {error}") from error


def _flaws(packet: zipfile.ZipFile) -> list[str]:
    damaged = _damaged(packet)
    if damaged:
        return [f"{name} was changed: its content does not match its checksum" for name in damaged]
    names = packet.namelist()
    if MANIFEST not in names:
        return [f"{MANIFEST} is missing: nothing says what the packet should hold"]
    listed = {str(part["name"]): part for part in _json(packet, MANIFEST)["parts"]}
    found = [f"{name} is missing" for name in listed if name not in names]
    found += [f"{name} is not in the manifest: it was added" for name in names if name not in {*listed, MANIFEST}]
    found += [
        f"{name} was changed: its hash is not that of the manifest"
        for name, part in listed.items()
        if name in names and _entry_sha256(packet, name) != part["sha256"]
    ]
    if not found and APPROVALS in names:
        entries = [ApprovalEntry.model_validate(one) for one in _json(packet, APPROVALS)["chain"]]
        broken = first_broken(entries)
        if broken is not None:
            person = entries[broken].person
            found.append(f"{APPROVALS}: approval {broken + 1}, by {person}, was changed or does not follow on the last")
    return found


def _damaged(packet: zipfile.ZipFile) -> list[str]:
    """Entries whose content does not match the zip's own checksum, or cannot be read at all."""
    damaged = []
    for name in packet.namelist():
        try:
            with packet.open(name) as file:
                while file.read(_CHUNK_BYTES):
                    pass
        except _UNREADABLE:
            damaged.append(name)
    return damaged


def _differs(packet: zipfile.ZipFile, path: Path) -> list[str]:
    """Where the file differs from the one that these parts make: in the zip's own records."""
    with tempfile.TemporaryDirectory() as folder:
        again = Path(folder) / "again.zip"
        parts = [PacketPart(name=name, content=packet.read(name)) for name in packet.namelist()]
        _write(again, parts)
        with path.open("rb") as one, again.open("rb") as other:
            place = _first_difference(one, other)
    if place is None:
        return []
    before = [info.filename for info in packet.infolist() if info.header_offset <= place]
    nearest = before[-1] if before and place < packet.start_dir else "the list of files"
    return [f"Byte {place} was changed, in the zip's own records of {nearest}"]


def _first_difference(one: IO[bytes], other: IO[bytes]) -> int | None:
    place = 0
    while True:
        left, right = one.read(_CHUNK_BYTES), other.read(_CHUNK_BYTES)
        if left != right:
            same = next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), None)
            return place + (min(len(left), len(right)) if same is None else same)
        if not left:
            return None
        place += len(left)


def _write(path: Path, parts: Sequence[PacketPart]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as packet:
        for part in parts:
            entry = zipfile.ZipInfo(part.name, _ALL_THE_SAME)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            entry.file_size = _size(part)
            with packet.open(entry, "w") as file:
                if isinstance(part.content, bytes):
                    file.write(part.content)
                    continue
                with part.content.open("rb") as source:
                    while chunk := source.read(_CHUNK_BYTES):
                        file.write(chunk)


def _size(part: PacketPart) -> int:
    return len(part.content) if isinstance(part.content, bytes) else part.content.stat().st_size


def _part_sha256(part: PacketPart) -> str:
    return hashlib.sha256(part.content).hexdigest() if isinstance(part.content, bytes) else _file_sha256(part.content)


def _file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _entry_sha256(packet: zipfile.ZipFile, name: str) -> str:
    found = hashlib.sha256()
    with packet.open(name) as file:
        while chunk := file.read(_CHUNK_BYTES):
            found.update(chunk)
    return found.hexdigest()


def _json(packet: zipfile.ZipFile, name: str) -> Any:
    if packet.getinfo(name).file_size > _MAX_JSON_BYTES:
        raise ValueError(f"{name} is larger than {_MAX_JSON_BYTES} bytes")
    return json.loads(packet.read(name))
