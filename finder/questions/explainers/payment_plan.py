"""The Medicare Prescription Payment Plan: bills by month for any month of joining. The question behind ``finder payment-plan``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from finder.adjudication.payment_plan import MONTHS, BilledMonth, billed_months, counted_costs
from finder.adjudication.terms import subsidy_terms
from finder.documents.fields import Input, Money, PlanYear, Whole, Word, read
from finder.documents.parameters import parameter_entries
from finder.documents.rules import rule_entries
from finder.domain.benefit import LowIncomeSubsidy, Phase
from finder.domain.claim import Ledger
from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.money import Cents, dollars, ratio_half_up, shown
from finder.parameters import FIRST_YEAR, LAST_YEAR, ParameterSet, parameter_set
from finder.parameters.rule_sets import rule_of, rules_of
from finder.rules.payment_plan import prior_year_notice, single_claim_notice
from finder.rules.registry import rule_text

TOPIC = "payment_plan"
_NOTICE = "m3p.likely_to_benefit_single_claim"
_PARAMETERS = ("oop_threshold", _NOTICE, "m3p.auto_renewal", "m3p.first_month_cap_formula", "m3p.later_month_cap_formula")
_RULES = ("owed_below_threshold", "first_month_cap", "later_month_cap", "payment_plan_bill")
LATE_IN_THE_YEAR = 10
"""From this month on at most three bills are left, so that little is spread."""


def payment_plan_years() -> tuple[int, ...]:
    """The plan years that have the payment plan."""
    return tuple(year for year in range(FIRST_YEAR, LAST_YEAR + 1) if parameter_set(year).has(_NOTICE))


def _refuse_year(year: int) -> int:
    years = payment_plan_years()
    if year not in years:
        raise ValueError(f"a plan year from {years[0]} to {years[-1]} (the payment plan began in {years[0]})")
    return year


class PaymentPlanInput(Input):
    """``monthly_out_of_pocket``: what each month's covered drugs cost the person at the drug store, January first. ``paid_before_opt_in``
    where more was paid this year before joining than those months say; ``largest_single_fill`` (from joining on) and
    ``prior_year_first_nine_months`` where they are known, for the notices. With Extra Help all amounts are still the person's own."""

    year: Annotated[PlanYear, AfterValidator(_refuse_year)]
    opt_in_month: Annotated[Whole, Field(ge=1, le=MONTHS)]
    monthly_out_of_pocket: Annotated[list[Money], Field(min_length=MONTHS, max_length=MONTHS)]
    paid_before_opt_in: Money | None = None
    largest_single_fill: Money | None = None
    prior_year_first_nine_months: Money | None = None
    low_income_subsidy: Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)] = LowIncomeSubsidy.NONE


@dataclass(frozen=True, slots=True)
class _Year:
    """What decides the bills, in cents: ``counter`` is what is owed in each month of the year, ``incurred`` what counts before joining."""

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


def payment_plan(document: object) -> dict[str, Any]:
    """The contract's answer: ``bills`` (12), ``likely_to_benefit`` (a notice of the law would say so; a month stands for a fill that is
    not known), ``notice_test`` and, apart from it, ``bills_change``, ``steps``, and how each bill came about. Raises Refusal, by name for a
    year before the payment plan."""
    asked = read(PaymentPlanInput, document)
    subsidy_terms(asked.year, asked.low_income_subsidy)  # refuses a level that the year lacks
    numbers = parameter_set(asked.year)
    threshold, before = numbers.cents("oop_threshold"), asked.opt_in_month - 1
    counter = counted_costs(asked.monthly_out_of_pocket, threshold)
    earlier = sum(counter[:before])
    incurred = earlier if asked.paid_before_opt_in is None else asked.paid_before_opt_in
    if not earlier <= incurred <= threshold:
        expected = f"from {dollars(earlier)} (what the months before joining sum to) to {dollars(threshold)} (the year's threshold)"
        raise Refusal([Problem("$.paid_before_opt_in", expected, dollars(incurred))])
    counter = counter[:before] + counted_costs(asked.monthly_out_of_pocket[before:], threshold, incurred)
    _refuse_fill(asked, counter[before:])
    helped = asked.low_income_subsidy is not LowIncomeSubsidy.NONE
    prior = asked.prior_year_first_nine_months
    return _answer(_Year(numbers, asked.opt_in_month, counter, incurred, asked.largest_single_fill, prior, helped))


def payment_plan_of_ledger(
    ledger: Ledger,
    opt_in_month: int,
    low_income_subsidy: LowIncomeSubsidy = LowIncomeSubsidy.NONE,
    prior_year_first_nine_months: Cents | None = None,
) -> dict[str, Any]:
    """The same answer from a year's ledger at one plan: its months, TrOOP before joining, and its dearest fill from then on. What Extra
    Help pays is in TrOOP and in no bill."""
    try:
        numbers = parameter_set(_refuse_year(ledger.plan_year))
    except ValueError as error:
        raise Refusal([Problem("$.year", str(error), str(ledger.plan_year))]) from error
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
    return _answer(_Year(numbers, opt_in_month, tuple(counter), incurred, largest, prior_year_first_nine_months, helped))


def _refuse_fill(asked: PaymentPlanInput, counter: Sequence[Cents]) -> None:
    largest = asked.largest_single_fill
    if largest is not None and largest > max(counter):
        expected = f"at most {dollars(max(counter))}, the dearest month from joining on"
        raise Refusal([Problem("$.largest_single_fill", expected, dollars(largest))])


def _answer(year: _Year) -> dict[str, Any]:
    months = billed_months(year.threshold, year.incurred, year.counter[year.opt_in_month - 1 :], year.opt_in_month)
    bills = [0] * (year.opt_in_month - 1) + [month.bill for month in months]
    pays = [*year.counter[: year.opt_in_month - 1], *(month.bill for month in months)]
    likely, because = _likely(year)
    return {
        "year": year.numbers.plan_year,
        "opt_in_month": year.opt_in_month,
        "threshold": dollars(year.threshold),
        "paid_before_opt_in": dollars(year.incurred),
        "bills": [dollars(bill) for bill in bills],
        "likely_to_benefit": likely,
        "because": because,
        "notice_test": _notice_test(year),
        "bills_change": _bills_change(year.counter[year.opt_in_month - 1 :], months),
        "extra_help": year.extra_help,
        "steps": rule_entries(_steps(year)),
        "owed": dollars(sum(month.new_cost for month in months)),
        "first_bill_at_most": dollars(months[0].cap),
        "at_the_counter": [dollars(cost) for cost in year.counter],
        "with_the_payment_plan": [dollars(pay) for pay in pays],
        "highest_month": {"at_the_counter": dollars(max(year.counter)), "with_the_payment_plan": dollars(max(pays))},
        "months": [_month(year, index, months) for index in range(len(months))],
        "rules": [{"id": text.id, "citation": text.citation, "sentence": text.sentence} for text in map(rule_text, _RULES)],
        "parameters": parameter_entries(year.numbers, _PARAMETERS),
    }


def _month(year: _Year, index: int, months: Sequence[BilledMonth]) -> dict[str, Any]:
    """One month with its arithmetic, in the words of the law."""
    month = months[index]
    entry = {"new_cost": month.new_cost, "cap": month.cap, "bill": month.bill, "unbilled": month.unbilled}
    how = _first_month(year, month) if index == 0 else _later_month(months[index - 1], month)
    return {"month": month.month, **{key: dollars(value) for key, value in entry.items()}, "arithmetic": how}


def _first_month(year: _Year, month: BilledMonth) -> str:
    left = MONTHS + 1 - month.month
    how = f"cap ({dollars(year.threshold)} - {dollars(year.incurred)}) / {left} = {dollars(month.cap)}; owed {dollars(month.new_cost)}"
    if 0 < month.bill < min(month.cap, month.new_cost):
        return f"{how}; no cost follows, so {dollars(month.new_cost)} / {left} = {dollars(month.bill)}"
    return how


def _later_month(before: BilledMonth, month: BilledMonth) -> str:
    """The law's division where it gives the bill to the cent; elsewhere why the bill is what it is (caps are reckoned unrounded)."""
    left, owed = MONTHS + 1 - month.month, before.unbilled + month.new_cost
    if left > 1 and ratio_half_up(owed, left) != month.bill:
        same = not month.new_cost and month.bill == before.bill
        return (
            "no new cost: the bill stays the same" if same else f"{dollars(owed)} / {left}, by the unrounded balance {dollars(month.bill)}"
        )
    return f"({dollars(before.unbilled)} + {dollars(month.new_cost)}) / {left} = {dollars(month.bill)}"


_BECAUSE = {
    "nothing_owed": "From the month of joining on you owe nothing for drugs, so there is nothing to spread.",
    "fill_reaches_notice": "One fill costs you ${dearest}, which is ${notice} or more. The pharmacy must tell you of the payment plan.",
    "month_reaches_notice": "One month costs you ${dearest}. If one fill costs ${notice} or more, the pharmacy must tell you of this.",
    "below_notice": "No fill from the month of joining on costs you ${notice} or more.",
    "prior_year_reaches_notice": "Your drugs cost you ${prior_notice} or more in the first {months} months of the year before.",
    "prior_year_below_notice": "Your drugs cost you less than ${prior_notice} in the first {months} months of the year before.",
    "late_in_the_year": "You would join late in the year, so few bills are left to spread it over.",
}
"""Why a person is likely to benefit, or not."""


def _likely(year: _Year) -> tuple[bool, list[str]]:
    """Whether a notice of the law would say so, and why, in sentences. Where no fill is known the dearest month stands for it."""
    notice, rule = year.numbers.cents(_NOTICE), _prior_rule(year)
    dearest_month = max(year.counter[year.opt_in_month - 1 :])
    dearest = dearest_month if year.largest_fill is None else year.largest_fill
    single = single_claim_notice(dearest, notice)
    reached = "month_reaches_notice" if year.largest_fill is None else "fill_reaches_notice"
    codes = ["nothing_owed" if not dearest_month else reached if single else "below_notice"]
    prior = _prior_met(year)
    if prior is not None:
        codes.append("prior_year_reaches_notice" if prior else "prior_year_below_notice")
    if dearest_month and year.opt_in_month >= LATE_IN_THE_YEAR:
        codes.append("late_in_the_year")
    amounts = {"dearest": dearest, "notice": notice, "prior_notice": _prior_notice(year)}
    words = {name: shown(amount).removeprefix("$") for name, amount in amounts.items()}
    return single or prior is True, [_BECAUSE[code].format(**words, months=rule.number("months")) for code in codes]


def _prior_rule(year: _Year) -> Rule:
    return rule_of(TOPIC, "prior_year_notice", year.numbers.plan_year)


def _prior_notice(year: _Year) -> Cents:
    return _prior_rule(year).number("dollars") * 100


def _prior_met(year: _Year) -> bool | None:
    """Whether the plan's notice before the year is due; None where what was paid is not known."""
    return None if year.prior_year is None else prior_year_notice(year.prior_year, _prior_notice(year))


def _notice_test(year: _Year) -> dict[str, Any]:
    """The program's own test: one prescription at the pharmacy, or what was paid in the year before. ``met`` is null where what we were
    told does not decide: a dear month may be one fill or several."""
    dearest_month, notice = max(year.counter[year.opt_in_month - 1 :]), year.numbers.cents(_NOTICE)
    dearest = dearest_month if year.largest_fill is None else year.largest_fill
    single: bool | None = single_claim_notice(dearest, notice)
    if single and year.largest_fill is None:
        single = None
    prior = _prior_met(year)
    return {
        "met": True if True in (single, prior) else None if None in (single, prior) else False,
        "single_prescription": {
            "amount": dollars(notice),
            "dearest": dollars(dearest),
            "dearest_is": "month" if year.largest_fill is None else "prescription",
            "met": single,
        },
        "before_the_year": {
            "amount": dollars(_prior_notice(year)),
            "months": _prior_rule(year).number("months"),
            "paid": None if year.prior_year is None else dollars(year.prior_year),
            "met": prior,
        },
    }


def _bills_change(counter: Sequence[Cents], months: Sequence[BilledMonth]) -> dict[str, Any]:
    """What the bills do from joining on, whatever the notice test says: ``nothing_owed``, ``none`` (each bill is the month's own cost),
    ``spreads`` (the highest month falls) or ``moves`` (costs move to later months and the highest month does not fall)."""
    bills = [month.bill for month in months]
    if not any(counter):
        effect = "nothing_owed"
    elif bills == list(counter):
        effect = "none"
    else:
        effect = "spreads" if max(bills) < max(counter) else "moves"
    return {
        "effect": effect,
        "highest_month": {"at_the_counter": dollars(max(counter)), "with_the_payment_plan": dollars(max(bills))},
        "most_left_to_pay": dollars(max(month.unbilled for month in months)),
    }


def _steps(year: _Year) -> list[Rule]:
    """What to know and do, in order."""
    rules = rules_of(TOPIC, year.numbers.plan_year)
    wanted = ["spreads_only", "join", "at_the_counter", "missed_bill", "prior_year_notice"]
    if sum(1 for cost in year.counter[year.opt_in_month - 1 :] if cost) == 1 and year.counter[year.opt_in_month - 1]:
        wanted.append("level_first_bill")
    return [rules[name] for name in wanted]
