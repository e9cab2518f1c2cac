"""Labels from structured product labels (SPL), the XML in which the FDA publishes prescribing information.

Sections are known by their LOINC codes. What an ad needs besides, such as its type, the key terms and the major
statement, is not in the file: a person adds it. Source: FDA, "Structured Product Labeling Resources", HL7 version 3.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from omnigen.compliance.label_files import label_from
from omnigen.domain.product_label import MAX_SECTION_PARAGRAPHS, MAX_STATEMENT_CHARACTERS, ProductLabel
from omnigen.domain.strict_model import StrictModel
from omnigen.errors import InvalidRequest

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAX_SPL_BYTES = 5_000_000
"""The longest ones that the FDA publishes have about two million bytes without their pictures."""

MAX_PARAGRAPH_CHARACTERS = 2_000
MAX_DEPTH = 60
V3 = "{urn:hl7-org:v3}"

SECTIONS = {
    "34066-1": "boxed_warning",
    "34067-9": "indications",
    "34070-3": "contraindications",
    "34071-1": "warnings",
    "43685-7": "warnings",
    "34084-4": "adverse_reactions",
}
"""LOINC codes of sections; 34071-1 is the warnings of labels in the older form, 43685-7 warnings and precautions."""


class ImportedLabel(StrictModel):
    """What a structured product label says. `shortened` names the sections of which only the beginning was taken."""

    brand: str | None = None
    generic: str | None = None
    boxed_warning: str | None = None
    indications: tuple[str, ...] = ()
    contraindications: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    adverse_reactions: tuple[str, ...] = ()
    approval_reference: str | None = None
    version: str | None = None
    effective_on: date | None = None
    shortened: tuple[str, ...] = ()

    def completed(self, **added: Any) -> ProductLabel:
        """The label for an ad in the United States, with what a person adds. Raises InvalidRequest with the field."""
        return label_from({**self.given(), **added})

    def given(self) -> dict[str, Any]:
        """What the file says, as fields of a label; SPL is the form of the United States."""
        return {"market": "US", **self.model_dump(exclude={"shortened"}, exclude_none=True)}


def import_spl(content: bytes) -> ImportedLabel:
    """What an SPL file says. Raises InvalidRequest for other files, and for ones with a document type or entities."""
    if len(content) > MAX_SPL_BYTES:
        raise InvalidRequest(f"The file has {len(content)} bytes; at most {MAX_SPL_BYTES} are read", "label")
    try:
        root = fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise InvalidRequest("The file declares a document type or entities; a product label has none", "label") from (
            error
        )
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise InvalidRequest(f"The file is no XML that can be read: {error}", "label") from error
    if root.tag != f"{V3}document":
        raise InvalidRequest(f"The file is no structured product label: it begins with {root.tag[:80]!r}", "label")
    return _imported(root)


def _imported(root: Element) -> ImportedLabel:
    reader = _Reader()
    reader.read(root, None, 0)
    found = {name: [text for text in texts if text] for name, texts in reader.texts.items()}
    boxed = " ".join(found.pop("boxed_warning", []))
    shortened = ["boxed_warning"] if len(boxed) > MAX_STATEMENT_CHARACTERS else []
    for name, texts in found.items():
        if len(texts) > MAX_SECTION_PARAGRAPHS or any(len(text) > MAX_PARAGRAPH_CHARACTERS for text in texts):
            shortened.append(name)
    names = {"brand": f".//{V3}manufacturedProduct/{V3}name", "generic": f".//{V3}genericMedicine/{V3}name"}
    facts: dict[str, Any] = {
        **{
            name: tuple(_cut(text, MAX_PARAGRAPH_CHARACTERS) for text in texts[:MAX_SECTION_PARAGRAPHS])
            for name, texts in found.items()
        },
        **{name: _line(root.find(path)) for name, path in names.items()},
        "boxed_warning": _cut(boxed, MAX_STATEMENT_CHARACTERS) or None,
        "approval_reference": _attribute(root.find(f".//{V3}approval/{V3}id"), "extension"),
        "version": _attribute(root.find(f"{V3}versionNumber"), "value"),
        "effective_on": _day(_attribute(root.find(f"{V3}effectiveTime"), "value")),
        "shortened": tuple(sorted(shortened)),
    }
    return ImportedLabel.model_validate(facts)


class _Reader:
    """The paragraphs and items of lists of each section, in the order of reading.

    Left out are headings, tables and the excerpts that repeat a section in the highlights.
    """

    BLOCKS = frozenset({f"{V3}paragraph", f"{V3}item", f"{V3}text"})
    LEFT_OUT = frozenset({f"{V3}excerpt", f"{V3}table", f"{V3}title", f"{V3}renderMultiMedia"})

    def __init__(self) -> None:
        self.texts: dict[str, list[str]] = {}

    def read(self, element: Element, section: str | None, depth: int) -> str:
        """Note the blocks within an element of a section; the answer is its text outside of them."""
        if depth > MAX_DEPTH:
            raise InvalidRequest(
                f"The file has elements within elements {MAX_DEPTH} deep; a label has no such", "label"
            )
        if element.tag in self.LEFT_OUT:
            return ""
        if element.tag == f"{V3}section":
            section = SECTIONS.get(_attribute(element.find(f"{V3}code"), "code") or "", section)
        block = self.texts.setdefault(section, []) if section and element.tag in self.BLOCKS else None
        place = len(block) if block is not None else 0
        if block is not None:
            block.append("")
        parts = [element.text or ""]
        for child in element:
            parts += [self.read(child, section, depth + 1), child.tail or ""]
        text = "".join(parts)
        if block is None:
            return text
        block[place] = " ".join(text.split()) if any(map(str.isalnum, text)) else ""
        return ""


def _cut(text: str, limit: int) -> str:
    """The text up to its last sentence within the limit, or up to its last word where no sentence ends there."""
    if len(text) <= limit:
        return text
    within = text[:limit]
    ends = [match.end() for match in re.finditer(r"[.!?](?=\s)", within)]
    return within[: ends[-1]] if ends else within.rsplit(" ", 1)[0]


def _line(element: Element | None) -> str | None:
    text = "" if element is None else " ".join("".join(element.itertext()).split())
    return text[:200] or None


def _attribute(element: Element | None, name: str) -> str | None:
    value = None if element is None else element.get(name)
    return value[:200] if value else None


def _day(written: str | None) -> date | None:
    """The day in an HL7 time such as 20240520 or 20240520101500-0500; None where it is none."""
    if not written or not re.fullmatch(r"\d{8}.*", written):
        return None
    try:
        return date.fromisoformat(written[:8])
    except ValueError:
        return None
