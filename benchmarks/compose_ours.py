"""One row of the composition benchmark, in a process of its own: our composer on the standard edit."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from omnigen.domain.storyboard import Transition
from omnigen.domain.timeline import Canvas, Timeline, TimelineShot, Voice
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.rendering.audio.loudness import inspect_sounds
from omnigen.rendering.edit import EditDecision
from omnigen.rendering.render import compose
from omnigen.rendering.text.captions import caption_rules

from benchmarks.script import TEXTS, clip_path

SCENE_FRAMES = 180
TRANSITIONS = (Transition.DISSOLVE, Transition.WIPE, Transition.CUT, Transition.FADE)
CHANGES = ("nothing", "scene", "caption", "music")


class FolderCache:
    """Segments kept as files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def get(self, key: str) -> Path | None:
        """The segment's file, if there is one."""
        path = self.folder / f"{key}.mp4"
        return path if path.exists() else None

    def put(self, key: str, path: Path) -> None:
        """Keep a segment."""
        shutil.copyfile(path, self.folder / f"{key}.mp4")


def standard_edit(footage: Path, work: Path, height: int, scenes: int, change: str) -> EditDecision:
    """7.5 s a scene, dissolve, wipe, cut and fade in turn, captions, title, name, end card, voice and music."""
    canvas = Canvas(width=height * 16 // 9, height=height)
    recordings = [footage / f"voice{number % 4}.wav" for number in range(scenes)]
    music = footage / ("music.mp3" if change != "music" else "other.mp3")
    sounds = inspect_sounds(recordings, work, music=music, seconds=scenes * SCENE_FRAMES / 24)
    voices = [
        Voice(
            scene_id=f"s{number:02}",
            start_sample=number * SCENE_FRAMES * 2000 + 12_000,
            skip_samples=sound.audible_from,
            samples=sound.audible_to - sound.audible_from,
            text=_words(number, change),
        )
        for number, sound in enumerate(sounds[:-1])
    ]
    cut = _timeline(canvas, scenes, voices)
    clips = [clip_path(footage, height, number) for number in range(scenes)]
    if change == "scene":
        clips[2] = clip_path(footage, height, 0)
    return EditDecision(
        timeline=cut, pictures=tuple(clips), voices=tuple(recordings), music=music, sounds=tuple(sounds)
    )


def _words(number: int, change: str) -> str:
    """What is said in a scene; different in each, so that no two scenes share a segment."""
    text = TEXTS[number % 4] + (f" Take {number}." if number > 3 else "")
    return text.replace("four", "five") if (change, number) == ("caption", 2) else text


def _timeline(canvas: Canvas, scenes: int, voices: list[Voice]) -> Timeline:
    shots = [TimelineShot(scene_id="s00", frames=SCENE_FRAMES)]
    for number in range(1, scenes):
        transition = TRANSITIONS[(number - 1) % 4]
        overlap = 0 if transition is Transition.CUT else 12
        shot = TimelineShot(
            scene_id=f"s{number:02}", frames=SCENE_FRAMES, transition=transition, transition_frames=overlap
        )
        shots.append(shot)
    return plan_timeline(
        canvas,
        shots,
        voices,
        title="Breathe easier. Live bolder.",
        product_name="Respira 10 mg",
        call_to_action="Ask your doctor today",
        captions=caption_rules(canvas),
    )


def main() -> None:
    """Compose once, as told on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("footage", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--scenes", type=int, default=4)
    parser.add_argument("--strategy", choices=["one-process", "segments"], default="one-process")
    parser.add_argument("--change", choices=CHANGES, default="nothing")
    chosen = parser.parse_args()
    chosen.work.mkdir(parents=True, exist_ok=True)
    edit = standard_edit(chosen.footage, chosen.work, chosen.height, chosen.scenes, chosen.change)
    cache = FolderCache(chosen.work / "cache") if chosen.strategy == "segments" else None
    cut = compose(edit, chosen.work, cache, strategy=chosen.strategy)
    told = {"sha256", "strategy", "segments", "segments_reused", "frames_encoded"}
    print(cut.report.model_dump_json(include=told))


if __name__ == "__main__":
    main()
