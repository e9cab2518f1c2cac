"""Products cut out of their photos, and photos from which none can be cut out."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from omnigen.errors import MediaRefused
from omnigen.media.cutout import cut_out
from PIL import Image, ImageDraw

from tests.products import busy_photo, photo, product

GREY, WHITE, DARK = (120, 140, 150), (236, 234, 230), (60, 62, 66)
PNG = dict[str, Image.Image]


def as_png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(("number", "background"), [(0, WHITE), (1, GREY), (2, DARK), (3, GREY), (4, WHITE), (9, DARK)])
def test_a_product_before_a_plain_background_is_cut_out_as_it_is(number: int, background: tuple[int, int, int]) -> None:
    drawn = np.asarray(product(number).drawn())
    cut = cut_out(photo(product(number), background=background))
    seen, truth = cut.pixels[..., 3] > 127, drawn[..., 3] > 127
    assert cut.method == "plain_background"
    assert abs(seen.sum() / truth.sum() - 1) < 0.01
    middle = (slice(cut.size[1] // 2, cut.size[1] // 2 + 60), slice(cut.size[0] // 2 - 40, cut.size[0] // 2 + 40))
    assert (cut.pixels[middle][..., 3] == 255).all(), "what the product encloses is the product"


def test_a_white_label_inside_stays_though_the_background_is_white() -> None:
    bottle = Image.new("RGB", (500, 700), (250, 250, 250))
    pen = ImageDraw.Draw(bottle)
    pen.rectangle((120, 80, 380, 640), fill=(30, 80, 140))
    pen.rectangle((160, 250, 340, 480), fill=(250, 250, 250))
    cut = cut_out(as_png(bottle))
    assert (cut.pixels[300, cut.size[0] // 2] == (250, 250, 250, 255)).all()


def test_the_photos_own_transparency_is_used_where_it_has_some() -> None:
    drawn = product(2).drawn()
    cut = cut_out(as_png(drawn))
    assert cut.method == "alpha"
    assert np.array_equal(cut.pixels[cut.pixels[..., 3] == 255], np.asarray(drawn)[np.asarray(drawn)[..., 3] == 255])


def test_a_photo_is_turned_as_its_camera_says() -> None:
    lying = Image.open(io.BytesIO(photo(product(0), background=GREY))).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    file = io.BytesIO()
    lying.save(file, "JPEG", quality=94, exif=exif)
    width, height = cut_out(file.getvalue()).size
    assert height > 1.5 * width


def test_the_soft_edge_has_nothing_of_the_backgrounds_colour() -> None:
    green = (40, 200, 60)
    edge = cut_out(photo(product(1), background=green, noise=0.5)).pixels
    soft = edge[(edge[..., 3] > 40) & (edge[..., 3] < 220)].astype(int)
    assert np.median(soft[:, 1] - soft[:, 0]) < 20, "no green fringe on a red box"


def framed(colour: tuple[int, int, int], box: tuple[int, int, int, int]) -> Callable[[], bytes]:
    def make() -> bytes:
        picture = Image.new("RGB", (600, 800), GREY)
        ImageDraw.Draw(picture).rectangle(box, fill=colour)
        return as_png(picture)

    return make


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "busy background": (lambda: busy_photo(product(0)), "The background of the photo is not plain"),
    "cut off": (framed((30, 60, 120), (100, 400, 500, 799)), "cut off at the bottom"),
    "nothing there": (framed(GREY, (0, 0, 1, 1)), "No product is seen"),
    "a speck": (framed((30, 60, 120), (200, 200, 330, 340)), "fewer than 200 pixels"),
    "label like the background": (lambda: photo(product(3), background=(250, 250, 250)), "falls apart into pieces"),
    "no picture": (lambda: b"GIF89a", "cannot be read as PNG, JPEG or WebP"),
    "a damaged file": (lambda: photo(product(0))[:4000], "cannot be read"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_photo_that_cannot_be_cut_out_is_refused_in_plain_words_with_what_to_do(case: str) -> None:
    make, why = REFUSED[case]
    with pytest.raises(MediaRefused, match=why):
        cut_out(make())
