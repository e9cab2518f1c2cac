"""Projects: products from which any number of videos are made."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.event_handler import Response
from omnigen.domain import ids
from omnigen.domain.brief import Mode, Product
from omnigen.domain.job_view import View
from omnigen.domain.project import Project
from ulid import ULID

from functions.api.auth import caller
from functions.api.paging import Cursor, Limit, cursor_after, page_of_jobs, start_key
from functions.api.presenters import script_shown
from functions.api.requests import NewProject
from functions.api.responses import JobPage, ScriptShown
from functions.api.routes.router import Routes

router = Routes()


class ProjectShown(View):
    """A product context. Times in Unix seconds."""

    project_id: str
    title: str
    product: Product
    mode: Mode
    created_at: int
    updated_at: int


class ProjectWithJobs(ProjectShown):
    """A project, its newest jobs, and script and storyboard of the newest one."""

    jobs: JobPage
    newest_script: ScriptShown | None


class ProjectListed(View):
    """A project in a list."""

    project_id: str
    title: str
    created_at: int
    updated_at: int


class ProjectPage(View):
    """Some projects, newest first."""

    items: tuple[ProjectListed, ...]
    next_cursor: str | None


@router.post("/projects", status_code=201, tags=["projects"], summary="Keep a product")
def create_project(request: NewProject) -> Response[ProjectShown]:
    """Keeps a product, to be named by `project_id` in briefs."""
    call = caller(router)
    now = call.studio.aws.jobs.now()
    project = Project(
        project_id=ids.new_project_id(ULID()),
        user_id=call.user_id,
        title=request.title or request.product.name,
        product=request.product,
        mode=request.mode,
        created_at=now,
        updated_at=now,
    )
    call.studio.aws.projects.create(project)
    location = {"Location": f"/api/v1/projects/{project.project_id}"}
    return Response(201, "application/json", ProjectShown(**_own(project)), location)


@router.get("/projects", tags=["projects"], summary="Your projects, newest first")
def list_projects(limit: Limit = 20, cursor: Cursor = None) -> ProjectPage:
    """A page of projects."""
    call = caller(router)
    place = start_key(call.user_id, "project_id", cursor)
    page = call.studio.aws.projects.of_user(call.user_id, limit=limit, cursor=place)
    items = tuple(ProjectListed(**{name: item[name] for name in ProjectListed.model_fields}) for item in page.items)
    return ProjectPage(items=items, next_cursor=cursor_after("project_id", page.cursor) if page.cursor else None)


@router.get("/projects/<project_id>", tags=["projects"], summary="One project and what was made of it")
def show_project(project_id: str) -> ProjectWithJobs:
    """The product, its newest jobs with their status, and the newest script and storyboard."""
    call = caller(router)
    project = call.studio.aws.projects.get(call.user_id, project_id)
    jobs = page_of_jobs(call, limit=20, cursor=None, project_id=project_id)
    newest = script_shown(call.studio, call.job(jobs.items[0].job_id)) if jobs.items else None
    return ProjectWithJobs(**_own(project), jobs=jobs, newest_script=newest)


def _own(project: Project) -> dict[str, Any]:
    return {name: getattr(project, name) for name in ProjectShown.model_fields}
