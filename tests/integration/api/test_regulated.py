"""Ads for medicines by the API: the label, what is refused before it costs, reports, waivers, approvals, packets."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from omnigen.domain.approvals import first_broken
from omnigen.media.packet_file import verify_packet
from omnigen.runtime.context import AppContext

from tests.builders import a_video
from tests.integration.api.conftest import Ask
from tests.integration.conftest import Footage
from tests.regulated import a_held_job, a_regulated_job, finished
from tests.unit.compliance.ads import LABEL, PROVISION, an_ad

LABEL_JSON = LABEL.model_dump(mode="json")
BRIEF = {"prompt": "Veloria", "mode": "pharma", "duration": 75, "pictures": "stills", "stop_at": "script"}
REPOSITORY = Path(__file__).parents[3]


def test_an_ad_for_a_medicine_needs_a_label(ask: Ask) -> None:
    answer = ask("POST", "/generate", BRIEF)
    assert (answer.status, answer.json["field"]) == (422, "label")
    assert "needs the product's label" in answer.json["detail"]


def test_a_label_is_kept_once_by_its_content_and_the_job_names_it(ask: Ask, app: AppContext) -> None:
    text = (REPOSITORY / "examples" / "label.toml").read_text(encoding="utf-8")
    first, again = ask("POST", "/labels", {"files": [text]}), ask("POST", "/labels", {"files": [text]})
    assert first.status == 201
    assert first.json["label_id"] == again.json["label_id"]
    assert ask("GET", f"/labels/{first.json['label_id']}").json["label"]["brand"] == "Veloria"
    assert Ask("eve")("GET", f"/labels/{first.json['label_id']}").status == 404
    job = ask("POST", "/generate", {**BRIEF, "label": first.json["label_id"]}).json
    assert ask("GET", f"/jobs/{job['job_id']}").json["brief"]["label"] == first.json["label_id"]


def test_a_label_larger_than_a_brief_may_be_is_accepted_whole(ask: Ask) -> None:
    large = LABEL_JSON | {"warnings": [f"{number}. {'Serious infections can happen. ' * 60}" for number in range(39)]}
    answer = ask("POST", "/generate", {**BRIEF, "label": large})
    assert answer.status == 202, answer.text
    stored = ask("GET", f"/jobs/{answer.json['job_id']}").json["brief"]
    assert stored["label"].startswith("lbl_")
    assert float(stored["narration"]["speeds"]["risk"]) == 0.9


def test_a_structured_label_is_completed_by_a_second_file(ask: Ask) -> None:
    spl = (REPOSITORY / "tests" / "unit" / "compliance" / "label.xml").read_text(encoding="utf-8")
    alone = ask("POST", "/labels", {"files": [spl]})
    assert alone.status == 422
    assert "ad_type" in alone.json["detail"]
    added = 'ad_type = "reminder"\nboxed_warning = ""'
    assert ask("POST", "/labels", {"files": [spl, 'ad_type = "reminder"']}).status == 201
    assert "boxed_warning" in ask("POST", "/labels", {"files": [spl, added]}).json["detail"]


def test_thirty_seconds_for_140_words_of_risk_are_refused_with_the_shortest_length_at_no_cost(
    app: AppContext,
) -> None:
    statement = " ".join([LABEL.major_statement or "", *["Tell your doctor about every medicine that you take."] * 13])
    statement = " ".join(statement.split()[:139]) + " nausea."
    label = LABEL_JSON | {"major_statement": statement}
    answer = Ask("bob")("POST", "/generate", {**BRIEF, "duration": 30, "label": label})
    assert answer.status == 422
    assert answer.json["detail"] == (
        "An ad of 30 s cannot hold 140 words of risk: they take 56 s, and the shortest ad with them is 82 s. "
        "Ask for at least 82 s, or make a reminder or help-seeking ad"
    )
    assert list(app.aws.usage.jobs("bob", "running")) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"label": LABEL_JSON | {"market": "CA"}}, "In Canada"),
        ({"label": LABEL_JSON, "mode": "creative_ad"}, "A label belongs to the mode pharma"),
        ({"label": LABEL_JSON, "narration": {"language": "de"}}, "English only"),
        ({"label": LABEL_JSON, "narration": {"enabled": False}}, "says its risks aloud"),
        ({"label": LABEL_JSON, "narration": {"speeds": {"risk": 1.1}}}, "choose for risk at most what benefit has"),
        ({"label": LABEL_JSON | {"ad_type": "reminder"}}, "PH-002"),
        ({"label": "lbl_" + "0" * 64}, "There is no label"),
    ],
)
def test_what_cannot_pass_is_refused_before_it_costs(ask: Ask, changes: dict[str, Any], words: str) -> None:
    answer = ask("POST", "/generate", {**BRIEF, **changes})
    assert answer.status == 422, answer.text
    assert words in answer.text


def test_an_own_script_without_its_risks_is_refused_with_the_rules_it_fails(ask: Ask) -> None:
    text = f"Veloria is the safest choice. {PROVISION}"
    own = {name: value for name, value in BRIEF.items() if name != "prompt"} | {"script_text": text, "review": []}
    answer = ask("POST", "/generate", {**own, "label": LABEL_JSON})
    assert (answer.status, answer.json["field"]) == (422, "script_text")
    for rule in ("PH-010", "PH-080", "PH-081"):
        assert rule in answer.json["detail"]


def test_a_project_keeps_the_label_of_its_medicine(ask: Ask) -> None:
    product = {"name": "Veloria", "description": "A tablet for adults"}
    made = ask("POST", "/projects", {"product": product, "mode": "pharma", "label": LABEL_JSON})
    assert made.json["label"] == LABEL.reference
    brief = {name: value for name, value in BRIEF.items() if name != "prompt"}
    assert ask("POST", "/generate", {**brief, "project_id": made.json["project_id"]}).status == 202


def test_the_report_of_a_video_has_every_rule_with_measure_limit_place_and_basis(ask: Ask, app: AppContext) -> None:
    job = a_held_job(app, an_ad().spoken("risk", voice_lufs=-30.0, music_lufs=-50.0))
    report = ask("GET", f"/videos/{job.videos[0].id}/compliance").json
    assert (report["status"], report["delivered"]) == ("failed", False)
    [loud] = [rule for rule in report["rules"] if rule["id"] == "PH-021"]
    assert loud["basis"] == "law"
    [finding] = loud["findings"]
    assert finding["measured"] == "-30.0 LUFS"
    assert finding["limit"] == "-19.0 LUFS"
    assert finding["place"]["start_seconds"] == 25.0
    assert len(report["rules"]) == 33
    assert {one["role"] for one in report["segments"]} == {"brand", "benefit", "risk", "provision"}
    assert "compliant" not in str(report)


def test_a_waiver_needs_a_named_person_and_a_reason_and_stays_in_the_report(ask: Ask, app: AppContext) -> None:
    job = a_held_job(app, an_ad().spoken("risk", voice_lufs=-30.0))
    place = f"/videos/{job.videos[0].id}/waivers"
    assert ask("POST", place, {"rule_id": "PH-021", "person": "Ada"}).status == 422
    assert ask("POST", place, {"rule_id": "PH-021", "person": " ", "reason": "loud"}).status == 422
    assert ask("POST", place, {"rule_id": "PH-999", "person": "Ada", "reason": "loud"}).json["field"] == "rule_id"
    report = ask("POST", place, {"rule_id": "PH-021", "person": "Ada", "reason": "Heard on loudspeakers"}).json
    assert report["status"] == "needs_person"
    assert report["waivers"][0]["person"] == "Ada"


def test_approvals_form_a_chain_over_the_file(ask: Ask, app: AppContext) -> None:
    job = a_held_job(app, an_ad())
    place = f"/videos/{job.videos[0].id}/approvals"
    ask("POST", place, {"role": "medical", "person": "Grace"})
    assert len(ask("POST", place, {"role": "legal", "person": "Ada"}).json["approvals"]) == 2
    chain = app.aws.jobs.get(job.job_id).approvals
    assert first_broken(chain) is None
    assert {one.artifact_sha256 for one in chain} == {job.videos[0].sha256}


def test_a_video_that_is_no_ad_for_a_medicine_has_no_rules(ask: Ask, keep: Any) -> None:
    job = keep()
    assert ask("GET", f"/jobs/{job.job_id}/compliance").status == 404


@pytest.mark.parametrize("regulated", [True, False])
def test_a_packet_is_made_for_every_mode_and_verifies(
    ask: Ask, app: AppContext, footage: Footage, tmp_path: Path, keep: Any, *, regulated: bool
) -> None:
    clip = footage.clip("finished.mp4", seconds=75 if regulated else 6, size="64x36")
    app.aws.objects.put_file("users/ada/finished.mp4", clip, "video/mp4")
    if regulated:
        job = a_regulated_job(app)
        job = job.model_copy(update={"videos": (finished(app, job, key="users/ada/finished.mp4"),)})
        app.aws.jobs.create(job)
    else:
        job = keep()
        video = a_video(id=f"{job.job_id}-v01", key="users/ada/finished.mp4", sha256="b" * 64)
        job = app.aws.artifacts.video(job, video)
    ask("POST", f"/videos/{job.job_id}-v01/approvals", {"role": "brand", "person": "Grace"})
    made = ask("POST", f"/videos/{job.job_id}-v01/packet")
    assert made.status == 201, made.text
    path = tmp_path / "packet.zip"
    app.aws.objects.get_file(f"users/ada/jobs/{job.job_id}/final/packet-v01.zip", path)
    assert verify_packet(path) == []
    with zipfile.ZipFile(path) as packet:
        names = set(packet.namelist())
        page = packet.read("index.html").decode()
    assert {"video.mp4", "storyboard/scene-01.jpg", "transcript.json", "models.json", "approvals.json"} <= names
    assert ("claims.json" in names) is regulated
    assert "Grace" in page
