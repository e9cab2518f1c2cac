"""Joins, transitions and elements of a storyboard."""

from __future__ import annotations

import pytest
from omnigen.domain.brief_options import Continuity, Pictures
from omnigen.domain.job import Job
from omnigen.domain.messages import plan
from omnigen.domain.scene import Scene
from omnigen.domain.shot import Element, ElementKind, Join, ShotSize, is_continued, shows_transition
from omnigen.domain.storyboard import SceneDraft, StoryboardDraft, Transition, as_filmed, complaints

from tests.builders import a_brief, a_planned_job, a_scene, a_shot, a_storyboard

BOTTLE = Element(id="product", kind=ElementKind.PRODUCT, description="a tall steel bottle with a cork lid")


@pytest.mark.parametrize(
    ("pictures", "continuity", "join", "continued", "seen"),
    [
        ("clips", "mixed", "new_shot", False, True),
        ("clips", "mixed", "continue", True, False),
        ("clips", "chained", "new_shot", True, False),
        ("clips", "keyframes", "new_shot", False, False),
        ("clips", "keyframes", "continue", False, False),
        ("stills", "chained", "continue", False, True),
    ],
)
def test_a_transition_is_seen_where_two_pictures_meet(
    pictures: str, continuity: str, join: str, *, continued: bool, seen: bool
) -> None:
    given = (Join(join), Pictures(pictures), Continuity(continuity))
    assert is_continued(given[0], 1, *given[1:]) is continued
    assert shows_transition(*given) is seen


def joined(*joins: Join, **brief: object) -> Job:
    job = a_planned_job(len(joins), brief=a_brief(duration=max(6, 3 * len(joins)), **brief))
    scenes = tuple(scene.model_copy(update={"join": join}) for scene, join in zip(job.scenes, joins, strict=True))
    return job.model_copy(update={"scenes": scenes})


def test_scenes_that_continue_wait_for_the_one_before_and_new_shots_do_not() -> None:
    job = joined(Join.NEW_SHOT, Join.CONTINUE, Join.NEW_SHOT, Join.CONTINUE, Join.CONTINUE)
    one, two, three, four, five = (scene.id for scene in job.scenes)
    assert job.filmed_in_order == ((one, two), (three, four, five))
    assert plan(job).clips_at_once == 2


def test_a_chain_is_one_group_and_keyframes_are_groups_of_one() -> None:
    chained = joined(Join.NEW_SHOT, Join.NEW_SHOT, Join.NEW_SHOT, continuity="chained")
    assert [len(group) for group in chained.filmed_in_order] == [3]
    keyframes = joined(Join.NEW_SHOT, Join.CONTINUE, Join.CONTINUE, continuity="keyframes")
    assert [len(group) for group in keyframes.filmed_in_order] == [1, 1, 1]


def test_the_planner_is_told_of_transitions_that_nobody_sees() -> None:
    draft = a_storyboard(a_shot(), a_shot(join=Join.CONTINUE, transition=Transition.WIPE), a_shot())
    assert complaints(draft, 3, a_brief()) == [
        "Scene 2: nobody sees its wipe, since it starts on the picture with which the one before ends. Use cut."
    ]
    chained = complaints(a_storyboard(a_shot(), a_shot(transition="dissolve")), 2, a_brief(continuity="chained"))
    assert len(chained) == 1


def test_only_the_last_scene_may_come_in_with_a_fade() -> None:
    fades = [a_shot(transition=Transition.FADE) for _ in range(3)]
    assert complaints(a_storyboard(*fades), 3, a_brief()) == [
        "Scene 2: only the last scene comes in with a fade, which says that the film ends. Use cut or dissolve."
    ]


def test_the_planner_is_told_of_elements_it_does_not_describe() -> None:
    draft = a_storyboard(a_shot(elements=("product", "kitchen")), elements=[BOTTLE])
    assert complaints(draft, 1, a_brief()) == [
        "Scene 1 names the element 'kitchen', which is not described; describe it, or leave it out."
    ]


def test_what_the_planner_still_gets_wrong_is_set_right() -> None:
    draft = a_storyboard(
        a_shot(join=Join.CONTINUE, transition=Transition.DISSOLVE, elements=("product", "nowhere")),
        a_shot(join=Join.CONTINUE, transition=Transition.DISSOLVE, on_screen_text="9" * 80),
        elements=[BOTTLE],
    )
    first, second = as_filmed(draft, 0, a_brief()), as_filmed(draft, 1, a_brief())
    assert (first["join"], first["transition"], first["elements"]) == (Join.NEW_SHOT, Transition.CUT, (BOTTLE,))
    assert (second["join"], second["transition"]) == (Join.CONTINUE, Transition.CUT)
    assert len(second["on_screen_text"]) == 60


def test_answers_bought_by_earlier_versions_are_read() -> None:
    earlier = {"scenes": [{"visual_prompt": "A bottle", "transition": "cut"}]}
    read = StoryboardDraft.model_validate(earlier)
    assert read.elements == ()
    assert isinstance(read.scenes[0], SceneDraft)
    assert read.scenes[0].join is Join.NEW_SHOT


def test_a_scene_of_an_earlier_version_keeps_its_hash_and_a_direction_changes_it() -> None:
    scene: Scene = a_scene("job_00000000000000000000000001")
    assert scene.direction == {}
    closer = scene.model_copy(update={"shot_size": ShotSize.CLOSE_UP})
    described = scene.model_copy(update={"elements": (BOTTLE,)})
    assert len({scene.content_hash, closer.content_hash, described.content_hash}) == 3
