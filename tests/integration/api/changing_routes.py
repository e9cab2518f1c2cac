"""The routes that change something: what each is asked about in a test, and how its effects are counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from boto3.dynamodb.conditions import Key
from omnigen.aws.dynamodb import to_item
from omnigen.domain.approvals import first_broken
from omnigen.domain.asset import new_asset_id
from omnigen.domain.brand import Brand, BrandKit
from omnigen.domain.brief import Product
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import ApprovalStatus, Job, JobStatus
from omnigen.domain.messages import ReviewRef
from omnigen.domain.project import Project
from omnigen.domain.webhook import DeliveryAttempt
from omnigen.runtime.context import AppContext
from ulid import ULID

from tests.builders import NOW, a_brief, a_job, a_planned_job, a_video, an_asset, an_image, two_colours
from tests.clips import clip_of, plain_picture
from tests.regulated import a_regulated_job, finished
from tests.unit.compliance.ads import LABEL

CALLS = 50
QUOTA = 7
OWN_TEXT = "Meet the bottle. Take it along."
HOOK = "https://example.com/hook"
BRAND = f"brd_{'0' * 26}"
PROJECT = f"prj_{'0' * 26}"


@dataclass(frozen=True)
class Case:
    """A request to a route, what it is made about, and how many of fifty may take effect.

    `effects` counts what is there afterwards, `accepted` is how many may be answered with success: None for any number,
    since the same request sent again may find that nothing is left to do.
    """

    path: str
    build: Callable[[Setting], Job | None]
    effects: Callable[[Setting], int]
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    expected: int = 1
    accepted: int | None = 1


@dataclass
class Setting:
    """The user of one case, and the job that it is about."""

    app: AppContext
    started: list[str]
    user: str = field(default_factory=lambda: f"u{ULID()}")
    before: Job | None = None

    def keep(self, job: Job) -> Job:
        """The job on record, as this user's."""
        self.app.aws.jobs.create(job.model_copy(update={"user_id": self.user}))
        return self.app.aws.jobs.get(job.job_id)

    @property
    def job(self) -> Job:
        """The job as it stands now."""
        assert self.before
        return self.app.aws.jobs.record(self.before.job_id)


def a_draft(here: Setting) -> Job:
    brief = a_brief(script_text=OWN_TEXT, review=("script",))
    return here.keep(a_job(brief=brief, status=JobStatus.DRAFT, run=0))


def ended(status: JobStatus) -> Callable[[Setting], Job]:
    """A planned job that is at an end."""
    return lambda here: here.keep(a_planned_job(status=status))


def waiting(gate: Gate) -> Callable[[Setting], Job]:
    """A planned job with a picture that waits at this gate, for its first scene where the gate is a scene's."""

    def build(here: Setting) -> Job:
        job = here.keep(a_planned_job())
        job = here.app.aws.artifacts.image(job.job_id, job.scenes[0], an_image(job.scenes[0]))
        scene_id = job.scenes[0].id if gate in {Gate.SCENES, Gate.IMAGES} else None
        ref = ReviewRef(job_id=job.job_id, run=1, gate=gate, scene_id=scene_id, task_token="token")
        return here.app.aws.reviews.open(job, ref)

    return build


def runs_begun(here: Setting) -> int:
    """New runs on the record; each has one execution."""
    assert here.before
    begun = here.job.run - here.before.run
    assert len(here.started) == begun
    return begun


def jobs_made(here: Setting) -> int:
    """Jobs of the user; each that is no draft has one execution."""
    items = here.app.aws.jobs.of_user(here.user).items
    assert len(here.started) == sum(item["status"] != JobStatus.DRAFT for item in items)
    return len(items)


def decided(outcome: ApprovalStatus) -> Callable[[Setting], int]:
    """Decisions on the record, all of them with this outcome; the gate is closed."""

    def count(here: Setting) -> int:
        made = list(here.job.decisions.values())
        assert {decision.decision for decision in made} <= {outcome}
        assert not here.job.open_reviews
        return len(made)

    return count


def changes(here: Setting) -> int:
    """Changes of the job."""
    assert here.before
    return here.job.rev - here.before.rev


def revisions(here: Setting) -> int:
    """Changes of its first scene."""
    assert here.before
    return here.job.scenes[0].revision - here.before.scenes[0].revision


def cancellations(here: Setting) -> int:
    """1 when the job is cancelled, and its user's server would be told so once."""
    told = [name for name in here.job.pending_events if name.startswith(JobStatus.CANCELLED)]
    return int(here.job.status is JobStatus.CANCELLED and len(told) == 1)


def removals(here: Setting) -> int:
    """1 when the record is gone."""
    assert here.before
    return int(not here.app.aws.jobs.has_record(here.before.job_id))


def counted(what: str) -> Callable[[Setting], int]:
    """What was counted for the user today."""

    def count(here: Setting) -> int:
        items = here.app.aws.usage.table.query(KeyConditionExpression=Key("user_id").eq(here.user))["Items"]
        return sum(int(str(item["count"])) for item in items if str(item["period"]).endswith(f"#{what}"))

    return count


def uploaded_logo(here: Setting) -> None:
    """The user has uploaded a logo."""
    here.app.aws.objects.put(f"users/{here.user}/uploads/logo.png", two_colours(), "image/png")


def a_brand(here: Setting) -> None:
    """The user keeps a brand."""
    kit = BrandKit(name="Aqua")
    here.app.aws.brands.create(Brand(brand_id=BRAND, user_id=here.user, kit=kit, created_at=NOW, updated_at=NOW))


def a_project(here: Setting) -> None:
    """The user keeps a product."""
    product = Product(name="Aqua", description="A bottle")
    facts = {"project_id": PROJECT, "user_id": here.user, "title": "Aqua", "created_at": NOW, "updated_at": NOW}
    here.app.aws.projects.table.put_item(Item=to_item(Project(product=product, **facts)))  # type: ignore[arg-type]


A_STILL = new_asset_id(ULID())


def with_a_still(build: Callable[[Setting], Job]) -> Callable[[Setting], Job]:
    """The same job, of a user who has a still of their own."""

    def put(here: Setting) -> Job:
        still = an_asset(asset_id=A_STILL, user_id=here.user)
        here.app.aws.objects.put(still.key, two_colours(), still.content_type)
        here.app.aws.assets.put(still)
        return build(here)

    return put


def delivered(here: Setting) -> Job:
    """A job whose server was told something."""
    job = here.keep(a_planned_job(status=JobStatus.COMPLETED, brief=a_brief(webhook_url=HOOK)))
    attempt = DeliveryAttempt(
        number=0, event_id="msg_1", event="job.completed", attempted_at=NOW, attempt=1, delivered=True, rev=1, run=1
    )
    here.app.aws.webhook_log.write(job.job_id, attempt)
    return job


def regulated(here: Setting) -> Job:
    """A completed ad for a medicine with its cut."""
    job = a_regulated_job(here.app, user_id=here.user, status=JobStatus.COMPLETED)
    return here.keep(job.model_copy(update={"videos": (finished(here.app, job),)}))


def packaged(here: Setting) -> Job:
    """A completed job whose cut is a real video of six seconds."""
    job = a_planned_job(status=JobStatus.COMPLETED, user_id=here.user)
    key = f"users/{here.user}/jobs/{job.job_id}/final/video.mp4"
    here.app.aws.objects.put(key, clip_of(lambda _: plain_picture((90, 120, 90), (64, 36)), 144), "video/mp4")
    video = a_video(id=f"{job.job_id}-v01", key=key, sha256="a" * 64)
    return here.keep(job.model_copy(update={"videos": (video,), "video_key": key}))


def packets(here: Setting) -> int:
    """1 when the packet is there."""
    return int(here.app.aws.objects.size(f"users/{here.user}/jobs/{here.job.job_id}/final/packet-v01.zip") is not None)


APPROVED, REJECTED = ApprovalStatus.APPROVED, ApprovalStatus.REJECTED
BRIEF = {"prompt": "A calm ad for a bottle", "duration": 6, "review": ["script"]}
KEY = {"idempotency-key": "the same"}
WHY = {"reason": "too dark"}
NO_JOB: Callable[[Setting], None] = lambda _: None  # noqa: E731

CASES: Mapping[tuple[str, str], tuple[Case, ...]] = {
    ("POST", "/estimate"): (Case("/estimate", NO_JOB, jobs_made, BRIEF, expected=0, accepted=CALLS),),
    ("POST", "/generate"): (Case("/generate", NO_JOB, jobs_made, BRIEF, KEY, accepted=CALLS),),
    ("POST", "/generate/script"): (Case("/generate/script", NO_JOB, jobs_made, BRIEF, KEY, accepted=CALLS),),
    ("POST", "/scripts"): (
        Case("/scripts", NO_JOB, jobs_made, {"script_text": OWN_TEXT, "duration": 6}, KEY, accepted=CALLS),
    ),
    ("POST", "/scripts/{script_id}/approve"): (
        Case("/scripts/{job}/approve", a_draft, runs_begun),
        Case("/scripts/{job}/approve", waiting(Gate.SCRIPT), decided(APPROVED)),
    ),
    ("POST", "/scripts/{script_id}/reject"): (
        Case("/scripts/{job}/reject", waiting(Gate.SCRIPT), decided(REJECTED), WHY),
    ),
    ("POST", "/scripts/{script_id}/create-video"): (
        Case("/scripts/{job}/create-video", ended(JobStatus.SCRIPT_READY), runs_begun),
        Case("/scripts/{job}/create-video", waiting(Gate.SPEND), decided(APPROVED)),
    ),
    ("PUT", "/scripts/{script_id}"): (
        Case("/scripts/{job}", a_draft, changes, {"text": "See the bottle. Take it along."}, accepted=None),
        Case("/scripts/{job}", ended(JobStatus.COMPLETED), changes, {"title": "Another"}, accepted=None),
    ),
    ("PUT", "/scenes/{scene_id}"): (
        Case("/scenes/{scene}", ended(JobStatus.COMPLETED), revisions, {"visual_prompt": "A red one"}, accepted=None),
        Case("/scenes/{scene}", ended(JobStatus.COMPLETED), revisions, {"duration": 2.5}, accepted=None),
    ),
    ("POST", "/scenes/{scene_id}/estimate"): (
        Case(
            "/scenes/{scene}/estimate",
            ended(JobStatus.COMPLETED),
            revisions,
            {"visual_prompt": "A red one"},
            expected=0,
            accepted=CALLS,
        ),
    ),
    ("POST", "/scenes/{scene_id}/approve"): (Case("/scenes/{scene}/approve", waiting(Gate.SCENES), decided(APPROVED)),),
    ("POST", "/scenes/{scene_id}/reject"): (
        Case("/scenes/{scene}/reject", waiting(Gate.SCENES), decided(REJECTED), WHY),
    ),
    ("POST", "/images/{image_id}/approve"): (Case("/images/{image}/approve", waiting(Gate.IMAGES), decided(APPROVED)),),
    ("POST", "/images/{image_id}/reject"): (
        Case("/images/{image}/reject", waiting(Gate.IMAGES), decided(REJECTED), WHY),
    ),
    ("POST", "/jobs/{job_id}/cancel"): (Case("/jobs/{job}/cancel", waiting(Gate.SPEND), cancellations),),
    ("POST", "/jobs/{job_id}/continue"): (Case("/jobs/{job}/continue", ended(JobStatus.SCRIPT_READY), runs_begun),),
    ("POST", "/jobs/{job_id}/resume"): (Case("/jobs/{job}/resume", ended(JobStatus.FAILED), runs_begun),),
    ("POST", "/jobs/{job_id}/regenerate"): (
        Case("/jobs/{job}/regenerate", ended(JobStatus.COMPLETED), runs_begun, {"scenes": ["{scene}"]}),
    ),
    ("DELETE", "/jobs/{job_id}"): (Case("/jobs/{job}", ended(JobStatus.COMPLETED), removals),),
    ("POST", "/jobs/{job_id}/deliveries/{number}/replay"): (
        Case("/jobs/{job}/deliveries/1/replay", delivered, counted("replays"), expected=QUOTA, accepted=QUOTA),
    ),
    ("POST", "/uploads"): (
        Case(
            "/uploads",
            NO_JOB,
            counted("uploads"),
            {"kind": "style_image", "media_type": "image/png"},
            expected=QUOTA,
            accepted=QUOTA,
        ),
    ),
    ("POST", "/projects"): (
        Case(
            "/projects",
            NO_JOB,
            lambda here: len(here.app.aws.projects.of_user(here.user, limit=100).items),
            {"product": {"name": "Aqua", "description": "A bottle"}},
            expected=QUOTA,
            accepted=QUOTA,
        ),
    ),
    ("PUT", "/projects/{project_id}"): (
        Case(
            f"/projects/{PROJECT}",
            a_project,
            lambda here: here.app.aws.projects.get(here.user, PROJECT).rev - 1,
            {"product": {"name": "Aqua", "description": "A glass bottle"}, "rev": 1},
        ),
    ),
    ("POST", "/brands"): (
        Case(
            "/brands",
            NO_JOB,
            lambda here: len(here.app.aws.brands.of_user(here.user)),
            {"name": "Aqua"},
            expected=QUOTA,
            accepted=QUOTA,
        ),
    ),
    ("PUT", "/brands/{brand_id}"): (
        Case(
            f"/brands/{BRAND}",
            a_brand,
            lambda here: here.app.aws.brands.get(here.user, BRAND).rev - 1,
            {"name": "Aqua", "tagline": "Cold all day", "rev": 1},
        ),
    ),
    ("DELETE", "/brands/{brand_id}"): (
        Case(f"/brands/{BRAND}", a_brand, lambda here: 1 - len(here.app.aws.brands.of_user(here.user)), accepted=None),
    ),
    ("PUT", "/jobs/{job_id}/drawn"): (
        Case("/jobs/{job}/drawn", ended(JobStatus.COMPLETED), changes, {"music_volume_db": -6}, accepted=None),
    ),
    ("POST", "/labels"): (
        Case(
            "/labels",
            NO_JOB,
            lambda here: len(list(here.app.aws.objects.keys(f"users/{here.user}/labels/"))),
            {"files": [LABEL.model_dump_json()]},
            accepted=CALLS,
        ),
    ),
    ("POST", "/videos/{video_id}/waivers"): (
        Case(
            "/videos/{job}-v01/waivers",
            regulated,
            lambda here: len(here.job.waivers),
            {"rule_id": "PH-041", "person": "Ada", "reason": "slow enough"},
            accepted=None,
        ),
    ),
    ("POST", "/videos/{video_id}/approvals"): (
        Case(
            "/videos/{job}-v01/approvals",
            regulated,
            lambda here: len(here.job.approvals) if first_broken(here.job.approvals) is None else 0,
            {"role": "medical", "person": "Grace"},
            accepted=None,
        ),
    ),
    ("POST", "/videos/{video_id}/packet"): (
        Case(
            "/videos/{job}-v01/packet",
            packaged,
            packets,
            accepted=CALLS,
        ),
    ),
    ("PUT", "/scenes/{scene_id}/picture"): (
        Case(
            "/scenes/{scene}/picture",
            with_a_still(ended(JobStatus.COMPLETED)),
            lambda here: int(here.job.scenes[0].own_picture is not None),
            {"asset": A_STILL},
            accepted=None,
        ),
        Case(
            "/scenes/{scene}/picture",
            with_a_still(waiting(Gate.IMAGES)),
            decided(APPROVED),
            {"asset": A_STILL},
            accepted=None,
        ),
    ),
    ("DELETE", "/scenes/{scene_id}/picture"): (
        Case(
            "/scenes/{scene}/picture",
            with_a_still(ended(JobStatus.COMPLETED)),
            lambda here: int(here.job.scenes[0].own_picture is None),
            accepted=None,
        ),
    ),
    ("POST", "/assets"): (
        Case(
            "/assets",
            uploaded_logo,
            lambda here: len(here.app.aws.assets.of_user(here.user, limit=100).items),
            {"kind": "logo", "upload": "users/{user}/uploads/logo.png", "file_name": "logo.png"},
            expected=QUOTA,
            accepted=QUOTA,
        ),
    ),
    ("POST", "/voices/samples"): (
        Case(
            "/voices/samples",
            NO_JOB,
            lambda here: len(list(here.app.aws.objects.keys(f"users/{here.user}/voices/"))),
            {"voice": "narrator"},
            accepted=None,
        ),
    ),
    ("POST", "/webhooks/secret/rotate"): (
        Case(
            "/webhooks/secret/rotate",
            NO_JOB,
            lambda here: here.app.aws.webhook_receivers._generation(here.user).number,
            {},
        ),
    ),
}
