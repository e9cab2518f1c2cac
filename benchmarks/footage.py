"""Clips, voices and music for the benchmarks, made here: textures under a panning camera, a moving thing, grain."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from omnigen.providers.offline.music import compose_bed
from omnigen.providers.offline.speech.synthesis import speak
from omnigen.rendering.ffmpeg.process import binary
from PIL import Image

from benchmarks.script import TEXTS, clip_path

CLIP_SECONDS = 8


def make(folder: Path, height: int) -> None:
    """Four clips of this height (16:9, 24 fps, H.264 + AAC), four voices, a minute of music; kept where they exist."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(4):
        if not (clip := clip_path(folder, height, number)).exists():
            _film(clip, number, height)
        if not (voice := folder / f"voice{number}.wav").exists():
            voice.write_bytes(speak(TEXTS[number]).wav)
    if not (music := folder / "music.mp3").exists():
        music.write_bytes(compose_bed("upbeat", 60, 1))


def _film(path: Path, number: int, height: int) -> None:
    width = height * 16 // 9
    ground, thing = path.with_suffix(".ground.png"), path.with_suffix(".thing.png")
    Image.fromarray(_texture(100 + number, int(width * 1.4), int(height * 1.4), 1.15)).save(ground)
    disc = _texture(300 + number, height * 13 // 18, height * 13 // 18, 0.95)
    side = disc.shape[0]
    down, across = np.mgrid[:side, :side]
    edge = (1 - np.hypot(across - side / 2, down - side / 2) / (side / 2)) * 8
    alpha = (np.clip(edge, 0, 1) * 255).astype(np.uint8)
    Image.fromarray(np.dstack([disc, alpha])).save(thing)
    sway_x, sway_y = ((0.9, 0.2), (-0.9, 0.3), (0.5, -0.4), (-0.6, 0.1))[number]
    graph = (
        f"[0:v]crop={width}:{height}:x='(iw-ow)*(0.5+0.48*sin({sway_x}*t/2))':"
        f"y='(ih-oh)*(0.5+0.45*sin({sway_y}*t*1.3+1))',format=yuv420p[b];[1:v]format=rgba,rotate='{sway_x}*t':c=none[r];"
        f"[b][r]overlay=x='(W-w)*(0.5+0.45*sin(1.1*t+{number}))':y='(H-h)*(0.5+0.4*cos(1.7*t))':format=yuv420,"
        f"noise=alls=2:allf=t:all_seed={number + 5},format=yuv420p[v]"
    )
    tags = ("-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709")
    arguments = [
        *("-loop", "1", "-framerate", "24", "-i", str(ground), "-loop", "1", "-framerate", "24", "-i", str(thing)),
        *("-f", "lavfi", "-i", f"anoisesrc=r=48000:c=pink:a=0.03:seed={number},aformat=channel_layouts=stereo"),
        *("-filter_complex", graph, "-map", "[v]", "-map", "2:a", "-c:a", "aac", "-b:a", "128k"),
        *("-t", str(CLIP_SECONDS), "-c:v", "libx264", "-preset", "medium", "-crf", "21", "-pix_fmt", "yuv420p"),
        *(*tags, "-movflags", "+faststart", str(path)),
    ]
    subprocess.run([binary(), "-y", "-v", "error", *arguments], check=True)


def _texture(seed: int, width: int, height: int, roughness: float) -> NDArray[np.uint8]:
    """Colours whose detail falls off as in photographs (1/f)."""
    width, height = width // 2 * 2, height // 2 * 2
    dice = np.random.default_rng(seed)
    frequency = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None])
    frequency[0, 0] = 1
    layers = []
    for _ in range(3):
        spectrum = (dice.normal(size=frequency.shape) + 1j * dice.normal(size=frequency.shape)) / frequency**roughness
        layer = np.fft.irfft2(spectrum, s=(height, width))
        layers.append((layer - layer.mean()) / layer.std())
    mixed = np.dstack([0.75 * layers[0] + 0.45 * layer for layer in layers])
    tint = np.random.default_rng(seed + 9).uniform(70, 180, 3)
    return np.clip(tint + mixed * 42, 0, 255).astype(np.uint8)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--height", type=int, default=720)
    chosen = parser.parse_args()
    make(chosen.folder, chosen.height)
