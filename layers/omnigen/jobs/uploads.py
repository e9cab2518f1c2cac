"""Files that a brief names: opened and measured when the job is submitted, before anything is bought."""

from __future__ import annotations

from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Captions
from omnigen.domain.storage_keys import uploads_prefix
from omnigen.errors import InvalidRequest, MediaRefused
from omnigen.media.still_image import check_image
from omnigen.purchasing.orders.speech import measure_own_recording
from omnigen.runtime.context import AppContext


def open_uploads(app: AppContext, user_id: str, brief: Brief) -> None:
    """Check that every file is the caller's own, can be decoded and fits the video.

    InvalidRequest, naming the field, for a file that is not there, not the caller's, or of no use.
    """
    for number, key in enumerate(brief.style_images, 1):
        data = _own_file(app, user_id, key, "style_images")
        try:
            check_image(data)
        except MediaRefused as error:
            raise InvalidRequest(f"Style image {number} is of no use: {error}", "style_images") from error
    if brief.narration.upload:
        _check_words(brief)
        recording = _own_file(app, user_id, brief.narration.upload, "narration.upload")
        measure_own_recording(recording, brief.duration)


def _check_words(brief: Brief) -> None:
    """Captions show the brief's own text, so with a prompt they would show words that nobody says."""
    if not brief.script_text and brief.captions is not Captions.NONE:
        raise InvalidRequest(
            "A recording of your own needs its words for the captions: send them as script_text, "
            "or set captions to none",
            "narration.upload",
        )


def _own_file(app: AppContext, user_id: str, key: str, field: str) -> bytes:
    if not key.startswith(uploads_prefix(user_id)) or app.aws.objects.size(key) is None:
        raise InvalidRequest(
            f"There is no upload {key!r} of yours; upload the file first, with POST /uploads, and give its key", field
        )
    return app.aws.objects.get(key)
