"""Labels: what they need, their bounds, and how they are read from files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from omnigen.compliance import label_from, label_from_json, label_from_toml
from omnigen.compliance.label_files import MAX_LABEL_BYTES
from omnigen.domain.product_label import MAX_CLAIMS, MAX_KEY_TERMS, MAX_STATEMENT_CHARACTERS, AdType
from omnigen.errors import InvalidRequest

from tests.unit.compliance.ads import LABEL

GIVEN: dict[str, Any] = LABEL.model_dump(mode="json", exclude_none=True)

TOML = """
market = "US"
ad_type = "reminder"
brand = "Veloria"
generic = "samplezumab"
effective_on = 2026-01-15

[pronunciations]
samplezumab = "sam PLEZ oo mab"
"""


def test_a_label_is_read_back_from_json_as_it_was() -> None:
    assert label_from_json(json.dumps(GIVEN).encode()) == LABEL


def test_a_label_is_read_from_toml() -> None:
    label = label_from_toml(b"\xef\xbb\xbf" + TOML.encode())
    assert (label.ad_type, label.names) == (AdType.REMINDER, ("Veloria", "samplezumab"))
    assert label.pronunciations == {"samplezumab": "sam PLEZ oo mab"}
    assert str(label.effective_on) == "2026-01-15"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"market": "usa"}, "label.market", "match pattern"),
        ({"ad_type": "advert"}, "label.ad_type", "product_claim"),
        ({"brand": "x" * 201}, "label.brand", "200"),
        ({"brand": "…"}, "label.brand", "no words"),
        ({"major_statement": "x" * (MAX_STATEMENT_CHARACTERS + 1)}, "label.major_statement", "4000"),
        ({"warnings": ["w"] * 41}, "label.warnings", "40"),
        ({"key_risk_terms": ["nausea"] * (MAX_KEY_TERMS + 1)}, "label.key_risk_terms", "40"),
        ({"claims": GIVEN["claims"][:1] * (MAX_CLAIMS + 1)}, "label.claims", "100"),
        ({"claims": [{**GIVEN["claims"][0], "evidence": []}]}, "label.claims.0.evidence", "at least 1"),
        ({"claims": [{**GIVEN["claims"][0], "text": "x" * 501}]}, "label.claims.0.text", "500"),
        ({"claims": [{**GIVEN["claims"][0], "id": "a b"}]}, "label.claims.0.id", "match pattern"),
        ({"provision": {**GIVEN["provision"], "phone": "call us"}}, "label.provision.phone", "match pattern"),
        ({"provision": {**GIVEN["provision"], "url": "javascript:x"}}, "label.provision.url", "match pattern"),
        ({"pronunciations": {f"w{n}": "w" for n in range(51)}}, "label.pronunciations", "50"),
        ({"approved": True}, "label.approved", "not permitted"),
        ({"key_risk_terms": ["hair loss"]}, "label", "does not say 'hair loss'"),
        ({"claims": GIVEN["claims"][:1] * 2}, "label", "'use' is there more than once"),
        ({"major_statement": None}, "label", "needs major_statement"),
        ({"ad_type": "help_seeking", "indications": []}, "label", "needs indications"),
    ],
)
def test_a_wrong_label_is_refused_with_its_field(change: dict[str, Any], field: str, words: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        label_from({**GIVEN, **change})
    assert refused.value.field == field
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"market": NaN}', "NaN is no JSON value"),
        (b"\xff\xfe{}", "UTF-8"),
        (b" " * (MAX_LABEL_BYTES + 1), "at most 200000"),
        (b"[]", "label: "),
    ],
)
def test_what_is_no_label_in_json_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(InvalidRequest, match=words):
        label_from_json(content)


@pytest.mark.parametrize("content", [b"market = ", b"a = " + b"[" * 5_000, b'market = "US"\nmarket = "US"'])
def test_what_is_no_label_in_toml_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidRequest, match="not valid TOML"):
        label_from_toml(content)


def test_invisible_characters_are_left_out_of_the_statement() -> None:
    statement = GIVEN["major_statement"].replace("can cause", "can\u200b cause")
    assert label_from({**GIVEN, "major_statement": statement}) == LABEL
