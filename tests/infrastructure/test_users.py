"""Inviting, listing and locking out people, with stubbed answers of the user pool."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.stub import Stubber

from infra.users import invite, listed, lock_out

POOL, ADA = "us-east-1_pool", "ada@example.com"
ATTRIBUTES = [{"Name": "sub", "Value": "0123"}, {"Name": "email", "Value": ADA}]
GROUP = {"Group": {"GroupName": "admin", "UserPoolId": POOL}}
NOW = datetime(2026, 11, 27, tzinfo=UTC)


@pytest.fixture
def cognito() -> Iterator[tuple[Any, Stubber]]:
    client = boto3.client("cognito-idp", "us-east-1", aws_access_key_id="x", aws_secret_access_key="x")
    with Stubber(client) as stubber:
        yield client, stubber
        stubber.assert_no_pending_responses()


def test_an_invited_person_can_reset_a_forgotten_password(cognito: tuple[Any, Stubber]) -> None:
    """The pool sends a reset only to an address that is verified."""
    client, stubber = cognito
    attributes = [{"Name": "email", "Value": ADA}, {"Name": "email_verified", "Value": "true"}]
    asked = {"UserPoolId": POOL, "Username": ADA, "DesiredDeliveryMediums": ["EMAIL"], "UserAttributes": attributes}
    stubber.add_response("admin_create_user", {"User": {"Username": "0123", "Attributes": ATTRIBUTES}}, asked)
    stubber.add_response("get_group", GROUP, {"UserPoolId": POOL, "GroupName": "admin"})
    member = {"UserPoolId": POOL, "Username": ADA, "GroupName": "admin"}
    stubber.add_response("admin_add_user_to_group", {}, member)
    assert invite(client, POOL, ADA, ["admin"]) == "0123"


def test_a_second_invitation_mails_the_first_one_again(cognito: tuple[Any, Stubber]) -> None:
    client, stubber = cognito
    stubber.add_client_error("admin_create_user", "UsernameExistsException")
    again = {"UserPoolId": POOL, "Username": ADA, "DesiredDeliveryMediums": ["EMAIL"], "MessageAction": "RESEND"}
    stubber.add_response("admin_create_user", {"User": {"Username": "0123", "Attributes": ATTRIBUTES}}, again)
    assert invite(client, POOL, ADA, []) == "0123"


def test_a_group_that_is_not_there_is_made(cognito: tuple[Any, Stubber]) -> None:
    client, stubber = cognito
    stubber.add_response("admin_create_user", {"User": {"Username": "0123", "Attributes": ATTRIBUTES}})
    stubber.add_client_error("get_group", "ResourceNotFoundException")
    stubber.add_response("create_group", GROUP, {"UserPoolId": POOL, "GroupName": "ads"})
    stubber.add_response("admin_add_user_to_group", {})
    invite(client, POOL, ADA, ["ads"])


def test_people_are_listed_with_their_groups_and_state(cognito: tuple[Any, Stubber]) -> None:
    client, stubber = cognito
    user = {"Username": "0123", "Attributes": ATTRIBUTES, "UserStatus": "CONFIRMED", "UserCreateDate": NOW}
    stubber.add_response("list_users", {"Users": [{**user, "Enabled": False}]})
    stubber.add_response("admin_list_groups_for_user", {"Groups": [{"GroupName": "ads"}]})
    assert list(listed(client, POOL)) == [{"user_id": "0123", "email": ADA, "state": "DISABLED", "groups": ["ads"]}]


def test_who_is_locked_out_is_signed_out_everywhere(cognito: tuple[Any, Stubber]) -> None:
    client, stubber = cognito
    for call in ("admin_disable_user", "admin_user_global_sign_out"):
        stubber.add_response(call, {}, {"UserPoolId": POOL, "Username": ADA})
    stubber.add_response("admin_get_user", {"Username": "0123", "UserAttributes": ATTRIBUTES})
    assert lock_out(client, POOL, ADA) == "0123"
