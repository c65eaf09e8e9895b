"""The time with and without coverage as a timeline, and the late fee by year: figures and tables."""

from __future__ import annotations

from datetime import date

from finder.domain.late_enrollment import LateEnrollment, PenaltyYear, Stretch, TimelineEntry
from finder.domain.money import shown
from finder.domain.months import YEAR_MONTHS, Days, days_in
from finder.explain.choices import start_words
from finder.explain.kit.drawing import Bar, Lane, Scale, Span, Tick, Tone, columns, lanes, legend_of, panels, tile
from finder.explain.kit.section import Column, Drawing, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.words import day, joined

STRETCHES = {
    Stretch.INITIAL_ENROLLMENT: mark("First time to join"),
    Stretch.BEFORE_65: mark("No coverage before 65"),
    Stretch.SECOND_ENROLLMENT: mark("Second time to join"),
    Stretch.CREDITABLE: mark("Good coverage"),
    Stretch.SHORT_GAP: mark("Short gap, no fee"),
    Stretch.UNCOVERED: mark("No coverage, counts"),
    Stretch.DRUG_PLAN: mark("Drug plan"),
}
_TONES = {
    Stretch.INITIAL_ENROLLMENT: Tone.QUIET,
    Stretch.BEFORE_65: Tone.OTHER,
    Stretch.SECOND_ENROLLMENT: Tone.QUIET,
    Stretch.CREDITABLE: Tone.GOOD,
    Stretch.SHORT_GAP: Tone.MARK,
    Stretch.UNCOVERED: Tone.BAD,
    Stretch.DRUG_PLAN: Tone.YOU,
}
_MOST_TICKS, _MOST_NAMES = 4, 5
_DOUBTS = {
    "projected": mark("{year} (assumed)"),
    "single": mark("{year} (one source only)"),
    "unconfirmed": mark("{year} (not confirmed)"),
    "estimate": mark("{year} (our estimate)"),
}


def time_words(time: Days) -> str:
    """When a time was: from a day on, or from one to another."""
    if time.last == date.max:
        return say("from {first} on", first=day(time.first))
    return say("from {first} to {last}", first=day(time.first), last=day(time.last))


def timeline_figure(answer: LateEnrollment) -> Drawing:
    """The stretches of time in order on one line of years, the months that count ruled off, and the fee beside them."""
    last = answer.timeline[-1]
    scale = Scale(answer.timeline[0].first.toordinal(), last.last.toordinal() + 1)
    months = {gap.first: gap.months for gap in answer.penalty.gaps}
    rows = [_lane(entry, scale, months.get(entry.first, 0)) for entry in answer.timeline]
    return lanes(rows, _year_ticks(answer.timeline[0].first, last.last, scale), timeline_finding(answer), beside=_fee_tile(answer))


def _lane(entry: TimelineEntry, scale: Scale, months: int) -> Lane:
    box = Span(scale.at(entry.first.toordinal()), scale.at(entry.last.toordinal() + 1), _TONES[entry.what], months)
    when = say("from {first}", first=start_words(entry.first))
    if entry.what is not Stretch.DRUG_PLAN:
        when = say("{first} to {last}", first=start_words(entry.first), last=start_words(entry.last))
    if not months:
        return Lane(say(STRETCHES[entry.what]), when, (box,))
    label = say_count("{count} month without coverage counts", "{count} months without coverage count", months)
    return Lane(label, when, (box,), strong=True)


def _year_ticks(first: date, last: date, scale: Scale) -> list[Tick]:
    """The starts of a few years."""
    years = range(first.year + 1, last.year + 1)
    step = -(-len(years) // _MOST_TICKS) or 1
    return [Tick(scale.at(date(year, 1, 1).toordinal()), str(year)) for year in years[::step]]


def _fee_tile(answer: LateEnrollment) -> str:
    penalty = answer.penalty
    first = penalty.first_owed
    counted = say_count("{count} full month counts.", "{count} full months count.", penalty.uncovered_months)
    if not penalty.applies or first is None:
        return tile(say("Your late fee"), shown(0), (counted if penalty.uncovered_months else say("No month counts."),))
    base = say("The base premium of {year} is {amount} a month.", year=first.year, amount=shown(first.base_premium))
    amount = say("{amount} a month", amount=shown(first.monthly_penalty))
    return tile(say("Your late fee in {year}", year=first.year), amount, (counted, base, cost_finding(answer)))


def timeline_finding(answer: LateEnrollment) -> str:
    """The timeline in a sentence."""
    start = day(answer.enrollee.coverage_start)
    gaps = joined(time_words(Days(gap.first, gap.last)) for gap in answer.penalty.gaps if gap.reaches_gate)
    if not gaps:
        return say("No gap is long enough to count before your drug plan starts on {start}.", start=start)
    return say("You were without good coverage {gaps}. Your drug plan starts on {start}.", gaps=gaps, start=start)


def timeline_table(answer: LateEnrollment) -> Table:
    """The same stretches with their days, and the months that count."""
    months = {gap.first: str(gap.months) for gap in answer.penalty.gaps}
    columns = (
        Column(say("Time")),
        Column(say("From")),
        Column(say("Through")),
        Column(say("Days"), True),
        Column(say("Months that count"), True),
    )
    rows = tuple(_timeline_row(entry, months.get(entry.first, say("none"))) for entry in answer.timeline)
    return Table(say("Your time with and without good coverage"), columns, rows)


def _timeline_row(entry: TimelineEntry, months: str) -> tuple[str, ...]:
    goes_on = entry.what is Stretch.DRUG_PLAN
    last = say("goes on") if goes_on else day(entry.last)
    days = say("goes on") if goes_on else f"{days_in(entry.first, entry.last):,}"
    return (say(STRETCHES[entry.what]), day(entry.first), last, days, months)


def cost_figure(answer: LateEnrollment) -> Drawing:
    """The fee of each year; years that we assume have their own look."""
    years = list(answer.years_shown())
    most = max(year.cost for year in years)
    top = next(place for place, year in enumerate(years) if year.cost == most)
    step = -(-len(years) // _MOST_NAMES)
    bars = [
        Bar(
            str(year.year) if place % step == 0 else "",
            year.cost,
            Tone.MARK if year.projected else Tone.YOU,
            shown(year.cost) if place == top else "",
        )
        for place, year in enumerate(years)
    ]
    known = [(Tone.YOU, say("Years that we know"))] if not all(year.projected for year in years) else []
    assumed = [(Tone.MARK, say("Years that we assume"))] if any(year.projected for year in years) else []
    return panels([columns(say("Late fee in the year"), bars, most)], cost_finding(answer), legend=legend_of([*known, *assumed]))


def cost_finding(answer: LateEnrollment) -> str:
    """The cost in a sentence."""
    years = [year.year for year in answer.years_shown()]
    first, last, cost = years[0], years[-1], shown(answer.penalty.cost)
    if not answer.penalty.applies:
        if first == last:
            return say("The late fee is $0.00 in {year}.", year=first)
        return say("The late fee is $0.00 in each year from {first} to {last}.", first=first, last=last)
    if first == last:
        return say("The late fee comes to {cost} in {year}.", cost=cost, year=first)
    return say("The late fee comes to {cost} from {first} to {last}.", cost=cost, first=first, last=last)


def cost_table(answer: LateEnrollment) -> Table:
    """The figure's numbers: base premium, fee a month and in the year; years that we assume or that one source gives say so."""
    columns = (
        Column(say("Year")),
        Column(say("Base premium a month"), True),
        Column(say("Late fee a month"), True),
        Column(say("Late fee in the year"), True),
    )
    rows = [(_year_words(year), shown(year.base_premium), shown(year.monthly_penalty), shown(year.cost)) for year in answer.years_shown()]
    rows.append((say("All"), "", "", shown(answer.penalty.cost)))
    return Table(say("What the late fee costs you, year by year"), columns, tuple(rows), frozenset({len(rows) - 1}))


def _year_words(year: PenaltyYear) -> str:
    """``2026, 6 months with the fee``; ``2028 (assumed)``."""
    words = _months_of(year)
    return say(_DOUBTS[year.status], year=words) if year.status in _DOUBTS else words


def _months_of(year: PenaltyYear) -> str:
    if year.partly_owed:
        return say_count("{year}, {count} month with the fee", "{year}, {count} months with the fee", len(year.owed), year=year.year)
    if year.months < YEAR_MONTHS:
        return say_count("{year}, {count} month", "{year}, {count} months", year.months, year=year.year)
    return str(year.year)
