"""Sound effects: where they lie, how loud they are, and that they are ducked with the music."""

from __future__ import annotations

import wave
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from omnigen.domain.storyboard import Transition
from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.domain.timeline import Canvas, Timeline, TimelineShot
from omnigen.domain.timeline_planning import plan_timeline
from omnigen.rendering.audio.effects import Effect, effect_cues, with_effects

from tests.integration.conftest import Footage

SMALL = Canvas(width=64, height=48)
SECOND = SAMPLE_RATE


def cut_of(*shots: TimelineShot, **texts: str) -> Timeline:
    return plan_timeline(SMALL, shots, **texts)  # type: ignore[arg-type]


def shots(count: int = 4) -> list[TimelineShot]:
    return [TimelineShot(scene_id=f"s{number}", frames=72) for number in range(count)]


def samples_of(path: Path) -> npt.NDArray[np.float64]:
    with wave.open(str(path)) as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, file.getnchannels())
    return np.asarray(heard.mean(axis=1) / 32_768)


def test_cuts_tick_transitions_whoosh_and_what_goes_on_is_silent() -> None:
    made = shots()
    made[1] = replace(made[1], continues=True)
    made[2] = replace(made[2], transition=Transition.WIPE, transition_frames=12)
    cues = effect_cues(cut_of(*made))
    assert [(cue.effect, cue.at) for cue in cues] == [
        (Effect.WHOOSH, 6 * SECOND + SECOND // 4),
        (Effect.TICK, 9 * SECOND),
    ]


def test_the_name_and_the_end_card_are_heard_and_effects_keep_apart() -> None:
    cues = effect_cues(cut_of(*shots(), product_name="Respira", call_to_action="Ask now"))
    assert [cue.effect for cue in cues] == [Effect.CHIME, Effect.TICK, Effect.TICK, Effect.HIT]
    assert all(later.at - one.at >= 0.8 * SECOND for one, later in pairwise(cues))


def test_effects_are_laid_into_the_music_at_the_cut_and_nowhere_else(footage: Footage, tmp_path: Path) -> None:
    music = footage.tone("music.wav", seconds=4, hertz=220, filters="volume=0.2")
    cut = cut_of(*shots(3))
    bed = samples_of(with_effects(music, cut, tmp_path))
    assert len(bed) == 9 * SECOND
    effects = samples_of(tmp_path / "effects.wav")
    loud = np.abs(effects) > 0.002
    assert loud[3 * SECOND : 3 * SECOND + 4_000].any()
    assert not loud[SECOND : 3 * SECOND - 100].any()
    assert 0.02 < np.abs(effects).max() < 0.1
    assert np.abs(bed).max() < 0.9


def test_a_cut_without_a_second_shot_leaves_the_music_as_it_is(footage: Footage, tmp_path: Path) -> None:
    music = footage.tone("music.wav", seconds=4)
    assert with_effects(music, cut_of(*shots(1)), tmp_path) == music
