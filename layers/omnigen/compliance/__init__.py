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
from omnigen.compliance.findings import ComplianceReport, RuleFinding, RuleStage, RuleStatus, Severity, Waiver
from omnigen.compliance.label_files import label_from, label_from_json, label_from_toml
from omnigen.compliance.label_spl import ImportedLabel, import_spl
from omnigen.compliance.measured import MeasuredVideo
from omnigen.compliance.rule_sets import RuleSet, known_rule_sets, rule_set_for
from omnigen.compliance.rules import RULES

__all__ = [
    "RULES",
    "AdSegment",
    "AdSuper",
    "ComplianceReport",
    "ImportedLabel",
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
    "import_spl",
    "known_rule_sets",
    "label_from",
    "label_from_json",
    "label_from_toml",
    "require_feasible",
    "rule_set_for",
    "rules_of",
    "shortest_seconds",
]
