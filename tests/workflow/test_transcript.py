"""A recording without its words: they are written down, shown at the script's gate, corrected there, and said so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from omnigen.domain.job import JobStatus
from omnigen.domain.storage_keys import uploads_prefix
from omnigen.errors import InvalidRequest
from omnigen.jobs import admission
from omnigen.jobs.editing import edit_script
from omnigen.jobs.estimate import estimate, remaining
from omnigen.providers.offline.speech.synthesis import speak
from omnigen.runtime.context import AppContext
from omnigen.runtime.labels import keep_label

from local.emulator.cloud import LocalCloud
from tests.builders import a_brief
from tests.unit.compliance.ads import LABEL
from tests.workflow.driver import COMPOSING_AT_ONCE, Drive

SAID = "Learn the guitar in ten minutes a day. Short lessons, real songs, no pressure. Start your first lesson free."


@pytest.fixture(scope="module")
def cloud_options() -> Mapping[str, Any]:
    return COMPOSING_AT_ONCE


@pytest.fixture
def recording(app: AppContext) -> str:
    """The key of an upload of ada's in which `SAID` is said."""
    key = f"{uploads_prefix('ada')}said.wav"
    app.aws.objects.put(key, speak(SAID).wav, "audio/wav")
    return key


def brief_of(recording: str, **changes: Any) -> Any:
    facts = {"prompt": "An ad for a guitar school", "duration": 12, "music": {"enabled": False}, "pictures": "stills"}
    narration = {"upload": recording, "language": "en"}
    return a_brief(**facts | {"narration": narration, "captions": "burned", "review": ("script",)} | changes)


def test_what_is_heard_is_the_script_and_what_is_corrected_at_its_gate_is_said(
    cloud: LocalCloud, app: AppContext, recording: str
) -> None:
    brief = brief_of(recording)
    assert [item.kind for item in estimate(app, "ada", brief).items][:2] == ["transcript", "script"]
    drive = Drive(cloud, app, admission.submit_once(app, "ada", brief).job_id)
    drive.gates("script")
    job = drive.job
    heard = job.narration.transcript
    assert heard.startswith("Learn the guitar in")
    assert job.spoken_text.split() == heard.split()
    assert drive.bought() == {"transcript": 1, "script": 1}
    assert "transcript" not in {item.kind for item in remaining(app, job).items}
    script = job.written_script
    first, *others = script.segments
    corrected = first.model_copy(update={"text": first.text.replace("Learn", "Master")})
    edit_script(app, job, script.model_copy(update={"segments": (corrected, *others)}))
    drive.decide("script")
    job = drive.end()
    assert job.status is JobStatus.COMPLETED, job.error_message
    assert drive.bought()["transcript"] == 1
    assert "speech" not in drive.bought()
    assert [take.text.split()[0] for take in job.narration.takes] == ["Master"]
    assert job.narration.takes[0].text.split() == job.spoken_text.split()


def test_an_ad_for_a_medicine_brings_the_words_of_its_recording(app: AppContext, recording: str) -> None:
    brief = brief_of(recording, mode="pharma", label=keep_label(app, "ada", LABEL), duration=75)
    with pytest.raises(InvalidRequest, match="held against the label") as refused:
        admission.submit_once(app, "ada", brief)
    assert refused.value.field == "script_text"


def test_a_recording_in_which_nobody_speaks_is_refused_before_a_script_is_bought(
    cloud: LocalCloud, app: AppContext, recording: str
) -> None:
    tone = speak("Sh").wav
    app.aws.objects.put(recording, tone[:44] + bytes([0, 32] * 24_000), "audio/wav")
    job = (drive := Drive(cloud, app, admission.submit_once(app, "ada", brief_of(recording)).job_id)).end()
    assert job.status is JobStatus.FAILED
    assert "No words were understood" in str(job.error_message)
    assert drive.bought() == {"transcript": 1}
