"""The ways of working over HTTP, each as its documented transcript, run as it stands there, to a measured MP4."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.api_host import ApiHost, serving
from tests.e2e.measuring import measure

FLOWS = Path(__file__).parents[2] / "docs" / "flows"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ApiHost]:
    with serving(tmp_path_factory.mktemp("host") / "data") as running:
        yield running


def test_every_flow_is_run() -> None:
    assert {path.stem for path in FLOWS.glob("*.md")} == {"one-shot", "script-and-storyboard", "reviewed", "own-media"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("flow", "seconds"), [("one-shot", 6), ("script-and-storyboard", 15), ("reviewed", 6), ("own-media", 6)]
)
def test_a_documented_transcript_makes_a_video(flow: str, seconds: int, host: ApiHost, tmp_path: Path) -> None:
    text = (FLOWS / f"{flow}.md").read_text(encoding="utf-8")
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
    (tmp_path / "examples").symlink_to(FLOWS.parents[1] / "examples")
    environment = {"PATH": os.environ["PATH"], "API": host.api, "TOKEN": host.token}
    ended = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr + ended.stdout
    if flow == "script-and-storyboard":
        check_script(json.loads((tmp_path / "script.json").read_text()), seconds)
    measured = measure(tmp_path / "video.mp4")
    assert (measured.frames, measured.rate) == (24 * seconds, Fraction(24))


def check_script(script: dict[str, Any], seconds: int) -> None:
    """What came of the product: segments, a scene for each, both as long as asked for; who wrote them, at what cost."""
    assert (script["status"], script["mode"]) == ("script_ready", "functional_intro")
    assert all(segment["text"] for segment in script["segments"])
    assert sum(segment["duration"] for segment in script["segments"]) == seconds
    scenes = script["scenes"]
    assert [scene["scene_index"] for scene in scenes] == list(range(len(script["segments"])))
    assert sum(scene["duration"] for scene in scenes) == seconds
    assert all(scene["visual_prompt"] and scene["transition"] for scene in scenes)
    assert (script["script_model"], script["storyboard_model"]) == ("offline/writer", "offline/writer")
    assert script["input_tokens"] > 0
    assert script["output_tokens"] > 0
