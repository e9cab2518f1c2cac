"""Accounts of the user pool, as far as the program itself changes them: it deletes those of erased users."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient


@dataclass(frozen=True)
class UserAccounts:
    """`issuer` is the pool's address, empty where there is none. The client is made when first needed."""

    issuer: str
    client: Callable[[], CognitoIdentityProviderClient]

    def delete(self, user_id: str) -> int:
        """Delete the account whose `sub` this is; the number of accounts deleted."""
        if not self.issuer:
            return 0
        pool_id, client = self.issuer.rpartition("/")[2], self.client()
        found = client.list_users(UserPoolId=pool_id, Filter=f'sub = "{user_id}"')["Users"]
        for account in found:
            client.admin_delete_user(UserPoolId=pool_id, Username=account["Username"])
        return len(found)
