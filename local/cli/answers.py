"""The parts of the API's answers that commands read, as types.

They are dictionaries, because a host elsewhere may be older or newer than this program, and because importing the API's
own models takes time that `omnigen --help` does not have. A test holds every key to those models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict


class ReviewAnswer(TypedDict):
    """An open review."""

    gate: str
    scene_id: str | None
    reason: str
    proposal: str


class PictureAnswer(TypedDict):
    """A picture of a scene."""

    id: str
    number: int
    key: str
    url: str


class ElementAnswer(TypedDict):
    """A thing, person or place that looks the same in every scene that names it."""

    id: str
    description: str


class AssetAnswer(TypedDict):
    """A file of the user's own; `facts` as they were measured, null for what does not apply."""

    asset_id: str
    kind: str
    file_name: str
    content_type: str
    bytes: int
    facts: Mapping[str, object]
    warnings: Sequence[str]
    licence: str
    created_at: int
    url: str


class SceneAnswer(TypedDict):
    """A scene; `duration` in seconds."""

    id: str
    scene_index: int
    duration: float
    narration: str
    visual_prompt: str
    shot_size: NotRequired[str]
    angle: NotRequired[str]
    camera_move: NotRequired[str]
    action: NotRequired[str]
    on_screen_text: NotRequired[str]
    elements: NotRequired[Sequence[ElementAnswer]]
    join: NotRequired[str]
    transition: NotRequired[str]
    images: Sequence[PictureAnswer]


class SegmentAnswer(TypedDict):
    """What is said in one scene; `duration` in seconds."""

    text: str
    duration: float


class ScriptAnswer(TypedDict):
    """A script as it was written."""

    segments: Sequence[SegmentAnswer]


class ScriptMetadataAnswer(TypedDict):
    """Facts about how the script was written."""

    script_complaints: Sequence[str]


class SpeechAnswer(TypedDict):
    """The narration as it was measured; `share` of the video is 0 to 1."""

    seconds: float
    share: float
    left_out: Sequence[str]


class VideoAnswer(TypedDict):
    """A finished cut; `bytes` is its length."""

    key: str
    bytes: int
    sha256: str | None
    caption_urls: Mapping[str, str]
    upload_labels: Sequence[str]


class BriefAnswer(TypedDict):
    """A brief; `duration` in seconds."""

    duration: int
    aspect_ratio: str
    resolution: str
    pictures: str
    captions: str
    script_text: str | None


class VendorBusyAnswer(TypedDict):
    """A vendor that asked the job to wait until then (Unix seconds)."""

    model: str
    kind: str
    until: int


class JobAnswer(TypedDict):
    """A job, from `GET /jobs/{id}`. Money in USD as text, times in Unix seconds."""

    job_id: str
    status: str
    stage: str
    progress: int
    title: str
    brief: BriefAnswer
    run: int
    rev: int
    script: ScriptAnswer | None
    script_metadata: NotRequired[ScriptMetadataAnswer]
    speech: SpeechAnswer | None
    scenes: Sequence[SceneAnswer]
    reviews: Sequence[ReviewAnswer]
    videos: Sequence[VideoAnswer]
    video_key: str | None
    video_url: str | None
    spent_usd: str
    reserved_usd: str
    vendor_busy: NotRequired[VendorBusyAnswer | None]
    error_message: str | None
    created_at: int


class JobSummaryAnswer(TypedDict):
    """A job in a list."""

    job_id: str
    status: str
    title: str
    prompt: str
    duration: int
    aspect_ratio: str
    created_at: int


class ScriptPageAnswer(TypedDict):
    """A job's script and storyboard; `id` is the job's own."""

    id: str
    scenes: Sequence[SceneAnswer]
    script_complaints: NotRequired[Sequence[str]]


class PriceAnswer(TypedDict):
    """What a model costs, in USD as text: for one unit, by resolution, or for tokens in and out."""

    per: str
    usd: str | None
    by_resolution: Mapping[str, str]
    usd_input: str | None
    usd_output: str | None


class ModelAnswer(TypedDict):
    """One model; `state` is current, ending, retired or at_risk, days are ISO dates."""

    id: str
    capability: str
    price: PriceAnswer | None
    durations_seconds: Sequence[float]
    state: str
    retires_on: str | None
    at_risk: str
    successor: str | None
    checked_on: str


class FindingAnswer(TypedDict):
    """What the daily check found about a model."""

    message: str


class ModelsAnswer(TypedDict):
    """The models in the order in which they are asked."""

    items: Sequence[ModelAnswer]
    last_checked_on: str | None
    findings: Sequence[FindingAnswer]


class LineItemAnswer(TypedDict):
    """One thing that would be bought, at most for `usd`."""

    kind: str
    scene: int | None
    model: str
    quantity: str
    unit: str
    usd: str


class EstimateAnswer(TypedDict):
    """What a video would cost at most, and what stands against it."""

    language: str
    language_detected: bool
    items: Sequence[LineItemAnswer]
    total_usd: str
    prices_as_of: str | None
    feasible: bool
    objection: str
    within_max_cost: bool
    warnings: Sequence[str]


class VoiceAnswer(TypedDict):
    """A voice: our name and the vendor's."""

    name: str
    speaks_as: str
    is_default: bool


class VoicesAnswer(TypedDict):
    """The voices of the speech model that is asked first."""

    model: str
    items: Sequence[VoiceAnswer]
    languages: Sequence[str]
    sample_usd: str


class VoiceSampleAnswer(TypedDict):
    """A sample to download."""

    text: str
    usd: str
    url: str


class WebhookSecretAnswer(TypedDict):
    """The secret that signs webhooks, and until when the one before it does (Unix seconds)."""

    signing_secret: str
    previous_valid_until: int | None


class KitAnswer(TypedDict):
    """What a brand is."""

    name: str


class BrandUseAnswer(TypedDict):
    """A video that was made with a brand."""

    job_id: str
    title: str
    status: str


class BrandAnswer(TypedDict):
    """A brand in one version; `updated_at` in Unix seconds."""

    brand_id: str
    rev: int
    kit: KitAnswer
    updated_at: int


class PlaceAnswer(TypedDict):
    """Where in the video a finding is, in seconds."""

    start_seconds: float | None


class WaiverAnswer(TypedDict):
    """Who accepted what a rule found, and why."""

    person: str
    reason: str


class RuleFindingAnswer(TypedDict):
    """What a rule found at one place."""

    status: str
    message: str
    measured: str
    limit: str
    place: PlaceAnswer
    waiver: WaiverAnswer | None


class RuleAnswer(TypedDict):
    """A rule with its result."""

    id: str
    severity: str
    status: str
    findings: Sequence[RuleFindingAnswer]


class ComplianceAnswer(TypedDict):
    """What the rules find in a video."""

    video_id: str
    delivered: bool
    rule_set_version: str
    label_id: str
    label_version: str | None
    status: str
    rules: Sequence[RuleAnswer]


class KeyAnswer(TypedDict):
    """An API key without its secret. Times in Unix seconds."""

    key_id: str
    name: str
    scopes: Sequence[str]
    spend_usd_per_day: str | None
    requests_per_minute: int
    created_at: int
    expires_at: int | None
    last_used_at: int | None
    expired: bool


class LimitsAnswer(TypedDict):
    """Limits that an operator has set. Money in USD, as text."""

    rev: int
    paused: bool
    reason: str
    deployment: Mapping[str, str | None]
    each_user: Mapping[str, Any]
    groups: Mapping[str, Mapping[str, str | None]]
    settings: Mapping[str, str]
    committed_today_usd: str
    committed_month_usd: str


class ErasureAnswer(TypedDict):
    """Whose data is being erased, and by when it is (Unix seconds)."""

    user_id: str
    requested_at: int
    done_by: int


class UserLimitsAnswer(TypedDict):
    """What a user may use, and has used."""

    user_id: str
    own: bool
    monthly_usd: str
    day_usd: str | None
    jobs_per_day: int
    jobs_at_once: int
    committed_month_usd: str
    spent_month_usd: str
    jobs_today: int
