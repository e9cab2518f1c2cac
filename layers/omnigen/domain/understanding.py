"""What a brief means: read once, then used by the script, the storyboard and every check."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from omnigen.domain.brief import Brief
from omnigen.domain.structured_output import StructuredOutput


class Category(StrEnum):
    """What kind of offer a brief is about; it decides the words, the pictures and the call to action."""

    PRODUCT = "product"
    FOOD = "food"
    PLACE = "place"
    EVENT = "event"
    SERVICE = "service"
    CAUSE = "cause"
    PROPERTY = "property"
    SOFTWARE = "software"
    MEDICINE = "medicine"


class UnderstoodBrief(StructuredOutput):
    """A brief in parts. An empty text means that the brief does not say it; nothing here may go beyond the brief.

    `name` is the brand or title as written, `kind` the thing in words of the narration's language ("a shampoo with sea
    algae"), `noun` its English name for pictures ("shampoo"). `features` are selling points, `facts` what must be said
    to the letter: prices, dates, places, addresses. `action` is what viewers are asked to do.
    """

    name: str
    kind: str
    noun: str
    category: Category
    features: tuple[str, ...]
    facts: tuple[str, ...]
    audience: str
    action: str
    tone: str


def given_texts(brief: Brief) -> Mapping[str, str]:
    """Everything that the brief says, by the name of the field that says it."""
    texts = {"prompt": brief.prompt, "script_text": brief.script_text, "title": brief.title}
    if product := brief.product:
        texts |= {"product.name": product.name, "product.description": product.description}
        texts |= {f"product.selling_points.{place}": point for place, point in enumerate(product.selling_points)}
        texts["product.target_audience"] = product.target_audience
    return {field: text for field, text in texts.items() if text}
