"""What a brief will come to that its author may not expect, in sentences, before anything is paid."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Pictures
from omnigen.domain.brief_texts import UNDETERMINED
from omnigen.domain.estimate import min_duration, speech_seconds
from omnigen.domain.narration_layout import SPARSE_FILL
from omnigen.runtime.context import AppContext


def advice_on(app: AppContext, brief: Brief) -> tuple[str, ...]:
    """Sentences on a brief whose language is known; none on most briefs."""
    return (*_silence(brief), *_untranslated(app, brief), *_soundless(app, brief))


def _silence(brief: Brief) -> Iterator[str]:
    """A text of the user's own that fills little of the video."""
    voice = brief.narration
    if not brief.script_text or not voice.enabled or voice.upload or voice.language == UNDETERMINED:
        return
    spoken = sum(speech_seconds(brief.script_text, voice), Decimal(0))
    if spoken >= brief.story_seconds * SPARSE_FILL:
        return
    least = min_duration(brief)
    shorter = f", or choose a duration of {least} s" if least < brief.duration else ""
    yield (
        f"The text takes about {spoken:.0f} s to say: for about {brief.story_seconds - spoken:.0f} s of the "
        f"{brief.story_length} s nobody speaks. Write more{shorter}"
    )


def _soundless(app: AppContext, brief: Brief) -> Iterator[str]:
    """Sounds of clips that the first video model does not make."""
    if not (brief.clip_sound and brief.pictures is Pictures.CLIPS):
        return
    video_providers = app.providers.video_providers_for(brief.aspect_ratio)
    if not video_providers[0].makes_sound:
        able = [one.model for one in video_providers if one.makes_sound]
        other = f"; {' or '.join(able)} does" if able else ""
        yield f"{video_providers[0].model} makes no sounds of what it films, so its clips stay silent{other}"


def _untranslated(app: AppContext, brief: Brief) -> Iterator[str]:
    """Words of a prompt in another language, with a writer that does not translate."""
    writer = app.providers.text_providers[0]
    if not brief.product and (left_out := writer.untranslated(brief)):
        yield (
            f"{writer.model} does not translate, so the narration in {brief.narration.language!r} will not say: "
            f"{'; '.join(left_out)}. Write the prompt in that language, choose the prompt's language, or use live "
            "providers"
        )
