"""One row of the composition benchmark: the same edit in MoviePy 2, written once, or as popular generators write it.

Those (MoneyPrinterTurbo and its relatives) encode each clip, join them by another encode, and put text and sound on
by a third. Runs in an environment of its own: MoviePy wants an older Pillow than we do.
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

import imageio_ffmpeg
from moviepy import (
    AudioFileClip,
    CompositeAudioClip,
    CompositeVideoClip,
    TextClip,
    VideoFileClip,
    afx,
    vfx,
)

CAPTIONS = (
    (0.25, 2.8, "Every morning should start with a deep breath."),
    (7.75, 5.0, "Introducing Respira, the once daily\ntablet that helps adults breathe easier."),
    (15.25, 4.4, "In clinical studies, Respira improved\nlung function within four weeks,"),
    (19.7, 1.7, "and kept it there."),
    (22.75, 2.7, "Ask your doctor if Respira is right for you."),
    (25.5, 2.2, "Breathe easier, live bolder."),
)
SECONDS, RATE, SCENE = 30, 24, 7.5
OVERLAPS = (0.5, 0.5, 0)


def texts(height: int, font: str) -> list[TextClip]:
    """Title, product name, captions and end card."""
    unit, width = height / 720, height * 16 // 9

    def text(
        words: str, size: float, at: tuple[object, float], start: float, seconds: float, plate: bool = True
    ) -> TextClip:
        clip = TextClip(
            font=font,
            text=words,
            font_size=int(size * unit),
            color="white",
            bg_color=(16, 20, 24, 180) if plate else None,
            margin=(10, 8),
            text_align="center",
        )
        return clip.with_position((at[0], int(at[1] * unit))).with_start(start).with_duration(seconds)

    shown = [text(words, 33, ("center", 590), start, seconds) for start, seconds, words in CAPTIONS]
    shown.append(text("Breathe easier. Live bolder.", 66, (int(0.06 * width), 90), 0.25, 2.75, plate=False))
    shown.append(text("Respira 10 mg", 36, (int(0.06 * width), 480), 7.75, 3.5))
    shown.append(text("Respira 10 mg", 76, ("center", 270), 27, 3, plate=False))
    shown.append(text("Ask your doctor today", 34, ("center", 394), 27, 3))
    return shown


def sound(footage: Path) -> CompositeAudioClip:
    """Voices over quiet music; MoviePy neither ducks nor measures."""
    voices = [AudioFileClip(str(footage / f"voice{n}.wav")).with_start(n * SCENE + 0.25) for n in range(4)]
    bed = AudioFileClip(str(footage / "music.mp3")).with_duration(SECONDS)
    return CompositeAudioClip([*voices, bed.with_effects([afx.MultiplyVolume(0.2), afx.AudioFadeOut(1.6)])])


def write_once(footage: Path, height: int, out: Path, font: str) -> None:
    """All clips, texts and sound in one composite."""
    clips = []
    for number in range(4):
        clip = VideoFileClip(str(footage / f"clip{height}-{number}.mp4"), audio=False)
        length = SCENE + (OVERLAPS[number] if number < 3 else 0)
        clip = clip.subclipped(0, length).with_start(number * SCENE)
        if number and OVERLAPS[number - 1]:
            clip = clip.with_effects([vfx.CrossFadeIn(OVERLAPS[number - 1])])
        clips.append(clip)
    video = CompositeVideoClip([*clips, *texts(height, font)], size=(height * 16 // 9, height))
    _write(video.with_duration(SECONDS).with_audio(sound(footage)), out, ["-crf", "20", "-pix_fmt", "yuv420p"])


def write_thrice(footage: Path, height: int, out: Path, font: str) -> None:
    """Each clip, then their concatenation, then the composite."""
    parts = []
    for number in range(4):
        part = out.with_name(f"part{number}.mp4")
        clip = VideoFileClip(str(footage / f"clip{height}-{number}.mp4"), audio=False).subclipped(0, SCENE)
        _write(clip.with_effects([vfx.FadeIn(1)]) if number % 2 else clip, part, [])
        parts.append(part)
    listing, joined = out.with_name("parts.txt"), out.with_name("joined.mp4")
    listing.write_text("".join(f"file '{part.resolve()}'\n" for part in parts))
    coding = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-r", str(RATE), "-t", str(SECONDS)]
    ffmpeg = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run(
        [ffmpeg, "-y", "-v", "error", "-f", "concat", "-safe", "0", "-i", listing, *coding, joined], check=True
    )
    video = CompositeVideoClip([VideoFileClip(str(joined), audio=False), *texts(height, font)])
    _write(video.with_duration(SECONDS).with_audio(sound(footage)), out, [])


def _write(video: object, out: Path, parameters: list[str]) -> None:
    video.write_videofile(  # type: ignore[attr-defined]
        str(out),
        fps=RATE,
        codec="libx264",
        preset="veryfast",
        audio_codec="aac",
        audio_bitrate="192k",
        threads=4,
        logger=None,
        ffmpeg_params=[*parameters, "-movflags", "+faststart"],
        temp_audiofile_path=str(out.parent),
    )


def main() -> None:
    """Write once or thrice, as told on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("footage", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("font")
    parser.add_argument("--height", type=int, default=720)
    parser.add_argument("--writes", type=int, choices=[1, 3], default=1)
    chosen = parser.parse_args()
    chosen.out.parent.mkdir(parents=True, exist_ok=True)
    (write_once if chosen.writes == 1 else write_thrice)(chosen.footage, chosen.height, chosen.out, chosen.font)


if __name__ == "__main__":
    main()
