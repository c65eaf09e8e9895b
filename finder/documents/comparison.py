"""A comparison as the contract writes it."""

from __future__ import annotations

from typing import Any

from finder.documents.compare_request import CompareRequest, member_and_list
from finder.documents.negotiated import MARKED, negotiated_entry
from finder.domain.market import Catalog, SpecialCoverage, SpecialCoverages
from finder.domain.member import Member
from finder.domain.money import QUANTITY_SCALE, UNIT_PRICE_SCALE, Cents, dollars
from finder.domain.plan_cost import (
    Action,
    Comparison,
    DrugCost,
    MonthCost,
    ParameterUsed,
    PlanCost,
    PremiumSubsidy,
    Recommendation,
    Restriction,
    RestrictionKind,
)
from finder.explain.plans.choosing_answers import warning_sentence
from finder.questions.plans.amount_doubts import amount_warnings
from finder.questions.plans.choosing import choosing_document, joining_document
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.kept_sums import Keeper
from finder.questions.plans.ranking import NEAR_TIE_A_YEAR
from finder.questions.plans.recommendation import compared_with_another_sort
from finder.questions.plans.special_coverage import special_coverage

_NOTHING_SPECIAL: SpecialCoverages = {}
_BY_MERITS = "among such plans, drugs covered, fewer restrictions, stars, preferred pharmacies and the premium decide."
_REASONS = {
    "current_is_best": "Your plan costs least of its kind for this list.",
    "near_tie": f"Your plan is within ${NEAR_TIE_A_YEAR // 100} a year of the plan of its kind that ranks first.",
    "saves": "Another plan of the same kind costs less for this list.",
    "covers_more": "Another plan of the same kind covers more of this list.",
    "other_sort": "The plan in first place is of another kind than yours. A change of kind changes doctors and hospitals too.",
    "year_over": "Plans of this year can no longer be chosen.",
    "no_other_plan": "No other plan of the kinds compared can be suggested to this person without a further question.",
    "lowest_total": "This plan costs least for this list.",
    "current_plan_not_offered": "Your plan is not among the plans that serve this county in this catalog.",
    "current_cost_unknown": "A price, cost share or premium of your plan is missing from the files, so its cost is not known.",
    "best_cost_unknown": "A price, cost share or premium of the plan in first place is missing from the files.",
    "best_does_not_cover_all": "No plan of this kind covers the whole list. The full price of what is left out is in the all-in cost.",
    "best_leaves_out": "The plan in first place leaves out a drug that another plan covers. Its full price is in the all-in cost.",
    "example_design": "The designs compared are examples, not plans that anyone can join.",
    "premium_subsidy_unknown": "What Extra Help takes off the premium is not known for this region and year.",
    "ranges_overlap": "A price or premium is known only within a range, so it is not sure which plan costs least.",
    "out_of_network": (
        "Only pharmacies outside the network were asked for. There a person pays what the pharmacy charges and files a paper claim. "
        "The costs here are the share that the claim would leave of the plan's price; what the pharmacy charges above it comes on top."
    ),
    "no_plan_to_suggest": "No plan of the kinds compared can be suggested to this person without a further question.",
}
_FIRST_OF_TIES = {
    "current_is_best": f"Your plan is within ${NEAR_TIE_A_YEAR // 100} a year of the one of its kind that costs least; {_BY_MERITS}",
    "lowest_total": f"This plan is within ${NEAR_TIE_A_YEAR // 100} a year of the one that costs least for this list; {_BY_MERITS}",
}
_ABOUT_COST = ("current_is_best", "near_tie", "saves", "lowest_total")
_CHEAPER_ONES = "Plans here that cost less are of another kind, or not open to this person without a question."
_LEAST_OF_ALL = "Your plan costs less for this list than the plans of the kind asked for."
_IT_LEAVES_OUT = "It leaves out a drug of the list, whose full price is in the all-in cost."
_COSTS_MORE = "It costs more."
_ESTIMATED = "The premium after Extra Help is an estimate."
_OTHERS_ESTIMATED = "Some premiums after Extra Help of the plans compared are estimates."
_LESS_OF_THE_LIST = "The drugs that a plan leaves out are not counted, as asked."
_NOTES = {
    "example_design": "This is an example design, not a real plan.",
    "premium_unknown": "The files lack this premium, or a part of it; the totals hold what they have, and the plan ranks last.",
    "split_into_months": "A longer fill is priced month by month, because the files have no cost share for it.",
    "a_share_a_month": "A fill that cannot be bought month by month costs one monthly share for each month that it begins.",
    "channel_not_offered": "By the files, this plan does not offer the kinds of pharmacy that were asked for; another kind was used.",
    "channel_lacks_supply": "At the kinds of pharmacy asked for, the files give no cost share for such a fill; another kind was used.",
    "channel_not_in_files": (
        "The files give no cost share for the kinds of pharmacy that were asked for; whether this plan offers them is not known. "
        "Another kind was used."
    ),
    "copay_of_a_range": "The files print this plan's copays as a range for people with Extra Help; the highest was used.",
    "pharmacies_out_of_network": "None of the pharmacies given is in this plan's network; standard retail was used.",
    "dispensing_fee_unknown": "The files do not give this pharmacy's dispensing fee; the price is without it.",
    "quantity_above_limit": "A quantity is above the plan's limit on amount.",
}
_NO_PRICE = "The files give no price for a drug that the plan lists; the total is without it, and the all-in cost counts its full price."
_NO_SHARE = (
    "The files give no cost share for such a fill of a drug that the plan lists; the total is without it, and the all-in cost counts its "
    "full price."
)
_AT_LEAST = "No plan in the files prices a drug that this plan leaves out, so the real cost is higher."
_PREMIUM_UNKNOWN = "What Extra Help takes off this premium is not known (no benchmark or basic premium); the premium shown is before it."
_PREMIUM_ESTIMATED = (
    "What Extra Help takes off this premium is an estimate (a benchmark derived from what plans charge, or rounded to ten cents)."
)
_PREMIUM_NOTES = {PremiumSubsidy.UNKNOWN: _PREMIUM_UNKNOWN, PremiumSubsidy.ESTIMATED: _PREMIUM_ESTIMATED}
_SUPPLEMENTAL = (
    "excluded from Part D; the plan covers it as a supplemental drug: the files give no price for it, Extra Help does not pay for it, and "
    "what is paid does not count toward the out-of-pocket threshold"
)
_PAPER_CLAIM = (
    "Only pharmacies outside the network were asked for. There the person pays the pharmacy's own price and sends the plan a paper claim. "
    "The amounts are what such a claim would leave to pay if that price were the plan's own. What the pharmacy charges above the plan's "
    "price stays with the person and is not in the totals."
)
_PHARMACIES = "No pharmacy networks of this year were imported, so the pharmacies given were not looked up; the kinds of pharmacy decide."
_NO_NETWORK = "Plans whose pharmacy networks were not imported are priced by the kinds of pharmacy."


def answer_compare(catalog: Catalog, request: CompareRequest, keeper: Keeper | None = None) -> dict[str, Any]:
    """The answer of ``finder compare``. Raises Refusal."""
    member, prescriptions = member_and_list(catalog, request)
    comparison = compare_plans(catalog, member, prescriptions, keeper, skip_uncovered=request.skip_uncovered, today=request.today)
    special = special_coverage(catalog, comparison.plans, prescriptions)
    document = comparison_document(comparison, request.top, _pharmacy_notes(catalog, member, comparison), special)
    return document | {"warnings": amount_warnings(catalog, prescriptions)}


def _pharmacy_notes(catalog: Catalog, member: Member, comparison: Comparison) -> tuple[str, ...]:
    """What was not looked up of the pharmacies given."""
    plan_ids = [cost.plan.plan_id for cost in comparison.plans]
    terms = catalog.pharmacy_terms(plan_ids, member.pharmacies) if member.pharmacies else {}
    if terms is None:
        return (_PHARMACIES,)
    return (_NO_NETWORK,) if member.pharmacies and len(terms) < len(plan_ids) else ()


def comparison_document(
    comparison: Comparison, top: int | None = None, notes: tuple[str, ...] = (), special: SpecialCoverages = _NOTHING_SPECIAL
) -> dict[str, Any]:
    """A comparison in the words of the contract; ``top`` keeps only the first plans, ``special`` is what the plans' other lists say."""
    info, advice = comparison.info, comparison.recommendation
    return {
        "catalog": {
            "source": info.source,
            "plan_year": info.plan_year,
            "as_of": info.as_of.isoformat(),
            "prices_as_of": info.prices_as_of.isoformat(),
            "price_source": info.price_source,
            "covers": info.covers,
            "example": info.example,
            "plans_considered": len(comparison.plans),
        },
        "county": {"fips": comparison.county.fips, "name": comparison.county.name, "state": comparison.county.state},
        "months_covered": comparison.months_covered,
        "low_income_subsidy": comparison.low_income_subsidy.key,
        "parameters_version": comparison.parameters_version,
        "parameters": [_parameter(parameter) for parameter in comparison.parameters],
        "notes": [*([_PAPER_CLAIM] if advice.because == "out_of_network" else []), *notes],
        "warnings": [],
        "skip_uncovered": comparison.skip_uncovered,
        "not_counted": list(comparison.not_counted),
        "can_be_chosen": choosing_document(comparison.can_be_chosen) if comparison.can_be_chosen else None,
        "recommendation": {
            "action": advice.action.key,
            "reason": _reason(comparison, advice),
            "plan_id": advice.plan_id,
            "current_plan": advice.current_plan_id,
            "savings": _money(advice.savings),
            "near_tie": list(advice.near_tie),
        },
        "plans": [_plan(cost, special) for cost in comparison.plans[:top]],
    }


def _reason(comparison: Comparison, advice: Recommendation) -> str:
    best = comparison.plan_cost(advice.plan_id) if advice.plan_id else None
    said = [_REASONS[advice.because]]
    if best is not None and any(_costs_less(comparison, cost, best) for cost in comparison.leaders):
        said = [_FIRST_OF_TIES.get(advice.because, said[0])]
    elif advice.because == "current_is_best" and best is not None and compared_with_another_sort(comparison.leaders, best):
        said = [_LEAST_OF_ALL]
    if best is not None and best.not_covered and not comparison.skip_uncovered and advice.action in (Action.STAY, Action.SWITCH):
        said.append(_IT_LEAVES_OUT)
    if best is not None and advice.because in _ABOUT_COST and any(_costs_less(comparison, cost, best) for cost in _passed_over(comparison)):
        said.append(_CHEAPER_ONES)
    if advice.because == "covers_more" and advice.savings is not None and advice.savings < 0:
        said.append(_COSTS_MORE)
    said += [_estimate(comparison, advice), _LESS_OF_THE_LIST if comparison.skip_uncovered else ""]
    return " ".join(filter(None, said))


def _costs_less(comparison: Comparison, cost: PlanCost, best: PlanCost) -> bool:
    """Whether a plan of a known premium costs less than the best one, and covers as much where what it leaves out is not bought."""
    alike = not comparison.skip_uncovered or cost.counted >= best.counted
    return alike and cost.premium is not None and comparison.figure(cost) < comparison.figure(best)


def _passed_over(comparison: Comparison) -> list[PlanCost]:
    """The plans that the advice may not name: of the other kind, or not open to this person."""
    leaders = {cost.plan.plan_id for cost in comparison.leaders}
    return [cost for cost in comparison.plans if cost.plan.plan_id not in leaders]


def _estimate(comparison: Comparison, advice: Recommendation) -> str:
    """The estimates on which the answer rests, named: premiums after Extra Help, and prices of an earlier year."""
    info, said = comparison.info, [_ESTIMATED if advice.estimated else ""]
    if not advice.estimated and any(cost.premium_subsidy is PremiumSubsidy.ESTIMATED for cost in comparison.leaders):
        said.append(_OTHERS_ESTIMATED)
    if info.prices_of_an_earlier_year:
        said.append(f"The drug prices are those of {info.prices_as_of.isoformat()}, an estimate for {info.plan_year}.")
    return " ".join(filter(None, said))


def _money(amount: Cents | None) -> str | None:
    return None if amount is None else dollars(amount)


def _parameter(parameter: ParameterUsed) -> dict[str, str]:
    return {"name": parameter.name, "value": parameter.value, "unit": parameter.unit, "status": parameter.status}


def _plan(cost: PlanCost, special: SpecialCoverages) -> dict[str, Any]:
    plan = cost.plan
    said = {drug.drug.rxcui: special.get((plan.plan_id, drug.drug.rxcui), SpecialCoverage()) for drug in cost.drugs}
    return {
        "rank": cost.rank,
        "plan_id": plan.plan_id,
        "name": plan.name,
        "organization": plan.organization,
        "kind": plan.kind.label,
        "example": plan.example,
        **joining_document(cost.joining),
        "warnings": [warning_sentence(code, plan) for code in cost.warnings],
        "all_in": dollars(cost.all_in),
        "all_in_low": dollars(cost.all_in_low),
        "all_in_high": _money(cost.all_in_high),
        "premium": _money(cost.premium),
        "part_d_premium": _money(cost.part_d_premium),
        "premium_subsidy": cost.premium_subsidy.key,
        "late_enrollment_penalty": dollars(cost.late_enrollment_penalty),
        "income_related_premium": dollars(cost.income_related_premium),
        "drug_cost": dollars(cost.drug_cost),
        "total": dollars(cost.total),
        "deductible": dollars(cost.deductible),
        "not_covered": [_not_covered(drug, said[drug.drug.rxcui]) for drug in cost.not_covered],
        "uncovered_cash_cost": _money(cost.uncovered_cash_cost),
        "drugs": [_drug(drug, said[drug.drug.rxcui]) for drug in cost.drugs],
        "months": [_month(month) for month in cost.months],
        "star_rating": plan.star_rating or None,
        "notes": _notes(cost),
    }


def _not_covered(drug: DrugCost, special: SpecialCoverage) -> dict[str, Any]:
    return {
        "rxcui": drug.drug.rxcui,
        "drug": drug.drug.name,
        "reason": _not_counted(drug, special),
        "cash_cost": _money(drug.cash_cost),
    }


def _not_counted(drug: DrugCost, special: SpecialCoverage) -> str | None:
    """Why nothing of a drug is in the plan's totals; None where it is."""
    if drug.counted:
        return None
    if not drug.covered:
        return _SUPPLEMENTAL if special.supplemental else "not on the plan's list of drugs"
    return "the files give no price" if drug.share_known else "the files give no cost share for such a fill"


def _notes(cost: PlanCost) -> list[str]:
    unknown = [_PREMIUM_NOTES[cost.premium_subsidy]] if cost.premium_subsidy in _PREMIUM_NOTES else []
    unknown += [_AT_LEAST] if any(drug.cash_cost is None for drug in cost.not_covered) else []
    lacking = dict.fromkeys(_NO_PRICE if drug.share_known else _NO_SHARE for drug in cost.unpriced)
    return unknown + [note for code in cost.notes for note in (lacking if code == "unpriced_drug" else [_NOTES[code]])]


def _drug(drug: DrugCost, special: SpecialCoverage) -> dict[str, Any]:
    restrictions = [restriction_words(restriction, drug) for restriction in drug.restrictions]
    if drug.covered and special.diseases:
        restrictions.append(f"covered only for (indication-based coverage): {', '.join(special.diseases)}")
    return {
        "rxcui": drug.drug.rxcui,
        "drug": drug.drug.name,
        "covered": drug.covered,
        "tier": drug.tier or None,
        "restrictions": restrictions,
        "reason": _not_counted(drug, special),
        "fills": drug.fills,
        "channel": drug.channel.key,
        "pharmacy": drug.pharmacy or None,
        "price": _money(drug.price),
        "yearly_cost": dollars(drug.patient_pay) if drug.counted else None,
        "yearly_gross_drug_cost": dollars(drug.gross) if drug.counted else None,
        "cash_cost": _money(drug.cash_cost),
        "negotiated_by_medicare": (drug.drug.selected or MARKED) if drug.selected else None,
        "negotiated": negotiated_entry(drug),
        "price_source": _price_source(drug),
    }


def _price_source(drug: DrugCost) -> str | None:
    if drug.unit_price is None:
        return None
    whole, rest = divmod(drug.unit_price, UNIT_PRICE_SCALE)
    return f"average unit cost {whole}.{rest:05d} per {drug.drug.unit}"


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


def restriction_words(restriction: Restriction, drug: DrugCost) -> str:
    """A restriction in words, with the field's term beside them."""
    if restriction.kind is RestrictionKind.PRIOR_AUTHORIZATION:
        return "plan approval first (prior authorization)"
    if restriction.kind is RestrictionKind.STEP_THERAPY:
        return "try another drug first (step therapy)"
    unit = drug.drug.unit
    limit = f"limit on amount (quantity limit): {units(restriction.quantity)} {unit} for {restriction.days} days"
    asked = f"{units(drug.prescription.quantity)} {unit} for {drug.prescription.days_supply} days"
    return f"{limit}; yours is {asked}" if restriction.exceeded else limit


def units(quantity: int) -> str:
    """Thousandths of a unit as a number without needless zeros."""
    whole, rest = divmod(quantity, QUANTITY_SCALE)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)
