"""Makes a policy from what a person wrote: every number known, of its kind, and with sense beside the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from finder.domain.errors import Problem, Refusal, UnknownPlanYear, found_words
from finder.domain.law import Kind, Parameter, kind_of
from finder.domain.money import LARGEST, WHOLE, BasisPoints, dollars, fraction, scaled, to_basis_points, to_cents
from finder.domain.policy import ChangedNumber, Policy, PolicyPrice
from finder.parameters import FIRST_YEAR, LAST_YEAR, ParameterSet, parameter_set
from finder.parameters.changed import GAP_NUMBERS, policy_parameters
from finder.parameters.model import NO_LIMIT, topic_of

CHANGEABLE = (
    "deductible",
    "initial_coverage_limit",
    "initial_coverage_coinsurance",
    "oop_threshold",
    "gap_coinsurance.brand",
    "gap_coinsurance.generic",
    "gap_manufacturer_discount",
    "gap_dispensing_fee_beneficiary_share.brand",
    "catastrophic_coinsurance",
    "catastrophic_min_copay.generic_preferred",
    "catastrophic_min_copay.other",
    "payer_share.initial.manufacturer.applicable",
    "payer_share.initial.medicare_selected_drug_subsidy",
    "payer_share.catastrophic.manufacturer.applicable",
    "payer_share.catastrophic.medicare_reinsurance",
    "payer_share.catastrophic.medicare_reinsurance.applicable",
    "payer_share.catastrophic.medicare_reinsurance.non_applicable",
    "insulin_monthly_cap",
    "insulin_cap_pct_of_negotiated_or_mfp",
    "lis_copay.fbde_le100fpl.generic_preferred",
    "lis_copay.fbde_le100fpl.other",
    "lis_copay.other_full_subsidy.generic_preferred",
    "lis_copay.other_full_subsidy.other",
    "lis_copay.institutional_fbde",
    "lis_partial.deductible",
    "lis_partial.coinsurance_below_threshold",
    "lis_partial.copay_above_threshold.generic_preferred",
    "lis_partial.copay_above_threshold.other",
    "lis_income_limit_pct.full",
    "lis_income_limit_pct.partial",
)
"""The numbers that a policy may change: those on which a simulated year depends."""
MAIN = (
    "oop_threshold",
    "deductible",
    "initial_coverage_coinsurance",
    "payer_share.initial.manufacturer.applicable",
    "lis_income_limit_pct.full",
)
"""The numbers that people ask about first."""
LIFTED = NO_LIMIT
"""What stands in place of a limit that is lifted."""
LIMITS = ("oop_threshold", "insulin_monthly_cap")
"""Those that may be lifted."""
MOST_OF_POVERTY: BasisPoints = 10 * WHOLE
"""The highest income limit that makes sense: ten times the poverty line."""
PHASES = (
    ("initial_coverage_coinsurance", "payer_share.initial.manufacturer.applicable"),
    ("gap_coinsurance.brand", "gap_manufacturer_discount"),
    (
        "catastrophic_coinsurance",
        "payer_share.catastrophic.manufacturer.applicable",
        "payer_share.catastrophic.medicare_reinsurance.applicable",
    ),
    ("catastrophic_coinsurance", "payer_share.catastrophic.medicare_reinsurance"),
    ("catastrophic_coinsurance", "payer_share.catastrophic.medicare_reinsurance.non_applicable"),
)
"""Shares of one price, which sum to the whole of it at most."""
THE_LAW = "law"
"""The name of a policy that changes nothing, and the word for it in a document."""
Written = str | int | float


def make_policy(
    name: str,
    plan_year: int,
    *,
    about: str = "",
    numbers: Mapping[str, Written] | None = None,
    replaces: Mapping[str, Written] | None = None,
    gap_of: int | None = None,
    lock_in_spread: BasisPoints = 0,
    prices: Sequence[PolicyPrice] = (),
    premium_pass_through: BasisPoints = 0,
    where: str = "$",
) -> Policy:
    """A policy of a plan year.

    ``numbers``: name -> value, money in dollars, shares as fractions of one or with a percent sign, ``none`` for a limit that is lifted.
    ``replaces``: name -> the law's own value, for those who want it checked.
    ``where``: the JSON path of the policy, for what is refused.
    Raises Refusal, with every problem found.
    """
    for year, field in ((plan_year, "plan_year"), (gap_of, "gap_of")):
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise UnknownPlanYear(year, FIRST_YEAR, LAST_YEAR, f"{where}.{field}")
    blank = Policy(name, plan_year, about, (), gap_of, lock_in_spread, tuple(prices), premium_pass_through)
    before, law = policy_parameters(blank), parameter_set(plan_year)
    problems: list[Problem] = []
    changed: list[ChangedNumber] = []
    for number, written in (numbers or {}).items():
        try:
            changed.append(_changed(before, law, number, written, (replaces or {}).get(number), f"{where}.numbers.{number}"))
        except Refusal as refusal:
            problems += refusal.problems
    if problems:
        raise Refusal(problems)
    policy = Policy(name, plan_year, about, tuple(changed), gap_of, lock_in_spread, tuple(prices), premium_pass_through)
    problems = list(_without_sense(policy_parameters(policy), where))
    if problems:
        raise Refusal(problems)
    return policy


def law_of(plan_year: int) -> Policy:
    """The law of a plan year as it stands, as the policy with which others are compared. Raises UnknownPlanYear."""
    return make_policy(THE_LAW, plan_year)


def main_numbers(plan_year: int) -> dict[str, ChangedNumber]:
    """The numbers that people ask about first, as far as the year has them: each as it is, by its name."""
    law = parameter_set(plan_year)
    found = (law.get(name) for name in MAIN if law.has(name))
    return {one.name: ChangedNumber(one.name, one.value, one.value, one.unit) for one in found}


def as_written(value: str, unit: str) -> str:
    """A number as a policy writes it: money with two decimals, a share as a fraction of one."""
    kind = kind_of(unit)
    if value == NO_LIMIT:
        return NO_LIMIT
    return dollars(to_cents(value)) if kind == Kind.MONEY else fraction(scaled(value, 100, unit="percent"))


def _changed(before: ParameterSet, law: ParameterSet, name: str, written: Written, replaces: Written | None, where: str) -> ChangedNumber:
    found = _parameter(before, name, where)
    value = _value(found, written, where)
    own = law.get(name).value if law.has(name) else NO_LIMIT
    if replaces is not None and _replaced(found, replaces, f"{where}.replaces") != _replaced(found, as_written(own, found.unit), where):
        expected = f"{as_written(own, found.unit)}, the number of {law.plan_year}"
        raise Refusal([Problem(f"{where}.replaces", expected, found_words(replaces))])
    return ChangedNumber(name, value, own, found.unit)


def _replaced(parameter: Parameter, written: Written, where: str) -> str:
    """What a number replaces; ``none`` where the law has no such number."""
    return NO_LIMIT if written == NO_LIMIT else _value(parameter, written, where)


def _parameter(numbers: ParameterSet, name: str, where: str) -> Parameter:
    """The parameter that is changed. Raises Refusal for one that nobody knows, that no year depends on, or that the year lacks."""
    year = numbers.plan_year
    if name not in CHANGEABLE:
        near = get_close_matches(name, CHANGEABLE, 3, 0.5)
        expected = f"a number that a policy may change{', such as ' + ', '.join(near) if near else ''}"
        unused = topic_of(name) is not None and numbers.has(name)
        raise Refusal([Problem(where, expected, f"{name}, on which no cost here depends" if unused else f"the name {found_words(name)}")])
    if not numbers.has(name):
        remedy = " (gap_of takes the gap of another year, and its numbers)" if name.startswith(GAP_NUMBERS) else ""
        raise Refusal([Problem(where, f"a number that {year} has{remedy}", f"{name}, which {year} does not have")])
    return numbers.get(name)


def _value(parameter: Parameter, written: Written, where: str) -> str:
    """What was written as the parameters print it. Raises Refusal for another kind of value, and for one without sense."""
    if parameter.name in LIMITS and written == NO_LIMIT:
        return NO_LIMIT
    lifted = f', or "{NO_LIMIT}"' if parameter.name in LIMITS else ""
    if kind_of(parameter.unit) == Kind.MONEY:
        expected = f'dollars from 0.00 to {dollars(LARGEST)}, such as "1234.50"{lifted}'
        amount = _number(written, to_cents, expected, where)
        if not 0 <= amount <= LARGEST:
            raise Refusal([Problem(where, expected, found_words(written))])
        return dollars(amount)
    most = MOST_OF_POVERTY if parameter.unit.endswith("of FPL") else WHOLE
    expected = f'a share from 0 to {most // WHOLE}, such as "0.25" or "25%"'
    rate = _number(written, _share, expected, where)
    if not 0 <= rate <= most:
        raise Refusal([Problem(where, expected, found_words(written))])
    return f"{rate // 100}.{rate % 100:02d}"


def _number(written: Written, read, expected: str, where: str) -> int:  # type: ignore[no-untyped-def]
    try:
        number: int = read(written)
    except ValueError as error:
        raise Refusal([Problem(where, expected, found_words(written))]) from error
    return number


def _share(written: Written) -> BasisPoints:
    if isinstance(written, str) and written.endswith("%"):
        return scaled(written.removesuffix("%"), 100, unit="percent")
    return to_basis_points(written)


def _without_sense(numbers: ParameterSet, where: str) -> Iterator[Problem]:
    """What of a policy has no sense beside the rest of it."""
    deductible = numbers.cents("deductible")
    for name in ("oop_threshold", "initial_coverage_limit"):
        limit = numbers.cents_or_none(name) if numbers.has(name) else None
        if limit is not None and limit < deductible:
            yield Problem(f"{where}.numbers.{name}", f"at least the deductible, {dollars(deductible)}", dollars(limit))
    for names in PHASES:
        shares = [numbers.basis_points(name) for name in names if numbers.has(name)]
        if sum(shares) > WHOLE:
            yield Problem(f"{where}.numbers.{names[-1]}", f"with {' and '.join(names[:-1])} at most the whole price", fraction(sum(shares)))


def changes(policy: Policy, baseline: Policy | None = None) -> tuple[ChangedNumber, ...]:
    """Every number that is another under a policy than under the baseline, or by the law of its year: those that it names, and those of the
    gap laid over. A number that one of the two lacks is ``none`` there."""
    law = parameter_set(policy.plan_year) if baseline is None else policy_parameters(baseline)
    numbers, found = policy_parameters(policy), []
    for name in CHANGEABLE:
        sets = [of.get(name) if of.has(name) else None for of in (law, numbers)]
        own, new = (NO_LIMIT if one is None else one.value for one in sets)
        unit = next((one.unit for one in sets if one is not None), "")
        if unit and as_written(own, unit) != as_written(new, unit):
            found.append(ChangedNumber(name, new, own, unit))
    return tuple(found)
