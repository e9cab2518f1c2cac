"""S3 objects are files and outlive the process.

Reason: moto keeps them in memory and in anonymous temporary files. Old versions and delete markers are not kept:
nothing in the program reads them, and a laptop has no lifecycle rules to remove them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moto.s3.models import FakeKey, S3Backend

from local.emulator.moto_patches.hooks import Hooks


def replacements(hooks: Hooks) -> Iterator[tuple[Any, str, Any]]:
    """Wraps the three methods through which every object comes, changes its metadata, or goes."""
    stock_put, stock_delete, stock_set_metadata = S3Backend.put_object, S3Backend.delete_object, FakeKey.set_metadata
    objects = hooks.objects

    def put_object(backend: Any, bucket_name: str, key_name: str, value: Any, *args: Any, **kwargs: Any) -> Any:
        with objects.lock:
            keys = backend.get_bucket(bucket_name).keys
            new = stock_put(backend, bucket_name, key_name, value, *args, **kwargs)
            keys.setlist(key_name, [new])
            objects.store(new, value if isinstance(value, bytes) else value.encode())
            return new

    def delete_object(backend: Any, bucket_name: str, key_name: str, *args: Any, **kwargs: Any) -> Any:
        with objects.lock:
            keys = backend.get_bucket(bucket_name).keys
            before = list(keys.getlist(key_name, []))
            result = stock_delete(backend, bucket_name, key_name, *args, **kwargs)
            for old in before:
                objects.remove(old)
            if before:
                keys.setlist(key_name, [])
                keys.pop(key_name)
            return result

    def set_metadata(key: Any, *args: Any, **kwargs: Any) -> None:
        stock_set_metadata(key, *args, **kwargs)
        objects.update(key)

    yield S3Backend, "put_object", put_object
    yield S3Backend, "delete_object", delete_object
    yield FakeKey, "set_metadata", set_metadata
