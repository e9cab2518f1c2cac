"""Edits of what is only drawn or mixed in a job's video: they say their price, which is usually nothing."""

from __future__ import annotations

from omnigen.domain.estimate import Estimate
from omnigen.domain.job_view import ViewModel
from omnigen.jobs.drawn_edits import edit_drawn, preview_drawn
from omnigen.jobs.estimate import remaining

from functions.api.auth import request_context
from functions.api.presenters import job_response
from functions.api.requests import DrawnEditRequest
from functions.api.responses import JobResponse
from functions.api.routes.router import Routes

router = Routes()


class DrawnEditResponse(ViewModel):
    """What is left to buy until the video shows the edit, and the job; None where nothing was changed."""

    stale: Estimate
    job: JobResponse | None


@router.put("/jobs/<job_id>/drawn", tags=["control"], summary="Change what is drawn or mixed")
def change_drawn(job_id: str, request: DrawnEditRequest) -> DrawnEditResponse:
    """Title, name, call to action, address, legal line, captions, brand, volume of the music: all scenes stay.

    A finished video shows it after `POST /jobs/{id}/regenerate` without scenes, which encodes only what changed. With
    `dry_run` nothing is changed, and the answer is what that would cost.
    """
    call = request_context(router)
    job, edit = call.job(job_id), request.edit()
    stale = remaining(call.app, preview_drawn(call.app, job, edit))
    if request.dry_run:
        return DrawnEditResponse(stale=stale, job=None)
    return DrawnEditResponse(stale=stale, job=job_response(call.app, edit_drawn(call.app, job, edit)))
