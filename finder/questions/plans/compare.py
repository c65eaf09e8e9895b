"""What a drug list costs a person at every plan that serves the place, and one plan's year. Behind Find plans and Plan year."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from finder.adjudication.plan_year import YearAtPlan, years_at_plans
from finder.adjudication.premiums import benchmark_parameters
from finder.adjudication.shared_year import YearOfPlans
from finder.adjudication.terms import subsidy_copay_parameters, subsidy_terms, subsidy_terms_of, year_terms, year_terms_of
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.choosing import CanBeChosen, Timing
from finder.domain.errors import OutsideArea, Problem, Refusal
from finder.domain.market import Catalog, Plan
from finder.domain.member import Member
from finder.domain.pharmacy import PharmacyTerms
from finder.domain.plan_cost import Comparison, ParameterUsed, PlanCost, Recommendation
from finder.domain.prescription import Prescription
from finder.parameters import ParameterSet, parameter_set
from finder.questions.plans.choosing import can_be_chosen_by, joining, plan_warnings
from finder.questions.plans.compiled_law import compiled_ranking
from finder.questions.plans.ranking import as_paper_claim, may_lead, of_a_year_that_is_over, ranked, recommend


def compare_plans(
    catalog: Catalog,
    member: Member,
    prescriptions: Sequence[Prescription],
    *,
    numbers: ParameterSet | None = None,
    skip_uncovered: bool = False,
    not_counted: Sequence[str] = (),
    outside_part_d: Sequence[str] = (),
    today: date | None = None,
    known_years: Collection[int] = (),
) -> Comparison:
    """Every plan of the kinds asked for that serves the member's county, ranked by its all-in cost.

    ``skip_uncovered``: the person would not buy drugs that a plan leaves out. Plans that cover more come first, then the lower total.
    ``not_counted`` and ``outside_part_d`` name what is on the list and in no amount (see ``Comparison``).
    ``today``: the day on which a plan is to be chosen.
    ``known_years``: the years whose plans are at hand.
    ``numbers``: the law's, where a question changes them.
    Raises Refusal for a place that the catalog does not cover, an empty list, a subsidy level or income bracket that the year lacks.
    """
    plans = plans_for(catalog, member)
    refuse_list(prescriptions)
    shared = year_of_plans(catalog, member, prescriptions, numbers, plans)
    years = [for_member(year.cost(), member) for year in _years(catalog, shared)]
    costs = ranked(years, skip_uncovered=skip_uncovered)
    choosing = None if today is None else can_be_chosen_by(catalog, member, today, known_years)
    comparison = _comparison(catalog, member, prescriptions, costs, shared.numbers, choosing, skip_uncovered)
    missing, outside = tuple(dict.fromkeys(not_counted)), tuple(dict.fromkeys(outside_part_d))
    return replace(comparison, not_counted=missing, outside_part_d=outside)


def _comparison(
    catalog: Catalog,
    member: Member,
    prescriptions: Sequence[Prescription],
    costs: tuple[PlanCost, ...],
    numbers: ParameterSet,
    choosing: CanBeChosen | None,
    skip_uncovered: bool,
) -> Comparison:
    leaders = may_lead(costs, member.current_plan, health_plans=member.sees_health_plans, skip_uncovered=skip_uncovered)
    return Comparison(
        info=catalog.info,
        county=member.county,
        zip_code=member.zip_code,
        coverage_start=member.coverage_start,
        low_income_subsidy=member.low_income_subsidy,
        prescriptions=tuple(prescriptions),
        plans=costs,
        recommendation=advised(costs, member, choosing, leaders, skip_uncovered=skip_uncovered),
        parameters=tuple(_used(numbers, name) for name in _parameter_names(member, costs, numbers) if numbers.has(name)),
        parameters_version=numbers.version,
        skip_uncovered=skip_uncovered,
        health_plans=member.sees_health_plans,
        leaders=leaders,
        can_be_chosen=choosing,
        other_help=member.other_help,
    )


def advised(
    costs: Sequence[PlanCost],
    member: Member,
    choosing: CanBeChosen | None,
    leaders: tuple[PlanCost, ...] | None = None,
    *,
    skip_uncovered: bool,
) -> Recommendation:
    """What the plans in rank order come to for this person, on the day of the choice. ``leaders``: those that may be suggested."""
    sees = member.sees_health_plans
    advice = recommend(costs, member.current_plan, health_plans=sees, skip_uncovered=skip_uncovered, leaders=leaders)
    if set(member.channels) == {Channel.OUT_OF_NETWORK} and not member.pharmacies:
        advice = as_paper_claim(advice)
    if choosing is not None and choosing.timing is Timing.OVER:
        advice = of_a_year_that_is_over(advice)
    return advice


def for_member(cost: PlanCost, member: Member) -> PlanCost:
    """The plan with whether this person may join it, and what warns of it."""
    return replace(cost, joining=joining(cost.plan, member), warnings=plan_warnings(cost.plan))


def year_of_plans(
    catalog: Catalog,
    member: Member,
    prescriptions: Sequence[Prescription],
    numbers: ParameterSet | None = None,
    compared: Sequence[Plan] = (),
) -> YearOfPlans:
    """What the plans ``compared`` share. Raises Refusal for a subsidy level that the year lacks."""
    law = numbers or parameter_set(catalog.info.plan_year)
    cash = {prescription.drug.rxcui: catalog.median_unit_price(prescription.drug.rxcui) for prescription in prescriptions}
    if numbers is None:
        terms, subsidy = year_terms(law.plan_year), subsidy_terms(law.plan_year, member.low_income_subsidy)
    else:
        terms, subsidy = year_terms_of(law), subsidy_terms_of(law, member.low_income_subsidy)
    estimated_on = catalog.info.prices_as_of if catalog.info.prices_of_another_year else None
    return YearOfPlans(law, terms, subsidy, member, prescriptions, cash, _stores(catalog, member), compared, estimated_on)


def _stores(catalog: Catalog, member: Member) -> Callable[[str], Sequence[PharmacyTerms] | None] | None:
    """How the member's pharmacies stand at a plan; None where the member named none, or no networks are at hand."""
    if not member.pharmacies or catalog.pharmacy_terms((), member.pharmacies) is None:
        return None

    def at_plan(plan_id: str) -> Sequence[PharmacyTerms] | None:
        return (catalog.pharmacy_terms((plan_id,), member.pharmacies) or {}).get(plan_id)

    return lru_cache(maxsize=None)(at_plan)  # asked for each drug of the list; it lives as long as the comparison


def _years(catalog: Catalog, shared: YearOfPlans) -> list[YearAtPlan]:
    rxcuis = [prescription.drug.rxcui for prescription in shared.prescriptions]
    formulary = catalog.formulary([plan.plan_id for plan in shared.compared], rxcuis)
    return years_at_plans(shared, formulary, compiled_ranking(catalog))


def plans_for(catalog: Catalog, member: Member) -> list[Plan]:
    """The plans of the kinds asked for that serve the member's county, and the current plan whatever its kind. Raises OutsideArea, or
    Refusal where the kinds leave none."""
    serving = catalog.plans_serving(member.county)
    if not serving:
        raise outside_area(catalog, member)
    plans = [plan for plan in serving if plan.kind in member.plan_kinds or plan.plan_id == member.current_plan]
    if not plans:
        offered = sorted({plan.kind for plan in serving})
        expected = f"kinds of plan that serve {member.county.name} County: {', '.join(kind.label for kind in offered)}"
        raise Refusal([Problem("$.plan_kinds", expected, ", ".join(kind.label for kind in member.plan_kinds) or "none")])
    return plans


def outside_area(catalog: Catalog, member: Member) -> OutsideArea:
    """What the catalog covers, and how to load the rest: never an empty table."""
    info = catalog.info
    state = catalog.state_name(member.county.state)
    place = f"{member.county.name} County, {state}" if member.county.state in info.states else state
    return OutsideArea(member.zip_code, place, info.covers, f"finder catalog fetch --year {info.plan_year} --state {member.county.state}")


def pharmacies_not_looked_up(catalog: Catalog, member: Member, comparison: Comparison) -> str:
    """What was not looked up of the pharmacies given: ``no_networks``, ``some_networks``, or empty."""
    plan_ids = [cost.plan.plan_id for cost in comparison.plans]
    terms = catalog.pharmacy_terms(plan_ids, member.pharmacies) if member.pharmacies else {}
    if terms is None:
        return "no_networks"
    return "some_networks" if member.pharmacies and len(terms) < len(plan_ids) else ""


def refuse_list(prescriptions: Sequence[Prescription]) -> None:
    """Raises Refusal for an empty list, and for a drug that is on it twice."""
    if not prescriptions:
        raise Refusal([Problem("$.prescriptions", "at least one drug", "an empty list")])
    seen: dict[str, int] = {}
    problems = []
    for index, prescription in enumerate(prescriptions):
        first = seen.setdefault(prescription.drug.rxcui, index)
        if first != index:
            found = f"{prescription.drug.name} again (it is $.prescriptions[{first}])"
            problems.append(Problem(f"$.prescriptions[{index}]", "each drug once, with all that is taken of it", found))
    if problems:
        raise Refusal(problems)


def _parameter_names(member: Member, costs: Sequence[PlanCost], numbers: ParameterSet) -> list[str]:
    names = ["deductible", "initial_coverage_limit", "oop_threshold", "initial_coverage_coinsurance"]
    names += ["gap_coinsurance.brand", "gap_coinsurance.generic", "gap_manufacturer_discount"]
    names += ["catastrophic_min_copay.generic_preferred", "catastrophic_min_copay.other"]
    if member.low_income_subsidy is not LowIncomeSubsidy.NONE:
        names += subsidy_copay_parameters(member.low_income_subsidy)
        names += benchmark_parameters((cost.plan for cost in costs), member, numbers)
    elif member.uncovered_months:
        names += ["national_base_beneficiary_premium", "lep_percent_per_uncovered_month"]
    if member.income_bracket:
        names.append(f"irmaa_part_d.amount.tier{member.income_bracket}")
    if any(drug.drug.insulin for drug in costs[0].drugs):
        names += ["insulin_monthly_cap", "insulin_cap_pct_of_negotiated_or_mfp"]
    return names + sorted({one.drug.selected for one in costs[0].drugs if one.drug.selected and (one.selected or not one.covered)})


def _used(numbers: ParameterSet, name: str) -> ParameterUsed:
    parameter = numbers.get(name)
    return ParameterUsed(name, parameter.value, parameter.unit, parameter.status)


def plan_year(catalog: Catalog, member: Member, prescriptions: Sequence[Prescription], plan_id: str) -> PlanCost:
    """The year at one plan, unranked (rank 0). Raises Refusal for a plan that the catalog does not have."""
    plan = catalog.plan(plan_id)
    if plan is None:
        raise Refusal([Problem("$.plan_id", f"a plan of this catalog ({catalog.info.covers})", plan_id)])
    formulary = catalog.formulary([plan_id], [prescription.drug.rxcui for prescription in prescriptions])
    return for_member(YearAtPlan(year_of_plans(catalog, member, prescriptions), plan, formulary).cost(), member)
