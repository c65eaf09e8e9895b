"""What is said of the times to join a plan again: their days, the start, the days without a plan, and what these add to the late fee."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from finder.domain.losing_coverage import Door, Return, WayIn
from finder.domain.money import shown
from finder.explain.kit.section import Column, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.words import day

_DOORS = {
    Door.OPEN_ENROLLMENT: mark("Open enrollment, for everyone"),
    Door.EXTRA_HELP: mark("Any month, with Extra Help"),
    Door.MOVED: mark("Because you move"),
    Door.PLAN_ENDED: mark("Because your plan ends"),
    Door.HELP_CHANGED: mark("Because Extra Help ends"),
    Door.EMPLOYER_LEFT: mark("With employer coverage, or just after it"),
}


def door_words(door: Door) -> str:
    """Whose time to choose it is."""
    return say(_DOORS[door])


def fee_sentence(back: Return) -> str:
    """What the gap before a start adds to the late fee."""
    if not back.reaches_gate:
        return say("That gap is too short for a late fee.")
    if not back.fee.a_month:
        return say("With Extra Help you pay no late fee for it.")
    return say_count(
        "The gap adds {count} month to your late fee: {fee} a month in {year}, or {year_fee} a year. "
        "You owe it as long as you have a drug plan.",
        "The gap adds {count} months to your late fee: {fee} a month in {year}, or {year_fee} a year. "
        "You owe it as long as you have a drug plan.",
        back.uncovered_months,
        fee=shown(back.fee.a_month),
        year=back.fee.year,
        year_fee=shown(back.fee.a_year),
    )


def ways_table(ways: Sequence[WayIn], *, fees: bool = True) -> Table:
    """Each time to join: its days and the start; with ``fees`` the days without coverage and the fee, asked at once and on the last day."""
    counted = (Column(say("Days without"), True), Column(say("Added late fee a month"), True)) if fees else ()
    columns = (Column(say("Time to choose")), Column(say("You can choose")), Column(say("Your plan starts")), *counted)
    rows = tuple((*_words(way), *(_numbers(way) if fees else ())) for way in ways)
    return Table(say("When you can join a plan"), columns, rows)


def _words(way: WayIn) -> tuple[str, str, str]:
    return door_words(way.door), window_words(way), _ends(day(back.starts) for back in _both(way))


def window_words(way: WayIn) -> str:
    """The days of a time to choose."""
    if way.last is None:
        return say("From {first} on", first=day(way.first))
    days = say("{first} to {last}", first=day(way.first), last=day(way.last))
    return say("{days} (as in the last year that we know)", days=days) if way.taken_over else days


def _both(way: WayIn) -> tuple[Return, ...]:
    return (way.soonest, way.latest) if way.latest else (way.soonest,)


def _numbers(way: WayIn) -> tuple[str, str]:
    both = _both(way)
    return _ends(f"{back.days_without:,}" for back in both), _ends(shown(back.fee.a_month) for back in both)


def _ends(values: Iterable[str]) -> str:
    """One value where both ends of a time are alike, else both."""
    first, *more = dict.fromkeys(values)
    return say("{first} to {last}", first=first, last=more[0]) if more else first
