"""The composition's container, which cannot be built here: its file is linted, and its layout is laid out and run."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from omnigen.blueprint import COMPOSE_CPU_UNITS, COMPOSE_MEMORY_MIB, COMPOSE_MODULE

from infra import ROOT
from infra.locks import PYTHON
from tests.infrastructure.templates import Environment

_DOCKERFILE = ROOT / "functions" / "compose_video" / "Dockerfile"
_Instruction = tuple[str, str]


def test_hadolint_finds_nothing() -> None:
    linter = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([str(linter), str(_DOCKERFILE)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_image_has_the_python_that_its_lock_is_for() -> None:
    assert f"python:{PYTHON}." in _one("FROM")


def test_nobody_is_root_in_the_container() -> None:
    user, _, group = _one("USER").partition(":")
    assert user.isdigit()
    assert group.isdigit()
    assert user != "0"


def test_the_writable_place_is_the_mounted_one(environment: Environment) -> None:
    [container] = environment.resolved(environment.only("AWS::ECS::TaskDefinition"))["ContainerDefinitions"]
    assert container["ReadonlyRootFilesystem"] is True
    [mount] = container["MountPoints"]
    assert mount["ContainerPath"] in json.loads(_one("VOLUME"))
    assert _environment()["HOME"] == _one("WORKDIR") == mount["ContainerPath"]


def test_task_has_the_size_and_platform_it_was_measured_with(environment: Environment) -> None:
    task = environment.resolved(environment.only("AWS::ECS::TaskDefinition"))
    assert (task["Cpu"], task["Memory"]) == (str(COMPOSE_CPU_UNITS), str(COMPOSE_MEMORY_MIB))
    assert task["RuntimePlatform"] == {"CpuArchitecture": "ARM64", "OperatingSystemFamily": "LINUX"}


def test_the_network_lets_nothing_in_and_costs_nothing_while_idle(environment: Environment) -> None:
    assert environment.resources("AWS::EC2::NatGateway") == []
    endpoints = {environment.resolved(e)["ServiceName"] for e in environment.resources("AWS::EC2::VPCEndpoint")}
    assert {name.rpartition(".")[2] for name in endpoints} == {"s3", "dynamodb"}
    group = environment.resolved(environment.only("AWS::EC2::SecurityGroup"))
    assert "SecurityGroupIngress" not in group
    assert environment.resources("AWS::EC2::SecurityGroupIngress") == []
    assert [(rule["FromPort"], rule["ToPort"]) for rule in group["SecurityGroupEgress"]] == [(443, 443)]


def test_the_build_context_has_what_is_copied_and_little_else(assembly_folder: Path) -> None:
    [context] = [path.parent for path in assembly_folder.glob("asset.*/.dockerignore")]
    copied = [source for source, _ in _copies()]
    for source in copied:
        assert (context / source).exists()
    files = [str(path.relative_to(context)) for path in context.rglob("*") if path.is_file()]
    rest = [name for name in files if not name.startswith(tuple(copied)) and name != ".dockerignore"]
    assert rest == []


def test_the_entry_point_runs_in_the_layout_of_the_image(tmp_path: Path) -> None:
    """Without arguments the program says how it is called and exits 2: everything was imported to get there."""
    for source, target in _copies():
        _copy(ROOT / source, tmp_path / target.lstrip("/"))
    variables = {name: _under(tmp_path, value) for name, value in _environment().items()}
    packages = tmp_path / "packages"
    packages.symlink_to(next(Path(p) for p in sys.path if p.endswith("site-packages")))
    variables["PYTHONPATH"] += f":{packages}"
    program, *arguments = json.loads(_one("ENTRYPOINT"))
    assert program == "python"
    (tmp_path / "tmp").mkdir(exist_ok=True)
    command = [sys.executable, "-S", *arguments]  # -S: what is installed here for development stays out
    done = subprocess.run(
        command,
        env={"PATH": os.defpath, **variables},
        cwd=tmp_path / "tmp",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, COMPOSE_MODULE in done.stderr) == (2, True), done.stderr


def _instructions() -> list[_Instruction]:
    text = _DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def _one(word: str) -> str:
    [found] = [rest for known, rest in _instructions() if known == word]
    return found


def _copies() -> list[tuple[str, str]]:
    pairs = [shlex.split(rest) for word, rest in _instructions() if word == "COPY"]
    return [(source, target) for source, target in pairs if target.startswith(("/opt", "/var"))] or pytest.fail(
        "no COPY"
    )


def _environment() -> dict[str, str]:
    return dict(entry.split("=", 1) for entry in shlex.split(_one("ENV")))


def _under(root: Path, value: str) -> str:
    return ":".join(f"{root}{part}" if part.startswith("/") else part for part in value.split(":"))


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
