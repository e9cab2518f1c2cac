"""The tree of errors answers its three questions everywhere."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import get_args

import pytest
from omnigen import errors
from omnigen.errors import FixableBy, OmnigenError, ProviderError


def tree(root: type[OmnigenError] = OmnigenError) -> set[type[OmnigenError]]:
    below = [tree(kind) for kind in root.__subclasses__() if kind.__module__ == errors.__name__]
    return {root, *(kind for kinds in below for kind in kinds)}


KINDS = sorted(tree(), key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_says_whether_to_retry_its_status_and_who_can_mend_it(kind: type[OmnigenError]) -> None:
    assert isinstance(kind.retryable, bool)
    assert 400 <= kind.http_status < 600
    assert kind.fixable_by in get_args(FixableBy)
    assert kind("words").code == kind.__name__


def test_drawn_tree_is_the_real_one() -> None:
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or ""))
    assert drawn | {"OmnigenError"} == {kind.__name__ for kind in tree()}


def test_what_can_be_tried_again_is_never_the_users_to_mend() -> None:
    assert {kind.fixable_by for kind in tree() if kind.retryable} == {"time"}


def test_provider_error_carries_what_it_cost_and_what_was_said() -> None:
    error = ProviderError("no")
    assert (error.usd, error.answer) == (Decimal(0), "")
