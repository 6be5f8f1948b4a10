"""The findings at a glance: how many of each, and a bar whose parts are drawn to scale. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.rules.verdicts import Verdict

# In the published order of the lists: verdict, place on the page, words.
PARTS: tuple[tuple[Verdict, str, Promise], ...] = (
    (Verdict.ELIGIBLE, "eligible", _("possibles")),
    (Verdict.UNKNOWN, "unknown", _("à vérifier")),
    (Verdict.NOT_ELIGIBLE, "not-eligible", _("pas en ce moment")),
)
WIDTH = 1000
GAP = 6


@dataclass(frozen=True)
class BarPart:
    """`x` and `width` in thousandths of the bar; nothing is drawn of an empty part."""

    place: str
    words: str
    count: int
    x: int
    width: int


def summary(lists: Mapping[str, Sequence[Any]]) -> list[BarPart]:
    """Three parts; widths follow the counts, and a part that holds something is always seen."""
    counts = [len(lists[verdict.value]) for verdict, _place, _words in PARTS]
    room = WIDTH - GAP * max(0, sum(map(bool, counts)) - 1)
    widths = [max(GAP * 2, room * count // max(1, sum(counts))) if count else 0 for count in counts]
    parts, x = [], 0
    for (_verdict, place, words), count, width in zip(PARTS, counts, widths, strict=True):
        parts.append(BarPart(place, str(words), count, x, width))
        x += width + GAP * bool(width)
    return parts
