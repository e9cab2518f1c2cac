"""The offline image, video and vision providers, which need neither key nor network."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from omnigen.domain.area import Area
from omnigen.domain.brief_options import AspectRatio
from omnigen.domain.purchase import PurchaseKind
from omnigen.domain.shot import CameraMove
from omnigen.domain.storyboard import clip_length
from omnigen.providers.offline.fulfilment import PredictionFulfilment, SyncFulfilment
from omnigen.providers.offline.media import FilmRequest
from omnigen.providers.offline.order_log import LoggedOrder, as_json
from omnigen.providers.offline.vendor import OfflineVendor
from omnigen.providers.protocols import (
    ClipRequest,
    ImageRequest,
    ImageResult,
    PredictionFailed,
    PredictionOutput,
    StyleDescription,
    StyleRequest,
    Usage,
)

_USD_PER_IMAGE = Decimal("0.04")
_USD_PER_SECOND = Decimal("0.20")
_USD_PER_STYLE = Decimal("0.01")
_CLIP_SECONDS = (Decimal(4), Decimal(6), Decimal(8))
_SHARE = Decimal("0.001")


@dataclass(frozen=True)
class OfflineImageProvider:
    """Draws the subject of the prompt."""

    vendor: OfflineVendor
    model: str = "offline/illustrator"
    takes_references: bool = False

    @property
    def can_be_searched(self) -> bool:
        """As the setting says."""
        return self.vendor.can_be_searched

    def quote(self, request: ImageRequest) -> Decimal:  # noqa: ARG002 - every picture costs the same
        """The list price of a picture."""
        return self.vendor.price(_USD_PER_IMAGE)

    def draw(self, request: ImageRequest) -> ImageResult:
        """Draw one picture."""
        return self._counter().sell(request, self._usage(request))

    def find_existing(self, request: ImageRequest) -> ImageResult | None:
        """The picture ordered before."""
        return self._counter().placed(request, self._usage(request))

    def _counter(self) -> SyncFulfilment[ImageRequest, ImageResult]:
        return SyncFulfilment(self.vendor, PurchaseKind.IMAGE, self.model, self._draw)

    def _draw(self, request: ImageRequest, usage: Usage) -> ImageResult:
        seen, look, _ = _read(request.prompt)
        still = self.vendor.media.draw(
            seen,
            request.width,
            request.height,
            seed=request.seed,
            look=look,
            empty=request.empty_place,
            texts=request.texts,
        )
        left, top, right, bottom = (Decimal(share).quantize(_SHARE) for share in still.subject_box)
        return ImageResult(
            data=still.png,
            media_type="image/png",
            model=self.model,
            usage=usage,
            subject_box=(left, top, right, bottom),
        )

    def _usage(self, request: ImageRequest) -> Usage:
        return Usage(images=1, usd=self.quote(request))


@dataclass(frozen=True)
class OfflineVideoProvider:
    """Films clips that start on the frame they are given."""

    vendor: OfflineVendor
    expected_seconds: int
    model: str = "offline/filmmaker"
    durations_seconds: tuple[Decimal, ...] = _CLIP_SECONDS
    takes_end_frame: bool = True
    makes_sound: bool = True
    native_aspect_ratios: frozenset[str] = frozenset(AspectRatio)

    @property
    def can_be_searched(self) -> bool:
        """As the setting says."""
        return self.vendor.can_be_searched

    def takes_references(self, request: ClipRequest) -> bool:  # noqa: ARG002 - it draws from words alone
        """No."""
        return False

    def quote(self, request: ClipRequest) -> Decimal:
        """The list price, by the second bought; twice that with sound."""
        rate = _USD_PER_SECOND * (2 if request.with_sound else 1)
        return self.vendor.price(clip_length(request.seconds, self.durations_seconds) * rate)

    def start(self, request: ClipRequest) -> str:
        """Take the order."""
        facts = as_json(
            prompt=request.prompt,
            seconds=clip_length(request.seconds, self.durations_seconds),
            width=request.width,
            height=request.height,
            seed=request.seed,
            **({"sound": True} if request.with_sound else {}),
            **({"texts": [text.sides for text in request.texts]} if request.texts else {}),
        )
        frames = {"start": request.start_frame, "end": request.end_frame}
        inputs = {"order": facts} | {name: frame.data for name, frame in frames.items() if frame}
        return self.vendor.place(PurchaseKind.CLIP, request.order_id, self.model, self.quote(request), inputs).id

    def poll(self, prediction_id: str) -> PredictionOutput | PredictionFailed | None:
        """Look whether it is done."""
        return PredictionFulfilment(
            self.vendor, PurchaseKind.CLIP, self.model, "video/mp4", self._film, self._usage
        ).look(prediction_id)

    def cancel(self, prediction_id: str) -> None:
        """Stop it."""
        self.vendor.order_log.close(prediction_id, "cancelled")

    def find_existing(self, request: ClipRequest) -> str | None:
        """The clip ordered before."""
        entry = self.vendor.find(request)
        return entry.id if entry else None

    def _film(self, entry: LoggedOrder) -> bytes:
        fetch = self.vendor.order_log.fetch
        order = json.loads(fetch(entry.id, "order") or b"{}")
        seen, look, camera = _read(order["prompt"])
        return self.vendor.media.film(
            FilmRequest(
                prompt=seen,
                width=order["width"],
                height=order["height"],
                seconds=float(order["seconds"]),
                start_png=fetch(entry.id, "start"),
                end_png=fetch(entry.id, "end"),
                seed=order["seed"],
                look=look,
                camera=camera,
                sound=order.get("sound", False),
                texts=tuple(_area(sides) for sides in order.get("texts", ())),
            )
        )

    def _usage(self, entry: LoggedOrder) -> Usage:
        order = json.loads(self.vendor.order_log.fetch(entry.id, "order") or b"{}")
        return Usage(seconds=Decimal(order["seconds"]), usd=entry.usd)


@dataclass(frozen=True)
class OfflineVisionProvider:
    """Describes pictures by their average colour and brightness."""

    vendor: OfflineVendor
    model: str = "offline/style-reader"

    @property
    def can_be_searched(self) -> bool:
        """As the setting says."""
        return self.vendor.can_be_searched

    def quote(self, request: StyleRequest) -> Decimal:  # noqa: ARG002 - every look costs the same
        """The list price of a look."""
        return self.vendor.price(_USD_PER_STYLE)

    def describe(self, request: StyleRequest) -> StyleDescription:
        """Look at the pictures."""
        return self._counter().sell(request, Usage(images=len(request.pictures), usd=self.quote(request)))

    def find_existing(self, request: StyleRequest) -> StyleDescription | None:
        """The description ordered before."""
        return self._counter().placed(request, Usage(images=len(request.pictures), usd=self.quote(request)))

    def _counter(self) -> SyncFulfilment[StyleRequest, StyleDescription]:
        return SyncFulfilment(self.vendor, PurchaseKind.STYLE, self.model, self._describe)

    def _describe(self, request: StyleRequest, usage: Usage) -> StyleDescription:
        tones = ", ".join(self.vendor.media.tone(picture) for picture in request.pictures)
        return StyleDescription(text=f"In the style of the reference pictures: {tones}", model=self.model, usage=usage)


def _area(sides: Sequence[float]) -> Area:
    left, top, right, bottom = sides
    return Area(left=left, top=top, right=right, bottom=bottom)


def _read(prompt: str) -> tuple[str, str, CameraMove | None]:
    """What is seen, the look and the camera move of a prompt of ours: its first line, and lines with those names."""
    seen, *rest = prompt.splitlines() or [""]
    named = {name: text.strip().rstrip(".") for name, _, text in (line.partition(":") for line in rest)}
    move = named.get("Camera", "").replace(" ", "_")
    return seen, named.get("Look", ""), CameraMove(move) if move in list(CameraMove) else None
