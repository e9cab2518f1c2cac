"""The caller of a request, and access to the caller's own resources; those of other users answer 404."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Header
from omnigen.domain import ids
from omnigen.domain.caller import Caller
from omnigen.domain.job import Image, Job, Scene
from omnigen.errors import NotFound
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import context_from_environment

from functions.api.access import caller_of

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        description="The same key and body give the same job; kept for a day",
    ),
]


@dataclass(frozen=True)
class RequestContext:
    """The caller's user id (`sub` of the token) and the application context.

    `known` is the caller with groups and key; without, a person of no group.
    """

    user_id: str
    app: AppContext
    known: Caller | None = None

    @property
    def caller(self) -> Caller:
        """Who sends the request."""
        return self.known or Caller(self.user_id)

    def job(self, any_id: str) -> Job:
        """The caller's job to which this id (of a job, scene, image or video) belongs; NotFound for anybody else's."""
        job = self.app.aws.jobs.get(ids.parent_job(any_id))
        if job.user_id != self.user_id:
            raise NotFound(f"There is no job {job.job_id!r}")
        return job

    def scene(self, scene_id: str) -> tuple[Job, Scene]:
        """The caller's job and the scene with this id; NotFound for anybody else's."""
        job = self.job(scene_id)
        return job, job.scene(scene_id)

    def image(self, image_id: str) -> tuple[Job, Scene, Image]:
        """The caller's job, the scene and the image with this id; NotFound for anybody else's."""
        job, scene = self.scene(ids.parent_scene(image_id))
        for image in scene.images:
            if image.id == image_id:
                return job, scene, image
        raise NotFound(f"There is no image {image_id!r}")


def request_context(router: Router) -> RequestContext:
    """The caller by the authorizer's word alone, never by headers or body; NotSignedIn when there is none."""
    caller = caller_of(router.current_event.raw_event)
    return RequestContext(caller.user_id, context_from_environment(), caller)
