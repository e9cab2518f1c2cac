"""Clips by the video models on Replicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from omnigen.domain.brief_options import AspectRatio
from omnigen.domain.storyboard import clip_length
from omnigen.errors import ConfigError
from omnigen.providers.model_values import ratio_of, resolution_of, with_references
from omnigen.providers.pricing import clip_usd
from omnigen.providers.protocols import ClipRequest, Usage
from omnigen.providers.replicate.music import seconds_ordered
from omnigen.providers.replicate.prediction import Prediction
from omnigen.providers.replicate.provider import AsyncProvider
from omnigen.providers.video_prompts import prompt_for, prompts_of, use_of


@dataclass(frozen=True)
class ReplicateVideoProvider(AsyncProvider):
    """Films clips; without sound unless it is asked for, since silent clips cost less."""

    max_bytes = 200 * 2**20
    media_types = ("video/mp4",)

    @property
    def durations_seconds(self) -> tuple[Decimal, ...]:
        """The lengths the model can film, ascending."""
        return self.facts.durations_seconds

    @property
    def takes_end_frame(self) -> bool:
        """Whether a clip can be made to end on a given picture."""
        return "end_frame" in self.facts.inputs

    @property
    def makes_sound(self) -> bool:
        """Whether it can make the sounds of what it films."""
        return self.facts.sound is not None

    @property
    def native_aspect_ratios(self) -> frozenset[str]:
        """The aspect ratios it films itself; all of them where the start frame decides."""
        return self.facts.native_aspect_ratios or frozenset(AspectRatio)

    def takes_references(self, request: ClipRequest) -> bool:
        """Whether it films this clip after reference pictures, at no other length than it would be filmed anyway."""
        known = self.facts.references
        if known is None or (request.start_frame and "start_frame" in known.excludes):
            return False
        length = clip_length(request.seconds, self.durations_seconds)
        return request.aspect_ratio in (known.ratios or AspectRatio) and length in (known.seconds or (length,))

    def quote(self, request: ClipRequest) -> Decimal:
        """The price in USD of the length that will be bought."""
        resolution = resolution_of(self.facts, request.resolution) or ""
        length = clip_length(request.seconds, self.durations_seconds)
        return clip_usd(self.facts, length, resolution, with_sound=request.with_sound)

    def start(self, request: ClipRequest) -> str:
        """Submit the order; the prediction's id. ConfigError when the model needs a start frame and has none."""
        if self.facts.needs_start_frame and request.start_frame is None:
            raise ConfigError(f"{self.model} needs a picture to start on; use it with continuity=keyframes only")
        return self._start(self._asked(request), request)

    def find_existing(self, request: ClipRequest) -> str | None:
        """The id of the prediction already made for this order."""
        return self._find_id(self._asked(request), request)

    def _asked(self, request: ClipRequest) -> Mapping[str, Any]:
        prompt, negative = self._prompts(request)
        references = request.references if self.takes_references(request) else ()
        sound = self.facts.sound if request.with_sound else None
        if sound:
            prompt = f"{prompt}\n{sound.prompt}"
            negative = ", ".join(filter(None, [negative, sound.negative])) or None
        inputs = self._inputs(
            request,
            references=references,
            prompt=with_references(self.facts, prompt, len(references)),
            negative=negative,
            seconds=int(clip_length(request.seconds, self.durations_seconds)),
            aspect_ratio=ratio_of(self.facts, request.aspect_ratio),
            resolution=resolution_of(self.facts, request.resolution),
            start_frame=request.start_frame,
            end_frame=request.end_frame if request.start_frame else None,  # models take an end only after a start
            seed=request.seed,
        )
        return {**inputs, sound.field: True} if sound else inputs

    def _prompts(self, request: ClipRequest) -> tuple[str, str | None]:
        """What the model is to film, in its own form where that is known, and what it is to leave out."""
        own = prompts_of(self.model)
        if own is None or request.direction is None:
            return request.prompt, None
        starts = request.start_frame is not None
        use = use_of(starts_on_picture=starts, ends_on_picture=starts and request.end_frame is not None)
        return prompt_for(own, use, request.direction), own.negative

    def _usage(self, prediction: Prediction) -> Usage | None:
        """By length, resolution and sound in the input that Replicate repeats; None where it does not."""
        seconds = seconds_ordered(prediction, self.facts.inputs["seconds"])
        resolution = str(prediction.input.get(self.facts.inputs.get("resolution", ""), ""))
        heard = self.facts.sound is not None and prediction.input.get(self.facts.sound.field) is True
        try:
            if not seconds:
                return None
            return Usage(seconds=seconds, usd=clip_usd(self.facts, seconds, resolution, with_sound=heard))
        except ConfigError:
            return None
