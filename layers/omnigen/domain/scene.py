"""A scene on the job record, with its pictures and its clip."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from enum import StrEnum

from omnigen.domain.asset import Asset, AssetKind
from omnigen.domain.own_media import OwnPicture
from omnigen.domain.phrases import PARAGRAPH_BREAK
from omnigen.domain.product_photo import ProductShown
from omnigen.domain.shot import CameraAngle, CameraMove, Element, Join, ShotSize
from omnigen.domain.storyboard import Transition
from omnigen.domain.strict_model import Recorded
from omnigen.domain.timebase import to_frames


class ApprovalStatus(StrEnum):
    """A reviewer's decision about a scene or picture."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class Composite(Recorded):
    """A picture of how the video shows the product in a still; `photo` is the id of the photo it was made by."""

    key: str
    photo: str


class Image(Recorded):
    """One drawn picture of a scene. `subject_box` is left, top, right, bottom as shares of the picture.

    `prompt_version` says which text of ours it was ordered with; empty on records of earlier versions. `composite` is
    made when a person is asked about the picture of an empty place.
    """

    id: str
    number: int
    key: str
    sha256: str
    input_hash: str
    model: str
    status: ApprovalStatus = ApprovalStatus.PENDING
    reason: str = ""
    subject_box: tuple[Decimal, Decimal, Decimal, Decimal] | None = None
    prompt_version: str = ""
    composite: Composite | None = None


class Clip(Recorded):
    """One filmed scene and the picture on which the next one may start; `seconds` is the file's length as bought.

    `prompt_version` says which text of ours it was ordered with; empty on records of earlier versions.
    """

    key: str
    sha256: str
    input_hash: str
    model: str
    seconds: Decimal
    last_frame_key: str
    last_frame_sha256: str
    thumbnail_key: str = ""
    prompt_version: str = ""


class ProductCutout(Recorded):
    """A photo of the product without its background, kept with the job; sizes in pixels.

    `asset` is the photo's id; `photo_key` and `photo_sha256` are the photo it was cut from.
    """

    asset: str
    key: str
    sha256: str
    method: str
    width: int
    height: int
    photo_key: str
    photo_sha256: str


class MusicTrack(Recorded):
    """The music bed."""

    key: str
    sha256: str
    input_hash: str
    model: str
    seconds: Decimal


_DIRECTION = {"shot_size", "angle", "camera_move", "action", "on_screen_text", "elements", "join"}


class Scene(Recorded):
    """One scene: what begins to be said in it, what is seen, for how long (seconds, in quarters), what was made of it.

    `lead_in` is the white space between the narration of the scene before and its own: with a blank line a paragraph
    begins, without one the scene goes on in the middle of a paragraph or of a sentence. `revision` counts how often it
    was planned again, `redraws` how often it is to be drawn anew; `refusal` holds the vendor's words when it would not
    make a picture of this text. `elements` are in the picture and look the same in every scene that holds them.
    `product` says whether it shows the product, and `product_photo` (an asset's id) by which photo; the picture of a
    `hero` scene is an empty place, and it has no clip. With an `own_picture` nothing is made for the scene: it shows
    `own_asset`, the job's copy of the file.
    """

    id: str
    scene_index: int
    narration: str
    lead_in: str = PARAGRAPH_BREAK
    duration: Decimal
    visual_prompt: str
    transition: Transition
    purpose: str = ""
    shot_size: ShotSize = ShotSize.MEDIUM
    angle: CameraAngle = CameraAngle.EYE_LEVEL
    camera_move: CameraMove = CameraMove.STATIC
    action: str = ""
    on_screen_text: str = ""
    elements: tuple[Element, ...] = ()
    join: Join = Join.NEW_SHOT
    product: ProductShown = ProductShown.NONE
    product_photo: str = ""
    product_redraws: int = 0
    """How often it was drawn anew because the product in the finished video was not the one of its photo."""

    status: ApprovalStatus = ApprovalStatus.PENDING
    revision: int = 0
    redraws: int = 0
    refusal: str = ""
    images: tuple[Image, ...] = ()
    clip: Clip | None = None
    own_picture: OwnPicture | None = None
    own_asset: Asset | None = None

    @property
    def is_own_clip(self) -> bool:
        """Whether the scene shows a clip that the user brought."""
        return self.own_asset is not None and self.own_asset.kind is AssetKind.CLIP

    @property
    def frames(self) -> int:
        """How many frames the viewer sees of it."""
        return to_frames(self.duration)

    @property
    def product_use(self) -> list[object]:
        """How it shows the product and by which photo; nothing where it does not, so that older hashes stay."""
        return [] if self.product is ProductShown.NONE else [self.product, self.product_photo]

    @property
    def is_hero(self) -> bool:
        """Whether it shows the photographed product itself."""
        return self.product is ProductShown.HERO and self.own_picture is None

    @property
    def content_hash(self) -> str:
        """Changes with everything that people can edit of the scene: 12 hexadecimal digits."""
        edited: list[object] = [self.narration, self.visual_prompt, self.transition, str(self.duration.normalize())]
        edited += [self.redraws, *self.direction.items(), *self.product_use]
        if self.own_picture:
            edited.append(self.own_picture.model_dump(mode="json"))
        return hashlib.sha256(json.dumps(edited).encode()).hexdigest()[:12]

    @property
    def direction(self) -> dict[str, object]:
        """How it is filmed, as far as that was said; empty for scenes of earlier versions, whose hashes stay."""
        return self.model_dump(mode="json", include=_DIRECTION, exclude_defaults=True)

    @property
    def number(self) -> int:
        """Its place, counted from 1."""
        return self.scene_index + 1

    @property
    def image(self) -> Image | None:
        """The newest picture that was not turned down."""
        return next((image for image in reversed(self.images) if image.status is not ApprovalStatus.REJECTED), None)
