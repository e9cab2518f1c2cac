"""A cut is made again from its manifest, in another process and on another day, with the same bytes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from omnigen.errors import InvalidRequest, NotFound
from omnigen.rendering.manifest import Manifest
from omnigen.rendering.replay import Replay, read_manifest, replay
from omnigen.runtime.context import open_context
from omnigen.settings import read

from local.emulator.cloud import LocalCloud
from tests.workflow.composing import Composition

pytestmark = pytest.mark.slow

TWO_DAYS_LATER = """
import sys, time
from pathlib import Path
real = time.time
time.time = lambda: real() + 172_800
from omnigen.rendering.replay import read_manifest, replay
from omnigen.runtime.lambda_handler import context_from_environment
print(replay(context_from_environment(), read_manifest(Path(sys.argv[1]).read_bytes()), Path(sys.argv[2])))
"""


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    """Small pictures, composed by the real program."""
    return {"environment": {"OMNIGEN_PICTURE_SCALE": "0.05", "OMNIGEN_LISTENING": "off"}}


@pytest.fixture(scope="module")
def composed(cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Composition]:
    """A composed job, made once."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in cloud.environment.items():
            patch.setenv(name, value)
        made = Composition.of_stills(open_context(read(os.environ)), tmp_path_factory.mktemp("work") / "scratch")
        assert made.task() == 0
        yield made


@pytest.fixture
def manifest(composed: Composition) -> Manifest:
    return read_manifest(composed.app.aws.objects.get(composed.video.manifest_key))


def test_cut_made_again_two_days_later_in_another_process_has_the_same_bytes(
    composed: Composition, manifest: Manifest, tmp_path: Path
) -> None:
    file = tmp_path / "manifest.json"
    file.write_text(manifest.model_dump_json())
    command = [sys.executable, "-c", TWO_DAYS_LATER, str(file), str(tmp_path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    assert said.strip() == str(Replay(same=True, unsigned_sha256=manifest.unsigned_sha256, differences=()))
    assert manifest.unsigned_sha256 == composed.video.unsigned_sha256


def test_the_manifest_names_every_file_that_a_cut_is_made_from(manifest: Manifest) -> None:
    assert manifest.job.keys() >= {"scenes", "narration", "music", "assets", "brand_files", "cutouts"}


def test_settings_of_the_cut_are_used_and_not_todays(
    composed: Composition, manifest: Manifest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMNIGEN_PICTURE_SCALE", "0.1")
    assert replay(open_context(read(os.environ)), manifest, tmp_path).same


def test_what_is_not_as_it_was_is_named(composed: Composition, manifest: Manifest, tmp_path: Path) -> None:
    other = manifest.model_copy(
        update={"environment": {**manifest.environment, "av": "17.0.0"}, "unsigned_sha256": "0" * 64}
    )
    found = replay(composed.app, other, tmp_path)
    assert not found.same
    assert found.differences == (f"av was 17.0.0, and is {manifest.environment['av']}",)


def test_other_bytes_for_no_known_reason_are_said_to_be_that(
    composed: Composition, manifest: Manifest, tmp_path: Path
) -> None:
    found = replay(composed.app, manifest.model_copy(update={"unsigned_sha256": "0" * 64}), tmp_path)
    assert found.differences == ("The bytes differ, though nothing that the manifest names does",)


def test_file_that_was_changed_is_named(composed: Composition, manifest: Manifest, tmp_path: Path) -> None:
    music = composed.job.music
    assert music
    objects = composed.app.aws.objects
    before = objects.get(music.key)
    objects.put(music.key, before + b"\0", "audio/mpeg")
    with pytest.raises(NotFound, match="The music is damaged"):
        replay(composed.app, manifest, tmp_path)
    objects.put(music.key, before, "audio/mpeg")


def test_manifest_names_nobody_and_holds_no_token(manifest: Manifest) -> None:
    """It may be handed on: decisions, gates' tokens, purchases and addresses for webhooks stay on the record."""
    assert not {"reviews", "decisions", "purchases", "execution_arn"} & manifest.job.keys()
    assert "webhook_url" not in manifest.job["brief"]


@pytest.mark.parametrize(
    ("content", "words"),
    [("# no JSON", "no manifest of a cut"), ("{}", "no manifest of a cut"), ("newer", "has the format 2")],
)
def test_other_files_are_refused(content: str, words: str, manifest: Manifest) -> None:
    data = json.dumps(manifest.model_dump(mode="json") | {"format": 2}) if content == "newer" else content
    with pytest.raises(InvalidRequest, match=words):
        read_manifest(data.encode())
