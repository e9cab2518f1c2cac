"""The projects table: product contexts from which videos are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from omnigen.aws.dynamodb import from_item, is_condition_failure, to_item
from omnigen.domain.project import Project
from omnigen.errors import Conflict, NotFound

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


@dataclass(frozen=True)
class StoredProjectPage:
    """Some projects as the index shows them, and where the next page begins; None at the end."""

    items: list[dict[str, Any]]
    cursor: Mapping[str, Any] | None


@dataclass(frozen=True)
class Projects:
    """Creates, reads and lists projects."""

    table: Table

    def create(self, project: Project) -> None:
        """Write a new record."""
        self.table.put_item(Item=to_item(project), ConditionExpression="attribute_not_exists(project_id)")

    def get(self, user_id: str, project_id: str) -> Project:
        """The user's project; NotFound when there is none, or it is somebody else's."""
        item = self.table.get_item(Key={"project_id": project_id}, ConsistentRead=True).get("Item")
        if item is None or item["user_id"] != user_id:
            raise NotFound(f"There is no project {project_id!r}")
        return Project.model_validate(from_item(item))

    def replace(self, project: Project, seen_rev: int) -> None:
        """Write a changed project. Conflict when somebody has changed it since `seen_rev`."""
        first = "attribute_not_exists(rev) OR " if seen_rev == 1 else ""  # records of earlier versions count no changes
        try:
            self.table.put_item(
                Item=to_item(project),
                ConditionExpression=f"attribute_exists(project_id) AND ({first}rev = :seen)",
                ExpressionAttributeValues={":seen": seen_rev},
            )
        except ClientError as error:
            if not is_condition_failure(error):
                raise
            raise Conflict(
                f"The project {project.project_id!r} is no longer at rev {seen_rev}; "
                "read it again, and send the change anew"
            ) from error

    def delete(self, user_id: str, project_id: str) -> None:
        """Delete the user's project; NotFound when there is none, or it is somebody else's."""
        self.get(user_id, project_id)
        self.table.delete_item(Key={"project_id": project_id})

    def delete_all(self, user_id: str) -> int:
        """Delete all of a user's projects; how many."""
        deleted, cursor = 0, None
        while True:
            page = self.of_user(user_id, limit=100, cursor=cursor)
            for item in page.items:
                self.table.delete_item(Key={"project_id": item["project_id"]})
            deleted, cursor = deleted + len(page.items), page.cursor
            if cursor is None:
                return deleted

    def of_user(self, user_id: str, *, limit: int, cursor: Mapping[str, Any] | None = None) -> StoredProjectPage:
        """A page of a user's projects, newest first."""
        arguments: dict[str, Any] = {"ExclusiveStartKey": dict(cursor)} if cursor else {}
        answer = self.table.query(
            IndexName="UserProjectsIndex",
            KeyConditionExpression="user_id = :user",
            ExpressionAttributeValues={":user": user_id},
            ScanIndexForward=False,
            Limit=limit,
            **arguments,
        )
        return StoredProjectPage([from_item(item) for item in answer["Items"]], answer.get("LastEvaluatedKey"))
