"""Whoever may call ECS still cannot make it start anything but the container's own program, in its own environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from local.emulator.cloud import LocalCloud


@pytest.mark.parametrize(
    "override",
    [
        {"environment": [{"name": "PYTHONPATH", "value": "FOLDER"}]},
        {"environment": [{"name": "LD_PRELOAD", "value": "FOLDER/evil.so"}]},
        {"environment": [{"name": "OMNIGEN_PROVIDERS", "value": "openai"}]},
        {"environmentFiles": [{"value": "FOLDER/env", "type": "s3"}]},
        {"command": ["-c", "import evil"]},
        {"command": ["job", "--config=/etc/passwd"]},
        {"command": ["job\n", "1"]},
        {"command": ["word"] * 9},
        {"cpu": 4096},
    ],
)
def test_an_override_beyond_the_command_is_refused(
    cloud: LocalCloud, override: Mapping[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    sent = _with_folder(override, str(tmp_path))
    with pytest.raises(ClientError) as refused:
        cloud.client("ecs").run_task(
            cluster="c", taskDefinition="t", overrides={"containerOverrides": [{"name": "compose", **sent}]}
        )
    assert refused.value.response["Error"]["Code"] == "InvalidParameterException"
    assert cloud.tasks() == []
    assert not (tmp_path / "ran").exists()


def _with_folder(value: Any, folder: str) -> Any:
    if isinstance(value, Mapping):
        return {key: _with_folder(inner, folder) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_folder(inner, folder) for inner in value]
    return value.replace("FOLDER", folder) if isinstance(value, str) else value
