"""Ads for medicines: the label as data, and the rules by which a plan and a finished file are checked.

    label_from_json(content), label_from_toml(content), import_spl(content).completed(...)  -> ProductLabel
    rule_set_for(label, day)                       -> RuleSet, or InvalidRequest for a market without one
    require_feasible(ad, rules)                    -> InvalidRequest if it cannot say all it must in its length
    check_plan(ad, rules)                          -> ComplianceReport, before anything is bought
    check_video(ad, measured, rules)               -> ComplianceReport on the finished file

A result is passed, failed, or needs a person; it never says that an ad is lawful.
"""

from omnigen.compliance.ad import AdSegment, AdSuper, PlannedAd, Role, SuperKind
from omnigen.compliance.check import check_plan, check_video, rules_of
from omnigen.compliance.feasibility import require_feasible, shortest_seconds
from omnigen.compliance.findings import ComplianceReport, RuleFinding, RuleStage, RuleStatus, Severity
from omnigen.compliance.label_files import label_from, label_from_files, label_from_json, label_from_toml
from omnigen.compliance.label_spl import ImportedLabel, import_spl
from omnigen.compliance.measured import MeasuredAd, MeasuredVideo
from omnigen.compliance.planned import planned_ad, planned_ad_of, rule_set_of, segments_in, supers_of
from omnigen.compliance.regulated_text import fixed_texts, objections, regulated_text, writer_seconds
from omnigen.compliance.roles import role_of
from omnigen.compliance.rule_sets import RuleSet, known_rule_sets, rule_set_for
from omnigen.compliance.rules import RULES
from omnigen.domain.approvals import Waiver

__all__ = [
    "RULES",
    "AdSegment",
    "AdSuper",
    "ComplianceReport",
    "ImportedLabel",
    "MeasuredAd",
    "MeasuredVideo",
    "PlannedAd",
    "Role",
    "RuleFinding",
    "RuleSet",
    "RuleStage",
    "RuleStatus",
    "Severity",
    "SuperKind",
    "Waiver",
    "check_plan",
    "check_video",
    "fixed_texts",
    "import_spl",
    "known_rule_sets",
    "label_from",
    "label_from_files",
    "label_from_json",
    "label_from_toml",
    "objections",
    "planned_ad",
    "planned_ad_of",
    "regulated_text",
    "require_feasible",
    "role_of",
    "rule_set_for",
    "rule_set_of",
    "rules_of",
    "segments_in",
    "shortest_seconds",
    "supers_of",
    "writer_seconds",
]
