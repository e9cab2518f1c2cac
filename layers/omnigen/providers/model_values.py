"""A brief's values under a model's own names: voices, languages, aspect ratios, resolutions."""

from __future__ import annotations

from omnigen.domain.brief_options import AspectRatio, Resolution
from omnigen.errors import BadInput
from omnigen.providers.model_registry import Model

DEFAULT_VOICE = "narrator"


def knows_voice(model: Model, wanted: str | None) -> bool:
    """Whether a model has a voice of that name: one of ours, or its own. Without a name it takes the default one."""
    return wanted is None or not model.voices or wanted in {*model.voices, *model.voices.values()}


def voice_of(model: Model, wanted: str | None) -> str:
    """The model's name for a voice; BadInput for a name that it does not know, such as another vendor's own."""
    if not knows_voice(model, wanted):
        raise BadInput(f"{model.id} has no voice {wanted!r}")
    named = wanted or DEFAULT_VOICE
    return model.voices.get(named, named)


def language_of(model: Model, tag: str) -> str | None:
    """The model's name for a language (BCP 47 tag), None where it has none."""
    return model.languages.get(tag.lower()) or model.languages.get(tag.lower().partition("-")[0])


def ratio_of(model: Model, wanted: AspectRatio) -> str | None:
    """The model's name of the nearest aspect ratio; None where it cannot be chosen."""
    return model.ratios.get(wanted)


def resolution_of(model: Model, wanted: Resolution) -> str | None:
    """The model's name of the nearest resolution; None where it cannot be chosen."""
    return model.resolutions.get(wanted)


def with_references(model: Model, prompt: str, count: int) -> str:
    """The prompt with the names by which the model calls its reference pictures, where it has any."""
    known = model.references
    if known is None or not known.named or not count:
        return prompt
    named = ", ".join(known.named.format(number=number + 1) for number in range(min(count, known.max_count)))
    return f"{prompt}\nThe product is shown in {named}."
