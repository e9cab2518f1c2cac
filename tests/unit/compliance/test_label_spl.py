"""Structured product labels are imported, and hostile files refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from omnigen.compliance import import_spl
from omnigen.compliance.label_spl import MAX_DEPTH, MAX_PARAGRAPH_CHARACTERS, MAX_SPL_BYTES
from omnigen.domain.product_label import MAX_STATEMENT_CHARACTERS, AdType
from omnigen.errors import InvalidRequest

FILE = (Path(__file__).parent / "label.xml").read_bytes()
NAMESPACE = 'xmlns="urn:hl7-org:v3"'


def with_section(code: str, text: str) -> bytes:
    """A label with one section."""
    section = f'<section><code code="{code}"/><text>{text}</text></section>'
    return f"<document {NAMESPACE}><component>{section}</component></document>".encode()


def test_sections_names_and_numbers_are_read() -> None:
    found = import_spl(FILE)
    assert (found.brand, found.generic, found.approval_reference, found.version) == (
        "Veloria",
        "samplezumab",
        "NDA000000",
        "3",
    )
    assert found.effective_on == date(2026, 1, 15)
    assert found.boxed_warning == "Veloria can cause serious liver injury."
    assert found.indications == ("Veloria is indicated for adults with moderate plaque psoriasis.",)
    assert found.contraindications == (
        "Veloria is contraindicated in patients with:",
        "active tuberculosis",
        "severe liver disease",
    )
    assert found.warnings == ("Serious infections have occurred.",)
    assert found.adverse_reactions == ("The most common adverse reactions are headache and nausea.",)
    assert found.shortened == ()


def test_a_person_completes_what_was_imported() -> None:
    label = import_spl(FILE).completed(
        ad_type="product_claim", major_statement="It can cause serious liver injury.", key_risk_terms=["liver injury"]
    )
    assert (label.market, label.ad_type, label.brand) == ("US", AdType.PRODUCT_CLAIM, "Veloria")
    with pytest.raises(InvalidRequest, match="needs key_risk_terms and major_statement"):
        import_spl(FILE).completed(ad_type="product_claim")


def test_long_sections_are_cut_at_a_sentence_and_named() -> None:
    sentence = "Serious infections have occurred. "
    found = import_spl(with_section("34071-1", f"<paragraph>{sentence * 100}</paragraph>"))
    assert found.shortened == ("warnings",)
    assert found.warnings[0].endswith("occurred.")
    assert len(found.warnings[0]) <= MAX_PARAGRAPH_CHARACTERS
    boxed = import_spl(with_section("34066-1", f"<paragraph>{sentence * 60}</paragraph>" * 3))
    assert boxed.shortened == ("boxed_warning",)
    assert len(boxed.boxed_warning or "") <= MAX_STATEMENT_CHARACTERS
    many = import_spl(with_section("34084-4", "<paragraph>Headache.</paragraph>" * 41))
    assert (len(many.adverse_reactions), many.shortened) == (40, ("adverse_reactions",))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>', "document type"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "document type"),
        (b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><x/>', "document type"),
        (b"<document", "no XML"),
        (b"", "no XML"),
        (b'<?xml version="1.0" encoding="klingon"?><x/>', "no XML"),
        (b"<html><body/></html>", "no structured product label"),
        (b" " * (MAX_SPL_BYTES + 1), "at most 5000000"),
        (with_section("34071-1", "<list>" * MAX_DEPTH + "</list>" * MAX_DEPTH), "deep"),
        (f"<document {NAMESPACE}>{'<a>' * 100_000}{'</a>' * 100_000}</document>".encode(), "deep"),
    ],
    ids=["bomb", "file", "dtd", "cut", "empty", "encoding", "html", "large", "nested", "very nested"],
)
def test_hostile_files_are_refused(content: bytes, words: str) -> None:
    with pytest.raises(InvalidRequest, match=words):
        import_spl(content)


def test_a_day_that_does_not_exist_is_left_out() -> None:
    assert import_spl(FILE.replace(b"20260115", b"20261399")).effective_on is None
