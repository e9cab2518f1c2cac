"""The user pool. It is stateful; its clients belong to the stateless stack."""

from __future__ import annotations

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito
from constructs import Construct
from omnigen.domain.caller import ADMIN_GROUP

from infra.environments import Environment, MultiFactor
from infra.federation import Federation

_MFA: Mapping[MultiFactor, cognito.Mfa] = {
    "off": cognito.Mfa.OFF,
    "optional": cognito.Mfa.OPTIONAL,
    "required": cognito.Mfa.REQUIRED,
}


class UserPool(Construct):
    """`pool`: people sign in with their e-mail address and a second factor, or at the settings' identity provider."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
        has_second_factor = environment.mfa != "off"
        self.pool = cognito.UserPool(
            self,
            "Pool",
            user_pool_name=environment.prefix,
            feature_plan=cognito.FeaturePlan.ESSENTIALS,
            self_sign_up_enabled=environment.open_sign_up,
            sign_in_aliases=cognito.SignInAliases(email=True),
            sign_in_case_sensitive=False,
            auto_verify=cognito.AutoVerifiedAttrs(email=True),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            mfa=_MFA[environment.mfa],
            mfa_second_factor=cognito.MfaSecondFactor(sms=False, otp=True) if has_second_factor else None,
            password_policy=cognito.PasswordPolicy(
                min_length=12, require_digits=True, require_lowercase=True, require_uppercase=True, require_symbols=True
            ),
            deletion_protection=environment.keeps_data,
            removal_policy=environment.removal_policy,
        )
        cognito.CfnUserPoolGroup(
            self,
            "Admins",
            user_pool_id=self.pool.user_pool_id,
            group_name=ADMIN_GROUP,
            description="May change limits and pause spending",
        )
        if environment.federation:
            self._federate(environment.federation)

    def _federate(self, federation: Federation) -> None:
        """Let people in whom another identity provider vouches for. Their e-mail address is taken from it."""
        mapping = cognito.AttributeMapping(
            email=cognito.ProviderAttribute.other(federation.email_attribute),
        )
        if federation.metadata_url:
            cognito.UserPoolIdentityProviderSaml(
                self,
                "Saml",
                user_pool=self.pool,
                name=federation.name,
                metadata=cognito.UserPoolIdentityProviderSamlMetadata.url(federation.metadata_url),
                attribute_mapping=mapping,
                idp_signout=True,
            )
            return
        cognito.UserPoolIdentityProviderOidc(
            self,
            "Oidc",
            user_pool=self.pool,
            name=federation.name,
            issuer_url=str(federation.issuer),
            client_id=str(federation.client_id),
            # A reference that CloudFormation resolves: the secret is not in the template.
            client_secret=cdk.SecretValue.secrets_manager(str(federation.client_secret_name)).unsafe_unwrap(),
            scopes=["openid", "email", "profile"],
            attribute_mapping=mapping,
        )
