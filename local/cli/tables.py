"""Answers of the host as text and tables, or with `as_json` as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import ROUND_UP, Decimal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from local.cli.answers.brands import AssetAnswer, BrandAnswer
from local.cli.answers.jobs import JobAnswer, JobSummaryAnswer, ScriptPageAnswer
from local.cli.answers.offers import EstimateAnswer, ModelAnswer, ModelsAnswer, PriceAnswer, VoicesAnswer
from local.cli.answers.rules import ComplianceAnswer
from local.cli.display import stage_words
from local.cli.shots import complaint_lines, element_lines, shot_lines
from local.cli.terminal import print_json, print_line, visible

INTERRUPTED = "interrupted"
"""Shown in place of the status of a job whose host stopped while it ran; `jobs resume` takes it up."""

_UNLIMITED_WIDTH = 10_000
"""Columns of output that is no terminal: whoever reads it wants whole ids."""


def print_jobs(items: Sequence[JobSummaryAnswer], *, as_json: bool) -> None:
    """A line for each job, newest first; on standard error how to resume those that were interrupted."""
    if as_json:
        print_json(items)
        return
    table = _table("job", "created", "status", "length", "aspect ratio", "title")
    for item in items:
        about = item["title"] or item["prompt"]
        _add_row(table, item["job_id"], _when(item["created_at"]), item["status"], f"{item['duration']} s",
                 item["aspect_ratio"], about)  # fmt: skip
    _show(table)
    for item in items:
        if item["status"] == INTERRUPTED:
            print_line(f"Interrupted; to resume it: omnigen jobs resume {item['job_id']}", err=True)


def print_job(job: JobAnswer, *, as_json: bool) -> None:
    """One job: its status, cost, scenes, and why it failed."""
    if as_json:
        print_json(job)
        return
    brief = job["brief"]
    stage = "" if job["stage"] == job["status"] else f", {stage_words(job['stage'])}"
    print_line(f"{job['job_id']}  {job['status']}, {job['progress']} %{stage}")
    form = f"{brief['duration']} s, {brief['aspect_ratio']}, {brief['resolution']}, {brief['pictures']}"
    print_line(f"{job['title'] or 'without a title'}: {form}")
    print_line(f"created {_when(job['created_at'])}, run {job['run']}, {_money(job)}")
    for scene in job["scenes"]:
        print_line(f"{scene['scene_index'] + 1:2d}. {scene['duration']:g} s  {scene['narration']}")
        for line in shot_lines(scene):
            print_line(f"    {line}")
    for line in (*element_lines(job["scenes"]), *complaint_lines(job)):
        print_line(line)
    if job["status"] == INTERRUPTED:
        print_line(f"Its host stopped while it ran. To resume it: omnigen jobs resume {job['job_id']}")
    if job["error_message"]:
        print_line(f"Why it is {job['status']}: {job['error_message']}")


def print_script(written: ScriptPageAnswer, *, as_json: bool) -> None:
    """The job's id, and every scene with what is said and seen in it."""
    if as_json:
        print_json(written)
        return
    print_line(written["id"])
    for scene in written["scenes"]:
        print_line(f"{scene['scene_index'] + 1}. {scene['duration']:g} s  {scene['narration']}")
        for line in shot_lines(scene):
            print_line(f"   {line}")
    for line in element_lines(written["scenes"]):
        print_line(line)
    for complaint in written.get("script_complaints", ()):
        print_line(f"check the script: {complaint}")


def print_models(answer: ModelsAnswer, *, as_json: bool) -> None:
    """A line for each model, in the order in which it is asked; then what the last check found."""
    if as_json:
        print_json(answer)
        return
    table = _table("capability", "model", "price", "as of", "clip lengths", "state")
    for item in answer["items"]:
        lengths = ", ".join(f"{seconds:g}" for seconds in item["durations_seconds"])
        _add_row(table, item["capability"], item["id"], _price(item["price"]), item["checked_on"],
                 f"{lengths} s" if lengths else "", _state(item))  # fmt: skip
    _show(table)
    found = [finding["message"] for finding in answer["findings"]]
    if answer["last_checked_on"]:
        print_line("")
        print_line(f"Checked with their vendors on {answer['last_checked_on']}: {'' if found else 'all is well'}")
    for message in found:
        print_line(f"  {message}")


def print_assets(items: Sequence[AssetAnswer], *, as_json: bool) -> None:
    """A line for each file of the user's own, newest first."""
    if as_json:
        print_json(items)
        return
    table = _table("asset", "added", "kind", "file", "measured")
    for item in items:
        _add_row(table, item["asset_id"], _when(item["created_at"]), item["kind"], item["file_name"],
                 ", ".join(_measured(item)))  # fmt: skip
    _show(table)


def print_asset(item: AssetAnswer, *, as_json: bool) -> None:
    """One file of the user's own, with everything that was measured of it."""
    if as_json:
        print_json(item)
        return
    print_line(f"{item['asset_id']}  {item['kind']}  {item['file_name']}")
    print_line(f"{item['content_type']}, {item['bytes']:,} bytes, added {_when(item['created_at'])}")
    print_line(", ".join(_measured(item)))
    for line in (*item["warnings"], *([f"licence: {item['licence']}"] if item["licence"] else [])):
        print_line(line)
    print_line(item["url"])


def _measured(item: AssetAnswer) -> Iterator[str]:
    facts = item["facts"]
    if facts["width"]:
        yield f"{facts['width']}x{facts['height']}"
    if facts["transparent"]:
        yield "transparent"
    if facts["seconds"]:
        yield f"{facts['seconds']} s"
    if facts["loudness_lufs"]:
        yield f"{facts['loudness_lufs']} LUFS"
    if facts["font_family"]:
        yield f"{facts['font_family']} {facts['font_style']}"


def print_voices(answer: VoicesAnswer, *, as_json: bool) -> None:
    """A line for each voice; then the languages, and what a sample costs."""
    if as_json:
        print_json(answer)
        return
    table = _table("voice", "the model's name", "")
    for item in answer["items"]:
        _add_row(table, item["name"], item["speaks_as"], "default" if item["is_default"] else "")
    _show(table)
    print_line(f"Model: {answer['model']}. Languages: {', '.join(answer['languages']) or 'any'}")
    price = Decimal(answer["sample_usd"])
    cost = f"costs at most ${price:f}" if price else "is free"
    print_line(f"To listen: omnigen voices --listen VOICE. A new sample {cost}")


def print_brands(items: Sequence[BrandAnswer], *, as_json: bool) -> None:
    """A line for each brand, newest first."""
    if as_json:
        print_json(items)
        return
    table = _table("brand", "changed", "version", "name")
    for item in items:
        _add_row(table, item["brand_id"], _when(item["updated_at"]), item["rev"], item["kit"]["name"])
    _show(table)


def print_estimate(found: EstimateAnswer, *, as_json: bool, err: bool = False) -> None:
    """A line for each thing that would be bought; then what they cost together, and what stands against it."""
    if as_json:
        print_json(found)
        return
    if found["items"]:
        table = _table("what", "scene", "how much", "at most", "model")
        for item in found["items"]:
            amount = f"{float(item['quantity']):g} {item['unit']}"
            _add_row(table, item["kind"], item["scene"] or "", amount, _at_most(item["usd"], ".0001"), item["model"])
        _show(table, err=err)
    detected = " (detected; --language chooses another)" if found["language_detected"] else ""
    print_line(f"Language: {found['language']}{detected}", err=err)
    as_of = f", prices as of {found['prices_as_of']}" if found["prices_as_of"] else ": nothing has to be bought"
    print_line(f"At most {_at_most(found['total_usd'], '.01')} together{as_of}", err=err)
    for warning in found.get("warnings", ()):
        print_line(f"Note: {warning}", err=err)
    if not found["feasible"]:
        print_line(f"It cannot be made: {found['objection']}", err=err)
    elif not found["within_max_cost"]:
        print_line("That is more than the job's own cap, --max-cost", err=err)


def print_rules(found: ComplianceAnswer, *, as_json: bool) -> None:
    """The result, then a line for each finding that did not simply pass, with the place in the video."""
    if as_json:
        print_json(found)
        return
    print_line(f"{found['video_id']}: {_result(found['status'])}, by {found['rule_set_version']}")
    print_line(f"Label version {found['label_version'] or 'unknown'}, {found['label_id']}")
    table = _table("rule", "result", "kind", "at", "finding", "measured", "limit")
    for rule in found["rules"]:
        for one in rule["findings"]:
            waiver = one["waiver"]
            told = f" (waived by {waiver['person']}: {waiver['reason']})" if waiver else ""
            _add_row(table, rule["id"], _result(one["status"]), rule["severity"], _clock(one["place"]["start_seconds"]),
                     f"{one['message']}{told}", one["measured"], one["limit"])  # fmt: skip
        if not rule["findings"]:
            _add_row(table, rule["id"], _result(rule["status"]), rule["severity"], "", "", "", "")
    _show(table)
    if not found["delivered"]:
        print_line(
            "It is kept back. Mend what failed, or waive it: omnigen waive VIDEO RULE --person NAME --reason WHY"
        )


def _result(status: str) -> str:
    return status.replace("needs_person", "needs a person")


def _clock(seconds: float | None) -> str:
    return "" if seconds is None else f"{int(seconds // 60)}:{seconds % 60:04.1f}"


def _at_most(usd: str, places: str) -> str:
    """Rounded up, so that the promise holds."""
    return f"${Decimal(usd).quantize(Decimal(places), ROUND_UP)}"


def _state(model: ModelAnswer) -> str:
    """Whether the model is in use or ends, and its successor."""
    words = {
        "current": "in use",
        "ending": f"ends {model['retires_on']}",
        "retired": f"ended {model['retires_on'] or ''}".strip(),
        "at_risk": f"may end: {model['at_risk']}",
    }[model["state"]]
    successor = model["successor"] if model["state"] != "current" else None
    return f"{words}; then {successor}" if successor else words


def _price(price: PriceAnswer | None) -> str:
    """The price of one unit; of a million where units are tiny."""
    if price is None:
        return "unknown: not bought"
    if price["usd_input"] is not None and price["usd_output"] is not None:
        return f"${_million(price['usd_input'])} in, ${_million(price['usd_output'])} out, a million tokens"
    if price["by_resolution"]:
        return ", ".join(f"${usd} a {price['per']} at {name}" for name, usd in price["by_resolution"].items())
    if price["usd"] is None or not float(price["usd"]):
        return "free"
    if price["per"] in {"character", "token"}:
        return f"${_million(price['usd'])} a million {price['per']}s"
    return f"${price['usd']} {'an' if price['per'][0] in 'aeiou' else 'a'} {price['per']}"


def _million(usd: str) -> str:
    return f"{float(usd) * 1_000_000:g}"


def _money(job: JobAnswer) -> str:
    reserved = float(job["reserved_usd"])
    return f"${float(job['spent_usd']):.2f} spent" + (f", ${reserved:.2f} reserved" if reserved else "")


def _table(*headings: str) -> Table:
    """A table whose cells are folded where the terminal is too narrow, never cut off."""
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _add_row(table: Table, *cells: object) -> None:
    table.add_row(*(Text(visible(cell)) for cell in cells))


def _show(table: Table, *, err: bool = False) -> None:
    """Print a table as wide as the terminal, or without one as wide as its content."""
    console = Console(stderr=err)
    if not console.is_terminal:
        console.width = _UNLIMITED_WIDTH
    console.print(table)


def _when(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC).astimezone():%d %b %H:%M}"
