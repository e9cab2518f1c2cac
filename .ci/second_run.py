"""Run failed tests once more, alone, where a stalled machine may be the cause; called by .ci/run after a red run.

Only suites that wait in real time for other processes are asked again, five tests at most, and their names are printed:
each is a fault to mend. A failure anywhere else, or a sixth one, stays a failure.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

REAL_TIME_SUITES = (
    "tests/attack/",
    "tests/e2e/",
    "tests/infrastructure/test_permissions.py",
    "tests/integration/emulator/",
    "tests/integration/functions/test_races.py",
    "tests/integration/purchasing/test_order_leases.py",
    "tests/web/",
    "tests/workflow/",
)
MAX_TESTS = 5

ROOT = Path(__file__).parents[1]


def may_run_again(failed: list[str]) -> bool:
    """Whether all of these node ids are in suites that wait in real time, and few."""
    return 0 < len(failed) <= MAX_TESTS and all(name.startswith(REAL_TIME_SUITES) for name in failed)


def main() -> int:
    """The exit code: 0 when every test that failed passes alone."""
    record = ROOT / ".pytest_cache" / "v" / "cache" / "lastfailed"
    failed = sorted(json.loads(record.read_text(encoding="utf-8"))) if record.exists() else []
    if not may_run_again(failed):
        return 1
    sys.stdout.write("Run once more, since they wait in real time; each is a fault to mend:\n")
    sys.stdout.writelines(f"  {name}\n" for name in failed)
    sys.stdout.flush()
    return subprocess.run(  # noqa: S603 - our own command, with names of tests that pytest wrote
        [sys.executable, "-m", "pytest", "-m", "not network and not attack and not walk and not proof", *failed],
        cwd=ROOT,
        check=False,
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
