"""What roles of the templates may do, compared with what was called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from tests.infrastructure.recorded_calls import Call
from tests.infrastructure.templates import Environment, Resource, listed, statements


class Right(NamedTuple):
    """One action that a role may do to the things that a pattern fits."""

    action: str
    pattern: str

    def covers(self, action: str, resource: str) -> bool:
        """As IAM compares: stars stand for anything."""
        return action == self.action and fnmatchcase(resource, self.pattern)


def refused(calls: Sequence[Call], rights: Sequence[Right]) -> list[Call]:
    return sorted(call for call in calls if not any(right.covers(call.action, call.resource) for right in rights))


def unused(calls: Sequence[Call], rights: Sequence[Right]) -> list[Right]:
    return [right for right in rights if not any(right.covers(call.action, call.resource) for call in calls)]


def rights(environment: Environment, caller: str) -> Iterator[Right]:
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
