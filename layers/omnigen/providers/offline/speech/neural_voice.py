"""The voice "heart" of hibari-tts: American English, spoken by a network that also says when each word begins.

Only the voice inside the package is used: any other name would make the library open an address on the web.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from omnigen.providers.offline.speech.mastering import AudioBuffer
from omnigen.text import sentences, spoken
from omnigen.text.writing import writing_of

if TYPE_CHECKING:
    from hibari import Hibari

SEED = 1
"""Fixed, so that the same text always gives the same samples."""

DURATIONS = "/Cast_32_output_0"
"""The tensor with each phoneme's length in steps of 25 ms; the network computes it but does not give it out."""

ONSET_SECONDS = -0.05
"""How much later than its phoneme's step a word is heard: the mean of 13 words after a pause (deviation 15 ms)."""

_STEP_SECONDS = 0.025
_MAX_PHONEMES = 400
_SAID = {"e.g.": "for example", "i.e.": "that is", "vs.": "versus"}
_VOWELS = frozenset("AEIOUY")


class _SaidWord(NamedTuple):
    """A word of the spoken form, and its first phoneme's place among those of the sentence."""

    text: str
    first_phoneme: int


def is_installed() -> bool:
    """Whether the voice and the library that runs it are here."""
    return find_spec("hibari") is not None and find_spec("onnxruntime") is not None


def can_say(text: str) -> bool:
    """Whether it knows every letter of the text. It would leave out those that it does not know, without a word."""
    known = _known_letters()
    words = re.findall(r"[^\W\d_]+", text)
    return all(writing_of(word) == "LATIN" and set(word) <= known for word in words)


def say(text: str, speed: float = 1.0) -> tuple[AudioBuffer, list[tuple[int, int]]]:
    """The sound of a text that `can_say`, and for each word heard its place in the text and its first sample."""
    voice = _voice()
    noise = np.random.default_rng(SEED)
    sound, events, done = [np.zeros(0, np.float32)], [], 0
    with _LOCK:
        for sentence in sentences(text, "en"):
            words, phonemes = _phonemes(voice, sentence.text)
            samples, starts = _synthesize(voice, phonemes, speed, noise)
            for place, word in _aligned(sentence.text, words):
                events.append((sentence.start + place, done + starts[word.first_phoneme]))
            sound.append(samples)
            done += len(samples)
    return AudioBuffer(np.concatenate(sound), voice.sample_rate), events


def _phonemes(voice: Hibari, sentence: str) -> tuple[list[_SaidWord], str]:
    """What is said in a sentence: its words in order, and the phonemes of all of them as one string."""
    from hibari.g2p.normalize import normalize

    words: list[_SaidWord] = []
    phonemes, begins = "", True
    for token in voice.g2p.phonemize_tokens(voice.g2p.tokenize(normalize(_readable(voice, sentence)))):
        said = token.phonemes or ""
        if begins:
            words.append(_SaidWord("", len(phonemes)))
        words[-1] = words[-1]._replace(text=words[-1].text + token.text)
        phonemes += said + (" " if token.whitespace else "")
        begins = bool(token.whitespace)
    return words, phonemes


def _readable(voice: Hibari, sentence: str) -> str:
    """The sentence in words that the voice reads well: addresses and telephone numbers spelled out, brands as names."""
    said = sentence
    for part in reversed(spoken(sentence, "en")):
        if part.kind in {"address", "email", "phone"}:
            said = said[: part.written.start] + part.says + said[part.written.end :]
    said = re.sub(r"\S+", lambda word: _SAID.get(word.group().lower(), word.group()), said)
    return re.sub(r"\b[^\W\d_]{4,}\b", lambda word: _as_name(voice, word.group()), said)


def _as_name(voice: Hibari, word: str) -> str:
    """A word in capitals that no dictionary has, with one capital: else its letters would be named one by one."""
    lexicon = voice.g2p.lexicon
    known = word in lexicon.golds or word in lexicon.silvers
    return word.capitalize() if word.isupper() and not known and _VOWELS & set(word) else word


def _synthesize(
    voice: Hibari, phonemes: str, speed: float, noise: np.random.Generator
) -> tuple[np.ndarray[Any, np.dtype[np.float32]], list[int]]:
    """The samples, and the first sample of each phoneme."""
    from hibari import dsp

    sounds, starts, done = [np.zeros(0, np.float32)], [], 0
    for chunk in _chunks(phonemes):
        ids = [(place, voice.vocab[phoneme]) for place, phoneme in enumerate(chunk) if phoneme in voice.vocab]
        if not ids:
            starts += [done] * len(chunk)
            continue
        inputs = {
            "ids": np.asarray([[0, *(number for _, number in ids), 0]], np.int64),
            "speed": np.asarray([speed], np.float32),
        }
        *spectrum, steps = voice.sess.run(["lh", "theta", "ln", "lr", "phi", "f0", DURATIONS], inputs)
        samples = dsp.synth(*(part[0] for part in spectrum), noise)
        begins = np.concatenate([[0], np.cumsum(steps.reshape(-1))]) * _STEP_SECONDS + ONSET_SECONDS
        at = {place: begins[1 + number] for number, (place, _) in enumerate(ids)}
        latest = 0.0
        for place in range(len(chunk)):
            latest = max(at.get(place, latest), 0.0)
            starts.append(done + min(round(latest * voice.sample_rate), len(samples)))
        sounds.append(samples)
        done += len(samples)
    return np.concatenate(sounds), [*starts, done]


def _chunks(phonemes: str) -> Iterator[str]:
    """Phonemes as many as the network takes at once, cut behind a comma or a word."""
    while len(phonemes) > _MAX_PHONEMES:
        head = phonemes[:_MAX_PHONEMES]
        cut = max(head.rfind(", "), head.rfind("; "), head.rfind("— ")) + 2
        cut = cut if cut > 2 else head.rfind(" ") + 1 or _MAX_PHONEMES
        yield phonemes[:cut]
        phonemes = phonemes[cut:]
    yield phonemes


def _aligned(sentence: str, words: Sequence[_SaidWord]) -> Iterator[tuple[int, _SaidWord]]:
    """Words as written, by their place in the sentence, with the word with which each of them begins to be said."""
    written = [(found.start(), found.group()) for found in re.finditer(r"\S+", sentence)]
    matcher = SequenceMatcher(None, [_key(word) for _, word in written], [_key(word.text) for word in words], False)
    for kind, begin, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            yield from ((written[begin + step][0], words[first + step]) for step in range(end - begin))
        elif kind == "replace":
            for step in range(min(end - begin, last - first)):
                yield written[begin + step][0], words[first + step]


def _key(word: str) -> str:
    return "".join(character for character in word.casefold() if character.isalnum())


_LOCK = Lock()


@cache
def _voice() -> Hibari:
    """The voice, loaded once; its network also gives out how long each phoneme is."""
    from hibari import Hibari
    from hibari.voices import voice_path

    network = Path(voice_path("heart", download_missing=False)).read_bytes()
    # Protocol Buffers merge what is appended: one more output (field 12) of the graph (field 7), by its name (field 1).
    return Hibari(model=network + _field(7, _field(12, _field(1, DURATIONS.encode()))))


def _field(number: int, content: bytes) -> bytes:
    """A field of bytes in the wire format of Protocol Buffers, shorter than 128."""
    return bytes([number << 3 | 2, len(content)]) + content


@cache
def _known_letters() -> frozenset[str]:
    return frozenset(letter for letter in _voice().g2p.oov.cin if letter.isalpha())
