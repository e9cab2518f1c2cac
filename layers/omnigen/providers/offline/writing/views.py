"""How each part of the story is seen: size, angle, camera move, what is in the picture and what happens there."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from omnigen.domain.script_shape import Section
from omnigen.domain.shot import CameraAngle, CameraMove, ShotSize


@dataclass(frozen=True)
class View:
    """One way to see a thing; `seen` has the places {thing} and {place}, `person` says that somebody is with it."""

    size: ShotSize
    angle: CameraAngle
    move: CameraMove
    seen: str
    action: str
    person: bool = False


def _view(framing: str, seen: str, action: str, *, person: bool = False) -> View:
    size, angle, move = framing.split()
    return View(ShotSize(size), CameraAngle(angle), CameraMove(move), seen, action, person)


VIEWS = MappingProxyType(
    {
        Section.HOOK: (
            _view("close_up eye_level push_in", "{thing} in {place}", "Light passes over it"),
            _view("close_up low push_in", "{thing} in {place}", "The camera finds it"),
            _view("wide eye_level pan_right", "{thing} in {place}", "It stands alone in the picture"),
        ),
        Section.PROBLEM: (
            _view("medium eye_level pan_left", "A person looking at {thing} in {place}", "They stop", person=True),
            _view("wide eye_level pan_right", "{thing} in {place}, somebody passing", "Somebody walks by", person=True),
        ),
        Section.REVEAL: (
            _view("medium eye_level push_in", "{thing} in the middle of {place}", "It comes into the light"),
            _view("medium low tilt_up", "{thing} in {place}", "The light comes up"),
        ),
        Section.SELLING_POINTS: (
            _view("close_up eye_level pan_left", "{thing} in {place}", "A detail catches the light"),
            _view("detail eye_level pan_right", "{thing} in {place}, seen from the left", "The light moves along it"),
        ),
        Section.DEMO: (
            _view("medium eye_level static", "Hands holding {thing} in {place}", "The hands turn it", person=True),
            _view("medium eye_level push_in", "A person with {thing} in {place}", "They use it", person=True),
            _view("close_up eye_level static", "Hands reaching for {thing} in {place}", "They take it", person=True),
        ),
        Section.TRUST: (
            _view("medium eye_level pan_right", "Two people with {thing} in {place}", "They nod", person=True),
            _view("wide eye_level pull_out", "{thing} in {place}, seen from the right", "The place comes into view"),
        ),
        Section.OFFER: (
            _view("medium low push_in", "{thing} in {place}", "It fills the picture"),
            _view("wide eye_level pull_out", "{thing} in {place}", "The whole of it is seen"),
        ),
        Section.CALL_TO_ACTION: (
            _view("medium eye_level push_in", "{thing} in the middle of {place}, calm and clear", "All is still"),
        ),
    }
)
"""Each section in several ways."""
