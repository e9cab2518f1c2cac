"""Reference images for Replicate's models: by their own address if the vendor can reach it, else uploaded."""

from __future__ import annotations

import hashlib
import ipaddress
import json
from urllib.parse import urlsplit

from omnigen.domain.storage_keys import EXTENSIONS
from omnigen.errors import ModelGone, ProviderUnavailable
from omnigen.providers.protocols import ReferenceImage
from omnigen.providers.replicate.account import ReplicateAccount

_FILES = "/v1/files"


def upload(account: ReplicateAccount, picture: ReferenceImage, order_id: str) -> str:
    """An address from which Replicate can fetch the picture. An upload is free and deleted after a day."""
    if picture.url and _is_public(picture.url):
        return picture.url
    name = f"{order_id}.{EXTENSIONS.get(picture.media_type, 'bin')}"
    answer = account.request(
        "POST",
        _FILES,
        about="an upload",
        files={"content": (name, picture.data, picture.media_type)},
        data={"metadata": json.dumps({"order_id": order_id})},
    )
    try:
        return str(answer["urls"]["get"])
    except (KeyError, TypeError) as error:
        raise ProviderUnavailable("Replicate took an upload but did not say where it is") from error


def is_same_picture(account: ReplicateAccount, ours: ReferenceImage, echoed: str) -> bool:
    """Whether the address given to a prediction shows our picture. Signatures in addresses change; paths do not."""
    theirs = urlsplit(echoed)
    if ours.url and _is_public(ours.url):
        own = urlsplit(ours.url)
        return (own.hostname, own.path) == (theirs.hostname, theirs.path)
    if not theirs.path.startswith(f"{_FILES}/"):
        return False
    try:
        answer = account.request("GET", theirs.path, about="an upload")
    except ModelGone:
        return False
    sums = answer.get("checksums", {}) if isinstance(answer, dict) else {}
    return bool(sums.get("sha256") == hashlib.sha256(ours.data).hexdigest())


def _is_public(url: str) -> bool:
    """Whether the address is public; a laptop's own storage is not."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        return parts.scheme == "https" and ipaddress.ip_address(host).is_global
    except ValueError:
        return parts.scheme == "https" and "." in host and not host.endswith((".localhost", ".local", ".internal"))
