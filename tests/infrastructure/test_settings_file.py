"""deployments.toml: what it changes, and what it says when it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.environments import ENVIRONMENTS
from infra.settings_file import BadSettings, environments, named

WHERE = 'account = "111122223333"\nregion = "eu-central-1"\nzones = ["eu-central-1a", "eu-central-1b"]\n'


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deployments.toml"


def test_without_a_file_the_built_in_environments_are_deployed(file: Path) -> None:
    assert environments(file) == ENVIRONMENTS


def test_a_table_changes_an_environment_and_keeps_what_it_does_not_name(file: Path) -> None:
    file.write_text(f"[prod]\n{WHERE}monthly_usd_per_user = 80\n", encoding="utf-8")
    prod = named("prod", environments(file))
    assert (prod.account, prod.monthly_usd_per_user, prod.keeps_data) == ("111122223333", 80, True)
    assert named("dev", environments(file)) == ENVIRONMENTS[0]


def test_a_table_of_another_name_adds_an_environment(file: Path) -> None:
    file.write_text('[staging]\nkeeps_data = true\nalarm_email = "ops@example.com"\n', encoding="utf-8")
    assert [place.name for place in environments(file)] == ["dev", "prod", "staging"]
    assert named("staging", environments(file)).prefix == "omnigen-staging"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[prod", "deployments.toml: "),
        ("prod = 3\n", "prod is not a table"),
        ("[prod]\nrender_slot = 3\n", r"\[prod\] render_slot: Extra inputs"),
        ("[prod]\nrender_slots = 0\n", r"\[prod\] render_slots: .*greater than or equal to 1"),
        ('[prod]\naccount = "12"\n', r"\[prod\] account: "),
        ('[prod]\naccount = "111122223333"\n', "account, region and zones come together"),
        (f"[prod]\n{WHERE.replace('eu-central-1b', 'us-east-1b')}", "zones are two or three of eu-central-1"),
        ('[prod]\ndomain_name = "a.example.com"\n', "domain_name and certificate_arn come together"),
        ('[prod.variables]\nOMNIGEN_CLIP_MODEL = "x"\n', "OMNIGEN_CLIP_MODEL, which is no setting"),
        ('[prod.variables]\nOMNIGEN_PROVIDERS = "offline"\n', "OMNIGEN_PROVIDERS, which is no setting"),
        ('[prod]\nproviders = "offline"\n', "only with offline_although_kept = true"),
        ('[dev]\nproviders = "free"\n', r"\[dev\] providers: "),
        ('[dev.variables]\nOMNIGEN_OFFLINE_MEDIA = "drawn"\n', "OMNIGEN_OFFLINE_MEDIA, which is no setting"),
        ('[prod]\npage_origins = ["*"]\n', r"\[prod\] page_origins.0: "),
        ("[PROD]\n", r"\[PROD\] name: "),
    ],
)
def test_a_fault_is_told_with_file_environment_and_field(file: Path, text: str, words: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings, match=words):
        environments(file)


def test_an_unknown_environment_is_told_with_the_choices() -> None:
    with pytest.raises(BadSettings, match="no environment 'test'; there are dev, prod"):
        named("test", ENVIRONMENTS)


def test_prod_has_offline_providers_only_where_that_is_said_twice(file: Path) -> None:
    file.write_text('[prod]\nproviders = "offline"\noffline_although_kept = true\n', encoding="utf-8")
    assert named("prod", environments(file)).provider_variables["OMNIGEN_PROVIDERS"] == "offline"
