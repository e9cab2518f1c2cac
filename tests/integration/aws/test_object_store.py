"""Files that should go are gone, or it is said that they are not."""

from __future__ import annotations

import pytest
from botocore.stub import Stubber
from omnigen.aws.object_store import ObjectStore
from omnigen.errors import Contention
from omnigen.runtime.context import AppContext


@pytest.fixture
def assets(app: AppContext) -> ObjectStore:
    return app.aws.objects


def test_more_files_than_one_call_takes_are_all_deleted(assets: ObjectStore) -> None:
    keys = [f"users/u/jobs/j/{number}" for number in range(1_001)]
    assets.put(keys[-1], b"x", "text/plain")
    assert assets.delete(iter(keys)) == len(keys)
    assert list(assets.keys("users/u/jobs/j/")) == []


def test_deleting_again_does_nothing(assets: ObjectStore) -> None:
    assert assets.delete(["never/was"]) == 1


def test_files_that_s3_keeps_are_reported_so_that_the_stream_asks_again(assets: ObjectStore) -> None:
    """S3 answers 200 and lists what it did not delete (API reference, DeleteObjects, "Errors")."""
    with Stubber(assets.client) as stub:
        stub.add_response("delete_objects", {"Errors": [{"Key": "users/u/a", "Code": "InternalError"}]})
        with pytest.raises(Contention, match=r"1 of 2 files, first users/u/a \(InternalError\)"):
            assets.delete(["users/u/a", "users/u/b"])
