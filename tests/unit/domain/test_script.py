"""What is wrong with a draft, in words for its writer."""

from __future__ import annotations

from omnigen.domain.script import complaints

from tests.builders import a_draft, a_script


def test_draft_that_fits_is_used_as_it_is() -> None:
    assert complaints(a_draft(["Meet the bottle.", ""]), [4, 0]) == []


def test_writer_is_told_every_segment_that_is_too_long_or_leaves_a_hole() -> None:
    assert complaints(a_draft(["One two three four.", "Hi."]), [3, 8]) == [
        "Segment 1 has 4 words; at most 3 can be spoken in its scene. Shorten it.",
        "Segment 2 has 1 words; use about 8.",
    ]


def test_wrong_number_of_segments_is_the_only_complaint() -> None:
    assert complaints(a_draft(["Hi."]), [3, 3]) == ["There are 1 segments; write exactly 2, one for each scene."]


def test_empty_title_is_complained_about() -> None:
    draft = a_draft(["Hi."]).model_copy(update={"title": " "})
    assert complaints(draft, [1]) == ["The title is empty; give a short one."]


def test_whole_narration_leaves_silent_scenes_out() -> None:
    assert a_script(("Meet it.", "", "Find it.")).text == "Meet it.\n\nFind it."
