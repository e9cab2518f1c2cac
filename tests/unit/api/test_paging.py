"""Cursors of lists: they come back as they went, and whatever else is sent is refused by the field's name."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.errors import InvalidRequest

from functions.api.paging import cursor_after, start_key

job_ids = st.from_regex(r"job_[0-9A-Z]{26}", fullmatch=True)
moments = st.integers(0, (1 << 53) - 1)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40) | job_ids,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@given(job_ids, moments)
def test_a_cursor_leads_to_the_place_after_its_item_among_the_asking_users_own(job_id: str, created_at: int) -> None:
    cursor = cursor_after("job_id", {"job_id": job_id, "created_at": created_at, "user_id": "eve"})
    assert len(cursor) <= 200
    assert start_key("ada", "job_id", cursor) == {"user_id": "ada", "job_id": job_id, "created_at": created_at}


@given(st.text(max_size=200) | st.binary(max_size=60).map(lambda data: base64.urlsafe_b64encode(data).decode()))
def test_text_that_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        start_key("ada", "job_id", text)
    assert refused.value.field == "cursor"


@given(anything.filter(lambda value: not _is_place(value)))
def test_json_that_is_no_place_is_refused(value: Any) -> None:
    cursor = base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
    with pytest.raises(InvalidRequest):
        start_key("ada", "job_id", cursor)


def _is_place(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str) and value[0].startswith("job_")
