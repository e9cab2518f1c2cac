"""SVG drawings: drawn without scripts, and refused when they need another file or a font."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import cast

import pytest
from omnigen.domain.asset import AssetKind
from omnigen.errors import MediaRefused
from omnigen.intake.limited_process import admit
from PIL import Image

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
DISC = '<circle cx="50" cy="50" r="40" fill="#c80000"/>'


def drawing(content: str, size: str = 'viewBox="0 0 200 100"') -> bytes:
    return f"<svg {NAMESPACES} {size}>{content}</svg>".encode()


def pixel(data: bytes, x: int, y: int) -> tuple[int, ...]:
    return cast("tuple[int, ...]", Image.open(io.BytesIO(data)).getpixel((x, y)))


def test_a_drawing_becomes_a_large_transparent_picture() -> None:
    admitted = admit(AssetKind.LOGO, b'<?xml version="1.0"?>\n<!-- by hand -->\n' + drawing(DISC))
    assert (admitted.content_type, admitted.facts.width, admitted.facts.height) == ("image/png", 2048, 1024)
    assert admitted.facts.transparent
    assert pixel(admitted.data, 512, 512) == (200, 0, 0, 255)
    assert pixel(admitted.data, 2000, 20)[3] == 0


def test_scripts_handlers_and_animations_are_taken_out() -> None:
    runs = '<script>alert(1)</script><animate attributeName="r" to="0"/><foreignObject><p/></foreignObject>'
    admitted = admit(AssetKind.LOGO, drawing(f'<g onclick="alert(1)" onload="x()">{runs}{DISC}</g>'))
    assert pixel(admitted.data, 512, 512) == (200, 0, 0, 255)


def test_a_picture_inside_the_drawing_is_drawn() -> None:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "#00c800").save(out, "PNG")
    data = base64.b64encode(out.getvalue()).decode()
    inside = f'<image width="100" height="100" xlink:href="data:image/png;base64,{data}"/>'
    assert pixel(admit(AssetKind.LOGO, drawing(inside)).data, 512, 512)[1] == 200


def test_a_file_of_this_machine_is_not_drawn(tmp_path: Path) -> None:
    Image.new("RGB", (9, 9), "#c80000").save(tmp_path / "secret.png")
    for reference in (f"{tmp_path}/secret.png", f"file://{tmp_path}/secret.png", "secret.png"):
        for name in ("href", "xlink:href"):
            with pytest.raises(MediaRefused, match="refers to another file"):
                admit(AssetKind.LOGO, drawing(f'<image width="9" height="9" {name}="{reference}"/>{DISC}'))


BAD = {
    "an address": ('<image href="https://example.com/a.png"/>', "refers to another file"),
    "a drawing in a data address": (
        '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
        "refers to another file",
    ),
    "a style from elsewhere": ('<style>@import "https://example.com/a.css";</style>', "A style of the drawing"),
    "a fill from elsewhere": ('<rect width="9" height="9" fill="url(https://example.com/#a)"/>', "A style of the"),
    "a font": ("<style>@font-face{src:url(a.ttf)}</style>", "A style of the drawing"),
    "text": ('<text y="20">Aqua</text>', "convert it to paths"),
    "text in text": ('<g><text><tspan y="20">Aqua</tspan></text></g>', "convert it to paths"),
    "nothing": ("<g/>", "Every pixel of it is transparent"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_drawing_that_cannot_be_drawn_as_it_is_says_why(name: str) -> None:
    content, sentence = BAD[name]
    with pytest.raises(MediaRefused, match=sentence):
        admit(AssetKind.LOGO, drawing(content))


def test_entities_are_refused_before_they_grow() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]>' + drawing("<title>&l9;</title>").decode()
    with pytest.raises(MediaRefused, match="defines XML entities"):
        admit(AssetKind.LOGO, bomb.encode())
    outside = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + drawing("<title>&x;</title>").decode()
    with pytest.raises(MediaRefused, match="defines XML entities"):
        admit(AssetKind.LOGO, outside.encode())


def test_a_drawing_without_end_or_size_is_refused() -> None:
    with pytest.raises(MediaRefused, match="no well-formed XML"):
        admit(AssetKind.LOGO, drawing(DISC)[:-6])
    with pytest.raises(MediaRefused, match="states no size"):
        admit(AssetKind.LOGO, drawing(DISC, size=""))
    with pytest.raises(MediaRefused, match="more than 20 times as long"):
        admit(AssetKind.LOGO, drawing(DISC, size='viewBox="0 0 100000 1"'))


def test_parts_that_multiply_are_counted_before_they_are_drawn() -> None:
    """Each group uses the one before ten times: 10^9 discs."""
    groups = f'<g id="g0">{DISC}</g>' + "".join(
        f'<g id="g{n}">{f"""<use href="#g{n - 1}"/>""" * 10}</g>' for n in range(1, 10)
    )
    with pytest.raises(MediaRefused, match="repeats its parts more than"):
        admit(AssetKind.LOGO, drawing(groups))


def test_a_drawing_nested_too_deeply_is_refused() -> None:
    with pytest.raises(MediaRefused, match="nested too deeply"):
        admit(AssetKind.LOGO, drawing("<g>" * 20_000 + DISC + "</g>" * 20_000))
