"""Keys: the environment first, else Secrets Manager, and a sentence that helps when there is none."""

from __future__ import annotations

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws
from omnigen.aws import secrets
from omnigen.aws.secrets import Secrets
from omnigen.errors import ConfigError
from omnigen.settings import Settings

SETTINGS = Settings(
    jobs_table="j",
    usage_table="u",
    slots_table="s",
    projects_table="p",
    user_assets_table="a",
    idempotency_table="i",
    assets_bucket="b",
    openai_api_key_secret="omnigen/openai",
    replicate_api_token_secret="omnigen/replicate",
)


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    for name, value in {
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        secrets._provider.cache_clear()
        yield boto3.client("secretsmanager")
    secrets._provider.cache_clear()


def test_the_environment_comes_first_and_needs_no_aws() -> None:
    keys = Secrets(SETTINGS, {"OPENAI_API_KEY": "sk-env\n", "REPLICATE_API_TOKEN": "r8-env"})
    assert (keys.key("openai"), keys.key("replicate")) == ("sk-env", "r8-env")


def test_a_stored_secret_is_found_and_kept(manager: object) -> None:
    client = boto3.client("secretsmanager")
    client.create_secret(Name="omnigen/openai", SecretString=" sk-stored\n")
    assert Secrets(SETTINGS, {}).key("openai") == "sk-stored"
    client.put_secret_value(SecretId="omnigen/openai", SecretString="sk-newer")
    assert Secrets(SETTINGS, {}).key("openai") == "sk-stored"


def test_a_missing_secret_says_where_to_put_the_key(manager: object) -> None:
    with pytest.raises(ConfigError, match="set REPLICATE_API_TOKEN, or put it into the secret") as refused:
        Secrets(SETTINGS, {}).key("replicate")
    assert "aws secretsmanager put-secret-value --secret-id omnigen/replicate " in str(refused.value)


def test_an_empty_secret_is_no_key(manager: object) -> None:
    boto3.client("secretsmanager").create_secret(Name="omnigen/openai", SecretString=" ")
    with pytest.raises(ConfigError, match="is empty"):
        Secrets(SETTINGS, {}).key("openai")


def test_keys_are_not_shown() -> None:
    assert "sk-planted" not in repr(Secrets(SETTINGS, {"OPENAI_API_KEY": "sk-planted"}))
