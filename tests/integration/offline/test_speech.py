"""The offline narrator: real words from a real voice, in a process of its own."""

from __future__ import annotations

import io
import sys
import wave

import numpy as np
import pytest
from omnigen.errors import InvalidRequest, ProviderUnavailable
from omnigen.providers.offline.speech.synthesis import SynthesizedSpeech, speak
from omnigen.providers.offline.speech.voices import LANGUAGES, VOICES
from omnigen.providers.offline.speech.word_timing import readable
from omnigen.text import speaking_seconds

from tests.later import wait_for_another_second

LINE = "Every morning should start with a deep breath. Then, the best of the day."
GREETINGS = {
    "ar": "صباح الخير يا عالم",
    "el": "Καλημέρα κόσμε",
    "en-GB": "Good morning, world",
    "he": "שלום עולם",
    "hi": "नमस्ते दुनिया",
    "ja": "おはようございます",
    "ko": "안녕하세요 세계",
    "ru": "Доброе утро, мир",
    "th": "สวัสดีชาวโลก",
    "uk": "Доброго ранку",
    "zh": "早上好，请深呼吸",
}


def samples_of(speech: SynthesizedSpeech) -> np.ndarray:
    with wave.open(io.BytesIO(speech.wav)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, speech.sample_rate)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


def level_dbfs(samples: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(samples**2)) + 1e-9))


def test_a_text_becomes_a_wav_of_its_stated_length_at_a_broadcast_like_level() -> None:
    speech = speak(LINE)
    samples = samples_of(speech)
    assert len(samples) / speech.sample_rate == pytest.approx(speech.seconds)
    assert 3 < speech.seconds < 6
    assert -23 < level_dbfs(samples) < -18
    assert np.abs(samples).max() < 0.9


def test_the_same_text_gives_the_same_bytes_from_every_voice_in_another_second() -> None:
    first = [speak(LINE, voice=voice) for voice in VOICES]
    wait_for_another_second()  # espeak-ng seeds its random numbers from the clock, in whole seconds
    for voice, speech in zip(VOICES, first, strict=True):
        assert speak(LINE, voice=voice) == speech, voice


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Meet the reusable water bottle. It keeps your drinks cold all day long, and it looks good."),
        ("en", "Call 1-800-555-0199, or 1-800-555-0123 today. Save $1,234,567.89. Visit www.example-shop.com now."),
        ("de", "Die Eröffnung dauert vier Minuten, z. B. abends auf dem Sofa. Das kostet 0 € im Monat."),
        ("fr", "Ouvrez un compte en quatre minutes, depuis votre canapé. Seulement 1 299,00 € par an."),
        ("hi", "अदरक और इलायची का स्वाद। आज ही घर लाएँ, सिर्फ़ ९९ रुपये में।"),
        ("th", "จะถูกเปิดตัวขวดน้ำที่เก็บความเย็นได้ยาวนานกว่ายี่สิบสี่ชั่วโมงเหมาะสำหรับทุกคนในครอบครัว"),
        ("zh", "今天就来打开您的银行账户，只需四分钟。"),
        ("ko", "오늘 바로 시작하세요. 소파에서 사 분이면 충분합니다."),
    ],
)
def test_a_text_takes_about_as_long_as_it_was_estimated_to(language: str, text: str) -> None:
    assert float(speaking_seconds(text, language)) == pytest.approx(speak(text, language=language).seconds, rel=0.2)


def test_silence_before_and_after_the_words_is_a_few_milliseconds() -> None:
    speech = speak(LINE)
    heard = np.flatnonzero(np.abs(samples_of(speech)) > 0.01)
    assert heard[0] / speech.sample_rate < 0.03
    assert speech.seconds - heard[-1] / speech.sample_rate < 0.08


def test_every_word_has_its_time_in_order_and_within_the_sound() -> None:
    speech = speak(LINE)
    assert [word.text for word in speech.words] == LINE.split()
    edges = [edge for word in speech.words for edge in (word.start_seconds, word.end_seconds)]
    assert edges == sorted(edges)
    assert edges[0] == 0
    assert edges[-1] <= speech.seconds + 1e-3


def test_a_word_before_a_pause_ends_where_the_silence_begins() -> None:
    speech = speak(LINE)
    samples = samples_of(speech)
    breath = next(index for index, word in enumerate(speech.words) if word.text == "breath.")
    end, following = speech.words[breath].end_seconds, speech.words[breath + 1].start_seconds
    assert following - end > 0.1
    pause = samples[round((end + 0.02) * speech.sample_rate) : round((following - 0.02) * speech.sample_rate)]
    word = samples[round(speech.words[breath].start_seconds * speech.sample_rate) : round(end * speech.sample_rate)]
    assert level_dbfs(pause) < level_dbfs(word) - 25


def test_numerals_symbols_and_words_spoken_as_one_keep_their_own_times() -> None:
    text = "The best of the 3.5 % at 20% off, well-known!"
    speech = speak(text)
    assert [word.text for word in speech.words] == text.split()
    assert all(word.end_seconds > word.start_seconds for word in speech.words)


def test_speed_is_a_factor_of_the_natural_rate() -> None:
    slow, natural, fast = (speak(LINE, speed=speed).seconds for speed in (0.5, 1.0, 2.0))
    assert slow / natural == pytest.approx(2, rel=0.15)
    assert natural / fast == pytest.approx(2, rel=0.15)


@pytest.mark.parametrize(("language", "text"), GREETINGS.items())
def test_each_script_is_spoken_and_timed(language: str, text: str) -> None:
    speech = speak(text, language=language)
    assert speech.seconds > 0.5
    assert "".join(word.text for word in speech.words) == "".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_on_offer_has_a_voice(language: str) -> None:
    assert speak("2024", language=language).seconds > 0.3


def test_languages_and_voices_sound_different() -> None:
    spoken = {speak("Radio 5", language=language).wav for language in ("en", "en-GB", "de", "fr", "es")}
    assert len(spoken) == 5
    assert len({speak("Radio 5", voice=voice).wav for voice in VOICES}) == len(VOICES)


def test_a_region_nobody_speaks_falls_back_to_its_language() -> None:
    assert speak("Guten Tag", language="de_AT") == speak("Guten Tag", language="de")


@pytest.mark.parametrize(
    ("arguments", "field", "told"),
    [
        ({"language": "tlh"}, "narration.language", "'tlh'"),
        ({"language": ""}, "narration.language", "choose one of"),
        ({"voice": "Morgan"}, "narration.voice", "narrator"),
        ({"speed": 3.0}, "narration.speed", "0.5"),
        ({"speed": float("nan")}, "narration.speed", "nan"),
        ({"text": ""}, "narration.text", "nothing to say"),
        ({"text": " \n… 😀 <>"}, "narration.text", "nothing to say"),
        ({"text": "word " * 5000}, "narration.text", "25000"),
    ],
)
def test_what_cannot_be_spoken_is_refused_by_field(arguments: dict[str, object], field: str, told: str) -> None:
    with pytest.raises(InvalidRequest, match=told) as refusal:
        speak(**{"text": LINE, **arguments})  # type: ignore[arg-type]
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "text",
    [
        "%{}'\":\\ `rm -rf` $(id) ;|& done",
        "a\x01100sb\x00c\x1b[0m done",
        "\ud83d half \udc00 done",
        "\u202eمرحبا\u202c hello 123",
        "👩\u200d👩\u200d👧 🇩🇪 family",
        "e\u0302\u0302\u0302 z\u0338\u0321algo",
        "ａ 𝐁𝐨𝐥𝐝 𝒄laim",
        "x" * 3000,
    ],
)
def test_hostile_text_is_read_as_plain_text(text: str) -> None:
    speech = speak(text)
    assert speech.seconds > 0.2
    assert speech.words


def test_markup_is_words_not_commands() -> None:
    speech = speak('wait <break time="9s"/> now [[h@l@U]]')
    assert [word.text for word in speech.words] == ["wait", "<break", 'time="9s"/>', "now", "[[h@l@U]]"]
    gaps = [b.start_seconds - a.end_seconds for a, b in zip(speech.words, speech.words[1:], strict=False)]
    assert max(gaps) < 1


def test_what_is_handed_to_the_voice_keeps_every_position() -> None:
    text = "a\x01b <i>c</i> 😀 𝐁 e\u0301 \u202ex"
    assert len(readable(text)) == len(text)
    assert not set(readable(text)) & set("\x01<>😀\u202e")
    assert "B" in readable(text)


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ("import os; os.abort()", "stopped with code"),
        ("import sys; sys.exit('no sound card')", "no sound card"),
        ("print('hello')", "cannot be read"),
        ("print('{}')", "cannot be read"),
        ("""print('{"sample_rate": 22050, "samples": 100, "words": []}')""", "only a part"),
        ("import time; time.sleep(30)", "did not finish within 0.5 s"),
    ],
)
def test_a_voice_that_fails_is_unavailable_and_says_why(program: str, told: str) -> None:
    with pytest.raises(ProviderUnavailable, match=told):
        speak(LINE, voice="calm", program=[sys.executable, "-c", program], timeout_seconds=0.5)


def test_a_voice_that_is_not_installed_is_unavailable() -> None:
    with pytest.raises(ProviderUnavailable, match="could not be started"):
        speak(LINE, voice="calm", program=["/nonexistent/voice"])
