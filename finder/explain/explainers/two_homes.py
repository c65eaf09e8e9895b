"""What is said of months in another place: the absence clock, the stores at both places, refills, and drugs bought outside the network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from finder.domain.market import Plan
from finder.domain.months import DAY
from finder.domain.rights import AwayPlan
from finder.domain.two_homes import Place, StoresNear, TwoHomes
from finder.explain.explainers.law import law_sections, rule_words
from finder.explain.explainers.rights import AWAY_PLANS, WHICH_PLAN, meaning_of, title_of
from finder.explain.kit.date_charts import Due
from finder.explain.kit.drawing import Lane, Scale, Span, Tick, Tone, lanes, legend_of
from finder.explain.kit.section import Bullets, Column, Drawing, Heading, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.plan_cell import plan_cell
from finder.explain.words import day, plan_name, short_day

TITLE = mark("Living in two places")
INTRO = mark("Do you spend months away from home? See how long your plan lets you, which stores you can use, and when to refill.")
EMPTY = mark("Fill in both places and the day you leave, and press Show my answer.")
HOME = mark("ZIP code at home")
AWAY = mark("ZIP code of the other place")
LEAVES = mark("Day you leave home")
BACK = mark("Day you come back (leave empty if not sure)")
WHICH = WHICH_PLAN
KINDS = AWAY_PLANS
SHOW = mark("Show my answer")
MISSING = mark("Please fill in both ZIP codes and the day you leave.")
_TODO = (
    mark("Before you leave, ask your plan: which stores near my other home are in your network? Do I pay less at some of them?"),
    mark("Ask your doctor for a 90-day prescription. Fill it before you leave."),
    mark("A chain with stores at both places can move your prescription. Take your card along."),
    mark("Mail order can send drugs to your other home. Give the plan that address for the time."),
    mark("Moving for good is not the same. Then see I may lose my plan."),
)


def answer_sections(answer: TwoHomes) -> Sections:
    """How long the person may be away, the line of time, the stores, the refills, and what holds outside the network."""
    return (
        Heading(say("Your answer")),
        Headline(headline(answer)),
        Paragraphs(absence_sentences(answer)),
        timeline(answer),
        Heading(say("Drug stores")),
        Paragraphs((stores_sentence(answer),)),
        *((stores_table(answer),) if _known(answer) else ()),
        Heading(say("Refills while you are away")),
        refills_table(answer),
        Bullets(tuple(rule_words(rule) for rule in answer.rules if rule.id in ("ninety_days_at_a_store", "out_of_network", "paper_claim"))),
        Heading(say("What to do")),
        Bullets(tuple(map(say, _TODO))),
        *law_sections(answer.rules),
    )


def headline(answer: TwoHomes) -> str:
    """Whether the time away is too long."""
    if answer.in_area:
        return say("Your plan's area holds both places. Nobody counts the time away.")
    if answer.unread:
        return say("We have not read that year's rule, so we show no date.")
    if answer.back_by is None:
        return say("You are back in time. You keep your plan.")
    if answer.asked.back_on is None:
        return say("{day}: be back by then to keep your plan.", day=day(answer.back_by))
    return say("That is too long. Be back by {day} to keep your plan.", day=day(answer.back_by))


def absence_sentences(answer: TwoHomes) -> tuple[str, ...]:
    """The days away, what follows a longer absence, and what is not known."""
    asked, away = answer.asked, answer.days_away
    said = (
        say_count("You are away for {count} day.", "You are away for {count} days.", away) if away is not None else "",
        say("Your plan lets you be away until {day}.", day=day(answer.longest)) if answer.longest and not answer.back_by else "",
        say("If you stay away longer, your coverage ends on {day}.", day=day(answer.out_on)) if answer.out_on else "",
        say("We can't tell if your plan's area holds the other place too. Ask the plan.") if answer.in_area is None else "",
        say("A health plan may pay for doctors only near home. Ask it before you go.") if asked.kind is not AwayPlan.DRUG_PLAN else "",
        say("Going home for a while starts the count anew, as we read the rule. Ask the plan.") if answer.clock else "",
    )
    return tuple(filter(None, said))


def _known(answer: TwoHomes) -> bool:
    return answer.asked.home.stores is not None or answer.asked.away.stores is not None


def stores_sentence(answer: TwoHomes) -> str:
    """What is known of the stores at the other place."""
    plan, (zip_code, _, stores) = answer.asked.plan, answer.asked.away
    if plan is None:
        return say("With your plan from My answer we can look for its stores at both places.")
    if stores is None:
        return say("We don't have the stores of {plan} near {zip}. Ask the plan for its list.", plan=plan_name(plan), zip=zip_code)
    if not stores.in_network:
        return say("We find no store of the network of {plan} near {zip}.", plan=plan_name(plan), zip=zip_code)
    return say_count(
        "{count} store near {zip} is in the network of {plan}.",
        "{count} stores near {zip} are in the network of {plan}.",
        stores.in_network,
        plan=plan_name(plan),
        zip=zip_code,
    )


def stores_table(answer: TwoHomes) -> Table:
    """The stores near both places that are in the plan's network."""
    columns = (
        Column(say("Place")),
        Column(say("In that ZIP code"), True),
        Column(say("Near it, by its first three digits"), True),
        Column(say("Of these with lower costs (preferred)"), True),
    )
    places = ((say("Home"), answer.asked.home), (say("The other place"), answer.asked.away))
    return Table(say("Stores in your plan's network"), columns, tuple(_stores_row(name, place) for name, place in places))


def plans_table(rows: Sequence[tuple[Plan, StoresNear | None, StoresNear | None]]) -> Sections:
    """The first plans of the answer and how many of their stores are near each place; nothing where the other place is not known."""
    if not any(away for _, _, away in rows):
        return ()
    columns = (Column(say("Plan")), Column(say("Stores near home"), True), Column(say("Stores near the other place"), True))
    table = tuple((plan_cell(plan), _count(home), _count(away)) for plan, home, away in rows)
    return (Table(say("Plans with stores at both places"), columns, table),)


def _count(stores: StoresNear | None) -> str:
    return say("not known") if stores is None else f"{stores.in_network:,}"


def _stores_row(name: str, place: Place) -> tuple[str, ...]:
    stores = place.stores
    counts = (stores.in_zip, stores.in_network, stores.preferred) if stores else (None, None, None)
    label = say("{place}, {zip}", place=name, zip=place.zip_code)
    return (label, *(say("not known") if count is None else f"{count:,}" for count in counts))


def refills_table(answer: TwoHomes) -> Table:
    """The days on which refills fall, of a month's supply and of 90 days, for drugs filled on the day of leaving."""
    columns = (Column(say("If you fill this on the day you leave")), Column(say("Refills away"), True), Column(say("They fall on")))
    rows = tuple(
        (
            say("{count} days of each drug", count=one.days_supply),
            str(len(one.days)),
            "; ".join(map(day, one.days)) or say("none"),
        )
        for one in answer.refills
    )
    return Table(say("Refills of 30 and of 90 days"), columns, rows)


def timeline(answer: TwoHomes) -> Drawing:
    """The time away, the longest that the plan allows, and each supply, on one line of time."""
    asked = answer.asked
    last = asked.back_on or answer.longest or asked.leaves_on + timedelta(days=365)
    end = max(filter(None, (last, answer.longest, answer.out_on)))
    scale = Scale(asked.leaves_on.toordinal(), end.toordinal() + 1)
    rows = [_lane(say("You are away"), asked.leaves_on, last, scale, Tone.YOU)]
    if answer.longest:
        rows.append(_lane(say("The longest your plan allows"), asked.leaves_on, answer.longest, scale, Tone.GOOD))
    rows += [_supplies(one.days_supply, one.days, asked.leaves_on, last, scale) for one in answer.refills]
    ticks = (Tick(0, short_day(asked.leaves_on, with_year=True)), Tick(1, short_day(end, with_year=True)))
    tones = [(Tone.YOU, say("Away")), *([(Tone.GOOD, say("Allowed"))] if answer.longest else []), (Tone.PLAN, say("A supply"))]
    return lanes(rows, ticks, " ".join((headline(answer), *absence_sentences(answer)[:2])), legend=legend_of(tones))


def _lane(label: str, first: date, last: date, scale: Scale, tone: Tone) -> Lane:
    return Lane(label, say("through {day}", day=day(last)), (_box(first, last, scale, tone),))


def _supplies(days_supply: int, refills: tuple[date, ...], first: date, last: date, scale: Scale) -> Lane:
    starts = (first, *refills)
    spans = tuple(_box(start, min(start + timedelta(days=days_supply - 2), last), scale, Tone.PLAN) for start in starts)
    note = say_count("{count} refill away", "{count} refills away", len(refills))
    return Lane(say("{count} days of each drug", count=days_supply), note, spans)


def _box(first: date, last: date, scale: Scale, tone: Tone) -> Span:
    return Span(scale.at(first.toordinal()), scale.at((last + DAY).toordinal()), tone)


def dues(answer: TwoHomes) -> tuple[Due, ...]:
    """The dates for a calendar: those of the absence, and the refills of 90 days."""
    clock = [Due(entry.day, title_of(entry.clock), meaning_of(entry)) for entry in answer.clock if entry.day]
    refills = [Due(one, say("Refill your 90-day drugs"), say("What you filled on leaving has run out.")) for one in answer.refills[-1].days]
    return tuple(sorted([*clock, *refills], key=lambda due: due.day))
