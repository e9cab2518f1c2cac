"""A brief in parts, by rules: the name, the kind of thing, features, facts, audience, action and tone."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from omnigen.domain.brief import Brief
from omnigen.domain.brief_options import Mode
from omnigen.domain.understanding import Category, UnderstoodBrief
from omnigen.domain.wording import closed, plain, sentence_texts
from omnigen.providers.offline.writing.articles import noun_phrase, with_article
from omnigen.providers.offline.writing.facts import facts_of, language_of
from omnigen.providers.offline.writing.kinds import KindMention, find_kinds
from omnigen.providers.offline.writing.reading_words import NAME, ReadingWords, reading_words

_QUOTED = re.compile(r"[\"“”„«]([^\"“”„«»]{2,40})[\"“”»]")
_LABEL = re.compile(r"^[^:.]{2,24}:\s*")
_LENGTHS = re.compile(
    r"\b\d+[\s-]*(?:seconds?|secs?|s|sekunden?|sekündig\w*|secondes?|segundos?|secondi)\b-?", re.IGNORECASE
)
"""Lengths of the video; with the hyphen that joins one to what follows ("15-Sekunden-Spot")."""

_MAX_NAME_WORDS = 5


@dataclass
class _Reading:
    """What has been found so far."""

    name: str = ""
    kind: str = ""
    features: list[str] = field(default_factory=list)
    action: str = ""
    tone: str = ""
    audience: str = ""


def understand(brief: Brief, language: str) -> UnderstoodBrief:
    """The brief in parts. Where it is written in another language than the narration, the kind is said in that one."""
    source = _source(brief)
    written = language_of(source, language)
    found = _read(brief, written)
    everything = " ".join([found.kind, *found.features, source, found.name])
    mention = (
        _main_kind(found.kind, written)
        or _main_kind(found.name, written)
        or _main_kind(everything, written, first=True)
    )
    foreign = written != language
    kind = with_article(found.kind, written) if found.kind and not foreign else ""
    if mention and (foreign or not kind):
        kind = noun_phrase(mention.kind, language) if foreign or not found.features else ""
    facts = facts_of(source if not brief.product else f"{source} {' '.join(brief.product.selling_points)}")
    return UnderstoodBrief(
        name=found.name,
        kind=kind,
        noun=mention.kind.nouns["en"].words[0] if mention else "",
        category=_category(brief, mention, found),
        features=() if foreign else tuple(dict.fromkeys(found.features)),
        facts=facts,
        audience=found.audience,
        action=found.action,
        tone=found.tone,
    )


def foreign_features(brief: Brief, language: str) -> tuple[str, ...]:
    """The features of a brief that is written in another language than the narration."""
    written = language_of(_source(brief), language)
    return () if written == language else tuple(dict.fromkeys(_read(brief, written).features))


def _source(brief: Brief) -> str:
    return brief.product.description if brief.product else brief.prompt or brief.title or brief.script_text or ""


def _read(brief: Brief, written: str) -> _Reading:
    words = reading_words(written)
    return _read_product(brief, words, written) if brief.product else _read_prompt(_source(brief), words, written)


def _read_product(brief: Brief, words: ReadingWords, language: str) -> _Reading:
    """A product: its selling points first, then what its description says."""
    assert brief.product is not None
    product = brief.product
    found = _read_prompt(product.description, words, language)
    points = [point.strip().rstrip(".") for point in product.selling_points]
    found.features = points + [feature for feature in found.features if plain(feature) not in map(plain, points)]
    found.name, found.audience = product.name, product.target_audience or found.audience
    return found


def _read_prompt(text: str, words: ReadingWords, language: str) -> _Reading:
    found = _Reading()
    whole = sentence_texts(" ".join(_LENGTHS.sub(" ", text).split()))
    for place, sentence in enumerate(whole):
        bare = sentence.strip().rstrip(".!")
        if place and words.direction.match(bare):
            _note_direction(bare, found)
        elif place or words.statement.match(bare):
            found.features.append(bare)
        else:
            _read_first(bare, found, words, language)
    return found


def _note_direction(sentence: str, found: _Reading) -> None:
    """A sentence about how to make the video: it gives tone, audience and action, and is not spoken but for quotes."""
    label = _LABEL.match(sentence)
    said = sentence[label.end() :] if label else sentence
    start = plain(sentence)
    if start.startswith(("tone", "ton", "style", "stil", "mood", "estilo", "stile")):
        found.tone = said
    elif start.startswith(("audience", "target", "zielgruppe", "public")) and label:
        found.audience = said
    elif start.startswith(("call to action", "cta", "aufruf")):
        found.action = said.strip("\"“”'")
    elif start.startswith(("include", "mention", "say", "erwahne", "mentionne", "menciona", "mencione", "cita")):
        spoken = re.sub(r"^\S+\s+(?:that\s+|dass\s+|que\s+|che\s+)?", "", said) if not label else said
        found.features.append(spoken.strip("\"“”'"))
    elif quoted := _QUOTED.search(sentence):
        found.action = quoted[1]


def _read_first(text: str, found: _Reading, words: ReadingWords, language: str) -> None:
    """The sentence that says what the video is for: a name, a kind of thing, and what qualifies it."""
    framed = words.request.match(text)
    rest = text[framed.end() :] if framed else text
    if words.question.match(rest):
        found.kind = rest
        return
    rest = _take_name(rest, found, words, language, framed=bool(framed))
    core, *others = _split(rest.strip(" ,:;–—-"), words)
    if found.name and (words.statement.match(core) or core[:1].isdigit() or core[:1] in "$€£"):
        others.insert(0, core)
    else:
        found.kind = closed(_uncapitalised(core, language), language)
    if found.kind and not found.name and not framed and len(plain(found.kind).split()) > _MAX_NAME_WORDS:
        others.insert(0, found.kind)
        found.kind = ""
    for part in others:
        whole = part
        if words.relative.match(part) and (found.kind or found.name):
            whole = f"{with_article(found.kind, language) or found.name}{',' if language == 'de' else ''} {part}"
        found.features.append(closed(whole, language) or whole)
        if words.people.search(part) and not found.audience and words.marker.match(part):
            found.audience = words.marker.sub("", part, count=1)


def _take_name(text: str, found: _Reading, words: ReadingWords, language: str, *, framed: bool) -> str:
    """Find the name and give the text without it."""
    if called := words.called.search(text):
        found.name = called["name"].rstrip(".,")
        return (text[: called.start()] + text[called.end() :]).strip()
    if (quoted := _QUOTED.search(text)) and quoted.start() < 30:
        found.name = quoted[1]
        return (text[: quoted.start()] + text[quoted.end() :]).strip()
    leading = re.match(rf"(?:(?i:the|our|der|die|das|unser[en]*|la|le|el|o|a|il)\s+)?(?P<name>{NAME})", text)
    if not leading:
        by = re.search(rf"\s+(?:by|von der Marke|de chez|from the brand)\s+(?P<name>{NAME})", text)
        found.name = by["name"] if by else ""
        return text if not by else text[: by.start()] + text[by.end() :]
    name, after = leading["name"], text[leading.end() :]
    apposed = re.match(r"\s*(?:,|:|–|—|-\s|\()", after) is not None
    ended = not after.strip()
    if language == "de" and re.match(r"(?:der|die|das|unser)\s", text, re.IGNORECASE) and not apposed:
        return text
    known = {mention.kind.name for mention in find_kinds(name, language) if mention.end == len(name)}
    generic = bool(known) and not apposed and " " not in name
    if (apposed or (framed and (ended or language != "de"))) and not generic and not _is_adjective(name, after):
        found.name = name
        return after
    return text


def _is_adjective(name: str, after: str) -> bool:
    """Whether a single capitalised word belongs to the noun after it: "Italian restaurant"."""
    follows = re.match(r"\s+[a-z]", after) is not None
    return follows and " " not in name and re.search(r"(?:an|ish|ese|ch|ic)$", name) is not None


def _uncapitalised(phrase: str, language: str) -> str:
    """A phrase from the beginning of a sentence as it stands within one."""
    first = phrase.split(" ", maxsplit=1)[0]
    if reading_words(language).article.match(phrase):
        return phrase[:1].lower() + phrase[1:]
    keep = language == "de" or not first[1:].islower() or re.search(r"(?:an|ish|ese)$", first)
    return phrase if keep else phrase[:1].lower() + phrase[1:]


def _split(text: str, words: ReadingWords) -> list[str]:
    """The core phrase and what qualifies it: clauses, parts with a preposition, parts after a comma."""
    parts: list[str] = []
    for piece in re.split(r"\s*[,;:]\s+|\s+[–—-]\s+", text):
        start = 0
        # A clause about people ("people who travel") and whatever stands inside a clause is not taken apart.
        for match in re.finditer(r"\s+", piece):
            rest = piece[match.end() :]
            begins = words.relative.match(rest) or (words.marker.match(rest) and not (parts or start))
            part = piece[start : match.start()]
            of_people = start and words.people.search(part) and rest.startswith(("who ", "whose "))
            inside_clause = start and words.relative.match(part)
            if begins and part and not (inside_clause or of_people):
                parts.append(part)
                start = match.end()
        parts.append(piece[start:])
    cleaned = [re.sub(r"^(?:and|und|et|y|e)\s+", "", part.strip()) for part in parts]
    return [part for part in cleaned if part] or [""]


def _main_kind(phrase: str, language: str, *, first: bool = False) -> KindMention | None:
    """The kind that a phrase is about: its last noun, as in "chocolate cake"; or the first of a whole text."""
    mentions = find_kinds(phrase, language) or find_kinds(phrase, "en")
    return (mentions[0] if first else mentions[-1]) if mentions else None


def _category(brief: Brief, mention: KindMention | None, found: _Reading) -> Category:
    if brief.mode is Mode.PHARMA:
        return Category.MEDICINE
    if mention:
        return mention.kind.category
    if brief.mode is Mode.FUNCTIONAL_INTRO or found.name or brief.script_text:
        return Category.PRODUCT
    return Category.CAUSE
