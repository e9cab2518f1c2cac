"""Content credentials (C2PA): what a finished file says of how it was made, signed and read again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import c2pa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from omnigen.errors import BadCredentials, CompositionFailed
from omnigen.provenance.signing_key import SigningKey
from omnigen.provenance.source_types import SourceType

_COORDINATE_BYTES = 32
"""Of each half of a signature over P-256, as COSE wants it (RFC 9053, 2.1)."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One clip, still or recording of a video.

    `model` made it, for the purchase whose input has the hash `order`; `source_type` is None for what the user brought.
    """

    name: str
    file: Path
    media_type: str
    sha256: str
    model: str
    order: str
    source_type: SourceType | None


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What is said of a file: its title, what it is made of, what was done to that, and who let it pass.

    `edits` are sentences. `approvals_sha256` is the hash of the list of people's decisions.
    """

    title: str
    generator: str
    version: str
    source_type: SourceType
    parts: tuple[Part, ...]
    edits: tuple[str, ...]
    approvals_sha256: str

    def manifest(self, media_type: str) -> dict[str, Any]:
        """As C2PA 2.2 writes it: created, then each part placed, then what was edited."""
        created = {"action": "c2pa.created", "digitalSourceType": self.source_type}
        placed = [_placed(number, part) for number, part in enumerate(self.parts)]
        edited = [{"action": "c2pa.edited", "description": sentence} for sentence in self.edits]
        return {
            "claim_generator_info": [{"name": self.generator, "version": self.version}],
            "title": self.title,
            "format": media_type,
            "assertions": [
                {"label": "c2pa.actions.v2", "data": {"actions": [created, *placed, *edited]}},
                {"label": "org.omnigen.approvals", "data": {"sha256": self.approvals_sha256}},
            ],
        }


def sign_file(source: Path, signed: Path, media_type: str, statement: Statement, key: SigningKey) -> None:
    """Write `signed`: the file with its credentials. What is seen and heard of it stays as it is.

    CompositionFailed when it cannot be signed; BadCredentials when what was written does not hold when read again.
    """
    try:
        builder = c2pa.Builder(statement.manifest(media_type), c2pa.Context.from_dict(_NO_THUMBNAILS))
        for number, part in enumerate(statement.parts):
            with part.file.open("rb") as stream:
                ingredient = {"title": part.name, "relationship": "componentOf", "label": _label(number)}
                builder.add_ingredient(ingredient, part.media_type, stream)
        signer = c2pa.Signer.from_callback(lambda data: _cose(key.sign(data)), c2pa.C2paSigningAlg.ES256, key.chain_pem)
        with source.open("rb") as before, signed.open("w+b") as after:
            builder.sign(signer, media_type, before, after)
    except c2pa.C2paError as error:
        raise CompositionFailed(f"The video cannot be signed: {error}") from error
    read_credentials(signed)


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What a reader finds: who signed, whether the reader knows them, and the whole manifest store."""

    issuer: str
    trusted: bool
    store: Mapping[str, Any]


def read_credentials(path: Path) -> Credentials:
    """Read a signed file. BadCredentials when it has none, or is not what was signed."""
    try:
        with c2pa.Reader(str(path)) as reader:
            store: dict[str, Any] = json.loads(reader.json())
    except c2pa.C2paError as error:
        raise BadCredentials(f"There are no credentials in {path.name} that can be read: {error}") from error
    failures = [status["code"] for status in store.get("validation_status", ()) if status["code"] != _UNTRUSTED]
    if store.get("validation_state") not in {"Valid", "Trusted"}:
        raise BadCredentials(f"{path.name} is not what was signed: {', '.join(failures)}")
    signature = store["manifests"][store["active_manifest"]]["signature_info"]
    return Credentials(issuer=signature.get("issuer", ""), trusted=store["validation_state"] == "Trusted", store=store)


_NO_THUMBNAILS = {"builder": {"thumbnail": {"enabled": False}}}
_UNTRUSTED = "signingCredential.untrusted"


def _placed(number: int, part: Part) -> dict[str, Any]:
    made: dict[str, Any] = {
        "action": "c2pa.placed",
        "description": part.name,
        "parameters": {
            "ingredientIds": [_label(number)],
            "org.omnigen.sha256": part.sha256,
            "org.omnigen.order": part.order,
        },
    }
    if part.source_type is None:
        return {**made, "parameters": {**made["parameters"], "org.omnigen.supplied_by": "user"}}
    return {**made, "digitalSourceType": part.source_type, "softwareAgent": {"name": part.model}}


def _label(number: int) -> str:
    return f"part-{number + 1}"


def _cose(signature: bytes) -> bytes:
    """The two numbers of a DER signature one after the other."""
    return b"".join(number.to_bytes(_COORDINATE_BYTES, "big") for number in decode_dss_signature(signature))
