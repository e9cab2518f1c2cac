"""Least privilege, both ways: nothing is called that is not allowed, and nothing is allowed that is never called."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

import pytest

from tests.infrastructure.rehearsal import CALLERS, Rehearsal
from tests.infrastructure.templates import Environment, Resource, listed, statements
from tests.infrastructure.unused_permissions import REASONS, Unused


class Right(NamedTuple):
    """One action that a role may do to the things that a pattern fits."""

    action: str
    pattern: str

    def covers(self, action: str, resource: str) -> bool:
        """As IAM compares: stars stand for anything."""
        return action == self.action and fnmatchcase(resource, self.pattern)


@pytest.mark.parametrize("caller", CALLERS)
def test_whatever_is_called_is_allowed(caller: str, rehearsal: Rehearsal, dev: Environment) -> None:
    rights = list(_rights(dev, caller))
    refused = [
        (call.action, call.resource)
        for call in rehearsal.calls
        if call.caller == caller and not any(right.covers(call.action, call.resource) for right in rights)
    ]
    assert sorted(refused) == []


@pytest.mark.parametrize("caller", CALLERS)
def test_whatever_is_allowed_is_called_or_has_a_reason(caller: str, rehearsal: Rehearsal, dev: Environment) -> None:
    calls = [call for call in rehearsal.calls if call.caller == caller]
    unused = [
        right
        for right in _rights(dev, caller)
        if not any(right.covers(call.action, call.resource) for call in calls)
        and not any(known.covers(caller, right.action, right.pattern) for known in REASONS)
    ]
    assert unused == []


def test_every_reason_is_still_needed(rehearsal: Rehearsal, dev: Environment) -> None:
    """A right that is used, or gone, needs no excuse."""
    needless = [known for known in REASONS if not list(_excused(known, rehearsal, dev))]
    assert needless == []


def test_a_call_without_a_right_would_be_found(dev: Environment) -> None:
    rights = list(_rights(dev, "OpenReview"))
    table = next(right.pattern for right in rights if right.action == "dynamodb:GetItem")
    assert any(right.covers("dynamodb:GetItem", table) for right in rights)
    assert not any(right.covers("dynamodb:DeleteItem", table) for right in rights)
    assert not any(right.covers("dynamodb:GetItem", f"{table}-other") for right in rights)


def _excused(known: Unused, rehearsal: Rehearsal, dev: Environment) -> Iterator[Right]:
    for caller in CALLERS:
        calls = [call for call in rehearsal.calls if call.caller == caller]
        for right in _rights(dev, caller):
            used = any(right.covers(call.action, call.resource) for call in calls)
            if known.covers(caller, right.action, right.pattern) and not used:
                yield right


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
