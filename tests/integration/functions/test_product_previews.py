"""What a person sees at the gate of an image of an empty place: the product in it, as the video will have it."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy as np
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import Job, Scene
from omnigen.domain.messages import ReviewRef, SceneRef
from omnigen.domain.product_photo import ProductPhoto
from omnigen.domain.storyboard import Transition
from omnigen.domain.timeline import Canvas
from omnigen.domain.timeline_builder import shots
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.media.cutout import read_cutout
from omnigen.rendering.quality.product import match_product
from omnigen.rendering.video.hero import ProductShot
from omnigen.runtime.context import AppContext
from PIL import Image as Picture

from functions.api.presenters import job_response
from functions.draw_image import draw_image
from functions.open_review import open_review
from tests.integration.functions.test_product_stages import (
    GREY,
    a_photographed_job,
    add_photo,
    edit_to_none,
    planned,
)
from tests.products import photo, product


def asked_about(app: AppContext, job: Job, scene: Scene) -> Scene:
    """The scene when its image waits for a person."""
    draw_image(SceneRef(job_id=job.job_id, run=1, scene_id=scene.id), app)
    ref = ReviewRef(job_id=job.job_id, run=1, gate=Gate.IMAGES, scene_id=scene.id, task_token="t" * 20)
    open_review(ref, app)
    return app.aws.jobs.get(job.job_id).scene(scene.id)


def a_hero_job(app: AppContext, *more: ProductPhoto) -> tuple[Job, Scene]:
    asset = add_photo(app, photo(product(0), background=GREY))
    job = planned(app, a_photographed_job(app, ProductPhoto(asset=asset), *more))
    app.aws.artifacts.scene(job.job_id, job.scenes[-1], transition=Transition.DISSOLVE)
    job = app.aws.jobs.get(job.job_id)
    assert job.scenes[-1].is_hero
    return job, job.scenes[-1]


def test_at_the_gate_of_an_empty_place_the_product_is_shown_in_it_and_nothing_is_bought(app: AppContext) -> None:
    job, hero = a_hero_job(app)
    image = asked_about(app, job, hero).image
    assert image is not None
    assert image.composite is not None
    after = app.aws.jobs.get(job.job_id)
    [shown] = job_response(app, after).scenes[hero.scene_index].images
    assert shown.composite_url is not None
    assert image.composite.key in shown.composite_url
    assert [made.kind for made in after.purchases.values() if made.kind == "image"] == ["image"]
    assert [cut.asset for cut in job_response(app, after).cutouts] == [hero.product_photo]


def test_the_product_that_is_shown_is_the_one_of_the_photo_in_its_place(app: AppContext, tmp_path: Path) -> None:
    app = replace(app, settings=app.settings.model_copy(update={"omnigen_picture_scale": Decimal("0.4")}))
    job, hero = a_hero_job(app)
    scene = asked_about(app, job, hero)
    assert scene.image
    assert scene.image.composite
    picture = Picture.open(io.BytesIO(app.aws.objects.get(scene.image.composite.key))).convert("RGB")
    job = app.aws.jobs.get(job.job_id)
    cutout = job.cutout(hero.product_photo)
    assert cutout
    (tmp_path / "still").write_bytes(app.aws.objects.get(scene.image.key))
    (tmp_path / "cutout").write_bytes(app.aws.objects.get(cutout.key))
    cut = plan_timeline(Canvas(width=picture.width, height=picture.height), shots(job))
    shot = ProductShot.open(cut, hero.scene_index, tmp_path / "still", tmp_path / "cutout")
    middle = shot.pose.frames // 2
    match = match_product(
        np.asarray(picture),
        read_cutout(app.aws.objects.get(cutout.key)),
        shot.pose.at(middle),
        scene_id=hero.id,
        number=middle,
        drawn=[],
        read=False,
    )
    assert match is not None
    assert match.faults == [], picture.size


def test_scenes_without_the_product_itself_are_shown_as_they_were_drawn(app: AppContext) -> None:
    asset = add_photo(app, photo(product(0), background=GREY))
    job = planned(app, a_photographed_job(app, ProductPhoto(asset=asset), pictures="stills"))
    plain = app.aws.jobs.get(job.job_id).scene(edit_to_none(app, job))
    image = asked_about(app, job, plain).image
    assert image is not None
    assert image.composite is None


def test_a_picture_by_another_photo_than_the_scenes_is_not_shown(app: AppContext) -> None:
    other = ProductPhoto(asset=add_photo(app, photo(product(1))), shows=("the box",))
    job, hero = a_hero_job(app, other)
    asked_about(app, job, hero)
    scene = app.aws.jobs.get(job.job_id).scene(hero.id)
    app.aws.artifacts.scene(job.job_id, scene, product_photo=other.asset)
    [shown] = job_response(app, app.aws.jobs.get(job.job_id)).scenes[hero.scene_index].images
    assert shown.composite_url is None
