"""docs/cost.md: the text of page.md with its tables filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from string import Template

from infra.cost import assumptions
from infra.cost.growth import JOBS_A_DAY, growth, polls
from infra.cost.measured import Calls, Measured
from infra.cost.prices import Prices
from infra.cost.scenarios import SCENARIOS, SECONDS, by_kind, vendors_ask
from infra.cost.template import TemplateFacts
from infra.cost.totals import always_on, by_service, idle, total, video

_TEXT = Path(__file__).with_name("page.md")
_CENT, _FINE = Decimal("0.01"), Decimal("0.0001")
_NOTHING = ("", Decimal(0))


def render(template: TemplateFacts, measured: Measured, prices: Prices) -> str:
    """The page; the same for the same data."""
    waiting, serving = total(idle(template, measured), prices), total(always_on(template), prices)
    return Template(_TEXT.read_text(encoding="utf-8")).substitute(
        region=prices.region,
        read_on=prices.read_on,
        seconds=SECONDS,
        measured_on=measured.measured_on,
        cpus=measured.cpus,
        load=f"{measured.load:.0f}",
        tables=template.tables,
        always_on=template.always_on or "no",
        times=f"{serving / waiting:.0f}",
        idle=_idle(template, measured, prices),
        videos=_videos(template, measured, prices),
        counted=_counted(measured),
        growth=_growth(template, measured, prices),
        routes=template.routes,
        alternative=_alternative(template, prices),
        assumed=_assumed(),
        prices=_prices(prices),
    )


def _idle(template: TemplateFacts, measured: Measured, prices: Prices) -> str:
    lines = idle(template, measured)
    rows = [
        [line.service, line.what, _usd(line.usd(prices)), _usd(line.usd_beyond_free(prices)), line.basis]
        for line in lines
    ]
    beyond = sum((line.usd_beyond_free(prices) for line in lines), Decimal(0))
    rows.append(["**together**", "", f"**{_usd(total(lines, prices))}**", f"**{_usd(beyond)}**", ""])
    return _table(["service", "what", "list price", "beyond the free tier", "quantity from"], rows)


def _videos(template: TemplateFacts, measured: Measured, prices: Prices) -> str:
    """AWS by service, vendors by what is ordered of them, road by road."""
    lines = [
        video(template, measured.jobs[scenario.name], stills=scenario.stills, filmed=scenario.filmed)
        for scenario in SCENARIOS
    ]
    sums = [by_service(one, prices) for one in lines]
    rows = [
        [service, *(_fine(one.get(service, Decimal(0))) for one in sums)]
        for service in dict.fromkeys(service for one in sums for service in one)
    ]
    aws = [total(one, prices) for one in lines]
    asked = [vendors_ask(scenario, prices.read_on) for scenario in SCENARIOS]
    rows.append(["**AWS together**", *(f"**{_fine(usd)}**" for usd in aws)])
    rows += _vendor_rows([by_kind(one) for one in asked])
    rows.append(["**vendors together**", *(f"**{_fine(one.total_usd)}**" for one in asked)])
    shares = [f"{100 * ours / (ours + one.total_usd):.1f} %" for ours, one in zip(aws, asked, strict=True)]
    rows.append(["share of AWS", *shares])
    return _table(["720p, with voice, music and captions", *(scenario.words for scenario in SCENARIOS)], rows)


def _vendor_rows(kinds: Sequence[Mapping[str, tuple[str, Decimal]]]) -> list[list[str]]:
    models = {kind: model for one in kinds for kind, (model, _) in one.items()}
    return [
        [f"{kind}: `{model}`", *(_fine(one.get(kind, _NOTHING)[1]) for one in kinds)] for kind, model in models.items()
    ]


def _counted(measured: Measured) -> str:
    jobs = [measured.jobs[scenario.name] for scenario in SCENARIOS]
    calls: list[list[Calls]] = [list(job.calls.values()) for job in jobs]
    rows = [
        ["scenes", *(f"{job.scenes}" for job in jobs)],
        ["state transitions", *(f"{job.transitions}" for job in jobs)],
        ["calls of functions", *(f"{sum(one.calls for one in found)}" for found in calls)],
        ["their seconds", *(f"{sum(one.seconds for one in found):.0f}" for found in calls)],
        ["seconds of composition", *(f"{job.compose_seconds:.0f}" for job in jobs)],
        ["write units of tables", *(f"{job.write_units}" for job in jobs)],
        ["read units of tables", *(f"{job.read_units}" for job in jobs)],
        ["MB kept", *(f"{job.stored_bytes / 1e6:.1f}" for job in jobs)],
        ["MB of the video", *(f"{job.video_bytes / 1e6:.1f}" for job in jobs)],
        ["kB of logs", *(f"{job.log_bytes / 1e3:.0f}" for job in jobs)],
    ]
    return _table(["per video", *(scenario.words for scenario in SCENARIOS)], rows)


def _growth(template: TemplateFacts, measured: Measured, prices: Prices) -> str:
    months = [growth(template, measured, jobs) for jobs in JOBS_A_DAY]
    rows = [[row, *(_usd(total(month[row], prices)) for month in months)] for row in months[0]]
    sums = [sum((total(lines, prices) for lines in month.values()), Decimal(0)) for month in months]
    rows.append(["**together**", *(f"**{_usd(usd)}**" for usd in sums)])
    rows.append(["polls", *(f"{polls(jobs):,.0f}" for jobs in JOBS_A_DAY)])
    return _table(["a month, list prices", *(f"{jobs:,} jobs a day" for jobs in JOBS_A_DAY)], rows)


def _alternative(template: TemplateFacts, prices: Prices) -> str:
    lines = always_on(template)
    rows = [[line.service, line.what, _usd(line.usd(prices)), line.basis] for line in lines]
    rows.append(["**together**", "", f"**{_usd(total(lines, prices))}**", ""])
    return _table(["service", "what", "list price", "quantity from"], rows)


def _assumed() -> str:
    figures = [one for one in vars(assumptions).values() if isinstance(one, assumptions.Assumption)]
    return _table(["figure", "what and why"], [[f"{one.value} {one.unit}", one.why] for one in figures])


def _prices(prices: Prices) -> str:
    rows = [[name, f"{price.usd:f}", price.per, price.source] for name, price in prices.prices.items()]
    return _table(["price", "USD", "per", "where it was seen"], rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, ["---"] * len(heads), *rows))


def _usd(amount: Decimal) -> str:
    return f"{amount.quantize(_CENT):f}"


def _fine(amount: Decimal) -> str:
    return f"{amount.quantize(_FINE):f}"
