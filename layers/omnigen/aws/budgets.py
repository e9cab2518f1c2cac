"""Budgets in the usage table: the sums of each owner by month and by day, and the limits that hold for them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from omnigen.aws.api_keys import ApiKeys, key_record
from omnigen.aws.dynamodb import Update, from_item, when_within
from omnigen.aws.items_read import ItemsRead
from omnigen.aws.spend_limits import SpendLimits
from omnigen.aws.transactions import transact
from omnigen.domain.budget import DEPLOYMENT, Budget, SpendLimit, UserLimit, group_of, key_of
from omnigen.domain.job_status import DAY_SECONDS
from omnigen.errors import Contention, OverQuota

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_PAUSED_RETRY_SECONDS = 600


@dataclass(frozen=True)
class AppliedBudgets:
    """The budgets of one purchase, the user's first, and checks that their limits are still those that were read."""

    user: Budget
    others: tuple[Budget, ...]
    checks: tuple[dict[str, Any], ...]

    @property
    def all(self) -> tuple[Budget, ...]:
        """Every budget, in the order in which a transaction writes them."""
        return (self.user, *self.others)


@dataclass(frozen=True)
class Payment:
    """A payment outside a job: whose, in which other budgets, how much, its name, and when (Unix seconds)."""

    user_id: str
    owners: tuple[str, ...]
    usd: Decimal
    entry: str
    at: int


@dataclass(frozen=True)
class Budgets:
    """`monthly_usd` is the month of a user for whom no operator has set another figure."""

    table: Table
    keys: ApiKeys
    limits: SpendLimits
    monthly_usd: Decimal
    pause: Callable[[float], None] = time.sleep

    def read_at_once(self, user_id: str, owners: Sequence[str], at: int) -> Budgets:
        """The budgets of a user and of these owners as one call finds them; nothing else can be asked of them."""
        keys = [key_record(key_id) for owner in owners if (key_id := key_of(owner))]
        sums_read = [_place(owner, at) for owner in (user_id, *owners)]
        items = ItemsRead(self.table, [*self.limits.places(user_id), *keys, *sums_read], self.pause)
        table = cast("Table", items)
        return replace(
            self, table=table, keys=replace(self.keys, table=table), limits=replace(self.limits, table=table)
        )

    def user_limit(self, user_id: str) -> UserLimit:
        """What holds for a user now."""
        return self._of_user(user_id, self.limits.read().each_user)

    def sums_of(self, owner: str, at: int) -> Mapping[str, Any]:
        """What an owner has committed and spent in the month of a time, and by day; empty when nothing was."""
        found: Mapping[str, Any] = from_item(
            self.table.get_item(Key=_place(owner, at), ConsistentRead=True).get("Item", {})
        )
        return found

    def applied(self, user_id: str, owners: Sequence[str]) -> AppliedBudgets:
        """The budgets of a user's purchase, and of these other owners.

        OverQuota while spending is paused, and when the key among the owners was revoked or has expired.
        """
        now = self.limits.read()
        if now.paused:
            reason = f": {now.reason}" if now.reason else ""
            raise OverQuota(f"Spending is paused by the operator{reason}", retry_after_seconds=_PAUSED_RETRY_SECONDS)
        others, checks = [], [self.limits.unchanged(now.rev)]
        for owner in owners:
            if owner == DEPLOYMENT:
                others.append(Budget(owner, now.deployment, " of this deployment"))
            elif group := group_of(owner):
                others.append(Budget(owner, now.groups.get(group, SpendLimit()), f" of the group {group!r}"))
            elif key_id := key_of(owner):
                others.append(self._of_key(key_id, owner))
                checks.append(self._key_is_live(key_id))
        limit = self._of_user(user_id, now.each_user)
        return AppliedBudgets(Budget(user_id, limit), tuple(others), tuple(checks))

    def require_room(self, budgets: AppliedBudgets, at: int) -> None:
        """OverQuota when one of the budgets is used up already. The reservation itself is what keeps to them."""
        for budget in budgets.all:
            item = self.sums_of(budget.owner, at)
            for one in _limits(budget.limit, at):
                if one.usd is not None and Decimal(item.get(one.attribute, 0)) >= one.usd:
                    raise OverQuota(
                        f"{_capital(one.whose)} ${one.usd:f}{budget.words} are spent or reserved. "
                        f"Go on {one.after}, or have the quota raised",
                        retry_after_seconds=one.retry_after_seconds,
                    )

    def require(self, budgets: AppliedBudgets, what: str, usd: Decimal, at: int) -> None:
        """OverQuota when one of the budgets has no room for `usd` more for `what` ("The clip")."""
        for budget in budgets.all:
            item = self.sums_of(budget.owner, at)
            for one in _limits(budget.limit, at):
                if one.usd is not None and Decimal(item.get(one.attribute, 0)) + usd > one.usd:
                    raise OverQuota(
                        f"{what} would cost up to ${usd:.2f}, more than is left of {one.whose} ${one.usd:f}"
                        f"{budget.words}. Resume {one.after}, or have the quota raised",
                        retry_after_seconds=one.retry_after_seconds,
                    )

    def spend_once(self, payment: Payment, what: str, seconds: int) -> bool:
        """Book a payment in all its budgets; False, and nothing booked, while the same one is under way.

        It counts as under way for so many seconds. OverQuota when a budget has no room for it; `what` names it in the
        error ("A sample").
        """
        usd, at = payment.usd, payment.at
        applied = self.applied(payment.user_id, payment.owners)
        claim = Update().set("until", at + seconds).set("ttl", at + DAY_SECONDS)
        claim.when("attribute_not_exists(<until>) OR <until> <= :now", now=at)
        writes = [self.write(one.owner, within(sums(at, usd, usd), one.limit, usd, at), at) for one in applied.all]
        refused = transact(self.table, [self._claim(payment, claim), *writes, *applied.checks], self.pause)
        if refused and not refused[0]:
            self.require(applied, what, usd, at)
            raise Contention("The limits of spending are being changed at this moment; try again")
        return refused is None

    def take_back(self, payment: Payment, usd: Decimal) -> None:
        """Take back so much of a payment, which is no longer under way."""
        owners = (payment.user_id, *payment.owners)
        writes = [self.write(owner, sums(payment.at, -usd, -usd), payment.at) for owner in owners]
        transact(self.table, [self._claim(payment, Update().remove("until")), *writes], self.pause)

    def _claim(self, payment: Payment, update: Update) -> dict[str, Any]:
        key = {"user_id": payment.user_id, "period": f"payment#{payment.entry}"}
        return {"Update": {"TableName": self.table.name, "Key": key, **update.arguments()}}

    def write(self, owner: str, update: Update, at: int) -> dict[str, Any]:
        """An update of an owner's month as part of a transaction."""
        return {"Update": {"TableName": self.table.name, "Key": _place(owner, at), **update.arguments()}}

    def _of_user(self, user_id: str, each: UserLimit) -> UserLimit:
        limit = self.limits.of_user(user_id) or each
        return limit if limit.month_usd is not None else limit.model_copy(update={"month_usd": self.monthly_usd})

    def _of_key(self, key_id: str, owner: str) -> Budget:
        key = self.keys.find(key_id)
        if key is None or not key.is_live(self.keys.now()):
            raise OverQuota("The API key that ordered this was revoked or has expired. Resume the job with another one")
        return Budget(owner, key.limit, f" of the API key {key.name!r}")

    def _key_is_live(self, key_id: str) -> dict[str, Any]:
        live = Update().when("attribute_exists(<secret_hash>)").condition_arguments()
        return {"ConditionCheck": {"TableName": self.table.name, "Key": key_record(key_id), **live}}


def sums(at: int, committed: Decimal, spent: Decimal = Decimal(0), update: Update | None = None) -> Update:
    """An update that adds to the sums of the month and of the day of this time (Unix seconds)."""
    update = (update or Update()).add("committed_usd", committed).add(day_attribute(at), committed)
    return update.add("spent_usd", spent) if spent else update


def within(update: Update, limit: SpendLimit, usd: Decimal, at: int) -> Update:
    """Conditions: with `usd` more, the sums are within the limit."""
    for one in _limits(limit, at):
        if one.usd is not None:
            when_within(update, one.usd - usd, one.attribute)
    return update


def period_of(at: int) -> str:
    """The month (UTC) of a time, `2026-11`: the sort key of its sums."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m}"


def day_attribute(at: int) -> str:
    """The attribute of a month's item with what was committed on the day (UTC) of a time."""
    return f"day_{datetime.fromtimestamp(at, UTC):%d}_usd"


def _place(owner: str, at: int) -> dict[str, str]:
    return {"user_id": owner, "period": period_of(at)}


@dataclass(frozen=True)
class _Limit:
    """A limit: the attribute that it bounds, and how people are told about it."""

    attribute: str
    usd: Decimal | None
    whose: str
    after: str
    retry_after_seconds: int


def _limits(limit: SpendLimit, at: int) -> Iterator[_Limit]:
    """The limits of the month and of the day of a time."""
    now = datetime.fromtimestamp(at, UTC)
    today = now.replace(hour=0, minute=0, second=0)
    tomorrow = today + timedelta(days=1)
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    seconds = [int((then - now).total_seconds()) for then in (next_month, tomorrow)]
    yield _Limit("committed_usd", limit.month_usd, "this month's", "next month", seconds[0])
    yield _Limit(day_attribute(at), limit.day_usd, "today's", "tomorrow", seconds[1])


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"
