"""Longer attacks on the API, for `make attack`: thousands of damaged bodies, and storms of actions on one job."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from omnigen.aws.workflow import WorkflowClient
from omnigen.deployment.resources import FUNCTIONS
from omnigen.domain import ids
from omnigen.domain.brief_options import Gate
from omnigen.domain.job import Job, JobStatus
from omnigen.runtime.context import AppContext

from functions.api.examples import EXAMPLES
from functions.api.handler import application
from tests.builders import a_planned_job
from tests.conftest import StudioWith
from tests.integration.api.conftest import Ask, event_of
from tests.integration.api.test_dead_ends import ACTIONS
from tests.integration.api.test_hostile_requests import VALUES, sent

pytestmark = pytest.mark.attack

MUTATIONS = 5_000
STORMS = 12
REQUESTS_PER_STORM = 200
THREADS = 8
SEED = 20_261_127


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    """Nobody takes messages out of the webhook queue."""
    return {"functions": tuple(function for function in FUNCTIONS if function.name != "DeliverWebhook")}


def damaged(value: Any, chance: random.Random) -> Any:
    """The value with about one part in four, at any depth, replaced by a hostile one, removed or doubled."""
    if chance.random() < 0.15:
        return chance.choice(VALUES)
    if isinstance(value, Mapping):
        kept = {name: damaged(part, chance) for name, part in value.items() if chance.random() > 0.05}
        return {**kept, "unknown": 1} if chance.random() < 0.05 else kept
    if isinstance(value, list):
        parts = [damaged(part, chance) for part in value]
        return parts * chance.choice((1, 1, 1, 2, 40))
    if isinstance(value, str) and chance.random() < 0.1:
        place = chance.randrange(len(value) + 1)
        return value[:place] + chance.choice(("\x00", "\u202e", "\ufeff", "\ud7ff", "{", "\U0001f4a5")) + value[place:]
    return value


def test_no_damaged_body_is_answered_5xx(app_with: StudioWith) -> None:
    app_with(OMNIGEN_JOBS_PER_DAY="1", OMNIGEN_JOBS_PER_USER="1", OMNIGEN_WEBHOOK_KEY="master")
    chance, statuses = random.Random(SEED), Counter[int]()
    examples = [(route, example) for route, named in EXAMPLES.items() for example in named.values()]
    for _ in range(MUTATIONS):
        (method, path), example = chance.choice(examples)
        place = path.format(job_id=ids.scene_id("job_01M7YQNG5N91ZWTV4P7J6JG8BY", 1), number=1, **_ids())
        body = sent(damaged(example, chance))
        answer = Ask("mutating")(method.upper(), place, body)
        assert answer.status < 500, (path, body[:500], answer.text)
        statuses[answer.status] += 1
    assert statuses.total() == MUTATIONS


def _ids() -> dict[str, str]:
    job = "job_01M7YQNG5N91ZWTV4P7J6JG8BY"
    return {"script_id": job, "scene_id": ids.scene_id(job, 1), "image_id": ids.image_id(ids.scene_id(job, 1), 1)}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Executions are counted and not run; each is started once."""
    names: list[str] = []
    monkeypatch.setattr(WorkflowClient, "start", lambda _, job_id, run: names.append(f"{job_id}-r{run}"))
    yield names
    assert [name for name, times in Counter(names).items() if times > 1] == []


@pytest.mark.parametrize("storm", range(STORMS))
def test_a_storm_of_actions_leaves_a_job_that_leads_on(
    storm: int, app_with: StudioWith, wait_at: Callable[..., Job], keep: Callable[..., Job], started: list[str]
) -> None:
    """Eight threads act on one job at random: every answer is a success or a refusal, every run is started once."""
    app = app_with(OMNIGEN_JOBS_PER_DAY="100000", OMNIGEN_JOBS_PER_USER="100")
    chance = random.Random(SEED + storm)
    job = wait_at(*chance.sample(list(Gate), 2)) if storm % 2 else keep(status=JobStatus.FAILED)
    scene = ids.scene_id(job.job_id, 1)
    names = {"job": job.job_id, "scene": scene, "image": ids.image_id(scene, 1)}
    requests = [request for verb, found in ACTIONS.items() if verb != "delete" for request in found]
    chosen = [chance.choice(requests) for _ in range(REQUESTS_PER_STORM)]

    def send(part: list[Any]) -> list[int]:
        own = application()
        statuses = []
        for method, path, body in part:
            content = {"scenes": [scene]} if body and "scenes" in body else body
            text = json.dumps(content) if body is not None else None
            statuses.append(_status(own, "ada", method, path.format(**names), text))
        return statuses

    with ThreadPoolExecutor(THREADS) as pool:
        statuses = [status for part in pool.map(send, [chosen[n::THREADS] for n in range(THREADS)]) for status in part]
    assert set(statuses) <= {200, 202, 404, 409, 422}, Counter(statuses)
    _consistent(app, job, started)


def test_running_jobs_stay_within_the_quota_under_a_storm(app_with: StudioWith, started: list[str]) -> None:
    """Forty jobs of one user are resumed and cancelled by eight threads; never more than three run."""
    app = app_with(OMNIGEN_JOBS_PER_DAY="100000", OMNIGEN_JOBS_PER_USER="3")
    jobs = [a_planned_job(user_id="crowd", status=JobStatus.FAILED) for _ in range(40)]
    for job in jobs:
        app.aws.jobs.create(job)

    def act(part: int) -> list[int]:
        own, chance, most = application(), random.Random(SEED + part), list[int]()
        for _ in range(60):
            path = f"/jobs/{chance.choice(jobs).job_id}/{chance.choice(('resume', 'resume', 'cancel'))}"
            assert _status(own, "crowd", "POST", path, None) in {200, 202, 409, 429}
            most.append(len(app.aws.usage.jobs("crowd", "running")))
        return most

    with ThreadPoolExecutor(THREADS) as pool:
        assert max(count for part in pool.map(act, range(THREADS)) for count in part) <= 3
    running = [job for job in jobs if app.aws.jobs.get(job.job_id).status in {JobStatus.PENDING, JobStatus.PROCESSING}]
    assert {job.job_id for job in running} == app.aws.usage.jobs("crowd", "running")
    assert started


def _status(own: Any, user: str, method: str, path: str, body: str | None) -> int:
    return int(own.resolve(event_of(user, method, path, body, {}), None)["statusCode"])


def _consistent(app: AppContext, before: Job, started: list[str]) -> None:
    """Each run that began was started; no money is reserved; the open gates are those of the current run."""
    after = app.aws.jobs.get(before.job_id)
    assert after.run - before.run == len(started)
    assert after.committed_usd == before.committed_usd
    assert {review.run for review in after.open_reviews} <= {after.run}
