"""Writes what a release leaves behind: its state machine, and job records that its code wrote.

Run in a checkout of the release: python -m tests.workflow.record_release FOLDER
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from omnigen.deployment.resources import STATE_MACHINE
from omnigen.runtime.context import open_context
from omnigen.settings import read

from infra import ROOT
from local.emulator.cloud import LocalCloud
from local.emulator.environment import process_environment, unconfigured
from tests.conftest import SETTINGS
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive

STILLS: Mapping[str, Any] = {
    "pictures": "stills",
    "narration": {"enabled": False},
    "music": {"enabled": False},
}


def record(folder: Path) -> None:
    """Play three jobs as far as each is to be kept, and write their records as DynamoDB has them."""
    folder.mkdir(parents=True)
    data = Path(tempfile.mkdtemp())
    settings = {**SETTINGS, "OMNIGEN_OFFLINE_ORDER_LOG": str(data / "orders")}
    options: dict[str, Any] = {"environment": settings, "wait_scale": 0.02, "durable": False, **COMPOSING_AT_ONCE}
    cloud = LocalCloud(data / "cloud", executor="threads", **options)
    with cloud, process_environment({**unconfigured(os.environ), **cloud.environment}):
        app = open_context(read(cloud.environment))

        def keep(drive: Drive, name: str) -> None:
            key = {"job_id": {"S": drive.job_id}}
            item = cloud.client("dynamodb").get_item(TableName=cloud.environment["JOBS_TABLE"], Key=key)["Item"]
            text = json.dumps(item, indent=1, sort_keys=True, ensure_ascii=False)
            (folder / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")

        waiting = Drive.begin(cloud, app, **STILLS, review=("script", "spend"))
        waiting.gates("script")
        keep(waiting, "at_a_gate")
        for name, options in (("script_ready", {"stop_at": "script"}), ("completed", {})):
            drive = Drive.begin(cloud, app, **STILLS, **options)
            drive.end()
            keep(drive, name)
    (folder / "machine.asl.json").write_text((ROOT / STATE_MACHINE).read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    record(Path(sys.argv[1]))
