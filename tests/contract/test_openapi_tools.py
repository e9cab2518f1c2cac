"""The tools people use on an OpenAPI document: a linter and two client generators, none of which warns."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra import NODE, ROOT
from local.api.openapi_document import PLACE
from local.api.server import PREFIX, api_mounted
from local.api.tokens import tokens_of
from local.emulator.cloud import LocalCloud

_TEXT = "Morning starts quietly. One bottle, filled at home, stays cold until the evening. Take it along."
_ENVIRONMENT = {**os.environ, "REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def node_tool(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a tool of node_modules (`make node_modules` installs them)."""
    command = [str(NODE), str(ROOT / "node_modules" / script), *arguments]
    return subprocess.run(command, cwd=ROOT, env=_ENVIRONMENT, capture_output=True, text=True, check=False)


def redocly_problems(document: Path) -> list[dict[str, Any]]:
    done = node_tool("@redocly/cli/bin/cli.js", "lint", "--format", "json", "--config", "redocly.yaml", str(document))
    return list(json.loads(done.stdout)["problems"])


def test_redocly_has_neither_error_nor_warning() -> None:
    assert redocly_problems(PLACE) == []


def test_redocly_would_find_a_word_that_is_no_json_schema(tmp_path: Path) -> None:
    document = json.loads(PLACE.read_text(encoding="utf-8"))
    document["components"]["schemas"]["Brief"]["properties"]["seed"]["gt"] = 0
    broken = tmp_path / "openapi.json"
    broken.write_text(json.dumps(document), encoding="utf-8")
    assert any("gt" in problem["message"] for problem in redocly_problems(broken))


def test_openapi_typescript_writes_types_without_a_warning(tmp_path: Path) -> None:
    types = tmp_path / "api.ts"
    done = node_tool("openapi-typescript/bin/cli.js", str(PLACE), "--output", str(types))
    assert done.returncode == 0, done.stderr
    assert "warn" not in (done.stdout + done.stderr).lower()
    assert "JobResponse: {" in types.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def generated_client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder on sys.path with `omnigen_api`, the client that openapi-python-client makes without a warning."""
    folder = tmp_path_factory.mktemp("client")
    config = folder / "config.yaml"
    config.write_text("package_name_override: omnigen_api\npost_hooks: []\n", encoding="utf-8")
    command = [str(Path(sys.executable).parent / "openapi-python-client"), "generate", "--fail-on-warning"]
    options = [
        "--path",
        str(PLACE),
        "--config",
        str(config),
        "--meta",
        "none",
        "--output-path",
        str(folder / "omnigen_api"),
    ]
    done = subprocess.run([*command, *options], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower()
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(folder))
        yield folder


@pytest.fixture
def api_client(generated_client: Path, cloud: LocalCloud) -> Iterator[Any]:
    """The generated client, signed in at the API of a local host."""
    from omnigen_api import AuthenticatedClient

    with api_mounted(cloud, at_once=2):
        token = tokens_of(cloud.data_dir).issue("reader")
        with AuthenticatedClient(base_url=f"{cloud.url}{PREFIX}", token=token, timeout=60) as client:
            yield client


@pytest.mark.slow
def test_a_generated_python_client_reads_a_job_of_a_live_host(api_client: Any) -> None:
    from omnigen_api.api.jobs import list_jobs, show_job
    from omnigen_api.api.scripts import create_script
    from omnigen_api.models import OwnScriptRequest, Problem

    script = OwnScriptRequest.from_dict({"script_text": _TEXT, "duration": 15, "max_cost_usd": "2.50"})
    accepted = create_script.sync(client=api_client, body=script)
    job = show_job.sync(accepted.job_id, client=api_client)
    assert (job.job_id, job.status, job.brief.duration) == (accepted.job_id, "draft", 15)
    assert job.brief.max_cost_usd == "2.50"
    assert [one.job_id for one in list_jobs.sync(client=api_client).items] == [accepted.job_id]
    refused = show_job.sync("job_01M7YQNG5N91ZWTV4P7J6JG8BY", client=api_client)
    assert isinstance(refused, Problem)
    assert (refused.status, refused.code) == (404, "NotFound")
