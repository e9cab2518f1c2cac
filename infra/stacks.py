"""The two stacks of an environment: one of stateful resources, one of everything else."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct
from omnigen.deployment.resources import BUCKET_VARIABLE, STATE_MACHINE_VARIABLE

from infra.alarms import Alarms
from infra.api import Api
from infra.backups import Backups
from infra.budget import MonthlyBudget
from infra.composition import Composition
from infra.dashboard import Dashboards
from infra.deploy_role import DeployRoleStack
from infra.environments import Environment
from infra.functions import Functions
from infra.metrics import Watched
from infra.naming import state_machine_arn
from infra.network import Network
from infra.policy_statements import PolicyStatements
from infra.secrets import VendorSecrets
from infra.sign_in import SignIn, sign_in_origin
from infra.signing import VideoSigning
from infra.storage import Storage
from infra.triggers import MailSubscription, Triggers
from infra.user_pool import UserPool
from infra.website import Website
from infra.workflow import WorkflowConstruct

LAPTOP = "http://127.0.0.1:8000"
"""Where people may sign in to when there is neither a website nor another page: at least one address is required."""


class OmnigenStage(cdk.Stage):
    """One environment: `data` is deployed first and changes rarely."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        super().__init__(scope, construct_id, stage_name=environment.prefix, env=environment.where)
        self.data = DataStack(self, "Data", environment=environment)
        self.app = AppStack(self, "App", environment=environment, data=self.data)
        if environment.github_repository:
            DeployRoleStack(self, "DeployRole", environment=environment)
        cdk.Tags.of(self).add("project", "omnigen")
        cdk.Tags.of(self).add("environment", environment.name)


class DataStack(cdk.Stack):
    """Tables, bucket, users, secrets."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment) -> None:
        description = f"Omnigen {environment.name}: what must not be lost"
        super().__init__(scope, construct_id, description=description, termination_protection=environment.keeps_data)
        self.storage = Storage(self, "Storage", environment=environment)
        self.people = UserPool(self, "People", environment=environment)
        self.vendor_secrets = VendorSecrets(self, "Vault", environment=environment)
        self.signing = VideoSigning(self, "Signing", environment=environment)
        if environment.backup_days:
            arns = [*(table.table_arn for table in self.storage.tables.values()), self.storage.assets.bucket_arn]
            Backups(self, "Backups", environment=environment, days=environment.backup_days, arns=arns)
        cdk.CfnOutput(self, "UserPoolId", value=self.people.pool.user_pool_id)
        cdk.CfnOutput(self, "AssetsBucket", value=self.storage.assets.bucket_name)


class AppStack(cdk.Stack):
    """What runs. It holds no jobs, files or accounts; webhooks on their way and executions end with it."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment, data: DataStack) -> None:
        super().__init__(scope, construct_id, description=f"Omnigen {environment.name}: what runs")
        self._environment = environment
        self._data = data
        self._mail = MailSubscription(self, "Mail")
        self._permissions = PolicyStatements(
            self,
            "Permissions",
            environment=environment,
            storage=data.storage,
            vendor_secrets=data.vendor_secrets,
            video_signing=data.signing,
            webhooks=self._mail.webhooks,
            people=data.people.pool,
        )
        self._variables = _variables(self, environment, data.storage)
        self._functions = Functions(
            self,
            "Functions",
            environment=environment,
            permissions=self._permissions,
            variables=self._variables,
            webhooks=self._mail.webhooks,
        )
        self._workflow = self._make_workflow()
        self._api = Api(self, "Api", environment=environment, function=self._functions.by_name["Api"])
        self._make_page()
        self._watch()
        if environment.budget_usd_per_month:
            MonthlyBudget(self, "Budget", environment=environment, usd=environment.budget_usd_per_month)

    def _make_workflow(self) -> WorkflowConstruct:
        network = Network(self, "Network", environment=self._environment)
        composition = Composition(
            self,
            "Composition",
            environment=self._environment,
            network=network,
            permissions=self._permissions,
            variables={**self._variables, "OMNIGEN_SIGNING_KEY": self._data.signing.key.key_arn},
        )
        workflow = WorkflowConstruct(
            self,
            "Workflow",
            environment=self._environment,
            functions=self._functions,
            composition=composition,
            network=network,
        )
        Triggers(
            self,
            "Triggers",
            functions=self._functions,
            jobs=self._data.storage.tables["jobs"],
            mail=self._mail,
            machine_arn=workflow.machine.state_machine_arn,
        )
        cdk.CfnOutput(self, "StateMachineArn", value=workflow.machine.state_machine_arn)
        return workflow

    def _make_page(self) -> None:
        """The website needs the API's address, signing in the website's, the API's routes the client of signing in."""
        hosted = sign_in_origin(self, self._environment)
        website = self._website(hosted) if self._environment.website else None
        pool = self._data.people.pool
        origins = [*([website.origin] if website else []), *self._environment.page_origins] or [LAPTOP]
        sign_in = SignIn(
            self,
            "SignIn",
            environment=self._environment,
            pool=pool,
            page_origins=origins,
            authorizer=self._functions.by_name["Authorizer"],
            others=[self._functions.by_name["Sweep"]],
        )
        self._api.serve(sign_in.authorizer)
        self._functions.by_name["Api"].add_environment("SIGN_IN_ORIGIN", hosted)
        self._functions.by_name["Api"].add_environment("SIGN_IN_CLI_CLIENT", sign_in.cli_client.user_pool_client_id)
        client_id = sign_in.client.user_pool_client_id
        outputs = {"ApiUrl": self._api.url, "SignInUrl": hosted, "ClientId": client_id}
        if website:
            website.publish({"userPoolId": pool.user_pool_id, "clientId": client_id, "signInOrigin": hosted})
            outputs["WebsiteUrl"] = website.origin
        for name, value in outputs.items():
            cdk.CfnOutput(self, name, value=value)

    def _website(self, hosted: str) -> Website:
        return Website(
            self,
            "Website",
            environment=self._environment,
            api_domain=self._api.domain,
            assets=self._data.storage.assets,
            sign_in_origin=hosted,
        )

    def _watch(self) -> None:
        watched = Watched(
            environment=self._environment,
            machine=self._workflow.machine,
            functions=self._functions.by_name,
            dead_letters=self._mail.dead_letters,
            api_id=self._api.http.api_id,
        )
        Alarms(self, "Alarms", watched=watched)
        Dashboards(self, "Dashboards", watched=watched)


def _variables(scope: Construct, environment: Environment, storage: Storage) -> dict[str, str]:
    """Environment variables of every function and of the composition."""
    return {
        "OMNIGEN_COMPOSE_EARLY": "true",
        **environment.variables,
        "OMNIGEN_ENV": environment.name,
        **environment.provider_variables,
        "OMNIGEN_RENDER_SLOTS": str(environment.render_slots),
        "OMNIGEN_RENDER_SLOTS_PER_USER": str(environment.render_slots_per_user),
        "OMNIGEN_COMPOSITIONS": str(environment.compositions),
        "OMNIGEN_MONTHLY_USD": str(environment.monthly_usd_per_user),
        **environment.table_variables,
        BUCKET_VARIABLE: storage.assets.bucket_name,
        STATE_MACHINE_VARIABLE: state_machine_arn(scope, environment),
        "POWERTOOLS_LOG_LEVEL": "INFO",
        # Presigned addresses must be those that the page's content policy names.
        "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT": "regional",
    }
