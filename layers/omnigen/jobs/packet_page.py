"""The page of a review packet: one HTML file that shows what the packet holds, without scripts or a network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from omnigen.compliance import ComplianceReport
from omnigen.domain.job import Job, Video
from omnigen.jobs.rule_reports import RuleReport

_STYLE = """body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#15191d}
h1{font-size:1.6rem}h2{margin-top:2.2rem;border-bottom:1px solid #ccc}video,img{max-width:100%;height:auto}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #ccc;padding:.35rem .5rem;text-align:left;
vertical-align:top}code{overflow-wrap:anywhere}.grid{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));
gap:1rem}figure{margin:0}.failed{background:#fde8e6}.needs_person{background:#fff4d6}.passed{background:#e7f6ea}"""

_RESULTS = {"passed": "passed", "failed": "failed", "needs_person": "needs a person"}


def packet_page(job: Job, video: Video, documents: Mapping[str, Any], report: RuleReport | None) -> str:
    """The whole page. `documents` are the packet's JSON files by name."""
    title = escape(job.title or video.id)
    sections = [
        f"<h1>{title}</h1>{_facts(job, video, report)}",
        '<h2>Video</h2><video src="video.mp4" controls></video>',
        *(_rules(report) if report else []),
        f"<h2>Storyboard</h2>{_pictures(documents['storyboard.json'], 'narration')}",
        f"<h2>Transcript</h2>{_table(documents['transcript.json'], ('start_seconds', 'end_seconds', 'role', 'text'))}",
        *(
            [
                f"<h2>Supers as rendered</h2>{_pictures(documents['supers.json'], 'text')}",
                f"<h2>Claims and their evidence</h2>{_table(documents['claims.json'], _CLAIM_COLUMNS)}",
                f"<h2>Draft of Form FDA 2253</h2>{_pairs(documents['form_2253_draft.json'])}",
            ]
            if report
            else []
        ),
        f"<h2>Models</h2>{_table(documents['models.json'], ('made', 'model'))}",
        f"<h2>Approvals</h2>{_approvals(documents['approvals.json'])}",
    ]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>'
        f"<body>{''.join(sections)}</body></html>\n"
    )


_CLAIM_COLUMNS = ("id", "text", "section", "evidence")


def _facts(job: Job, video: Video, report: RuleReport | None) -> str:
    facts = {
        "job": job.job_id,
        "video": video.id,
        "SHA-256 of video.mp4": video.sha256,
        "length": f"{video.duration} s, {video.frames} frames, {video.width} x {video.height}",
        "delivered": "yes" if video.key == job.video_key else "no",
    }
    if report:
        label = report.ad.label
        facts |= {
            "product": ", ".join(label.names) or label.indications[0],
            "label": f"version {label.version or 'none'}, {job.brief.label}",
            "rule set": report.rules.version,
            "result": _RESULTS[report.status],
        }
    return _pairs(facts)


def _rules(report: RuleReport) -> Iterable[str]:
    yield "<h2>Rules</h2><p>An engineering reading of the sources, and no legal advice.</p>"
    for words, half in (("Before spending", report.plan), ("On the finished file", report.file)):
        yield f"<h3>{words}: {_RESULTS[half.status]}</h3>{_findings(half)}"


def _findings(report: ComplianceReport) -> str:
    rows = [
        f'<tr class="{one.status}"><td>{escape(one.rule_id)}</td><td>{_RESULTS[one.status]}</td>'
        f"<td>{escape(one.severity)}, {escape(one.basis)}</td><td>{escape(one.message)}{_waived(one.waiver)}</td>"
        f"<td>{escape(one.measured)}</td><td>{escape(one.limit)}</td><td>{_time(one.place.start_seconds)}</td></tr>"
        for one in report.findings
    ]
    silent = [rule for rule in report.checked if all(one.rule_id != rule for one in report.findings)]
    head = "<tr><th>rule<th>result<th>kind<th>finding<th>measured<th>limit<th>at</tr>"
    return f"<table>{head}{''.join(rows)}</table><p>Passed without a word: {', '.join(silent)}</p>"


def _waived(waiver: Any) -> str:
    if waiver is None:
        return ""
    return f"<br><b>Waived</b> by {escape(waiver.person)} on {_day(waiver.at)}: {escape(waiver.reason)}"


def _pictures(rows: Sequence[Mapping[str, Any]], words: str) -> str:
    figures = [
        f'<figure><img src="{escape(str(row["picture"]))}" alt=""><figcaption>'
        f"{_time(row['start_seconds'])} to {_time(row['end_seconds'])}<br>{escape(str(row[words]))}"
        "</figcaption></figure>"
        for row in rows
    ]
    return f'<div class="grid">{"".join(figures)}</div>'


def _table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> str:
    head = "".join(f"<th>{escape(name.replace('_', ' '))}" for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(name, row[name])}</td>' for name in columns)}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def _approvals(found: Mapping[str, Any]) -> str:
    chain = [{**entry, "at": _day(entry["at"])} for entry in found["chain"]]
    reviews = [{**one, "decided_at": _day(one["decided_at"])} for one in found["reviews"]]
    gates = ("gate", "scene_id", "decision", "decided_by", "decided_at", "reason", "artifact_hash")
    named = _table(chain, ("role", "person", "at", "artifact_sha256", "sha256")) if chain else "<p>None yet.</p>"
    return named + (f"<h3>Decisions at review gates</h3>{_table(reviews, gates)}" if reviews else "")


def _pairs(values: Mapping[str, Any]) -> str:
    rows = (f"<tr><th>{escape(name.replace('_', ' '))}</th><td>{_cell(name, value)}</td></tr>"
            for name, value in values.items())  # fmt: skip
    return f"<table>{''.join(rows)}</table>"


def _cell(name: str, value: Any) -> str:
    if name.endswith("_seconds") and isinstance(value, float):
        return _time(value)
    if isinstance(value, list):
        return escape(", ".join(map(str, value)))
    return f"<code>{escape(value)}</code>" if "sha256" in name else escape("" if value is None else str(value))


def _time(seconds: float | None) -> str:
    return "" if seconds is None else f"{int(seconds // 60)}:{seconds % 60:05.2f}"


def _day(at: int) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"
