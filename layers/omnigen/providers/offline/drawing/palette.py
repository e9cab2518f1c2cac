"""Colours of a picture: a small matched set, seen in the light that the look asks for."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from types import MappingProxyType

from omnigen.providers.offline.drawing.pen import Colour

GLINT: Colour = (255, 255, 255, 70)
SHADE: Colour = (20, 18, 50, 40)
"""What lies over a colour where the light falls and where it does not."""


@dataclass(frozen=True)
class Light:
    """A light: the sky from top to horizon, what it multiplies every colour by, and the colour of what shines."""

    sky: tuple[Colour, Colour]
    tint: tuple[float, float, float]
    sun: Colour
    night: bool = False


LIGHTS = MappingProxyType(
    {
        "daylight": Light(((104, 172, 224), (214, 236, 244)), (1.0, 1.0, 1.0), (255, 247, 214)),
        "golden": Light(((238, 150, 110), (255, 224, 160)), (1.04, 0.93, 0.80), (255, 226, 150)),
        "dawn": Light(((150, 150, 205), (252, 208, 196)), (1.0, 0.94, 0.95), (255, 232, 206)),
        "night": Light(((16, 22, 52), (62, 72, 122)), (0.56, 0.62, 0.84), (240, 240, 220), night=True),
        "overcast": Light(((160, 176, 190), (216, 222, 224)), (0.92, 0.94, 0.96), (240, 240, 236)),
        "neon": Light(((34, 18, 72), (158, 52, 140)), (0.82, 0.68, 0.98), (255, 150, 220), night=True),
    }
)

_LIGHT_WORDS = (
    ("neon", "neon", "cyberpunk", "synthwave", "futuristic"),
    ("night", "night", "midnight", "moonlit", "moonlight", "stars", "starry", "moody", "dark"),
    ("golden", "golden", "sunset", "dusk", "warm light", "candle", "candlelit", "evening", "amber"),
    ("dawn", "dawn", "sunrise", "early morning", "pastel", "morning light", "soft morning"),
    ("overcast", "overcast", "fog", "foggy", "mist", "misty", "rain", "rainy", "cloudy", "desaturated", "winter"),
    ("daylight", "daylight", "noon", "bright", "sunny", "natural light", "studio", "clean", "crisp", "soft light"),
)

# main, second, accent, wall, ground: sets that hold together in every light, named by their main colour.
_SETS: MappingProxyType[str, tuple[Colour, ...]] = MappingProxyType(
    {
        "coral": ((232, 93, 70), (38, 84, 124), (255, 196, 87), (247, 226, 210), (222, 184, 158)),
        "teal": ((30, 128, 136), (240, 128, 96), (250, 208, 120), (220, 238, 234), (168, 206, 198)),
        "violet": ((92, 84, 190), (246, 136, 140), (255, 210, 122), (230, 226, 246), (190, 184, 224)),
        "blue": ((44, 110, 200), (250, 168, 70), (110, 204, 190), (222, 234, 246), (176, 198, 224)),
        "berry": ((204, 76, 112), (60, 70, 120), (248, 190, 130), (250, 228, 228), (226, 184, 188)),
        "fern": ((62, 132, 86), (224, 150, 64), (244, 220, 150), (232, 238, 218), (188, 202, 158)),
        "mustard": ((214, 156, 44), (52, 74, 94), (222, 98, 74), (246, 236, 212), (216, 196, 152)),
        "plum": ((122, 58, 108), (232, 140, 90), (240, 198, 196), (240, 228, 238), (204, 178, 198)),
        "petrol": ((24, 86, 108), (236, 168, 84), (236, 108, 92), (222, 232, 234), (172, 192, 196)),
        "terracotta": ((190, 90, 58), (74, 112, 98), (240, 200, 140), (246, 230, 216), (214, 180, 154)),
        "rose": ((228, 116, 132), (64, 110, 132), (250, 214, 160), (252, 234, 232), (228, 196, 192)),
        "slate": ((72, 88, 120), (232, 116, 88), (140, 200, 200), (230, 234, 240), (188, 196, 208)),
    }
)
SET_NAMES = tuple(_SETS)

_COLOUR_WORDS = MappingProxyType(
    {
        "red": (212, 60, 58),
        "crimson": (186, 38, 62),
        "orange": (240, 134, 50),
        "yellow": (244, 196, 66),
        "gold": (218, 170, 72),
        "green": (66, 148, 92),
        "teal": (28, 134, 138),
        "turquoise": (60, 184, 182),
        "blue": (52, 112, 204),
        "navy": (34, 52, 104),
        "purple": (122, 84, 184),
        "violet": (122, 84, 184),
        "pink": (238, 128, 160),
        "brown": (140, 94, 62),
        "black": (44, 46, 54),
        "white": (240, 240, 238),
        "silver": (184, 192, 202),
        "grey": (136, 142, 152),
        "gray": (136, 142, 152),
    }
)

_SKINS: tuple[Colour, ...] = ((244, 204, 174), (224, 172, 132), (188, 130, 92), (136, 88, 62), (96, 62, 48))
_HAIRS: tuple[Colour, ...] = ((50, 36, 34), (92, 58, 40), (150, 98, 54), (214, 168, 96), (64, 62, 70))


@dataclass(frozen=True)
class Ink:
    """The colours to draw with, all seen in one light. `chance` decides what the words leave open."""

    light: Light
    chance: random.Random
    main: Colour
    second: Colour
    accent: Colour
    wall: Colour
    ground: Colour
    skin: Colour
    hair: Colour
    dark: Colour
    pale: Colour
    leaf: Colour
    wood: Colour
    metal: Colour
    water: Colour
    snow: Colour

    def seen(self, *colour: int) -> Colour:
        """A colour of its own, in this picture's light."""
        return _seen(colour, self.light)

    def lamp(self, opacity: int = 255) -> Colour:
        """What shines by itself."""
        return (*self.light.sun[:3], opacity)


def mix_ink(words: str, look: str, seed: int) -> Ink:
    """The colours for a prompt: the set by the look (one video, one set) or the seed, the light by both texts."""
    chance = random.Random(f"ink {seed}")
    light = LIGHTS[_light_name(look) or _light_name(words) or chance.choice(("daylight", "golden", "dawn"))]
    main, second, accent, wall, ground = _SETS[
        _set_name(look) or random.Random(f"set {look or seed}").choice(SET_NAMES)
    ]
    named = re.search(rf"\b({'|'.join(_COLOUR_WORDS)})\b(?! (light|hour|glow|sky|friday|wine))", words.lower())
    if named:
        main = _COLOUR_WORDS[named.group(1)]
    natural: dict[str, Colour] = {
        "skin": chance.choice(_SKINS),
        "hair": chance.choice(_HAIRS),
        "dark": (45, 48, 66),
        "pale": (250, 248, 243),
        "leaf": (82, 148, 96),
        "wood": (176, 122, 82),
        "metal": (186, 196, 208),
        "water": (74, 156, 196),
        "snow": (244, 248, 252),
    }
    matched = {"main": main, "second": second, "accent": accent, "wall": wall, "ground": ground}
    return Ink(light, chance, **{name: _seen(colour, light) for name, colour in (matched | natural).items()})


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """A colour between two: `share` of the other."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one[:3], other[:3], strict=True))


def darker(colour: Colour, share: float = 0.22) -> Colour:
    """The colour in the shade."""
    return mix(colour, (24, 22, 48), share)


def paler(colour: Colour, share: float = 0.3) -> Colour:
    """The colour in the light."""
    return mix(colour, (255, 255, 255), share)


def _seen(colour: Colour, light: Light) -> Colour:
    return tuple(min(255, round(value * factor)) for value, factor in zip(colour[:3], light.tint, strict=True))


def _set_name(look: str) -> str | None:
    """The set that a look names: "warm pastel tones with teal accents"."""
    named = re.search(rf"\b({'|'.join(SET_NAMES)}) accents\b", look.lower())
    return named.group(1) if named else None


def _light_name(words: str) -> str | None:
    lowered = words.lower()
    for name, *cues in _LIGHT_WORDS:
        if any(re.search(rf"\b{cue}\b", lowered) for cue in cues):
            return name
    return None
