"""The registry as it would be after a check of the models: a diff for people to read, never written by itself."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.resources import files
from typing import Any

from omnigen.providers.model_check import CheckedModel, VendorReport

REGISTRY_FOLDER = "layers/omnigen/providers/models"

Entry = dict[str, Any]


def registry_diff(checked: Sequence[CheckedModel], today: date) -> str:
    """A unified diff of the registry's files by what the vendors say; empty when nothing is to be changed.

    Ends that vendors announce, and models that they do not know any more; input fields and values that a model does not
    take any more, and lengths that it takes. Whatever was read gets its source and today's date. Prices are in no
    vendor's API, so they stay.
    """
    parts = []
    for vendor in ("openai", "replicate"):
        before = files(__package__).joinpath("models", f"{vendor}.json").read_text(encoding="utf-8")
        reports = {one.model.id: one.report for one in checked if one.report}
        entries = [_changed(entry, reports.get(entry["id"]), today) for entry in json.loads(before)]
        after = json.dumps(entries, indent=1, ensure_ascii=False) + "\n"
        name = f"{REGISTRY_FOLDER}/{vendor}.json"
        lines = difflib.unified_diff(
            before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
        )
        parts.append("".join(lines))
    return "".join(parts)


def _changed(entry: Entry, report: VendorReport | None, today: date) -> Entry:
    if report is None:
        return entry
    changed: Entry = json.loads(json.dumps(entry))
    known_end = entry.get("retires_on")
    if report.gone and not (known_end and known_end <= today.isoformat()):
        _set_end(changed, today, "the vendor's API does not know it any more", today)
    elif report.end and report.end.isoformat() != known_end:
        _set_end(changed, report.end, f"shutdown_date in GET /v1/models/{entry['id']}", today)
    if report.fields:
        _take_fields(changed, report)
        source = f"schema of the latest version in GET /v1/models/{entry['id']} at api.replicate.com"
        _set_fact(changed, "inputs", source, today)
    return changed


def _set_end(entry: Entry, end: date, source: str, today: date) -> None:
    entry["retires_on"] = end.isoformat()
    entry.pop("at_risk", None)
    _set_fact(entry, "end", source, today)


def _take_fields(entry: Entry, report: VendorReport) -> None:
    """Leave out what the model does not take any more; offer the lengths that it takes."""
    inputs: Mapping[str, str] = entry.get("inputs", {})
    kept = {ours: theirs for ours, theirs in inputs.items() if theirs in report.fields}
    for name, values in (("inputs", kept), ("options", _allowed_options(entry, report))):
        if name in entry:
            entry[name] = values
    for ours, names in (("aspect_ratio", "ratios"), ("resolution", "resolutions")):
        allowed = report.allowed(inputs.get(ours, ""))
        if allowed and names in entry:
            entry[names] = {one: theirs for one, theirs in entry[names].items() if theirs in allowed}
    lengths = [one for one in report.allowed(inputs.get("seconds", "")) if isinstance(one, int) and one > 0]
    if lengths and "durations_seconds" in entry:
        entry["durations_seconds"] = [str(one) for one in sorted(lengths)]


def _allowed_options(entry: Entry, report: VendorReport) -> Entry:
    options: Entry = entry.get("options", {})
    return {
        name: value
        for name, value in options.items()
        if name in report.fields and (not report.allowed(name) or value in report.allowed(name))
    }


def _set_fact(entry: Entry, about: str, source: str, today: date) -> None:
    fact = {"about": about, "source": source, "checked_on": today.isoformat()}
    others = [known for known in entry["facts"] if known["about"] != about]
    place = next((index for index, known in enumerate(entry["facts"]) if known["about"] == about), len(others))
    entry["facts"] = [*others[:place], fact, *others[place:]]
