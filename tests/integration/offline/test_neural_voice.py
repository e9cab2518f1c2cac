"""The neural voice: says every letter it is given, knows when each word begins, and opens no address."""

from __future__ import annotations

import socket

import numpy as np
import pytest
from omnigen.providers.offline.speech import neural_voice
from omnigen.providers.offline.speech.synthesis import speak

AFTER_PAUSES = (
    "Paper, table, candle, garden, doctor, kitchen, button, bottle.",
    "Apple, orange, island, engine, umbrella, evening, office, airport.",
    "Money, morning, never, label, window, yellow, river, lemon.",
)


def _onset_errors_seconds(text: str) -> list[float]:
    """How much later sound begins than the voice says, for words with silence before them."""
    sound, events = neural_voice.say(text)
    envelope = np.sqrt(np.convolve(sound.samples**2, np.ones(120) / 120, "same"))
    quiet = envelope < envelope.max() * 10 ** (-35 / 20)
    rate, errors = sound.sample_rate, []
    for _, said in events[1:]:
        begin = max(said - rate // 4, 0)
        near = quiet[begin : said + rate // 4]
        onsets = np.flatnonzero(near[:-1] & ~near[1:]) + begin
        clear = [onset for onset in onsets if quiet[onset - rate // 16 : onset].mean() > 0.95]
        if clear:
            errors.append(float(min((onset - said for onset in clear), key=abs)) / rate)
    return errors


def test_words_begin_when_the_voice_says_so() -> None:
    errors = np.array([error for text in AFTER_PAUSES for error in _onset_errors_seconds(text)])
    assert len(errors) >= 8
    assert abs(errors.mean()) < 0.015  # the constant offset of its durations is taken off
    assert np.percentile(np.abs(errors), 95) < 0.06


def test_every_word_as_written_has_its_own_time() -> None:
    text = "Visit www.shop.com today. It costs $19.99, e.g. at XELJANZ. Call 1-800-555-0199 now! 👍"
    speech = speak(text)
    assert speech.sample_rate == 24_000
    assert [word.text for word in speech.words] == text.split()[:-1]
    edges = [edge for word in speech.words for edge in (word.start_seconds, word.end_seconds)]
    assert edges == sorted(edges)
    lengths = {word.text: word.end_seconds - word.start_seconds for word in speech.words}
    assert lengths["1-800-555-0199"] > lengths["now!"] + 2


@pytest.mark.parametrize("text", ["日本語 text", "Straße Ωmega", "Say привет to it", "ḥalāl food"])
def test_letters_that_it_would_leave_out_are_read_by_the_other_voice(text: str) -> None:
    assert not neural_voice.can_say(text)
    speech = speak(text)
    assert speech.sample_rate == 22_050
    assert "".join(word.text for word in speech.words) == "".join(text.split())


@pytest.mark.parametrize(("language", "rate"), [("en", 24_000), ("en-AU", 24_000), ("en-GB", 22_050), ("de", 22_050)])
def test_it_speaks_american_english_and_nothing_else(language: str, rate: int) -> None:
    assert speak("Radio 5", language=language).sample_rate == rate
    assert speak("Radio 5", language=language, voice="calm").sample_rate == 22_050


def test_a_brand_in_capitals_is_a_name_and_an_acronym_is_spelled() -> None:
    brand, name = (speak(f"Meet {word} today.").seconds for word in ("XELJANZ", "Xeljanz"))
    assert brand == name
    assert speak("The KMS is on.").seconds > speak("The mass is on.").seconds


def test_a_pronunciation_is_said_and_the_word_as_written_is_timed() -> None:
    for voice in ("narrator", "calm"):
        speech = speak("Ask for Zelvora, ZELVORA.", voice=voice, pronunciations={"Zelvora": "zel vor ah"})
        assert speech.wav == speak("Ask for zel vor ah, zel vor ah.", voice=voice).wav
        assert [word.text for word in speech.words] == ["Ask", "for", "Zelvora,", "ZELVORA."]


def test_a_long_text_without_a_full_stop_is_said_to_its_end() -> None:
    text = "and so the day goes on with one more thing to say, " * 12
    speech = speak(text)
    assert len(speech.words) == len(text.split())
    assert speech.words[-1].end_seconds == pytest.approx(speech.seconds, abs=0.1)


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("the voice opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    neural_voice._voice.cache_clear()
    assert speak("Good morning.").seconds > 0.3
