"""Pictures of HTML and CSS: lanes on one scale, columns, a calendar, blocks drawn to scale. Values in, a Drawing out.

Text is real text, so it wraps, grows with the page and is never cut. Shapes take their places in percent, so a picture fits 360 px and a
desktop alike. Every shape has a border and a tone has a pattern of its own, so none is told by color alone. A screen reader hears the
finding; the same numbers stand in a table under each picture. (Streamlit's ``st.html`` drops SVG, so these are boxes.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from finder.domain.money import Cents, shown
from finder.domain.months import month_later
from finder.explain.choices import start_words
from finder.explain.kit.escapes import in_html
from finder.explain.kit.section import Drawing
from finder.explain.messages import written_in
from finder.explain.words import short_month

_WEEK = 7
_MOST_CELLS = 60
"""Months in a bar that can still be told apart."""


class Tone(StrEnum):
    """What a shape stands for; the style gives each its color and pattern."""

    YOU = "you"
    HELP = "help"
    PLAN = "plan"
    MAKER = "maker"
    MEDICARE = "medicare"
    OTHER = "other"
    GOOD = "good"
    BAD = "bad"
    QUIET = "quiet"
    MARK = "mark"
    PIN = "pin"
    BAR = "bar"
    PEAK = "peak"


PAYER_TONES = {
    "patient_pay": Tone.YOU,
    "low_income_cost_sharing_subsidy": Tone.HELP,
    "plan": Tone.PLAN,
    "manufacturer": Tone.MAKER,
    "medicare_reinsurance": Tone.MEDICARE,
    "other_payer": Tone.OTHER,
}
"""The tone of each payer, the same in every picture."""


class Span(NamedTuple):
    """A box in a lane, from and to a part of its width (0 to 1).

    ``cells``: how many equal parts it is ruled into.
    ``part``: how much of the lane's height it fills, from the foot.
    """

    start: float
    end: float
    tone: Tone
    cells: int = 0
    part: float = 1


class Lane(NamedTuple):
    """A line of a picture: its words, what stands at their end, and its boxes.

    ``marker`` is a place (0 to 1) with a pin.
    ``strong``: it stands out.
    """

    label: str
    note: str
    spans: tuple[Span, ...]
    marker: float | None = None
    strong: bool = False


class Tick(NamedTuple):
    """A place on the scale (0 to 1) and its words."""

    at: float
    label: str


class Bar(NamedTuple):
    """A standing bar: its name under it, its amount, its tone, and the words above it (often none)."""

    name: str
    amount: Cents
    tone: Tone
    label: str = ""


class Block(NamedTuple):
    """A block of a picture to scale: its number, its width (0 to 1), its parts from the top (tone and height, 0 to 1)."""

    number: str
    width: float
    parts: tuple[tuple[Tone, float], ...]
    strong: bool = False


class DayMark(NamedTuple):
    """A kind of day in a calendar: its tone and the word under its number (or empty)."""

    tone: Tone
    word: str


class Scale(NamedTuple):
    """A scale from a least to a most value."""

    least: float
    most: float

    def at(self, value: float) -> float:
        """The place of a value, 0 to 1; what lies outside stands at the end."""
        return min(max((value - self.least) / ((self.most - self.least) or 1), 0.0), 1.0)


def lanes(rows: Sequence[Lane], ticks: Sequence[Tick], alt: str, *, beside: str = "", legend: str = "", compact: bool = False) -> Drawing:
    """Lines on one scale, the words of each above it. ``compact``: short words, beside it. ``beside``: a tile; ``legend``: under it."""
    drawn = "".join(_lane(row, ticks) for row in rows)
    look = "compact" if compact else "tall"
    return _drawing(f'<div class="finder-lanes-{look}">{drawn}{_axis(ticks)}</div>{legend}', alt, beside)


def stacked(label: str, note: str, parts: Iterable[tuple[Tone, Cents]], most: Cents, *, start: Cents = 0, strong: bool = False) -> Lane:
    """A line of amounts one after another, from ``start`` on; ``most`` is the amount of the whole width."""
    boxes, begins = [], start
    for tone, amount in parts:
        boxes.append(Span(begins / most, (begins + amount) / most, tone))
        begins += amount
    return Lane(label, note, tuple(boxes), strong=strong)


def columns(title: str, bars: Sequence[Bar], most: Cents) -> str:
    """Standing bars under a title (if any); ``most`` is the amount of the full height, so that two of them compare."""
    drawn = "".join(_bar(bar, most, (place + 0.5) / len(bars)) for place, bar in enumerate(bars))
    above = f'<div class="finder-drawing-title">{in_html(title)}</div>' if title else ""
    return f'<div class="finder-columns">{above}<div class="finder-bars">{drawn}</div></div>'


def panels(parts: Iterable[str], alt: str, *, legend: str = "") -> Drawing:
    """Pictures beside each other; under each other where there is no room."""
    return _drawing(f'<div class="finder-panels">{"".join(parts)}</div>{legend}', alt)


def blocks(row: Sequence[Block], ticks: Sequence[Tick], marker: Tick | None, alt: str, *, legend: str = "") -> Drawing:
    """Blocks beside each other, each as wide and its parts as high as they are; a pin with words where the person stands. What lies
    beyond is veiled."""
    drawn = "".join(_block(block) for block in row)
    pin = f'{_pin(marker)}<i class="finder-veil" style="left:{_percent(marker.at)}"></i>' if marker else ""
    return _drawing(f'<div class="finder-blocks-box">{pin}<div class="finder-blocks">{drawn}</div>{_axis(ticks)}</div>{legend}', alt)


def calendar(first: date, last: date, marks: Mapping[date, DayMark], alt: str, *, legend: str = "") -> Drawing:
    """The months from the first to the last day, a grid each."""
    months, month = [], first.replace(day=1)
    while month <= last:
        months.append(_month(month, marks))
        month = month_later(month, 1)
    return _drawing(f'<div class="finder-months">{"".join(months)}</div>{legend}', alt)


def legend_of(entries: Iterable[tuple[Tone, str]]) -> str:
    """What each tone stands for."""
    drawn = "".join(f'<span><i class="finder-swatch finder-tone-{tone}"></i>{in_html(words)}</span>' for tone, words in entries)
    return f'<div class="finder-legend">{drawn}</div>'


def words_under(words: str) -> str:
    """A line of words under a picture."""
    return f'<div class="finder-words">{in_html(words)}</div>'


def tile(label: str, amount: str, lines: Iterable[str]) -> str:
    """A number in large type with what it is, and how it is made."""
    made = "".join(f"<div>{in_html(line)}</div>" for line in lines if line)
    head = f'<div class="finder-tile-label">{in_html(label)}</div><div class="finder-tile-amount">{in_html(amount)}</div>'
    return f'<div class="finder-tile">{head}{made}</div>'


def _drawing(drawn: str, alt: str, beside: str = "") -> Drawing:
    return Drawing(f'<div class="finder-beside"><div>{drawn}</div>{beside}</div>' if beside else drawn, alt)


def _lane(row: Lane, ticks: Sequence[Tick]) -> str:
    rules = "".join(f'<i class="finder-rule" style="left:{_percent(tick.at)}"></i>' for tick in ticks)
    boxes = "".join(_span(span) for span in row.spans if span.end > span.start and span.part > 0)
    pin = "" if row.marker is None else f'<i class="finder-marker" style="left:{_percent(row.marker)}"></i>'
    strong = " finder-lane-strong" if row.strong else ""
    note = f"<span>{in_html(row.note)}</span>" if row.note else ""
    return (
        f'<div class="finder-lane{strong}"><div class="finder-lane-words"><b>{in_html(row.label)}</b>{note}</div>'
        f'<div class="finder-track">{rules}{boxes}{pin}</div></div>'
    )


def _span(span: Span) -> str:
    place = f"left:{_percent(span.start)};width:{_percent(span.end - span.start)}"
    if span.part < 1:
        place += f";--part:{span.part:.2f}"
    ruled = "".join("<u></u>" for _ in range(span.cells)) if 1 < span.cells <= _MOST_CELLS else ""
    return f'<i class="finder-span finder-tone-{span.tone}" style="{place}">{ruled}</i>'


def _axis(ticks: Sequence[Tick]) -> str:
    if not ticks:
        return ""
    drawn = "".join(f'<span class="{_side(tick.at)}" style="left:{_percent(tick.at)}">{in_html(tick.label)}</span>' for tick in ticks)
    return f'<div class="finder-axis">{drawn}</div>'


def _pin(marker: Tick) -> str:
    words = f'<span class="{_side(marker.at)}" style="left:{_percent(marker.at)}">{in_html(marker.label)}</span>'
    return f'<div class="finder-pin-words">{words}</div><i class="finder-pin" style="left:{_percent(marker.at)}"></i>'


def _side(at: float) -> str:
    """On which side of its place a text stands, so that it never leaves the picture."""
    return "finder-from" if at < 0.15 else "finder-to" if at > 0.85 else "finder-mid"


def _bar(bar: Bar, most: Cents, at: float) -> str:
    height = _percent(bar.amount / most if most else 0)
    words = f'<span class="{_side(at)}">{in_html(bar.label)}</span>' if bar.label else ""
    box = f'<i class="finder-tone-{bar.tone}" style="height:{height}">{words}</i>' if bar.amount > 0 else words
    return f"<div><div>{box}</div><b>{in_html(bar.name)}</b></div>"


def _block(block: Block) -> str:
    parts = "".join(f'<i class="finder-tone-{tone}" style="height:{_percent(height)}"></i>' for tone, height in block.parts if height > 0)
    strong = ' class="finder-block-strong"' if block.strong else ""
    return f'<div{strong} style="width:{_percent(block.width)}"><b>{in_html(block.number)}</b><div>{parts}</div></div>'


def _month(month: date, marks: Mapping[date, DayMark]) -> str:
    """A month as a grid of its days, Sunday first."""
    blank = (month.weekday() + 1) % _WEEK
    days = [month + timedelta(days=number) for number in range((month_later(month, 1) - month).days)]
    cells = "<i></i>" * blank + "".join(_day(day, marks.get(day)) for day in days)
    names = "".join(f"<b>{in_html(name)}</b>" for name in _weekdays())
    return f'<div class="finder-month"><div class="finder-drawing-title">{in_html(start_words(month))}</div><div>{names}{cells}</div></div>'


def _day(day: date, mark: DayMark | None) -> str:
    if mark is None:
        return f"<span>{day.day}</span>"
    word = f"<small>{in_html(mark.word)}</small>" if mark.word else ""
    return f'<span class="finder-tone-{mark.tone}">{day.day}{word}</span>'


def _weekdays() -> list[str]:
    """``S`` to ``S``, the letters over a month."""
    from babel.dates import get_day_names

    names = get_day_names("narrow", locale=written_in())
    return [str(names[(day - 1) % _WEEK]) for day in range(_WEEK)]


def months_as_bars(amounts: Sequence[Cents], tones: Sequence[Tone]) -> tuple[Bar, ...]:
    """Twelve months as bars; the first of the highest carries its amount."""
    top = amounts.index(max(amounts))
    return tuple(
        Bar(short_month(place + 1), amount, tone, shown(amount) if place == top and amount else "")
        for place, (amount, tone) in enumerate(zip(amounts, tones, strict=True))
    )


def _percent(part: float) -> str:
    return f"{100 * part:.2f}%"
