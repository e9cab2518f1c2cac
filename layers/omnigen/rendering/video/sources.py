"""The pictures of a cut's shots: clips that ffmpeg reads, stills whose frames we draw ourselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from omnigen.domain.area import Area, room_around
from omnigen.domain.timeline import Timeline
from omnigen.errors import CompositionFailed, MediaRefused
from omnigen.media.open import check_every_frame
from omnigen.media.probe import probe
from omnigen.rendering.cache import file_sha256
from omnigen.rendering.video.crop_centre import crop_centre
from omnigen.rendering.video.filter_graph import ClipInput, FedInput, Input
from omnigen.rendering.video.freeze import static_ranges
from omnigen.rendering.video.hero import ProductShot
from omnigen.rendering.video.normalise import CENTRE, Fill, NormalisedClip, fit_clip, has_shape_of


@dataclass(frozen=True, kw_only=True)
class _SourceImage:
    path: Path
    digest: str
    clip: NormalisedClip | None
    is_static: bool


class Sources:
    """Every shot's picture, opened once, checked, and identified by its content."""

    def __init__(
        self,
        cut: Timeline,
        paths: Sequence[Path],
        heroes: Mapping[int, Path] | None = None,
        texts: Callable[[int], Sequence[Area]] = lambda _shot: (),
        fill: Fill = "crop",
    ) -> None:
        """`texts` tells the places of what is written while a shot is seen: what it shows is kept clear of them."""
        if len(paths) != len(cut.shots):
            raise ValueError(f"{len(cut.shots)} shots need as many pictures, not {len(paths)}")
        self._cut = cut
        self._pictures = [_open(cut, number, path) for number, path in enumerate(paths)]
        if fill == "crop":
            self._pictures = _centred(cut, self._pictures)
        self.heroes = {
            shot: ProductShot.open(cut, shot, paths[shot], cutout, texts(shot))
            for shot, cutout in (heroes or {}).items()
        }
        self._rooms = {
            number: _room(cut, number, texts(number))
            for number, shot in enumerate(cut.shots)
            if shot.kind == "still" and shot.subject_box and number not in self.heroes
        }

    @property
    def warnings(self) -> list[str]:
        """What was done to clips to make them fit, in sentences."""
        sentences = []
        for shot, picture in zip(self._cut.shots, self._pictures, strict=True):
            clip = picture.clip
            if clip and clip.slowed != 1:
                sentences.append(
                    f"Scene {shot.scene_id!r}: the clip is slowed to {float(1 / clip.slowed):.0%} of its speed"
                )
            elif clip and clip.held:
                sentences.append(f"Scene {shot.scene_id!r}: the clip's last frame is held for {clip.held} frames")
        return sentences

    @property
    def moving(self) -> list[bool]:
        """For each shot, whether its own picture moves all through, so that the finished one must."""
        return [picture.clip is not None and not picture.is_static for picture in self._pictures]

    def name(self, shot: int) -> str:
        """How error messages call a shot."""
        return f"scene {self._cut.shots[shot].scene_id!r}"

    def clip(self, shot: int) -> NormalisedClip | None:
        """A shot's clip; None for a still."""
        return self._pictures[shot].clip

    def identity(self, shot: int) -> list[str]:
        """All that decides what a shot's frames look like."""
        facts, picture = self._cut.shots[shot], self._pictures[shot]
        frames = self._cut.source_frames(shot)
        if picture.clip:
            # a clip that is long enough shows the same frames however many of them are wanted
            facts_of_clip = [picture.digest, str(picture.clip.slowed), str(frames) if picture.clip.slowed != 1 else ""]
            return facts_of_clip if picture.clip.centre == CENTRE else [*facts_of_clip, str(picture.clip.centre)]
        box = ",".join(map(str, facts.subject_box or ()))
        still = [picture.digest, str(facts.seed), str(frames), box]
        if room := self._rooms.get(shot):
            still += [f"{side:.4f}" for side in room.sides]
        return [*still, *self.heroes[shot].identity] if shot in self.heroes else still

    def blame(self, failure: CompositionFailed) -> None:
        """Look through all clips for the one that made ffmpeg fail. Raises MediaRefused if one is damaged."""
        for shot, picture in zip(self._cut.shots, self._pictures, strict=True):
            if picture.clip:
                try:
                    check_every_frame(picture.path, picture.clip.facts.frames)
                except MediaRefused as damage:
                    raise MediaRefused(f"Scene {shot.scene_id!r}: {damage}") from failure

    def open(self, shot: int, feed: int, first: int = 0) -> Input:
        """A shot as an input of ffmpeg; a still is fed through pipe number `feed`, from frame `first` on.

        A clip whose frames fall on those of the cut is sought to its first frame, any other is read from its start.
        """
        picture = self._pictures[shot]
        if picture.clip:
            clip = picture.clip
            last = clip.frames - clip.held - 1  # the one that is held
            sought = min(first, last) if clip.is_even(self._cut.canvas.rate) else 0
            return ClipInput(path=picture.path, clip=clip, first=sought)
        return FedInput(feed=feed, first=first)

    def frames(self, shot: int, start: int, end: int) -> Iterator[bytes]:
        """Frames `[start, end)` of a still's move, with the product on it where it shows that."""
        from omnigen.rendering.video.ken_burns import still_frames

        if shot in self.heroes:
            return self.heroes[shot].frames(start, end)
        facts = self._cut.shots[shot]
        return still_frames(
            self._pictures[shot].path,
            self._cut.canvas,
            frames=self._cut.source_frames(shot),
            seed=facts.seed,
            subject=facts.subject_box,
            room=self._rooms.get(shot),
            first=start,
            end=end,
        )


def _room(cut: Timeline, shot: int, texts: Sequence[Area]) -> Area | None:
    """The part of the picture, in shares, around a still's subject that no text takes while the shot is seen."""
    canvas, box = cut.canvas, cut.shots[shot].subject_box
    if box is None or not texts:
        return None
    left, top, right, bottom = (float(side) for side in box)
    taken = [one.scaled(1 / canvas.width, 1 / canvas.height) for one in texts]
    return room_around(Area(left=left, top=top, right=right, bottom=bottom), taken)


def _open(cut: Timeline, number: int, path: Path) -> _SourceImage:
    shot = cut.shots[number]
    if not path.is_file():
        raise CompositionFailed(f"Scene {shot.scene_id!r}: its picture {path.name!r} is missing")
    try:
        if shot.kind == "still":
            _check_still(path)
            clip = None
        else:
            clip = fit_clip(probe(path), cut.source_frames(number), cut.canvas.rate, shot.scene_id)
    except MediaRefused as error:
        if shot.scene_id in str(error):
            raise
        raise MediaRefused(f"Scene {shot.scene_id!r}: {error}") from error
    digest = file_sha256(path)
    return _SourceImage(path=path, digest=digest, clip=clip, is_static=_is_static(clip))


def _centred(cut: Timeline, pictures: Sequence[_SourceImage]) -> list[_SourceImage]:
    """The pictures, clips of another shape each with the centre of what is kept of it.

    A clip that goes on from the one before keeps that one's centre: the picture must not jump where it goes on.
    """
    centred: list[_SourceImage] = []
    for shot, picture in zip(cut.shots, pictures, strict=True):
        clip = picture.clip
        if clip is None or has_shape_of(cut.canvas, clip.facts):
            centred.append(picture)
            continue
        before = centred[-1].clip if centred and shot.continues else None
        same = before and before.facts.shown_size == clip.facts.shown_size
        centre = before.centre if before and same else crop_centre(picture.path, clip.facts, cut.canvas, clip.frames)
        centred.append(replace(picture, clip=replace(clip, centre=centre)))
    return centred


def _is_static(clip: NormalisedClip | None) -> bool:
    if clip is None:
        return True
    facts = clip.facts
    return bool(clip.held or static_ranges(facts.frame_bytes, facts.width * facts.height, facts.rate))


def _check_still(path: Path) -> None:
    from omnigen.rendering.video.ken_burns import open_still

    open_still(path).close()
