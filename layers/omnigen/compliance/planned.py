"""The planned ad of a job: what is known of it from its brief, its script and its label."""

from __future__ import annotations

from datetime import UTC, datetime

from omnigen.compliance.ad import AdSegment, AdSuper, PlannedAd
from omnigen.compliance.roles import segments_of
from omnigen.compliance.rule_sets import RuleSet, rule_set_for
from omnigen.compliance.super_texts import plan_supers
from omnigen.domain.brief import Brief
from omnigen.domain.job import Job
from omnigen.domain.product_label import ProductLabel
from omnigen.domain.supers import PlannedSuper


def segments_in(brief: Brief, text: str, label: ProductLabel) -> tuple[AdSegment, ...]:
    """The segments of a narration, each with the speed that the brief gives its role."""
    return segments_of(text, label, [(role, float(speed)) for role, speed in brief.narration.speeds.items()])


def supers_of(job: Job, label: ProductLabel) -> tuple[PlannedSuper, ...]:
    """The supers of a job's ad."""
    return plan_supers(segments_in(job.brief, job.spoken_text, label), label, job.brief.aspect_ratio)


def planned_ad(brief: Brief, text: str, label: ProductLabel, rule_set: str = "") -> PlannedAd:
    """The ad of a brief in which `text` is said; without a text, what is known before anything is written."""
    segments = segments_in(brief, text, label)
    supers = plan_supers(segments, label, brief.aspect_ratio) if text else ()
    return PlannedAd(
        label=label,
        duration_seconds=brief.duration,
        aspect_ratio=brief.aspect_ratio,
        segments=segments,
        supers=tuple(AdSuper(kind=one.kind, text=one.text, segment_id=one.segment_id) for one in supers),
        rule_set=rule_set or None,
    )


def planned_ad_of(job: Job, label: ProductLabel) -> PlannedAd:
    """The ad of a job as its script, or its own text, stands now."""
    return planned_ad(job.brief, job.spoken_text or job.brief.script_text or "", label, job.rule_set)


def rule_set_of(job: Job, label: ProductLabel) -> RuleSet:
    """The rule set that a job was accepted with, in its newest version; by its day where the job names none."""
    day = datetime.fromtimestamp(job.created_at, UTC).date()
    return rule_set_for(label, day, job.rule_set.rpartition(".")[0] or None)
