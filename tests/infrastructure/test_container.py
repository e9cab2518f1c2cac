"""The composition's container, which cannot be built here: its file is linted, and its layout is laid out and run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from omnigen.deployment.resources import COMPOSE_CPU_UNITS, COMPOSE_MEMORY_MIB, COMPOSE_MODULE

from infra.locks import PYTHON
from tests.infrastructure import image
from tests.infrastructure.templates import Environment


def test_hadolint_finds_nothing() -> None:
    done = _hadolint(image.DOCKERFILE)
    assert done.returncode == 0, done.stdout


def test_hadolint_would_find_a_fault(tmp_path: Path) -> None:
    broken = tmp_path / "Dockerfile"
    text = image.DOCKERFILE.read_text(encoding="utf-8")
    broken.write_text(text.replace("WORKDIR /tmp", "RUN cd /tmp"), encoding="utf-8")
    done = _hadolint(broken)
    assert done.returncode != 0
    assert "DL3003" in done.stdout


def test_image_has_the_python_that_its_lock_is_for() -> None:
    assert f"python:{PYTHON}." in image.instruction("FROM")


def test_nobody_is_root_in_the_container() -> None:
    user, _, group = image.instruction("USER").partition(":")
    assert user.isdigit()
    assert group.isdigit()
    assert user != "0"


def test_the_writable_place_is_the_mounted_one(environment: Environment) -> None:
    [container] = environment.resolved(environment.only("AWS::ECS::TaskDefinition"))["ContainerDefinitions"]
    assert container["ReadonlyRootFilesystem"] is True
    [mount] = container["MountPoints"]
    assert mount["ContainerPath"] in json.loads(image.instruction("VOLUME"))
    assert image.environment()["HOME"] == image.instruction("WORKDIR") == mount["ContainerPath"]


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
    context, *_ = [path.parent for path in assembly_folder.glob("asset.*/.dockerignore")]  # one for each platform
    copied = [source for source, _ in image.copies()]
    for source in copied:
        assert (context / source).exists()
    files = [str(path.relative_to(context)) for path in context.rglob("*") if path.is_file()]
    rest = [name for name in files if not name.startswith(tuple(copied)) and name != ".dockerignore"]
    assert rest == []


def test_the_entry_point_runs_in_the_layout_of_the_image(tmp_path: Path) -> None:
    """Without arguments the program says how it is called and exits 2: everything was imported to get there."""
    variables = image.lay_out(tmp_path)
    packages = tmp_path / "packages"
    packages.symlink_to(next(Path(p) for p in sys.path if p.endswith("site-packages")))
    variables["PYTHONPATH"] += f":{packages}"
    program, *arguments = json.loads(image.instruction("ENTRYPOINT"))
    assert program == "python"
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


def _hadolint(file: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).parent / "hadolint"
    return subprocess.run([str(linter), str(file)], capture_output=True, text=True, check=False)
