"""Erases a user of a deployed environment: `python -m infra.erase_user --environment prod USER_ID`.

USER_ID is the `sub` of the account in the user pool. Needs AWS credentials that may read the stacks' outputs, read and
delete in the tables and the bucket, stop executions, and delete accounts. What it deletes cannot be restored, except by
restoring a table from its backup.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

import boto3
from omnigen.deployment.resources import BUCKET_VARIABLE, STATE_MACHINE_VARIABLE
from omnigen.jobs.erasure import erase_user
from omnigen.runtime.context import open_context
from omnigen.settings import read

from infra.environments import Environment
from infra.settings_file import environments, named


def main() -> int:
    """Erase the user and print what was deleted as JSON."""
    arguments = _parser().parse_args()
    environment = named(arguments.environment, environments())
    question = f"Erase {arguments.user!r} in {environment.name}? Type the id again: "
    if not arguments.yes and input(question) != arguments.user:
        sys.stderr.write("Nothing was erased\n")
        return 1
    outputs = stack_outputs(environment, boto3.client("cloudformation"))
    os.environ.update(variables_of(environment, outputs))
    report = erase_user(open_context(read(os.environ)), arguments.user)
    deleted = delete_account(boto3.client("cognito-idp"), outputs["UserPoolId"], arguments.user)
    sys.stdout.write(json.dumps({**dataclasses.asdict(report), "accounts": deleted}) + "\n")
    return 0


def variables_of(environment: Environment, outputs: Mapping[str, str]) -> dict[str, str]:
    """The environment variables that functions have, as far as erasing needs them."""
    return {
        "OMNIGEN_ENV": environment.name,
        **environment.provider_variables,
        "OPENAI_API_KEY_SECRET": f"{environment.prefix}/openai-api-key",
        "REPLICATE_API_TOKEN_SECRET": f"{environment.prefix}/replicate-api-key",
        **environment.table_variables,
        BUCKET_VARIABLE: outputs["AssetsBucket"],
        STATE_MACHINE_VARIABLE: outputs["StateMachineArn"],
    }


def stack_outputs(environment: Environment, cloudformation: Any) -> dict[str, str]:
    """The outputs of both stacks of a deployed environment, by name."""
    stacks = [f"{environment.prefix}-{name}" for name in ("Data", "App")]
    described = [cloudformation.describe_stacks(StackName=name)["Stacks"][0] for name in stacks]
    return {output["OutputKey"]: output["OutputValue"] for stack in described for output in stack["Outputs"]}


def delete_account(cognito: Any, pool_id: str, user_id: str) -> int:
    """Delete the account whose `sub` this is; the number of accounts deleted."""
    found = cognito.list_users(UserPoolId=pool_id, Filter=f'sub = "{user_id}"')["Users"]
    for account in found:
        cognito.admin_delete_user(UserPoolId=pool_id, Username=account["Username"])
    return len(found)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.erase_user", description="Erase a user and all their data.")
    parser.add_argument("user", metavar="USER_ID", help="the `sub` of the account in the user pool")
    parser.add_argument("--environment", choices=[known.name for known in environments()], required=True)
    parser.add_argument("--yes", action="store_true", help="do not ask")
    return parser


if __name__ == "__main__":
    sys.exit(main())
