"""The three ways of working, as the end-to-end suite goes them, with offline providers."""

from __future__ import annotations

import io
import tomllib
import urllib.request

from omnigen.providers.offline.speech.synthesis import speak
from PIL import Image

from infra import ROOT
from tests.builders import two_colours
from tests.infrastructure.rehearsal import HOOK, Stage
from tests.infrastructure.visitor import Visitor

_PRODUCT = {"name": "Aqua One", "description": "A steel bottle that keeps drinks cold for a day"}


def play(stage: Stage) -> None:
    """One after the other."""
    look_around(stage)
    one_shot(stage)
    script_first(stage)
    reviewed(stage)
    with_photos_and_a_brand(stage)
    regulated(stage)


def look_around(stage: Stage) -> None:
    """What can be seen without a token, and what not."""
    stranger = Visitor(stage.visitor.api)
    for path in ("/health", "/docs", "/openapi.json", "/jobs", "/usage"):
        stage.rehearsal.without_token[path] = stranger.ask("GET", path)[0]
    assert stage.visitor.ask("PATCH", "/jobs")[0] == 404  # no route has it
    assert stage.visitor.does("GET", "/health/video")["status"] == "ok"
    assert stage.visitor.does("GET", "/models")["items"]


def one_shot(stage: Stage) -> None:
    """It fails while its clips are on their way, is taken up again, delivered, and told of."""
    visitor = stage.visitor
    style = visitor.uploads("style_image", "image/png", _picture())
    brief = {"prompt": "A calm ad for a water bottle", "duration": 6, "continuity": "chained", "webhook_url": HOOK}
    brief["style_images"] = [style]
    assert visitor.does("POST", "/estimate", brief)["items"]
    job_id = str(visitor.does("POST", "/generate", brief, idempotency_key="once")["job_id"])
    assert visitor.does("POST", "/generate", brief, idempotency_key="once")["job_id"] == job_id
    stage.rehearsal.jobs["failed"] = visitor.ends(job_id, "failed")
    stage.over(job_id)
    visitor.does("POST", f"/jobs/{job_id}/resume")
    stage.rehearsal.jobs["resumed"] = visitor.ends(job_id, "completed")
    stage.over(job_id)
    stage.rehearsal.films["resumed"] = _film(visitor, f"/jobs/{job_id}/video")
    assert visitor.does("GET", f"/jobs/{job_id}/events").startswith("retry:")
    assert visitor.does("POST", f"/jobs/{job_id}/regenerate", {"dry_run": True})["job"] is None
    stage.rehearsal.told += stage.wiring.drain()
    attempts = visitor.does("GET", f"/jobs/{job_id}/deliveries")["items"]
    visitor.does("POST", f"/jobs/{job_id}/deliveries/{attempts[0]['number']}/replay")
    stage.rehearsal.told += stage.wiring.drain()
    assert [job["job_id"] for job in visitor.does("GET", "/jobs")["items"]] == [job_id]
    assert [job["job_id"] for job in visitor.does("GET", "/jobs?status=completed")["items"]] == [job_id]
    assert visitor.does("GET", "/usage")["jobs_today"] == 2  # the resumed run counts


def script_first(stage: Stage) -> None:
    """A project's script and storyboard, with a picture of one's own; it is thought better of while it is filmed."""
    visitor = stage.visitor
    project = visitor.does("POST", "/projects", {"product": _PRODUCT})["project_id"]
    upload = visitor.uploads("still", "image/png", two_colours((480, 360)))
    added = {"kind": "still", "upload": upload, "file_name": "shop.png", "licence": "our own"}
    asset = visitor.does("POST", "/assets", added)["asset_id"]
    assert visitor.does("GET", "/assets")["items"]
    assert visitor.does("GET", f"/assets/{asset}")["facts"]["width"] == 480
    own = [{"asset": asset, "scene": 2}]
    job_id = visitor.submits("/generate/script", project_id=project, duration=6, webhook_url=HOOK, own_pictures=own)
    visitor.does("DELETE", f"/assets/{asset}")
    visitor.ends(job_id, "script_ready")
    stage.over(job_id)
    visitor.does("PUT", f"/scenes/{job_id}-s01", {"visual_prompt": "The steel bottle on a kitchen table"})
    visitor.does("POST", f"/jobs/{job_id}/continue")
    visitor.does("POST", f"/jobs/{job_id}/cancel")
    stage.rehearsal.jobs["cancelled"] = visitor.ends(job_id, "cancelled")
    stage.over(job_id)
    assert visitor.does("GET", f"/projects/{project}")["jobs"]["items"]
    assert visitor.does("GET", "/projects")["items"]
    visitor.does("DELETE", f"/projects/{project}")
    assert visitor.does("GET", "/projects")["items"] == []


def reviewed(stage: Stage) -> None:
    """Words, voice and decisions of one's own, at every gate."""
    visitor = stage.visitor
    voice = visitor.uploads("narration", "audio/wav", speak("Morning starts quietly. Take your bottle along.").wav)
    words = "Morning starts quietly. Take your bottle along."
    job_id = visitor.submits("/scripts", script_text=words, duration=6, webhook_url=HOOK, narration={"upload": voice})
    visitor.does("PUT", f"/scripts/{job_id}", {"text": "Morning starts quietly. Take a bottle along."})
    visitor.does("POST", f"/scripts/{job_id}/approve")
    first, second = f"{job_id}-s01", f"{job_id}-s02"
    visitor.approves(job_id, "scenes", f"/scenes/{second}/approve", second)
    visitor.sees_waiting(job_id, "scenes", first)
    visitor.does("PUT", f"/scenes/{first}", {"visual_prompt": "A sunrise over a quiet lake"})
    visitor.does("POST", f"/scenes/{first}/reject", {"reason": "more light"})
    visitor.sees(job_id, lambda job: job["scenes"][0]["visual_prompt"] != "A sunrise over a quiet lake")
    visitor.approves(job_id, "scenes", f"/scenes/{first}/approve", first)
    visitor.approves(job_id, "images", f"/images/{second}-i01/approve", second)
    visitor.sees(job_id, lambda job: any(review["gate"] == "images" for review in job["reviews"]))
    visitor.does("POST", f"/images/{first}-i01/reject", {"reason": "warmer light"})
    visitor.sees(job_id, lambda job: len(job["scenes"][0]["images"]) == 2)
    visitor.approves(job_id, "images", f"/images/{first}-i02/approve", first)
    visitor.approves(job_id, "spend", f"/scripts/{job_id}/create-video")
    stage.rehearsal.jobs["reviewed"] = visitor.ends(job_id, "completed")
    stage.over(job_id)
    stage.rehearsal.films["reviewed"] = _film(visitor, f"/scripts/{job_id}/video")
    stage.rehearsal.told += stage.wiring.drain()


def with_photos_and_a_brand(stage: Stage) -> None:
    """A product's photo is cut out of its background, and shown in its place; a brand is kept, changed and deleted."""
    visitor = stage.visitor
    upload = visitor.uploads("product_image", "image/jpeg", (ROOT / "examples" / "serum.jpg").read_bytes())
    photo = visitor.does("POST", "/assets", {"kind": "product_image", "upload": upload, "file_name": "serum.jpg"})
    brand = visitor.does("POST", "/brands", {"name": "Tide", "palette": {"primary": "#0B3C49", "accent": "#F4D35E"}})
    product = {**_PRODUCT, "photos": [{"asset": photo["asset_id"]}]}
    brief = {"product": product, "duration": 6, "brand_id": brand["brand_id"], "review": ["images"]}
    job_id = visitor.submits("/generate/script", **brief)
    visitor.ends(job_id, "script_ready")
    visitor.does("POST", f"/jobs/{job_id}/continue")
    last = visitor.sees_waiting(job_id, "images", f"{job_id}-s02")["scenes"][-1]
    assert last["images"][-1]["composite_url"]
    visitor.does("POST", f"/jobs/{job_id}/cancel")
    visitor.ends(job_id, "cancelled")
    assert visitor.does("GET", "/brands")["items"]
    shown = visitor.does("GET", f"/brands/{brand['brand_id']}")
    changed = {"name": "Tide", "palette": {"primary": "#112233"}, "rev": shown["rev"]}
    visitor.does("PUT", f"/brands/{brand['brand_id']}", changed)
    visitor.does("DELETE", f"/brands/{brand['brand_id']}")


def regulated(stage: Stage) -> None:
    """The label of a medicine is kept, and its ad planned from it."""
    label = tomllib.loads((ROOT / "examples" / "label.toml").read_text(encoding="utf-8"))
    label["effective_on"] = str(label["effective_on"])
    brief = {"prompt": "An ad for Veloria", "mode": "pharma", "label": label, "duration": 75}
    job_id = stage.visitor.submits("/generate/script", **brief)
    stage.visitor.ends(job_id, "script_ready")


def _film(visitor: Visitor, path: str) -> bytes:
    """As a browser fetches it: from the address that the API signs."""
    with urllib.request.urlopen(visitor.does("GET", path)["video_url"], timeout=60) as answer:
        film: bytes = answer.read()
    return film


def _picture() -> bytes:
    """A small one, to be read for its style."""
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(buffer, "PNG")
    return buffer.getvalue()
