"""Files of the user's own are opened and measured when the job is submitted, before anything is bought."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from omnigen.domain.job import Job
from omnigen.domain.storage_keys import uploads_prefix
from omnigen.media.recording import measure_recording
from omnigen.purchasing.orders.speech import own_recording
from omnigen.runtime.context import AppContext
from PIL import Image

from tests.integration.api.conftest import Ask
from tests.integration.conftest import Footage
from tests.integration.media.test_recording import tone
from tests.integration.media.test_still_image import png_of_one_row

TEXT = "Morning starts quietly. One bottle, filled at home, stays cold until the evening. Take it along."
Put = Callable[[str, bytes], str]


@pytest.fixture
def put(app: AppContext) -> Put:
    """Puts a file where ada's upload form would have put it."""

    def upload(name: str, data: bytes) -> str:
        key = f"{uploads_prefix('ada')}{name}"
        app.aws.objects.put(key, data, "application/octet-stream")
        return key

    return upload


def script_with(recording: str, **changes: Any) -> dict[str, Any]:
    return {"script_text": TEXT, "duration": 15, "narration": {"upload": recording}} | changes


@pytest.mark.parametrize("name", ["voice.m4a", "voice.opus", "voice.flac"])
def test_a_recording_of_a_common_kind_is_accepted_and_kept_as_wav(
    ask: Ask, app: AppContext, keep: Callable[..., Job], put: Put, footage: Footage, name: str
) -> None:
    key = put(name, tone(footage, name, *(("-c:a", "aac") if name.endswith("m4a") else ())))
    assert ask("POST", "/scripts", script_with(key)).status == 202
    job = keep()
    speech = own_recording(app, job, key).take
    assert (speech.key.endswith(".wav"), speech.key.startswith(f"users/ada/jobs/{job.job_id}/")) == (True, True)
    assert float(speech.seconds) == pytest.approx(2, abs=0.1)
    assert float(measure_recording(app.aws.objects.get(speech.key)).seconds) == pytest.approx(2, abs=0.1)


def test_a_wav_of_usual_level_is_used_as_it_is(
    app: AppContext, keep: Callable[..., Job], put: Put, footage: Footage
) -> None:
    key = put("plain.wav", tone(footage, "plain.wav", volume="0dB"))
    job = keep()
    speech = own_recording(app, job, key).take
    assert speech.key.startswith(f"users/ada/jobs/{job.job_id}/")  # the upload expires
    assert app.aws.objects.get(speech.key) == app.aws.objects.get(key)


@pytest.mark.parametrize(
    ("volume", "seconds", "reason"),
    [("-90dB", 2, "silent"), ("-18dB", 20, r"20.0 s long; a video of 15 s has room for 14.75 s")],
    ids=["silent", "too long"],
)
def test_a_recording_of_no_use_is_refused_at_once_naming_its_field(
    ask: Ask, put: Put, footage: Footage, volume: str, seconds: float, reason: str
) -> None:
    key = put("bad.wav", tone(footage, f"bad{volume}{seconds}.wav", volume=volume, seconds=seconds))
    answer = ask("POST", "/scripts", script_with(key))
    assert (answer.status, answer.json["field"], answer.json["fixable_by"]) == (422, "narration.upload", "user")
    assert reason in answer.json["detail"]


def test_a_recording_in_a_language_that_no_model_understands_needs_its_words(
    ask: Ask, put: Put, footage: Footage
) -> None:
    key = put("said.wav", tone(footage, "said.wav"))
    brief = {"prompt": "A calm ad for a bottle", "duration": 15, "narration": {"upload": key, "language": "de"}}
    answer = ask("POST", "/generate", brief)
    assert (answer.status, answer.json["field"]) == (422, "narration.upload")
    assert "send them as script_text" in answer.json["detail"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"%PDF-1.7", "no PNG, JPEG or WebP"), (png_of_one_row(12_000, 12_000), "144 megapixels")],
    ids=["no image", "too many pixels"],
)
def test_a_style_image_of_no_use_is_refused_at_once(ask: Ask, put: Put, data: bytes, reason: str) -> None:
    good = io.BytesIO()
    Image.new("RGB", (64, 48)).save(good, "PNG")
    images = [put("good.png", good.getvalue()), put("bad.png", data)]
    answer = ask("POST", "/scripts", {"script_text": TEXT, "duration": 15, "style_images": images})
    assert (answer.status, answer.json["field"], answer.json["fixable_by"]) == (422, "style_images", "user")
    assert "Style image 2 is of no use: It" in answer.json["detail"]
    assert reason in answer.json["detail"]


def test_a_form_is_given_for_every_kind_of_recording(ask: Ask) -> None:
    for media_type, ending in {
        "audio/mp4": ".m4a",
        "audio/ogg": ".ogg",
        "audio/flac": ".flac",
        "audio/webm": ".webm",
    }.items():
        answer = ask("POST", "/uploads", {"kind": "narration", "media_type": media_type})
        assert answer.status == 201
        assert answer.json["key"].endswith(ending)
