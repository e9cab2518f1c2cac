"""Any text in many languages, of any length, for clips or stills: what is said comes whole, in time, or is refused."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate, pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omnigen.domain.brief import MAX_SCENES
from omnigen.domain.job import Take
from omnigen.domain.narration import MAX_TEMPO
from omnigen.domain.narration_layout import Layout, SpokenTake, lay_out
from omnigen.domain.phrases import Phrase, split_phrases
from omnigen.domain.scene_borders import MAX_STILL_SECONDS, CutScene, cut_scenes
from omnigen.domain.speech_placement import MAX_GAP_SECONDS, MIN_GAP_SECONDS, shortest_video
from omnigen.domain.take_grouping import group_takes, take_text
from omnigen.text import speaking_seconds

SENTENCES = {
    "en": (
        "Meet Dr. Smith at 5 p.m., on Baker St.",
        "It keeps your drink cold all day, wherever you go.",
        "Order now!",
    ),
    "de": ("Die Eröffnung dauert vier Minuten, z. B. abends auf dem Sofa.", "Jetzt versandkostenfrei bestellen."),
    "fr": ("Rencontrez M. Dupont, notre boulanger, chaque matin.", "Venez goûter !"),
    "es": ("¿Lista para el verano, aunque llueva todo el día?", "Pide la tuya hoy."),
    "it": ("Il caffè è pronto in trenta secondi, anche di notte.", "Provalo oggi."),
    "pt": ("A garrafa mantém a bebida fria, o dia inteiro.", "Peça a sua."),
    "nl": ("Deze fles houdt je drankje de hele dag koud.", "Bestel nu."),
    "pl": ("Ta butelka utrzymuje chłód, nawet w upalny dzień.", "Zamów dziś."),
    "sv": ("Flaskan håller drycken kall, hela dagen.", "Beställ nu."),
    "tr": ("Bu şişe içeceğini soğuk tutar, bütün gün boyunca.", "Hemen al."),
    "ru": ("Эта бутылка хранит холод, весь день напролёт.", "Закажите сегодня."),
    "uk": ("Ця пляшка тримає холод, навіть у спеку.", "Замовляйте."),
    "el": ("Το μπουκάλι κρατά το νερό κρύο, όλη τη μέρα.", "Παραγγείλτε."),
    "ar": ("زجاجة تحفظ البرودة، طوال اليوم.", "اطلبها الآن."),
    "he": ("בקבוק ששומר על הקור, כל היום.", "הזמינו עכשיו."),
    "hi": ("अदरक और इलायची का स्वाद।", "आज ही घर लाएँ, सिर्फ़ ९९ रुपये में।"),
    "th": ("ขวดน้ำที่เก็บความเย็นได้นาน เหมาะกับทุกคนในครอบครัว ",),
    "ja": ("朝の一杯が、一日を変える。", "京都の茶畑から届いた、やさしい緑茶です。"),
    "zh": ("清晨的一杯茶，改变你的一天。", "今天就开始吧！"),
    "ko": ("아침 한 잔이 하루를 바꿉니다, 오늘도.", "지금 주문하세요."),
}
SOLD = [(), (4, 6, 8), (5, 10), (6, 10), tuple(range(2, 16))]
JOINTS = [" ", " ", " ", "\n\n"]
TOLERANCE = Decimal("0.126")
"""Borders lie on quarters of a second: they miss a pause by at most half of one."""


class Film(NamedTuple):
    """A text, how long each take of it takes, and the video asked for."""

    text: str
    language: str
    spoken: list[SpokenTake]
    total: Decimal
    clips: list[Decimal]


def recorded(phrases: list[Phrase], language: str, pace: Decimal) -> Take:
    """A recording of a take as a voice of this pace makes it: without times of words, with a pause between phrases."""
    at, pauses = Decimal("0.1"), []
    for number, phrase in enumerate(phrases):
        at += max(speaking_seconds(phrase.text, language), Decimal("0.3")) / pace
        if number < len(phrases) - 1:
            pauses.append((at, at + Decimal("0.3")))
            at += Decimal("0.3")
    facts = {"key": "", "sha256": take_text(phrases), "input_hash": "", "model": "", "pauses": tuple(pauses)}
    return Take.model_validate(
        {**facts, "text": take_text(phrases), "seconds": at + 1, "audible_from": Decimal("0.1"), "audible_to": at}
    )


@st.composite
def films(draw: st.DrawFn) -> Film:
    language = draw(st.sampled_from(sorted(SENTENCES)))
    pool = st.sampled_from(SENTENCES[language])
    said = draw(st.lists(pool, min_size=1, max_size=24))
    joints = draw(st.lists(st.sampled_from(JOINTS), min_size=len(said), max_size=len(said)))
    text = "".join(sentence + joint for sentence, joint in zip(said, joints, strict=True)).strip()
    pace = draw(st.sampled_from([Decimal("0.8"), Decimal(1), Decimal("1.3")]))
    groups = group_takes(text, language)
    spoken = [SpokenTake(take=recorded(phrases, language, pace), phrases=phrases) for phrases in groups]
    clips = [Decimal(seconds) for seconds in draw(st.sampled_from(SOLD))]
    return Film(text, language, spoken, Decimal(draw(st.integers(6, 120))), clips)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(films())
def test_every_word_is_said_once_and_in_order_and_the_scenes_sum_exactly(film: Film) -> None:
    layout = lay_out(film.spoken, film.total)
    if layout is None:
        least = shortest_video([one.take.audible_seconds for one in film.spoken])
        assert least > film.total
        assert lay_out(film.spoken, Decimal(least))
        return
    scenes = cut_scenes(layout.phrases, film.total, film.clips)
    assert squeezed("".join(take.text for take in layout.takes)) == squeezed(film.text)
    assert squeezed("".join(scene.text for scene in scenes)) == squeezed(film.text)
    assert sum(scene.duration for scene in scenes) == film.total
    assert len(scenes) <= MAX_SCENES
    assert all(0 < scene.duration <= max(film.clips, default=MAX_STILL_SECONDS) for scene in scenes)
    check_borders(layout, scenes, film)
    check_silence(layout, scenes, film)


def check_borders(layout: Layout, scenes: list[CutScene], film: Film) -> None:
    """No cut inside a clause, unless the clause alone is longer than every clip on sale."""
    longest = max(film.clips, default=MAX_STILL_SECONDS)
    for border in [*accumulate(scene.duration for scene in scenes)][:-1]:
        for one in layout.phrases:
            inside = one.start + TOLERANCE < border < one.end - TOLERANCE
            assert not inside or one.end - one.start > longest - 2, (border, one)


def check_silence(layout: Layout, scenes: list[CutScene], film: Film) -> None:
    """Pauses have their bounds, but for the one before a close; no scene is cut out of the middle of a short one."""
    assert 1 <= layout.tempo <= MAX_TEMPO
    pauses = [
        (before.start + before.audible_seconds / layout.tempo, after.start) for before, after in pairwise(layout.takes)
    ]
    assert all(end - start > MIN_GAP_SECONDS - TOLERANCE for start, end in pauses)
    followed = pauses[:-1] if len(layout.takes) > 2 else pauses
    assert all(end - start < MAX_GAP_SECONDS + TOLERANCE for start, end in followed)
    over = layout.phrases[-1].end
    assert over <= film.total
    starts = [*accumulate((scene.duration for scene in scenes), initial=Decimal(0))][:-1]
    for scene, start in zip(scenes, starts, strict=True):
        heard = any(one.start < start + scene.duration and one.end > start for one in layout.phrases)
        paused = any(
            begins - TOLERANCE <= start and start + scene.duration <= ends + TOLERANCE for begins, ends in pauses
        )
        assert heard or paused or start >= over - TOLERANCE


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_sentences_of_every_language_are_whole_in_their_phrases(language: str) -> None:
    text = " ".join(SENTENCES[language])
    assert squeezed("".join(phrase.text for phrase in split_phrases(text, language))) == squeezed(text)
