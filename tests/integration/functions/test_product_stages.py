"""Photos of the product: cut out before anything is bought, and shown in the scenes that the storyboard says."""

from __future__ import annotations

import pytest
from omnigen.domain.asset import AssetKind, new_asset_id
from omnigen.domain.brief import Product
from omnigen.domain.job import CompositionState, Job, JobFailure
from omnigen.domain.messages import JobRef, PurchaseProgress, SceneRef, StoryboardRef
from omnigen.domain.product_photo import ProductPhoto, ProductShown
from omnigen.domain.storage_keys import digest
from omnigen.domain.storyboard import SceneEdit
from omnigen.errors import InvalidRequest, ProductAltered
from omnigen.jobs.editing import edit_scene
from omnigen.jobs.estimate import estimate
from omnigen.jobs.product_photos import check_photos
from omnigen.media.cutout import read_cutout
from omnigen.runtime.context import AppContext
from ulid import ULID

from functions.complete_job import complete_job
from functions.cut_out_product import cut_out_product
from functions.draw_image import draw_image
from functions.plan_storyboard import plan_storyboard
from functions.write_script import write_script
from tests.builders import a_brief, a_job
from tests.photos import add_photo
from tests.products import busy_photo, photo, product

GREY = (120, 140, 150)


def a_photographed_job(app: AppContext, *photos: ProductPhoto, **changes: object) -> Job:
    about = Product(
        name="Lumen",
        description="A night serum in a glass bottle",
        selling_points=("The pump gives one drop at a time",),
        photos=photos,
    )
    job = a_job(brief=a_brief(product=about, duration=15, **changes))
    app.aws.jobs.create(job)
    return job


def planned(app: AppContext, job: Job) -> Job:
    """Run the stages up to the storyboard."""
    ref = JobRef(job_id=job.job_id, run=1)
    assert write_script(ref, app).cut_out
    cut_out_product(ref, app)
    assert not write_script(ref, app).cut_out
    plan_storyboard(StoryboardRef(job_id=job.job_id, run=1), app)
    return app.aws.jobs.get(job.job_id)


def test_photos_are_cut_out_before_anything_is_bought(app: AppContext) -> None:
    asset = add_photo(app, photo(product(0), background=GREY))
    job = a_photographed_job(app, ProductPhoto(asset=asset))
    ref = JobRef(job_id=job.job_id, run=1)
    assert write_script(ref, app).cut_out
    assert app.aws.jobs.get(job.job_id).purchases == {}
    cut_out_product(ref, app)
    [made] = app.aws.jobs.get(job.job_id).cutouts
    kept = app.aws.objects.get(made.key)
    assert digest(kept) == made.sha256
    assert read_cutout(kept).shape == (made.height, made.width, 4)
    cut_out_product(ref, app)
    assert app.aws.jobs.get(job.job_id).cutouts == (made,)


def test_a_photo_that_cannot_be_cut_out_ends_the_run_before_anything_is_bought(app: AppContext) -> None:
    good = add_photo(app, photo(product(0), background=GREY))
    bad = add_photo(app, busy_photo(product(0)))
    job = a_photographed_job(app, ProductPhoto(asset=good), ProductPhoto(asset=bad))
    ref = JobRef(job_id=job.job_id, run=1)
    write_script(ref, app)
    with pytest.raises(InvalidRequest, match=r"Photo 2 of the product \('bottle.jpg'\).*plain background") as refused:
        cut_out_product(ref, app)
    assert refused.value.field == "product.photos.1.asset"
    assert app.aws.jobs.get(job.job_id).purchases == {}


def test_photos_of_somebody_else_of_another_kind_or_named_twice_are_refused_at_submission(app: AppContext) -> None:
    own = ProductPhoto(asset=add_photo(app, b"x"))
    others = ProductPhoto(asset=add_photo(app, b"x", user_id="bob"))
    logo = ProductPhoto(asset=add_photo(app, b"x", AssetKind.LOGO))
    for photos, place, why in (
        ((own, others), 1, "There is no asset"),
        ((logo,), 0, "is a logo; give a product_image"),
        ((own, own), 1, "is there twice"),
    ):
        with pytest.raises(InvalidRequest, match=why) as refused:
            check_photos(app, "ada", photos)
        assert refused.value.field == f"product.photos.{place}.asset"
    check_photos(app, "ada", (own,))


def test_the_storyboard_shows_the_product_itself_by_the_photo_of_the_feature_that_is_told(app: AppContext) -> None:
    front = ProductPhoto(asset=add_photo(app, photo(product(0), background=GREY)), shows=("the whole bottle",))
    pump = ProductPhoto(
        asset=add_photo(app, photo(product(5), background=GREY)), shows=("the pump that gives one drop",)
    )
    job = planned(app, a_photographed_job(app, front, pump))
    assert job.scenes[-1].product is ProductShown.HERO
    told = [scene for scene in job.scenes if "pump" in scene.narration and scene.is_hero]
    assert told
    assert {scene.product_photo for scene in told} == {pump.asset}


def test_a_scene_of_the_product_itself_gets_an_empty_place_and_no_clip(app: AppContext) -> None:
    asset = add_photo(app, photo(product(0), background=GREY))
    job = planned(app, a_photographed_job(app, ProductPhoto(asset=asset)))
    hero = next(scene for scene in job.scenes if scene.is_hero)
    ref = SceneRef(job_id=job.job_id, run=1, scene_id=hero.id)
    draw_image(ref, app)
    drawn = app.aws.jobs.get(job.job_id).scene(hero.id).image
    assert drawn is not None
    assert drawn.subject_box is not None
    assert job.films(hero) is False


def test_a_scene_that_is_filmed_gets_no_still(app: AppContext) -> None:
    asset = add_photo(app, photo(product(0), background=GREY))
    job = planned(app, a_photographed_job(app, ProductPhoto(asset=asset)))
    filmed = edit_to_none(app, job)
    assert draw_image(SceneRef(job_id=job.job_id, run=1, scene_id=filmed), app) == PurchaseProgress(ready=True)
    assert app.aws.jobs.get(job.job_id).scene(filmed).images == ()


def edit_to_none(app: AppContext, job: Job) -> str:
    """Let the first scene not show the product; its id."""
    scene = job.scenes[0]
    app.aws.artifacts.scene(job.job_id, scene, product=ProductShown.NONE, product_photo="")
    return scene.id


def test_an_edit_chooses_how_the_product_is_shown_and_by_which_photo(app: AppContext) -> None:
    one = ProductPhoto(asset=add_photo(app, photo(product(0), background=GREY)))
    other = ProductPhoto(asset=add_photo(app, photo(product(1))), shows=("the box",))
    job = planned(app, a_photographed_job(app, one, other, stop_at="script"))
    scene = job.scenes[-1]
    edited = edit_scene(app, job, scene.id, SceneEdit(product_photo=other.asset)).scene(scene.id)
    assert (edited.product, edited.product_photo) == (ProductShown.HERO, other.asset)
    job = app.aws.jobs.get(job.job_id)
    edited = edit_scene(app, job, scene.id, SceneEdit(product=ProductShown.NONE)).scene(scene.id)
    assert (edited.product, edited.product_photo) == (ProductShown.NONE, "")
    job = app.aws.jobs.get(job.job_id)
    with pytest.raises(InvalidRequest, match="The product has no photo"):
        edit_scene(app, job, scene.id, SceneEdit(product_photo=new_asset_id(ULID())))


def test_without_photos_a_scene_cannot_be_made_to_show_the_product_by_one(app: AppContext) -> None:
    job = a_job(brief=a_brief(duration=15, stop_at="script"))
    app.aws.jobs.create(job)
    write_script(JobRef(job_id=job.job_id, run=1), app)
    plan_storyboard(StoryboardRef(job_id=job.job_id, run=1), app)
    job = app.aws.jobs.get(job.job_id)
    with pytest.raises(InvalidRequest, match="There is no photo of the product"):
        edit_scene(app, job, job.scenes[0].id, SceneEdit(product=ProductShown.HERO))


def test_scenes_of_the_product_itself_cost_a_picture_and_not_a_clip(app: AppContext) -> None:
    without = estimate(app, "ada", a_brief(product=Product(name="Lumen", description="A serum"), duration=15))
    photos = (ProductPhoto(asset=add_photo(app, b"x")),)
    about = Product(name="Lumen", description="A serum", photos=photos)
    shown = estimate(app, "ada", a_brief(product=about, duration=15))

    def count(of: object, kind: str) -> int:
        return sum(item.kind == kind for item in of.items)  # type: ignore[attr-defined]

    assert count(without, "image") == 0
    assert count(shown, "image") >= 1
    assert count(shown, "clip") == count(without, "clip") - count(shown, "image")


def test_an_altered_product_is_drawn_anew_twice_and_then_a_person_is_asked(app: AppContext) -> None:
    asset = add_photo(app, photo(product(0), background=GREY))
    job = planned(app, a_photographed_job(app, ProductPhoto(asset=asset)))
    hero = next(scene for scene in job.scenes if scene.is_hero)
    ref = JobRef(job_id=job.job_id, run=1)
    failure = JobFailure(code="ProductAltered", message="Its label differs", stage="compose_video", scene_id=hero.id)
    keys = set()
    for _ in range(2):
        draw_image(SceneRef(job_id=job.job_id, run=1, scene_id=hero.id), app)
        keys.add(app.aws.jobs.get(job.job_id).scene(hero.id).images[-1].input_hash)
        app.aws.artifacts.composition(job.job_id, 1, CompositionState(error=failure))
        assert complete_job(ref, app).redraw
        assert app.aws.jobs.get(job.job_id).composition.error is None
    draw_image(SceneRef(job_id=job.job_id, run=1, scene_id=hero.id), app)
    assert len(keys) == 2
    app.aws.artifacts.composition(job.job_id, 1, CompositionState(error=failure))
    with pytest.raises(ProductAltered, match="Its label differs"):
        complete_job(ref, app)
