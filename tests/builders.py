"""Valid objects of the domain; a test overrides what it is about."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from omnigen.domain import ids
from omnigen.domain.asset import Asset, AssetFacts, AssetKind, new_asset_id
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import MusicMood
from omnigen.domain.brief_texts import UNDETERMINED
from omnigen.domain.job import ApprovalStatus, Clip, Image, Job, JobStatus, MusicTrack, Narration, Scene, Take, Video
from omnigen.domain.purchase import Purchase, PurchaseKey, PurchaseKind, PurchaseStatus, purchase_key
from omnigen.domain.script import Look, MusicDirection, Script, ScriptDraft, Segment, SegmentDraft
from omnigen.domain.shot import CameraAngle, CameraMove, Element, Join, ShotSize
from omnigen.domain.storage_keys import asset_key
from omnigen.domain.storyboard import SceneDraft, StoryboardDraft, Transition
from omnigen.domain.understanding import Category, UnderstoodBrief
from omnigen.settings import Settings
from PIL import Image as Picture
from ulid import ULID

NOW = 1_800_000_000
REQUIRED_SETTINGS = tuple(name.upper() for name, field in Settings.model_fields.items() if field.is_required())
"""Variables without which no settings are read."""

LOOK = Look(light="soft morning light", colour_grade="warm pastel tones", mood="calm")
SOUND = MusicDirection(mood=MusicMood.CALM, description="a quiet piano")


def a_brief(**changes: Any) -> Brief:
    """Six seconds about a bottle, in English; naming another subject leaves the prompt out."""
    other_subject = {"product", "project_id", "script_text"} & changes.keys()
    subject = {} if other_subject else {"prompt": "A calm ad for a reusable water bottle"}
    brief = Brief(**{"duration": 6, **subject, **changes})
    if brief.narration.language != UNDETERMINED:
        return brief
    return brief.model_copy(update={"narration": brief.narration.model_copy(update={"language": "en"})})


def a_job_id() -> str:
    """A new one every time."""
    return ids.new_job_id(ULID())


def a_job(**changes: Any) -> Job:
    """A processing job in its first run, with neither script nor scenes yet."""
    facts = {"job_id": a_job_id(), "user_id": "ada", "status": JobStatus.PROCESSING, "run": 1, "brief": a_brief()}
    return Job(**{**facts, "created_at": NOW, "updated_at": NOW, **changes})


def a_planned_job(scenes: int = 2, **changes: Any) -> Job:
    """A job with a script, and with scenes of three seconds each."""
    job = a_job(**({"brief": a_brief(duration=max(6, 3 * scenes))} | changes))
    planned = tuple(a_scene(job.job_id, number) for number in range(1, scenes + 1))
    script = a_script([scene.narration for scene in planned])
    return job.model_copy(update={"script": script, "script_hash": "0" * 64, "scenes": planned} | changes)


def a_scene(job_id: str, number: int = 1, **changes: Any) -> Scene:
    """A scene of three seconds, not drawn, not filmed, not spoken."""
    facts = {
        "id": ids.scene_id(job_id, number),
        "scene_index": number - 1,
        "narration": f"Line number {number}.",
        "duration": Decimal(3),
        "visual_prompt": f"A bottle on table {number}",
        "transition": Transition.CUT,
    }
    return Scene(**{**facts, **changes})


def a_script(texts: Sequence[str] = ("Meet the bottle.", "Find yours."), seconds: Decimal = Decimal(3)) -> Script:
    """A script with these segments."""
    segments = tuple(Segment(text=text, duration=seconds) for text in texts)
    return Script(title="Bottle", product_name="Bottle", call_to_action="", look=LOOK, sound=SOUND, segments=segments)


def an_understanding(**changes: Any) -> UnderstoodBrief:
    """A bottle of which the brief says nothing else."""
    facts = {
        "name": "",
        "kind": "a bottle",
        "noun": "bottle",
        "category": Category.PRODUCT,
        "features": (),
        "facts": (),
    }
    return UnderstoodBrief(**{**facts, "audience": "", "action": "", "tone": "", **changes})


def a_draft(texts: Sequence[str], **changes: Any) -> ScriptDraft:
    """A writer's answer with these segments."""
    facts = {"understood": an_understanding(), "title": "Bottle", "product_name": "Bottle", "call_to_action": ""}
    facts |= {"look": LOOK, "sound": SOUND, "segments": tuple(SegmentDraft(text=text) for text in texts)}
    return ScriptDraft(**{**facts, **changes})


def a_shot(**changes: Any) -> SceneDraft:
    """A planner's scene: a bottle on a table, which comes in with a cut."""
    facts = {"purpose": "reveal", "visual_prompt": "A bottle on a table", "action": "", "on_screen_text": ""}
    framing = {"shot_size": ShotSize.MEDIUM, "angle": CameraAngle.EYE_LEVEL, "camera_move": CameraMove.STATIC}
    joining = {"elements": (), "join": Join.NEW_SHOT, "transition": Transition.CUT}
    return SceneDraft(**{**facts, **framing, **joining, **changes})


def a_storyboard(*shots: SceneDraft, elements: Sequence[Element] = ()) -> StoryboardDraft:
    """A planner's answer."""
    return StoryboardDraft(elements=tuple(elements), scenes=shots)


def an_image(scene: Scene, number: int = 1, **changes: Any) -> Image:
    """A picture of the scene."""
    facts = {"id": ids.image_id(scene.id, number), "number": number, "key": f"image-{number}.png", "model": "m"}
    return Image(**{**facts, "sha256": f"{number}" * 64, "input_hash": "a" * 64, **changes})


def a_clip(**changes: Any) -> Clip:
    """A filmed scene."""
    facts = {"key": "clip.mp4", "sha256": "c" * 64, "input_hash": "b" * 64, "model": "m", "seconds": Decimal(4)}
    return Clip(**{**facts, "last_frame_key": "last.png", "last_frame_sha256": "f" * 64, **changes})


def a_take(text: str = "Line number 1.", seconds: float = 2, **changes: Any) -> Take:
    """A recording in which something is heard for so many seconds, behind a fifth of silence, 0.25 s into the video."""
    heard = Decimal(str(seconds))
    facts = {"text": text, "key": "speech.wav", "sha256": "d" * 64, "input_hash": "e" * 64, "model": "m"}
    bounds = {"audible_from": Decimal("0.2"), "audible_to": heard + Decimal("0.2"), "seconds": heard + Decimal("0.4")}
    return Take(**{**facts, **bounds, "start": Decimal("0.25"), **changes})


def a_narration(*takes: Take, **changes: Any) -> Narration:
    """These takes at their own pace."""
    return Narration(**{"takes": takes, **changes})


def a_music(**changes: Any) -> MusicTrack:
    """A bed of six seconds."""
    facts = {"key": "music.mp3", "sha256": "9" * 64, "input_hash": "8" * 64, "model": "m", "seconds": Decimal(6)}
    return MusicTrack(**{**facts, **changes})


def an_order(kind: PurchaseKind = PurchaseKind.CLIP, scene_id: str | None = None, **inputs: object) -> PurchaseKey:
    """Something to buy; other inputs, another order."""
    return purchase_key(kind, {"prompt": "a bottle", **inputs}, scene_id)


def a_purchase(what: PurchaseKey, status: PurchaseStatus = PurchaseStatus.RESERVED, **changes: Any) -> Purchase:
    """An entry on the record for this order."""
    facts = {"input_hash": what.input_hash, "kind": what.kind, "scene_id": what.scene_id, "run": 1, "model": "m"}
    return Purchase(**{**facts, "status": status, "period": "2027-01", **changes})


def a_video(**changes: Any) -> Video:
    facts: dict[str, Any] = {"id": "cut-1", "key": "final/video.mp4", "created_at": NOW}
    facts["status"] = ApprovalStatus.APPROVED
    size = {"duration": Decimal(6), "frames": 144, "width": 1280, "height": 720, "bytes": 8}
    return Video(**(facts | size | changes))


def an_asset(kind: AssetKind = AssetKind.STILL, **changes: Any) -> Asset:
    """An asset of ada's; a still of 120 x 80 pixels unless it says otherwise."""
    asset_id = changes.get("asset_id", new_asset_id(ULID()))
    media_type = changes.get("content_type", "image/png")
    facts = {
        "asset_id": asset_id,
        "user_id": "ada",
        "kind": kind,
        "file_name": "mine.png",
        "key": asset_key(changes.get("user_id", "ada"), asset_id, media_type),
        "sha256": "0" * 64,
        "content_type": media_type,
        "bytes": 99,
        "facts": AssetFacts(width=120, height=80, transparent=False),
        "created_at": NOW,
    }
    return Asset(**{**facts, **changes})


def two_colours(size: tuple[int, int] = (120, 80)) -> bytes:
    """A PNG whose left half is blue and whose right half is red."""
    picture = Picture.new("RGB", size, "#c80000")
    picture.paste("#0000c8", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
