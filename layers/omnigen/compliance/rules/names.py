"""Rules about the names: the generic name with the brand, its size, and how both are said."""

from __future__ import annotations

from collections.abc import Iterator

from omnigen.compliance.ad import PlannedAd
from omnigen.compliance.findings import AdPlace, Basis, Observed, Severity, failed, person
from omnigen.compliance.measured import MeasuredVideo, ShownName, ShownSuper
from omnigen.compliance.rule import Rule, above, below
from omnigen.compliance.rule_sets import RuleSet
from omnigen.compliance.rule_words import contains, words_of

BOLD = 600


def _generic_in_first_display(ad: PlannedAd, _rules: RuleSet) -> Iterator[Observed]:
    brand, generic = ad.label.brand, ad.label.generic
    if not brand or not generic:
        return
    first = next((one for one in ad.supers if contains(one.text, brand)), None)
    if first is None:
        if contains(ad.everything, brand):
            yield failed(f"{brand!r} is never shown with {generic!r}", "no super", "one super with both")
    elif not contains(first.text, generic):
        yield failed(f"The first super with {brand!r} does not show {generic!r}", first.text, generic)


def _displays(ad: PlannedAd, video: MeasuredVideo) -> list[tuple[int, ShownSuper, ShownName, ShownName | None]]:
    """The first and the largest display of the brand, each with the generic name beside it."""
    found = []
    for number, one in sorted(enumerate(video.supers), key=lambda pair: pair[1].start_seconds):
        brand = _named(one, ad.label.brand)
        if brand:
            found.append((number, one, brand, _named(one, ad.label.generic)))
    if not found:
        return []
    largest = max(found, key=lambda display: display[2].font_px)
    return [found[0]] if largest[0] == found[0][0] else [found[0], largest]


def _named(one: ShownSuper, name: str | None) -> ShownName | None:
    shown = [found for found in one.names if name and words_of(found.name) == words_of(name)]
    return max(shown, key=lambda found: found.font_px, default=None)


def _generic_beside_brand(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    displays = _displays(ad, video)
    if not displays and ad.label.brand and contains(ad.everything, ad.label.brand):
        yield failed(f"{ad.label.brand!r} is never shown with {ad.label.generic!r}", "no super", "one super with both")
    for number, one, brand, generic in displays:
        if generic is None:
            yield failed(f"{brand.name!r} is shown without {ad.label.generic!r}", place=_place(number, one))
            continue
        gap = _gap(brand, generic) / one.cap_height_px
        limit = rules.limits.max_name_gap_cap_heights
        if above(gap, limit):
            yield failed(
                "The generic name stands neither directly right of the brand nor below it",
                "elsewhere" if gap == float("inf") else f"{gap:.2f} cap heights away",
                f"{limit:g} cap height",
                _place(number, one),
            )


def _gap(brand: ShownName, generic: ShownName) -> float:
    """Pixels between the brand and a generic name on its right or below it; infinite where it stands elsewhere."""
    one, other = brand.box, generic.box
    beside = min(one.bottom, other.bottom) > max(one.top, other.top) and other.left >= one.right
    under = min(one.right, other.right) > max(one.left, other.left) and other.top >= one.bottom
    return other.left - one.right if beside else other.top - one.bottom if under else float("inf")


def _generic_large_enough(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    limits = rules.limits
    for number, one, brand, generic in _displays(ad, video):
        if generic is None:
            continue
        ratio = generic.font_px / brand.font_px
        if below(ratio, limits.min_generic_size):
            yield failed(
                "The generic name is less than half as large as the brand", f"{ratio:.2f}", limits.min_generic_size,
                _place(number, one),
            )  # fmt: skip
        if (brand.weight >= BOLD) > (generic.weight >= BOLD):
            yield failed(
                "The brand is bold, the generic name is not", generic.weight, f"at least {BOLD}", _place(number, one)
            )
        if below(generic.contrast, min(brand.contrast, limits.min_contrast)):
            yield failed(
                "The generic name stands out less than the brand",
                f"{generic.contrast:.1f}:1",
                f"{min(brand.contrast, limits.min_contrast):.1f}:1",
                _place(number, one),
            )


def _said_right(ad: PlannedAd, video: MeasuredVideo, _rules: RuleSet) -> Iterator[Observed]:
    listed = {words_of(name) for name in ad.label.pronunciations}
    for name in ad.label.names:
        saying = [one for one, text, _ in video.spoken(ad) if contains(text, name)]
        if not saying or words_of(name) in listed:
            continue
        if any(one.heard is None for one in saying):
            yield person(f"{name!r} has no pronunciation in the label, and no recogniser listened")
        elif not any(contains(one.heard or "", name) for one in saying):
            place = AdPlace(segment_id=saying[0].segment_id, start_seconds=saying[0].start_seconds)
            yield failed(f"A recogniser does not hear {name!r}, and the label has no pronunciation", place=place)


def _place(number: int, one: ShownSuper) -> AdPlace:
    return AdPlace(super_index=number, start_seconds=one.start_seconds, end_seconds=one.end_seconds)


RULES = (
    Rule(
        id="PH-060",
        words="Where the brand is shown first, and where largest, the generic name stands directly right of it or "
        "below it.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        threshold="at most {max_name_gap_cap_heights} cap height apart; the number is ours",
        before=_generic_in_first_display,
        finished=_generic_beside_brand,
    ),
    Rule(
        id="PH-061",
        words="The generic name is at least half as large as the brand, as bold and as clear.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        threshold="size at least {min_generic_size} of the brand's",
        finished=_generic_large_enough,
    ),
    Rule(
        id="PH-062",
        words="Brand and generic name are said right: their pronunciation is in the label, or a recogniser hears them.",
        basis=Basis.HOUSE,
        severity=Severity.WARNING,
        finished=_said_right,
    ),
)
