"""Labels of medicines: read from files and kept, to be named by their id in briefs and projects."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from omnigen.compliance import label_from_files
from omnigen.domain.job_view import ViewModel
from omnigen.domain.product_label import ProductLabel
from omnigen.domain.strict_model import StrictModel
from omnigen.runtime.labels import keep_label, kept_label
from pydantic import Field

from functions.api.auth import request_context
from functions.api.routes.router import Routes

router = Routes()

LabelFile = Annotated[str, Field(min_length=1, max_length=250_000)]


class LabelRequest(StrictModel):
    """The text of a label's file: JSON, TOML or SPL (XML). A later file adds to an earlier one and corrects it."""

    files: Annotated[tuple[LabelFile, ...], Field(min_length=1, max_length=3)]


class LabelResponse(ViewModel):
    """A kept label and its id."""

    label_id: str
    label: ProductLabel


@router.post("/labels", status_code=201, tags=["labels"], summary="Keep the label of a medicine")
def create_label(request: LabelRequest) -> Response[LabelResponse]:
    """Reads the label and keeps it under the hash of its content; the same label has the same id."""
    call = request_context(router)
    label = label_from_files([text.encode() for text in request.files])
    view = LabelResponse(label_id=keep_label(call.app, call.user_id, label), label=label)
    return Response(201, "application/json", view, {"Location": f"/api/v1/labels/{view.label_id}"})


@router.get("/labels/<label_id>", tags=["labels"], summary="One label")
def show_label(label_id: str) -> LabelResponse:
    """The label as it was kept."""
    call = request_context(router)
    return LabelResponse(label_id=label_id, label=kept_label(call.app, call.user_id, label_id))
