"""Sign-in for the page: the pool's hosted pages, and a public client with PKCE."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from infra.environments import Environment


def sign_in_origin(scope: Construct, environment: Environment) -> str:
    """Origin of the hosted pages. The account is in the name because such names are the whole region's."""
    return f"https://{_domain_prefix(scope, environment)}.auth.{cdk.Stack.of(scope).region}.amazoncognito.com"


class SignIn(Construct):
    """`client`, and the `authorizer` that lets its users in."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        pool: cognito.UserPool,
        page_origins: Sequence[str],
    ) -> None:
        super().__init__(scope, construct_id)
        prefix = cognito.CognitoDomainOptions(domain_prefix=_domain_prefix(self, environment))
        cognito.UserPoolDomain(self, "Domain", user_pool=pool, cognito_domain=prefix)
        pages = [f"{origin}/" for origin in page_origins]
        self.client = cognito.UserPoolClient(
            self,
            "Client",
            user_pool=pool,
            generate_secret=False,
            auth_flows=cognito.AuthFlow(user_srp=True),
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
            supported_identity_providers=[cognito.UserPoolClientIdentityProvider.COGNITO],
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(authorization_code_grant=True),
                scopes=[cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE],
                callback_urls=pages,
                logout_urls=pages,
            ),
        )
        self.authorizer = authorizers.HttpUserPoolAuthorizer("People", pool, user_pool_clients=[self.client])


def _domain_prefix(scope: Construct, environment: Environment) -> str:
    return f"{environment.prefix}-{cdk.Stack.of(scope).account}"
