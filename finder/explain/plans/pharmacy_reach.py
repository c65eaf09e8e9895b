"""What is said of the reach of pharmacies: who lives near a drug store of each plan."""

from __future__ import annotations

from finder.domain.pharmacy_reach import Area, AreaReach, PharmacyReach, PlanReach
from finder.explain.explainers.law import law_sections
from finder.explain.kit.drawing import Lane, Span, Tick, Tone, lanes
from finder.explain.kit.section import Column, Drawing, Heading, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say
from finder.explain.plans.plan_cell import plan_cell
from finder.explain.words import plan_name

TITLE = mark("Reach of drug stores")
INTRO = mark(
    "How many people live near a drug store of each plan? We have no map of ZIP codes and no count of their people, so bring them: a CSV "
    "with zip, latitude, longitude, people and, if you have it, area (urban, suburban or rural)."
)
FILE = mark("The points of ZIP codes (CSV)")
EMPTY = mark("Tell us the place and bring the file.")
_WHOLE = 100
_MOST_LANES = 12
_AREAS = {Area.URBAN: mark("cities"), Area.SUBURBAN: mark("suburbs"), Area.RURAL: mark("the country")}
_HOW = (
    mark("We put each person and each store in the middle of the ZIP code, and measure as the crow flies. Real ways are longer."),
    mark("Stores in a state whose networks were not brought in are left out. Near a state line more people may live near a store."),
    mark("A ZIP code that lies partly in the county counts whole."),
    mark("The law counts people with Medicare, by state, for all plans of a company. So a share here is no verdict on a plan."),
)


def answer_sections(found: PharmacyReach) -> Sections:
    """The picture, the table, how it was counted, and the law."""
    return (
        Heading(say("Your answer")),
        Headline(headline(found)),
        _picture(found),
        _table(found),
        Paragraphs(sentences(found)[1:]),
        *law_sections(tuple(found.rules.values())),
    )


def headline(found: PharmacyReach) -> str:
    """The widest and the narrowest reach at the shortest distance."""
    shares = [_share(one.near[0], found.people) for one in found.plans]
    return say(
        "Of 100 people, {least} to {most} live within {miles} miles of a store, by plan.",
        least=min(shares),
        most=max(shares),
        miles=found.miles[0],
    )


def sentences(found: PharmacyReach) -> tuple[str, ...]:
    """The headline, what is not known, and how it was counted."""
    told = [headline(found)]
    if any(one.unplaced for one in found.plans):
        told.append(say("Some stores are in ZIP codes that the file lacks, so a share marked with + may be higher."))
    if found.unknown:
        told.append(say("We don't have the stores of {count} more plans here.", count=len(found.unknown)))
    return (*told, *map(say, _HOW))


def _share(near: int, people: int) -> int:
    """People of 100, rounded down, so that 100 means all."""
    return near * _WHOLE // people


def _shown(one: PlanReach, near: int, people: int) -> str:
    share = _share(near, people)
    return say("{share} of 100+", share=share) if one.unplaced and near < people else say("{share} of 100", share=share)


def _picture(found: PharmacyReach) -> Drawing:
    shown = found.plans[:_MOST_LANES]
    rows = [
        Lane(plan_name(one.plan), _shown(one, one.near[0], found.people), (Span(0, one.near[0] / found.people, Tone.PLAN),))
        for one in shown
    ]
    ticks = (Tick(0, say("nobody")), Tick(1, say("everybody")))
    return lanes(rows, ticks, headline(found))


def _table(found: PharmacyReach) -> Table:
    columns = (
        Column(say("Plan")),
        *(Column(say("Within {miles} miles", miles=miles), True) for miles in found.miles),
        Column(say("By kind of area")),
    )
    rows = tuple((plan_cell(one.plan), *(_shown(one, near, found.people) for near in one.near), _areas(one, found)) for one in found.plans)
    return Table(say("People near a store, by plan"), columns, rows)


def _areas(one: PlanReach, found: PharmacyReach) -> str:
    return "; ".join(_area(of, found) for of in one.areas) or say("The file does not say")


def _area(of: AreaReach, found: PharmacyReach) -> str:
    rule = found.rules[of.area]
    told = {
        "share": _share(of.near, of.people),
        "area": say(_AREAS[of.area]),
        "asked": rule.number("percent"),
        "miles": rule.number("miles"),
    }
    return say("{area}: {share} of 100 within {miles} miles; the law asks {asked}", **told)
