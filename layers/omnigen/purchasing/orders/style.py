"""The style of the caller's pictures, described once and added to every visual prompt."""

from __future__ import annotations

from omnigen.domain.job import Job
from omnigen.domain.purchase import Kind, order
from omnigen.domain.storage_keys import digest
from omnigen.errors import BadOutput, InvalidRequest
from omnigen.prompts import style_prompt
from omnigen.providers.protocols import Picture, StyleDescription, StyleRequest
from omnigen.purchasing import Buyer, Goods
from omnigen.purchasing.downloads import media_type_of
from omnigen.runtime.context import Studio


def read_style(studio: Studio, buyer: Buyer, job: Job) -> Job:
    """The job with its style described, if it brings style images; they are looked at once."""
    if not job.brief.style_images or job.style:
        return job
    pictures = tuple(_picture(studio, key) for key in job.brief.style_images)
    asked = {"prompt": style_prompt(), "pictures": [digest(picture.data) for picture in pictures]}
    what = order(Kind.STYLE, asked)
    request = StyleRequest(order_id=what.id, pictures=pictures)
    goods = buyer.now(
        what,
        studio.providers.style_readers,
        quote=lambda reader: reader.quote(request),
        ask=lambda reader: reader.describe(request),
        find=lambda reader: reader.find(request),
        keep=_keep,
    )
    return studio.aws.artifacts.style(job.job_id, str(goods["text"]))


def _keep(description: StyleDescription) -> Goods:
    return Goods(facts={"text": description.text, "model": description.model}, usage=description.usage)


def _picture(studio: Studio, key: str) -> Picture:
    data = studio.aws.assets.get(key)
    try:
        media_type = media_type_of(data, "image/png", "image/jpeg", "image/webp")
    except BadOutput as error:
        name = key.rpartition("/")[2]
        raise InvalidRequest(f"The style image {name!r} is no PNG, JPEG or WebP picture", "style_images") from error
    return Picture(data=data, media_type=media_type, url=studio.aws.assets.url(key))
