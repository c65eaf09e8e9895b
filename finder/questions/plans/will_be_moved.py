"""Will I be moved? Next year's premium of the plan against next year's benchmark, what Medicare does by default, and the best choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from finder.adjudication.other_help import premium_paid
from finder.adjudication.premiums import monthly_premiums, regional_benchmark, subsidy_rate, subsidy_up_to
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.helped_plans import HelpedPlan
from finder.domain.law import Rule
from finder.domain.market import Catalog, PlanKind
from finder.domain.member import Member
from finder.domain.money import Cents, dollars
from finder.domain.plan_cost import PremiumSubsidy
from finder.domain.prescription import Prescription
from finder.domain.will_be_moved import Fate, MovedByLetter, PlansLetter, WillBeMoved
from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set
from finder.parameters.regions import pdp_region_of
from finder.parameters.rule_sets import rules_of
from finder.questions.explainers.extra_help import states
from finder.questions.plans.annual_change import whole_year
from finder.questions.plans.helped_plans import helped_plans

_RULES = ("reassignment", "chosen_yourself", "reassignment_letter", "default_plan", "lowest_premium_plan", "special_enrollment")


def will_be_moved(
    this_year: Catalog, next_year: Catalog, member: Member, prescriptions: Sequence[Prescription], plan_id: str, picked: bool | None = None
) -> WillBeMoved:
    """What becomes of the plan of a person with Extra Help who does nothing, and the best choice.

    ``picked``: whether the person picked the plan; None: not asked, or not sure.
    Raises Refusal without Extra Help, for a plan that this year lacks, and what helped_plans raises.
    """
    plan = this_year.plan(plan_id)
    if plan is None:
        raise Refusal([Problem("$.current_plan", f"a plan of {this_year.info.plan_year}", plan_id)])
    year = next_year.info.plan_year
    health = member.health_plans_chosen or plan.kind is not PlanKind.PDP
    person = replace(whole_year(member, year, plan_id), health_plans_chosen=health)
    listed = [replace(prescription, dates=()) for prescription in prescriptions]
    helped = helped_plans(next_year, person, listed, member.low_income_subsidy)
    stay = next((one for one in helped.plans if one.plan.plan_id == plan_id), None)
    premiums = monthly_premiums(stay.plan, person, parameter_set(year)) if stay else None
    left = premiums.part_d_premium if premiums and premiums.subsidy in (PremiumSubsidy.KNOWN, PremiumSubsidy.ESTIMATED) else None
    estimated = premiums is not None and premiums.subsidy is PremiumSubsidy.ESTIMATED
    if stay and estimated and cents_decide(stay.plan.part_d_premium, helped.benchmark, left):
        left = None
    return WillBeMoved(
        plan=plan,
        picked=picked,
        fate=_fate(stay, left, picked),
        premium=stay.plan.part_d_premium if stay else None,
        left=left,
        left_estimated=estimated,
        help_pays=premium_paid(member.other_help, left, left),
        stay=stay,
        helped=helped,
        rules=_rules(year),
    )


def _rules(year: int) -> tuple[Rule, ...]:
    """What Medicare may do, and what a state drug program may not."""
    of_help, of_payers = rules_of("extra_help", year), rules_of("payer_order", year)
    found = (*(of_help.get(name) for name in _RULES), of_payers.get("no_mass_moves"))
    return tuple(rule for rule in found if rule is not None)


def _fate(stay: HelpedPlan | None, left: Cents | None, picked: bool | None) -> Fate:
    """What Medicare does by default: it moves whom it placed, where the plan is gone or leaves a premium. 42 CFR 423.34(c)."""
    if stay is None:
        return Fate.GONE
    if left is None:
        return Fate.STAYS if stay.default else Fate.UNKNOWN
    return fate_of(left, picked if stay.plan.kind is PlanKind.PDP else True)


def cents_decide(premium: Cents | None, benchmark: Cents | None, left: Cents | None) -> bool:
    """Whether a premium is above the benchmark and yet nothing is left of it, as the subsidy is rounded up to a dime: by the law's text the
    plan does not qualify, by that practice the person pays nothing, and no source settles it (decision 10)."""
    return premium is not None and benchmark is not None and premium > benchmark and left == 0


def fate_of(left: Cents | None, picked: bool | None) -> Fate:
    """What follows from what Extra Help leaves of the premium, and from who picked the plan."""
    if left is None:
        return Fate.UNKNOWN
    if left == 0:
        return Fate.STAYS
    if picked:
        return Fate.STAYS_AND_PAYS
    return Fate.ASK if picked is None else Fate.MOVED


def letter_years() -> range:
    """The years of which the law's numbers are known."""
    return range(FIRST_YEAR, LAST_YEAR + 1)


def moved_by_letter(year: int, state: str, level: LowIncomeSubsidy, letter: PlansLetter, picked: bool | None = None) -> MovedByLetter:
    """What becomes of a person with Extra Help in a basic drug plan, by the plan's letter: what it leaves to pay, else its premium against
    next year's benchmark. Raises Refusal without Extra Help, for a year that we lack, and for a letter that contradicts itself."""
    problems = list(_problems(year, state, level, letter))
    if problems:
        raise Refusal(problems)
    numbers = parameter_set(year)
    benchmark, rate = regional_benchmark(pdp_region_of(state) or "", numbers), subsidy_rate(level, numbers)
    left, estimated = letter.left, False
    if left is None and letter.premium is not None and benchmark is not None and rate is not None:
        off = subsidy_up_to(letter.premium, benchmark, rate, numbers)
        left, estimated = letter.premium - off.amount, off.estimate
        left = None if cents_decide(letter.premium, benchmark.amount, left) else left
    return MovedByLetter(
        year=year,
        letter=letter,
        picked=picked,
        fate=fate_of(left, picked),
        left=left,
        left_estimated=estimated,
        benchmark=benchmark.amount if benchmark else None,
        benchmark_status=numbers.get(benchmark.parameter).status if benchmark else "",
        rules=_rules(year),
    )


def _problems(year: int, state: str, level: LowIncomeSubsidy, letter: PlansLetter) -> Iterator[Problem]:
    if state not in states():
        yield Problem("$.state", "the two letters of a state, DC or a territory, such as MA", f'"{state}"')
    if level is LowIncomeSubsidy.NONE:
        yield Problem("$.low_income_subsidy", "a level of Extra Help", "none")
    if year not in letter_years():
        yield Problem("$.year", f"a plan year from {FIRST_YEAR} to {LAST_YEAR}", str(year))
    if letter.left is not None and letter.premium is not None and letter.left > letter.premium:
        yield Problem("$.left", f"at most the premium ({dollars(letter.premium)})", dollars(letter.left))
