"""What is written into a file beside its pictures can be read by others, and changes nothing of them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from omnigen.provenance.source_types import SourceType, type_of_whole
from omnigen.provenance.xmp import Description, describe_mp4, described_jpeg
from PIL import Image

BOTTLE = Description(
    title="Water & <bottle>\x07", creator="Omnigen", language="de", source_type=SourceType.COMPOSITE_TRAINED
)


def test_jpeg_says_its_title_and_source_type_to_another_reader() -> None:
    plain = io.BytesIO()
    Image.new("RGB", (64, 36), (10, 20, 30)).save(plain, "JPEG")
    described = Image.open(io.BytesIO(described_jpeg(plain.getvalue(), BOTTLE)))
    said = described.getxmp()["xmpmeta"]["RDF"]["Description"]
    assert said["title"]["Alt"]["li"]["text"] == "Water & <bottle>"
    assert said["DigitalSourceType"] == SourceType.COMPOSITE_TRAINED
    assert described.tobytes() == Image.open(plain).tobytes()


def test_what_is_no_jpeg_is_not_described() -> None:
    with pytest.raises(ValueError, match="JPEG"):
        described_jpeg(b"\x89PNG", BOTTLE)


def test_mp4_keeps_every_byte_before_its_description(tmp_path: Path) -> None:
    file = tmp_path / "video.mp4"
    file.write_bytes(b"all that was there")
    describe_mp4(file, BOTTLE)
    after = file.read_bytes().removeprefix(b"all that was there")
    assert int.from_bytes(after[:4], "big") == len(after)
    assert after[4:8] == b"uuid"
    assert b"<dc:language><rdf:Bag><rdf:li>de</rdf:li>" in after


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([SourceType.TRAINED, SourceType.ALGORITHMIC], SourceType.COMPOSITE_TRAINED),
        ([SourceType.TRAINED, None], SourceType.COMPOSITE_TRAINED),
        ([SourceType.ALGORITHMIC], SourceType.ALGORITHMIC),
        ([SourceType.ALGORITHMIC, None], SourceType.COMPOSITE),
        ([None], SourceType.COMPOSITE),
    ],
)
def test_whole_is_what_its_parts_make_it(parts: list[SourceType | None], whole: SourceType) -> None:
    assert type_of_whole(parts) is whole
