"""JSON in the documents is what the program answers, and Python in them compiles and imports."""

from __future__ import annotations

import ast
import importlib
import json
import re
from collections.abc import Mapping

import pytest
from omnigen.domain.estimate import Estimate, LineItem
from omnigen.domain.webhook import body_of
from pydantic import BaseModel

from functions.api.responses import JobAccepted, ScriptResponse
from tests.documents.vocabulary import ROOT, pages


def marked(language: str) -> list[tuple[str, str]]:
    """Page and text of every block in a language."""
    return [
        (page.relative_to(ROOT).as_posix(), text)
        for page in pages()
        for text in re.findall(rf"^```{language}\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.M)
    ]


ANSWERS: Mapping[str, list[type[BaseModel] | None]] = {
    "docs/flows/one-shot.md": [Estimate, JobAccepted],
    "docs/flows/script-and-storyboard.md": [ScriptResponse],
    "docs/webhooks.md": [None, None],
}
"""The model of each JSON block, page by page; None for what is no answer of the API."""


def test_every_json_block_has_a_model() -> None:
    shown = [page for page, _ in marked("json")]
    assert shown == [page for page, models in sorted(ANSWERS.items()) for _ in models]


@pytest.mark.parametrize("page", ANSWERS)
def test_json_blocks_have_fields_of_their_models_only(page: str) -> None:
    blocks = [json.loads(text) for name, text in marked("json") if name == page]
    for block, model in zip(blocks, ANSWERS[page], strict=True):
        if model is not None:
            assert set(block) <= set(model.model_fields)


def test_estimate_in_the_documents_can_be_read() -> None:
    block = next(json.loads(text) for _, text in marked("json") if "total_usd" in text)
    assert set(block["items"][0]) == set(LineItem.model_fields)
    assert set(block) <= set(Estimate.model_fields)
    LineItem.model_validate(block["items"][0])


def test_webhook_in_the_documents_is_the_one_that_is_sent() -> None:
    block = next(json.loads(text) for page, text in marked("json") if page == "docs/webhooks.md")
    data = block["data"]
    sent = body_of(data["job_id"], data["status"], data["run"], data["rev"], block["timestamp"])
    assert json.loads(sent) == block


@pytest.mark.parametrize(("page", "text"), marked("python"))
def test_python_compiles_and_imports_what_exists(page: str, text: str) -> None:
    imports = [node for node in ast.walk(ast.parse(text, page)) if isinstance(node, ast.ImportFrom)]
    assert imports
    for node in imports:
        module = importlib.import_module(node.module or "")
        assert [name.name for name in node.names if not hasattr(module, name.name)] == []
