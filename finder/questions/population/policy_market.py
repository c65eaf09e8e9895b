"""The market under a policy: the plans' designs where the law's numbers bind them, and the prices.

Designs stay as they are filed, with four exceptions. A plan with the standard deductible, or a coinsurance of the standard rate, follows
the standard; no plan's deductible is above it; where a gap is laid over, every plan has its initial coverage limit. Lists, copays and
premiums stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from finder.adjudication.terms import ABSENT, YearTerms, year_terms, year_terms_of
from finder.domain.benefit import BenefitDesign, CostShare, ShareKey, ShareKind, TierDesign
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, County, Drug, FormularyEntry, Plan
from finder.domain.money import WHOLE, UnitPrice
from finder.domain.policy import DrugsReached, Policy, PolicyPrice
from finder.parameters.changed import policy_parameters
from finder.questions.plans.changed_prices import Behind, times


def market_under(catalog: Catalog, policy: Policy) -> Catalog:
    """The catalog as it is under a policy. Raises Refusal for a policy of another year, or with a price of a drug that nobody knows."""
    if policy.plan_year != catalog.info.plan_year:
        raise Refusal([Problem("$.plan_year", f"{catalog.info.plan_year}, the year of these plans", str(policy.plan_year))])
    for place, price in enumerate(policy.prices):
        if price.rxcui and catalog.drug(price.rxcui) is None:
            raise Refusal([Problem(f"$.prices[{place}].rxcui", "a drug of this catalog", price.rxcui)])
    if policy.changes_nothing:
        return catalog
    changed: Catalog = UnderPolicy(catalog, policy)
    return changed


class UnderPolicy(Behind):
    """A catalog whose plans and prices are those of a policy. It keeps the plans that it has changed."""

    def __init__(self, catalog: Catalog, policy: Policy) -> None:
        super().__init__(catalog)
        self._policy = policy
        self._before, self._after = year_terms(policy.plan_year), year_terms_of(policy_parameters(policy))
        self._plans: dict[str, Plan] = {}
        self._designs: dict[int, tuple[BenefitDesign, BenefitDesign]] = {}
        self._serving: dict[County, Sequence[Plan]] = {}

    def plans_serving(self, county: County) -> Sequence[Plan]:
        """Every plan that serves the county, its design under the policy."""
        if county not in self._serving:
            self._serving[county] = [self._changed(plan) for plan in self._catalog.plans_serving(county)]
        return self._serving[county]

    def plan(self, plan_id: str) -> Plan | None:
        """The plan of that id under the policy, or None."""
        found = self._catalog.plan(plan_id)
        return None if found is None else self._changed(found)

    def formulary(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], FormularyEntry]:
        """(plan id, rxcui) -> entry, its prices under the policy."""
        found = self._catalog.formulary(plan_ids, rxcuis)
        if not self._policy.changes_prices:
            return found
        drugs = {rxcui: self._catalog.drug(rxcui) for rxcui in rxcuis}
        return {key: self._repriced(entry, drugs[key[1]]) for key, entry in found.items()}

    def median_unit_price(self, rxcui: str) -> UnitPrice | None:
        """The middle price. A drug manager's spread reaches no cash price."""
        drug = self._catalog.drug(rxcui)
        return price_under(self._catalog.median_unit_price(rxcui), drug, self._policy.prices)

    def _changed(self, plan: Plan) -> Plan:
        found = self._plans.get(plan.plan_id)
        if found is None:
            # plans share designs; by identity, which is safe as long as the design is kept beside it
            known = self._designs.get(id(plan.design))
            if known is None:
                known = self._designs[id(plan.design)] = plan.design, design_under(plan.design, self._before, self._after)
            found = plan if known[1] is plan.design else replace(plan, design=known[1])
            self._plans[plan.plan_id] = found
        return found

    def _repriced(self, entry: FormularyEntry, drug: Drug | None) -> FormularyEntry:
        spread = WHOLE + self._policy.lock_in_spread

        def changed(price: UnitPrice | None) -> UnitPrice | None:
            new = price_under(price, drug, self._policy.prices)
            return new if new is None or spread == WHOLE else times(new, spread)

        of_60, of_90 = changed(entry.unit_price_60), changed(entry.unit_price_90)
        return entry._replace(unit_price=changed(entry.unit_price), unit_price_60=of_60, unit_price_90=of_90)


def price_under(price: UnitPrice | None, drug: Drug | None, changes: Sequence[PolicyPrice]) -> UnitPrice | None:
    """A unit price after the changes that reach its drug; an unknown price stays unknown."""
    for change in changes:
        if price is not None and drug is not None and reaches(change, drug):
            price = times(price, change.factor) if change.factor is not None else change.unit_price
    return price


def reaches(change: PolicyPrice, drug: Drug) -> bool:
    """Whether a change of prices reaches a drug."""
    if change.rxcui:
        return change.rxcui == drug.rxcui
    if change.drugs is DrugsReached.NEGOTIATED:
        return bool(drug.selected)
    return change.drugs is DrugsReached.ALL or (change.drugs is DrugsReached.BRAND) == drug.is_brand


def design_under(design: BenefitDesign, before: YearTerms, after: YearTerms) -> BenefitDesign:
    """A filed design under a policy's numbers; itself where they bind nothing of it."""
    limit: int | None = design.initial_coverage_limit
    if not after.law.has_coverage_gap:
        limit = None
    elif limit is None or limit == before.initial_coverage_limit:
        limit = after.initial_coverage_limit
    deductible = after.deductible if design.deductible == before.deductible else min(design.deductible, after.deductible)
    tiers = design.tiers
    if after.coinsurance != before.coinsurance:
        tiers = {tier: _tier_under(of, before, after) for tier, of in tiers.items()}
    if limit == ABSENT:
        limit = None
    changed = (deductible, limit, tiers) != (design.deductible, design.initial_coverage_limit, design.tiers)
    return replace(design, deductible=deductible, initial_coverage_limit=limit, tiers=tiers) if changed else design


def _tier_under(tier: TierDesign, before: YearTerms, after: YearTerms) -> TierDesign:
    def share_under(share: CostShare) -> CostShare:
        standard = share.kind is ShareKind.COINSURANCE and share.amount == before.coinsurance
        return share._replace(amount=after.coinsurance) if standard else share

    shares: dict[ShareKey, CostShare] = {key: share_under(share) for key, share in tier.initial_coverage.items()}
    return replace(tier, initial_coverage=shares)
