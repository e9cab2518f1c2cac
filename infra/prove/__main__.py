"""`python -m infra.prove dev`: free jobs on every scenario of a deployment, and a verdict with what they cost of AWS.

The key is read from OMNIGEN_API_KEY; make one with `omnigen --url … keys create`, of the scopes read, create, review
and spend. Ends with 1 if something went otherwise than it should. With --url no credentials of the account are used.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from decimal import Decimal

import boto3
from omnigen.deployment.resources import COMPOSE_CPU_UNITS, COMPOSE_MEMORY_MIB, TABLES

from infra.environments import Environment
from infra.erase_user import stack_outputs
from infra.prove.account import Account
from infra.prove.api import DeploymentApi, Disproved
from infra.prove.checks import CHECKS, deleted
from infra.prove.proof import Proof
from infra.settings_file import BadSettings, environments, named

KEY_VARIABLE = "OMNIGEN_API_KEY"
NOBODYS_RECEIVER = "https://example.com/omnigen"
"""Of nobody who answers a challenge: shows that events are sent, not that they arrive."""

_FIRST = ("the API", "free of charge")

Say = Callable[[str], object]


def prove(proof: Proof, account: Account | None, say: Say, *, keep: bool = False) -> bool:
    """Run every check and say what it showed; whether all went as they should. Without `keep` the jobs are deleted."""
    failed = 0
    for name, check in CHECKS.items():
        if not _tried(name, lambda check=check: check(proof), say):  # type: ignore[misc]
            failed += 1
            if name in _FIRST:
                say("nothing was ordered")
                return False
    if account:
        _say_costs(account, proof, say)
    if not keep:
        failed += not _tried("delete", lambda: deleted(proof), say)
    went_well = len(CHECKS) + (not keep) - failed
    say(f"{went_well} checks as they should, {failed} otherwise; {proof.api.unchanged} x 304, {proof.api.busy} x busy")
    return failed == 0


def _tried(name: str, check: Callable[[], str], say: Say) -> bool:
    begun = time.monotonic()
    try:
        words = check()
    except (Disproved, KeyError) as error:
        words = f"is missing after an earlier failure: {error}" if isinstance(error, KeyError) else str(error)
        say(f"NO  {name:16} {time.monotonic() - begun:6.1f} s  {words}")
        return False
    say(f"ok  {name:16} {time.monotonic() - begun:6.1f} s  {words}")
    return True


def _say_costs(account: Account, proof: Proof, say: Say) -> None:
    found = account.measured(proof.jobs.values())
    usd = found.usd(COMPOSE_CPU_UNITS, COMPOSE_MEMORY_MIB)
    say(
        f"{len(proof.jobs)} jobs in {found.executions} executions: {found.transitions} transitions, "
        f"{found.function_seconds:.0f} s of functions, {found.composition_seconds:.0f} s of composition"
    )
    say(f"list price {usd.quantize(Decimal('0.0001'))} USD, without tables, files, requests and logs; vendors 0 USD")


def main() -> int:
    """Prove what the arguments name; 2 if they are wrong."""
    arguments = _parser().parse_args()
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not key:
        sys.stderr.write(f"Set {KEY_VARIABLE} to an API key of the deployment\n")
        return 2
    try:
        environment = named(arguments.environment.lower(), environments())
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        return 2
    url, account = (arguments.url, None) if arguments.url else _deployed(environment)
    proof = Proof(
        DeploymentApi(url.rstrip("/"), key, timeout_seconds=arguments.patience),
        webhook_url=arguments.webhook or NOBODYS_RECEIVER,
        receiver_is_ours=bool(arguments.webhook),
        records=account,
    )
    is_proved = prove(proof, account, lambda line: sys.stdout.write(f"{line}\n"), keep=arguments.keep)
    return 0 if is_proved else 1


def _deployed(environment: Environment) -> tuple[str, Account]:
    session = boto3.Session(region_name=environment.region)
    outputs = stack_outputs(environment, session.client("cloudformation"))
    jobs = next(table for table in TABLES if table.name == "jobs")
    account = Account(
        session.client("stepfunctions"),
        session.client("dynamodb"),
        outputs["StateMachineArn"],
        environment.table_name(jobs),
    )
    return outputs["ApiUrl"], account


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.prove", description=__doc__)
    parser.add_argument("environment", help="dev, prod, or a table of deployments.toml")
    parser.add_argument("--url", help="address of the API up to /api/v1, instead of the stacks' outputs")
    parser.add_argument("--webhook", help="a receiver of yours that answers the challenge; see docs/webhooks.md")
    parser.add_argument("--patience", type=float, default=900, metavar="SECONDS", help="for each step of a job")
    parser.add_argument("--keep", action="store_true", help="do not delete the jobs")
    return parser


if __name__ == "__main__":
    sys.exit(main())
