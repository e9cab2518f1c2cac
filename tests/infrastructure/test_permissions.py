"""Least privilege, both ways: nothing is called that is not allowed, and nothing is allowed that is never called."""

from __future__ import annotations

import pytest

from tests.infrastructure.recorded_calls import Call
from tests.infrastructure.rehearsal import CALLERS, Rehearsal
from tests.infrastructure.rights import Right, refused, rights, unused
from tests.infrastructure.templates import Environment
from tests.infrastructure.unused_permissions import REASONS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
"""The first test waits for the whole rehearsal: a minute on a quiet machine, several on a busy one."""


@pytest.mark.parametrize("caller", CALLERS)
def test_whatever_is_called_is_allowed(caller: str, rehearsal: Rehearsal, dev: Environment) -> None:
    assert refused(_calls(rehearsal, caller), list(rights(dev, caller))) == []


@pytest.mark.parametrize("caller", CALLERS)
def test_whatever_is_allowed_is_called_or_has_a_reason(caller: str, rehearsal: Rehearsal, dev: Environment) -> None:
    left = unused(_calls(rehearsal, caller), list(rights(dev, caller)))
    assert [right for right in left if not any(known.covers(caller, right.action) for known in REASONS)] == []


def test_every_reason_is_still_needed(rehearsal: Rehearsal, dev: Environment) -> None:
    """A right that is gone needs no excuse, nor one that every rehearsal uses."""
    held = {caller: list(rights(dev, caller)) for caller in CALLERS}
    idle = {(caller, one.action) for caller in CALLERS for one in unused(_calls(rehearsal, caller), held[caller])}
    granted = {(caller, right.action) for caller in CALLERS for right in held[caller]}
    for known in REASONS:
        excused = {(caller, action) for caller in known.callers for action in known.actions}
        assert excused - (granted if known.at_times else idle) == set(), known.reason


@pytest.mark.parametrize("caller", CALLERS)
def test_a_right_that_is_taken_away_would_be_missed(caller: str, rehearsal: Rehearsal, dev: Environment) -> None:
    calls, held = _calls(rehearsal, caller), list(rights(dev, caller))
    used = [right for right in held if right not in unused(calls, held)]
    assert used
    for taken in used:
        assert refused(calls, [right for right in held if right != taken])


def test_a_right_too_many_would_be_noticed(rehearsal: Rehearsal, dev: Environment) -> None:
    planted = Right("dynamodb:DeleteTable", "arn:aws:dynamodb:us-east-1:123456789012:table/omnigen-dev-jobs")
    left = unused(_calls(rehearsal, "Api"), [*rights(dev, "Api"), planted])
    assert [right for right in left if not any(known.covers("Api", right.action) for known in REASONS)] == [planted]


def _calls(rehearsal: Rehearsal, caller: str) -> list[Call]:
    found = [call for call in rehearsal.calls if call.caller == caller]
    assert found, "nothing was seen, so nothing can be said"
    return found
