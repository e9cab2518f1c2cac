"""Files of the user's own on the command line: added, listed, deleted; named in a brief and at a gate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import two_colours
from tests.unit.cli.api_stub import JOB, Answering, a_job, refusal
from tests.unit.cli.conftest import Run

FIRST, SECOND = (f"ast_{number:026}" for number in (1, 2))
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(16)
MP3 = b"ID3\x03" + bytes(20)
FACTS = {
    **dict.fromkeys(("transparent", "seconds", "loudness_lufs", "font_family", "font_style")),
    "width": 120,
    "height": 80,
}


def an_answer(asset_id: str = FIRST, **changes: object) -> dict[str, object]:
    known = {"asset_id": asset_id, "kind": "still", "file_name": "shop.png", "content_type": "image/png", "bytes": 99}
    return {**known, "facts": FACTS, "warnings": [], "licence": "", "created_at": 0, "url": "http://x/y", **changes}


def will_add(server: Answering, asset_id: str, **changes: object) -> None:
    """Answers to an upload form, the upload, and the asset made of it."""
    server.will(201, {"key": f"users/ada/uploads/{asset_id}.png", "url": f"{server.url}/bucket", "fields": {}})
    server.will(204)
    server.will(201, an_answer(asset_id, **changes))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    file = tmp_path / "shop.png"
    file.write_bytes(two_colours())
    return file


def sent(server: Answering, number: int) -> dict[str, object]:
    found: dict[str, object] = json.loads(server.asked[number][3])
    return found


def test_a_file_is_uploaded_and_becomes_an_asset(server: Answering, run: Run, shop: Path) -> None:
    will_add(server, FIRST, warnings=["It is animated"])
    done = run("asset", "add", str(shop), "--kind", "still", "--licence", "our own photo")
    assert (done.exit_code, done.stdout.strip()) == (0, FIRST)
    assert "It is animated" in done.stderr
    assert sent(server, 0) == {"kind": "still", "media_type": "image/png"}
    assert sent(server, 2)["licence"] == "our own photo"
    assert sent(server, 2)["upload"] == f"users/ada/uploads/{FIRST}.png"


def test_what_the_host_does_not_take_is_a_usage_error_with_its_reason(server: Answering, run: Run, shop: Path) -> None:
    server.will(201, {"key": "users/ada/uploads/1.png", "url": f"{server.url}/bucket", "fields": {}})
    server.will(204)
    server.will(422, refusal("InvalidRequest", "It is of one colour", field="upload"))
    refused = run("asset", "add", str(shop), "--kind", "logo")
    assert refused.exit_code == 2
    assert "It is of one colour" in refused.stderr


@pytest.mark.parametrize(
    ("name", "content", "kind", "words"),
    [
        ("gone.png", None, "logo", "'gone.png' is no file"),
        ("page.png", b"<html>", "logo", "is not taken as logo; bring PNG, JPEG, WebP, GIF, HEIC, AVIF or SVG"),
        ("page.mp3", b"<html>", "music", "is not taken as music; bring WAV, MP3"),
        ("a.png", two_colours(), "intro", "is not taken as intro; bring MP4 or MOV"),
        ("a.mp4", MP4, "logo", "is not taken as logo"),
        ("large.png", bytes(31 << 20), "logo", "is larger than 30 MiB"),
    ],
)
def test_what_cannot_be_of_its_kind_is_not_sent(
    server: Answering, run: Run, name: str, content: bytes | None, kind: str, words: str
) -> None:
    if content is not None:
        Path(name).write_bytes(content)
    refused = run("asset", "add", name, "--kind", kind)
    assert (refused.exit_code, server.asked) == (2, [])
    assert words in refused.stderr


def test_assets_are_listed_page_by_page_and_shown(server: Answering, run: Run) -> None:
    server.will(200, {"items": [an_answer(SECOND)], "next_cursor": SECOND})
    server.will(200, {"items": [an_answer(FIRST)], "next_cursor": None})
    listed = run("asset", "list", "--kind", "still")
    assert [line.split()[0] for line in listed.stdout.splitlines() if line.startswith("ast_")] == [SECOND, FIRST]
    assert f"cursor={SECOND}" in server.asked[1][1]
    server.answers.clear()
    server.will(200, an_answer(licence="our own"))
    assert "120x80" in run("asset", "show", FIRST).stdout


def test_an_asset_in_use_is_not_deleted_and_says_by_what(server: Answering, run: Run) -> None:
    server.will(409, refusal("Conflict", "The asset is in use by the project 'Aqua'"))
    refused = run("asset", "delete", FIRST)
    assert refused.exit_code != 0
    assert "in use by the project 'Aqua'" in refused.stderr


def test_a_brief_names_own_pictures_and_music(server: Answering, run: Run, shop: Path, tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    song.write_bytes(MP3)
    will_add(server, FIRST)
    will_add(server, SECOND)
    server.will(202, {"job_id": JOB})
    server.will(200, a_job(status="failed", stage="failed"))
    pictures = ("--own-picture", f"{FIRST}:from=2.5:sound:whole", "--own-picture", f"{shop}:scene=2")
    run("generate", "A bottle", *pictures, "--pictures", "own", "--music-file", str(song), "--licence", "ours")
    brief = sent(server, 6)
    assert brief["music"] == {"enabled": True, "effects": True, "asset": FIRST, "volume_db": 0}
    assert brief["own_pictures"] == [
        {"asset": FIRST, "start_seconds": 2.5, "keep_sound": True, "framing": "whole"},
        {"asset": SECOND, "scene": 2},
    ]
    assert {sent(server, number)["kind"] for number in (2, 5)} == {"music", "still"}
    assert {sent(server, number)["licence"] for number in (2, 5)} == {"ours"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--pictures", "own"], "own_pictures names at least one"),
        (["--own-picture", "gone.jpg:sound"], "--own-picture: 'gone.jpg' is no file"),
        (["--own-picture", f"{FIRST}:from=1.2.3"], "is a number of seconds, as in from=3.5"),
        (["--music-file", FIRST, "--no-music"], "music is given, and --no-music"),
    ],
)
def test_options_that_contradict_are_refused_before_anything_is_sent(
    server: Answering, run: Run, options: list[str], words: str
) -> None:
    refused = run("generate", "A bottle", *options)
    assert (refused.exit_code, server.asked) == (2, [])
    assert words in refused.stderr


def test_at_a_gate_an_own_picture_takes_the_place(server: Answering, run: Run, shop: Path) -> None:
    server.will(200, a_job(status="awaiting_review"))
    will_add(server, FIRST)
    server.will(200, {})
    done = run("review", JOB, "--edit", f"s02.picture={shop}:whole")
    assert done.exit_code == 0, done.stderr
    [put] = [(path, body) for method, path, _, body in server.asked if method == "PUT"]
    assert put[0] == f"/api/v1/scenes/{JOB}-s02/picture"
    assert json.loads(put[1]) == {"asset": FIRST, "framing": "whole"}


def test_intro_and_outro_are_uploaded_and_named_in_the_brief(server: Answering, run: Run, tmp_path: Path) -> None:
    intro = tmp_path / "intro.mp4"
    intro.write_bytes(MP4)
    will_add(server, FIRST, kind="intro")
    server.will(422, refusal("InvalidRequest", "Make the video at least 9 s long", field="duration"))
    refused = run("generate", "Bread", "--duration", "6", "--intro", str(intro), "--outro", SECOND, "--no-brand-clips")
    assert refused.exit_code == 2
    assert "--duration: Make the video at least 9 s long" in refused.stderr
    assert (sent(server, 0)["kind"], sent(server, 2)["kind"]) == ("intro", "intro")
    asked = sent(server, 3)
    assert (asked["intro"], asked["outro"]) == ({"asset": FIRST}, {"asset": SECOND})
    assert asked["brand_clips"] is False
