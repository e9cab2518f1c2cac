"""Projects: products from which any number of videos are made."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response
from omnigen.domain import ids
from omnigen.domain.brief import Product
from omnigen.domain.brief_options import Mode
from omnigen.domain.job_view import ViewModel
from omnigen.domain.project import Project
from omnigen.jobs.admission import count_today
from omnigen.jobs.product_photos import check_photos
from omnigen.runtime.labels import keep_label, kept_label
from ulid import ULID

from functions.api.auth import RequestContext, request_context
from functions.api.paging import Cursor, Limit, cursor_after, page_of_jobs, start_key
from functions.api.presenters import script_response
from functions.api.requests import ProjectChangeRequest, ProjectRequest
from functions.api.responses import JobListResponse, ScriptResponse
from functions.api.routes.router import Routes

router = Routes()


class ProjectResponse(ViewModel):
    """A product context. Times in Unix seconds."""

    project_id: str
    title: str
    product: Product
    mode: Mode
    label: str | None
    rev: int
    created_at: int
    updated_at: int


class ProjectDetailResponse(ProjectResponse):
    """A project, its newest jobs, and script and storyboard of the newest one."""

    jobs: JobListResponse
    newest_script: ScriptResponse | None


class ProjectSummary(ViewModel):
    """A project in a list."""

    project_id: str
    title: str
    created_at: int
    updated_at: int


class ProjectListResponse(ViewModel):
    """Some projects, newest first."""

    items: tuple[ProjectSummary, ...]
    next_cursor: str | None


@router.post("/projects", status_code=201, tags=["projects"], summary="Keep a product")
def create_project(request: ProjectRequest) -> Response[ProjectResponse]:
    """Keeps a product, to be named by `project_id` in briefs."""
    call = request_context(router)
    count_today(call.app, call.user_id, "projects", call.app.settings.omnigen_projects_per_day)
    check_photos(call.app, call.user_id, request.product.photos)
    now = call.app.now()
    project = Project(
        project_id=ids.new_project_id(ULID()),
        user_id=call.user_id,
        title=request.title or request.product.name,
        product=request.product,
        mode=request.mode,
        label=_label(call, request),
        created_at=now,
        updated_at=now,
    )
    call.app.aws.projects.create(project)
    location = {"Location": f"/api/v1/projects/{project.project_id}"}
    return Response(201, "application/json", ProjectResponse(**_own(project)), location)


@router.get("/projects", tags=["projects"], summary="Your projects, newest first")
def list_projects(limit: Limit = 20, cursor: Cursor = None) -> ProjectListResponse:
    """A page of projects."""
    call = request_context(router)
    place = start_key(call.user_id, "project_id", cursor)
    page = call.app.aws.projects.of_user(call.user_id, limit=limit, cursor=place)
    items = tuple(ProjectSummary(**{name: item[name] for name in ProjectSummary.model_fields}) for item in page.items)
    return ProjectListResponse(
        items=items, next_cursor=cursor_after("project_id", page.cursor) if page.cursor else None
    )


@router.get("/projects/<project_id>", tags=["projects"], summary="One project and what was made of it")
def show_project(project_id: str) -> ProjectDetailResponse:
    """The product, its newest jobs with their status, and the newest script and storyboard."""
    call = request_context(router)
    project = call.app.aws.projects.get(call.user_id, project_id)
    jobs = page_of_jobs(call, limit=20, cursor=None, project_id=project_id)
    newest = script_response(call.app, call.job(jobs.items[0].job_id)) if jobs.items else None
    return ProjectDetailResponse(**_own(project), jobs=jobs, newest_script=newest)


@router.put("/projects/<project_id>", tags=["projects"], summary="Change a project")
def change_project(project_id: str, request: ProjectChangeRequest) -> ProjectResponse:
    """Replaces the product, if it is still at the `rev` that was seen. Jobs made from it before keep their own copy."""
    call = request_context(router)
    before = call.app.aws.projects.get(call.user_id, project_id)
    check_photos(call.app, call.user_id, request.product.photos)
    changes = {
        "title": request.title or request.product.name,
        "product": request.product,
        "mode": request.mode,
        "label": _label(call, request),
        "rev": request.rev + 1,
        "updated_at": call.app.now(),
    }
    project = before.model_copy(update=changes)
    call.app.aws.projects.replace(project, request.rev)
    return ProjectResponse(**_own(project))


_DELETED: Any = {204: {"description": "It is gone"}}


@router.delete(
    "/projects/<project_id>", status_code=204, tags=["projects"], summary="Delete a project", responses=_DELETED
)
def delete_project(project_id: str) -> Response[None]:
    """Deletes the product. Jobs made from it have their own copy and stay."""
    call = request_context(router)
    call.app.aws.projects.delete(call.user_id, project_id)
    return Response(204)


def _label(call: RequestContext, request: ProjectRequest) -> str | None:
    """The id of the label, kept if it is given whole; NotFound for an id that names none of the caller's."""
    if isinstance(request.label, str):
        return kept_label(call.app, call.user_id, request.label).reference
    return keep_label(call.app, call.user_id, request.label) if request.label else None


def _own(project: Project) -> dict[str, Any]:
    return {name: getattr(project, name) for name in ProjectResponse.model_fields}
