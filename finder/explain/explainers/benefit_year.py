"""What the benefit of a year says of a yearly drug cost: who pays in each phase, two years side by side, and the gap's life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from finder.domain.benefit import Phase
from finder.domain.benefit_year import BenefitYear, Gap, GapYear, PhaseOfYear, YearSteps
from finder.domain.claim import PAYERS
from finder.domain.money import Cents, ratio_half_up, shown
from finder.explain.explainers.law import LAW_HEADING, numbers_table
from finder.explain.kit.drawing import PAYER_TONES, Block, Lane, Span, Tick, Tone, blocks, lanes, legend_of, stacked, words_under
from finder.explain.kit.section import Column, Drawing, Fold, Heading, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say
from finder.explain.source_words import STATUSES
from finder.explain.words import PAYERS as PAYER_WORDS
from finder.explain.words import PHASES, in_whole_dollars, joined, month, percent
from finder.parameters import parameter_set

TITLE = mark("The benefit by year")
YEAR = mark("Year")
COST = mark("What your drugs cost in the year")
BRANDS = mark("How much of that is for brand drugs?")
COMPARE = mark("Compare with")
NO_YEAR = mark("No other year")
_BRANDS, _GENERICS = mark("Brand drugs"), mark("Generic drugs")
_YOURS = {
    Phase.DEDUCTIBLE: mark("{amount} in the deductible"),
    Phase.INITIAL_COVERAGE: mark("{amount} in initial coverage"),
    Phase.COVERAGE_GAP: mark("{amount} in the coverage gap"),
    Phase.CATASTROPHIC: mark("{amount} in the catastrophic phase"),
}
_PHASE_TONES = {Phase.DEDUCTIBLE: Tone.MARK, Phase.INITIAL_COVERAGE: Tone.PLAN, Phase.COVERAGE_GAP: Tone.BAD, Phase.CATASTROPHIC: Tone.GOOD}
GAP_FINDING = mark(
    "Up to 2010 you paid the full price in the coverage gap. From 2011 your share fell, faster for brand drugs. "
    "In the last years it was a quarter. Since 2025 there is no gap."
)
_SCALE = 13_000_00
"""The drug cost at the end of the picture: past the yearly limit of each year for most mixes."""
_STEPS, _MOST_TICKS = tuple(thousands * 1_000_00 for thousands in (1, 2, 4, 5, 10, 20, 50, 100, 500)), 4
_TOPICS = ("standard_benefit", "coverage_gap", "catastrophic", "manufacturer_discount", "insulin_and_vaccines")


def intro() -> Sections:
    """What the page shows."""
    text = say(
        "Medicare drug coverage runs in steps (phases). Your share changes at each step. Pick a year and what your drugs cost in it, "
        "and see who pays. This is the standard plan of the law. Real plans may ask for other shares."
    )
    return (Paragraphs((text,)),)


def empty() -> Sections:
    """What is shown where no cost is typed."""
    return (Paragraphs((say("Type what your drugs cost in a year, with what the plan pays, to see the steps."),)),)


def sections(benefit: BenefitYear, against: BenefitYear | None, gap_years: Sequence[GapYear], every_year: Sequence[YearSteps]) -> Sections:
    """What the person pays in a sentence and a picture to scale, another year beside it, and the coverage gap of all years."""
    first, second = headline(benefit)
    steps = next(steps for steps in every_year if steps.year == benefit.year)
    return (
        Headline(first),
        steps_figure(benefit, steps),
        Paragraphs((second,)),
        phases_table(benefit),
        *(_against(benefit, against) if against else ()),
        Heading(say("The coverage gap opens and closes")),
        gap_figure(benefit, every_year),
        Paragraphs((say(GAP_FINDING),)),
        Fold(say("The coverage gap in numbers"), (gap_table(gap_years),)),
        Fold(say("When the yearly limit is reached"), (threshold_table(benefit),)),
        Paragraphs((say("Next step: find plans for your own drugs. Each plan has its own shares."),)),
    )


def law(year: int) -> Sections:
    """The year's numbers that decide the phases, with their sources."""
    numbers = [number for number in parameter_set(year) if number.topic in _TOPICS]
    title = say("The law's numbers of {year}, with their sources", year=year)
    return (Fold(say(LAW_HEADING), (replace(numbers_table(numbers), caption=title),)),)


def headline(benefit: BenefitYear) -> tuple[str, str]:
    """What the person pays of the cost, and when the yearly limit is reached."""
    pays = shown(benefit.paid["patient_pay"])
    said = say("In {year} you pay {amount} of {cost}.", year=benefit.year, amount=pays, cost=shown(benefit.cost))
    when = benefit.threshold_reached_on
    if when is None:
        return said, say("You do not reach the yearly limit.")
    return said, say("You reach the yearly limit (out-of-pocket threshold) in {month} {year}.", month=month(when.month), year=when.year)


def scale_of(cost: Cents) -> Cents:
    """The drug cost at the end of the picture's scale: the same in every year, so that one sees the steps move."""
    return max(_SCALE, ratio_half_up(cost * 11, 10))


def steps_figure(benefit: BenefitYear, steps: YearSteps) -> Drawing:
    """The year's steps to scale: as wide as the drug costs in them, as high as each payer's part; a pin at the person's own cost."""
    through = steps.phases[-1].ends
    row = [_block(number, phase, through) for number, phase in enumerate(steps.phases, start=1)]
    marker = Tick(benefit.cost / through, say("Your drugs: {cost}", cost=in_whole_dollars(benefit.cost)))
    paying = [payer for payer in PAYERS if any(phase.paid[payer] for phase in steps.phases)]
    names = [say("{number} {phase}", number=number, phase=say(PHASES[phase.phase])) for number, phase in enumerate(steps.phases, 1)]
    legend = legend_of((PAYER_TONES[payer], say(PAYER_WORDS[payer])) for payer in paying)
    return blocks(row, _dollar_ticks(through), marker, phases_finding(benefit), legend=f"{words_under(' · '.join(names))}{legend}")


def _block(number: int, phase: PhaseOfYear, through: Cents) -> Block:
    """The person's part stands at the foot."""
    size = phase.ends - phase.begins
    payers = [payer for payer in reversed(PAYERS) if phase.paid[payer] > 0]
    return Block(str(number), size / through, tuple((PAYER_TONES[payer], phase.paid[payer] / size) for payer in payers))


def _dollar_ticks(through: Cents) -> list[Tick]:
    """Round dollars under a scale: four steps or fewer."""
    step = next(step for step in _STEPS if through <= step * _MOST_TICKS or step == _STEPS[-1])
    return [Tick(amount / through, in_whole_dollars(amount)) for amount in range(0, through + 1, step)]


def phases_finding(benefit: BenefitYear) -> str:
    """What the person pays in each phase, in a sentence."""
    yours = joined(say(_YOURS[phase.phase], amount=shown(phase.paid["patient_pay"])) for phase in benefit.phases)
    return say("Of {cost} in {year} you pay {yours}.", cost=shown(benefit.cost), year=benefit.year, yours=yours)


def phases_table(benefit: BenefitYear) -> Table:
    """The figure's numbers: where each phase begins and ends, and what each payer pays, with its part in percent."""
    payers = [Column(say(PAYER_WORDS[payer]), True) for payer in benefit.paying]
    columns = (Column(say("Phase")), Column(say("Drug costs from"), True), Column(say("to"), True), *payers)
    rows = [
        (say(PHASES[phase.phase]), shown(phase.begins), shown(phase.ends), *(_part(phase, payer) for payer in benefit.paying))
        for phase in benefit.phases
    ]
    rows.append((say("All"), shown(0), shown(benefit.cost), *(shown(benefit.paid[payer]) for payer in benefit.paying)))
    return Table(say("Who pays what in {year}", year=benefit.year), columns, tuple(rows), frozenset({len(rows) - 1}))


def _part(phase: PhaseOfYear, payer: str) -> str:
    if not phase.paid[payer]:
        return shown(0)
    return say("{amount} ({percent}%)", amount=shown(phase.paid[payer]), percent=f"{phase.tenths(payer) / 10:g}")


def _against(benefit: BenefitYear, against: BenefitYear) -> Sections:
    finding = Paragraphs((years_finding(benefit, against),))
    return (Heading(say("Two years compared")), finding, years_figure(benefit, against), years_table(benefit, against))


def years_figure(benefit: BenefitYear, against: BenefitYear) -> Drawing:
    """The same cost in two years: a line each, cut into what each payer pays."""
    rows = [_year_lane(one) for one in (benefit, against)]
    legend = legend_of((PAYER_TONES[payer], say(PAYER_WORDS[payer])) for payer in _paying(benefit, against))
    return lanes(rows, (), years_finding(benefit, against), legend=legend)


def _year_lane(one: BenefitYear) -> Lane:
    words = say("You: {amount}", amount=shown(one.paid["patient_pay"]))
    return stacked(str(one.year), words, [(PAYER_TONES[payer], one.paid[payer]) for payer in one.paying], one.cost)


def years_finding(benefit: BenefitYear, against: BenefitYear) -> str:
    """What the person pays in the one year and in the other, and the difference."""
    one, other = benefit.paid["patient_pay"], against.paid["patient_pay"]
    words = {"pays": shown(one), "year": benefit.year, "other_pays": shown(other), "other": against.year}
    if one == other:
        return say("For the same drugs you pay {pays} in {year} and {other_pays} in {other}: the same.", **words)
    message = (
        mark("For the same drugs you pay {pays} in {year} and {other_pays} in {other}: {difference} more.")
        if one > other
        else mark("For the same drugs you pay {pays} in {year} and {other_pays} in {other}: {difference} less.")
    )
    return say(message, **words, difference=shown(abs(one - other)))


def years_table(benefit: BenefitYear, against: BenefitYear) -> Table:
    """The figure's numbers, payer by payer, with the difference."""
    years = (Column(str(benefit.year), True), Column(str(against.year), True))
    rows = [_pair(say(PAYER_WORDS[payer]), benefit.paid[payer], against.paid[payer]) for payer in _paying(benefit, against)]
    rows.append(_pair(say("Counts toward the yearly limit"), benefit.troop, against.troop))
    caption = say("{year} compared with {other}", year=benefit.year, other=against.year)
    return Table(caption, (Column(say("Who pays")), *years, Column(say("Difference"), True)), tuple(rows))


def _pair(name: str, one: Cents, other: Cents) -> tuple[str, ...]:
    return (name, shown(one), shown(other), shown(one - other))


def _paying(benefit: BenefitYear, against: BenefitYear) -> list[str]:
    return [payer for payer in PAYERS if payer in benefit.paying or payer in against.paying]


def gap_figure(benefit: BenefitYear, every_year: Sequence[YearSteps]) -> Drawing:
    """Every year's steps to scale, a line a year, the year chosen marked, with a pin at the person's own cost."""
    through = every_year[0].phases[-1].ends
    rows = [
        Lane(
            str(steps.year),
            "",
            tuple(_step_span(phase, through) for phase in steps.phases),
            marker=benefit.cost / through,
            strong=steps.year == benefit.year,
        )
        for steps in every_year
    ]
    shown_phases = dict.fromkeys(phase.phase for steps in every_year for phase in steps.phases)
    yours = say("Your drugs: {cost}", cost=in_whole_dollars(benefit.cost))
    legend = legend_of([*((_PHASE_TONES[phase], say(PHASES[phase])) for phase in sorted(shown_phases)), (Tone.PIN, yours)])
    high = words_under(say("Each bar is as high as your part of the price."))
    return lanes(rows, _dollar_ticks(through), say(GAP_FINDING), legend=f"{high}{legend}", compact=True)


def _step_span(phase: PhaseOfYear, through: Cents) -> Span:
    yours = phase.paid["patient_pay"] / (phase.ends - phase.begins)
    return Span(phase.begins / through, phase.ends / through, _PHASE_TONES[phase.phase], part=yours)


def gap_table(years: Sequence[GapYear]) -> Table:
    """The figure's numbers, with the maker's discount and where the gap begins and ends."""
    columns = (
        Column(say("Year")),
        Column(say("You pay, brand"), True),
        Column(say("You pay, generic"), True),
        Column(say("Drug maker's discount"), True),
        Column(say("Begins at"), True),
        Column(say("Ends at, brands only"), True),
        Column(say("Ends at, generics only"), True),
        Column(say("How sure we are")),
    )
    rows = tuple((str(entry.year), *_gap_cells(entry.gap)) for entry in years)
    return Table(say("The coverage gap, year by year (in drug costs of the year)"), columns, rows)


def _gap_cells(gap: Gap | None) -> tuple[str, ...]:
    if gap is None:
        return (*[say("no gap")] * 6, "")
    rates = (percent(rate) for rate in (gap.brand, gap.generic, gap.discount))
    amounts = (shown(amount) for amount in (gap.begins, gap.ends_brands, gap.ends_generics))
    return (*rates, *amounts, say(STATUSES[gap.status]))


def threshold_table(benefit: BenefitYear) -> Table:
    """Drug costs at which the yearly limit is reached, by the engine and as printed."""
    limits, made = benefit.thresholds, say("Worked out from the law's numbers")
    columns = (
        Column(say("With")),
        Column(say("Drug costs at the limit"), True),
        Column(say("You have paid"), True),
        Column(say("How sure we are")),
    )
    rows = [
        (say("Brand drugs only"), shown(limits.brands.total), shown(limits.brands.patient_pay), made),
        (say("Generic drugs only"), shown(limits.generics.total), shown(limits.generics.patient_pay), made),
        (say("Full Extra Help"), shown(limits.with_full_extra_help), say("depends on the number of refills"), made),
    ]
    if limits.printed is not None:
        sure = say(STATUSES[limits.printed_status])
        rows.append((say("As printed for the standard plan"), shown(limits.printed), say("not printed"), sure))
    return Table(say("When the yearly limit of {year} is reached", year=benefit.year), columns, tuple(rows))
