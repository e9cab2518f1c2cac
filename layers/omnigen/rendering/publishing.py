"""The last writer of a finished video: describes it, signs it, and corrects its report to what is delivered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import omnigen
from omnigen.aws.signing_keys import signing_key
from omnigen.domain.brief_options import Pictures
from omnigen.domain.disclosure import disclosure_line
from omnigen.domain.job import Job, bookends_of
from omnigen.domain.own_media import OWN_MEDIA
from omnigen.domain.speech import OWN_RECORDING
from omnigen.domain.storage_keys import EXTENSIONS
from omnigen.provenance.credentials import Part, Statement, read_credentials, sign_file
from omnigen.provenance.signing_key import SigningKey
from omnigen.provenance.source_types import SourceType, type_of_whole
from omnigen.provenance.xmp import Description, describe_mp4, described_jpeg
from omnigen.rendering.cache import file_sha256
from omnigen.rendering.ffmpeg.encoder_settings import CREATOR
from omnigen.rendering.report import Cut
from omnigen.settings import Settings

MP4 = "video/mp4"
JPEG = "image/jpeg"

_MEDIA_TYPES = {extension: media_type for media_type, extension in EXTENSIONS.items() if media_type != "audio/x-wav"}
_UNTRAINED = frozenset({"offline/filmmaker", "offline/illustrator", "offline/musician"})


@dataclass(frozen=True, kw_only=True)
class Published:
    """A cut as it is delivered. `store` is what a reader finds in its credentials, as JSON; None if it is unsigned."""

    cut: Cut
    store: bytes | None


def publish(job: Job, cut: Cut, folder: Path, settings: Settings) -> Published:
    """Write description and credentials into the video and its thumbnail; `folder` holds the files it was made of.

    What is seen and heard stays as it is, byte by byte. Every signature is another one, so that only the unsigned cut
    has the same bytes again.
    """
    parts = tuple(_parts(job, folder))
    whole = type_of_whole(part.source_type for part in parts)
    description = Description(
        title=job.title,
        creator=CREATOR,
        language=job.brief.narration.language,
        source_type=whole,
        disclosures=tuple(filter(None, [disclosure_line(job.brief.markets, job.brief.narration.language)])),
    )
    describe_mp4(cut.video, description)
    cut.thumbnail.write_bytes(described_jpeg(cut.thumbnail.read_bytes(), description))
    key = signing_key(settings)
    store = None
    if key:
        said = Statement(
            title=job.title,
            generator="Omnigen",
            version=omnigen.__version__,
            source_type=whole,
            parts=parts,
            edits=_edits(cut),
            approvals_sha256=approvals_sha256(job),
        )
        _sign_in_place(cut.video, MP4, said, key)
        _sign_in_place(cut.thumbnail, JPEG, replace(said, parts=()), key)
        found = read_credentials(cut.video)
        store = json.dumps({"issuer": found.issuer, "trusted": found.trusted, "store": found.store}).encode()
    delivered = {"sha256": file_sha256(cut.video), "file_bytes": cut.video.stat().st_size}
    return Published(cut=replace(cut, report=cut.report.model_copy(update=delivered)), store=store)


def signed_facts(store: bytes | None) -> dict[str, Any]:
    """What the credentials of a video name, for the rules: actions, digital source types. Nothing if it is unsigned."""
    if store is None:
        return {}
    found = json.loads(store)["store"]
    assertions = found["manifests"][found["active_manifest"]].get("assertions", [])
    actions = [
        action
        for one in assertions
        if str(one.get("label", "")).startswith("c2pa.actions")
        for action in one["data"].get("actions", [])
    ]
    types = [str(action["digitalSourceType"]).rpartition("/")[2] for action in actions if "digitalSourceType" in action]
    return {
        "provenance_actions": tuple(str(action["action"]) for action in actions),
        "digital_source_types": tuple(dict.fromkeys(types)),
    }


def _sign_in_place(path: Path, media_type: str, statement: Statement, key: SigningKey) -> None:
    unsigned = path.with_suffix(".unsigned")
    path.replace(unsigned)
    sign_file(unsigned, path, media_type, statement, key)
    unsigned.unlink()


def approvals_sha256(job: Job) -> str:
    """The hash of people's decisions about the job, in the order of their keys."""
    decisions = [decision.model_dump(mode="json") for _, decision in sorted(job.decisions.items())]
    return hashlib.sha256(json.dumps(decisions, sort_keys=True).encode()).hexdigest()


def _parts(job: Job, folder: Path) -> Iterator[Part]:
    """Every file that the cut was made of, as it lies in the folder."""
    for scene in job.scenes:
        made = scene.clip if job.brief.pictures is Pictures.CLIPS else scene.image
        if own := scene.own_asset if scene.own_picture else None:
            yield _part(f"Picture of scene {scene.number}", own.key, own.sha256, OWN_MEDIA, "", folder)
        elif made:
            yield _part(f"Picture of scene {scene.number}", made.key, made.sha256, made.model, made.input_hash, folder)
    for number, take in enumerate(job.narration.takes if job.brief.narration.enabled else (), 1):
        yield _part(f"Narration {number}", take.key, take.sha256, take.model, take.input_hash, folder)
    for name, _, clip in bookends_of(job):
        yield _part(name.capitalize(), clip.key, clip.sha256, OWN_MEDIA, "", folder)
    if (music := job.music) and job.brief.music.enabled:
        yield _part("Music", music.key, music.sha256, music.model, music.input_hash, folder)


def _part(name: str, key: str, sha256: str, model: str, order: str, folder: Path) -> Part:
    file = folder / key.rpartition("/")[2]
    return Part(
        name=name,
        file=file,
        media_type=_MEDIA_TYPES[file.suffix[1:]],
        sha256=sha256,
        model=model,
        order=order,
        source_type=_source_type(model),
    )


def _source_type(model: str) -> SourceType | None:
    """None for what the user brought: nobody can know how it was made."""
    if model in {OWN_MEDIA, OWN_RECORDING}:
        return None
    return SourceType.ALGORITHMIC if model in _UNTRAINED else SourceType.TRAINED


def _edits(cut: Cut) -> tuple[str, ...]:
    report = cut.report
    drawn = " Captions, title and end card were drawn." if report.cues or report.boxes else ""
    return (
        f"The parts were cut to {report.frames} frames at {report.frame_rate} frames a second.{drawn}",
        f"Voices and music were mixed and set to {report.target_lufs:g} LUFS.",
    )
