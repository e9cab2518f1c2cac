"""Sign-in: the pool's hosted pages, public clients with PKCE, and the authorizer for their tokens and API keys."""

from __future__ import annotations

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_lambda
from constructs import Construct
from omnigen.deployment.resources import CLI_SIGN_IN_PORTS

from infra.environments import Environment

AUTHORIZER_CACHE = cdk.Duration.seconds(30)
"""How long API Gateway keeps an answer. A person who is locked out is refused after that; a revoked key at once."""


def sign_in_origin(scope: Construct, environment: Environment) -> str:
    """Origin of the hosted pages. The account is in the name because such names are the whole region's."""
    return f"https://{_domain_prefix(scope, environment)}.auth.{cdk.Stack.of(scope).region}.amazoncognito.com"


class SignIn(Construct):
    """`client` of the page, `cli_client`, and the `authorizer` that lets their users and API keys in.

    `others` are functions besides the authorizer's that are told which pool it is.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        pool: cognito.UserPool,
        page_origins: Sequence[str],
        authorizer: aws_lambda.Function,
        others: Sequence[aws_lambda.Function],
    ) -> None:
        super().__init__(scope, construct_id)
        self._providers = _providers(environment)
        prefix = cognito.CognitoDomainOptions(domain_prefix=_domain_prefix(self, environment))
        cognito.UserPoolDomain(self, "Domain", user_pool=pool, cognito_domain=prefix)
        self.client = self._client("Client", pool, [f"{origin}/" for origin in page_origins])
        self.cli_client = self._client("CliClient", pool, [f"http://127.0.0.1:{port}/" for port in CLI_SIGN_IN_PORTS])
        clients = [client.user_pool_client_id for client in (self.client, self.cli_client)]
        region = cdk.Stack.of(self).region
        issuer = f"https://cognito-idp.{region}.amazonaws.com/{pool.user_pool_id}"
        for function in (authorizer, *others):
            function.add_environment("SIGN_IN_ISSUER", issuer)
        authorizer.add_environment("SIGN_IN_CLIENTS", cdk.Fn.join(",", clients))
        self.authorizer = authorizers.HttpLambdaAuthorizer(
            "Callers",
            authorizer,
            response_types=[authorizers.HttpLambdaResponseType.SIMPLE],
            identity_source=["$request.header.Authorization"],
            results_cache_ttl=AUTHORIZER_CACHE,
        )

    def _client(self, name: str, pool: cognito.UserPool, addresses: Sequence[str]) -> cognito.UserPoolClient:
        """A client without a secret, which comes back from the hosted pages to one of these addresses."""
        return cognito.UserPoolClient(
            self,
            name,
            user_pool=pool,
            generate_secret=False,
            auth_flows=cognito.AuthFlow(user_srp=True),
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
            supported_identity_providers=self._providers,
            o_auth=cognito.OAuthSettings(
                flows=cognito.OAuthFlows(authorization_code_grant=True),
                scopes=[cognito.OAuthScope.OPENID, cognito.OAuthScope.EMAIL, cognito.OAuthScope.PROFILE],
                callback_urls=list(addresses),
                logout_urls=list(addresses),
            ),
        )


def _providers(environment: Environment) -> list[cognito.UserPoolClientIdentityProvider]:
    """Where people may sign in: in the pool, at the identity provider of the settings, or at both."""
    federation = environment.federation
    if federation is None:
        return [cognito.UserPoolClientIdentityProvider.COGNITO]
    other = cognito.UserPoolClientIdentityProvider.custom(federation.name)
    return [other] if federation.only else [cognito.UserPoolClientIdentityProvider.COGNITO, other]


def _domain_prefix(scope: Construct, environment: Environment) -> str:
    return f"{environment.prefix}-{cdk.Stack.of(scope).account}"
