"""ffmpeg filter graphs of the audio: levelled voices, ducked music, a limiter. Lengths are in whole samples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from omnigen.domain.timebase import SAMPLE_RATE
from omnigen.domain.timeline import Voice

VOICE_LUFS = -19.0
BED_BELOW_VOICE = 9.0
"""Loudness units by which music lies under the voice, before it is ducked further while somebody speaks."""

MAX_GAIN_DB = 18.0
FADE_IN_SECONDS = 0.4
FADE_OUT_SECONDS = 1.6
LOOP_OVERLAP_SECONDS = 1.5
_DUCK = "sidechaincompress=threshold=0.02:ratio=5:attack=30:release=450:makeup=1:detection=rms"
_STEM = "alimiter=limit=-2dB:level=0:attack=4:release=80:latency=1,aformat=channel_layouts=mono"
_ALIKE = f"aresample={SAMPLE_RATE},aformat=sample_fmts=fltp:channel_layouts=stereo"
_FRAMED = "asetnsamples=1024:p=1"
"""sidechaincompress pairs its inputs frame by frame: with frames of unlike sizes it loses samples at random."""


@dataclass(frozen=True, kw_only=True)
class Bed:
    """The music: its length in seconds and the gain that sets it at its level.

    It plays for `samples` from `start_sample` on; None: to the end of the cut.
    """

    seconds: float
    gain_db: float
    start_sample: int = 0
    samples: int | None = None


def mix_graph(
    voices: Sequence[tuple[Voice, float]], bed: Bed | None, samples: int, out: str, inserts: Sequence[int] = ()
) -> str:
    """Voices (inputs 0, 1, …, each with its gain in dB) over the music (the input after them), `samples` long.

    `inserts` are the samples at which the inputs after these are heard, as loud as they are.

    Where there are voices, they come out by themselves too: as `[stem]`, mono, safe from clipping.
    """
    statements = [_voice(number, voice, gain) for number, (voice, gain) in enumerate(voices)]
    if voices:
        statements.append(_narration(len(voices), samples, keyed=bed is not None))
    if bed:
        statements.append(_music(len(voices), bed, samples))
    whole = "story" if inserts else out
    statements.append(_sum(voiced=bool(voices), scored=bed is not None, samples=samples, out=whole))
    if inserts:
        statements.append(_inserted(len(voices) + (1 if bed else 0), inserts, samples, out))
    return ";".join(statements)


def level_gain(lufs: float | None, target: float) -> float:
    """The gain that brings a measured loudness to a target; none for what could not be measured."""
    if lufs is None:
        return 0.0
    return round(min(max(target - lufs, -MAX_GAIN_DB), MAX_GAIN_DB), 2)


def master_filters(gain_db: float, ceiling_db: float, samples: int) -> str:
    """The mix brought to its loudness, its peaks held under a ceiling, its length exact."""
    limiter = f"alimiter=limit={ceiling_db:.2f}dB:level=0:attack=4:release=80:latency=1"
    return f"volume={gain_db:.2f}dB,{limiter},{_exactly(samples)}"


def _voice(number: int, voice: Voice, gain_db: float) -> str:
    """One recording: its silent ends left out, levelled, clicks at its ends avoided, put where it belongs."""
    end = voice.skip_samples + voice.samples
    ramp = min(480, voice.samples // 4)
    return (
        f"[{number}:a]{_ALIKE},atrim=start_sample={voice.skip_samples}:end_sample={end},asetpts=N/SR/TB,"
        f"volume={gain_db:.2f}dB,afade=t=in:ss=0:ns={ramp},afade=t=out:ss={voice.samples - ramp}:ns={ramp},"
        f"adelay={voice.start_sample}S:all=1[v{number}]"
    )


def _narration(count: int, samples: int, *, keyed: bool) -> str:
    """All voices as one track; padded first, because the compressor ends with its key."""
    links = "".join(f"[v{number}]" for number in range(count))
    mixed = f"{links}amix=inputs={count}:duration=longest:normalize=0," if count > 1 else links
    split = ",asplit=3[voice][own][key]" if keyed else ",asplit=2[voice][own]"
    return f"{mixed}{_exactly(samples)},{_FRAMED}{split};[own]{_STEM}[stem]"


def _music(number: int, bed: Bed, samples: int) -> str:
    """The music as long as the cut: repeated with an even-power crossfade when it is shorter, faded at both ends."""
    length_in_samples = bed.samples or samples - bed.start_sample
    wanted = length_in_samples / SAMPLE_RATE
    fade_out = min(FADE_OUT_SECONDS, wanted / 4)
    overlap = min(LOOP_OVERLAP_SECONDS, bed.seconds / 4)
    later = f"adelay={bed.start_sample}S:all=1," if bed.start_sample else ""
    rounds, length = 1, bed.seconds
    while length < wanted and rounds < 40:
        rounds, length = rounds + 1, length + bed.seconds - overlap
    return (
        f"{_rounds(number, rounds, overlap)}{_exactly(length_in_samples)},volume={bed.gain_db:.2f}dB,"
        f"afade=t=in:d={min(FADE_IN_SECONDS, wanted / 8):.3f},"
        f"afade=t=out:st={wanted - fade_out:.3f}:d={fade_out:.3f},{later}{_FRAMED}[music]"
    )


def _rounds(number: int, rounds: int, overlap: float) -> str:
    """The music `rounds` times, each crossfaded into the next; ends as an open chain."""
    if rounds == 1:
        return f"[{number}:a]{_ALIKE},"
    copies = "".join(f"[r{one}]" for one in range(rounds))
    statements = [f"[{number}:a]{_ALIKE},asplit={rounds}{copies}"]
    joined = "r0"
    for one in range(1, rounds):
        link = "" if one == rounds - 1 else f"[j{one}]"
        statements.append(f"[{joined}][r{one}]acrossfade=d={overlap:.3f}:c1=qsin:c2=qsin{link}")
        joined = f"j{one}"
    return ";".join(statements) + ","


def _sum(*, voiced: bool, scored: bool, samples: int, out: str) -> str:
    if voiced and scored:
        ducked = f"[music][key]{_DUCK}[ducked]"
        return f"{ducked};[voice][ducked]amix=inputs=2:duration=first:normalize=0,{_exactly(samples)}[{out}]"
    if voiced or scored:
        return f"[{'voice' if voiced else 'music'}]{_exactly(samples)}[{out}]"
    return f"anullsrc=r={SAMPLE_RATE}:cl=stereo,{_exactly(samples)}[{out}]"


def _inserted(first: int, starts: Sequence[int], samples: int, out: str) -> str:
    """The mix with further recordings laid into it, the inputs from `first` on."""
    laid = [f"[{first + number}:a]{_ALIKE},adelay={start}S:all=1[i{number}]" for number, start in enumerate(starts)]
    links = "".join(f"[i{number}]" for number in range(len(starts)))
    mixed = f"[story]{links}amix=inputs={len(starts) + 1}:duration=first:normalize=0,{_exactly(samples)}[{out}]"
    return ";".join([*laid, mixed])


def _exactly(samples: int) -> str:
    return f"apad,atrim=end_sample={samples}"
