"""Words of recordings in other languages than English are found where espeak-ng says that they begin."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from omnigen.domain.timeline import Voice
from omnigen.providers.offline.speech.synthesis import SynthesizedSpeech, speak
from omnigen.rendering.audio.word_times import SAMPLE_RATE, with_word_times

TEXTS = {
    "de": "Die Eröffnung dauert vier Minuten, zum Beispiel abends auf dem Sofa. Dein Konto kostet nichts. Probier es.",
    "it": "Apri un conto in quattro minuti, dal tuo divano. Il conto non costa nulla. Provalo oggi stesso.",
    "ru": "Откройте счёт за четыре минуты, прямо с дивана. Счёт ничего не стоит. Попробуйте уже сегодня.",
    "hi": "चार मिनट में खाता खोलें, अपने सोफ़े से। खाता बिल्कुल मुफ़्त है। आज ही आज़माएँ।",
}


def found(spoken: SynthesizedSpeech, text: str, language: str, folder: Path) -> Voice:
    path = folder / "voice.wav"
    path.write_bytes(spoken.wav)
    bare = Voice(scene_id="s01", start_sample=0, samples=int(spoken.seconds * SAMPLE_RATE), text=text)
    [voice] = with_word_times([bare], [path], language, folder)
    return voice


def test_nineteen_words_of_twenty_are_found_within_150_ms_of_where_they_begin(tmp_path: Path) -> None:
    errors = []
    for language, text in TEXTS.items():
        spoken = speak(text, language=language)
        voice = found(spoken, text, language, tmp_path)
        assert voice.aligned
        assert [word.text for word in voice.words] == text.split()
        errors += [
            float(one.start_seconds) - true.start_seconds for one, true in zip(voice.words, spoken.words, strict=True)
        ]
    assert len(errors) > 60
    assert np.percentile(np.abs(errors), 95) <= 0.150
    assert abs(np.mean(errors)) <= 0.03


@pytest.mark.parametrize("language", ["de", "ru"])
def test_a_recording_that_lacks_a_sentence_gets_no_times(language: str, tmp_path: Path) -> None:
    whole = TEXTS[language]
    first, *_, last = whole.split(". ")
    voice = found(speak(f"{first}. {last}", language=language), whole, language, tmp_path)
    assert (voice.words, voice.aligned) == ((), False)
