"""Runs a module as the container would, until the host ends.

`python -m local.emulator.ecs.task_runner FD MODULE ARGUMENT...`
"""

from __future__ import annotations

import runpy
import sys

from local.emulator.lambda_.worker import die_with_the_other_end


def main() -> None:
    """FD is a pipe of which the host holds the other end."""
    lifeline, module, *arguments = sys.argv[1:]
    die_with_the_other_end(int(lifeline))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
