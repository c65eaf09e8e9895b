"""What is said of the retiree drug subsidy: the amount, the part of the costs that counts, the dates, the law. Grade 8."""

from __future__ import annotations

from finder.domain.money import shown
from finder.domain.retiree_drug_subsidy import RetireeCost, RetireeDrugSubsidy
from finder.explain.explainers.law import law_sections
from finder.explain.kit.drawing import Lane, Scale, Span, Tick, Tone, lanes, legend_of
from finder.explain.kit.section import Bullets, Column, Drawing, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say
from finder.explain.words import day
from finder.parameters import parameter_set

TITLE = mark("Retiree drug subsidy")
YEAR = mark("The plan year ends in")
BEGINS = mark("It begins in")
COSTS = mark("What each retiree's drugs cost in the plan year, before rebates: one amount a line, in dollars")
REBATES = mark("Rebates that come back later, of the drug costs")
BEFORE = mark("How much of the costs was before January 1, 2006")
ATTESTED = mark("Day the actuary signed")
PUBLISHED = mark("Day the limits of {year} were published")
_TELL = mark('Type one amount a line, like 6000 or 1234.50. We can\'t read "{line}".')
_NONE = mark("Type what the drugs of at least one retiree cost.")
_MOST_DRAWN = 6


def intro() -> Sections:
    """What the page shows."""
    text = say(
        "An employer may keep its retirees' drug plan in place of Medicare's. Then Medicare pays it a part of what their drugs cost. Here "
        "you see how much, and by when it must report."
    )
    return (Paragraphs((text, say("The amounts below are an example. Type your own."))),)


def not_read(line: str) -> str:
    """That a line is no amount."""
    return say(_TELL, line=line)


def nothing_typed() -> str:
    """That no amount is there."""
    return say(_NONE)


def sections(found: RetireeDrugSubsidy) -> Sections:
    """The whole answer."""
    return (
        Headline(
            say("Medicare pays the employer {amount} for the plan year that ends in {year}.", amount=shown(found.total), year=found.year)
        ),
        corridor_figure(found),
        retirees_table(found),
        Paragraphs((_rebate_sentence(found), _sums_sentence(found))),
        Bullets((_due_sentence(found), *_attestation_sentences(found))),
        *law_sections(found.rules, [parameter_set(found.year).get(name) for name in found.parameters]),
    )


def corridor_figure(found: RetireeDrugSubsidy) -> Drawing:
    """Each retiree's costs on one scale with threshold and limit; what counts stands out."""
    drawn = found.retirees[:_MOST_DRAWN]
    scale = Scale(0, max(found.limit, *(one.gross_cost for one in drawn)) * 1.05)
    rows = tuple(_lane(found, one, place, scale) for place, one in enumerate(drawn, start=1))
    ticks = (
        Tick(scale.at(found.threshold), shown(found.threshold)),
        Tick(scale.at(found.limit), say("limit {amount}", amount=shown(found.limit))),
    )
    legend = legend_of(((Tone.MEDICARE, say("Medicare pays a part of this")), (Tone.QUIET, say("The employer and the retiree bear this"))))
    finding = say(
        "Costs between {threshold} and {limit} count. Medicare pays {percent}% of them after rebates: {total}.",
        threshold=shown(found.threshold),
        limit=shown(found.limit),
        percent=f"{found.rate / 100:g}",
        total=shown(found.total),
    )
    return lanes(rows, ticks, finding, legend=legend)


def _lane(found: RetireeDrugSubsidy, one: RetireeCost, place: int, scale: Scale) -> Lane:
    cost, top = one.gross_cost, min(one.gross_cost, found.limit)
    spans = (
        Span(0, scale.at(top - one.in_corridor), Tone.QUIET),
        Span(scale.at(top - one.in_corridor), scale.at(top), Tone.MEDICARE),
        Span(scale.at(top), scale.at(cost), Tone.QUIET),
    )
    label = say("Retiree {place}: {cost}", place=place, cost=shown(cost))
    return Lane(label, say("Medicare pays {amount}", amount=shown(one.subsidy)), spans)


def retirees_table(found: RetireeDrugSubsidy) -> Table:
    """Each retiree: the cost, the part that counts, rebates, what Medicare pays."""
    columns = (
        Column(say("Retiree")),
        Column(say("Drug costs"), True, say("Costs")),
        Column(say("Part that counts"), True, say("Counts")),
        Column(say("Rebates"), True),
        Column(say("Medicare pays"), True),
    )
    rows = [
        (str(place), *map(shown, (one.gross_cost, one.in_corridor, one.retiree.rebates, one.subsidy)))
        for place, one in enumerate(found.retirees, start=1)
    ]
    sums = (
        sum(one.gross_cost for one in found.retirees),
        sum(one.in_corridor for one in found.retirees),
        sum(one.retiree.rebates for one in found.retirees),
        found.total,
    )
    return Table(say("Each retiree"), columns, (*rows, (say("All"), *map(shown, sums))), frozenset({len(rows)}))


def _rebate_sentence(found: RetireeDrugSubsidy) -> str:
    if found.least == found.most:
        return ""
    return say(
        "The law's text does not say which rebates belong to the part that counts. We split them in proportion. It can be {least} at the "
        "least and {most} at the most.",
        least=shown(found.least),
        most=shown(found.most),
    )


def _sums_sentence(found: RetireeDrugSubsidy) -> str:
    return say(
        "Each retiree has a threshold and a limit of their own. Only costs between {threshold} and {limit} count, because the plan year "
        "ends in {year}.",
        threshold=shown(found.threshold),
        limit=shown(found.limit),
        year=found.year,
    )


def _due_sentence(found: RetireeDrugSubsidy) -> str:
    return say("Final costs are due by {day}.", day=day(found.final_costs_due))


def _attestation_sentences(found: RetireeDrugSubsidy) -> tuple[str, ...]:
    """Of which year the actuary takes the limits of the standard benefit."""
    attestation, first, last = found.attestation, found.plan_year.first.year, found.plan_year.last.year
    if first == last:
        return (say("The actuary compares the plan with the standard benefit of {year}.", year=first),)
    if attestation.year is not None and attestation.older_until is not None:
        return (
            say(
                "The actuary compares the plan with the standard benefit of {year}. The limits of {first} could be used until {until}.",
                year=attestation.year,
                first=first,
                until=day(attestation.older_until),
            ),
        )
    if attestation.older_until is not None:
        return (
            say(
                "If the actuary signs by {until}, the plan is compared with the standard benefit of {first}, later with that of {last}.",
                until=day(attestation.older_until),
                first=first,
                last=last,
            ),
        )
    return (
        say(
            "The plan year has days of {first} and {last}. Tell when the limits of {last} were published to see which year's standard "
            "benefit the actuary must use.",
            first=first,
            last=last,
        ),
    )
