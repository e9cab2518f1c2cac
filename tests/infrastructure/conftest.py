"""One synthesis of all environments for all tests, with the flags of cdk.json and without building layers."""

from __future__ import annotations

import fcntl
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from infra import ROOT
from tests.infrastructure.rehearsal import Rehearsal, rehearse
from tests.infrastructure.templates import Environment, read_environment


@pytest.fixture(scope="session")
def assembly_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Where the synthesised app lies: one synthesis for a whole run, whichever process of xdist needs it first."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "cdk.out"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # released when the file is closed
        if not folder.exists():
            unfinished = Path(tempfile.mkdtemp(dir=folder.parent))
            _synthesise(unfinished)
            unfinished.rename(folder)
    return folder


def _synthesise(folder: Path) -> None:
    """`App()` alone would not read cdk.json, so its flags are given."""
    import aws_cdk as cdk

    from infra.app import build
    from infra.environments import ENVIRONMENTS
    from tests.infrastructure.trial import FREE, TRIAL

    app = cdk.App(
        context=cdk_context(),
        outdir=str(folder),
        analytics_reporting=False,
        tree_metadata=False,
        builtin_cloud_formation_validation=False,
    )
    build(app, (*ENVIRONMENTS, TRIAL, FREE)).synth()


@pytest.fixture(scope="session")
def dev(assembly_folder: Path) -> Environment:
    return read_environment(assembly_folder / "assembly-Dev")


@pytest.fixture(scope="session")
def prod(assembly_folder: Path) -> Environment:
    return read_environment(assembly_folder / "assembly-Prod")


@pytest.fixture(scope="session")
def trial(assembly_folder: Path) -> Environment:
    """An environment in which every setting is another one."""
    return read_environment(assembly_folder / "assembly-Trial")


@pytest.fixture(scope="session")
def free(assembly_folder: Path) -> Environment:
    """An environment with offline providers."""
    return read_environment(assembly_folder / "assembly-Free")


@pytest.fixture(scope="session", params=["dev", "prod"])
def environment(request: pytest.FixtureRequest) -> Environment:
    found: Environment = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def rehearsal(dev: Environment, tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    """Whole jobs, played once on what the dev templates describe."""
    return rehearse(tmp_path_factory.mktemp("rehearsal"), dev)


def cdk_context() -> Mapping[str, Any]:
    """The feature flags of cdk.json; no layer is built."""
    context: dict[str, Any] = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    return {**context, "aws:cdk:bundling-stacks": []}
