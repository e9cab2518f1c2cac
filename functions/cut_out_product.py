"""Cuts the product out of its photos, before anything is bought."""

from __future__ import annotations

from omnigen.domain.messages import Empty, JobRef
from omnigen.jobs.product_photos import cut_out_photos
from omnigen.runtime.context import AppContext
from omnigen.runtime.lambda_handler import lambda_handler


def cut_out_product(event: JobRef, app: AppContext) -> Empty:
    """Keep a cut-out of each photo that has none yet. InvalidRequest, naming the photo, when one cannot be cut out."""
    cut_out_photos(app, app.aws.jobs.enter(event.job_id, event.run))
    return Empty()


handler = lambda_handler(cut_out_product)
