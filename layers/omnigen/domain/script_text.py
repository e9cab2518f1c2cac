"""Scripts that people bring: decoded from a file, and reduced to the words that are spoken."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import NamedTuple

from omnigen.errors import InvalidRequest
from omnigen.text import Paragraph, paragraphs

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DOCUMENTS = {
    b"PK\x03\x04": "a Word or OpenDocument file",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"%PDF": "a PDF file",
    b"{\\rtf": "an RTF file",
}
_MAX_ACCENTED_SHARE = 0.3
"""A text of western Europe has fewer letters outside ASCII; more mean another encoding than Windows-1252."""


class SpokenScript(NamedTuple):
    """The words of a script that are spoken, and what was left out of it, in order."""

    text: str
    left_out: tuple[str, ...]


def decode_script(data: bytes) -> str:
    """The text of a script file in UTF-8, UTF-16, UTF-32 or Windows-1252, as editors of today and of old write it.

    InvalidRequest for a document of a word processor, and for any other encoding.
    """
    for start, kind in _DOCUMENTS.items():
        if data.startswith(start):
            raise InvalidRequest(f"The script is {kind}; save it as plain text in UTF-8", "script_text")
    for encoding in _encodings(data):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise InvalidRequest("The script is no plain text, or in an unknown encoding; save it as UTF-8", "script_text")


def spoken_script(text: str) -> SpokenScript:
    """Leave out of a script what is written for other readers than the voice.

    Left out: Markdown headings, rules and signs; cues in brackets; lines that are wholly in parentheses; scene
    headings; lines that begin with a label such as `MUSIC:`; labels of speakers such as `NARRATOR (V.O.):`; targets of
    links. Paragraphs, and the items of lists without their markers, are divided by blank lines; verse keeps its lines,
    and lines that an editor wrapped become one. Applied to its own result it changes nothing.
    """
    left_out: list[str] = []
    before = None
    while text != before:  # signs may stand within signs; every round shortens the text
        before = text
        lines = [_spoken_line(line.strip(), left_out.append) for line in text.splitlines()]
        text = "\n\n".join(_as_written(paragraph) for paragraph in paragraphs("\n".join(lines)))
    return SpokenScript(text, tuple(left_out))


def _as_written(paragraph: Paragraph) -> str:
    return "\n".join(" ".join(line.text.split()) for line in paragraph.lines)


def _encodings(data: bytes) -> list[str]:
    """Encodings in which the data may be, the surest first."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return [encoding]
    if b"\x00" in data[:1_000]:  # ASCII letters in UTF-16 have a zero byte each
        return ["utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"]
    accented = sum(byte > 0x7F for byte in data)
    return ["utf-8", "cp1252"] if accented <= _MAX_ACCENTED_SHARE * len(data) else ["utf-8"]


_RULE = re.compile(r"(?:[-*_=~]\s*){3,}|`{3,}.*")
_HEADING = re.compile(r"#{1,6}\s+\S.*")
_PARENTHESIS = re.compile(r"\([^()]*\)[.:]?")
_SCENE_HEADING = re.compile(
    r"(?:INT|EXT|INT\./EXT|EXT\./INT)\.? .*"
    r"|(?i:scene|shot|szene|scène|escena|scena)\s+\d+\b[^.!?]{0,60}"
    r"|(?:FADE IN|FADE OUT|FADE TO BLACK|CUT TO|SMASH CUT|DISSOLVE TO)\b[^.!?]{0,40}[.:]?"
)
_CUE_LINE = re.compile(
    r"(?i:visuals?|video|sfx|fx|music|sound|audio cue|on[- ]screen(?: text)?|super|graphics?|camera|b-roll)\s*:.*"
)
_SPEAKER = re.compile(
    r"(?:(?i:narrator|narration|voice[- ]?over|v\.?o\.?|announcer|speaker|host|presenter|sprecher(?:in)?|narrateur"
    r"|narradora?|narratore|locutora?)(?: ?\d+)?\s*(?:\([^()]*\))?"
    r"|[A-Z][A-Z .'-]{0,30}\s*\((?:V\.?O|O\.?S)\.?\))\s*:\s*"
)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")
_CUE = re.compile(r"\[[^\]]*\]")
_URL = re.compile(r"https?://(?:www\.)?([^\s?#)]+)(?:[?#][^\s),;]*)?")
_QUOTE = re.compile(r"^>+\s+")
_EMPHASIS = (
    re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"),
    re.compile(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)"),
    re.compile(r"(`+)(.+?)\1"),
)


def _spoken_line(line: str, leave_out: Callable[[str], None]) -> str:
    def left_out(match: re.Match[str]) -> str:
        leave_out(match.group().strip())
        return " "

    if _RULE.fullmatch(line):
        return ""
    if _HEADING.fullmatch(line):
        leave_out(line)
        return ""
    line = _CUE.sub(left_out, _LINK.sub(r"\1", _IMAGE.sub(left_out, line)))
    line = _URL.sub(lambda found: found.group(1).rstrip("/"), _QUOTE.sub("", line.strip()))
    for emphasis in _EMPHASIS:
        line = emphasis.sub(r"\2", line)
    line = re.sub(r"[ \t]{2,}", " ", line).strip()
    if any(kind.fullmatch(line) for kind in (_PARENTHESIS, _SCENE_HEADING, _CUE_LINE)):
        leave_out(line)
        return ""
    if (label := _SPEAKER.match(line)) is not None:
        leave_out(label.group().strip())
        line = line[label.end() :]
    return line
