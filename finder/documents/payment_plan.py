"""The document of ``finder payment-plan`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from finder.documents.fields import Input, Money, PlanYear, Whole, Word, dollars_or_null, read
from finder.documents.law import parameter_entries, rule_entries
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.money import Cents, dollars
from finder.domain.months import YEAR_MONTHS
from finder.domain.payment_plan import Bill, NoticeTest, OwnCosts, PaymentPlan
from finder.explain.explainers.payment_plan import because_sentences, command_arithmetic
from finder.parameters import parameter_set
from finder.questions.explainers.payment_plan import payment_plan, payment_plan_years, years_expected
from finder.rules.registry import rule_text


def _refuse_year(year: int) -> int:
    if year not in payment_plan_years():
        raise ValueError(years_expected())
    return year


class PaymentPlanInput(Input):
    """``monthly_out_of_pocket``: what each month's covered drugs cost the person at the drug store, January first. ``paid_before_opt_in``
    where more was paid this year before joining than those months say; ``largest_single_fill`` (from joining on) and
    ``prior_year_first_nine_months`` where they are known, for the notices. With Extra Help all amounts are still the person's own."""

    year: Annotated[PlanYear, AfterValidator(_refuse_year)]
    opt_in_month: Annotated[Whole, Field(ge=1, le=YEAR_MONTHS)]
    monthly_out_of_pocket: Annotated[list[Money], Field(min_length=YEAR_MONTHS, max_length=YEAR_MONTHS)]
    paid_before_opt_in: Money | None = None
    largest_single_fill: Money | None = None
    prior_year_first_nine_months: Money | None = None
    low_income_subsidy: Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)] = LowIncomeSubsidy.NONE


INPUT = PaymentPlanInput


def answer(document: object) -> dict[str, Any]:
    """``bills`` (12), ``likely_to_benefit`` (a notice of the law would say so; a month stands for a fill that is not known),
    ``notice_test`` and, apart from it, ``bills_change``, ``steps``, and how each bill came about. Raises Refusal."""
    asked = read(INPUT, document)
    costs = OwnCosts(
        year=asked.year,
        opt_in_month=asked.opt_in_month,
        monthly=tuple(asked.monthly_out_of_pocket),
        paid_before=asked.paid_before_opt_in,
        largest_fill=asked.largest_single_fill,
        prior_year=asked.prior_year_first_nine_months,
        low_income_subsidy=asked.low_income_subsidy,
    )
    return written(payment_plan(costs))


def written(found: PaymentPlan) -> dict[str, Any]:
    """The answer as the contract has it."""
    before = found.opt_in_month - 1
    return {
        "year": found.year,
        "opt_in_month": found.opt_in_month,
        "threshold": dollars(found.threshold),
        "paid_before_opt_in": dollars(found.paid_before),
        "bills": [dollars(bill) for bill in (*[0] * before, *found.with_the_plan[before:])],
        "likely_to_benefit": found.likely,
        "because": list(because_sentences(found)),
        "notice_test": _notice_test(found.notice),
        "bills_change": {
            "effect": found.effect.key,
            "highest_month": _highest(max(found.counted), found.highest_bill),
            "most_left_to_pay": dollars(found.most_left),
        },
        "extra_help": found.extra_help,
        "steps": rule_entries(found.steps),
        "owed": dollars(found.owed),
        "first_bill_at_most": dollars(found.bills[0].cap),
        "at_the_counter": [dollars(cost) for cost in found.at_the_counter],
        "with_the_payment_plan": [dollars(pay) for pay in found.with_the_plan],
        "highest_month": _highest(max(found.at_the_counter), max(found.with_the_plan)),
        "months": [_month(found, bill) for bill in found.bills],
        "rules": [{"id": text.id, "citation": text.citation, "sentence": text.sentence} for text in map(rule_text, found.made_by)],
        "parameters": parameter_entries(parameter_set(found.year), found.parameters),
    }


def _highest(counter: Cents, plan: Cents) -> dict[str, str]:
    return {"at_the_counter": dollars(counter), "with_the_payment_plan": dollars(plan)}


def _notice_test(test: NoticeTest) -> dict[str, Any]:
    """``met`` is null where what we were told does not decide."""
    return {
        "met": test.met,
        "single_prescription": {
            "amount": dollars(test.amount),
            "dearest": dollars(test.dearest),
            "dearest_is": "prescription" if test.fill_known else "month",
            "met": test.single,
        },
        "before_the_year": {
            "amount": dollars(test.prior_amount),
            "months": test.prior_months,
            "paid": dollars_or_null(test.prior_paid),
            "met": test.prior_met,
        },
    }


def _month(found: PaymentPlan, bill: Bill) -> dict[str, Any]:
    """A month with its arithmetic, in the words of the law."""
    return {
        "month": bill.month,
        "new_cost": dollars(bill.new_cost),
        "cap": dollars(bill.cap),
        "bill": dollars(bill.bill),
        "unbilled": dollars(bill.unbilled),
        "arithmetic": command_arithmetic(found, bill),
    }
