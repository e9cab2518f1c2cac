"""A clip that the offline vendor films with sound: the same picture, and something to be heard."""

from __future__ import annotations

import io

import av
from omnigen.media.probe import probe
from omnigen.providers.offline.filming import film_clip
from omnigen.providers.offline.filming.ambience import with_ambience


def test_a_clip_filmed_with_sound_has_the_same_picture_and_a_track_of_its_length() -> None:
    silent = film_clip("a bottle by a lake", 160, 96, 4, seed=3)
    heard = with_ambience(silent, 4, 3)
    assert with_ambience(silent, 4, 3) == heard
    before, after = probe(silent), probe(heard)
    assert (before.has_audio, after.has_audio) == (False, True)
    assert (after.frames, after.seconds, after.shown_size) == (before.frames, before.seconds, before.shown_size)
    with av.open(io.BytesIO(heard), "r") as container:
        peaks = [float(abs(frame.to_ndarray()).max()) for frame in container.decode(audio=0)]
    assert 0.05 < max(peaks) < 0.5
