"""Identifiers: sortable by time, and hierarchical, so that the parent's id is part of the name."""

from __future__ import annotations

import hashlib
import re

from ulid import ULID

from omnigen.errors import NotFound

_JOB = re.compile(r"job_[0-9A-HJKMNP-TV-Z]{26}")
_SCENE = re.compile(r"(?P<job>job_[0-9A-HJKMNP-TV-Z]{26})-s(?P<scene>\d{2})", re.ASCII)
_IMAGE = re.compile(r"(?P<scene_id>(?P<job>job_[0-9A-HJKMNP-TV-Z]{26})-s\d{2})-i(?P<image>\d{2,})", re.ASCII)
_VIDEO = re.compile(r"(?P<job>job_[0-9A-HJKMNP-TV-Z]{26})-v(?P<video>\d{2,})", re.ASCII)
_EXECUTION = re.compile(r"(?P<job>job_[0-9A-HJKMNP-TV-Z]{26})-r(?P<run>\d+)", re.ASCII)


def new_job_id(ulid: ULID) -> str:
    """`job_` and 26 characters that sort by time."""
    return f"job_{ulid}"


def new_project_id(ulid: ULID) -> str:
    """`prj_` and 26 characters that sort by time."""
    return f"prj_{ulid}"


def new_brand_id(ulid: ULID) -> str:
    """`brd_` and 26 characters that sort by time."""
    return f"brd_{ulid}"


def seed_of(job_id: str) -> int:
    """A number below 2^31 by which jobs differ, although their ids are alike."""
    return int.from_bytes(hashlib.sha256(job_id.encode()).digest()[:4], "big") % 2**31


def scene_id(job_id: str, number: int) -> str:
    """The id of a job's scene; scenes count from 1."""
    return f"{job_id}-s{number:02}"


def image_id(scene: str, number: int) -> str:
    """The id of a scene's picture; redraws count from 1."""
    return f"{scene}-i{number:02}"


def video_id(job_id: str, number: int) -> str:
    """The id of a job's cut; cuts count from 1."""
    return f"{job_id}-v{number:02}"


def video_number(video_id: str) -> int:
    """The number of a cut, from its id."""
    return int(video_id.rpartition("-v")[2])


def execution_name(job_id: str, run: int) -> str:
    """The name of a run's execution."""
    return f"{job_id}-r{run}"


def check_job_id(text: str) -> str:
    """The same text if it is a job's id; NotFound otherwise, since no such job can exist."""
    if not _JOB.fullmatch(text):
        raise NotFound(f"There is no job {text!r}. Ids look like 'job_01J…': list yours to find it")
    return text


def parent_job(text: str) -> str:
    """The job that a scene, picture or video belongs to; NotFound for anything else."""
    for pattern in (_SCENE, _IMAGE, _VIDEO):
        if found := pattern.fullmatch(text):
            return found["job"]
    return check_job_id(text)


def parent_scene(image: str) -> str:
    """The scene that a picture belongs to; NotFound for anything else."""
    if found := _IMAGE.fullmatch(image):
        return found["scene_id"]
    raise NotFound(f"There is no image {image!r}")


def run_of(execution: str) -> tuple[str, int]:
    """Job and run from an execution's name or ARN; NotFound if it is none of ours."""
    found = _EXECUTION.fullmatch(execution.rpartition(":")[2])
    if not found:
        raise NotFound(f"The execution {execution!r} belongs to no job")
    return found["job"], int(found["run"])
