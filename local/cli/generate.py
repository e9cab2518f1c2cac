"""`omnigen generate`: a brief in, a video out; and `omnigen script`, which stops at script and storyboard."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import click
from omnigen.domain.asset import AssetKind
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Captions
from omnigen.domain.product_photo import MAX_PHOTOS

from local.cli.brand_folder import BrandFolder, read_brand
from local.cli.brief_options import brief_from, brief_options, is_brand_id, option_of
from local.cli.client import ApiClient, RequestRefused
from local.cli.display import Display
from local.cli.exits import Exit
from local.cli.follow_job import begin, exit_code, report
from local.cli.options import json_option, out_options, quiet_option
from local.cli.output_paths import VideoDestination, check_overwrite, checked_output
from local.cli.own_media import OwnFile, asset_id, own_file, own_picture
from local.cli.tables import print_script
from local.cli.target import Target
from local.cli.terminal import print_line
from local.cli.uploading import PhotoFile, UploadFile, kept_photo, own_recording, product_photo, style_image, uploaded

_MAX_STYLE_IMAGES = 3


@click.command()
@brief_options
@out_options
@json_option
@quiet_option
@click.option("--detach", is_flag=True, help="Print the job's id and do not wait; needs `omnigen serve` or --url.")
@click.pass_obj
def generate(
    place: Target, /, *, out: VideoDestination | None, as_json: bool, quiet: bool, detach: bool, **options: Any
) -> None:
    """Make a video from PROMPT, from a product, or from your own script.

    Progress goes to standard error, the path of the video to standard output. Ctrl-C cancels the job.

    \b
    omnigen generate "A calm ad for a reusable water bottle" --duration 15
    omnigen generate --product "Aqua One" --description "A bottle that keeps cold" --aspect-ratio 9:16
    omnigen generate --product "Aqua One" --description "A bottle that keeps cold" --product-photo bottle.jpg
    omnigen generate --script narration.txt --pictures stills --review images
    """
    brief, files = brief_from(options), files_of(options)
    target = _checked(out, brief, options) if out else None
    if detach and not place.is_persistent:
        raise click.UsageError("--detach: no host would go on with the job; start `omnigen serve` first, or give --url")
    with place.host() as host:
        body = body_of(host, brief, files)
        if detach:
            print_line(order(host, "/generate", body)["job_id"])
            return
        with Display(quiet=quiet) as display:
            job = begin(host, display, partial(order, host, "/generate", body))
            report(host, job, display, target, as_json=as_json)
    sys.exit(exit_code(job))


@click.command()
@brief_options
@json_option
@quiet_option
@click.pass_obj
def script(place: Target, /, *, as_json: bool, quiet: bool, **options: Any) -> None:
    """Write script and storyboard, and stop there; `omnigen jobs continue JOB` makes the video."""
    brief, files = brief_from(options), files_of(options)
    with place.host() as host, Display(quiet=quiet) as display:
        body = body_of(host, brief, files)
        job = begin(host, display, partial(order, host, "/generate/script", body))
        if exit_code(job) is not Exit.DONE:
            report(host, job, display, as_json=as_json)
            sys.exit(exit_code(job))
        written = host.ask("GET", f"/jobs/{job['job_id']}/script")
        display.say(f"To make the video: {host.command} jobs continue {job['job_id']}")
    print_script(written, as_json=as_json)


def _checked(out: VideoDestination, brief: Brief, options: dict[str, Any]) -> VideoDestination:
    """Where a new job's video goes; a usage error if it or its captions would replace a file."""
    captions = brief.captions in {Captions.SIDECAR, Captions.BOTH}
    script_name = [options["script"].name] if options["script"] else []
    recording = [options["narration"]] if options["narration"] else []
    own = [*options["own_picture"], *(options[name] for name in ("music_file", "intro", "outro") if options[name])]
    photos = [photo.partition("=")[0] for photo in options["product_photo"]]
    inputs = [*options["style_image"], *photos, *script_name, *recording, *own]
    output = checked_output(out, captions=captions, inputs=inputs)
    check_overwrite(output)
    return output


@dataclass(frozen=True)
class BriefFiles:
    """The files of a brief, read: style images, a recording, pictures and music of one's own, and their licence.

    `photos` are those of the product, `brand` is a brand in a folder.
    """

    style_images: tuple[UploadFile, ...]
    recording: UploadFile | None
    pictures: tuple[OwnFile, ...] = ()
    music: OwnFile | None = None
    licence: str = ""
    brand: BrandFolder | None = None
    photos: tuple[PhotoFile, ...] = ()
    bookends: Mapping[str, OwnFile] = field(default_factory=dict)
    """The clips of `intro` and `outro`."""

    def __bool__(self) -> bool:
        """Whether there is any."""
        files = (self.style_images, self.recording, self.pictures, self.music, self.photos, self.brand, self.bookends)
        return any(map(bool, files))


def files_of(options: dict[str, Any]) -> BriefFiles:
    """The files that the options name; a usage error for what cannot be used, before anything is sent."""
    if len(options["style_image"]) > _MAX_STYLE_IMAGES:
        raise click.UsageError(f"--style-image: at most {_MAX_STYLE_IMAGES} pictures")
    if options["narration"] and options["no_narration"]:
        raise click.UsageError("--narration: a recording is given, and --no-narration; leave one of them out")
    if options["product_photo"] and not options["product"]:
        raise click.UsageError("--product-photo: say of which product it is, with --product and --description")
    if len(options["product_photo"]) > MAX_PHOTOS:
        raise click.UsageError(f"--product-photo: at most {MAX_PHOTOS} photos")
    recording = own_recording(options["narration"]) if options["narration"] else None
    if options["music_file"] and not options["music"]:
        raise click.UsageError("--music-file: music is given, and --no-music; leave one of them out")
    music = own_file(options["music_file"], AssetKind.MUSIC, "--music-file") if options["music_file"] else None
    pictures = tuple(own_picture(name, "--own-picture") for name in options["own_picture"])
    styles = tuple(style_image(name) for name in options["style_image"])
    photos = tuple(map(product_photo, options["product_photo"]))
    given = options["brand"]
    brand = read_brand(Path(given), "--brand") if given and not is_brand_id(given) else None
    kinds = {"intro": AssetKind.INTRO, "outro": AssetKind.OUTRO}
    bookends = {name: own_file(options[name], kind, f"--{name}") for name, kind in kinds.items() if options[name]}
    return BriefFiles(styles, recording, pictures, music, options["licence"], brand, photos, bookends)


def body_of(host: ApiClient, brief: Brief, files: BriefFiles) -> dict[str, Any]:
    """The request for this brief, after its files have been uploaded."""
    body = brief.model_dump(mode="json", exclude_none=True)
    if files.brand:
        body["brand"] = files.brand.added(host)
    if files.photos:
        body["product"]["photos"] = [kept_photo(host, photo) for photo in files.photos]
    if files.recording:
        body["narration"] |= {"upload": uploaded(host, files.recording)}
    if files.music:
        body["music"] |= {"asset": _added(host, files.music, files.licence)}
    body |= {name: {"asset": _added(host, clip, files.licence)} for name, clip in files.bookends.items()}
    body["own_pictures"] = [
        {"asset": _added(host, picture, files.licence), **picture.details} for picture in files.pictures
    ]
    return body | {"style_images": [uploaded(host, picture) for picture in files.style_images]}


def _added(host: ApiClient, file: OwnFile, licence: str) -> str:
    options = {AssetKind.MUSIC: "--music-file", AssetKind.INTRO: "--intro", AssetKind.OUTRO: "--outro"}
    option = options.get(file.kind, "--own-picture")
    try:
        return asset_id(host, file, licence)
    except RequestRefused as refusal:
        if refusal.field:
            raise click.UsageError(f"{option}: {refusal.detail}") from refusal
        raise


def order(host: ApiClient, path: str, body: dict[str, Any]) -> Any:
    """The host's answer to a brief; a usage error that names the option for what it finds wrong."""
    try:
        return host.ask("POST", path, body)
    except RequestRefused as refusal:
        if refusal.field:
            raise click.UsageError(f"{option_of(refusal.field)}: {refusal.detail}") from refusal
        raise
