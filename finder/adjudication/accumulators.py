"""The running totals of a year: their opening, their phase, and what a claim adds to them."""

from __future__ import annotations

from finder.adjudication.shares import ClaimShares
from finder.adjudication.terms import PlanYearTerms
from finder.domain.benefit import Phase
from finder.domain.claim import Accumulators
from finder.domain.money import Cents
from finder.rules.incurred_costs import up_to_threshold
from finder.rules.phases import phase_of


def opening_accumulators(terms: PlanYearTerms, gross_drug_cost: Cents, troop: Cents) -> Accumulators:
    """Where only year-to-date totals are known, each deductible met is the lesser of that deductible and the gross drug cost so far."""
    year = terms.year
    met = min(terms.plan.deductible, gross_drug_cost)
    return Accumulators(gross_drug_cost, min(troop, year.threshold), met, min(year.deductible, gross_drug_cost))


def moved_along(before: PlanYearTerms, after: PlanYearTerms, accumulators: Accumulators) -> Accumulators:
    """The accumulators under new terms. A change of Extra Help changes nothing. A new plan knows only the drug costs and the
    out-of-pocket costs so far, so the deductible met is the lesser of its own deductible and the drug costs."""
    return accumulators if before.design == after.design else at_a_new_plan(after, accumulators)


def at_a_new_plan(terms: PlanYearTerms, accumulators: Accumulators) -> Accumulators:
    """The accumulators that a plan joined within the year begins with."""
    gross, troop, _, standard_met = accumulators
    return Accumulators(gross, troop, min(terms.plan.deductible, gross), standard_met)


def phase_after(terms: PlanYearTerms, accumulators: Accumulators) -> Phase:
    """The phase in which the next dollar would fall."""
    gross, troop, met, _ = accumulators
    return phase_of(gross, troop, met, terms.plan.deductible, terms.plan.initial_coverage_limit, terms.year.threshold)


def phase_of_claim(terms: PlanYearTerms, shares: ClaimShares, before: Accumulators) -> Phase:
    """The phase in which the first dollar of a claim falls: past the deductible where none applies to it."""
    gross, troop, met, standard_met = before
    return phase_after(terms, Accumulators(gross, troop, met if shares.deductible_applies else terms.plan.deductible, standard_met))


def accumulated(
    terms: PlanYearTerms, shares: ClaimShares, price: Cents, portion: Cents, credit: Cents, before: Accumulators
) -> Accumulators:
    """The accumulators after a covered claim of ``price`` cents, ``portion`` of them in the deductible. Its ``credit`` counts only up to
    the threshold."""
    year, plan = terms.year, terms.plan
    gross, troop, met, standard_met = before
    if not shares.exempt:
        if met < plan.deductible and (shares.deductible_applies or plan.credits_exempt_tiers):
            whole = portion if shares.deductible_applies else price
            met = year.law.deductible_credit(met, plan.deductible, portion, whole)
        if standard_met < year.deductible:
            standard_met = min(year.deductible, standard_met + price)
    elif plan.fills_lifted_deductible and shares.tier_deductible:
        met = min(plan.deductible, met + price)
    return Accumulators(gross + price, troop + up_to_threshold(credit, troop, year.threshold), met, standard_met)
