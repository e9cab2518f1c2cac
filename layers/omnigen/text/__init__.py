"""Text in any language: its paragraphs, sentences, clauses, words and lines, what is spoken of it, and for how long.

    paragraphs(script, language)      -> Paragraph.sentences -> Sentence.clauses, Sentence.words
    sentences(text, language), clauses(text, language), words(text, language), graphemes(text)
    line_breaks(text, language)       -> the stretches between which a line may end
    spoken_form(text, language)       -> "$19.99" in words
    speaking_seconds(text, language, voice)
    detect_language(text)
    has_forms(text, phrase, language)  -> whether it holds the phrase in any inflected form

Pieces carry the place in the text where they begin: what lies between two of them is white space or nothing, so that
no word is lost, said twice or moved. `language` is a BCP 47 tag; `und` where it is not known.
"""

from omnigen.text.breaks import Piece, cut, graphemes, is_unspaced, join, words
from omnigen.text.drawable import named, undrawable
from omnigen.text.language import detect_language
from omnigen.text.lines import line_breaks
from omnigen.text.paragraphs import Paragraph, Sentence, paragraphs
from omnigen.text.respelling import Respelled, respell
from omnigen.text.sentences import clauses, sentences
from omnigen.text.speaking_time import count_words, pace_ratio, sample_text, speaking_seconds
from omnigen.text.spoken_form import Spoken, spoken, spoken_form
from omnigen.text.stems import has_forms

__all__ = [
    "Paragraph",
    "Piece",
    "Respelled",
    "Sentence",
    "Spoken",
    "clauses",
    "count_words",
    "cut",
    "detect_language",
    "graphemes",
    "has_forms",
    "is_unspaced",
    "join",
    "line_breaks",
    "named",
    "pace_ratio",
    "paragraphs",
    "respell",
    "sample_text",
    "sentences",
    "speaking_seconds",
    "spoken",
    "spoken_form",
    "undrawable",
    "words",
]
