"""Secrets that sign a user's webhooks, and the receivers that have shown that they want them: items of the usage table.

A user's secrets are derived from the deployment's signing key and a generation number, so that no secret is stored.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aws_lambda_powertools.utilities.parameters import SecretsProvider
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import Update, from_item, is_condition_failure
from omnigen.domain.job import DAY_SECONDS
from omnigen.domain.webhook import SecretGeneration, WebhookSecrets, user_secret
from omnigen.errors import ConfigError, Conflict
from omnigen.settings import Settings

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

_KEY_KEPT_SECONDS = 300
_VERIFIED_SECONDS = 365 * DAY_SECONDS
_SECRET_PERIOD = "webhook-secret"


@dataclass(frozen=True)
class WebhookReceivers:
    """Items by user: the generation of the secret, and each verified receiver, which is asked again after a year."""

    usage: Table
    settings: Settings

    def secrets(self, user_id: str, now: int) -> WebhookSecrets:
        """The user's secrets that are valid at `now` (Unix seconds), the newest first."""
        generation = self._generation(user_id)
        numbers = [generation.number, *generation.previous(now)]
        return WebhookSecrets(
            values=tuple(user_secret(key, user_id, number) for number in numbers for key in self._keys()),
            previous_valid_until=generation.previous_valid_until if generation.previous(now) else None,
        )

    def rotate_secret(self, user_id: str, now: int, overlap_seconds: int) -> WebhookSecrets:
        """Replace the secret; the one before stays valid for `overlap_seconds`.

        Conflict while an earlier overlap lasts, since its older secret may still be the one in use; with an overlap of
        0 the older ones end at once.
        """
        known = self._generation(user_id)
        if overlap_seconds and known.previous(now):
            raise Conflict(
                f"The secret was replaced already, and the one before is valid until {known.previous_valid_until} "
                "(Unix seconds). Wait until then, or use overlap_hours 0, which ends all older ones now"
            )
        update = Update().set("generation", known.number + 1).set("previous_valid_until", now + overlap_seconds)
        update.when("attribute_not_exists(<generation>) OR <generation> = :known", known=known.number)
        try:
            self.usage.update_item(Key={"user_id": user_id, "period": _SECRET_PERIOD}, **update.arguments())
        except ClientError as error:
            if is_condition_failure(error):
                raise Conflict("Another request replaced the secret at this moment; read it again") from error
            raise
        return self.secrets(user_id, now)

    def is_verified(self, user_id: str, url: str) -> bool:
        """Whether this receiver has answered a challenge for this user within the last year."""
        key = {"user_id": user_id, "period": _receiver_period(url)}
        return "Item" in self.usage.get_item(Key=key, ConsistentRead=True)

    def mark_verified(self, user_id: str, url: str, now: int) -> None:
        """Record that the receiver has answered the challenge."""
        update = Update().set("verified_at", now).set("ttl", now + _VERIFIED_SECONDS)
        self.usage.update_item(Key={"user_id": user_id, "period": _receiver_period(url)}, **update.arguments())

    def _generation(self, user_id: str) -> SecretGeneration:
        found = self.usage.get_item(Key={"user_id": user_id, "period": _SECRET_PERIOD}, ConsistentRead=True)
        item = from_item(found.get("Item", {}))
        return SecretGeneration(item.get("generation", 0), item.get("previous_valid_until", 0))

    def _keys(self) -> tuple[str, ...]:
        """The deployment's signing keys, the newest first: more than one while an operator replaces it."""
        stored = self.settings.omnigen_webhook_key or _stored_key(self.settings.webhook_secret_name)
        return tuple(stored.split())


def _receiver_period(url: str) -> str:
    """The item of a receiver: its origin and path. The query is left out, since it often differs from job to job."""
    parts = urlsplit(url)
    receiver = f"{parts.scheme}://{parts.netloc.lower()}{parts.path or '/'}"
    return f"webhook-receiver#{hashlib.sha256(receiver.encode()).hexdigest()[:32]}"


def _stored_key(name: str) -> str:
    try:
        return str(_provider().get(name, max_age=_KEY_KEPT_SECONDS))
    except GetParameterError as error:
        raise ConfigError(f"The secret {name!r}, with which webhooks are signed, cannot be read") from error


@cache
def _provider() -> SecretsProvider:
    """The process's provider, which holds the cache."""
    return SecretsProvider()
