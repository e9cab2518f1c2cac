"""All rules, in the order of their ids."""

from omnigen.compliance.rule import Rule
from omnigen.compliance.rules import ad_type, claims, names, picture, records, speech, statement, supers

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            rule
            for module in (ad_type, statement, speech, supers, picture, names, claims, records)
            for rule in module.RULES
        ),
        key=lambda rule: rule.id,
    )
)

__all__ = ["RULES"]
