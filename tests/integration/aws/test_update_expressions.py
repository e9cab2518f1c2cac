"""Updates built by `Update` do on moto's DynamoDB what they say, for any names and values, or nothing at all."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from omnigen.aws.dynamodb import Update, from_item, is_condition_failure, to_item
from omnigen.runtime.context import AppContext
from ulid import ULID

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MAP = "purchases"
KEYS = ("project_id", "user_id", "created_at", "updated_at")

names = st.text(
    st.characters(codec="ascii", categories=["L", "N", "P", "S", "Zs"], exclude_characters=".[]<>="),
    min_size=1,
    max_size=8,
).filter(lambda name: name not in {*KEYS, MAP})
"""Names of attributes. A dot and a bracket have a meaning in paths; `<`, `>` and `=` have one in conditions."""

paths = names | names.map(lambda name: f"{MAP}.{name}")
numbers = st.integers(-(10**9), 10**9) | st.decimals(-1000, 1000, places=2)
values = st.recursive(
    st.booleans() | numbers | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
lists = st.lists(values, max_size=2)


@dataclass(frozen=True)
class Step:
    """What is done to one attribute: what is there before (None: nothing), the verb, and its value."""

    before: Any
    verb: Literal["set", "add", "append", "remove"]
    value: Any = None

    @property
    def after(self) -> Any:
        """What must be there then; None for nothing."""
        match self.verb:
            case "set":
                return self.value
            case "add":
                return (self.before or 0) + self.value
            case "append":
                return [*self.before, self.value]
            case "remove":
                return None


anywhere = st.one_of(
    st.builds(Step, st.none() | values, st.just("set"), st.none() | values),
    st.builds(Step, lists, st.just("append"), values),
    st.builds(Step, st.none() | values, st.just("remove")),
)
additions = st.builds(Step, st.none() | numbers, st.just("add"), numbers)
"""At the top of an item only: DynamoDB's developer guide allows ADD nowhere else."""

steps = st.dictionaries(paths, anywhere, min_size=1, max_size=4)
sums = st.dictionaries(names, additions, max_size=2)

Write = Callable[[dict[str, Any], Update], dict[str, Any]]


@pytest.fixture
def write(app: AppContext) -> Write:
    """Stores an item, updates it unless the condition fails, and gives what is stored then, without its key."""
    table = app.aws.projects.table

    def written(before: dict[str, Any], update: Update) -> dict[str, Any]:
        key = {"project_id": str(ULID())}
        table.put_item(Item=to_item(before) | key)
        try:
            table.update_item(Key=key, **update.arguments())
        except ClientError as error:
            if not is_condition_failure(error):
                raise
        stored: dict[str, Any] = from_item(table.get_item(Key=key, ConsistentRead=True)["Item"])
        return {name: value for name, value in stored.items() if name not in key}

    return written


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps, sums)
def test_an_update_does_to_every_attribute_what_it_says(
    write: Write, anywhere: dict[str, Step], added: dict[str, Step]
) -> None:
    wanted = anywhere | {name: step for name, step in added.items() if name not in anywhere}
    update = Update()
    for path, step in wanted.items():
        getattr(update, step.verb)(path, *(() if step.verb == "remove" else (step.value,)))
    before = _item({path: step.before for path, step in wanted.items()})
    assert write(before, update) == _item({path: step.after for path, step in wanted.items()})


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(names, st.tuples(numbers, st.sampled_from(list(COMPARISONS)), numbers), min_size=1, max_size=3))
def test_an_update_whose_conditions_do_not_all_hold_changes_nothing(
    write: Write, compared: dict[str, tuple[Any, str, Any]]
) -> None:
    update = Update().set(f"{MAP}.written", True)
    for name, (_, comparison, value) in compared.items():
        update.when(f"<{name}> {comparison} :value", value=value)
    holds = all(COMPARISONS[comparison](there, value) for there, comparison, value in compared.values())
    before = _item({name: there for name, (there, _, _) in compared.items()})
    assert write(before, update) == before | {MAP: {"written": True} if holds else {}}


def _item(attributes: dict[str, Any]) -> dict[str, Any]:
    """An item with a map in it, from values by path; None is nothing."""
    there = {path: value for path, value in attributes.items() if value is not None}
    within = {path.removeprefix(f"{MAP}."): value for path, value in there.items() if path.startswith(f"{MAP}.")}
    return {path: value for path, value in there.items() if not path.startswith(f"{MAP}.")} | {MAP: within}
