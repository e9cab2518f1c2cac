"""SVG drawings: what runs is taken out, what refers to other files is refused, and the rest is drawn as a PNG."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, tostring

import resvg_py
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from omnigen.errors import MediaRefused

LONGEST_SIDE = 2048
"""Pixels of the drawing's longer side."""

MAX_ELEMENTS = 50_000
MAX_DRAWN_ELEMENTS = 200_000
"""Elements drawn after every <use> has been replaced by what it names."""

MAX_BYTES = 5 * 2**20
_MAX_RATIO = 20
_HEAD_BYTES = 4_096
_SVG = "{http://www.w3.org/2000/svg}"
_RUNS = frozenset(f"{_SVG}{name}" for name in ("script", "foreignObject", "handler", "listener", "set")) | frozenset(
    f"{_SVG}animate{name}" for name in ("", "Color", "Motion", "Transform")
)
_TEXT = frozenset(f"{_SVG}{name}" for name in ("text", "tspan", "textPath", "tref"))
_EMBEDDED = re.compile(r"data:image/(png|jpe?g|webp|gif);base64,", re.IGNORECASE)
_OTHER_FILE = re.compile(r"url\(\s*['\"]?\s*(?!#)[^)]|@import", re.IGNORECASE)


def is_svg(data: bytes) -> bool:
    """Whether a file is an SVG drawing, by its first bytes."""
    head = data[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<") and b"<svg" in head


def rasterised(data: bytes) -> bytes:
    """The drawing as a PNG of 2048 pixels on its longer side. MediaRefused when it cannot be drawn as it is."""
    if len(data) > MAX_BYTES:
        raise MediaRefused(f"The drawing has {len(data) >> 20} MiB; at most {MAX_BYTES >> 20} are taken")
    root = _parsed(data)
    _sanitise(root)
    wide = _ratio(root) >= 1
    width, height = (LONGEST_SIDE, None) if wide else (None, LONGEST_SIDE)
    try:
        return resvg_py.svg_to_bytes(
            svg_string=tostring(root, "unicode"), skip_system_fonts=True, width=width, height=height
        )
    except (ValueError, RuntimeError) as error:
        raise MediaRefused(f"The drawing cannot be drawn ({error}); export it anew as plain SVG") from error


def _parsed(data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise MediaRefused("The drawing defines XML entities, which are not taken; export it as plain SVG") from error
    except (ParseError, ValueError, LookupError) as error:
        raise MediaRefused(f"The drawing is no well-formed XML ({error}); export it anew") from error
    if root.tag != f"{_SVG}svg":
        raise MediaRefused('Its root is no <svg> element of the namespace "http://www.w3.org/2000/svg"')
    return root


def _sanitise(root: Element) -> None:
    """Take out scripts, animations and handlers; MediaRefused for text and for references to other files."""
    for number, element in enumerate(root.iter()):
        if number > MAX_ELEMENTS:
            raise MediaRefused(f"The drawing has more than {MAX_ELEMENTS} elements; simplify it")
        for child in [child for child in element if child.tag in _RUNS]:
            element.remove(child)
        _check(element)
    if _drawn_elements(root) > MAX_DRAWN_ELEMENTS:
        raise MediaRefused(f"The drawing repeats its parts more than {MAX_DRAWN_ELEMENTS} times; simplify it")


def _drawn_elements(root: Element) -> int:
    """How many elements are drawn, each <use> counted as what it names. A <use> within itself is drawn by nobody."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    known: dict[Element, int] = {}

    def count(element: Element) -> int:
        if element not in known:
            known[element] = 0
            target = named.get(next(_references(element), "").removeprefix("#"))
            used = count(target) if element.tag == f"{_SVG}use" and target is not None else 0
            known[element] = 1 + used + sum(map(count, element))
        return known[element]

    try:
        return count(root)
    except RecursionError as error:
        raise MediaRefused("The drawing is nested too deeply; simplify it") from error


def _check(element: Element) -> None:
    if element.tag in _TEXT:
        raise MediaRefused("The drawing has text, which looks different with every font; convert it to paths first")
    for name in [name for name in element.attrib if name.lower().startswith("on")]:
        del element.attrib[name]
    for value in _references(element):
        if not value.startswith("#") and not _EMBEDDED.match(value):
            raise MediaRefused(f"The drawing refers to another file, {value[:80]!r}; put it into the drawing itself")
    styles = [*element.attrib.values(), *([element.text or ""] if element.tag == f"{_SVG}style" else [])]
    if any(_OTHER_FILE.search(style) for style in styles):
        raise MediaRefused("A style of the drawing refers to another file; put it into the drawing itself")


def _references(element: Element) -> Iterator[str]:
    for name, value in element.attrib.items():
        if name.rpartition("}")[2] == "href":
            yield value.strip()


def _ratio(root: Element) -> float:
    """Width divided by height. MediaRefused when the drawing states no size, or is a very long strip."""
    box = root.get("viewBox", "").replace(",", " ").split()
    width, height = (box[2], box[3]) if len(box) == 4 else (root.get("width", ""), root.get("height", ""))
    numbers = [re.match(r"\s*(\d+(?:\.\d+)?)", text) for text in (width, height)]
    sides = [float(number[1]) if number else 0.0 for number in numbers]
    if min(sides) <= 0:
        raise MediaRefused("The drawing states no size; give it a viewBox")
    ratio = sides[0] / sides[1]
    if not 1 / _MAX_RATIO <= ratio <= _MAX_RATIO:
        raise MediaRefused(f"The drawing is more than {_MAX_RATIO} times as long as it is wide or high")
    return ratio
