"""Labels of medicines in the bucket, kept under the hash of their content: a job's label never changes under it."""

from __future__ import annotations

from omnigen.domain import storage_keys
from omnigen.domain.brief import Brief
from omnigen.domain.job import Job
from omnigen.domain.product_label import ProductLabel
from omnigen.errors import InvalidRequest, NotFound
from omnigen.runtime.context import AppContext

_JSON = "application/json"


def keep_label(app: AppContext, user_id: str, label: ProductLabel) -> str:
    """Put a label into the bucket; its id."""
    app.aws.objects.put(storage_keys.label(user_id, label.reference), label.canonical, _JSON)
    return label.reference


def kept_label(app: AppContext, user_id: str, reference: str) -> ProductLabel:
    """The user's label with this id; NotFound when there is none."""
    try:
        content = app.aws.objects.get(storage_keys.label(user_id, reference))
    except NotFound as error:
        raise NotFound(f"There is no label {reference!r} of yours; keep it with POST /labels first") from error
    return ProductLabel.model_validate_json(content)


def label_in(app: AppContext, user_id: str, brief: Brief) -> ProductLabel | None:
    """The label of a brief, whole; None where it has none. InvalidRequest for an id that names none of the user's."""
    if not isinstance(brief.label, str):
        return brief.label
    try:
        return kept_label(app, user_id, brief.label)
    except NotFound as error:
        raise InvalidRequest(str(error), "label") from error


def label_of(app: AppContext, job: Job) -> ProductLabel | None:
    """The label with which a job was accepted; None where it has none."""
    return label_in(app, job.user_id, job.brief)
