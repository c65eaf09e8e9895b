"""What the answers of many people come to: who would save, which plans win and for whom, and what random placement costs.

Everything that is counted is counted in groups that can be shown (``groups.py``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.caseload import (
    BANDS,
    NOT_KNOWN,
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
    would_save = split(len(saving), len(people))
    return Caseload(
        info=catalogs[0].info,
        plans={plan_id: plan for catalog in catalogs for plan_id in _named(people) if (plan := catalog.plan(plan_id)) is not None},
        people=len(people),
        refused=refused,
        whole_year=all(one.person.member.months_covered == YEAR_MONTHS for one in people),
        at_least=any(one.at_least for one in people),
        with_plan=split(sum(one.person.member.current_plan is not None for one in people), len(people)),
        actions=_parts(_counts(people, lambda one: int(one.action)), joined),
        would_save=would_save,
        most_save=2 * len(saving) > len(people),
        saved=sum(one.savings or 0 for one in saving) if would_save else 0,
        overspend=_parts(_in_bands(people), joined_in_order),
        wins=_wins(people),
        for_whom=tuple(found for trait in Trait if (found := _for_whom(people, trait))),
        groups=tuple(group for trait in Trait for group in _groups(people, trait)),
        placement=_placement([one.placing for one in people if one.placing is not None], len(people)),
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


def _in_bands(people: Sequence[PersonAnswer]) -> dict[int, list[int]]:
    """People by what they overspend in a year, those of whom it isn't known first."""
    counts = {place: [0] for place in (NOT_KNOWN, *range(len(BANDS)))}
    for one in people:
        counts[_band(one)][0] += 1
    return counts


def _band(one: PersonAnswer) -> int:
    if one.overspend is None:
        return NOT_KNOWN
    return bisect_right(BANDS, ratio_half_up(one.overspend * YEAR_MONTHS, one.person.member.months_covered)) - 1


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


def _for_whom(people: Sequence[PersonAnswer], trait: Trait) -> ForWhom | None:
    """Best plans by a trait, of two or three values; None where it tells nothing."""
    values = sorted({_coarse(one, trait) for one in people})
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * len(values))
    for one in people:
        if one.best_id is not None:
            counts[one.best_id][values.index(_coarse(one, trait))] += 1
    columns = [sum(column) for column in zip(*counts.values(), strict=True)]
    groups = joined(dict(sorted(counts.items())))
    everyone = _counts(people, lambda one: _coarse(one, trait))
    known = all(enough((everyone[value][0] - count,)) for value, count in zip(values, columns, strict=True))
    if len(values) < 2 or len(groups) < 2 or not known:
        return None
    rows = tuple((of, tuple(sum(counts[plan_id][place] for plan_id in of) for place in range(len(values)))) for of in groups)
    return ForWhom(trait, tuple(Parts((value,), count) for value, count in zip(values, columns, strict=True)), rows)


def _coarse(one: PersonAnswer, trait: Trait) -> int:
    """A value of a trait among few, so that more plans can be shown: with or without Extra Help."""
    value = value_of(one, trait)
    return int(value != LowIncomeSubsidy.NONE) if trait is Trait.HELP else value


def _groups(people: Sequence[PersonAnswer], trait: Trait) -> tuple[GroupSaves, ...]:
    """People by a trait, with how many would save. Empty where the groups cannot be told apart."""
    of: dict[int, list[PersonAnswer]] = defaultdict(list)
    for one in sorted(people, key=lambda one: value_of(one, trait)):
        of[value_of(one, trait)].append(one)
    counts = {value: _saving_or_not(those) for value, those in of.items()}
    groups = joined_in_order(counts) if trait is Trait.DRUGS else joined(counts)
    if len(groups) < 2:
        return ()
    return tuple(_saves(trait, values, [one for value in values for one in of[value]]) for values in sorted(groups))


def _saving_or_not(people: Sequence[PersonAnswer]) -> tuple[int, int]:
    saving = sum(one.action is Action.SWITCH for one in people)
    return saving, len(people) - saving


def _saves(trait: Trait, values: tuple[int, ...], people: Sequence[PersonAnswer]) -> GroupSaves:
    savings = [one.savings or 0 for one in people if one.action is Action.SWITCH]
    return GroupSaves(trait, values, len(people), len(savings), ratio_half_up(sum(savings), len(savings)) if savings else None)


def _placement(placings: Sequence[Placing], people: int) -> PlacementCost | None:
    """Random placement of those whose plans of placement are known; None where they, or the others, are too few."""
    count = split(len(placings), people)
    if not count:
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
