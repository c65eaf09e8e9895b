"""The months of a year as small bars, with words above the highest and the usual one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from finder.domain.money import Cents
from finder.explain.kit.drawing import Bar, Tone, columns
from finder.explain.kit.section import Drawing


def telling_months(amounts: Sequence[Cents | None]) -> tuple[int | None, int | None]:
    """The places of the highest month and of the usual one (the amount of most months) that is farthest from it.

    None: no month costs anything, or no other month has an amount that comes twice."""
    known = {place: amount for place, amount in enumerate(amounts) if amount is not None}
    highest = max(known, key=lambda place: known[place], default=None)
    if highest is None or known[highest] <= 0:
        return None, None
    often = Counter(amount for amount in known.values() if amount != known[highest]).most_common(1)
    places = [place for place, amount in known.items() if often and often[0][1] > 1 and amount == often[0][0]]
    return highest, max(places, key=lambda place: abs(place - highest), default=None)


def month_bars(
    months: Sequence[str], amounts: Sequence[Cents | None], alt: str, labels: Mapping[int, str], scale: Cents | None = None
) -> Drawing:
    """Small bars of a year, for a card: a letter under each month, and words above the months that ``labels`` names.

    None: a month that is not counted; it has no bar. ``scale``: the amount of the highest bar possible, the same for cards side by side."""
    most = max((amount or 0 for amount in amounts), default=0)
    bars = [
        Bar(name, amount or 0, Tone.PEAK if place in labels and amount == most else Tone.BAR, labels.get(place, ""))
        for place, (name, amount) in enumerate(zip(months, amounts, strict=True))
    ]
    return Drawing(f'<div class="finder-year">{columns("", bars, scale or most)}</div>', alt)
