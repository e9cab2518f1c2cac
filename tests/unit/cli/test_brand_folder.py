"""A brand in a folder: read with its files, and errors name file and field."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from local.cli.brand_folder import read_brand
from local.cli.commands import cli
from local.cli.drawn import _spellings
from tests.brands import wave_logo

TOML = """
name = "Tide"
call_to_action = "Refill today"
display_url = "tide.example"
never_say = ["cheap"]

[palette]
primary = "#0B3C49"
accent = "#F4D35E"

[logo]
on_dark = "logo.png"
"""


def folder_with(folder: Path, toml: str = TOML) -> Path:
    wave_logo(folder / "logo.png", "#FDFDF5")
    (folder / "brand.toml").write_text(toml)
    return folder


def test_a_brand_is_read_with_its_files(tmp_path: Path) -> None:
    brand = read_brand(folder_with(tmp_path), "FOLDER")
    assert list(brand.files) == [("logo", "on_dark")]
    kit = brand.kit({("logo", "on_dark"): "ast_01M7YQNG5N91ZWTV4P7J6JG8BY"})
    assert (kit["palette"]["primary"], kit["logo"]) == ("#0B3C49", {"on_dark": "ast_01M7YQNG5N91ZWTV4P7J6JG8BY"})


def test_a_brands_music_is_a_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "song.wav").write_bytes(b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(24))
    brand = read_brand(folder_with(tmp_path, 'name = "Tide"\nmusic = "song.wav"'), "FOLDER")
    assert list(brand.files) == [("music",)]
    song = "ast_01M7YQNG5N91ZWTV4P7J6JG8BY"
    assert brand.kit({("music",): song})["music"] == song


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("name = ", "is no TOML"),
        ('nam = "Tide"', "brand.toml: name"),
        ('name = "Tide"\n[palette]\nprimary = "blue"', "palette.primary"),
        ('name = "Tide"\n[logo]\non_dark = "other.png"', "logo.on_dark: .*other.png' is no file"),
        ('name = "Tide"\n[logo]\non_dark = "brand.toml"', "is not taken as logo"),
        ('name = "Tide"\nwatermark = "top_left"', "A watermark needs a logo"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_field(toml: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match=said):
        read_brand(folder_with(tmp_path, toml), "FOLDER")


def test_a_folder_without_a_brand_is_refused(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match=r"brand\.toml' cannot be read"):
        read_brand(tmp_path, "--brand")


def test_an_edit_says_what_is_to_change() -> None:
    job = "job_01M7YQNG5N91ZWTV4P7J6JG8BY"
    answer = CliRunner().invoke(cli, ["jobs", "edit", job])
    assert (answer.exit_code, "Say what is to change" in answer.output) == (2, True)
    assert _spellings(("aqua = Aqua®",)) == {"aqua": "Aqua®"}
    with pytest.raises(click.UsageError, match="HEARD=WRITTEN"):
        _spellings(("aqua",))
