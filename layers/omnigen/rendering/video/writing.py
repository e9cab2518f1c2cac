"""What is put on the picture, in ffmpeg's words: room for an end card, the product on it, text, and logos."""

from __future__ import annotations

from dataclasses import dataclass

from omnigen.domain.timeline import Canvas
from omnigen.rendering.text.ass import EARLY_FRAMES
from omnigen.rendering.text.end_card_parts import PANEL_FRAMES, CardMotion
from omnigen.rendering.text.logos import PlacedLogo
from omnigen.rendering.text.pack_shot import PackShot
from omnigen.rendering.video.normalise import TAG_BT709


@dataclass(frozen=True, kw_only=True)
class Writing:
    """What is put on the picture: the file that libass reads, logos, the product of an end card, how it makes room."""

    text_file: str | None = None
    logos: tuple[PlacedLogo, ...] = ()
    pack_shot: PackShot | None = None
    motion: CardMotion | None = None

    @property
    def pictures(self) -> tuple[PlacedLogo | PackShot, ...]:
        """The pictures in the order in which they are inputs, right after the shots."""
        return (self.pack_shot, *self.logos) if self.pack_shot else self.logos

    @property
    def inputs(self) -> list[str]:
        """`-i` for each picture."""
        guarded = ("-protocol_whitelist", "file", "-f", "png_pipe", "-i")
        return [part for picture in self.pictures for part in (*guarded, picture.file_name)]


def written_on(joined: str, frames: int, canvas: Canvas, writing: Writing, first: int) -> list[str]:
    """The picture makes room, text is drawn on the clock of its document, logos are laid on; then the frames due.

    A pack shot lies under the text. `first` is the number of the first picture's input.
    """
    yuv = f"format=yuv420p,{TAG_BT709.format(range='tv')}"
    move = f"setpts=N,{_move(writing.motion, canvas)}," if writing.motion and writing.motion.moves else ""
    text = f"setpts=N+{EARLY_FRAMES},ass={writing.text_file}:fontsdir=fonts," if writing.text_file else ""
    last = f"trim=end_frame={frames},setpts=N,{yuv}[picture]"
    head, statements = f"{joined}settb=1/{canvas.rate},{move}", list[str]()
    if writing.pack_shot:
        statements = [
            f"{head}setpts=N,{yuv}[bare]",
            f"[{first}:v]{_as_video('format=rgba')}[product]",
        ]
        head, first = f"[bare][product]{_slide_in(writing.pack_shot)},", first + 1
    drawn = f"{head}{text}setpts=N"
    if not writing.logos:
        return [*statements, f"{drawn},{last}"]
    statements.append(f"{drawn},{yuv}[bare0]")
    for number, logo in enumerate(writing.logos):
        end = last if number == len(writing.logos) - 1 else f"null[bare{number + 1}]"
        seen = f"enable='between(n\\,{logo.start}\\,{logo.end - 1})'"
        laid_on = f"overlay={logo.left}:{logo.top}:format=yuv420:{seen},{end}"
        opacity = f",colorchannelmixer=aa={logo.opacity}" if logo.opacity < 1 else ""
        statements += [
            f"[{first + number}:v]{_as_video(f'format=rgba{opacity}')}[logo{number}]",
            f"[bare{number}][logo{number}]{laid_on}",
        ]
    return statements


def _slide_in(shown: PackShot) -> str:
    """Lay the product of the end card on the picture, sliding in by even numbers of pixels."""
    away = f"(1-{_share(shown.start)})"
    left = f"{shown.area.left:.0f}+trunc({shown.from_x}*{away}/2)*2"
    top = f"{shown.area.top:.0f}+trunc({shown.from_y}*{away}/2)*2"
    seen = f"enable='gte(n\\,{shown.start})'"
    return f"overlay=x='{left}':y='{top}':format=yuv420:{seen}"


def _share(start: int) -> str:
    """The share of the end card's coming in that has passed at frame `n`, in ffmpeg's words."""
    return f"clip((n-{start}+1)/{PANEL_FRAMES}\\,0\\,1)"


def _as_video(head: str) -> str:
    """A picture in the video's own colours: without this ffmpeg would take it for BT.601."""
    return f"{head},scale=out_color_matrix=bt709:out_range=tv,format=yuva420p"


def _move(motion: CardMotion, canvas: Canvas) -> str:
    """The picture moves by whole pixels; what it leaves bare is behind the panel of the end card."""
    dx, dy = abs(motion.dx), abs(motion.dy)
    share = _share(motion.start)
    if motion.dx < 0:
        return f"pad=iw+{dx}:ih:{dx}:0,crop={canvas.width}:{canvas.height}:x='{dx}*(1-{share})':y=0"
    if motion.dy < 0:
        return f"pad=iw:ih+{dy}:0:{dy},crop={canvas.width}:{canvas.height}:x=0:y='{dy}*(1-{share})'"
    pad = f"pad=iw+{dx}:ih+{dy}:0:0"
    return f"{pad},crop={canvas.width}:{canvas.height}:x='{dx}*{share}':y='{dy}*{share}'"
