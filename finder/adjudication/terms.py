"""The terms of a year: the law's numbers, a subsidy level and a plan's benefit, as integers for the rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from finder.domain.benefit import NO_LIMIT, BenefitDesign, BenefitType, LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal
from finder.domain.money import LARGEST, WHOLE, BasisPoints, Cents
from finder.parameters import ParameterSet, parameter_set
from finder.rules.benefit_law import BenefitLaw, benefit_law, with_gap_of, with_share_above_threshold
from finder.rules.catastrophic import catastrophic_share

ABSENT = NO_LIMIT
"""In place of a number that the year's law lacks. It limits nothing."""
NO_THRESHOLD: Cents = LARGEST
"""In place of an out-of-pocket threshold that a what-if has lifted: no year's costs reach it."""


class YearTerms(NamedTuple):
    """The law's numbers for a plan year, in cents and basis points; ``ABSENT`` where the year has no such rule."""

    plan_year: int
    law: BenefitLaw
    deductible: Cents
    initial_coverage_limit: Cents
    threshold: Cents
    coinsurance: BasisPoints
    gap_brand: BasisPoints
    gap_generic: BasisPoints
    gap_discount: BasisPoints
    gap_fee_brand: BasisPoints
    catastrophic_rate: BasisPoints
    catastrophic_minimum_generic: Cents
    catastrophic_minimum_other: Cents
    reinsurance_brand: BasisPoints
    reinsurance_other: BasisPoints
    manufacturer_below: BasisPoints
    manufacturer_above: BasisPoints
    selected_drug_subsidy: BasisPoints
    insulin_cap: Cents
    insulin_rate: BasisPoints
    vaccines_free: bool


class SubsidyTerms(NamedTuple):
    """What one level of Extra Help leaves a person to pay in a plan year."""

    level: LowIncomeSubsidy
    copay_generic: Cents = 0
    copay_other: Cents = 0
    partial_deductible: Cents = 0
    partial_rate: BasisPoints = 0


@dataclass(frozen=True, slots=True)
class Choices:
    """Switches where the law leaves a choice (docs/decisions/0003). The ledger shows their settings."""

    enhanced_troop_credit: str = "greater_of_paid_and_standard"
    exempt_tier_deductible_credit: str = "whole_price"
    same_day_order: str = "as_listed"
    manufacturer_start: str = "gross_price"
    insulin_deductible_2023: str = "not_filled"


CHOICE_SETTINGS: dict[str, tuple[str, ...]] = {
    "enhanced_troop_credit": ("greater_of_paid_and_standard", "amount_owed"),
    "exempt_tier_deductible_credit": ("whole_price", "none"),
    "same_day_order": ("as_listed", "alphabetical"),
    "manufacturer_start": ("gross_price", "incurred_costs"),
    "insulin_deductible_2023": ("not_filled", "filled"),
}


class PlanNumbers(NamedTuple):
    """What of a plan's benefit decides its claims beside their shares.

    ``initial_coverage_limit``: ``NO_LIMIT`` where the plan has none (from 2025).
    ``credits_the_greater``: a claim counts at least the standard benefit's share toward the threshold (enhanced plans, from 2025).
    ``credits_exempt_tiers``: a claim on a tier without deductible counts toward the deductible, if the year's law says so.
    ``fills_lifted_deductible``: insulin and vaccines count toward the deductible that their law lifts (by choice, 2023).
    ``enhanced``: the plan is an enhanced alternative.
    ``discounts_by_incurred_costs``: the manufacturer's discount begins by the person's incurred costs, not by gross price (by choice).
    """

    deductible: Cents
    initial_coverage_limit: Cents
    credits_the_greater: bool
    credits_exempt_tiers: bool
    fills_lifted_deductible: bool
    enhanced: bool
    discounts_by_incurred_costs: bool


class PlanYearTerms(NamedTuple):
    """Everything that decides the claims of one member at one plan in one year. Compiled code leaves out ``design`` and ``choices``."""

    year: YearTerms
    subsidy: SubsidyTerms
    plan: PlanNumbers
    design: BenefitDesign
    choices: Choices


def plan_numbers(year: YearTerms, design: BenefitDesign, choices: Choices) -> PlanNumbers:
    """The numbers of a plan's benefit in a year."""
    greater = choices.enhanced_troop_credit == "greater_of_paid_and_standard"
    limit = design.initial_coverage_limit
    return PlanNumbers(
        deductible=design.deductible,
        initial_coverage_limit=NO_LIMIT if limit is None else limit,
        credits_the_greater=greater and is_enhanced(design) and not year.law.has_coverage_gap,
        credits_exempt_tiers=choices.exempt_tier_deductible_credit == "whole_price",
        fills_lifted_deductible=choices.insulin_deductible_2023 == "filled" and year.law.subsidizes_reduction,
        enhanced=is_enhanced(design),
        discounts_by_incurred_costs=choices.manufacturer_start == "incurred_costs",
    )


def plan_year_terms(year: YearTerms, design: BenefitDesign, subsidy: SubsidyTerms, choices: Choices = Choices()) -> PlanYearTerms:
    """The terms of a member of a subsidy level at a plan."""
    return PlanYearTerms(year, subsidy, plan_numbers(year, design, choices), design, choices)


def is_enhanced(design: BenefitDesign) -> bool:
    """Whether the plan is an enhanced alternative."""
    return design.benefit_type is BenefitType.ENHANCED_ALTERNATIVE


@lru_cache(maxsize=32)
def year_terms(plan_year: int) -> YearTerms:
    """The terms of a plan year. Raises UnknownPlanYear, or MissingParameter if the year lacks a number that its law needs."""
    return year_terms_of(parameter_set(plan_year))


@lru_cache(maxsize=64)
def year_terms_of(numbers: ParameterSet) -> YearTerms:
    """The terms of a year, from numbers that a question may have changed. Raises MissingParameter."""
    law = _law_of(numbers)
    threshold = numbers.cents_or_none("oop_threshold")

    def cents(name: str) -> Cents:
        return numbers.cents(name) if numbers.has(name) else ABSENT

    def rate(name: str, otherwise: BasisPoints = ABSENT) -> BasisPoints:
        return numbers.basis_points(name) if numbers.has(name) else otherwise

    gap = law.has_coverage_gap
    return YearTerms(
        plan_year=numbers.plan_year,
        law=law,
        deductible=numbers.cents("deductible"),
        initial_coverage_limit=numbers.cents("initial_coverage_limit") if gap else ABSENT,
        threshold=NO_THRESHOLD if threshold is None else threshold,
        coinsurance=numbers.basis_points("initial_coverage_coinsurance"),
        gap_brand=numbers.basis_points("gap_coinsurance.brand") if gap else ABSENT,
        gap_generic=numbers.basis_points("gap_coinsurance.generic") if gap else ABSENT,
        gap_discount=numbers.basis_points("gap_manufacturer_discount") if gap else ABSENT,
        # before the discount of 2011 the enrollee owed the whole price in the gap, and so the whole fee
        gap_fee_brand=rate("gap_dispensing_fee_beneficiary_share.brand", WHOLE),
        catastrophic_rate=numbers.basis_points("catastrophic_coinsurance"),
        catastrophic_minimum_generic=cents("catastrophic_min_copay.generic_preferred"),
        catastrophic_minimum_other=cents("catastrophic_min_copay.other"),
        reinsurance_brand=_reinsurance(numbers, gap, "applicable"),
        reinsurance_other=_reinsurance(numbers, gap, "non_applicable"),
        manufacturer_below=rate("payer_share.initial.manufacturer.applicable"),
        manufacturer_above=rate("payer_share.catastrophic.manufacturer.applicable"),
        selected_drug_subsidy=rate("payer_share.initial.medicare_selected_drug_subsidy") if law.selected_drugs else ABSENT,
        insulin_cap=cents("insulin_monthly_cap"),
        insulin_rate=rate("insulin_cap_pct_of_negotiated_or_mfp"),
        vaccines_free=numbers.has("adult_acip_vaccine_cost_sharing"),
    )


def _law_of(numbers: ParameterSet) -> BenefitLaw:
    """The law of the year; of a what-if, with the gap that it lays over and the share that it asks above the threshold."""
    law = benefit_law(numbers.plan_year)
    if numbers.gap_year != numbers.plan_year:
        law = with_gap_of(law, numbers.gap_year)
    if law.above_threshold is not catastrophic_share and numbers.basis_points("catastrophic_coinsurance"):
        law = with_share_above_threshold(law)
    return law


def _reinsurance(numbers: ParameterSet, gap: bool, drugs: str) -> BasisPoints:
    name = "payer_share.catastrophic.medicare_reinsurance"
    return numbers.basis_points(name if gap else f"{name}.{drugs}")


_COPAYS = {
    LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY: "lis_copay.fbde_le100fpl",
    LowIncomeSubsidy.FULL_OTHER: "lis_copay.other_full_subsidy",
    LowIncomeSubsidy.PARTIAL: "lis_partial.copay_above_threshold",
}


def subsidy_copay_parameters(level: LowIncomeSubsidy) -> tuple[str, ...]:
    """The parameters that decide the copays of a level. An answer says how sure they are."""
    if level is LowIncomeSubsidy.FULL_INSTITUTIONAL:
        return ("lis_copay.institutional_fbde",)
    prefix = _COPAYS.get(level)
    copays = (f"{prefix}.generic_preferred", f"{prefix}.other") if prefix else ()
    return (*copays, "lis_partial.deductible", "lis_partial.coinsurance_below_threshold") if level is LowIncomeSubsidy.PARTIAL else copays


@lru_cache(maxsize=256)
def subsidy_terms(plan_year: int, level: LowIncomeSubsidy) -> SubsidyTerms:
    """The terms of a subsidy level in a plan year. Raises Refusal for a level that has ended."""
    return subsidy_terms_of(parameter_set(plan_year), level)


@lru_cache(maxsize=256)
def subsidy_terms_of(numbers: ParameterSet, level: LowIncomeSubsidy) -> SubsidyTerms:
    """The terms of a subsidy level, from numbers that a question may have changed. Raises Refusal."""
    if level is LowIncomeSubsidy.NONE:
        return SubsidyTerms(level)
    if level is LowIncomeSubsidy.FULL_INSTITUTIONAL:
        nothing = numbers.cents("lis_copay.institutional_fbde")
        return SubsidyTerms(level, nothing, nothing)
    if level is LowIncomeSubsidy.PARTIAL and not numbers.has("lis_partial.deductible"):
        expected = "none or a full level (partial Extra Help ended with 2023)"
        raise Refusal([Problem("$.low_income_subsidy", expected, f"partial in {numbers.plan_year}")])
    prefix = _COPAYS[level]
    copays = numbers.cents(f"{prefix}.generic_preferred"), numbers.cents(f"{prefix}.other")
    if level is not LowIncomeSubsidy.PARTIAL:
        return SubsidyTerms(level, *copays)
    return SubsidyTerms(
        level, *copays, numbers.cents("lis_partial.deductible"), numbers.basis_points("lis_partial.coinsurance_below_threshold")
    )


def defined_standard(plan_year: int) -> BenefitDesign:
    """The year's own standard benefit as a design."""
    terms = year_terms(plan_year)
    limit = None if terms.initial_coverage_limit == ABSENT else terms.initial_coverage_limit
    return BenefitDesign(BenefitType.DEFINED_STANDARD, terms.deductible, limit)
