"""AWS's own budget for what a deployment costs there. What vendors charge is limited by `omnigen admin limits`."""

from __future__ import annotations

from aws_cdk import aws_budgets as budgets
from constructs import Construct

from infra.environments import Environment

_TOLD_AT_PERCENT = (("ACTUAL", 80), ("FORECASTED", 100))


class MonthlyBudget(Construct):
    """A budget of the month's costs with this environment's tag, which mails before it is used up.

    AWS counts by the tag only after it was activated once in the billing console, as docs/aws.md says.
    """

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment, usd: int) -> None:
        super().__init__(scope, construct_id)
        amount = budgets.CfnBudget.SpendProperty(amount=usd, unit="USD")
        budgets.CfnBudget(
            self,
            "Month",
            budget=budgets.CfnBudget.BudgetDataProperty(
                budget_name=f"{environment.prefix}-month",
                budget_type="COST",
                time_unit="MONTHLY",
                budget_limit=amount,
                cost_filters={"TagKeyValue": [f"user:environment${environment.name}"]},
            ),
            notifications_with_subscribers=[
                _notification(kind, percent, environment.alarm_email)
                for kind, percent in (_TOLD_AT_PERCENT if environment.alarm_email else ())
            ],
        )


def _notification(
    kind: str, percent: int, address: str | None
) -> budgets.CfnBudget.NotificationWithSubscribersProperty:
    return budgets.CfnBudget.NotificationWithSubscribersProperty(
        notification=budgets.CfnBudget.NotificationProperty(
            notification_type=kind, comparison_operator="GREATER_THAN", threshold=percent, threshold_type="PERCENTAGE"
        ),
        subscribers=[budgets.CfnBudget.SubscriberProperty(subscription_type="EMAIL", address=str(address))],
    )
