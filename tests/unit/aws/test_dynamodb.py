"""Items, and updates that read like sentences."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from omnigen.aws.dynamodb import Update, from_item, to_item
from omnigen.domain.job import Job, JobStatus

from tests.builders import a_planned_job, a_purchase, an_order

plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=5) | st.decimals(-1000, 1000, places=2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(min_size=1, max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(plain)
def test_values_come_back_as_they_went_but_for_attributes_that_are_none(value: Any) -> None:
    def without_none(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: without_none(inner) for name, inner in part.items() if inner is not None}
        return [without_none(inner) for inner in part] if isinstance(part, list) else part

    assert from_item(to_item(value)) == without_none(value)


def test_job_comes_back_from_its_item_whole() -> None:
    what = an_order()
    job = a_planned_job(purchases={what.id: a_purchase(what, reserved_usd=Decimal("0.80"))})
    assert Job.model_validate(from_item(to_item(job))) == job


def test_stored_strings_are_plain_strings() -> None:
    stored = to_item({"status": JobStatus.FAILED, JobStatus.DRAFT: 1})
    assert [type(value) for value in (stored["status"], *stored)] == [str, str, str]


def test_every_name_in_a_path_becomes_a_placeholder_once() -> None:
    update = Update().set("scenes[0].clip", 1).set("scenes[1].clip", 2).remove("purchases.clip-s01-ab")
    arguments = update.arguments()
    assert arguments["UpdateExpression"] == "SET #n0[0].#n1 = :v0, #n0[1].#n1 = :v1 REMOVE #n2.#n3"
    assert arguments["ExpressionAttributeNames"] == {
        "#n0": "scenes",
        "#n1": "clip",
        "#n2": "purchases",
        "#n3": "clip-s01-ab",
    }


def test_setting_none_removes() -> None:
    assert Update().set("ttl", None).arguments()["UpdateExpression"] == "REMOVE #n0"


def test_conditions_are_joined_and_their_comparisons_left_alone() -> None:
    update = Update().when("<run> = :run AND <rev> <= :r", run=1, r=7)
    condition = update.when("<a.b> <> :x OR attribute_not_exists(<a>)", x=2).condition_arguments()
    assert condition["ConditionExpression"] == (
        "(#n0 = :v0 AND #n1 <= :v1) AND (#n2.#n3 <> :v2 OR attribute_not_exists(#n2))"
    )
    assert condition["ExpressionAttributeValues"] == {":v0": 1, ":v1": 7, ":v2": 2}
