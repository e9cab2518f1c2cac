"""The diagrams of the documents have the names and arrows of the code."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from omnigen.deployment.resources import FUNCTIONS, TABLES
from omnigen.domain.job_status import TRANSITIONS
from omnigen.domain.purchase import Purchase, PurchaseStatus

from tests.documents.data_model import PAGE, drawn
from tests.documents.vocabulary import ROOT


def diagrams(page: str, kind: str) -> list[str]:
    """The Mermaid blocks of one kind on a page."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = [block for block in re.findall(r"^```mermaid\n(.*?)^```", text, re.DOTALL | re.M) if block.startswith(kind)]
    assert found, f"docs/{page} has no {kind}"
    return found


def test_data_model_is_drawn_from_the_code() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page == drawn(page), "run: python -m tests.documents.data_model"


def test_every_table_and_its_items_are_described() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^\| `([\w-]+)` \| ", text.partition("| table |")[2].partition("\n\n")[0], re.M) == [
        table.name for table in TABLES
    ]


def test_arrows_between_statuses_are_the_transitions() -> None:
    arrows = re.findall(r"^ +(\w+) --> (\w+) :", diagrams("job-lifecycle.md", "stateDiagram-v2")[0], re.M)
    assert len(arrows) == len(set(arrows))
    assert set(arrows) == {(source, target) for source, targets in TRANSITIONS.items() for target in targets}


def states(machine: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every state of a machine, those inside Map and Parallel too."""
    for name, state in machine["States"].items():
        yield name, state
        for part in [*state.get("Branches", []), *([state["ItemProcessor"]] if "ItemProcessor" in state else [])]:
            yield from states(part)


def test_sequence_of_a_job_calls_the_functions_of_the_state_machine() -> None:
    machine = json.loads((ROOT / "statemachine" / "video.asl.json").read_text(encoding="utf-8"))
    called = {
        state["Parameters"]["FunctionName"].strip("${}")
        for _, state in states(machine)
        if state["Type"] == "Task" and "FunctionName" in state["Parameters"]
    }
    sequence = diagrams("job-lifecycle.md", "sequenceDiagram")[0]
    messages = re.findall(r"^ +Machine->>Stages: (\w+)", sequence, re.M)
    assert set(messages) == called
    assert "Machine->>Task: ComposeVideo" in sequence
    assert "ComposeVideo" in dict(states(machine))


def test_sequence_of_a_job_goes_through_the_states_in_their_order() -> None:
    machine = json.loads((ROOT / "statemachine" / "video.asl.json").read_text(encoding="utf-8"))
    order = [name for name, _ in states(machine)]
    sequence = diagrams("job-lifecycle.md", "sequenceDiagram")[0]
    drawn_states = re.findall(r"^ +Machine->>(?:Stages|Task): (\w+)", sequence, re.M)
    drawn_states.remove("OpenReview")  # at four gates, each with a state of its own
    assert drawn_states == sorted(drawn_states, key=order.index)


def test_every_function_is_on_the_page_of_the_job() -> None:
    text = (ROOT / "docs" / "job-lifecycle.md").read_text(encoding="utf-8")
    assert [function.name for function in FUNCTIONS if function.name not in text] == []


def test_sequence_of_a_purchase_has_its_statuses_and_fields() -> None:
    sequence = diagrams("purchases.md", "sequenceDiagram")[0]
    text = (ROOT / "docs" / "purchases.md").read_text(encoding="utf-8")
    assert [status for status in PurchaseStatus if f"`{status}`" not in text] == []
    fields = set(re.findall(r"\b(\w+_(?:usd|id))\b", sequence))
    assert fields
    assert fields <= {*Purchase.model_fields, "committed_usd"}


def test_every_crash_point_has_its_row_and_its_test() -> None:
    text = (ROOT / "docs" / "purchases.md").read_text(encoding="utf-8")
    points = re.findall(r"Note over Stage(?:,Vendor)?: ([①-⑳])", diagrams("purchases.md", "sequenceDiagram")[0])
    rows = re.findall(r"^\| ([①-⑳ ]+)[^|]*\|.*\| `(test_\w+)` \|$", text, re.M)
    assert points
    assert sorted(set(points)) == sorted({point for row, _ in rows for point in row.replace(" ", "")})
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for _, name in rows if f"def {name}(" not in sources] == []


def test_layers_are_those_of_the_import_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = [layer for contract in contracts if contract["type"] == "layers" for layer in _plain(contract["layers"])]
    picture = diagrams("architecture.md", "flowchart")[0]
    nodes = dict(re.findall(r'^ +(\w+)\["(.+?)"\]', picture, re.M))
    arrows = re.findall(r"^ +(\w+) --> (\w+)$", picture, re.M)
    assert [nodes[source] for source, _ in arrows] + [nodes[arrows[-1][1]]] == layers
    assert [target for _, target in arrows[:-1]] == [source for source, _ in arrows[1:]]


def _plain(layers: list[str]) -> list[str]:
    """The layers of a contract, but for the one that a second contract opens up."""
    return [layer for layer in layers if layer != "omnigen"]
