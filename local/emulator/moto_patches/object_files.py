"""S3 objects are files, and what is known of them is in the state; both outlive the process.

Reason: moto keeps them in memory and in anonymous temporary files, and goes through all objects for every list. Old
versions and delete markers are not kept: nothing in the program reads them, and a laptop has no lifecycle rules to
remove them.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any

from moto.s3.models import FakeBucket, FakeKey, S3Backend

from local.emulator.moto_patches.hooks import Hooks


class BucketKeys:
    """The keys of a bucket, as moto's backend looks at them: each name has one version."""

    def __init__(self, bucket: str, objects: Any) -> None:
        self._bucket = bucket
        self._objects = objects

    def get(self, name: str, default: Any = None) -> Any:
        """The key; `default` if there is none."""
        return self._objects.find(self._bucket, name) or default

    def getlist(self, name: str, default: Any = None) -> Any:
        """The key in a list; `default` if there is none."""
        found = self.get(name)
        return default if found is None else [found]

    def setlist(self, name: str, keys: list[Any]) -> None:
        """Does nothing: an object is stored by `put_object` when its content is."""

    def items(self) -> Iterator[tuple[str, Any]]:
        """All names with their keys, in order."""
        for name in self._objects.names(self._bucket):
            if (found := self.get(name)) is not None:
                yield name, found

    def values(self) -> tuple[()]:
        """Nothing: moto wants them only to close their temporary files, and these have none."""
        return ()

    def iterlists(self) -> Iterator[tuple[str, list[Any]]]:
        """All names with their keys in lists, in order."""
        return ((name, [key]) for name, key in self.items())

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def __getitem__(self, name: str) -> Any:
        if (found := self.get(name)) is None:
            raise KeyError(name)
        return found

    def __len__(self) -> int:
        return sum(1 for _ in self._objects.names(self._bucket))


class ObjectPages:
    """Pages of a bucket's objects. Lists with a delimiter are left to moto."""

    def __init__(self, objects: Any) -> None:
        self._objects = objects

    def paged(self, stock: Callable[..., Any]) -> Callable[..., Any]:
        """ListObjectsV2: keys, whether there are more, and the token of the next page."""

        def list_objects_v2(
            backend: Any,
            bucket: Any,
            prefix: str | None,
            delimiter: str | None,
            continuation_token: str | None,
            start_after: str | None,
            max_keys: int,
        ) -> Any:
            if delimiter:
                return stock(backend, bucket, prefix, delimiter, continuation_token, start_after, max_keys)
            after = base64.urlsafe_b64decode(continuation_token).decode() if continuation_token else start_after
            keys, last = self._page(bucket.name, prefix, after, max_keys)
            return keys, last is not None, base64.urlsafe_b64encode(last.encode()).decode() if last else None

        return list_objects_v2

    def versions_paged(self, stock: Callable[..., Any]) -> Callable[..., Any]:
        """ListObjectVersions: versions, common prefixes, delete markers, and both markers of the next page."""

        def list_object_versions(backend: Any, bucket_name: str, **call: Any) -> Any:
            if call.get("delimiter"):
                return stock(backend, bucket_name, **call)
            bucket = backend.get_bucket(bucket_name).name
            keys, last = self._page(bucket, call["prefix"], call["key_marker"], call["max_keys"])
            for key in keys:
                key.is_latest = True
            return keys, [], [], last, "null" if last else None

        return list_object_versions

    def _page(self, bucket: str, prefix: str | None, after: str | None, most: int) -> tuple[list[Any], str | None]:
        """Keys of one page, and the name after which the next one begins; None at the end."""
        names = list(self._objects.names(bucket, prefix or "", after or "", most + 1))
        found = [self._objects.find(bucket, name) for name in names[:most]]
        return [key for key in found if key is not None], names[most - 1] if len(names) > most > 0 else None


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Where a bucket looks for its keys, and the methods through which objects come, change, are listed, and go."""
    stock_put, stock_set_metadata, stock_init = S3Backend.put_object, FakeKey.set_metadata, FakeBucket.__init__
    objects = hooks.objects
    pages = ObjectPages(hooks.objects)

    def __init__(bucket: Any, *args: Any, **kwargs: Any) -> None:  # noqa: N807 - stands in for it
        stock_init(bucket, *args, **kwargs)
        bucket.keys = BucketKeys(bucket.name, objects)

    def put_object(backend: Any, bucket_name: str, key_name: str, value: Any, *args: Any, **kwargs: Any) -> Any:
        with objects.lock:
            new = stock_put(backend, bucket_name, key_name, value, *args, **kwargs)
            objects.store(new, value if isinstance(value, bytes) else value.encode())
            return new

    def delete_object(
        backend: Any, bucket_name: str, key_name: str, version_id: str | None = None, bypass: bool = False
    ) -> tuple[bool, dict[str, str]]:
        with objects.lock:
            found = backend.get_bucket(bucket_name).keys.get(key_name)
            if found is None or version_id not in (None, found.version_id):
                return False, {}
            objects.remove(bucket_name, key_name)
            return True, {"version-id": version_id} if version_id else {}

    def set_metadata(key: Any, *args: Any, **kwargs: Any) -> None:
        stock_set_metadata(key, *args, **kwargs)
        objects.update(key)

    yield FakeBucket, "__init__", __init__
    yield S3Backend, "put_object", put_object
    yield S3Backend, "delete_object", delete_object
    yield S3Backend, "list_objects_v2", pages.paged(S3Backend.list_objects_v2)
    yield S3Backend, "list_object_versions", pages.versions_paged(S3Backend.list_object_versions)
    yield FakeKey, "set_metadata", set_metadata
