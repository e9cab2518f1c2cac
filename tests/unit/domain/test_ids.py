"""Identifiers that name their parents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain import ids
from omnigen.errors import NotFound
from ulid import ULID

jobs = st.binary(min_size=16, max_size=16).map(lambda data: ids.new_job_id(ULID(data)))
scene_numbers = st.integers(1, 99)
numbers = st.integers(1, 999)


@given(jobs, scene_numbers, numbers)
def test_every_id_leads_back_to_its_parents(job: str, scene: int, number: int) -> None:
    scene_id = ids.scene_id(job, scene)
    image_id = ids.image_id(scene_id, number)
    assert ids.check_job_id(job) == job
    assert {ids.parent_job(text) for text in (job, scene_id, image_id, ids.video_id(job, number))} == {job}
    assert ids.parent_scene(image_id) == scene_id


@given(jobs, numbers)
def test_an_execution_leads_back_to_job_and_run_by_name_and_by_arn(job: str, run: int) -> None:
    name = ids.execution_name(job, run)
    assert ids.run_of(name) == (job, run)
    assert ids.run_of(f"arn:aws:states:us-east-1:123456789012:execution:omnigen-video:{name}") == (job, run)


@given(st.lists(st.integers(0, 2**47), min_size=2, unique=True))
def test_ids_sort_by_time(milliseconds: list[int]) -> None:
    made = {moment: ids.new_job_id(ULID.from_timestamp(moment)) for moment in milliseconds}
    assert sorted(made.values()) == [made[moment] for moment in sorted(made)]


def test_jobs_made_at_the_same_moment_have_different_seeds() -> None:
    seeds = {ids.seed_of(ids.new_job_id(ULID.from_int(2**120 + number))) for number in range(500)}
    assert len(seeds) == 500
    assert max(seeds) < 2**31


@given(st.text())
def test_foreign_text_is_no_id(text: str) -> None:
    for read in (ids.check_job_id, ids.parent_job, ids.parent_scene, ids.run_of):
        with pytest.raises(NotFound):
            read(text)


@pytest.mark.parametrize("ending", ["", "-r", "-rx", "-r1 ", "-r²", "-r٣", "-r1-s01"])
def test_execution_without_a_plain_run_number_is_none_of_ours(ending: str) -> None:
    with pytest.raises(NotFound):
        ids.run_of(ids.new_job_id(ULID()) + ending)


@pytest.mark.parametrize("ending", ["-s1", "-s٠١", "-s01-i1", "-s01-v01", "\n", "-v1"])
def test_id_with_a_wrong_ending_is_not_found(ending: str) -> None:
    with pytest.raises(NotFound):
        ids.parent_job(ids.new_job_id(ULID()) + ending)
