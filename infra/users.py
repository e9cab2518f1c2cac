"""People of a deployed environment: `python -m infra.users --environment prod invite ada@example.com --admin`.

Needs AWS credentials that may read the stacks' outputs and change the user pool. Limits of a user are set with
`omnigen admin users limits`, and `python -m infra.erase_user` deletes one with all their data.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import boto3
from omnigen.domain.caller import ADMIN_GROUP
from omnigen.runtime.context import open_context
from omnigen.settings import read

from infra.erase_user import stack_outputs, variables_of
from infra.settings_file import environments, named


def invite(cognito: Any, pool_id: str, email: str, groups: Sequence[str]) -> str:
    """Make an account and mail its first password, or mail it anew if the first was never used; the account's `sub`.

    The address counts as verified, as whoever invites vouches for it: without, nobody could have a forgotten password
    sent to it.
    """
    attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    request = {"UserPoolId": pool_id, "Username": email, "DesiredDeliveryMediums": ["EMAIL"]}
    try:
        made = cognito.admin_create_user(**request, UserAttributes=attributes)["User"]
    except cognito.exceptions.UsernameExistsException:
        made = cognito.admin_create_user(**request, MessageAction="RESEND")["User"]
    for group in groups:
        add_to_group(cognito, pool_id, email, group)
    return _attribute(made["Attributes"], "sub")


def add_to_group(cognito: Any, pool_id: str, email: str, group: str) -> None:
    """Put an account into a group, which is made if there is none of that name."""
    try:
        cognito.get_group(UserPoolId=pool_id, GroupName=group)
    except cognito.exceptions.ResourceNotFoundException:
        cognito.create_group(UserPoolId=pool_id, GroupName=group)
    cognito.admin_add_user_to_group(UserPoolId=pool_id, Username=email, GroupName=group)


def listed(cognito: Any, pool_id: str) -> Iterator[Mapping[str, Any]]:
    """Each account: `sub`, e-mail address, state, and groups."""
    for page in cognito.get_paginator("list_users").paginate(UserPoolId=pool_id):
        for user in page["Users"]:
            found = cognito.admin_list_groups_for_user(UserPoolId=pool_id, Username=user["Username"])
            yield {
                "user_id": _attribute(user["Attributes"], "sub"),
                "email": _attribute(user["Attributes"], "email"),
                "state": user["UserStatus"] if user["Enabled"] else "DISABLED",
                "groups": [group["GroupName"] for group in found["Groups"]],
            }


def lock_out(cognito: Any, pool_id: str, email: str) -> str:
    """Disable an account and end its sessions; the account's `sub`. A token goes on for an hour at most."""
    cognito.admin_disable_user(UserPoolId=pool_id, Username=email)
    cognito.admin_user_global_sign_out(UserPoolId=pool_id, Username=email)
    found = cognito.admin_get_user(UserPoolId=pool_id, Username=email)
    return _attribute(found["UserAttributes"], "sub")


def main() -> int:
    """Run one of the commands."""
    arguments = _parser().parse_args()
    environment = named(arguments.environment, environments())
    outputs = stack_outputs(environment, boto3.client("cloudformation"))
    pool_id = outputs["UserPoolId"]
    cognito = boto3.client("cognito-idp")
    if arguments.command == "invite":
        groups = [*arguments.group, *([ADMIN_GROUP] if arguments.admin else [])]
        sys.stdout.write(f"{invite(cognito, pool_id, arguments.email, groups)}\n")
    elif arguments.command == "group":
        add_to_group(cognito, pool_id, arguments.email, arguments.name)
    elif arguments.command == "lock-out":
        user_id = lock_out(cognito, pool_id, arguments.email)
        os.environ.update(variables_of(environment, outputs))
        revoked = open_context(read(os.environ)).aws.api_keys.revoke_all(user_id)
        sys.stdout.write(f"{user_id}: {revoked} API keys revoked\n")
    else:
        for user in listed(cognito, pool_id):
            sys.stdout.write(f"{user['user_id']}  {user['email']}  {user['state']}  {', '.join(user['groups'])}\n")
    return 0


def _attribute(attributes: Sequence[Mapping[str, str]], name: str) -> str:
    return next((one["Value"] for one in attributes if one["Name"] == name), "")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.users", description="Invite, list and lock out people.")
    parser.add_argument("--environment", choices=[known.name for known in environments()], required=True)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="every account with its groups")
    made = commands.add_parser("invite", help="make an account and mail its first password, or mail it anew")
    made.add_argument("email")
    made.add_argument("--group", action="append", default=[], help="may be given several times")
    made.add_argument("--admin", action="store_true", help="as an administrator")
    moved = commands.add_parser("group", help="put an account into a group")
    moved.add_argument("email")
    moved.add_argument("name")
    commands.add_parser("lock-out", help="disable an account, its sessions and API keys").add_argument("email")
    return parser


if __name__ == "__main__":
    sys.exit(main())
