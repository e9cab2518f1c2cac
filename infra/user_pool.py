"""The user pool. It is stateful; its client belongs to the stateless stack."""

from __future__ import annotations

from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.environments import Environment


class UserPool(Construct):
    """`pool`: people sign in with their e-mail address, and with a second factor if they set one up."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id)
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
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(sms=False, otp=True),
            password_policy=cognito.PasswordPolicy(
                min_length=12, require_digits=True, require_lowercase=True, require_uppercase=True, require_symbols=True
            ),
            deletion_protection=environment.keeps_data,
            removal_policy=environment.removal_policy,
        )
