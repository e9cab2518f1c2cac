"""`python import_like_lambda.py NAMES MODULES…`: import the modules with no installed packages but those named."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.metadata import packages_distributions

_OURS = frozenset({"omnigen", "functions"})


class OnlyLayers:
    """A finder that goes first and refuses what Lambda would not have."""

    def __init__(self, distributions: set[str]) -> None:
        installed = packages_distributions()
        self._foreign = {
            top
            for top, owners in installed.items()
            if top not in _OURS and not {re.sub(r"[-_.]+", "-", owner).lower() for owner in owners} & distributions
        }

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        """None leaves it to the other finders."""
        if name.partition(".")[0] in self._foreign:
            raise ModuleNotFoundError(f"{name} is in none of the layers", name=name)
        return None


def main(distributions: str, *modules: str) -> None:
    """Import them all."""
    sys.meta_path.insert(0, OnlyLayers(set(distributions.split(","))))
    for module in modules:
        importlib.import_module(module)


if __name__ == "__main__":
    main(*sys.argv[1:])
