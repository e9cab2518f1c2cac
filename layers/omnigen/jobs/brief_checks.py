"""A brief made complete before anything else looks at it, and its names compared with what the models know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime

from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Mode, Pictures
from omnigen.domain.brief_texts import UNDETERMINED
from omnigen.errors import InvalidRequest
from omnigen.jobs.bookends import with_bookends_measured
from omnigen.jobs.brand_texts import check_words
from omnigen.jobs.brands import with_brand
from omnigen.providers.model_registry import Model, models_for
from omnigen.runtime.context import AppContext
from omnigen.text import detect_language

LABEL_LANGUAGE = "en"
"""Every rule set is one of the United States; what is written by a label is English."""


def completed(app: AppContext, user_id: str, brief: Brief) -> tuple[Brief, str | None]:
    """The brief with its project's product and its brand in their places, its language told, and the project's id.

    NotFound for a project or a brand that is not the user's, InvalidRequest for files of a brand, and for an intro and
    an outro that leave too little of the video.
    """
    project_id = brief.project_id
    brief = with_bookends_measured(app, user_id, with_brand(app, user_id, brief))
    if project_id is not None:
        project = app.aws.projects.get(user_id, project_id)
        label = brief.label or (project.label if brief.mode is Mode.PHARMA else None)
        brief = brief.model_copy(update={"project_id": None, "product": project.product, "label": label})
    if brief.narration.language != UNDETERMINED:
        return brief, project_id
    own_words = brief.script_text is not None or brief.label is None
    language = detect_language(_given(brief)) if own_words else LABEL_LANGUAGE
    narration = brief.narration.model_copy(update={"language": language})
    return brief.model_copy(update={"narration": narration}), project_id


def check_choices(app: AppContext, brief: Brief) -> None:
    """InvalidRequest, with the choices, for a name that no model knows, or a language that is not written or read.

    The same for words that the brand never says.
    """
    check_words(brief)
    today = datetime.now(UTC).date()
    if brief.pictures is Pictures.CLIPS:
        clips = models_for("clip", app.settings, today)
        _one_of(brief.aspect_ratio, "aspect_ratio", _names(clips, lambda model: model.ratios))
        _one_of(brief.resolution, "resolution", _names(clips, lambda model: model.resolutions))
    if not brief.script_text:
        _check_writer(app, brief)
    if brief.narration.enabled and not brief.narration.upload:
        _check_voice(app, brief, models_for("speech", app.settings, today)[:1])


def _check_writer(app: AppContext, brief: Brief) -> None:
    language = brief.narration.language
    writer = app.providers.text_providers[0]
    if writer.languages and language.partition("-")[0].lower() not in writer.languages:
        raise InvalidRequest(
            f"{writer.model} writes {_listed(writer.languages)}, not {language!r}. "
            "Bring the text yourself as script_text, choose another narration.language, or use live providers",
            "narration.language",
        )
    if brief.product and (left_out := writer.untranslated(brief)):
        raise InvalidRequest(
            f"{writer.model} does not translate, so the narration in {language!r} would not say: "
            f"{'; '.join(left_out)}. Write the product in that language, choose its language as narration.language, "
            "or use live providers",
            "narration.language",
        )


def _check_voice(app: AppContext, brief: Brief, models: Iterable[Model]) -> None:
    """The model that is asked first decides. Others take its place under our names of voices, not under its own."""
    voice, language = brief.narration.voice, brief.narration.language.lower()
    for model in models:
        known = {*model.voices, *model.voices.values()}
        if voice and known:
            _one_of(voice, "narration.voice", known)
        if model.languages and not {language, language.partition("-")[0]} & model.languages.keys():
            _one_of(language, "narration.language", model.languages)
    if brief.script_text and (why := app.providers.speech_providers[0].objection(brief.script_text, language)):
        raise InvalidRequest(why, "narration.language")


def _names(models: Iterable[Model], table: Callable[[Model], Collection[str]]) -> set[str]:
    """All names in a table of the models; none where one of them takes any."""
    known = [table(model) for model in models]
    return {name for names in known for name in names} if all(known) else set()


def _one_of(name: str, field: str, choices: Collection[str]) -> None:
    if choices and name not in choices:
        raise InvalidRequest(f"{name!r} is not known; choose one of {_listed(choices)}", field)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _given(brief: Brief) -> str:
    """All words that the caller gave."""
    product = brief.product
    about = (product.name, product.description, *product.selling_points) if product else ()
    return " ".join(part for part in (brief.script_text, brief.prompt, *about, brief.title) if part)
