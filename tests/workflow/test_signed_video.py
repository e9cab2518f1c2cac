"""A finished video says what it was made of, and readers that are not ours find that nothing of it was changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import av
import c2pa
import encypher_c2pa
import pytest
from omnigen.errors import BadCredentials
from omnigen.provenance.credentials import read_credentials
from omnigen.provenance.signing_key import SELF_MADE
from omnigen.provenance.source_types import SourceType
from omnigen.runtime.context import open_context
from omnigen.settings import read

from local.emulator.cloud import LocalCloud
from tests.workflow.composing import Composition

encypher_c2pa.set_telemetry_preference(False)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cloud_options(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """The real program composes, and signs."""
    key = tmp_path_factory.mktemp("keys") / "signing.pem"
    settings = {"OMNIGEN_PICTURE_SCALE": "0.05", "OMNIGEN_SIGNING_KEY": str(key)}
    return {"programs": {"compose": "functions.compose_video.task"}, "environment": settings}


@pytest.fixture(scope="module")
def signed(cloud: LocalCloud, tmp_path_factory: pytest.TempPathFactory) -> tuple[Composition, Path]:
    """A composed job and its video, made once."""
    folder = tmp_path_factory.mktemp("signed")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in cloud.environment.items():
            patch.setenv(name, value)
        app = open_context(read(cloud.environment))
        made = Composition.of_stills(app, folder / "work")
        assert made.task() == 0
        file = folder / "video.mp4"
        app.aws.objects.get_file(made.video.key, file)
    return made, file


def test_another_reader_finds_the_signature_whole(signed: tuple[Composition, Path]) -> None:
    found = encypher_c2pa.verify(str(signed[1]))
    assert (found["present"], found["integrity"], found["signature"], found["hard_binding"]) == (
        True,
        "valid",
        "valid",
        "match",
    )


def test_record_and_report_are_of_the_signed_file(signed: tuple[Composition, Path]) -> None:
    made, file = signed
    report = json.loads(made.app.aws.objects.get(made.video.report_key))
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    assert (made.video.sha256, report["sha256"]) == (sha256, sha256)
    assert (made.video.bytes, report["file_bytes"]) == (file.stat().st_size, file.stat().st_size)
    assert made.video.unsigned_sha256 == report["unsigned_sha256"] != sha256


def test_every_part_is_named_with_what_made_it(signed: tuple[Composition, Path]) -> None:
    made, file = signed
    found = read_credentials(file)
    manifest = found.store["manifests"][found.store["active_manifest"]]
    actions = next(one["data"]["actions"] for one in manifest["assertions"] if "actions" in one["label"])
    placed = [action for action in actions if action["action"] == "c2pa.placed"]
    assert actions[0] == {"action": "c2pa.created", "digitalSourceType": SourceType.COMPOSITE_TRAINED}
    assert [one["description"] for one in placed] == [
        "Picture of scene 1",
        "Picture of scene 2",
        "Narration 1",
        "Narration 2",
        "Music",
    ]
    images = [scene.images[0] for scene in made.job.scenes]
    assert [one["parameters"]["org.omnigen.sha256"] for one in placed[:2]] == [image.sha256 for image in images]
    assert [one["softwareAgent"]["name"] for one in placed[:2]] == [image.model for image in images]
    assert len(manifest["ingredients"]) == 5


def test_signer_of_a_laptop_is_said_to_be_untrusted(signed: tuple[Composition, Path]) -> None:
    found = read_credentials(signed[1])
    assert (found.issuer, found.trusted) == (SELF_MADE, False)


def test_what_is_seen_and_heard_is_that_of_the_unsigned_cut(signed: tuple[Composition, Path]) -> None:
    """The index still comes first, so that a video plays before all of it is there."""
    _, file = signed
    data = file.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    with av.open(file) as container:
        assert sum(1 for _ in container.decode(video=0)) == 96


@pytest.mark.parametrize("place", [0.3, 0.6, 0.9])
def test_one_changed_byte_is_found_by_both_readers(
    place: float, signed: tuple[Composition, Path], tmp_path: Path
) -> None:
    data = bytearray(signed[1].read_bytes())
    data[round(len(data) * place)] ^= 1
    changed = tmp_path / "changed.mp4"
    changed.write_bytes(data)
    assert encypher_c2pa.verify(str(changed))["integrity"] == "invalid"
    with pytest.raises(BadCredentials):
        read_credentials(changed)


def test_video_that_was_written_anew_has_no_credentials_that_hold(
    signed: tuple[Composition, Path], tmp_path: Path
) -> None:
    copy = tmp_path / "copy.mp4"
    with av.open(signed[1]) as source, av.open(copy, "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    assert not encypher_c2pa.verify(str(copy))["present"]
    with pytest.raises(BadCredentials, match=r"no credentials in copy\.mp4"):
        read_credentials(copy)


def test_thumbnail_is_signed_as_well(signed: tuple[Composition, Path], tmp_path: Path) -> None:
    made, _ = signed
    file = tmp_path / "thumbnail.jpg"
    file.write_bytes(made.app.aws.objects.get(made.video.thumbnail_key))
    assert encypher_c2pa.verify(str(file))["integrity"] == "valid"


def test_what_the_api_shows_is_kept_beside_the_video(signed: tuple[Composition, Path]) -> None:
    made, file = signed
    kept = json.loads(made.app.aws.objects.get(made.video.provenance_key))
    with c2pa.Reader(str(file)) as reader:
        assert kept["store"] == json.loads(reader.json())
