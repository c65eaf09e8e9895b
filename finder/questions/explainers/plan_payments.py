"""Who pays a drug plan: for one person's year at a plan, or for many members of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from finder.adjudication.engine import adjudicate_year
from finder.adjudication.standard_year import standard_terms, standard_year
from finder.domain.benefit import BenefitType, LowIncomeSubsidy, Phase
from finder.domain.claim import PAYERS, Ledger, Segment
from finder.domain.market import PlanKind
from finder.domain.money import BasisPoints, Cents, share_of
from finder.domain.months import YEAR_MONTHS
from finder.domain.plan_cost import PlanCost, PremiumSubsidy
from finder.domain.plan_payments import MemberYear, NoCorridor, PlanFacts, PlanPayments, PlanUnknown, RiskCorridor
from finder.parameters import ParameterSet, parameter_set
from finder.parameters.rule_sets import rules_of
from finder.rules.plan_payments import direct_subsidy, rebates_of_reinsurance, risk_corridor, standardized_bid

TOPIC = "plan_payments"
BASE, AVERAGE, REDUCTION = (
    "national_base_beneficiary_premium",
    "national_average_monthly_bid_amount",
    "premium_stabilization_demo.reduction",
)
WIDTHS = (
    "risk_corridor.first_threshold",
    "risk_corridor.second_threshold",
    "risk_corridor.share_between_thresholds",
    "risk_corridor.share_beyond_second",
)


def plan_payments(facts: PlanFacts, members: Sequence[MemberYear]) -> PlanPayments:
    """The money of a plan for these members, all of one year. Each sum is the sum over the members, to the cent."""
    year = members[0].ledger.plan_year
    numbers = parameter_set(year)
    base, average = numbers.cents(BASE), numbers.cents(AVERAGE)
    bid = standardized_bid(facts.basic_premium, base, average)
    months = sum(member.months for member in members)
    drugs = {payer: sum(_paid(member.ledger, payer) for member in members) for payer in PAYERS}
    below = sum(_paid(member.ledger, "medicare_reinsurance", above=False) for member in members)
    outside = sum(segment.patient_pay for member in members for segment in _segments(member.ledger) if segment.phase is Phase.OUTSIDE)
    covered = sum(drugs.values()) - outside
    rebates = share_of(covered, facts.rebates)
    to_medicare = rebates_of_reinsurance(rebates, drugs["medicare_reinsurance"] - below, covered)
    subsidy, basic = months * direct_subsidy(bid, facts.risk, facts.basic_premium), sum(member.basic_cost for member in members)
    return PlanPayments(
        year=year,
        facts=facts,
        members=len(members),
        months=months,
        base_premium=base,
        average_bid=average,
        bid=bid,
        drugs=drugs,
        medicare_below=below,
        not_covered=outside,
        premiums=months * (facts.basic_premium + facts.supplemental_premium),
        premium_help=sum(member.premium_help for member in members),
        direct_subsidy=subsidy,
        basic_cost=basic,
        rebates=rebates,
        rebates_to_medicare=to_medicare,
        corridor=_corridor(numbers, facts, subsidy + months * facts.basic_premium, basic - (rebates - to_medicare)),
        demonstration=numbers.cents(REDUCTION) if numbers.has(REDUCTION) else 0,
        rules=tuple(rules_of(TOPIC, year).values()),
        parameters=tuple(name for name in (BASE, AVERAGE, *WIDTHS, REDUCTION) if numbers.has(name)),
    )


def member_year(ledger: Ledger, months: int, benefit_type: BenefitType, level: LowIncomeSubsidy, premium_help: Cents = 0) -> MemberYear:
    """A member's year with what of the plan's part the basic benefit pays: all of it, or at an enhanced plan what the standard benefit
    would have paid of the same fills, if that is less."""
    paid = _paid(ledger, "plan")
    if benefit_type is not BenefitType.ENHANCED_ALTERNATIVE:
        return MemberYear(ledger, months, paid, premium_help)
    standard = adjudicate_year(standard_terms(ledger.plan_year, level), [row.claim for row in ledger.rows], ledger.opening)
    return MemberYear(ledger, months, min(paid, _paid(standard, "plan")), premium_help)


def payments_for(cost: PlanCost, level: LowIncomeSubsidy, assumed: PlanFacts) -> PlanPayments | PlanUnknown:
    """The money of a person's plan for their year; of ``assumed`` the premiums are taken from the plan."""
    plan = cost.plan
    if plan.kind is not PlanKind.PDP:
        return PlanUnknown.HEALTH_PLAN
    if plan.part_d_premium is None or plan.basic_premium is None:
        return PlanUnknown.NO_PREMIUM
    if cost.premium_subsidy is PremiumSubsidy.UNKNOWN:
        return PlanUnknown.HELP_NOT_KNOWN
    facts = assumed._replace(basic_premium=plan.basic_premium, supplemental_premium=plan.part_d_premium - plan.basic_premium)
    paid = plan.part_d_premium * cost.months_covered
    helped = paid - (paid if cost.part_d_premium is None else cost.part_d_premium)
    member = member_year(cost.ledger, cost.months_covered, plan.design.benefit_type, level, helped)
    return replace(plan_payments(facts, [member]), help_estimated=cost.premium_subsidy is PremiumSubsidy.ESTIMATED)


def payments_of_example(year: int, yearly_cost: Cents, brand_share: BasisPoints, assumed: PlanFacts) -> PlanPayments:
    """The money for a person with that yearly drug cost at the standard benefit."""
    ledger = standard_year(year, yearly_cost, brand_share)
    return plan_payments(assumed, [member_year(ledger, YEAR_MONTHS, BenefitType.DEFINED_STANDARD, LowIncomeSubsidy.NONE)])


def usual_premium(year: int) -> Cents:
    """The premium of a plan that bids the national average. Raises UnknownPlanYear."""
    return parameter_set(year).cents(BASE)


def _corridor(numbers: ParameterSet, facts: PlanFacts, paid: Cents, costs: Cents) -> RiskCorridor | NoCorridor:
    if facts.running is None:
        return NoCorridor.RUNNING_NOT_TOLD
    widths = _widths(numbers)
    if widths is None:
        return NoCorridor.WIDTH_NOT_KNOWN
    target = max(paid - share_of(paid, facts.running), 0)
    return RiskCorridor(target, costs, *widths, risk_corridor(target, costs, *widths), at_most=not _printed(numbers))


def _widths(numbers: ParameterSet) -> tuple[BasisPoints, BasisPoints, BasisPoints, BasisPoints] | None:
    """Both thresholds and both parts that Medicare shares; after 2011 the least that the law allows."""
    if _printed(numbers):
        first, second, between, beyond = (numbers.basis_points(name) for name in WIDTHS)
        return first, second, between, beyond
    rule = rules_of(TOPIC, numbers.plan_year)["risk_corridor"]
    if not rule.numbers:
        return None
    return rule.number("first"), rule.number("second"), rule.number("between"), rule.number("beyond")


def _printed(numbers: ParameterSet) -> bool:
    """Whether the year's own widths are known. That of 2012 is only a least one, and its shares are not printed."""
    return all(numbers.has(name) for name in WIDTHS)


def _paid(ledger: Ledger, payer: str, *, above: bool | None = None) -> Cents:
    """What a payer pays of a year; ``above``: only past the yearly limit, or only below it."""
    parts: Iterable[Cents] = (
        getattr(segment, payer) for segment in _segments(ledger) if above is None or above is (segment.phase is Phase.CATASTROPHIC)
    )
    return sum(parts)


def _segments(ledger: Ledger) -> Iterator[Segment]:
    return (segment for row in ledger.rows for segment in row.segments)
