"""The product label: what an ad for a medicine may and must say, approved before the ad is made."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from omnigen.domain.brief_texts import MAX_PRONUNCIATIONS, Line, Paragraph
from omnigen.domain.plain_text import clean
from omnigen.domain.strict_model import StrictModel
from omnigen.domain.wording import plain

MAX_STATEMENT_CHARACTERS = 4_000
MAX_SECTION_PARAGRAPHS = 40
MAX_KEY_TERMS = 40
MAX_CLAIMS = 100
MAX_CLAIM_CHARACTERS = 500
MAX_EVIDENCE_IDS = 10

Market = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""The country in which the ad is shown: ISO 3166-1, two letters."""

LabelId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}$")]
"""The name of a claim or of a piece of evidence, as its owner files it."""

LabelReference = Annotated[str, StringConstraints(pattern=r"^lbl_[0-9a-f]{64}$")]
"""The id of a label that was kept: the hash of its content, so that a changed label is another one."""

Statement = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_STATEMENT_CHARACTERS),
    AfterValidator(lambda text: clean(text).strip()),
]
Paragraphs = Annotated[tuple[Paragraph, ...], Field(max_length=MAX_SECTION_PARAGRAPHS)]
PhoneNumber = Annotated[str, StringConstraints(pattern=r"^\+?[0-9A-Z(][0-9A-Z ().-]{5,24}$")]
WebAddress = Annotated[
    str, StringConstraints(pattern=r"^(https://)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(/[A-Za-z0-9._~/-]*)?$", max_length=200)
]


class AdType(StrEnum):
    """What the ad is in law: the drug with its use, the drug's name alone, or a disease without a drug."""

    PRODUCT_CLAIM = "product_claim"
    REMINDER = "reminder"
    HELP_SEEKING = "help_seeking"


class Role(StrEnum):
    """What a segment of an ad is for."""

    BENEFIT = "benefit"
    RISK = "risk"
    PROVISION = "provision"
    BRAND = "brand"
    OTHER = "other"


class AdequateProvision(StrictModel):
    """Where the full prescribing information is to be had: all four ways are named in a broadcast ad."""

    phone: PhoneNumber
    url: WebAddress
    print_reference: Line
    ask_your_doctor: Line


class LabelClaim(StrictModel):
    """A statement that may be made about the product, and the evidence for it."""

    id: LabelId
    text: Annotated[Paragraph, Field(max_length=MAX_CLAIM_CHARACTERS)]
    evidence: Annotated[tuple[LabelId, ...], Field(min_length=1, max_length=MAX_EVIDENCE_IDS)]
    section: Line
    """The part of the label that says it."""


class ProductLabel(StrictModel):
    """What is known of the product and fixed for its ads.

    `key_risk_terms` are the words of the major statement that a viewer must both hear and read; a person chooses them.
    `plain_words` are the product's medical terms and what they are in plain words. `indications` of a help-seeking ad
    name the disease. `version` and `approval_reference` go into every report.
    """

    market: Market
    ad_type: AdType
    brand: Line | None = None
    generic: Line | None = None
    boxed_warning: Statement | None = None
    indications: Paragraphs = ()
    contraindications: Paragraphs = ()
    warnings: Paragraphs = ()
    adverse_reactions: Paragraphs = ()
    key_risk_terms: Annotated[tuple[Line, ...], Field(max_length=MAX_KEY_TERMS)] = ()
    major_statement: Statement | None = None
    provision: AdequateProvision | None = None
    approval_reference: Line | None = None
    version: Line | None = None
    effective_on: date | None = None
    claims: Annotated[tuple[LabelClaim, ...], Field(max_length=MAX_CLAIMS)] = ()
    pronunciations: dict[Line, Line] = Field(default_factory=dict, max_length=MAX_PRONUNCIATIONS)
    plain_words: dict[Line, Line] = Field(default_factory=dict, max_length=MAX_PRONUNCIATIONS)

    @model_validator(mode="after")
    def _enough_for_its_type(self) -> Self:
        missing = [name for name in REQUIRED[self.ad_type] if not getattr(self, name)]
        if missing:
            raise PydanticCustomError(
                "label_incomplete",
                "The label of a {ad_type} ad needs {missing}; add it, or choose another ad_type",
                {"ad_type": str(self.ad_type), "missing": " and ".join(missing)},
            )
        return self

    @model_validator(mode="after")
    def _terms_of_the_statement(self) -> Self:
        said = f" {plain(self.major_statement or '')} "
        strange = [term for term in self.key_risk_terms if f" {plain(term)} " not in said]
        if strange:
            raise PydanticCustomError(
                "key_risk_terms",
                "key_risk_terms are words of major_statement; it does not say {strange}. Correct one of the two",
                {"strange": ", ".join(map(repr, strange))},
            )
        return self

    @model_validator(mode="after")
    def _claims_by_id(self) -> Self:
        ids = [claim.id for claim in self.claims]
        if twice := sorted({name for name in ids if ids.count(name) > 1}):
            raise PydanticCustomError(
                "claim_ids",
                "claims have ids of their own; {twice} is there more than once. Rename all but one",
                {"twice": ", ".join(map(repr, twice))},
            )
        return self

    @property
    def reference(self) -> str:
        """The id under which it is kept."""
        return f"lbl_{sha256(self.canonical).hexdigest()}"

    @property
    def canonical(self) -> bytes:
        """Its content as JSON; the same label has the same bytes."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True).encode()

    @property
    def names(self) -> tuple[str, ...]:
        """Brand and generic name, where there are any."""
        return tuple(name for name in (self.brand, self.generic) if name)


REQUIRED = {
    AdType.PRODUCT_CLAIM: ("brand", "generic", "indications", "key_risk_terms", "major_statement"),
    AdType.REMINDER: ("brand", "generic"),
    AdType.HELP_SEEKING: ("indications",),
}
"""Fields that a label cannot be without, by the type of the ad."""
