"""What is wrong with a draft, in words for its writer."""

from __future__ import annotations

from omnigen.domain.script import complaints, content_complaints

from tests.builders import a_brief, a_draft, a_script, an_understanding


def test_draft_that_fits_is_used_as_it_is() -> None:
    assert complaints(a_draft(["Meet the bottle.", ""]), [4, 0], a_brief()) == []


def test_writer_is_told_every_segment_that_is_too_long_or_leaves_a_hole() -> None:
    assert complaints(a_draft(["You see how easily it is done.", "Hi."]), [3, 8], a_brief()) == [
        "Segment 1 has 7 words; at most 3 can be spoken in its scene. Shorten it.",
        "Segment 2 has 1 words; use about 8.",
    ]


def test_a_segment_may_be_longer_where_the_whole_is_not() -> None:
    """Scenes follow what is said; how long it takes is measured."""
    assert complaints(a_draft(["You see how easily.", "Here it is, for you."]), [3, 5], a_brief()) == []
    assert complaints(a_draft(["You see how easily.", "Here it is, for you."]), [2, 4], a_brief()) == [
        "The narration has 9 words; at most 6 can be spoken in the video. Shorten it."
    ]


def test_wrong_number_of_segments_is_the_only_complaint() -> None:
    assert complaints(a_draft(["Hi."]), [3, 3], a_brief()) == [
        "There are 1 segments; write exactly 2, one for each scene."
    ]


def test_empty_title_is_complained_about() -> None:
    draft = a_draft(["Hi."]).model_copy(update={"title": " "})
    assert complaints(draft, [1], a_brief()) == ["The title is empty; give a short one."]


def test_whole_narration_leaves_silent_scenes_out() -> None:
    assert a_script(("Meet it.", "", "Find it.")).text == "Meet it.\n\nFind it."


def test_selling_points_that_are_not_said_are_asked_for_where_they_have_room() -> None:
    read = an_understanding(features=("no monthly fee", "works offline"))
    draft = a_draft(["Meet the bottle. There is no fee by the month.", "Here it is, for you."], understood=read)
    assert content_complaints(draft, 40, a_brief(prompt="No monthly fee, works offline")) == [
        'The selling point "works offline" is not said. Say it.'
    ]
    assert content_complaints(draft, 10, a_brief()) == []


def test_selling_points_in_another_language_are_counted() -> None:
    """Their words cannot be compared with those of the narration."""
    points = ("no monthly fee", "works offline")
    product = {"name": "Ledgerly", "description": "Accounting software.", "selling_points": points}
    brief = a_brief(prompt=None, product=product, narration={"language": "de"})
    read = an_understanding(features=("ohne Monatsgebühr", "geht auch offline"))
    draft = a_draft(["Ledgerly: ohne Monatsgebühr.", "Und es geht auch offline."], understood=read)
    assert content_complaints(draft, 20, brief) == []
    one = a_draft(["Ledgerly: ohne Monatsgebühr."], understood=an_understanding(features=("ohne Monatsgebühr",)))
    [complaint] = content_complaints(one, 20, brief)
    assert complaint.startswith("The brief has 2 selling points; you read 1 features in it.")


def test_a_sentence_that_is_said_twice_is_complained_about() -> None:
    draft = a_draft(["Meet the bottle.", "Look at it. Meet the bottle!"])
    assert content_complaints(draft, 40, a_brief()) == ['"Meet the bottle!" is said twice. Say it once.']


def test_a_title_that_ends_on_a_preposition_is_complained_about() -> None:
    draft = a_draft(["Log in."]).model_copy(update={"title": "Jazz festival in Ghent in"})
    assert content_complaints(draft, 4, a_brief(prompt="A jazz festival in Ghent")) == [
        'The title ends on a word that needs another after it: "Jazz festival in Ghent in". Complete it.'
    ]


def test_a_silent_segment_is_a_pause_where_the_narration_is_full() -> None:
    assert complaints(a_draft(["You see it at once.", "Here, in front of you.", ""]), [5, 5, 3], a_brief()) == []
    assert complaints(a_draft(["You see it at once.", ""]), [5, 5], a_brief()) == [
        "Segment 2 has 0 words; use about 5."
    ]
