"""Media of the offline vendor as people see them on a laptop: drawn pictures, filmed drawings, voices, music."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from omnigen.domain.area import Area
from omnigen.errors import InvalidRequest
from omnigen.providers.offline.drawing.pictures import draw_place, draw_still
from omnigen.providers.offline.filming import film_clip
from omnigen.providers.offline.filming.ambience import with_ambience
from omnigen.providers.offline.media import FilmRequest, Recording, Still
from omnigen.providers.offline.music import compose_bed
from omnigen.providers.offline.speech.synthesis import speak
from omnigen.providers.protocols import ReferenceImage, SpeechRequest

_TONE_SIZE = (64, 64)


class DrawnMedia:
    """Needs Pillow, NumPy and PyAV, and a voice program."""

    def draw(
        self, prompt: str, width: int, height: int, *, seed: int, look: str, empty: bool, texts: Sequence[Area] = ()
    ) -> Still:
        """A designed picture."""
        if empty:
            return draw_place(prompt, width, height, seed=seed, look=look)
        return draw_still(prompt, width, height, seed=seed, look=look, texts=texts)

    def film(self, order: FilmRequest) -> bytes:
        """A drawing that moves."""
        clip = film_clip(
            order.prompt,
            order.width,
            order.height,
            order.seconds,
            start_png=order.start_png,
            end_png=order.end_png,
            seed=order.seed,
            look=order.look,
            camera=order.camera,
            texts=order.texts,
        )
        return with_ambience(clip, order.seconds, order.seed) if order.sound else clip

    def speak(self, request: SpeechRequest) -> Recording:
        """A synthetic voice."""
        speech = speak(
            request.text,
            voice=request.voice or "narrator",
            language=request.language,
            speed=float(request.speed),
            pronunciations=request.pronunciations,
        )
        return Recording(speech.wav, speech.words)

    def play(self, mood: str, seconds: float, seed: int) -> bytes:
        """A bed of music in that mood."""
        return compose_bed(mood, seconds, seed, "mp3")

    def tone(self, picture: ReferenceImage) -> str:
        """From the mean of its colours; InvalidRequest when it cannot be opened."""
        try:
            with Image.open(BytesIO(picture.data)) as image:
                image.draft("RGB", _TONE_SIZE)  # a large JPEG is decoded at an eighth of its size
                # Scaled down first: converting the whole image would hold it in memory twice.
                small = image.resize(_TONE_SIZE, Image.Resampling.BOX, reducing_gap=2.0)
                red, green, blue = small.convert("RGB").resize((1, 1), Image.Resampling.BOX).tobytes()
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
            raise InvalidRequest(
                "A style image cannot be opened; upload a PNG, JPEG or WebP picture", "style_images"
            ) from error
        light = "bright" if red + green + blue > 3 * 150 else "dark" if red + green + blue < 3 * 80 else "balanced"
        warmth = "warm" if red > blue + 12 else "cool" if blue > red + 12 else "neutral"
        return f"{light}, {warmth} tones"
