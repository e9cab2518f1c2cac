"""S3 keys of everything a job owns. No other module builds keys."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

EXTENSIONS = {
    "audio/aac": "aac",
    "audio/flac": "flac",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "audio/webm": "webm",
    "audio/x-wav": "wav",
    "font/otf": "otf",
    "font/ttf": "ttf",
    "image/avif": "avif",
    "image/gif": "gif",
    "image/heic": "heic",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/webp": "webp",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
}
"""The media types of files that come or are kept, and what their files are called."""


ALL_USERS = "users/"
"""The prefix of everything that users own."""

ALL_ASSETS = "assets/"
"""The prefix of the assets of all users."""

_JOB_FOLDER = re.compile(r"users/[^/]+/jobs/([^/]+)/")


def job_of(key: str) -> str | None:
    """The id of the job that owns a file; None for other files."""
    found = _JOB_FOLDER.match(key)
    return found[1] if found else None


def user_prefix(user_id: str) -> str:
    """The prefix of everything that a user owns."""
    return f"{ALL_USERS}{user_id}/"


def uploads_prefix(user_id: str) -> str:
    """The folder into which a user's own files go."""
    return f"{user_prefix(user_id)}uploads/"


def assets_prefix(user_id: str) -> str:
    """The folder of a user's assets. It lies beside `users/`, whose files expire; these stay until they are deleted."""
    return f"{ALL_ASSETS}{user_id}/"


def asset_key(user_id: str, asset_id: str, content_type: str) -> str:
    """The normalised file of an asset."""
    return f"{assets_prefix(user_id)}{asset_id}.{EXTENSIONS[content_type]}"


def voice_sample(user_id: str, sample_hash: str, media_type: str) -> str:
    """A sample of a voice, kept for the user who asked for it; the hash names model, voice and text."""
    return f"{user_prefix(user_id)}voices/{sample_hash[:16]}.{EXTENSIONS[media_type]}"


def label(user_id: str, reference: str) -> str:
    """A label of a medicine, kept under the hash of its content."""
    return f"{user_prefix(user_id)}labels/{reference}.json"


@dataclass(frozen=True)
class Keys:
    """The keys of one job. Scene and picture numbers count from 1; hashes name what a file was made from."""

    user_id: str
    job_id: str

    @property
    def prefix(self) -> str:
        """The folder that holds all that the job owns."""
        return f"users/{self.user_id}/jobs/{self.job_id}/"

    def clip(self, scene: int, input_hash: str) -> str:
        """A filmed scene."""
        return f"{self.prefix}clips/scene-{scene:03}-{input_hash[:8]}.mp4"

    def image(self, scene: int, number: int, media_type: str) -> str:
        """A drawn still."""
        return f"{self.prefix}images/scene-{scene:03}-{number:02}.{EXTENSIONS[media_type]}"

    def cutout(self, sha256: str) -> str:
        """A photo of the product without its background, named by its content."""
        return f"{self.prefix}product/cutout-{sha256[:16]}.png"

    def composite(self, scene: int, image: int, sha256: str) -> str:
        """How the video shows the product in a still, named by its content."""
        return f"{self.prefix}product/scene-{scene:03}-{image:02}-{sha256[:8]}.jpg"

    def last_frame(self, scene: int, input_hash: str) -> str:
        """The picture on which the next scene's clip starts."""
        return f"{self.prefix}frames/scene-{scene:03}-{input_hash[:8]}-last.png"

    def speech(self, input_hash: str, media_type: str) -> str:
        """One take of the narration."""
        return f"{self.prefix}audio/narration/take-{input_hash[:16]}.{EXTENSIONS[media_type]}"

    def scene_thumbnail(self, scene: int, input_hash: str) -> str:
        """A small picture of a filmed scene."""
        return f"{self.prefix}thumbnails/scene-{scene:03}-{input_hash[:8]}.jpg"

    @property
    def job_thumbnail(self) -> str:
        """A small picture of the whole video."""
        return f"{self.prefix}thumbnails/job-thumbnail.jpg"

    def music(self, media_type: str) -> str:
        """The music bed."""
        return f"{self.prefix}audio/background-music.{EXTENSIONS[media_type]}"

    def asset(self, asset_id: str, media_type: str) -> str:
        """The job's own copy of an asset."""
        return f"{self.prefix}assets/{asset_id}.{EXTENSIONS[media_type]}"

    @property
    def voice_over(self) -> str:
        """The whole narration as it stands in the newest cut."""
        return f"{self.prefix}audio/narrator-voiceover.mp3"

    def segment(self, segment_hash: str) -> str:
        """An encoded piece of video, named by everything that went into it."""
        return f"{self.prefix}segments/{segment_hash}.mp4"

    def captions(self, kind: str) -> str:
        """The captions as `srt` or `vtt`."""
        return f"{self.prefix}captions/video.{kind}"

    def video(self, number: int) -> str:
        """A finished cut; the first has no number in its name."""
        return f"{self.prefix}final/video.mp4" if number == 1 else f"{self.prefix}final/video-v{number:02}.mp4"

    @property
    def report(self) -> str:
        """What was measured of the newest cut."""
        return f"{self.prefix}final/report.json"

    def measured(self, number: int) -> str:
        """What was measured of a cut for the rules of ads for medicines, and the ad that was planned."""
        return f"{self.prefix}final/measured-v{number:02}.json"

    def packet(self, number: int) -> str:
        """The newest review packet of a cut."""
        return f"{self.prefix}final/packet-v{number:02}.zip"

    def manifest(self, number: int) -> str:
        """Everything that a cut depended on."""
        return f"{self.prefix}final/manifest-v{number:02}.json"

    def provenance(self, number: int) -> str:
        """What a reader finds in the signed credentials of a cut."""
        return f"{self.prefix}final/provenance-v{number:02}.json"

    @property
    def script(self) -> str:
        """Script and storyboard beside the video."""
        return f"{self.prefix}script.json"


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256(data).hexdigest()
