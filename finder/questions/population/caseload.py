"""What the answers of many people come to: who would save, which plans win and for whom, and what random placement costs.

Everything that is counted is counted in groups that can be shown (``groups.py``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeVar

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.caseload import (
    BANDS,
    Caseload,
    ForWhom,
    GroupSaves,
    Parts,
    PersonAnswer,
    PlacedGroup,
    PlacementCost,
    Placing,
    PlanWins,
    Trait,
)
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog
from finder.domain.money import Cents, ratio_half_up
from finder.domain.months import YEAR_MONTHS
from finder.domain.plan_cost import Action
from finder.questions.plans.ranking import near
from finder.questions.population.groups import enough, joined, joined_in_order, split
from finder.questions.population.small_groups import FEWEST

Value = TypeVar("Value", bound=Hashable)
Join = Callable[[Mapping[int, Sequence[int]]], tuple[tuple[int, ...], ...]]
DRUG_BANDS = (1, 4, 7)
"""Where bands of drug counts begin: 1 to 3, 4 to 6, 7 and more."""


def caseload_of(catalogs: Sequence[Catalog], people: Sequence[PersonAnswer], refused: int = 0) -> Caseload:
    """The caseload of people whom these catalogs answered, all of one plan year. Raises Refusal for fewer than 11 people, or two years."""
    if len(people) < FEWEST:
        raise Refusal(
            [Problem("members", f"at least {FEWEST} people with an answer, so that nobody can be found in a count", f"{len(people)}")]
        )
    years = sorted({catalog.info.plan_year for catalog in catalogs})
    if len(years) > 1:
        raise Refusal([Problem("plan_year", "one plan year for everyone", " and ".join(map(str, years)))])
    saving = [one for one in people if one.action is Action.SWITCH]
    would_save, wins = split(len(saving), len(people)), _wins(people)
    return Caseload(
        info=catalogs[0].info,
        plans={plan_id: plan for catalog in catalogs for plan_id in _named(people) if (plan := catalog.plan(plan_id)) is not None},
        people=len(people),
        refused=refused,
        whole_year=all(one.person.member.months_covered == YEAR_MONTHS for one in people),
        at_least=any(one.at_least for one in people),
        estimated=any(one.estimated for one in people),
        actions=() if would_save is None else _actions(people),
        would_save=would_save,
        most_save=2 * len(saving) > len(people),
        saved=sum(one.savings or 0 for one in saving) if would_save else 0,
        overspend=_parts(_in_bands(saving), joined_in_order) if would_save else (),
        wins=wins,
        for_whom=tuple(found for trait in Trait if (found := _for_whom(people, trait, wins))),
        groups=tuple(group for trait in Trait for group in _groups(people, trait)),
        placement=_placement(people),
    )


def _named(people: Sequence[PersonAnswer]) -> set[str]:
    found = {one.best_id for one in people if one.best_id}
    found |= {placed.plan_id for one in people if one.placing for placed in one.placing.plans}
    return found | {one.person.member.current_plan for one in people if one.person.member.current_plan}


def value_of(one: PersonAnswer, trait: Trait) -> int:
    """A person's value of a trait: the level of Extra Help, the band of drugs, or whether a brand is among them."""
    if trait is Trait.HELP:
        return int(one.person.level)
    return drug_band(one.person.drugs) if trait is Trait.DRUGS else int(one.person.takes_brands)


def drug_band(drugs: int) -> int:
    """The place of a drug count in ``DRUG_BANDS``."""
    return max(bisect_right(DRUG_BANDS, drugs) - 1, 0)


def _counts(people: Iterable[PersonAnswer], value: Callable[[PersonAnswer], Value]) -> dict[Value, list[int]]:
    counts: dict[Value, list[int]] = defaultdict(lambda: [0])
    for one in people:
        counts[value(one)][0] += 1
    return dict(counts)


def _parts(counts: Mapping[int, Sequence[int]], join: Join) -> tuple[Parts, ...]:
    return tuple(Parts(of, sum(counts[part][0] for part in of)) for of in join(counts))


def _actions(people: Sequence[PersonAnswer]) -> tuple[Parts, ...]:
    """Those who would save, whose number is told anyway, and the others by their advice."""
    counts = _counts(people, lambda one: int(one.action))
    saving = {action: count for action, count in counts.items() if action == Action.SWITCH}
    others = {action: count for action, count in counts.items() if action != Action.SWITCH}
    return tuple(sorted((*_parts(saving, joined), *_parts(others, joined)), key=lambda parts: -parts.people))


def _in_bands(saving: Sequence[PersonAnswer]) -> dict[int, list[int]]:
    """People by what they pay too much in a year."""
    counts = {place: [0] for place in range(len(BANDS))}
    for one in saving:
        a_year = ratio_half_up((one.savings or 0) * YEAR_MONTHS, one.person.member.months_covered)
        counts[max(bisect_right(BANDS, a_year) - 1, 0)][0] += 1
    return counts


def _wins(people: Sequence[PersonAnswer]) -> tuple[PlanWins, ...]:
    costs: dict[str, list[Cents]] = defaultdict(list)
    for one in people:
        if one.best_id is not None and one.best_cost is not None:
            costs[one.best_id].append(one.best_cost)
    if not enough((sum(map(len, costs.values())), len(people) - sum(map(len, costs.values())))):
        return ()
    found = []
    for plan_ids in joined({plan_id: [len(of)] for plan_id, of in sorted(costs.items())}):
        of = [cost for plan_id in plan_ids for cost in costs[plan_id]]
        found.append(PlanWins(plan_ids, len(of), ratio_half_up(sum(of), len(of))))
    return tuple(found)


def _for_whom(people: Sequence[PersonAnswer], trait: Trait, wins: Sequence[PlanWins]) -> ForWhom | None:
    """Best plans by a trait, where both can be told apart. Its columns are groups of the trait, its rows groups of plans, as they stand
    in the other tables, or several of them together: else one table would tell what another hides."""
    columns = _columns(people, trait)
    if len(columns) < 2:
        return None
    of_value = {value: place for place, values in enumerate(columns) for value in values}
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * len(columns))
    everyone = [0] * len(columns)
    for one in people:
        place = of_value[value_of(one, trait)]
        everyone[place] += 1
        if one.best_id is not None:
            counts[one.best_id][place] += 1
    of_plans = {win.plan_ids: [sum(counts[plan_id][place] for plan_id in win.plan_ids) for place in range(len(columns))] for win in wins}
    totals = [sum(column) for column in zip(*of_plans.values(), strict=True)] if of_plans else []
    groups = joined(of_plans)
    if len(groups) < 2 or not enough([of - count for of, count in zip(everyone, totals, strict=True)]):
        return None
    rows = tuple(
        (tuple(chain.from_iterable(of)), tuple(sum(of_plans[plan_ids][place] for plan_ids in of) for place in range(len(columns))))
        for of in groups
    )
    return ForWhom(trait, tuple(Parts(values, count) for values, count in zip(columns, totals, strict=True)), rows)


def _columns(people: Sequence[PersonAnswer], trait: Trait) -> tuple[tuple[int, ...], ...]:
    """The values of a trait as columns: those of ``_joined_values``; of Extra Help two, without and with it."""
    of = _by_value(people, trait)
    if trait is not Trait.HELP:
        return tuple(sorted(_joined_values(of, trait)))
    none, some = (tuple(value for value in of if (value == LowIncomeSubsidy.NONE) is without) for without in (True, False))
    told = split(sum(len(of[value]) for value in some), len(people))
    return (none, some) if told and none else ()


def _by_value(people: Sequence[PersonAnswer], trait: Trait) -> dict[int, list[PersonAnswer]]:
    of: dict[int, list[PersonAnswer]] = defaultdict(list)
    for one in sorted(people, key=lambda one: value_of(one, trait)):
        of[value_of(one, trait)].append(one)
    return dict(of)


def _joined_values(of: Mapping[int, Sequence[PersonAnswer]], trait: Trait) -> tuple[tuple[int, ...], ...]:
    """The values of a trait in groups that tell how many would save. People with and without Extra Help are never counted together: how
    many have it is told elsewhere."""
    counts = {value: _saving_or_not(those) for value, those in of.items()}
    if trait is Trait.DRUGS:
        return joined_in_order(counts)
    if trait is Trait.BRANDS:
        return joined(counts)
    none = joined({value: count for value, count in counts.items() if value == LowIncomeSubsidy.NONE})
    some = joined({value: count for value, count in counts.items() if value != LowIncomeSubsidy.NONE})
    return (*none, *some) if none and some else ()


def _groups(people: Sequence[PersonAnswer], trait: Trait) -> tuple[GroupSaves, ...]:
    """People by a trait, with how many would save. Empty where the groups cannot be told apart."""
    of = _by_value(people, trait)
    groups = _joined_values(of, trait)
    if len(groups) < 2:
        return ()
    return tuple(_saves(trait, values, [one for value in values for one in of[value]]) for values in sorted(groups))


def _saving_or_not(people: Sequence[PersonAnswer]) -> tuple[int, int]:
    saving = sum(one.action is Action.SWITCH for one in people)
    return saving, len(people) - saving


def _saves(trait: Trait, values: tuple[int, ...], people: Sequence[PersonAnswer]) -> GroupSaves:
    savings = [one.savings or 0 for one in people if one.action is Action.SWITCH]
    return GroupSaves(trait, values, len(people), len(savings), ratio_half_up(sum(savings), len(savings)) if savings else None)


def _placement(people: Sequence[PersonAnswer]) -> PlacementCost | None:
    """Random placement of those whose plans of placement are known; None where they, or others with or without Extra Help, are too few."""
    placings = [one.placing for one in people if one.placing is not None]
    helped = sum(one.person.level is not LowIncomeSubsidy.NONE for one in people)
    count = len(placings)
    if not count or not enough((count, helped - count, len(people) - helped)):
        return None
    worse = sum(not near(one.mean - one.best_cost, YEAR_MONTHS) and one.mean > one.best_cost for one in placings)
    serving_all = set.intersection(*({placed.plan_id for placed in one.plans} for one in placings))
    plans = [_placed_group(plan_id, placings) for plan_id in sorted(serving_all)]
    return PlacementCost(
        people=count,
        best=_mean([one.best_cost for one in placings]),
        random=_mean([one.mean for one in placings]),
        worse=split(worse, count),
        plans=tuple(sorted(plans, key=lambda group: (not group.certain, group.mean))),
    )


def _placed_group(plan_id: str, placings: Sequence[Placing]) -> PlacedGroup:
    there = [placed for one in placings for placed in one.plans if placed.plan_id == plan_id]
    left_out = split(sum(placed.left_out > 0 for placed in there), len(there))
    return PlacedGroup(plan_id, there[0].certain, _mean([placed.cost for placed in there]), left_out)


def _mean(amounts: Sequence[Cents]) -> Cents:
    return ratio_half_up(sum(amounts), len(amounts))
