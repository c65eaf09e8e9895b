"""What is said of a caseload: who would save and how much, which plans win and for whom, random placement, a dropped drug. Grade 8."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.caseload import (
    BANDS,
    Caseload,
    DrugDropped,
    ForWhom,
    Hurt,
    Parts,
    PlacedGroup,
    PlacementCost,
    PlanWins,
    Trait,
)
from finder.domain.money import Cents, shown
from finder.domain.plan_cost import Action
from finder.explain.kit.drawing import Lane, Tone, lanes, stacked
from finder.explain.kit.section import Bullets, Column, Drawing, Fold, Heading, Headline, Paragraphs, Sections, Subheading, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.plan_cell import plan_cell
from finder.explain.words import SUBSIDIES, in_whole_dollars, joined, plan_name
from finder.questions.population.caseload import DRUG_BANDS

_ACTIONS = {
    Action.SWITCH: mark("Switch plans"),
    Action.STAY: mark("Stay in the plan"),
    Action.ENROLL: mark("Join a plan"),
    Action.REVIEW: mark("Look again before choosing"),
}
_TRAITS = {Trait.HELP: mark("Extra Help"), Trait.DRUGS: mark("How many drugs"), Trait.BRANDS: mark("Brand drugs")}
_BY_TRAIT = {
    Trait.HELP: mark("The plan named, without and with Extra Help"),
    Trait.DRUGS: mark("The plan named, by how many drugs people take"),
    Trait.BRANDS: mark("The plan named, without and with brand drugs"),
}
_COARSE_HELP = {False: mark("No Extra Help"), True: mark("Extra Help")}
_BRANDS = {0: mark("Generics alone"), 1: mark("Brands too")}
SMALL = mark(
    "Groups of fewer than 11 people are counted together with others, so that nobody can be told from a number. That is why some rows hold"
    " several plans or bands."
)


def sections(caseload: Caseload) -> Sections:
    """The whole answer, but for what a dropped drug would do."""
    return (
        Headline(headline(caseload), title=True),
        Paragraphs(tuple(_about_amounts(caseload))),
        *_actions(caseload),
        *_overspend(caseload),
        *_wins(caseload),
        *_savers(caseload),
        *(_placement(caseload, caseload.placement) if caseload.placement else ()),
        Paragraphs((say(SMALL),)),
    )


def headline(caseload: Caseload) -> str:
    """How many would save, and how much."""
    people = f"{caseload.people:,}"
    if caseload.would_save is None and caseload.most_save:
        return say("Of {people} people, all but a few would save by switching plans.", people=people)
    if caseload.would_save is None:
        return say("Of {people} people, fewer than 11 would save by switching plans.", people=people)
    if not caseload.would_save:
        return say("None of {people} people would surely save by switching plans.", people=people)
    message = (
        mark("{count} of {people} people would save by switching plans: {mean} a year each, on average.")
        if caseload.whole_year
        else mark("{count} of {people} people would save by switching plans: {mean} each, on average, in the months covered.")
    )
    mean = in_whole_dollars(caseload.mean_saved or 0)
    return say(message, count=f"{caseload.would_save:,}", people=people, mean=mean)


def _about_amounts(caseload: Caseload) -> Sequence[str]:
    return (
        say("Together they would save {amount}.", amount=in_whole_dollars(caseload.saved)) if caseload.would_save else "",
        say("Each person's plans are compared as on Find plans, all-in: premiums, drugs, and drugs left out at full price."),
        say("Some prices are missing, so real costs can be higher.") if caseload.at_least else "",
        say("Some premiums with Extra Help are estimates.") if caseload.estimated else "",
    )


def _lane_rows(rows: Sequence[tuple[str, str, int]], tone: Tone = Tone.BAR) -> list[Lane]:
    """A line for each count, the widest is the most."""
    most = max((count for _, _, count in rows), default=0) or 1
    return [stacked(label, note, [(tone, count)], most) for label, note, count in rows]


def _actions(caseload: Caseload) -> Sections:
    if len(caseload.actions) < 2:
        return ()
    rows = [(actions_words(parts), parts.people) for parts in caseload.actions]
    most = caseload.actions[0]
    alt = say("Most often, the advice is: {advice}. {count} people.", advice=actions_words(most), count=f"{most.people:,}")
    return (
        Heading(say("What the answers say")),
        lanes(_lane_rows([(label, people_words(count), count) for label, count in rows]), (), alt),
        Fold(say("These answers in numbers"), (_counts_table(say("People by what their answer says"), say("Advice"), rows),)),
    )


def actions_words(parts: Parts) -> str:
    """The advice that some people got."""
    return joined([say(_ACTIONS[Action(value)]) for value in parts.of], "or")


def people_words(count: int) -> str:
    """``1,204 people``."""
    return say_count("{count} person", "{count} people", count)


def _counts_table(caption: str, heading: str, rows: Sequence[tuple[str, int]]) -> Table:
    heads = (Column(heading), Column(say("People"), True))
    return Table(caption, heads, tuple((label, f"{count:,}") for label, count in rows))


# ---- how much people overpay


def _overspend(caseload: Caseload) -> Sections:
    rows = [(band_words(parts), parts.people) for parts in caseload.overspend if parts.people]
    if len(rows) < 2:
        return ()
    band, most = max(rows, key=lambda row: row[1])
    alt = say("Of those who would save, the largest group overpays this much in a year: {band}. {count} people.", band=band, count=most)
    table = _counts_table(say("Those who would save, by how much they overpay in a year"), say("Overpaid"), rows)
    return (
        Heading(say("How much people overpay")),
        Paragraphs((say("Those who would save: how much more their plan costs in a year than the best plan for them."),)),
        lanes(_lane_rows([(label, people_words(count), count) for label, count in rows]), (), alt),
        Fold(say("These bars in numbers"), (table,)),
    )


def band_words(parts: Parts) -> str:
    """``$100 to $249``; bands counted together are one."""
    first, after = parts.of[0], parts.of[-1] + 1
    return _range_words(BANDS[first], BANDS[after] if after < len(BANDS) else None)


def _range_words(low: Cents, end: Cents | None) -> str:
    if end is None:
        return say("{low} or more", low=_round(low)) if low else say("Any amount")
    return say("{low} to {high}", low=_round(low), high=_round(end - 1_00)) if low else say("Under {end}", end=_round(end))


def _round(amount: Cents) -> str:
    return in_whole_dollars(amount)


# ---- which plans win


def _wins(caseload: Caseload) -> Sections:
    if not caseload.wins:
        return ()
    rows = [(plans_words(caseload, win.plan_ids), win.people, win.mean) for win in caseload.wins]
    alt = say("{plan} is the plan named most often, for {count} people.", plan=rows[0][0], count=f"{rows[0][1]:,}")
    heads = (Column(say("Plan")), Column(say("People"), True), Column(say("Cost for them, on average"), True))
    table = Table(say("The plan that each answer names"), heads, tuple(_win_row(caseload, win) for win in caseload.wins))
    return (
        Heading(say("Which plans win, and for whom")),
        lanes(_lane_rows([(name, people_words(count), count) for name, count, _ in rows]), (), alt),
        table,
        *(Fold(say(_BY_TRAIT[found.trait]), (_for_whom(caseload, found),)) for found in caseload.for_whom),
        *_merged_plans(caseload),
    )


def _win_row(caseload: Caseload, win: PlanWins) -> tuple[str, ...]:
    return (_plans_cell(caseload, win.plan_ids), f"{win.people:,}", shown(win.mean))


def plans_words(caseload: Caseload, plan_ids: Sequence[str]) -> str:
    """A plan by name, or how many are counted together."""
    if len(plan_ids) == 1:
        return plan_name(caseload.plans[plan_ids[0]])
    if all(set(win.plan_ids) <= set(plan_ids) for win in caseload.wins):
        return say("{count} plans counted together", count=len(plan_ids))
    return say_count("{count} other plan", "{count} other plans", len(plan_ids))


def _plans_cell(caseload: Caseload, plan_ids: Sequence[str]) -> str:
    """The same in a table, with the benefit and the warnings of a plan."""
    alone = len(plan_ids) == 1
    return plan_cell(caseload.plans[plan_ids[0]], caseload.info.as_of) if alone else plans_words(caseload, plan_ids)


def _merged_plans(caseload: Caseload) -> Sections:
    """The names of plans that are counted together."""
    names = [plan_name(caseload.plans[plan_id]) for win in caseload.wins if len(win.plan_ids) > 1 for plan_id in win.plan_ids]
    return (Paragraphs((say("Counted together: {plans}.", plans=joined(sorted(names))),)),) if names else ()


def _for_whom(caseload: Caseload, found: ForWhom) -> Table:
    heads = (Column(say("Plan")), *(Column(_column_words(found.trait, parts.of), True) for parts in found.columns))
    rows = tuple((_plans_cell(caseload, plan_ids), *(f"{count:,}" for count in counts)) for plan_ids, counts in found.rows)
    every = (say("All plans"), *(f"{parts.people:,}" for parts in found.columns))
    return Table(say(_BY_TRAIT[found.trait]), heads, (*rows, every), frozenset({len(rows)}))


def _column_words(trait: Trait, values: Sequence[int]) -> str:
    return say(_COARSE_HELP[values[0] != LowIncomeSubsidy.NONE]) if trait is Trait.HELP else trait_words(trait, values)


def trait_words(trait: Trait, values: Sequence[int]) -> str:
    """The people of some values of a trait."""
    if trait is Trait.HELP:
        return joined([say(SUBSIDIES[LowIncomeSubsidy(value)]) for value in values], "or")
    if trait is Trait.BRANDS:
        return joined([say(_BRANDS[value]) for value in values], "or")
    first, last = DRUG_BANDS[values[0]], values[-1] + 1
    if last == len(DRUG_BANDS):
        return say("{count} drugs or more", count=first)
    return say("{first} to {last} drugs", first=first, last=DRUG_BANDS[last] - 1)


def _savers(caseload: Caseload) -> Sections:
    if not caseload.groups:
        return ()
    heads = (Column(say("People")), Column(say("How many"), True), Column(say("Would save"), True), Column(say("Each, on average"), True))
    found = []
    for trait in Trait:
        of = [group for group in caseload.groups if group.trait is trait]
        rows = tuple(
            (trait_words(trait, group.of), f"{group.people:,}", f"{group.would_save:,}", "" if group.mean is None else shown(group.mean))
            for group in of
        )
        found += [Table(say(_TRAITS[trait]), heads, rows)] if rows else []
    return (Heading(say("Who would save by switching")), *found)


# ---- random placement


def _placement(caseload: Caseload, placement: PlacementCost) -> Sections:
    said = [
        say("If people with Extra Help choose no plan, Medicare puts them into one at random. It does not look at their drugs."),
        _loss(placement),
        _worse(placement),
    ]
    possible = [group for group in placement.plans if not group.certain]
    if possible:
        said.append(
            say_count(
                "One more plan may be picked; we don't know. It is in the table, and not in the average.",
                "{count} more plans may be picked; we don't know. They are in the table, and not in the average.",
                len(possible),
            )
        )
    return (
        Heading(say("Random placement, or the plan that fits")),
        Bullets(tuple(said)),
        _placement_picture(caseload, placement),
        _placement_table(caseload, placement),
    )


_DEARER = mark(
    "For {count} people with Extra Help, a plan picked at random costs {random} each, on average, and the plan that fits best {best}:"
    " {loss} more."
)
_ALIKE = mark(
    "For {count} people with Extra Help, a plan picked at random costs {random} each, on average, and the plan that fits best {best}."
)


def _loss(placement: PlacementCost) -> str:
    return say(
        _DEARER if placement.loss > 0 else _ALIKE,
        count=f"{placement.people:,}",
        random=in_whole_dollars(placement.random),
        best=in_whole_dollars(placement.best),
        loss=in_whole_dollars(max(placement.loss, 0)),
    )


def _worse(placement: PlacementCost) -> str:
    if placement.worse is None:
        return say("How many pay at least $50 more isn't shown: they, or the others, are fewer than 11.")
    return say("{worse} of them pay over $50 more at random.", worse=f"{placement.worse:,}")


def _placement_picture(caseload: Caseload, placement: PlacementCost) -> Drawing:
    bars = [(say("The plan that fits best"), placement.best, Tone.GOOD)]
    bars += [(_placed_name(caseload, group), group.mean, Tone.BAR if group.certain else Tone.QUIET) for group in placement.plans]
    most = max(cost for _, cost, _ in bars) or 1
    rows = [stacked(name, in_whole_dollars(cost), [(tone, cost)], most) for name, cost, tone in bars]
    return lanes(rows, (), _loss(placement))


def _placed_name(caseload: Caseload, group: PlacedGroup) -> str:
    name = plan_name(caseload.plans[group.plan_id])
    return name if group.certain else say("{plan} (not known)", plan=name)


def _placed_cell(caseload: Caseload, group: PlacedGroup) -> str:
    plan = plan_cell(caseload.plans[group.plan_id], caseload.info.as_of)
    return plan if group.certain else say("{plan} (Not known if Medicare picks it.)", plan=plan)


def _placement_table(caseload: Caseload, placement: PlacementCost) -> Table:
    heads = (Column(say("Plan")), Column(say("Cost if placed there, on average"), True), Column(say("People with a drug left out"), True))
    rows = [(say("The plan that fits best"), shown(placement.best), "")]
    rows += [
        (_placed_cell(caseload, group), shown(group.mean), say("not shown") if group.left_out is None else f"{group.left_out:,}")
        for group in placement.plans
    ]
    return Table(say("Random placement and the best fit"), heads, tuple(rows), frozenset({0}))


# ---- a dropped drug


def dropped_sections(dropped: DrugDropped) -> Sections:
    """Who is hurt when a plan drops a drug."""
    plan, drug = plan_name(dropped.plan), dropped.drug.name
    said = []
    if dropped.in_plan:
        said.append(
            say(
                "{people} take {drug} and have {plan}. If they stay, they pay {more}, on average.",
                people=people_words(dropped.in_plan.people),
                drug=drug,
                plan=plan,
                more=_more_words(dropped.in_plan),
            )
        )
    if dropped.best_for:
        said.append(
            say(
                "For {people} who take {drug}, {plan} is the best plan now. In the plan that is then the best, they pay {more}, on"
                " average.",
                people=people_words(dropped.best_for.people),
                drug=drug,
                plan=plan,
                more=_more_words(dropped.best_for),
            )
        )
        said.append(_moved(dropped.best_for))
    said.append(say("A drug that the plan no longer lists is counted at its full price, which can be below the plan's share."))
    return (Subheading(say("If {plan} drops {drug}", plan=plan, drug=drug)), Bullets(tuple(said)))


def _more_words(hurt: Hurt) -> str:
    amount = in_whole_dollars(abs(hurt.more))
    if hurt.at_least:
        return say("at least {amount} more", amount=amount) if hurt.more >= 0 else say("an amount that we can't tell")
    return say("{amount} more", amount=amount) if hurt.more >= 0 else say("{amount} less", amount=amount)


def _moved(hurt: Hurt) -> str:
    if hurt.moved is None:
        return say("For how many another plan is then the best isn't shown: they, or the others, are fewer than 11.")
    return say_count("For {count} of them another plan is then the best.", "For {count} of them another plan is then the best.", hurt.moved)
