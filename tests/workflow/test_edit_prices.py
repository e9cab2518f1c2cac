"""The price of every kind of edit: the table in docs/purchases.md is what the estimates of one finished job say.

Each row is asked of the functions that the routes answer with. Prices are the imitated ones of the offline models.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from omnigen.domain.asset import AssetKind
from omnigen.domain.brief import Brief
from omnigen.domain.drawn_edit import DrawnEdit
from omnigen.domain.estimate import Estimate
from omnigen.domain.job import Job, JobStatus
from omnigen.domain.own_media import OwnPicture
from omnigen.domain.storage_keys import digest
from omnigen.domain.storyboard import SceneEdit
from omnigen.jobs.drawn_edits import preview_drawn
from omnigen.jobs.editing import edit_elements, edit_script, preview_regeneration, preview_scene
from omnigen.jobs.estimate import estimate, remaining
from omnigen.jobs.own_media import set_picture
from omnigen.runtime.context import AppContext

from local.emulator.cloud import LocalCloud
from tests.builders import an_asset
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive

PAGE = Path(__file__).parents[2] / "docs" / "purchases.md"
WORDS = (
    "Morning starts quietly. One bottle, filled at home, stays cold until the evening.\n\n"
    "Drop it, pack it, take it along. It does not mind.\n\nOne bottle for years. Find yours today."
)
BRAND = {"name": "Tide", "palette": {"primary": "#0B3C49", "accent": "#F4D35E"}}
BRIEF: dict[str, Any] = {"script_text": WORDS, "duration": 18, "seed": 7, "brand": BRAND}


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE


@pytest.fixture
def app(app_with: Callable[..., AppContext]) -> AppContext:
    return app_with(OMNIGEN_OFFLINE_PRICES="imitated", OMNIGEN_MONTHLY_USD="1000")


def test_the_price_of_every_kind_of_edit_is_the_one_that_the_page_says(cloud: LocalCloud, app: AppContext) -> None:
    job = Drive.begin(cloud, app, **BRIEF)
    done = job.end()
    assert done.status is JobStatus.COMPLETED, done.error_message
    rows = [row(what, how, found) for what, how, found in [*edits(app, done), *written_edits(app, done)]]
    head = "| edit of the finished job | how | bought again | at most, USD |\n|---|---|---|---|\n"
    table = head + "\n".join(rows) + "\n"
    assert table in PAGE.read_text(encoding="utf-8"), f"put this into docs/purchases.md:\n{table}"


def row(what: str, how: str, found: Estimate) -> str:
    """A line of the table."""
    counts = Counter(str(item.kind) for item in found.items)
    bought = ", ".join(f"{number} x {kind}" if number > 1 else kind for kind, number in counts.items())
    return f"| {what} | {how} | {bought or 'nothing'} | {found.total_usd.quantize(Decimal('0.001'))} |"


def edits(app: AppContext, job: Job) -> Iterator[tuple[str, str, Estimate]]:
    """Edits that can be asked for without making them."""
    for what, edit in {
        "title": {"title": "Another title"},
        "product name": {"product_name": "Aqua"},
        "call to action": {"call_to_action": "Come in today"},
        "web address, legal line": {"display_url": "aqua.example", "legal_line": "Aqua Ltd, Cork."},
        "captions: where they stand": {"captions": "burned"},
        "caption style": {"caption_style": "highlight"},
        "caption spelling": {"caption_spellings": {"bottle": "Bottle®"}},
        "brand: another, a newer version, none": {"brand_id": ""},
        "volume of the music": {"music_volume_db": -6},
    }.items():
        yield what, "`PUT /jobs/{id}/drawn`", remaining(app, preview_drawn(app, job, DrawnEdit.model_validate(edit)))
    second = job.scenes[1].id
    for what, edit in {
        "transition to a scene": {"transition": "dissolve" if job.scenes[1].transition != "dissolve" else "wipe"},
        "on-screen text of a scene": {"on_screen_text": "Cold for a day"},
        "words of a scene": {"text": "Drop it, pack it, take it along; it does not mind at all."},
        "picture of a scene": {"visual_prompt": "The bottle on a window sill in the rain"},
        "camera or action of a scene": {"camera_move": "pan_left", "action": "a hand reaches for it"},
        "length of a scene": {"duration": str(job.scenes[1].duration + 1)},
    }.items():
        after = preview_scene(app, job, second, SceneEdit.model_validate(edit))
        yield what, "`PUT /scenes/{id}`", remaining(app, after)
    again = preview_regeneration(job, [second], "")
    yield "one clip once more", "`POST /jobs/{id}/regenerate` with its scene", remaining(app, again)
    others: dict[str, dict[str, Any]] = {
        "own music": {"music": {"enabled": False}},
        "voice": {"narration": {"voice": "warm", "language": "en"}},
        "duration": {"duration": 24},
        "aspect ratio": {"aspect_ratio": "9:16"},
        "sound of the clips": {"clip_sound": True},
        "stills instead of clips": {"pictures": "stills"},
    }
    for what, brief in others.items():
        asked = Brief.model_validate(job.brief.model_dump(mode="json", exclude_none=True) | brief)
        yield what, "another job", estimate(app, "ada", asked)


def written_edits(app: AppContext, job: Job) -> Iterator[tuple[str, str, Estimate]]:
    """Edits that have no preview: each is made, one after the other."""
    asset = an_asset(AssetKind.STILL, sha256=digest(b"still"))
    app.aws.objects.put(asset.key, b"still", asset.content_type)
    app.aws.assets.put(asset)
    own = set_picture(app, job, job.scenes[1].id, OwnPicture(asset=asset.asset_id))
    yield "own picture in a scene", "`PUT /scenes/{id}/picture`", remaining(app, own)
    job = set_picture(app, own, own.scenes[1].id, None)
    element = next((one for scene in job.scenes for one in scene.elements), None)
    if element:
        job = edit_elements(app, job, {element.id: "a steel bottle, matt green"})
        yield "description that all prompts repeat", "`PUT /scripts/{id}`: `elements`", remaining(app, job)
    script = job.written_script
    first, *others = script.segments
    segments = (first.model_copy(update={"text": "Morning starts very quietly."}), *others)
    job = edit_script(app, job, script.model_copy(update={"segments": segments}))
    yield "segments of the script", "`PUT /scripts/{id}`: `segments`", remaining(app, job)
