"""Advertising copy without a language model: sentences to choose from, by mode and by place in the video."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from omnigen.domain.brief import Brief, Mode, MusicMood
from omnigen.domain.narration import fit_texts, spoken_words

_SUBJECT = re.compile(
    r"\b(?:ad|advert|advertisement|video|spot|commercial|film|clip|promo|teaser|reel|story|information|guide"
    r"|introduction)\b[^.!?]*?\b(?:for|about|on|of|to|featuring|showing)\s+(?P<subject>[^.!?,;:\n]+)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:an?|the|our|my|your|some)\s+", re.IGNORECASE)
_LONGEST_SUBJECT_WORDS = 6

MOODS = {
    MusicMood.CALM: ("calm", "quiet", "gentle", "peace", "relax", "sleep", "soft", "spa", "tea"),
    MusicMood.UPBEAT: ("energetic", "upbeat", "sport", "run", "fast", "fitness", "party", "summer"),
    MusicMood.PLAYFUL: ("fun", "playful", "kids", "toy", "child", "funny", "pet", "dog", "cat"),
    MusicMood.CINEMATIC: ("epic", "cinematic", "dramatic", "luxury", "adventure", "travel", "mountain"),
    MusicMood.CORPORATE: ("business", "software", "service", "bank", "office", "app", "data"),
    MusicMood.TENSE: ("thriller", "danger", "urgent", "security"),
}

OPENINGS = {
    Mode.CREATIVE_AD: (
        "Meet {s}.",
        "Some days ask for more. Meet {s}.",
        "Every good day begins small. Yours begins with {s}.",
        "Every good day begins with one small choice. Yours is {s}.",
        "Slow down. Breathe in. There is a better way to start the day, and it begins with {s}.",
    ),
    Mode.FUNCTIONAL_INTRO: (
        "Here is {s}.",
        "This is {s}, and how it works.",
        "Let us show you {s}, step by step.",
        "In the next moments you will see how {s} works, and what it does for you.",
    ),
    Mode.PHARMA: (
        "This is about {s}.",
        "Here is what to know about {s}.",
        "Good information makes treatment easier. This is about {s}.",
        "If you have questions about your treatment, you are not alone. Here is what to know about {s}.",
    ),
}
MIDDLES = {
    Mode.CREATIVE_AD: (
        "Simple, honest, and made to last.",
        "It goes wherever the day takes you.",
        "Nothing loud. Nothing extra. Just right.",
        "Look closer, and you see the care.",
        "Good for you, and kinder to nature.",
        "Share it with the people you love.",
        "Small enough to carry, good enough to keep.",
        "It goes where you go, from first light to the way home.",
        "Nothing loud, nothing extra: only the care you feel every time.",
        "Look closer, and you see the details that others leave out.",
        "Made with care, tested every day, and ready for whatever comes.",
        "Share it with the people you love, at home or out in the open.",
    ),
    Mode.FUNCTIONAL_INTRO: (
        "Set it up in under a minute.",
        "Choose what you need. It does the rest.",
        "Every part has one clear purpose.",
        "You see at a glance what comes next.",
        "Afterwards, it is clean in seconds.",
        "It works with what you already have.",
        "First, take it out of the box and set it up in a minute.",
        "Then choose what you need, and it does the rest for you.",
        "Every part has one clear purpose, so there is nothing to learn twice.",
        "You see at a glance how it is doing and what comes next.",
        "When you are done, it is clean and ready again in seconds.",
        "If you ever need help, the answer is never more than a step away.",
    ),
    Mode.PHARMA: (
        "Talk with your doctor about what it is for.",
        "It is not right for everyone.",
        "Side effects can happen. Read the leaflet.",
        "Tell your doctor about all your medicines.",
        "Do not change a treatment on your own.",
        "Get help right away if you feel unwell.",
        "It is not right for everyone. Your doctor can tell you more.",
        "Side effects can happen. Read the information that comes with it.",
        "Tell your doctor about all your medicines and health conditions.",
        "Do not start, stop or change a treatment without medical advice.",
        "Get medical help right away if you notice a serious reaction.",
        "Keep a note of your questions, and take it to your next visit.",
    ),
}
CLOSINGS = {
    Mode.CREATIVE_AD: (
        "Find yours today.",
        "{S}. Find yours today.",
        "{S}, for the days that matter. Find yours today.",
        "{S}. Made for the days that matter, and all the others. Find yours today.",
    ),
    Mode.FUNCTIONAL_INTRO: (
        "See for yourself.",
        "That is {s}. See for yourself.",
        "That is {s}: clear, quick and ready when you are. See for yourself.",
    ),
    Mode.PHARMA: (
        "Ask your doctor.",
        "Ask your doctor whether {s} is right for you.",
        "Learn more about {s}, and ask your doctor or pharmacist whether it is right for you.",
    ),
}
CALLS = {
    Mode.CREATIVE_AD: "Find yours today",
    Mode.FUNCTIONAL_INTRO: "See how it works",
    Mode.PHARMA: "Ask your doctor",
}


@dataclass(frozen=True)
class SubjectPhrase:
    """What the video is about, as it stands inside a sentence and on its own."""

    inside: str
    alone: str


def subject_of(brief: Brief) -> SubjectPhrase:
    """The thing advertised: the product's name, or what the prompt is for, in a few words."""
    if brief.product:
        return SubjectPhrase(brief.product.name, brief.product.name)
    text = " ".join((brief.prompt or brief.script_text or brief.title or "").split())
    found = _SUBJECT.search(text)
    words = re.split(r"\s+(?:that|which|who|with|where|while|in the style)\b", found["subject"] if found else text)[0]
    kept = " ".join(words.split()[:_LONGEST_SUBJECT_WORDS]).strip(" \"'")
    bare = _ARTICLE.sub("", kept) or kept
    article = "the " if found else ""
    return SubjectPhrase(f"{article}{bare}", bare[:1].upper() + bare[1:])


def music_mood(brief: Brief) -> MusicMood:
    """The mood asked for, or the one the words suggest."""
    if brief.music.mood:
        return brief.music.mood
    words = re.findall(r"[a-z]+", f"{brief.subject} {brief.product.description if brief.product else ''}".lower())
    hits = {mood: sum(word in hints for word in words) for mood, hints in MOODS.items()}
    best = max(hits, key=lambda mood: hits[mood])
    usual = {Mode.FUNCTIONAL_INTRO: MusicMood.CORPORATE, Mode.PHARMA: MusicMood.CALM}.get(brief.mode, MusicMood.WARM)
    return best if hits[best] else usual


def narration(brief: Brief, budgets: Sequence[int], chance: random.Random) -> list[str]:
    """One text for each scene, each within its budget of words: an opening, what there is to say, a close."""
    subject = subject_of(brief)
    points = [_sentence(point) for point in brief.product.selling_points] if brief.product else []
    middles = list(MIDDLES[brief.mode])
    chance.shuffle(middles)
    pool = points + middles
    texts: list[str] = []
    for index, budget in enumerate(budgets):
        if index == 0:
            options = OPENINGS[brief.mode]
        elif index == len(budgets) - 1:
            options = CLOSINGS[brief.mode]
        else:
            texts.append(_fill(pool, budget))
            continue
        texts.append(_longest_within([_say(option, subject) for option in options], budget))
    return fit_texts(texts, budgets)


def _fill(pool: list[str], budget: int) -> str:
    """The fullest sentence that fits, and another where there is room; each leaves the pool, so none comes twice."""
    said: list[str] = []
    while len(said) < 2 and (fitting := [one for one in pool if _with(said, one) <= budget]):
        chosen = max(fitting[:4], key=spoken_words)
        said.append(chosen)
        pool.remove(chosen)
    if not said:
        said = [min(pool, key=spoken_words)] if pool else []
    return " ".join(said)


def _with(said: list[str], sentence: str) -> int:
    return spoken_words(" ".join([*said, sentence]))


def _longest_within(options: Sequence[str], budget: int) -> str:
    fitting = [option for option in options if spoken_words(option) <= budget]
    return max(fitting, key=spoken_words, default=min(options, key=spoken_words))


def _say(template: str, subject: SubjectPhrase) -> str:
    text = template.replace("{s}", subject.inside).replace("{S}", subject.alone)
    return text[:1].upper() + text[1:]


def _sentence(point: str) -> str:
    text = point.strip()
    return text[:1].upper() + text[1:] + ("" if text[-1:] in ".!?" else ".")
