"""The checks of `omnigen doctor`. Nothing is changed, and a host may work on the folder meanwhile."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
from omnigen.deployment.resources import TABLES, table_name
from omnigen.domain.job import Job
from pydantic import ValidationError

from local.cli.stored_state import plain_item
from local.emulator.persistence.object_files import UnsafePath, object_path
from local.emulator.resources import BUCKET, ENVIRONMENT
from local.upkeep.disk import shortage

VENDORS = {"openai": "https://api.openai.com/v1/models", "replicate": "https://api.replicate.com/v1/account"}
KEYS = {"openai": "OPENAI_API_KEY", "replicate": "REPLICATE_API_TOKEN"}
_NETWORK_SECONDS = 10.0
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class FolderCheck:
    """What a check found. `action` says what to do about trouble; it is empty when all is well."""

    check: str
    words: str
    action: str = ""

    @property
    def well(self) -> bool:
        """Whether nothing has to be done."""
        return not self.action


def findings(data_dir: Path, environment: Mapping[str, str], *, network: bool = False) -> Iterator[FolderCheck]:
    """Every check in turn; those of vendors' addresses only with `network`."""
    yield _folder(data_dir)
    if (data_dir / "state.sqlite3").exists():
        database = _database(data_dir)
        yield database
        if database.well:
            jobs, unreadable = _jobs(data_dir)
            yield _records(jobs, unreadable)
            yield _files(data_dir, jobs)
    yield _disk(data_dir)
    yield _ffmpeg()
    yield _keys(environment)
    if network:
        yield from map(_vendor, VENDORS)


def _folder(data_dir: Path) -> FolderCheck:
    name = "folder"
    if not data_dir.exists():
        return FolderCheck(name, f"{str(data_dir)!r} does not exist yet; the first command makes it")
    info = data_dir.lstat()
    if not stat.S_ISDIR(info.st_mode) or info.st_uid != os.geteuid():
        return FolderCheck(name, f"{str(data_dir)!r} is no folder of yours", "choose another with --data-dir")
    if info.st_mode & _OTHERS:
        return FolderCheck(name, f"others can open {str(data_dir)!r}", f"chmod 700 {data_dir}")
    if not os.access(data_dir, os.W_OK | os.X_OK) or os.statvfs(data_dir).f_flag & os.ST_RDONLY:
        return FolderCheck(
            name, f"{str(data_dir)!r} cannot be written", "choose another with --data-dir, or make it writable"
        )
    return FolderCheck(name, f"{str(data_dir)!r} is yours alone and can be written")


def _database(data_dir: Path) -> FolderCheck:
    name = "database"
    path = data_dir / "state.sqlite3"
    try:
        with closing(_opened(path)) as database:
            [result] = database.execute("PRAGMA quick_check(1)").fetchone()
            [version] = database.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        result, version = str(error), 0
    if result != "ok":
        return FolderCheck(name, f"{str(path)!r} is damaged: {result}", "restore a backup: omnigen restore FILE")
    return FolderCheck(name, f"{str(path)!r} is sound, format {version}")


def _jobs(data_dir: Path) -> tuple[list[Job], dict[str, str]]:
    """The readable job records, and why the others cannot be read."""
    jobs: list[Job] = []
    unreadable: dict[str, str] = {}
    table = next(table_name(ENVIRONMENT, table) for table in TABLES if table.name == "jobs")
    with closing(_opened(data_dir / "state.sqlite3")) as database:
        for (text,) in database.execute("SELECT item FROM items WHERE table_name = ?", (table,)):
            job_id = "?"
            try:
                item = plain_item(text)
                job_id = str(item.get("job_id", "?"))
                jobs.append(Job.model_validate(item))
            except ValidationError as error:
                first = error.errors()[0]
                unreadable[job_id] = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
            except ValueError as error:
                unreadable[job_id] = str(error)
    return jobs, unreadable


def _records(jobs: list[Job], unreadable: Mapping[str, str]) -> FolderCheck:
    name = "records"
    if unreadable:
        words = "; ".join(f"{job_id}: {reason}" for job_id, reason in sorted(unreadable.items()))
        return FolderCheck(
            name,
            f"{len(jobs)} jobs can be read, {len(unreadable)} cannot and are left alone: {words}",
            "use the version of Omnigen that wrote them, or restore a backup",
        )
    return FolderCheck(name, f"{len(jobs)} jobs can be read")


def _files(data_dir: Path, jobs: list[Job]) -> FolderCheck:
    """Compare every file that a record names with the hash that the record has of it."""
    name = "files"
    with closing(_opened(data_dir / "state.sqlite3")) as database:
        rows = database.execute("SELECT key, path FROM objects WHERE bucket = ?", (BUCKET,)).fetchall()
    paths = dict(rows)
    wanted = {key: (job.job_id, sha256) for job in jobs for key, sha256 in _artifacts(job)}
    bad: dict[str, list[str]] = {}
    for key, (job_id, sha256) in wanted.items():
        trouble = _trouble(data_dir, paths.get(key), sha256)
        if trouble:
            bad.setdefault(job_id, []).append(f"{key.rpartition('/')[2]} is {trouble}")
    if not bad:
        return FolderCheck(name, f"{len(wanted)} files are as they were made")
    words = "; ".join(f"{job_id}: {', '.join(troubles)}" for job_id, troubles in sorted(bad.items()))
    return FolderCheck(
        name,
        f"{sum(map(len, bad.values()))} of {len(wanted)} files are not as they were made: {words}",
        "have them made again: omnigen jobs resume JOB, or omnigen jobs regenerate JOB for one that is completed",
    )


def _artifacts(job: Job) -> Iterator[tuple[str, str]]:
    """Keys and hashes of what the job's next run and its user need."""
    for scene in job.scenes:
        for made in (scene.image, scene.clip):
            if made:
                yield made.key, made.sha256
    for take in job.narration.takes:
        yield take.key, take.sha256
    if job.music:
        yield job.music.key, job.music.sha256
    for video in job.videos:
        if video.key == job.video_key and video.sha256:
            yield video.key, video.sha256


def _trouble(data_dir: Path, relative: str | None, sha256: str) -> str:
    if relative is None:
        return "gone"
    try:
        path = object_path((data_dir / "s3").resolve(), BUCKET, relative)
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except (UnsafePath, FileNotFoundError):
        return "gone"
    except OSError as error:
        return f"unreadable ({error.strerror})"
    return "" if found == sha256 else "damaged"


def _disk(data_dir: Path) -> FolderCheck:
    short = shortage(data_dir)
    return FolderCheck("disk", short, "make room") if short else FolderCheck("disk", "there is room")


def _ffmpeg() -> FolderCheck:
    from omnigen.errors import OmnigenError
    from omnigen.rendering.ffmpeg.process import binary

    try:
        said = subprocess.run([binary(), "-version"], capture_output=True, text=True, check=True, timeout=30)  # noqa: S603
    except (OmnigenError, OSError, subprocess.SubprocessError) as error:
        return FolderCheck("ffmpeg", f"it does not run: {error}", "install Omnigen anew: make clean setup")
    return FolderCheck("ffmpeg", said.stdout.splitlines()[0])


def _keys(environment: Mapping[str, str]) -> FolderCheck:
    missing = [name for name in KEYS.values() if not environment.get(name)]
    if environment.get("OMNIGEN_PROVIDERS", "offline") == "offline":
        return FolderCheck("keys", "none are needed: the providers are the offline ones")
    if missing:
        return FolderCheck("keys", f"not set: {', '.join(missing)}", "set them in the environment")
    return FolderCheck("keys", "both vendors' keys are set")


def _vendor(name: str) -> FolderCheck:
    """Whether a vendor answers at all; without a key it answers 401, which will do."""
    host = httpx.URL(VENDORS[name]).host
    try:
        status = httpx.get(VENDORS[name], timeout=_NETWORK_SECONDS).status_code
    except httpx.HTTPError as error:
        return FolderCheck("network", f"{host} cannot be reached: {error}", "check the connection and HTTPS_PROXY")
    return FolderCheck("network", f"{host} answers ({status})")


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
