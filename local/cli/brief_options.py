"""Options that describe a brief, and the brief made from them; errors name the option."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, BinaryIO, TypeVar

import click
from omnigen.compliance import label_from_files
from omnigen.domain.brand import BRAND_ID_PATTERN
from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import (
    AspectRatio,
    Captions,
    CaptionStyle,
    Continuity,
    Gate,
    Mode,
    MusicMood,
    Pictures,
    Resolution,
    StopAt,
)
from omnigen.domain.disclosure import Market
from omnigen.domain.placement import Placement
from omnigen.domain.plain_text import clean
from omnigen.domain.product_label import ProductLabel
from omnigen.domain.script_text import decode_script, spoken_script
from omnigen.errors import InvalidRequest
from pydantic import ValidationError

from local.cli.terminal import print_line

Command = TypeVar("Command", bound=Callable[..., Any])

NOT_YET = f"ast_{'0' * 26}"
"""Stands for an asset until its file has been uploaded."""

_DEFAULTS = Brief(prompt="x")
_OPTIONS = {
    "narration.enabled": "--no-narration",
    "narration.upload": "--narration",
    "narration.voice": "--voice",
    "narration.language": "--language",
    "narration.pronunciations": "--pronounce",
    "narration.speeds": "--speed",
    "music.enabled": "--music",
    "music.effects": "--sound-effects",
    "music.mood": "--music-mood",
    "music.volume_db": "--music-volume",
    "brand_id": "--brand",
    "music.asset": "--music-file",
    "own_pictures": "--own-picture",
    "intro": "--intro",
    "intro.asset": "--intro",
    "outro": "--outro",
    "outro.asset": "--outro",
    "max_cost_usd": "--max-cost",
    "script_text": "--script",
    "product.name": "--product",
    "product.description": "--description",
    "product.selling_points": "--selling-point",
    "product.target_audience": "--audience",
    "product.photos": "--product-photo",
}


def brief_options(command: Command) -> Command:
    """Add the options of a brief to a command, in the order in which help shows them."""
    for option in reversed(_ALL):
        command = option(command)
    return command


def brief_from(options: Mapping[str, Any]) -> Brief:
    """The brief that the options describe, before its files are uploaded.

    A usage error that names the option for what is invalid.
    """
    try:
        return Brief.model_validate(_fields(options))
    except ValidationError as error:
        lines = [_sentence(detail["loc"], detail["msg"], detail.get("input")) for detail in error.errors()]
        raise click.UsageError("\n".join(lines)) from error


def _fields(options: Mapping[str, Any]) -> dict[str, Any]:
    product = {
        "name": options["product"],
        "description": options["description"],
        "selling_points": options["selling_point"],
        "target_audience": options["audience"],
    }
    script = _script(options["script"].read()) if options["script"] else None
    given = {
        "prompt": options["prompt"],
        "product": {name: value for name, value in product.items() if value} or None,
        "script_text": script,
        "narration": {
            "enabled": not options["no_narration"],
            "language": options["language"],
            "voice": options["voice"],
            "pronunciations": _pronunciations(options["pronounce"]),
            "speeds": _speeds(options["speed"]),
        },
        "music": {
            "enabled": options["music"],
            **({} if options["sound_effects"] else {"effects": False}),  # earlier hosts know no such field
            "mood": options["music_mood"],
            **({"volume_db": options["music_volume"]} if options["music_volume"] else {}),
        },
        "brand_id": options["brand"] if is_brand_id(options["brand"]) else None,
        "review": [gate.strip() for gate in options["review"].split(",") if gate.strip()],
        "max_cost_usd": options["max_cost"],
        "captions": options["captions"],
        "label": label_of(options["label"]) if options["label"] else None,
        "markets": list(options["market"]),
    }
    if options["clip_sound"]:  # earlier hosts know no such field
        given["clip_sound"] = True
    if not options["brand_clips"]:
        given["brand_clips"] = False
    given |= {name: {"asset": NOT_YET} for name in ("intro", "outro") if options[name]}
    if options["own_picture"]:
        given["own_pictures"] = [{"asset": NOT_YET}] * len(options["own_picture"])
    same = (
        "title",
        "display_url",
        "legal_line",
        "mode",
        "duration",
        "aspect_ratio",
        "resolution",
        "pictures",
        "continuity",
        "placement",
        "caption_style",
        "seed",
        "stop_at",
    )
    return given | {name: options[name] for name in same}


def is_brand_id(given: str | None) -> bool:
    """Whether `--brand` names a brand that is kept; a folder otherwise."""
    return bool(given and re.match(BRAND_ID_PATTERN, given))


def _pronunciations(given: Sequence[str]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given]
    if wrong := [word for word, _, says in pairs if not (word.strip() and says.strip())]:
        raise click.UsageError(f'--pronounce: write WORD=SAYS, such as XELJANZ="zel jans", not {wrong[0]!r}')
    return {word.strip(): says.strip() for word, _, says in pairs}


def _speeds(given: Sequence[str]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given]
    if wrong := [role for role, _, times in pairs if not (role.strip() and times.strip())]:
        raise click.UsageError(f"--speed: write ROLE=TIMES, such as risk=0.9, not {wrong[0]!r}")
    return {role.strip(): times.strip() for role, _, times in pairs}


def label_of(files: Sequence[BinaryIO]) -> ProductLabel:
    """The label in files of any of the forms; a usage error for what is wrong with it."""
    try:
        return label_from_files([file.read() for file in files])
    except InvalidRequest as error:
        raise click.UsageError(f"--label: {error}") from error


def _script(data: bytes) -> str:
    """What is spoken of a script file. Where something is left out, that and the spoken text go to stderr."""
    try:
        script = spoken_script(clean(decode_script(data)))
    except InvalidRequest as error:
        raise click.UsageError(f"--script: {error}") from error
    if script.left_out:
        print_line(f"Not spoken of --script: {'; '.join(script.left_out)}", err=True)
        print_line(f"Spoken: {' '.join(script.text.split())}", err=True)
    return script.text


def option_of(field: str) -> str:
    """The option for this field of a brief, `--voice` for `narration.voice`."""
    return _OPTIONS.get(field) or ("PROMPT" if field == "prompt" else f"--{field.replace('_', '-')}" if field else "")


def _sentence(location: tuple[int | str, ...], message: str, given: object) -> str:
    path = ".".join(str(part) for part in location if not isinstance(part, int))
    option = option_of(path)
    shown = repr(given) if isinstance(given, int | float) or (isinstance(given, str) and len(given) < 40) else ""
    got = f", not {shown}" if shown else ""
    return f"{option}: {message}{got}" if option else message


def _choice(values: type[Any]) -> click.Choice[str]:
    return click.Choice([str(value) for value in values])


_ALL = (
    click.argument("prompt", required=False),
    click.option("--product", help="Name of the product, in place of PROMPT."),
    click.option("--description", help="What the product is (with --product)."),
    click.option("--selling-point", multiple=True, help="One selling point; may be repeated."),
    click.option("--audience", help="Target audience."),
    click.option(
        "--product-photo",
        multiple=True,
        metavar="FILE[=FEATURES]",
        help="A photo of the product before a plain background, and which features it shows, with commas between them "
        "(with --product); up to 10. Scenes show the product itself from it.",
    ),
    click.option(
        "--script",
        type=click.File("rb"),
        help="A text file with your own narration, in place of PROMPT; - is stdin. Markup and cues are not spoken.",
    ),
    click.option(
        "--label",
        type=click.File("rb"),
        multiple=True,
        help="Label of a medicine (with --mode pharma): TOML, JSON or SPL (XML). A second file adds to the first.",
    ),
    click.option("--speed", multiple=True, metavar="ROLE=TIMES", help="How fast a part is spoken: risk=0.9."),
    click.option("--title", help="Shown at the start; by default the script's own."),
    click.option(
        "--brand",
        metavar="BRAND",
        help="A brand of `omnigen brand list`, or a folder with a brand.toml: colours, logo, fonts, words, end card.",
    ),
    click.option("--display-url", metavar="ADDRESS", help="Web address on the end card, such as acme.com."),
    click.option("--legal-line", help="Small print on the end card."),
    click.option("--mode", type=_choice(Mode), default=str(_DEFAULTS.mode), show_default=True, help="Kind of video."),
    click.option(
        "--duration",
        type=int,
        default=_DEFAULTS.duration,
        show_default=True,
        metavar="SECONDS",
        help="Whole seconds from 6 to 120; the video is exactly this long.",
    ),
    click.option(
        "--aspect-ratio",
        type=_choice(AspectRatio),
        default=str(_DEFAULTS.aspect_ratio),
        show_default=True,
        help="Aspect ratio.",
    ),
    click.option(
        "--resolution",
        type=_choice(Resolution),
        default=str(_DEFAULTS.resolution),
        show_default=True,
        help="Shorter side.",
    ),
    click.option(
        "--pictures",
        type=_choice(Pictures),
        default=str(_DEFAULTS.pictures),
        show_default=True,
        help="Filmed clips, stills with camera motion (cheaper), or nothing but your own, see --own-picture.",
    ),
    click.option(
        "--own-picture",
        multiple=True,
        metavar="FILE",
        help="Your own still or clip for the next scene; may be repeated. FILE:scene=2 is for that scene, "
        "FILE:from=3.5 begins there, FILE:sound keeps a clip's sound, FILE:whole shows all of it. "
        "An asset's id in place of FILE is one of `omnigen asset list`.",
    ),
    click.option(
        "--continuity",
        type=_choice(Continuity),
        default=str(_DEFAULTS.continuity),
        show_default=True,
        help="Clips that follow from one another, or filmed between drawn stills, all at once.",
    ),
    click.option(
        "--clip-sound",
        is_flag=True,
        help="Film clips with the sounds of what is seen, as effects under the voice; dearer with some models.",
    ),
    click.option(
        "--narration",
        type=click.Path(),
        metavar="FILE",
        help="Your own recording (WAV, MP3, M4A, AAC, FLAC, Ogg, Opus, WebM); without --script its words are heard.",
    ),
    click.option("--no-narration", is_flag=True, help="Add no narration."),
    click.option(
        "--language",
        default=_DEFAULTS.narration.language,
        help="Its language (BCP 47); detected from what you give unless you choose one.",
    ),
    click.option("--voice", help="Name of the voice, see `omnigen voices`; by default the speech model's own."),
    click.option("--pronounce", multiple=True, metavar="WORD=SAYS", help="How a word is said; may be repeated."),
    click.option("--music/--no-music", default=True, show_default=True, help="Add background music."),
    click.option(
        "--sound-effects/--no-sound-effects",
        default=True,
        show_default=True,
        help="Light sound effects on cuts and reveals, under the music.",
    ),
    click.option(
        "--music-file",
        metavar="FILE",
        help="Your own music, or an asset's id; repeated or cut to end with the video.",
    ),
    click.option("--intro", metavar="FILE", help="Your own clip before the first scene, or an asset's id; up to 10 s."),
    click.option("--outro", metavar="FILE", help="Your own clip after the end card, or an asset's id; up to 10 s."),
    click.option(
        "--brand-clips/--no-brand-clips", default=True, show_default=True, help="Show the brand's intro and outro."
    ),
    click.option("--licence", default="", help="Under which licence you have the pictures and music you bring."),
    click.option("--music-volume", type=int, default=0, metavar="DB", help="Louder or softer than usual, -18 to 6."),
    click.option("--music-mood", type=_choice(MusicMood), help="By default what the script suggests."),
    click.option(
        "--placement",
        type=_choice(Placement),
        default=str(_DEFAULTS.placement),
        show_default=True,
        help="Where it is shown: text keeps clear of what is covered there; loudness and captions follow from it.",
    ),
    click.option(
        "--market",
        type=_choice(Market),
        multiple=True,
        help="Whose law wants it said that it was generated; us-ny where people are seen. May be repeated.",
    ),
    click.option(
        "--captions",
        type=_choice(Captions),
        help="In the picture, as SRT and WebVTT beside it, both, or none; by default what the placement asks for.",
    ),
    click.option(
        "--caption-style",
        type=_choice(CaptionStyle),
        default=str(_DEFAULTS.caption_style),
        show_default=True,
        help="Look of captions in the picture: two lines on a plate, the spoken word in colour, or one line.",
    ),
    click.option(
        "--review",
        default="",
        metavar="GATES",
        help=f"Where to stop and ask, separated by commas: {', '.join(Gate)}.",
    ),
    click.option("--stop-at", type=_choice(StopAt), default="video", show_default=True, help="Last stage to run."),
    click.option("--style-image", type=click.Path(), multiple=True, help="A picture whose style to follow; up to 3."),
    click.option("--max-cost", metavar="USD", help="Never spend more than this."),
    click.option("--seed", type=int, help="The same seed and brief give the same offline video."),
)
