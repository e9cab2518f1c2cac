"""How an environment is cut, named and tagged, and that its settings arrive."""

from __future__ import annotations

import json
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from infra import ROOT
from tests.infrastructure.templates import ACCOUNT, REGION, Environment, Resource

_STATEFUL = {
    "AWS::DynamoDB::GlobalTable",
    "AWS::Cognito::UserPool",
    "AWS::SecretsManager::Secret",
}
_TAGGED = ("AWS::Lambda::Function", "AWS::S3::Bucket", "AWS::ECS::Cluster", "AWS::StepFunctions::StateMachine")


def test_what_must_not_be_lost_is_in_a_stack_of_its_own(environment: Environment) -> None:
    assert set(environment.templates) == {"Data", "App"}
    assert {r.stack for r in environment.resources() if r.type in _STATEFUL} == {"Data"}
    kinds = {r.type for r in environment.resources(stack="Data")}
    assert kinds & {"AWS::StepFunctions::StateMachine", "AWS::ECS::Cluster", "AWS::ApiGatewayV2::Api"} == set()


def test_only_prods_data_is_protected_from_deletion(assembly_folder: Path, dev: Environment, prod: Environment) -> None:
    protected = {
        artifact["properties"]["stackName"]
        for name in ("Dev", "Prod")
        for artifact in _artifacts(assembly_folder / f"assembly-{name}")
        if artifact["type"] == "aws:cloudformation:stack" and artifact["properties"].get("terminationProtection")
    }
    assert protected == {"omnigen-Data"}
    for environment, wanted in ((dev, False), (prod, True)):
        for table in environment.resources("AWS::DynamoDB::GlobalTable"):
            assert table.properties["Replicas"][0].get("DeletionProtectionEnabled", False) is wanted


def test_whoever_deploys_is_told_the_addresses(environment: Environment) -> None:
    data, app = (environment.templates[stack]["Outputs"] for stack in ("Data", "App"))
    assert {"UserPoolId", "AssetsBucket"} <= set(data)
    assert set(app) == {"ApiUrl", "WebsiteUrl", "SignInUrl", "ClientId", "StateMachineArn"}
    assert environment.resolve(app["ApiUrl"]["Value"], "App").endswith(".amazonaws.com/api/v1")


def test_the_guides_name_stacks_that_exist(assembly_folder: Path) -> None:
    guides = "".join((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/aws.md"))
    made = {
        artifact["properties"]["stackName"]
        for folder in assembly_folder.glob("assembly-*")
        for artifact in _artifacts(folder)
        if artifact["type"] == "aws:cloudformation:stack"
    }
    assert set(re.findall(r"--stack-name (\S+)", guides)) <= made


def test_everything_that_can_be_tagged_says_whose_it_is(environment: Environment) -> None:
    found = [resource for type_ in _TAGGED for resource in environment.resources(type_)]
    untagged = {resource.id for resource in found if "project" not in _tags(environment, resource)}
    assert all(id_.startswith("CustomS3AutoDeleteObjects") for id_ in untagged)  # CDK gives its own function none
    for table in environment.resources("AWS::DynamoDB::GlobalTable"):
        tags = {tag["Key"] for tag in table.properties["Replicas"][0]["Tags"]}
        assert tags >= {"project", "environment"}


def test_neither_account_nor_region_is_in_the_templates(environment: Environment) -> None:
    """Both come from the credentials that deploy."""
    text = json.dumps(environment.templates)
    assert ACCOUNT not in text
    assert not re.search(r"(?<![0-9a-f])[0-9]{12}(?![0-9a-f])", text)
    assert not re.search(r"\b(us|eu|ap|sa|ca|me|af)-[a-z]+-[0-9]\b", text)
    assert REGION not in text


def test_compositions_may_run_on_spot(dev: Environment, trial: Environment) -> None:
    """The cluster decides: a launch type in the state machine would overrule it."""
    assert '"LaunchType"' not in trial.only("AWS::StepFunctions::StateMachine").properties["DefinitionString"]
    used = {name: _strategy(environment) for name, environment in (("dev", dev), ("trial", trial))}
    assert used == {"dev": ["FARGATE"], "trial": ["FARGATE_SPOT"]}


def test_compositions_may_run_on_x86(assembly_folder: Path, trial: Environment, prod: Environment) -> None:
    """The image is built for what the task runs on."""
    tasks = [one.only("AWS::ECS::TaskDefinition").properties["RuntimePlatform"] for one in (trial, prod)]
    assert [task["CpuArchitecture"] for task in tasks] == ["X86_64", "ARM64"]
    [assets] = (assembly_folder / "assembly-Trial").glob("*App*.assets.json")
    images = json.loads(assets.read_text(encoding="utf-8"))["dockerImages"].values()
    assert {image["source"]["platform"] for image in images} == {"linux/amd64"}


def test_the_size_of_a_composition_is_a_setting(trial: Environment) -> None:
    task = trial.only("AWS::ECS::TaskDefinition").properties
    assert (task["Cpu"], task["Memory"]) == ("2048", "8192")


def test_limits_reach_the_functions(trial: Environment) -> None:
    [made] = [f for f in trial.resources("AWS::Lambda::Function") if trial.name(f).endswith("-AcquireSlot")]
    told = trial.resolved(made)["Environment"]["Variables"]
    names = ("OMNIGEN_RENDER_SLOTS", "OMNIGEN_RENDER_SLOTS_PER_USER", "OMNIGEN_MONTHLY_USD")
    assert [told[name] for name in names] == ["2", "1", "7"]


def test_any_other_setting_of_the_program_reaches_the_functions(trial: Environment) -> None:
    [made] = [f for f in trial.resources("AWS::Lambda::Function") if trial.name(f).endswith("-Api")]
    assert trial.resolved(made)["Environment"]["Variables"]["OMNIGEN_JOBS_PER_DAY"] == "11"


def test_subnets_of_compositions_have_addresses_for_a_thousand_tasks(dev: Environment) -> None:
    machine = dev.only("AWS::StepFunctions::StateMachine")
    named = json.dumps(machine.properties["DefinitionSubstitutions"]["SubnetIds"])
    used = [subnet for subnet in dev.resources("AWS::EC2::Subnet") if subnet.id in named]
    networks = [ip_network(subnet.properties["CidrBlock"]) for subnet in used]
    assert len(used) == 2
    assert sum(network.num_addresses - 5 for network in networks) >= 1_000, "AWS keeps five of each"


def test_subnets_of_earlier_versions_stay_for_executions_that_name_them(dev: Environment) -> None:
    spans = sorted(str(subnet.properties["CidrBlock"]) for subnet in dev.resources("AWS::EC2::Subnet"))
    assert {"10.0.0.0/24", "10.0.1.0/24"} < set(spans)


def test_compositions_run_in_the_zones_that_are_named(trial: Environment, dev: Environment) -> None:
    """Fargate is not in every zone of every region."""
    named = {subnet.properties["AvailabilityZone"] for subnet in trial.resources("AWS::EC2::Subnet")}
    assert named == {"ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"}
    assert len(dev.resources("AWS::EC2::Subnet")) == 4


def test_the_api_works_without_a_website(trial: Environment) -> None:
    """CloudFront refuses accounts that AWS has not verified."""
    assert trial.resources("AWS::CloudFront::Distribution") == []
    assert set(trial.templates["App"]["Outputs"]) == {"ApiUrl", "SignInUrl", "ClientId", "StateMachineArn"}
    client = trial.resolved(trial.starting("AWS::Cognito::UserPoolClient", "SignInClient"))
    assert client["CallbackURLs"] == ["http://127.0.0.1:8000/"]


def test_an_environment_with_an_account_is_deployed_to_no_other(assembly_folder: Path) -> None:
    artifacts = _artifacts(assembly_folder / "assembly-Trial")
    places = [one["environment"] for one in artifacts if "cloudformation:stack" in one["type"]]
    assert places == ["aws://111122223333/ap-northeast-1"] * 3


def test_somebody_may_hear_of_alarms_and_anybody_may_sign_up_where_that_is_wanted(trial: Environment) -> None:
    subscription = trial.only("AWS::SNS::Subscription").properties
    assert (subscription["Protocol"], subscription["Endpoint"]) == ("email", "ops@example.com")
    pool = trial.only("AWS::Cognito::UserPool").properties
    assert pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"] is False


def _strategy(environment: Environment) -> list[str]:
    found = environment.only("AWS::ECS::ClusterCapacityProviderAssociations").properties
    return [one["CapacityProvider"] for one in found["DefaultCapacityProviderStrategy"]]


def _tags(environment: Environment, resource: Resource) -> dict[str, str]:
    tags: Any = environment.resolved(resource).get("Tags", [])
    return {tag["Key"]: tag["Value"] for tag in tags}


def _artifacts(folder: Path) -> list[Any]:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return list(manifest["artifacts"].values())
