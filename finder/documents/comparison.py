"""A comparison as the contract writes it."""

from __future__ import annotations

from typing import Any

from finder.documents.compare_request import CompareRequest, member_and_list
from finder.documents.fields import dollars_or_null
from finder.documents.other_help import other_help_document
from finder.domain.choosing import CanBeChosen, Joining
from finder.domain.market import Catalog, CatalogInfo, PriceOrigin, SpecialCoverage, SpecialCoverages
from finder.domain.money import MICRO_SCALE, QUANTITY_SCALE, UNIT_PRICE_SCALE, dollars
from finder.domain.negotiated_price import negotiated_fill
from finder.domain.plan_cost import Comparison, DrugCost, MonthCost, PlanCost
from finder.domain.prescription import Prescription
from finder.explain.drug_list.amount_doubts import doubt_text
from finder.explain.messages import say
from finder.explain.plans.advice import recommendation_text
from finder.explain.plans.choosing import choosing_text, joining_text, warning_text
from finder.explain.plans.drugs import MARKED, difference_text, diseases_text, left_out_text, price_source_text, restriction_text
from finder.explain.plans.notes import comparison_texts, note_texts
from finder.questions.drug_list.amounts import amount_doubts
from finder.questions.plans.compare import compare_plans, pharmacies_not_looked_up
from finder.questions.plans.other_help import paid_by_other_help
from finder.questions.plans.side_by_side import special_coverage

_NOTHING_SPECIAL: SpecialCoverages = {}


def answer_compare(catalog: Catalog, request: CompareRequest) -> dict[str, Any]:
    """The answer of ``finder compare``. Raises Refusal."""
    member, prescriptions = member_and_list(catalog, request)
    comparison = compare_plans(catalog, member, prescriptions, skip_uncovered=request.skip_uncovered, today=request.today)
    special = special_coverage(catalog, comparison.plans, prescriptions)
    pharmacies = pharmacies_not_looked_up(catalog, member, comparison)
    document = comparison_document(comparison, request.top, pharmacies, special)
    return document | {"warnings": _amount_warnings(catalog, prescriptions)}


def _amount_warnings(catalog: Catalog, prescriptions: tuple[Prescription, ...]) -> list[dict[str, Any]]:
    """One entry a doubt: the place of the prescription in the list, its code, and the question."""
    return [
        {"prescription": place, "code": doubt.code, "sentence": doubt_text(prescriptions[place].drug, doubt)}
        for place, doubt in amount_doubts(catalog, prescriptions)
    ]


def comparison_document(
    comparison: Comparison, top: int | None = None, pharmacies: str = "", special: SpecialCoverages = _NOTHING_SPECIAL
) -> dict[str, Any]:
    """A comparison in the words of the contract.

    ``top`` keeps only the first plans.
    ``pharmacies`` is the code of what was not looked up of the pharmacies given.
    ``special`` is what the plans' other lists say.
    """
    return {
        "catalog": _catalog(comparison.info, len(comparison.plans)),
        "county": {"fips": comparison.county.fips, "name": comparison.county.name, "state": comparison.county.state},
        "months_covered": comparison.months_covered,
        "low_income_subsidy": comparison.low_income_subsidy.key,
        "parameters_version": comparison.parameters_version,
        "parameters": [parameter._asdict() for parameter in comparison.parameters],
        "notes": comparison_texts(comparison, pharmacies),
        "warnings": [],
        "skip_uncovered": comparison.skip_uncovered,
        "other_help": other_help_document(comparison.other_help),
        "not_counted": list(comparison.not_counted),
        "can_be_chosen": choosing_document(comparison.can_be_chosen) if comparison.can_be_chosen else None,
        "recommendation": _recommendation(comparison),
        "plans": [plan_entry(cost, special) | _paid_by_help(comparison, cost) for cost in comparison.plans[:top]],
    }


def _paid_by_help(comparison: Comparison, cost: PlanCost) -> dict[str, Any]:
    """What the person's other help pays of the drugs at a plan; looked up only for those who have it."""
    if comparison.other_help is None:
        return {}
    return {"other_help_pays": dollars(paid_by_other_help(cost))}


def _catalog(info: CatalogInfo, plans: int) -> dict[str, Any]:
    return {
        "source": info.source,
        "plan_year": info.plan_year,
        "as_of": info.as_of.isoformat(),
        "prices_as_of": info.prices_as_of.isoformat(),
        "price_source": info.price_source,
        "prices_estimated": info.prices_of_another_year,
        "covers": info.covers,
        "example": info.example,
        "assumes": [of.key for of in info.assumes],
        "plans_considered": plans,
        "digest": info.digest,
    }


def choosing_document(can: CanBeChosen) -> dict[str, Any]:
    """Whether a plan can be chosen: ``now``, ``from``, ``until``, ``how`` (when, by whom, and what to do instead)."""
    return {
        "now": can.now,
        "from": can.first_day.isoformat() if can.first_day else None,
        "until": can.last_day.isoformat() if can.last_day else None,
        "how": choosing_text(can),
    }


def joining_document(found: Joining) -> dict[str, str]:
    """Whether the person may join a plan: ``may_join`` and ``why``."""
    return {"may_join": found.may_join.key, "why": joining_text(found)}


def _recommendation(comparison: Comparison) -> dict[str, Any]:
    advised = comparison.recommendation
    return {
        "action": advised.action.key,
        "reason": recommendation_text(comparison),
        "plan_id": advised.plan_id,
        "current_plan": advised.current_plan_id,
        "savings": dollars_or_null(advised.savings),
        "near_tie": list(advised.near_tie),
    }


def plan_entry(cost: PlanCost, special: SpecialCoverages = _NOTHING_SPECIAL) -> dict[str, Any]:
    """A plan with what it costs the person."""
    plan = cost.plan
    said = {drug.drug.rxcui: special.get((plan.plan_id, drug.drug.rxcui), SpecialCoverage()) for drug in cost.drugs}
    return {
        "rank": cost.rank,
        "plan_id": plan.plan_id,
        "name": plan.name,
        "organization": plan.organization,
        "kind": plan.kind.label,
        "example": plan.example,
        "gap_coverage": plan.gap_wording or None,
        **joining_document(cost.joining),
        "warnings": [warning_text(code, plan) for code in cost.warnings],
        "all_in": dollars(cost.all_in),
        "all_in_low": dollars(cost.all_in_low),
        "all_in_high": dollars_or_null(cost.all_in_high),
        "premium": dollars_or_null(cost.premium),
        "premium_at_least": dollars_or_null(cost.premium_low),
        "part_d_premium": dollars_or_null(cost.part_d_premium),
        "premium_subsidy": cost.premium_subsidy.key,
        "late_enrollment_penalty": dollars(cost.late_enrollment_penalty),
        "income_related_premium": dollars(cost.income_related_premium),
        "drug_cost": dollars(cost.drug_cost),
        "total": dollars(cost.total),
        "deductible": dollars(cost.deductible),
        "not_covered": [_not_covered(drug, said[drug.drug.rxcui]) for drug in cost.not_covered],
        "uncovered_cash_cost": dollars_or_null(cost.uncovered_cash_cost),
        "drugs": [_drug(drug, said[drug.drug.rxcui]) for drug in cost.drugs],
        "months": [_month(month) for month in cost.months],
        "star_rating": plan.star_rating or None,
        "notes": note_texts(cost),
    }


def _not_covered(drug: DrugCost, special: SpecialCoverage) -> dict[str, Any]:
    return {
        "rxcui": drug.drug.rxcui,
        "drug": drug.drug.name,
        "reason": left_out_text(drug, special),
        "cash_cost": dollars_or_null(drug.cash_cost),
    }


def _drug(drug: DrugCost, special: SpecialCoverage) -> dict[str, Any]:
    restrictions = [restriction_text(restriction, drug.prescription) for restriction in drug.restrictions]
    if drug.covered and special.diseases:
        restrictions.append(diseases_text(special))
    return {
        "rxcui": drug.drug.rxcui,
        "drug": drug.drug.name,
        "covered": drug.covered,
        "tier": drug.tier or None,
        "restrictions": restrictions,
        "reason": left_out_text(drug, special),
        "fills": drug.fills,
        "channel": drug.channel.key,
        "pharmacy": drug.pharmacy or None,
        "price": dollars_or_null(drug.price),
        "yearly_cost": dollars(drug.patient_pay) if drug.counted else None,
        "yearly_gross_drug_cost": dollars(drug.gross) if drug.counted else None,
        "cash_cost": dollars_or_null(drug.cash_cost),
        "negotiated_by_medicare": (drug.drug.selected or say(MARKED)) if drug.selected else None,
        "negotiated": negotiated_entry(drug),
        "price_source": None if drug.unit_price is None else price_source_text(drug.unit_price, drug.drug.unit, drug.borrowed),
        "price_origin": _origin(drug),
        "price_as_of": drug.borrowed.as_of.isoformat() if drug.borrowed else None,
    }


def _origin(drug: DrugCost) -> str | None:
    """Where the price is from, or the full price of a drug left out; None where no price is known."""
    if drug.price is None and drug.cash_cost is None:
        return None
    return (drug.borrowed.origin if drug.borrowed else PriceOrigin.OWN).key


def _month(month: MonthCost) -> dict[str, Any]:
    return {
        "month": month.month,
        "covered": month.covered,
        "patient_pay": dollars(month.patient_pay),
        "premium": dollars(month.premium),
        "gross_drug_cost": dollars(month.gross_drug_cost),
        "phase_at_end": month.phase_at_end.key,
        "troop_at_end": dollars(month.troop_at_end),
    }


def negotiated_entry(drug: DrugCost) -> dict[str, Any] | None:
    """``price`` is quantity times ``unit_price``, both null where the package is not known and prices differ (``price_low`` to
    ``price_high``); ``plan_price`` is the plan's of the same quantity. None for a drug without a negotiated price at the plan."""
    found = negotiated_fill(drug)
    if found is None:
        return None
    each = sorted({unit.price for unit in found.units})
    price = found.low if found.low == found.high else None
    printed = _decimal(drug.unit_price or 0, UNIT_PRICE_SCALE).rstrip("0")
    difference = None if price is None or found.plan_price is None else found.plan_price - price
    return {
        "unit_price": _decimal(each[0], MICRO_SCALE) if len(each) == 1 else None,
        "unit": drug.drug.unit,
        "quantity": _decimal(found.quantity, QUANTITY_SCALE).rstrip("0").rstrip("."),
        "price": dollars_or_null(price),
        "price_low": dollars_or_null(found.low),
        "price_high": dollars_or_null(found.high),
        "plan_price": dollars_or_null(found.plan_price),
        "difference": dollars_or_null(difference),
        "because": difference_text(found, drug.drug.unit, printed),
        "ndc": [unit.ndc for unit in found.units],
        "status": sorted({unit.status for unit in found.units}),
        "sources": sorted({unit.source for unit in found.units}),
    }


def _decimal(number: int, scale: int) -> str:
    whole, rest = divmod(number, scale)
    return f"{whole}.{rest:0{len(str(scale)) - 1}d}"
