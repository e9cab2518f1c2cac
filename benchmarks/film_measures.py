"""What is measured of the films of `benchmarks.films`: cuts by another's detector, subjects, sentences, speech.

Cuts are found by PySceneDetect, the seconds in which somebody speaks are those of the job's recordings, and what a
scene shows is what the drawer's own vocabulary reads from its prompt.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from statistics import mean
from typing import Any

from omnigen.domain.wording import plain, sentence_texts
from omnigen.providers.offline.drawing.vocabulary import read_topic
from omnigen.providers.offline.writing.kinds import companions_of, kinds

from benchmarks.cuts import planned_changes
from benchmarks.rival import SCENE_DETECT, rival_python

NEAR_SECONDS = 0.8
"""Borders move onto beats by up to half a second, and a transition takes its time."""

CARD_SECONDS = 3.2
"""Before the end: the end card comes in, which a detector takes for a cut."""

_HEAD = """# Videos of many briefs

Written by `python -m benchmarks.films measure`, after `make`. {films} of the
{known} briefs ([films.json](../../benchmarks/films.json)) in {languages} languages and three aspect ratios were made
into videos by the offline providers, at half of the usual width and height.

- **Cuts** are found by PySceneDetect {detector}. A planned one is found where the detector names a second within {near}
  of it. Found besides are closer views of the same clip, which are planned when the cut is composed.
- **Subject**: the share of scenes whose prompt the drawer's own vocabulary reads as the kind of thing of the brief, or
  as a companion of it.
- **Alike**: the share of a video's sentences, the name of the brand left out, that are said in another video of the
  same language as well.
- **Spoken**: the share of the seconds of the video in which somebody speaks.

| | cuts found / planned | found besides | scenes with the subject | sentences alike | spoken |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Film:
    """A brief, the job's record, and the finished video."""

    brief: dict[str, Any]
    job: dict[str, Any]
    video: Path

    @classmethod
    def read(cls, brief: dict[str, Any], folder: Path) -> Film:
        """The film of a brief, as it was made."""
        record = json.loads((folder / f"{brief['id']}.json").read_text(encoding="utf-8"))
        return cls(brief, record, folder / f"{brief['id']}.mp4")

    @property
    def name(self) -> str:
        """What the table calls it: its id, ratio and length."""
        asked = self.job["brief"]
        return f"{self.brief['id']}, {asked['aspect_ratio']}, {asked['duration']} s"

    @property
    def language(self) -> str:
        """Of its narration."""
        return str(self.job["brief"]["narration"]["language"])

    @property
    def planned_cuts(self) -> list[float]:
        """The seconds at which another picture begins; not where a scene is filmed on from the one before."""
        return [second for second, how in planned_changes(self.job["scenes"]).items() if how != "continue"]

    @property
    def subject_share(self) -> float | None:
        """The share of scenes with the subject or a companion of it; None where the brief names no kind of thing."""
        if not self.brief["shows"]:
            return None
        kind = kinds()[self.brief["shows"]]
        wanted = {one.drawing for one in (kind, *companions_of(kind))}
        return float(mean(bool(wanted & read_topic(scene["visual_prompt"]).labels) for scene in self.job["scenes"]))

    @cached_property
    def sentences(self) -> list[str]:
        """What is said, the name of the product replaced."""
        name = (self.job["script"] or {}).get("product_name", "")
        texts = [scene["narration"] for scene in self.job["scenes"]]
        bare = [re.sub(re.escape(name), "X", text, flags=re.IGNORECASE) if name else text for text in texts]
        return [plain(one) for text in bare for one in sentence_texts(text)]

    @property
    def spoken_share(self) -> float:
        """The share of its seconds in which somebody speaks."""
        takes = (self.job["speech"] or {}).get("takes", [])
        return float(sum(take["end"] - take["start"] for take in takes)) / float(self.job["brief"]["duration"])

    def found_cuts(self, python: Path) -> list[float]:
        """The seconds at which the detector sees another picture begin."""
        program = Path(__file__).with_name("find_scenes.py")
        done = subprocess.run([python, program, self.video], capture_output=True, text=True, check=True)
        return [float(second) for second in json.loads(done.stdout)]


def page(films: Sequence[Film], known: int, folder: Path) -> str:
    """The page, with a row for each film of the known briefs and the figures of all of them."""
    python = rival_python(folder, SCENE_DETECT)
    said = Counter((film.language, one) for film in films for one in set(film.sentences))
    rows, found_in_all, planned_in_all = [], 0, 0
    alike = {film.name: _alike(film, said) for film in films}
    for film in films:
        found, planned = film.found_cuts(python), film.planned_cuts
        hits = sum(any(abs(cut - second) <= NEAR_SECONDS for cut in found) for second in planned)
        ends = float(film.job["brief"]["duration"]) - CARD_SECONDS
        besides = [cut for cut in found if cut < ends and all(abs(cut - one) > NEAR_SECONDS for one in planned)]
        found_in_all, planned_in_all = found_in_all + hits, planned_in_all + len(planned)
        share = film.subject_share
        rows.append(
            f"| {film.name} | {hits} / {len(planned)} | {len(besides)} | {_percent(share)} | "
            f"{_percent(alike[film.name])} | {_percent(film.spoken_share)} |"
        )
    written = [film for film in films if film.job["script"] and film.brief["shows"] and film.sentences]
    total = (
        f"| **all** | {found_in_all} / {planned_in_all} | | "
        f"{_percent(mean(film.subject_share or 0 for film in films if film.brief['shows']))} | "
        f"{_percent(mean(alike[film.name] or 0 for film in written))} | "
        f"{_percent(mean(film.spoken_share for film in films if film.spoken_share))} |"
    )
    head = _HEAD.format(
        films=len(films),
        known=known,
        languages=len({film.language for film in films}),
        detector=SCENE_DETECT[0].partition("==")[2],
        near=f"{NEAR_SECONDS} s",
    )
    return head + "\n".join([*rows, total, ""])


def _alike(film: Film, said: Counter[tuple[str, str]]) -> float | None:
    if not film.sentences:
        return None
    return mean(said[film.language, one] > 1 for one in film.sentences)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"
