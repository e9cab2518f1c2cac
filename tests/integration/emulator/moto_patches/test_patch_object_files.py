"""S3 objects are files."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from local.emulator.resources import BUCKET
from tests.integration.emulator.small_cloud import Open, RunningCloud


def test_an_object_is_a_plain_file_under_its_key(aws: RunningCloud, data_dir: Path) -> None:
    aws.objects.put_object(Bucket=BUCKET, Key="users/u/final/video.mp4", Body=b"film")
    assert (data_dir / "s3" / BUCKET / "users/u/final/video.mp4").read_bytes() == b"film"


def test_an_object_comes_back_with_its_type_metadata_and_range(aws: RunningCloud) -> None:
    aws.objects.put_object(
        Bucket=BUCKET, Key="a.mp4", Body=b"0123456789", ContentType="video/mp4", Metadata={"scene": "s01"}
    )
    whole = aws.objects.get_object(Bucket=BUCKET, Key="a.mp4")
    assert (whole["ContentType"], whole["Metadata"], whole["Body"].read()) == (
        "video/mp4",
        {"scene": "s01"},
        b"0123456789",
    )
    part = aws.objects.get_object(Bucket=BUCKET, Key="a.mp4", Range="bytes=2-4")
    assert (part["Body"].read(), part["ContentRange"]) == (b"234", "bytes 2-4/10")


def test_an_upload_in_parts_is_one_file(aws: RunningCloud, data_dir: Path) -> None:
    upload = aws.objects.create_multipart_upload(Bucket=BUCKET, Key="big", ContentType="video/mp4")["UploadId"]
    parts = [b"x" * (5 * 1024 * 1024), b"end"]
    done = [
        {
            "PartNumber": number,
            "ETag": aws.objects.upload_part(Bucket=BUCKET, Key="big", UploadId=upload, PartNumber=number, Body=part)[
                "ETag"
            ],
        }
        for number, part in enumerate(parts, 1)
    ]
    aws.objects.complete_multipart_upload(Bucket=BUCKET, Key="big", UploadId=upload, MultipartUpload={"Parts": done})
    assert (data_dir / "s3" / BUCKET / "big").read_bytes() == b"".join(parts)
    assert aws.objects.head_object(Bucket=BUCKET, Key="big")["ContentType"] == "video/mp4"


def test_a_copy_is_a_file_of_its_own(aws: RunningCloud, data_dir: Path) -> None:
    aws.objects.put_object(Bucket=BUCKET, Key="a", Body=b"one", ContentType="text/plain")
    aws.objects.copy_object(Bucket=BUCKET, Key="b", CopySource={"Bucket": BUCKET, "Key": "a"})
    aws.objects.delete_object(Bucket=BUCKET, Key="a")
    assert aws.objects.get_object(Bucket=BUCKET, Key="b")["Body"].read() == b"one"
    assert not (data_dir / "s3" / BUCKET / "a").exists()


@pytest.mark.parametrize("key", ["../../escape", "/absolute", "a//b", "folder/", ".", ".omnigen/keys/x", "n" * 300])
def test_a_key_that_cannot_be_a_path_stays_inside_the_folder(aws: RunningCloud, data_dir: Path, key: str) -> None:
    aws.objects.put_object(Bucket=BUCKET, Key=key, Body=b"x")
    assert aws.objects.get_object(Bucket=BUCKET, Key=key)["Body"].read() == b"x"
    outside = [p for p in data_dir.parent.rglob("*") if p.is_file() and data_dir not in p.parents]
    assert outside == []


def test_a_key_may_be_the_folder_of_another(aws: RunningCloud) -> None:
    for key in ("a/b", "a", "c", "c/d"):
        aws.objects.put_object(Bucket=BUCKET, Key=key, Body=key.encode())
    listed = aws.objects.list_objects_v2(Bucket=BUCKET)["Contents"]
    found = {o["Key"]: aws.objects.get_object(Bucket=BUCKET, Key=o["Key"])["Body"].read() for o in listed}
    assert found == {key: key.encode() for key in ("a", "a/b", "c", "c/d")}


def test_a_deleted_object_leaves_neither_file_nor_folder(aws: RunningCloud, data_dir: Path) -> None:
    aws.objects.put_object(Bucket=BUCKET, Key="users/u/a", Body=b"x")
    aws.objects.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "users/u/a"}, {"Key": "never was"}]})
    assert not (data_dir / "s3" / BUCKET / "users").exists()
    with pytest.raises(ClientError, match="NoSuchKey"):
        aws.objects.get_object(Bucket=BUCKET, Key="users/u/a")


def test_objects_hold_no_open_files(aws: RunningCloud) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for number in range(30):
        aws.objects.put_object(Bucket=BUCKET, Key=f"k{number}", Body=b"x" * 10)
        aws.objects.put_object(Bucket=BUCKET, Key=f"k{number}", Body=b"y" * 10)
    gc.collect()
    assert len(list(Path("/proc/self/fd").iterdir())) - before < 10


def test_stock_moto_still_writes_no_files(open_cloud: Open, data_dir: Path) -> None:
    aws = open_cloud(without=("object_files",))
    aws.objects.put_object(Bucket=BUCKET, Key="a", Body=b"x")
    assert not (data_dir / "s3" / BUCKET).exists()
