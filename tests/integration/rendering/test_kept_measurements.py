"""What was measured of a picture is kept: a re-cut measures what it has changed, and finds the same as if anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from omnigen.rendering.quality.stretches import stretches
from omnigen.rendering.render import compose

from tests.integration.conftest import Footage
from tests.integration.rendering.test_segments import Shelf, edit_of

OTHER_WORDS = ("The first words.", "The second words.", "Other words here.", "The last words.")


@pytest.mark.parametrize(
    ("change", "measured"),
    [({}, 0), ({"hertz": 330}, 0), ({"texts": OTHER_WORDS}, 2), ({"third": "c.mp4"}, 3)],
    ids=["nothing", "music", "caption", "scene"],
)
def test_a_recut_measures_only_the_scenes_that_changed(
    footage: Footage, tmp_path: Path, change: dict[str, object], measured: int
) -> None:
    """A caption touches one scene, another clip also the transition out of it; flashes are counted over all."""
    shelf = Shelf(tmp_path / "shelf")
    compose(edit_of(footage), tmp_path / "first", shelf, strategy="segments")
    edit = edit_of(footage, **change)  # type: ignore[arg-type]
    recut = compose(edit, tmp_path / "again", shelf).report
    assert len(list((tmp_path / "again").glob("measured-*.json"))) == measured
    anew = compose(edit, tmp_path / "anew", strategy="segments").report
    assert (recut.boxes, recut.findings, recut.sha256) == (anew.boxes, anew.findings, anew.sha256)
    assert (tmp_path / "again" / "thumbnail.jpg").read_bytes() == (tmp_path / "anew" / "thumbnail.jpg").read_bytes()


def test_stretches_show_the_frames_of_the_whole_video(footage: Footage, tmp_path: Path) -> None:
    edit = edit_of(footage)
    cut = compose(edit, tmp_path / "cut")
    rate, starts = edit.timeline.canvas.rate, edit.timeline.picture_starts
    parts, apart = [], []
    for part in stretches(cut.video, rate, starts):
        parts.append((part.start, part.end))
        apart += [(number, bytes(frame.planes[0])) for number, frame in part.frames()]
    assert parts == list(zip(starts, (*starts[1:], cut.report.frames), strict=True))
    (whole,) = ([(n, bytes(frame.planes[0])) for n, frame in part.frames()] for part in stretches(cut.video, rate))
    assert apart == whole


def test_a_stretch_is_known_by_its_packets(footage: Footage, tmp_path: Path) -> None:
    one, other = (
        compose(edit_of(footage, third=third), tmp_path / third, strategy="segments") for third in ("a.mp4", "c.mp4")
    )
    timeline = edit_of(footage).timeline
    first, second = (
        [part.sha256 for part in stretches(cut.video, timeline.canvas.rate, timeline.picture_starts)]
        for cut in (one, other)
    )
    assert [a == b for a, b in zip(first, second, strict=True)] == [True, True, False, False]
