"""One ECS task: a process, and what ECS says of it."""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from signal import Signals
from typing import Any, Literal


@dataclass(kw_only=True)
class EcsTask:
    """One run of a container."""

    arn: str
    cluster: str
    definition: str
    container: str
    command: Sequence[str]
    created_at: float = field(default_factory=time.time)
    status: Literal["RUNNING", "STOPPED"] = "RUNNING"
    exit_code: int | None = None
    reason: str = ""
    process: subprocess.Popen[bytes] | None = None

    def describe(self) -> dict[str, Any]:
        """As DescribeTasks does; times are Unix seconds."""
        container = {"name": self.container, "taskArn": self.arn, "lastStatus": self.status}
        outcome = {"exitCode": self.exit_code} if self.exit_code is not None else {}
        stopped = {"stoppedReason": self.reason, "stopCode": "EssentialContainerExited"} if self.reason else {}
        return {
            "taskArn": self.arn,
            "clusterArn": self.cluster,
            "taskDefinitionArn": self.definition,
            "lastStatus": self.status,
            "desiredStatus": self.status,
            "launchType": "FARGATE",
            "createdAt": self.created_at,
            "overrides": {"containerOverrides": [{"name": self.container, "command": list(self.command)}]},
            "containers": [container | outcome],
            **stopped,
        }

    def signal(self, number: Signals) -> None:
        """To the task's process group, its children included; harmless if they are gone."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)
