"""The filter graph of a cut, or of one piece of it; and the inputs it reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from omnigen.domain.cut_segments import CutSegment, FrameRange
from omnigen.domain.storyboard import Transition
from omnigen.domain.timeline import Canvas
from omnigen.rendering.ffmpeg.pipes import feed_name
from omnigen.rendering.text.ass import EARLY_FRAMES
from omnigen.rendering.text.end_card import PANEL_FRAMES, CardMotion
from omnigen.rendering.text.logos import PlacedLogo
from omnigen.rendering.video.normalise import (
    TAG_BT709,
    Fill,
    NormalisedClip,
    clip_filters,
    frame_filters,
    view_filters,
)

XFADES = {
    Transition.DISSOLVE: "fade",
    Transition.WIPE: "smoothleft",
    Transition.SLIDE: "slideleft",
}
"""What ffmpeg's xfade calls them; its own "dissolve" is a pattern of pixels. A fade is made of two filters: xfade's
"fadeblack" goes to black in two frames of twelve and comes back in ten."""

MAX_PIXELS = 4096 * 4096
_SAFE_INPUT = ("-protocol_whitelist", "file", "-err_detect", "explode", "-max_pixels", str(MAX_PIXELS), "-f", "mov")


@dataclass(frozen=True, kw_only=True)
class ClipInput:
    """A clip file, read from frame `first` of the shot on."""

    path: Path
    clip: NormalisedClip
    first: int = 0


@dataclass(frozen=True, kw_only=True)
class FedInput:
    """A still's frames, fed through a pipe, the first of them being frame `first` of the shot."""

    feed: int
    first: int = 0


Input = ClipInput | FedInput


def input_arguments(inputs: Sequence[Input], canvas: Canvas) -> list[str]:
    """`-i` for each input. Options bind to the next file only, so each clip is guarded by its own.

    One thread decodes each clip: it keeps up with the encoder, and more of them take 5 % more time in all.
    """
    arguments: list[str] = []
    for one in inputs:
        if isinstance(one, ClipInput):
            arguments += [*_SAFE_INPUT, *_from(one.first, canvas), "-threads", "1", "-i", str(one.path.resolve())]
        else:
            size = f"{canvas.width}x{canvas.height}"
            raw = ("-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", size, "-r", str(canvas.rate))
            arguments += [*raw, "-i", feed_name(one.feed)]
    return arguments


def _from(first: int, canvas: Canvas) -> list[str]:
    """Half a frame early: ffmpeg drops what comes before, and the frame meant is the next one."""
    return ["-ss", f"{float((first - Fraction(1, 2)) / canvas.rate):.6f}"] if first else []


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What is put on the picture: the file that libass reads, logos, and how the picture makes room for an end card."""

    text_file: str | None = None
    logos: tuple[PlacedLogo, ...] = ()
    motion: CardMotion | None = None

    @property
    def inputs(self) -> list[str]:
        """`-i` for each logo. They come right after the inputs of the shots."""
        guarded = ("-protocol_whitelist", "file", "-f", "png_pipe", "-i")
        return [part for logo in self.logos for part in (*guarded, logo.file_name)]


def filter_graph(
    parts: Sequence[CutSegment], inputs: dict[int, Input], canvas: Canvas, fill: Fill, writing: Writing
) -> str:
    """The graph that shows consecutive pieces on its output `[picture]`. `inputs` maps shots to inputs, in their order.

    Only the frames of a transition go through xfade, plane by plane: it does not take 4:2:0, and conversions there
    and back would cost more than all the rest of the graph.
    """
    order = {shot: number for number, shot in enumerate(inputs)}
    spans = [span for part in parts for span in part.spans]
    statements = [
        statement
        for shot, source in inputs.items()
        for statement in _shot(order[shot], source, [span for span in spans if span.shot == shot], canvas, fill)
    ]
    statements += [_transition(part, canvas) for part in parts if part.under]
    links = "".join(f"[{_label(part)}]" for part in parts)
    joined = f"{links}concat=n={len(parts)}:v=1:a=0," if len(parts) > 1 else links
    frames = sum(part.frames for part in parts)
    return ";".join([*statements, *_finish(joined, frames, canvas, writing, first_logo=len(inputs))])


def _shot(number: int, source: Input, spans: Sequence[FrameRange], canvas: Canvas, fill: Fill) -> list[str]:
    """One shot's picture, normalised once and shared out to the spans in which it is seen.

    Where some spans are closer views, each is brought to the canvas by itself.
    """
    if isinstance(source, ClipInput) and any(span.punch_in for span in spans):
        return _views(number, source, spans, canvas, fill)
    if isinstance(source, ClipInput):
        rest = replace(source.clip, frames=source.clip.frames - source.first)
        head = f"[{number}:v]{clip_filters(rest, canvas, fill, f's{number}')}"
    else:
        head = f"[{number}:v]{TAG_BT709.format(range='tv')},setsar=1,settb=1/{canvas.rate},setpts=N"
    first = source.first
    if len(spans) == 1:
        return [f"{head},{_cut(spans[0], first)}[{_name(spans[0])}]"]
    outputs = "".join(f"[{_name(span)}w]" for span in spans)
    whole = f"{head},split={len(spans)}{outputs}"
    return [whole, *(f"[{_name(span)}w]{_cut(span, first)}[{_name(span)}]" for span in spans)]


def _views(number: int, source: ClipInput, spans: Sequence[FrameRange], canvas: Canvas, fill: Fill) -> list[str]:
    rest = replace(source.clip, frames=source.clip.frames - source.first)
    outputs = "".join(f"[{_name(span)}w]" for span in spans)
    whole = f"[{number}:v]{frame_filters(rest, canvas.rate)},split={len(spans)}{outputs}"
    views = [view_filters(rest.facts, canvas, fill, f"{_name(span)}p", span.punch_in) for span in spans]
    return [
        whole,
        *(
            f"[{_name(span)}w]{_cut(span, source.first)},{view}[{_name(span)}]"
            for span, view in zip(spans, views, strict=True)
        ),
    ]


def _cut(span: FrameRange, first: int) -> str:
    return f"trim=start_frame={span.start - first}:end_frame={span.end - first},setpts=N"


def _transition(part: CutSegment, canvas: Canvas) -> str:
    assert part.under is not None
    if part.transition is Transition.FADE:
        return _dip(_name(part.under), _name(part.over), part.frames, _label(part))
    seconds = float(part.frames / canvas.rate)
    xfade = f"xfade=transition={XFADES[part.transition]}:duration={seconds:.6f}:offset=0"
    under, over, out = _name(part.under), _name(part.over), _label(part)
    taken_apart = [f"[{one}]extractplanes=y+u+v[{one}y][{one}u][{one}v]" for one in (under, over)]
    mixed = [f"[{under}{plane}][{over}{plane}]{xfade}[{out}{plane}]" for plane in "yuv"]
    whole = f"[{out}y][{out}u][{out}v]mergeplanes=0x001020:yuv420p,{TAG_BT709.format(range='tv')},setpts=N[{out}]"
    return ";".join([*taken_apart, *mixed, whole])


def _dip(under: str, over: str, frames: int, out: str) -> str:
    """Down to black in the first half of the frames, up from it in the second."""
    down = frames // 2
    up = frames - down
    return (
        f"[{under}]trim=end_frame={down},setpts=N,fade=t=out:s=0:n={down}[{out}d];"
        f"[{over}]trim=start_frame={down},setpts=N,fade=t=in:s=0:n={up}[{out}u];"
        f"[{out}d][{out}u]concat=n=2:v=1:a=0,{TAG_BT709.format(range='tv')},setpts=N[{out}]"
    )


def _finish(joined: str, frames: int, canvas: Canvas, writing: Writing, first_logo: int) -> list[str]:
    """The picture makes room, text is drawn on the clock of its document, logos are laid on; then the frames due."""
    move = f"setpts=N,{_move(writing.motion, canvas)}," if writing.motion else ""
    text = f"setpts=N+{EARLY_FRAMES},ass={writing.text_file}:fontsdir=fonts," if writing.text_file else ""
    last = f"trim=end_frame={frames},setpts=N,format=yuv420p,{TAG_BT709.format(range='tv')}[picture]"
    drawn = f"{joined}settb=1/{canvas.rate},{move}{text}setpts=N"
    if not writing.logos:
        return [f"{drawn},{last}"]
    statements = [f"{drawn},format=yuv420p,{TAG_BT709.format(range='tv')}[bare0]"]
    for number, logo in enumerate(writing.logos):
        end = last if number == len(writing.logos) - 1 else f"null[bare{number + 1}]"
        seen = f"enable='between(n\\,{logo.start}\\,{logo.end - 1})'"
        laid_on = f"overlay={logo.left}:{logo.top}:format=yuv420:{seen},{end}"
        statements += [
            f"[{first_logo + number}:v]{_logo_colours(logo)}[logo{number}]",
            f"[bare{number}][logo{number}]{laid_on}",
        ]
    return statements


def _logo_colours(logo: PlacedLogo) -> str:
    """The logo in the video's own colours: without this ffmpeg would take it for BT.601."""
    opacity = f"colorchannelmixer=aa={logo.opacity}," if logo.opacity < 1 else ""
    return f"format=rgba,{opacity}scale=out_color_matrix=bt709:out_range=tv,format=yuva420p"


def _move(motion: CardMotion, canvas: Canvas) -> str:
    """The picture moves by whole pixels; what it leaves bare is behind the panel of the end card."""
    dx, dy = abs(motion.dx), abs(motion.dy)
    share = f"clip((n-{motion.start}+1)/{PANEL_FRAMES}\\,0\\,1)"
    if motion.dx < 0:
        return f"pad=iw+{dx}:ih:{dx}:0,crop={canvas.width}:{canvas.height}:x='{dx}*(1-{share})':y=0"
    pad = f"pad=iw+{dx}:ih+{dy}:0:0"
    return f"{pad},crop={canvas.width}:{canvas.height}:x='{dx}*{share}':y='{dy}*{share}'"


def _name(span: FrameRange) -> str:
    return f"v{span.shot}_{span.start}"


def _label(part: CutSegment) -> str:
    return f"x{part.over.shot}" if part.under else _name(part.over)
