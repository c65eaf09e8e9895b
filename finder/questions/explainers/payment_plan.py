"""The Medicare Prescription Payment Plan: bills by month for any month of joining."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finder.adjudication.payment_plan import MONTHS, BilledMonth, billed_months, counted_costs
from finder.adjudication.terms import subsidy_terms
from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.claim import Ledger
from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.money import Cents, dollars, ratio_half_up
from finder.domain.payment_plan import Bill, Effect, How, NoticeTest, OwnCosts, PaymentPlan
from finder.parameters import FIRST_YEAR, LAST_YEAR, ParameterSet, parameter_set
from finder.parameters.rule_sets import rule_of, rules_of
from finder.rules.payment_plan import prior_year_notice, single_claim_notice

TOPIC = "payment_plan"
_NOTICE = "m3p.likely_to_benefit_single_claim"
_PARAMETERS = ("oop_threshold", _NOTICE, "m3p.auto_renewal", "m3p.first_month_cap_formula", "m3p.later_month_cap_formula")
_MADE_BY = ("owed_below_threshold", "first_month_cap", "later_month_cap", "payment_plan_bill")
LATE_IN_THE_YEAR = 10
"""From this month on at most three bills are left, so that little is spread."""


@dataclass(frozen=True, slots=True)
class _Year:
    """What decides the bills: ``counter`` is what is owed in each month of the year, ``incurred`` what counts before joining."""

    numbers: ParameterSet
    opt_in_month: int
    counter: tuple[Cents, ...]
    incurred: Cents
    largest_fill: Cents | None
    prior_year: Cents | None = None
    extra_help: bool = False

    @property
    def threshold(self) -> Cents:
        return self.numbers.cents("oop_threshold")

    @property
    def counted(self) -> tuple[Cents, ...]:
        return self.counter[self.opt_in_month - 1 :]


def payment_plan_years() -> tuple[int, ...]:
    """The plan years that have the payment plan."""
    return tuple(year for year in range(FIRST_YEAR, LAST_YEAR + 1) if parameter_set(year).has(_NOTICE))


def years_expected() -> str:
    """The plan years that have the payment plan, as a refusal names them."""
    years = payment_plan_years()
    return f"a plan year from {years[0]} to {years[-1]} (the payment plan began in {years[0]})"


def payment_plan(costs: OwnCosts) -> PaymentPlan:
    """The bills of a year of costs. Raises Refusal for a year before the payment plan, and for amounts that contradict each other."""
    numbers = _numbers(costs.year)
    subsidy_terms(costs.year, costs.low_income_subsidy)  # refuses a level that the year lacks
    threshold, before = numbers.cents("oop_threshold"), costs.opt_in_month - 1
    counter = counted_costs(costs.monthly, threshold)
    earlier = sum(counter[:before])
    incurred = earlier if costs.paid_before is None else costs.paid_before
    if not earlier <= incurred <= threshold:
        expected = f"from {dollars(earlier)} (what the months before joining sum to) to {dollars(threshold)} (the year's threshold)"
        raise Refusal([Problem("$.paid_before_opt_in", expected, dollars(incurred), "paid_before", numbers=(earlier, threshold))])
    counter = counter[:before] + counted_costs(costs.monthly[before:], threshold, incurred)
    _refuse_fill(costs.largest_fill, max(counter[before:]))
    helped = costs.low_income_subsidy is not LowIncomeSubsidy.NONE
    return _answer(_Year(numbers, costs.opt_in_month, counter, incurred, costs.largest_fill, costs.prior_year, helped))


def payment_plan_of_ledger(
    ledger: Ledger,
    opt_in_month: int,
    low_income_subsidy: LowIncomeSubsidy = LowIncomeSubsidy.NONE,
    prior_year: Cents | None = None,
) -> PaymentPlan:
    """The same answer from a year's ledger at one plan: its months, TrOOP before joining, and its dearest fill from then on. What Extra
    Help pays is in TrOOP and in no bill."""
    numbers = _numbers(ledger.plan_year)
    counter = [0] * MONTHS
    incurred, largest = ledger.opening.troop, 0
    for row in ledger.rows:
        owed = sum(segment.patient_pay for segment in row.segments if segment.phase is not Phase.OUTSIDE)
        month = row.claim.date.month
        counter[month - 1] += owed
        if month < opt_in_month:
            incurred = row.accumulators.troop
        else:
            largest = max(largest, owed)
    helped = low_income_subsidy is not LowIncomeSubsidy.NONE
    return _answer(_Year(numbers, opt_in_month, tuple(counter), incurred, largest, prior_year, helped))


def _numbers(year: int) -> ParameterSet:
    if year not in payment_plan_years():
        raise Refusal([Problem("$.year", years_expected(), str(year))])
    return parameter_set(year)


def _refuse_fill(largest: Cents | None, dearest_month: Cents) -> None:
    if largest is not None and largest > dearest_month:
        expected = f"at most {dollars(dearest_month)}, the dearest month from joining on"
        numbers = (dearest_month, largest)
        raise Refusal([Problem("$.largest_single_fill", expected, dollars(largest), "fill_above_the_month", numbers=numbers)])


def _answer(year: _Year) -> PaymentPlan:
    months = billed_months(year.threshold, year.incurred, year.counted, year.opt_in_month)
    notice = _notice_test(year)
    return PaymentPlan(
        year=year.numbers.plan_year,
        opt_in_month=year.opt_in_month,
        threshold=year.threshold,
        paid_before=year.incurred,
        at_the_counter=year.counter,
        bills=tuple(Bill(*month, _how(months, place)) for place, month in enumerate(months)),
        likely=single_claim_notice(notice.dearest, notice.amount) or notice.prior_met is True,
        because=_because(year, notice),
        notice=notice,
        effect=_effect(year.counted, [month.bill for month in months]),
        extra_help=year.extra_help,
        renews=year.numbers.flag("m3p.auto_renewal"),
        steps=_steps(year),
        made_by=_MADE_BY,
        parameters=tuple(name for name in _PARAMETERS if year.numbers.has(name)),
    )


def _how(months: Sequence[BilledMonth], place: int) -> How:
    """The law's division where it gives the bill to the cent; elsewhere why the bill is what it is (caps are reckoned unrounded)."""
    month = months[place]
    if place == 0:
        return How.LEVEL if 0 < month.bill < min(month.cap, month.new_cost) else How.FIRST
    before, left = months[place - 1], MONTHS + 1 - month.month
    if left == 1 or ratio_half_up(before.unbilled + month.new_cost, left) == month.bill:
        return How.DIVIDED
    return How.SAME if not month.new_cost and month.bill == before.bill else How.EXACT


def _because(year: _Year, notice: NoticeTest) -> tuple[str, ...]:
    """Why a notice of the law would be given or not. Where no fill is known the dearest month stands for it."""
    owes = any(year.counted)
    reached = "fill_reaches_notice" if notice.fill_known else "month_reaches_notice"
    codes = ["nothing_owed" if not owes else reached if single_claim_notice(notice.dearest, notice.amount) else "below_notice"]
    if notice.prior_met is not None:
        codes.append("prior_year_reaches_notice" if notice.prior_met else "prior_year_below_notice")
    if owes and year.opt_in_month >= LATE_IN_THE_YEAR:
        codes.append("late_in_the_year")
    return tuple(codes)


def _notice_test(year: _Year) -> NoticeTest:
    """The program's own test: one prescription at the pharmacy, or what was paid in the year before."""
    known, rule = year.largest_fill is not None, rule_of(TOPIC, "prior_year_notice", year.numbers.plan_year)
    dearest = max(year.counted) if year.largest_fill is None else year.largest_fill
    amount, prior_amount = year.numbers.cents(_NOTICE), rule.number("dollars") * 100
    single = single_claim_notice(dearest, amount)
    return NoticeTest(
        amount=amount,
        dearest=dearest,
        fill_known=known,
        single=None if single and not known else single,
        prior_amount=prior_amount,
        prior_months=rule.number("months"),
        prior_paid=year.prior_year,
        prior_met=None if year.prior_year is None else prior_year_notice(year.prior_year, prior_amount),
    )


def _effect(counted: Sequence[Cents], bills: Sequence[Cents]) -> Effect:
    """What the bills do from joining on, whatever the notice test says."""
    if not any(counted):
        return Effect.NOTHING_OWED
    if list(bills) == list(counted):
        return Effect.NONE
    return Effect.SPREADS if max(bills) < max(counted) else Effect.MOVES


def _steps(year: _Year) -> tuple[Rule, ...]:
    """What to know and do, in order."""
    rules = rules_of(TOPIC, year.numbers.plan_year)
    wanted = ["spreads_only", "join", "at_the_counter", "missed_bill", "prior_year_notice"]
    if year.counted[0] and not any(year.counted[1:]):
        wanted.append("level_first_bill")
    return tuple(rules[name] for name in wanted)
