"""`python -m infra.cost` writes docs/cost.md. No network, no account."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import aws_cdk as cdk

from infra import ROOT
from infra.app import build
from infra.cost.measured import read_measured
from infra.cost.page import render
from infra.cost.prices import read_prices
from infra.cost.template import facts_of

PAGE = ROOT / "docs" / "cost.md"


def main() -> None:
    """Synthesise, without building layers, and write the page."""
    context = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
    with tempfile.TemporaryDirectory() as folder:
        app = cdk.App(
            context={**context, "aws:cdk:bundling-stacks": []},
            outdir=folder,
            analytics_reporting=False,
            tree_metadata=False,
            builtin_cloud_formation_validation=False,
        )
        build(app).synth()
        facts = facts_of(Path(folder) / "assembly-Prod")
    PAGE.write_text(render(facts, read_measured(), read_prices()), encoding="utf-8")


if __name__ == "__main__":
    main()
