"""How this user signs in to hosts elsewhere: an API key, or tokens that are refreshed, in one file for them alone."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from local.cli.connections import connect
from local.emulator.data_dir import open_private, require_unreadable_by_others

_EARLY_SECONDS = 60
"""A token that ends so soon is replaced before it is sent."""


@dataclass(frozen=True)
class Credential:
    """`key` is an API key, which is sent as it is. Else tokens: `expires_at` is in Unix seconds."""

    key: str = ""
    access_token: str = ""
    refresh_token: str = ""
    expires_at: int = 0
    token_url: str = ""
    client_id: str = ""


def credentials_file() -> Path:
    """The file, in this user's folder of settings."""
    return Path(click.get_app_dir("omnigen")) / "credentials.json"


def stored(place: str) -> Credential | None:
    """What is kept for the host at this address; a usage error for a file that others can read."""
    found = _read().get(place)
    return Credential(**found) if found else None


def store(place: str, credential: Credential | None) -> None:
    """Keep a credential for the host at this address in place of the one before, or with None forget it."""
    known = {name: value for name, value in _read().items() if name != place}
    if credential:
        known[place] = {name: value for name, value in asdict(credential).items() if value}
    _write(known)


def authorization(place: str, credential: Credential) -> str:
    """The token to send now. One that has ended is refreshed first; a usage error when the host refuses that."""
    if credential.key:
        return credential.key
    if credential.expires_at - _EARLY_SECONDS > time.time():
        return credential.access_token
    import httpx

    form = {
        "grant_type": "refresh_token",
        "client_id": credential.client_id,
        "refresh_token": credential.refresh_token,
    }
    try:
        answer = connect(credential.token_url).post(credential.token_url, data=form)
    except httpx.HTTPError as error:
        raise click.ClickException(f"Nobody answers at {credential.token_url}: {error}") from error
    if answer.status_code != httpx.codes.OK:
        raise click.UsageError(f"You are signed out there; run: omnigen --url {place} login")
    renewed = from_answer(answer.json(), credential)
    store(place, renewed)
    return renewed.access_token


def from_answer(answer: Mapping[str, Any], asked: Credential) -> Credential:
    """The credential of a token endpoint's answer (RFC 6749, 5.1). Without a new refresh token the old one stays."""
    return Credential(
        access_token=str(answer["access_token"]),
        refresh_token=str(answer.get("refresh_token") or asked.refresh_token),
        expires_at=int(time.time()) + int(answer["expires_in"]),
        token_url=asked.token_url,
        client_id=asked.client_id,
    )


def _read() -> dict[str, dict[str, Any]]:
    path = credentials_file()
    if not os.path.lexists(path):
        return {}
    descriptor = open_private(path, os.O_RDONLY)
    require_unreadable_by_others(path, descriptor)
    with os.fdopen(descriptor, encoding="utf-8") as file:
        try:
            known: dict[str, dict[str, Any]] = json.load(file)
        except ValueError as error:
            raise click.UsageError(f"{str(path)!r} is damaged; remove it, and sign in again") from error
    return known


def _write(known: Mapping[str, Any]) -> None:
    """The file is whole and private as soon as it has its name."""
    path = credentials_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, partial = tempfile.mkstemp(prefix=".credentials-", dir=path.parent)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(known, file, indent=2)
    Path(partial).replace(path)
