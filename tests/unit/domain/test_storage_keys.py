"""Where files lie."""

from __future__ import annotations

from omnigen.domain.storage_keys import EXTENSIONS, Keys, digest

KEYS = Keys("ada", "job_1")


def test_every_key_of_a_job_is_in_its_folder() -> None:
    keys = [KEYS.clip(1, "abcdef0123"), KEYS.last_frame(1, "abcdef0123"), KEYS.speech("abcdef0123", "audio/wav")]
    keys += [
        KEYS.image(1, 1, "image/png"),
        KEYS.scene_thumbnail(1, "ab" * 32),
        KEYS.job_thumbnail,
        KEYS.music("audio/mpeg"),
    ]
    keys += [KEYS.voice_over, KEYS.segment("ab"), KEYS.captions("srt"), KEYS.video(1), KEYS.report, KEYS.script]
    assert len(set(keys)) == len(keys)
    assert all(key.startswith("users/ada/jobs/job_1/") for key in keys)


def test_keys_are_as_they_are_documented() -> None:
    assert KEYS.clip(1, "abcdef0123456") == "users/ada/jobs/job_1/clips/scene-001-abcdef01.mp4"
    assert KEYS.image(12, 3, "image/jpeg") == "users/ada/jobs/job_1/images/scene-012-03.jpg"
    assert [KEYS.video(number)[-13:] for number in (1, 2)] == ["nal/video.mp4", "video-v02.mp4"]


def test_every_kept_type_has_an_extension_of_its_own_kind() -> None:
    assert EXTENSIONS["image/png"] == "png"
    assert all(extension.isalnum() for extension in EXTENSIONS.values())


def test_digest_is_sha256() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
