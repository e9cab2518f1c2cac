"""What composed videos look like: frames of one for each shape, and of one made of stills, on a sheet each.

Run: python -m benchmarks.sheets. Writes docs/benchmarks/sheet-*.jpg. Everything is drawn, filmed and spoken here.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import av
from omnigen.domain.storyboard import Transition
from omnigen.domain.timebase import SAMPLE_RATE, to_samples
from omnigen.domain.timeline import Canvas, Timeline, TimelineShot, Voice
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.providers.offline.drawing.pictures import draw_scene
from omnigen.providers.offline.filming import film_clip
from omnigen.providers.offline.music import compose_bed
from omnigen.providers.offline.speech.synthesis import speak
from omnigen.rendering.audio.loudness import inspect_sounds
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.render import compose
from omnigen.rendering.text.captions import caption_rules
from PIL import Image

SHAPES = {"16x9": (640, 360), "9x16": (360, 640), "1x1": (480, 480)}
FRAMES = 72
ALIKE = 6
"""Frames so close to one another show the same."""

TRANSITIONS = (Transition.CUT, Transition.DISSOLVE, Transition.WIPE, Transition.SLIDE, Transition.FADE)
SCENES = (
    ("A reusable water bottle on a rock by a lake", "Some mornings begin before the sun does."),
    ("Hikers on a forest path", "Aqua One keeps water cold for a day."),
    ("A cup of tea in a kitchen", "And tea hot until you are back, wherever back is."),
    ("A bicycle in a city street", "It weighs two hundred grams."),
    ("A reusable water bottle on a table", "Take it along."),
)
LOOK = "soft morning light, warm pastel tones"


def make_sheet(name: str, size: tuple[int, int], kind: str, folder: Path, out: Path) -> None:
    """Compose a video of five scenes and put its telling frames on a sheet."""
    folder.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(width=size[0], height=size[1])
    pictures = [_picture(folder, number, canvas, kind) for number in range(len(SCENES))]
    voices, recordings = _voices(folder)
    cut = plan_timeline(
        canvas,
        [_shot(number, kind) for number in range(len(SCENES))],
        voices,
        title="Cold water, all day",
        product_name="Aqua One",
        call_to_action="Find yours at aqua-one.example",
        captions=caption_rules(canvas),
    )
    music = folder / "music.mp3"
    music.write_bytes(compose_bed("warm", 15, 3))
    edit = EditDecision(timeline=cut, pictures=tuple(pictures), voices=tuple(recordings), music=music)
    video = compose(edit, folder / "cut").video
    _sheet(_frames(video, telling_frames(cut)), canvas).save(out / f"sheet-{name}.jpg", quality=74, optimize=True)


def telling_frames(cut: Timeline) -> list[int]:
    """The first frame, each overlay, the middle of each transition, captions, the last frame; in order."""
    middles = [start + shot.transition_frames // 2 for start, shot in zip(cut.starts, cut.shots, strict=True) if start]
    overlays = [(overlay.start + overlay.end) // 2 for overlay in cut.overlays]
    card = next(overlay.start + 3 for overlay in cut.overlays if overlay.kind == "end_card")
    cues = [(cue.start + cue.end) // 2 for cue in cut.cues[:3]]
    ordered = sorted({0, *middles, *overlays, card, *cues, cut.frames - 1})
    return [one for one, before in zip(ordered, [-99, *ordered], strict=False) if one - before > ALIKE]


def _shot(number: int, kind: str) -> TimelineShot:
    transition = TRANSITIONS[number]
    return TimelineShot(
        scene_id=f"s{number + 1:02}",
        frames=FRAMES,
        transition=transition,
        transition_frames=0 if transition is Transition.CUT else 12,
        kind="still" if kind == "stills" else "clip",
        seed=number,
    )


def _picture(folder: Path, number: int, canvas: Canvas, kind: str) -> Path:
    words = SCENES[number][0]
    if kind == "stills":
        path = folder / f"still{number}.png"
        draw_scene(words, canvas.width * 3 // 2, canvas.height * 3 // 2, 7, LOOK)[0].save(path)
    else:
        path = folder / f"clip{number}.mp4"
        path.write_bytes(film_clip(words, canvas.width, canvas.height, 3.5, seed=7, look=LOOK))
    return path


def _voices(folder: Path) -> tuple[list[Voice], list[Path]]:
    paths = []
    for number, (_, text) in enumerate(SCENES):
        paths.append(folder / f"voice{number}.wav")
        paths[-1].write_bytes(speak(text, voice="warm").wav)
    voices = [
        Voice(
            scene_id=f"s{number + 1:02}",
            start_sample=to_samples(number * FRAMES) + SAMPLE_RATE // 8,
            skip_samples=sound.audible_from,
            samples=min(sound.audible_to - sound.audible_from, to_samples(FRAMES) - SAMPLE_RATE // 8),
            text=SCENES[number][1],
        )
        for number, sound in enumerate(inspect_sounds(paths, folder))
    ]
    return voices, paths


def _frames(video: Path, wanted: Sequence[int]) -> list[Image.Image]:
    with av.open(str(video)) as container:
        return [frame.to_image() for number, frame in enumerate(container.decode(video=0)) if number in set(wanted)]


def _sheet(frames: Sequence[Image.Image], canvas: Canvas) -> Image.Image:
    """Four to six in a row, a thin gap between them."""
    across, width = (4, 400) if canvas.width > canvas.height else (6, 220 if canvas.width < canvas.height else 270)
    height, gap = width * canvas.height // canvas.width, 6
    rows = -(-len(frames) // across)
    sheet = Image.new("RGB", (across * (width + gap) - gap, rows * (height + gap) - gap), "white")
    for number, frame in enumerate(frames):
        place = (number % across * (width + gap), number // across * (height + gap))
        sheet.paste(frame.resize((width, height), Image.Resampling.LANCZOS), place)
    return sheet


def main() -> None:
    """Make all sheets, or the one that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=[*SHAPES, "stills"])
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "docs" / "benchmarks")
    parser.add_argument("--folder", type=Path, help="keep the videos here")
    chosen = parser.parse_args()
    with TemporaryDirectory() as temporary:
        for name in chosen.names:
            kind, shape = ("stills", "16x9") if name == "stills" else ("clips", name)
            make_sheet(name, SHAPES[shape], kind, (chosen.folder or Path(temporary)) / name, chosen.out)


if __name__ == "__main__":
    main()
