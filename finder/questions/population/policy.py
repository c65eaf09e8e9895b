"""Two policies over one population: who pays less, who pays more, and who pays instead.

The plans' premiums follow what the plans pay only where the policy says so, all by one amount: the average change over the people at their
current plans. People with Extra Help don't pay that change.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog
from finder.domain.money import WHOLE, Cents, ratio_half_up
from finder.domain.months import YEAR_MONTHS
from finder.domain.policy import Policy
from finder.domain.policy_effect import Effect, GroupEffect, Grouping, Paid, Payers, PersonUnder, PolicyAnswer, Stand, Standing
from finder.domain.population import Person
from finder.parameters import parameter_set
from finder.parameters.changed import policy_parameters
from finder.questions.population.help_under import income_limits, level_under
from finder.questions.population.policies import changes
from finder.questions.population.policy_outcomes import changed, of_everyone, of_groups
from finder.questions.population.small_groups import FEWEST, hidden, shown_count

DRUG_BANDS = (3, 6, 10)
"""Where bands of the number of drugs begin, after the first."""
SPENDING_BANDS: tuple[Cents, ...] = (1_000_00, 3_000_00, 10_000_00)
"""Where bands of the full price of a year's drugs begin, after the first."""
EVERYONE = "everyone"
Under = Sequence[PersonUnder]


class _Row(NamedTuple):
    """A person at one of the two plans, before and after."""

    person: Person
    before: Stand
    after: Stand

    @property
    def change(self) -> Cents:
        """What the person pays more."""
        return self.after.own_cost - self.before.own_cost


def policy_answer(catalog: Catalog, people: Sequence[Person], policies: tuple[Policy, Policy], under: tuple[Under, Under]) -> PolicyAnswer:
    """What the second policy does to people as against the first. ``under``: the people under each of the two, as ``people_under`` gives
    them. Raises Refusal for policies of different years."""
    baseline, policy = policies
    if baseline.plan_year != policy.plan_year:
        raise Refusal([Problem("$.policy.plan_year", f"{baseline.plan_year}, the year of the baseline", str(policy.plan_year))])
    before, after = under
    change = premium_change(policy, before, after)
    after = [_with_premium(person, under, change) for person, under in zip(people, after, strict=True)]
    spread = policy.lock_in_spread
    gross = sum(one.current.payers.gross_drug_cost for one in after if one.current)
    return PolicyAnswer(
        info=catalog.info,
        baseline=baseline,
        policy=policy,
        changes=changes(policy, baseline),
        people=len(people),
        income_unknown=shown_count(_income_unknown(people, policies)),
        gets_help=shown_count(_moved(before, after, gets=True)),
        loses_help=shown_count(_moved(before, after, gets=False)),
        plan_changes=shown_count(sum(_best(one) != _best(other) for one, other in zip(before, after, strict=True))),
        at_least=shown_count(sum(_at_least(one) or _at_least(other) for one, other in zip(before, after, strict=True))),
        premium_change=change,
        kept_by_managers=ratio_half_up(gross * spread, WHOLE + spread),
        current=_effect(Standing.CURRENT, people, before, after),
        best=_effect(Standing.BEST, people, before, after),
    )


def premium_change(policy: Policy, before: Under, after: Under) -> Cents:
    """What every premium rises in a month: the policy's part of the average change in what plans pay, over people at their plans."""
    pairs = [(one.current, other.current) for one, other in zip(before, after, strict=True)]
    changes = [new.payers.plan - old.payers.plan for old, new in pairs if old and new]
    if not changes or not policy.premium_pass_through:
        return 0
    total, divisor = sum(changes) * policy.premium_pass_through, len(changes) * WHOLE * YEAR_MONTHS
    return ratio_half_up(total, divisor) if total >= 0 else -ratio_half_up(-total, divisor)


def _with_premium(person: Person, under: PersonUnder, change: Cents) -> PersonUnder:
    if not change or under.level is not LowIncomeSubsidy.NONE:
        return under
    months = person.member.months_covered

    def moved(stand: Stand | None) -> Stand | None:
        return stand and stand._replace(premium=max(stand.premium + change * months, 0))

    return under._replace(current=moved(under.current), best=moved(under.best))


def _income_unknown(people: Sequence[Person], policies: tuple[Policy, Policy]) -> int:
    law = income_limits(parameter_set(policies[0].plan_year))
    limits = [income_limits(policy_parameters(policy)) for policy in policies]
    return sum(any(level_under(person, law, one) is None for one in limits) for person in people)


def _moved(before: Under, after: Under, *, gets: bool) -> int:
    """How many people get Extra Help, or lose it."""
    has = LowIncomeSubsidy.NONE.__ne__
    return sum(has(one.level) is not gets and has(other.level) is gets for one, other in zip(before, after, strict=True))


def _at_least(under: PersonUnder) -> bool:
    return any(stand is not None and stand.at_least for stand in (under.current, under.best))


def _best(under: PersonUnder) -> str:
    return under.best.plan_id if under.best else ""


def _effect(standing: Standing, people: Sequence[Person], before: Under, after: Under) -> Effect:
    rows = [row for one in zip(people, before, after, strict=True) if (row := _row(standing, *one))]
    groups = [effect for by, group_of in GROUPINGS.items() for effect in _groups(by, group_of, rows)]
    return Effect(standing, len(rows), len(people) - len(rows), tuple(groups))


def _row(standing: Standing, person: Person, before: PersonUnder, after: PersonUnder) -> _Row | None:
    """The person at that plan; None without one, or where the change of a premium isn't known."""
    one, other = (under.current if standing is Standing.CURRENT else under.best for under in (before, after))
    if one is None or other is None:
        return None
    sure = one.premium_known and other.premium_known
    return _Row(person, one, other) if sure or (before.level is after.level and one.plan_id == other.plan_id) else None


def _groups(by: Grouping, group_of: Callable[[_Row], str], rows: Sequence[_Row]) -> Iterator[GroupEffect]:
    """The groups of one kind, in order, the small ones hidden."""
    members: dict[str, list[_Row]] = {name: [] for name in _NAMES[by]}
    for row in rows:
        members[group_of(row)].append(row)
    counted = {name: of for name, of in members.items() if of or by is Grouping.EVERYONE}
    away = hidden([[len(of)] for of in counted.values()])
    found = [changed([row.change for row in of]) for of in counted.values()]
    everyone = of_everyone(changed([row.change for row in rows]))
    outcomes = of_groups(found, everyone, away) if len(counted) > 1 else [everyone]
    for place, (name, of) in enumerate(counted.items()):
        if place in away or len(of) < FEWEST:
            yield GroupEffect(by, name, None, None, None, None)
        else:
            yield GroupEffect(by, name, len(of), outcomes[place], _paid([row.before for row in of]), _paid([row.after for row in of]))


def _paid(stands: Sequence[Stand]) -> Paid:
    payers = Payers(*map(sum, zip(*(stand.payers for stand in stands), strict=True))) if stands else Payers()
    return Paid(payers, sum(stand.premium for stand in stands), sum(stand.left_out for stand in stands))


def _everyone(row: _Row) -> str:
    return EVERYONE


def _help_level(row: _Row) -> str:
    return row.person.level.key


def _drugs(row: _Row) -> str:
    return _NAMES[Grouping.DRUGS][bisect_right(DRUG_BANDS, row.person.drugs)]


def _spending(row: _Row) -> str:
    return _NAMES[Grouping.SPENDING][bisect_right(SPENDING_BANDS, row.before.payers.gross_drug_cost + row.before.left_out)]


def _brands(row: _Row) -> str:
    return _NAMES[Grouping.BRANDS][row.person.takes_brands]


GROUPINGS: dict[Grouping, Callable[[_Row], str]] = {
    Grouping.EVERYONE: _everyone,
    Grouping.HELP_LEVEL: _help_level,
    Grouping.DRUGS: _drugs,
    Grouping.SPENDING: _spending,
    Grouping.BRANDS: _brands,
}
_NAMES: dict[Grouping, tuple[str, ...]] = {
    Grouping.EVERYONE: (EVERYONE,),
    Grouping.HELP_LEVEL: LowIncomeSubsidy.keys(),
    Grouping.DRUGS: ("1_to_2", "3_to_5", "6_to_9", "10_or_more"),
    Grouping.SPENDING: ("below_1000", "1000_to_2999", "3000_to_9999", "10000_or_more"),
    Grouping.BRANDS: ("generics_alone", "brands"),
}
"""The groups of each kind, in order."""
