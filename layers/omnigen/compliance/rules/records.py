"""Rules about provision, disclosure and records: where to learn more, what was made by a model, who approved what."""

from __future__ import annotations

from collections.abc import Iterator

from omnigen.compliance.ad import PlannedAd, SuperKind
from omnigen.compliance.findings import AdPlace, Basis, Observed, Severity, failed, person
from omnigen.compliance.measured import MeasuredVideo, TimeSpan
from omnigen.compliance.rule import Rule, below
from omnigen.compliance.rule_sets import RuleSet
from omnigen.compliance.rule_words import contains, missing, sentence_list
from omnigen.domain.approvals import first_broken

CREATED = "c2pa.created"
SYNTHETIC_SOURCES = frozenset({"trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"})
"""IPTC digital source types of media that a model made, or a part of it."""

PERFORMER_UNKNOWN = "Nobody has said whether a person appears who does not exist"

PACKET_PARTS = (
    "video", "sha256", "storyboard", "transcript", "claims", "supers", "rule_report", "label_version", "models",
    "approvals", "form_2253_draft",
)  # fmt: skip
"""What a review packet holds."""


def _ways(ad: PlannedAd) -> dict[str, str]:
    """The four ways to the full information, by what they are."""
    given = ad.label.provision
    if given is None:
        return {}
    return {
        "the toll-free number": given.phone,
        "the website": given.url.removeprefix("https://"),
        "the print reference": given.print_reference,
        "asking a doctor": given.ask_your_doctor,
    }


def _provision_planned(ad: PlannedAd, rules: RuleSet) -> Iterator[Observed]:
    if not rules.adequate_provision:
        yield from _whole_label_said(ad)
    elif ad.label.provision is None:
        yield failed("The label has no adequate provision; add provision to it", "none", "four ways")
    else:
        for what, words in _ways(ad).items():
            if not contains(ad.everything, words):
                yield failed(f"The ad does not give {what}: {words!r}", "missing", words)


def _whole_label_said(ad: PlannedAd) -> Iterator[Observed]:
    label, said = ad.label, ad.text_of()
    texts = (*label.contraindications, *label.warnings, *label.adverse_reactions)
    items = [sentence for text in (label.boxed_warning or "", *texts) for sentence in sentence_list(text)]
    if unsaid := missing(said, items):
        yield failed(
            f"Without adequate provision every risk of the label is said; missing: {'; '.join(unsaid)}",
            f"{len(items) - len(unsaid)} of {len(items)}",
            len(items),
        )


def _provision_long_enough(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    if not rules.adequate_provision:
        return
    if ad.label.provision is None:
        yield failed("The label has no adequate provision; add provision to it", "none", "four ways")
    limit = rules.limits.min_provision_seconds
    for what, words in _ways(ad).items():
        spans = [one.span for one in video.supers if contains(one.text, words)]
        spans += [one.span for one, text, _ in video.spoken(ad) if contains(text, words)]
        longest = max(spans, key=lambda span: span.length, default=TimeSpan(0, 0))
        if below(longest.length, limit):
            place = AdPlace(start_seconds=longest.start_seconds, end_seconds=longest.end_seconds) if spans else None
            yield failed(f"{what[0].upper()}{what[1:]} is given too briefly", f"{longest.length:.1f} s", limit, place)


def _disclosure_planned(ad: PlannedAd, _rules: RuleSet) -> Iterator[Observed]:
    if ad.synthetic_performer is None:
        yield person(PERFORMER_UNKNOWN)
    elif ad.synthetic_performer and not ad.shown(SuperKind.DISCLOSURE):
        yield failed("A person appears who does not exist, and no super says so", "no super", "a disclosure")


def _disclosure_shown(ad: PlannedAd, video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    limit = rules.limits.min_disclosure_seconds
    if ad.synthetic_performer is None:
        yield person(PERFORMER_UNKNOWN)
    elif ad.synthetic_performer:
        longest = max((one.span.length for _, one in video.shown(SuperKind.DISCLOSURE)), default=0.0)
        if below(longest, limit):
            yield failed("The disclosure of a synthetic performer is too brief", f"{longest:.1f} s", f"{limit:g} s")
    if video.provenance_actions is None:
        yield person("The signed provenance was not read")
    elif CREATED not in video.provenance_actions or not SYNTHETIC_SOURCES & set(video.digital_source_types):
        yield failed(
            "The signed provenance does not say that a model made the video",
            ", ".join((*video.provenance_actions, *video.digital_source_types)) or "nothing",
            f"{CREATED} with a digital source type",
        )


def _approvals_follow(_ad: PlannedAd, video: MeasuredVideo, _rules: RuleSet) -> Iterator[Observed]:
    if not video.approvals:
        yield person("Nobody has approved the video: a named person looks at this file and approves it")
        return
    broken = first_broken(video.approvals)
    if broken is not None:
        name = video.approvals[broken].person
        yield failed(f"Approval {broken + 1}, by {name}, was changed or does not follow on the one before", broken + 1)
    elif all(one.artifact_sha256 != video.sha256 for one in video.approvals):
        yield person("The approvals are of other files: a named person looks at this file and approves it")


def _packet_is_whole(_ad: PlannedAd, video: MeasuredVideo, _rules: RuleSet) -> Iterator[Observed]:
    if video.packet is None:
        yield person("No review packet of this file was made yet").model_copy(update={"severity": Severity.INFORMATION})
        return
    absent = [part for part in PACKET_PARTS if part not in video.packet]
    if absent:
        yield failed(f"The review packet lacks {', '.join(absent)}", len(PACKET_PARTS) - len(absent), len(PACKET_PARTS))


def _same_rules(ad: PlannedAd, rules: RuleSet) -> Iterator[Observed]:
    if ad.rule_set != rules.version:
        yield failed(
            f"The job was accepted with {ad.rule_set or 'no rule set'}, and is checked with {rules.version}: check "
            "again what was approved before",
            ad.rule_set or "none",
            rules.version,
        )


def _same_rules_later(ad: PlannedAd, _video: MeasuredVideo, rules: RuleSet) -> Iterator[Observed]:
    yield from _same_rules(ad, rules)


RULES = (
    Rule(
        id="PH-070",
        words="Adequate provision: toll-free number, website, print reference and asking a doctor, each long enough. "
        "In a rule set without it every risk of the label is said instead.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        threshold="each at least {min_provision_seconds} s, shown or spoken; the number is ours",
        before=_provision_planned,
        finished=_provision_long_enough,
    ),
    Rule(
        id="PH-090",
        words="A person who does not exist is disclosed on screen, and the signed provenance says that a model made "
        "the video.",
        basis=Basis.LAW,
        severity=Severity.BLOCKING,
        threshold="at least {min_disclosure_seconds} s; the number is ours",
        before=_disclosure_planned,
        finished=_disclosure_shown,
    ),
    Rule(
        id="PH-100",
        words="The file was approved, and the chain of approvals holds.",
        basis=Basis.HOUSE,
        severity=Severity.BLOCKING,
        finished=_approvals_follow,
    ),
    Rule(
        id="PH-101",
        words="The review packet is whole.",
        basis=Basis.HOUSE,
        severity=Severity.INFORMATION,
        threshold=", ".join(PACKET_PARTS),
        finished=_packet_is_whole,
    ),
    Rule(
        id="PH-120",
        words="The version of the rule set is kept with the job, and a change of it asks for another check.",
        basis=Basis.HOUSE,
        severity=Severity.INFORMATION,
        before=_same_rules,
        finished=_same_rules_later,
    ),
)
