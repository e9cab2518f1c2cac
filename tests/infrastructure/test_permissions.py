"""Least privilege, both ways: nothing is called that is not allowed, and nothing is allowed that is never called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

import pytest

from tests.infrastructure.recorded_calls import Call
from tests.infrastructure.rehearsal import CALLERS, Rehearsal
from tests.infrastructure.templates import Environment, Resource, listed, statements
from tests.infrastructure.unused_permissions import REASONS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
"""The first test waits for the whole rehearsal: a minute on a quiet machine, several on a busy one."""


class Right(NamedTuple):
    """One action that a role may do to the things that a pattern fits."""

    action: str
    pattern: str

    def covers(self, action: str, resource: str) -> bool:
        """As IAM compares: stars stand for anything."""
        return action == self.action and fnmatchcase(resource, self.pattern)


@pytest.mark.parametrize("caller", CALLERS)
def test_whatever_is_called_is_allowed(caller: str, rehearsal: Rehearsal, dev: Environment) -> None:
    assert _refused(_calls(rehearsal, caller), list(_rights(dev, caller))) == []


@pytest.mark.parametrize("caller", CALLERS)
def test_whatever_is_allowed_is_called_or_has_a_reason(caller: str, rehearsal: Rehearsal, dev: Environment) -> None:
    unused = _unused(_calls(rehearsal, caller), list(_rights(dev, caller)))
    assert [right for right in unused if not any(known.covers(caller, right.action) for known in REASONS)] == []


def test_every_reason_is_still_needed(rehearsal: Rehearsal, dev: Environment) -> None:
    """A right that is gone needs no excuse, nor one that every rehearsal uses."""
    held = {caller: list(_rights(dev, caller)) for caller in CALLERS}
    unused = {(caller, one.action) for caller in CALLERS for one in _unused(_calls(rehearsal, caller), held[caller])}
    granted = {(caller, right.action) for caller in CALLERS for right in held[caller]}
    for known in REASONS:
        excused = {(caller, action) for caller in known.callers for action in known.actions}
        assert excused - (granted if known.at_times else unused) == set(), known.reason


@pytest.mark.parametrize("caller", CALLERS)
def test_a_right_that_is_taken_away_would_be_missed(caller: str, rehearsal: Rehearsal, dev: Environment) -> None:
    calls, rights = _calls(rehearsal, caller), list(_rights(dev, caller))
    used = [right for right in rights if right not in _unused(calls, rights)]
    assert used
    for taken in used:
        assert _refused(calls, [right for right in rights if right != taken])


def test_a_right_too_many_would_be_noticed(rehearsal: Rehearsal, dev: Environment) -> None:
    planted = Right("dynamodb:DeleteTable", "arn:aws:dynamodb:us-east-1:123456789012:table/omnigen-dev-jobs")
    unused = _unused(_calls(rehearsal, "Api"), [*_rights(dev, "Api"), planted])
    assert [right for right in unused if not any(known.covers("Api", right.action) for known in REASONS)] == [planted]


def _calls(rehearsal: Rehearsal, caller: str) -> list[Call]:
    found = [call for call in rehearsal.calls if call.caller == caller]
    assert found, "nothing was seen, so nothing can be said"
    return found


def _refused(calls: Sequence[Call], rights: Sequence[Right]) -> list[Call]:
    return sorted(call for call in calls if not any(right.covers(call.action, call.resource) for right in rights))


def _unused(calls: Sequence[Call], rights: Sequence[Right]) -> list[Right]:
    return [right for right in rights if not any(right.covers(call.action, call.resource) for call in calls)]


def _rights(environment: Environment, caller: str) -> Iterator[Right]:
    for statement in statements(environment, _role(environment, caller)):
        assert statement["Effect"] == "Allow"
        for action in listed(statement["Action"]):
            for resource in listed(statement["Resource"]):
                yield Right(action, resource)


def _role(environment: Environment, caller: str) -> Resource:
    if caller == "compose":
        reference = environment.only("AWS::ECS::TaskDefinition").properties["TaskRoleArn"]
    else:
        made = environment.resources("AWS::Lambda::Function", "App")
        function = next(one for one in made if environment.name(one).endswith(f"-{caller}"))
        reference = function.properties["Role"]
    roles = environment.resources("AWS::IAM::Role", "App")
    return next(role for role in roles if role.id == reference["Fn::GetAtt"][0])
