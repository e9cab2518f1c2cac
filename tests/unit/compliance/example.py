"""An ad with the measurements of its file, and how a test changes one thing about it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from omnigen.compliance.ad import AdSegment, AdSuper, PlannedAd, Role, SuperKind
from omnigen.compliance.measured import MeasuredVideo, PixelBox, ShownName, ShownSuper
from omnigen.compliance.rule_sets import RuleSet


@dataclass(frozen=True, kw_only=True)
class Example:
    """A plan, the measurements of the finished file, and the rule set by which they are checked."""

    ad: PlannedAd
    video: MeasuredVideo
    rules: RuleSet

    def label(self, **changes: Any) -> Example:
        """With other values in the label."""
        return self.plan(label=self.ad.label.model_copy(update=changes))

    def plan(self, **changes: Any) -> Example:
        """With other values in the plan."""
        return Example(ad=self.ad.model_copy(update=changes), video=self.video, rules=self.rules)

    def measured(self, **changes: Any) -> Example:
        """With other measurements."""
        return Example(ad=self.ad, video=self.video.model_copy(update=changes), rules=self.rules)

    def segment(self, name: str, **changes: Any) -> Example:
        """With another segment in the plan."""
        changed = (one.model_copy(update=changes if one.id == name else {}) for one in self.ad.segments)
        return self.plan(segments=tuple(changed))

    def spoken(self, name: str, **changes: Any) -> Example:
        """With other measurements of a segment."""
        changed = (one.model_copy(update=changes if one.segment_id == name else {}) for one in self.video.segments)
        return self.measured(segments=tuple(changed))

    def shown(self, kind: SuperKind, **changes: Any) -> Example:
        """With other measurements of the supers of a kind."""
        changed = (one.model_copy(update=changes if one.kind is kind else {}) for one in self.video.supers)
        return self.measured(supers=tuple(changed))

    def names(self, name: str, **changes: Any) -> Example:
        """With other measurements of a name in the super with the brand."""
        brand = next(one for one in self.video.supers if one.kind is SuperKind.BRAND)
        changed = tuple(one.model_copy(update=changes if one.name == name else {}) for one in brand.names)
        return self.shown(SuperKind.BRAND, names=changed)

    def with_super(self, kind: SuperKind, text: str, start: float, end: float) -> Example:
        """With one more super, planned and shown."""
        shown = a_super(kind, text, start, end)
        planned = self.plan(supers=(*self.ad.supers, AdSuper(kind=kind, text=text)))
        return planned.measured(supers=(*self.video.supers, shown))

    def says(self, text: str, role: Role = Role.OTHER) -> Example:
        """With one more segment in the plan."""
        added = AdSegment(id="added", role=role, text=text)
        return self.plan(segments=(*self.ad.segments, added))


def a_super(kind: SuperKind, text: str, start: float, end: float) -> ShownSuper:
    """A super that is seen as it should be; one with the brand has both names in it."""
    names = (
        ShownName(name="Veloria", font_px=80, weight=700, contrast=8, box=_box(200, 800, 600, 880)),
        ShownName(name="samplezumab", font_px=44, weight=700, contrast=8, box=_box(610, 830, 900, 880)),
    )
    return ShownSuper(
        kind=kind,
        text=text,
        start_seconds=start,
        end_seconds=end,
        box=_box(200, 800, 1700, 1000),
        cap_height_px=34,
        contrast=9,
        read_text=text,
        lines=tuple(textwrap.wrap(text, 42)),
        names=names if kind is SuperKind.BRAND else (),
    )


def _box(left: float, top: float, right: float, bottom: float) -> PixelBox:
    return PixelBox(left=left, top=top, right=right, bottom=bottom)
