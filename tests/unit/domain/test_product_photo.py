"""Which scenes show the product, and by which of its photos."""

from __future__ import annotations

from decimal import Decimal

import pytest
from omnigen.domain.brief import Product
from omnigen.domain.product_photo import ProductPhoto, ProductShown, photo_for, product_shown
from omnigen.domain.product_scenes import showing_product
from omnigen.domain.script_shape import Section
from omnigen.domain.storyboard import SceneDraft, Transition
from pydantic import ValidationError

from tests.builders import a_brief, a_planned_job

FRONT = ProductPhoto(asset="ast_01J00000000000000000000000", shows=("the whole bottle",))
PUMP = ProductPhoto(asset="ast_01J00000000000000000000001", shows=("the pump with its lock",))
BACK = ProductPhoto(asset="ast_01J00000000000000000000002", shows=("the list of ingredients", "recycling mark"))
PHOTOS = (FRONT, PUMP, BACK)
HERO, PRESENT, NONE = ProductShown.HERO, ProductShown.PRESENT, ProductShown.NONE


def a_product(*photos: ProductPhoto) -> Product:
    return Product(name="Oceane", description="A shampoo with sea algae", photos=photos)


@pytest.mark.parametrize(
    ("said", "photo"),
    [
        ("Lock the pump, and nothing leaks.", PUMP),
        ("Every ingredient is on the list.", BACK),
        ("Fresh as the sea.", FRONT),
        ("", FRONT),
    ],
)
def test_the_photo_is_shown_whose_features_the_words_name(said: str, photo: ProductPhoto) -> None:
    assert photo_for(PHOTOS, said) == photo


def test_the_reveal_and_the_last_scene_show_the_product_itself_whatever_the_planner_says() -> None:
    told = [(Section.HOOK,), (Section.REVEAL,), (Section.DEMO,), (Section.TRUST,)]
    assert product_shown([NONE, NONE, PRESENT, NONE], told, PHOTOS) == (NONE, HERO, PRESENT, HERO)


def test_without_photos_no_scene_shows_the_product_by_one() -> None:
    told = [(Section.REVEAL,), (Section.CALL_TO_ACTION,)]
    assert product_shown([HERO, PRESENT], told, ()) == (NONE, NONE)


def test_scenes_get_the_photo_of_the_feature_that_they_name() -> None:
    brief = a_brief(product=a_product(*PHOTOS))
    job = a_planned_job(scenes=3, brief=brief)
    spoken = [
        scene.model_copy(update={"narration": text})
        for scene, text in zip(job.scenes, ["Morning.", "The pump never drips.", "Oceane."], strict=True)
    ]
    shown = showing_product(spoken, [NONE, PRESENT, NONE], brief)
    assert [(scene.product, scene.product_photo) for scene in shown][-1] == (HERO, FRONT.asset)
    assert shown[1].product_photo == PUMP.asset
    assert all(scene.product_photo == "" for scene in shown if scene.product is NONE)


def test_a_scene_that_shows_the_product_itself_is_drawn_and_not_filmed() -> None:
    job = a_planned_job(scenes=2, brief=a_brief(product=a_product(FRONT)))
    hero = job.scenes[0].model_copy(update={"product": HERO, "product_photo": FRONT.asset})
    assert (job.draws_still(hero), job.films(hero)) == (True, False)
    assert (job.draws_still(job.scenes[1]), job.films(job.scenes[1])) == (False, True)


def test_an_edit_of_how_the_product_is_shown_makes_the_scene_another_one() -> None:
    scene = a_planned_job().scenes[0]
    hashes = {
        scene.content_hash,
        scene.model_copy(update={"product": HERO, "product_photo": FRONT.asset}).content_hash,
        scene.model_copy(update={"product": HERO, "product_photo": PUMP.asset}).content_hash,
        scene.model_copy(update={"product": PRESENT, "product_photo": PUMP.asset}).content_hash,
    }
    assert len(hashes) == 4


def test_a_product_has_at_most_ten_photos_and_their_ids_are_those_of_assets() -> None:
    with pytest.raises(ValidationError, match="at most 10 items"):
        a_product(*([FRONT] * 11))
    with pytest.raises(ValidationError, match="String should match pattern"):
        ProductPhoto(asset="photo.jpg")


def test_answers_of_planners_that_were_bought_earlier_show_no_product() -> None:
    draft = SceneDraft.model_validate({"visual_prompt": "A bottle", "transition": Transition.CUT})
    assert draft.product is NONE


def test_a_job_lacks_cut_outs_until_every_photo_has_one() -> None:
    job = a_planned_job(brief=a_brief(product=a_product(FRONT)))
    assert job.lacks_cutouts
    assert not a_planned_job().lacks_cutouts
    assert job.scenes[0].duration == Decimal(3)
