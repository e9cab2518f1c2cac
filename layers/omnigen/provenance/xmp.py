"""XMP: title, creator, language and digital source type, for programs that read no signed credentials."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from omnigen.provenance.source_types import SourceType

_MP4_UUID = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
"""Of the box that holds XMP in MP4: XMP Specification Part 3 (Adobe, January 2020), 1.2.6."""

_JPEG_HEADER = b"http://ns.adobe.com/xap/1.0/\0"
"""With which an APP1 segment of a JPEG says that it holds XMP: the same document, 1.1.3."""

_MAX_SEGMENT_BYTES = 65_533
_START_OF_IMAGE = b"\xff\xd8"
_APP0, _APP1 = 0xE0, 0xE1


@dataclass(frozen=True, kw_only=True)
class Description:
    """What is written into a file. `language` is a BCP 47 tag, `disclosures` are lines that laws ask for."""

    title: str
    creator: str
    language: str
    source_type: SourceType
    disclosures: tuple[str, ...] = ()

    @property
    def packet(self) -> bytes:
        """The XMP packet, UTF-8."""
        fields = [
            f"<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>{_text(self.title)}</rdf:li></rdf:Alt></dc:title>",
            f"<dc:creator><rdf:Seq><rdf:li>{_text(self.creator)}</rdf:li></rdf:Seq></dc:creator>",
            f"<dc:language><rdf:Bag><rdf:li>{_text(self.language)}</rdf:li></rdf:Bag></dc:language>",
            f"<Iptc4xmpExt:DigitalSourceType>{self.source_type}</Iptc4xmpExt:DigitalSourceType>",
        ]
        if self.disclosures:
            lines = _text(" ".join(self.disclosures))
            fields.append(f"<dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>{lines}</rdf:li></rdf:Alt></dc:rights>")
        return (_BEFORE + "".join(fields) + _AFTER).encode()


def describe_mp4(path: Path, description: Description) -> None:
    """Append the description to an MP4 file; no byte before it changes."""
    body = _MP4_UUID + description.packet
    with path.open("ab") as file:
        file.write(struct.pack(">I4s", 8 + len(body), b"uuid") + body)


def described_jpeg(data: bytes, description: Description) -> bytes:
    """A JPEG with the description in it, behind the JFIF header. The picture's own bytes stay."""
    body = _JPEG_HEADER + description.packet
    if not data.startswith(_START_OF_IMAGE) or len(body) > _MAX_SEGMENT_BYTES:
        raise ValueError("Only a JPEG can be described, in at most 65,533 bytes")
    place = 2
    if data[3] == _APP0:
        place += 2 + struct.unpack(">H", data[4:6])[0]
    segment = struct.pack(">BBH", 0xFF, _APP1, 2 + len(body)) + body
    return data[:place] + segment + data[place:]


_BEFORE = (
    "<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?>"
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'"
    " xmlns:Iptc4xmpExt='http://iptc.org/std/Iptc4xmpExt/2008-02-29/'>"
)
_AFTER = "</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='r'?>"


def _text(text: str) -> str:
    """Text for XML, without the control characters that XML cannot hold."""
    return escape("".join(letter for letter in text if letter >= " " or letter in "\t\n"))
