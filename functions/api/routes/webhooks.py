"""The secret that signs a user's webhooks: reading and replacing it."""

from __future__ import annotations

from omnigen.domain.job_view import ViewModel
from omnigen.domain.webhook import WebhookSecrets

from functions.api.auth import request_context
from functions.api.requests import SecretRotationRequest
from functions.api.routes.router import Routes

router = Routes()

_SECONDS_PER_HOUR = 3_600


class WebhookSecretResponse(ViewModel):
    """The secret that signs deliveries, and until when the ones before it sign them too (Unix seconds)."""

    signing_secret: str
    previous_valid_until: int | None


@router.get("/webhooks/secret", tags=["deliveries"], summary="The secret that signs your webhooks")
def show_webhook_secret() -> WebhookSecretResponse:
    """One secret for all of your jobs; receivers check signatures with it."""
    call = request_context(router)
    return _shown(call.app.aws.webhook_receivers.secrets(call.user_id, call.app.now()))


@router.post("/webhooks/secret/rotate", tags=["deliveries"], summary="Replace the secret that signs your webhooks")
def rotate_webhook_secret(request: SecretRotationRequest) -> WebhookSecretResponse:
    """For `overlap_hours` deliveries carry both signatures, of the new secret and of the one before."""
    call = request_context(router)
    overlap_seconds = request.overlap_hours * _SECONDS_PER_HOUR
    return _shown(call.app.aws.webhook_receivers.rotate_secret(call.user_id, call.app.now(), overlap_seconds))


def _shown(secrets: WebhookSecrets) -> WebhookSecretResponse:
    return WebhookSecretResponse(signing_secret=secrets.values[0], previous_valid_until=secrets.previous_valid_until)
