"""A catalog with changed prices, and one that remembers its look-ups while a question asks many times."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from finder.domain.certainty import off_by
from finder.domain.drug_lines import NotCounted
from finder.domain.market import (
    Catalog,
    CatalogInfo,
    County,
    Drug,
    DrugMatch,
    FormularyEntry,
    KnownProduct,
    Neighbours,
    Plan,
    PriceOrigin,
    SpecialCoverage,
)
from finder.domain.money import WHOLE, BasisPoints, Quantity, UnitPrice, ratio_half_up
from finder.domain.pharmacy import PharmacyTerms
from finder.domain.what_if import ChangePrice


class Behind:
    """Passes every look-up on to another catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @property
    def info(self) -> CatalogInfo:
        """Source, dates and cover of the catalog behind."""
        return self._catalog.info

    def counties(self, zip_code: str) -> Sequence[County]:
        """The counties of a ZIP."""
        return self._catalog.counties(zip_code)

    def state_name(self, state: str) -> str:
        """The name of a state."""
        return self._catalog.state_name(state)

    def plans_serving(self, county: County) -> Sequence[Plan]:
        """Every plan that serves the county."""
        return self._catalog.plans_serving(county)

    def plan(self, plan_id: str) -> Plan | None:
        """The plan of that id, or None."""
        return self._catalog.plan(plan_id)

    def formulary(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], FormularyEntry]:
        """(plan id, rxcui) -> entry."""
        return self._catalog.formulary(plan_ids, rxcuis)

    def special_coverage(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], SpecialCoverage]:
        """(plan id, rxcui) -> what the plan's other lists say of the drug."""
        return self._catalog.special_coverage(plan_ids, rxcuis)

    def drug(self, rxcui: str) -> Drug | None:
        """The product of that key, or None."""
        return self._catalog.drug(rxcui)

    def ndc_name(self, ndc: str) -> str:
        """The name of an NDC's product."""
        return self._catalog.ndc_name(ndc)

    def drug_by_ndc(self, ndc: str) -> Drug | None:
        """The product of that NDC, or None."""
        return self._catalog.drug_by_ndc(ndc)

    def drugs(self) -> Sequence[Drug]:
        """Every product."""
        return self._catalog.drugs()

    def find_drugs(self, words: str, limit: int = 10) -> Sequence[DrugMatch]:
        """Products by name."""
        return self._catalog.find_drugs(words, limit)

    def find_known(self, words: str, limit: int = 10) -> Sequence[KnownProduct]:
        """Real products that the catalog lacks."""
        return self._catalog.find_known(words, limit)

    def own_spelling(self, word: str) -> str:
        """A name of an ingredient as it is spelled here."""
        return self._catalog.own_spelling(word)

    def outside_part_d(self, words: str) -> NotCounted | None:
        """What Part D doesn't pay for, with the reason."""
        return self._catalog.outside_part_d(words)

    def neighbours(self, rxcui: str) -> Neighbours | None:
        """What RxNorm's names tell of the products near one, or None."""
        return self._catalog.neighbours(rxcui)

    def pharmacy_terms(self, plan_ids: Sequence[str], npis: Sequence[str]) -> Mapping[str, tuple[PharmacyTerms, ...]] | None:
        """Plan id -> the terms of pharmacies in its network."""
        return self._catalog.pharmacy_terms(plan_ids, npis)

    def quantity_limits(self, rxcui: str) -> Sequence[tuple[Quantity, int]]:
        """The limits on amount of the market."""
        return self._catalog.quantity_limits(rxcui)

    def median_unit_price(self, rxcui: str) -> UnitPrice | None:
        """The middle of the drug's unit prices, or None."""
        return self._catalog.median_unit_price(rxcui)


class ChangedPrices(Behind):
    """Unit prices times the factors of the changes, rounded half up to the catalog's own grain."""

    def __init__(self, catalog: Catalog, changes: Sequence[ChangePrice]) -> None:
        super().__init__(catalog)
        self._changes = tuple(changes)

    def formulary(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], FormularyEntry]:
        """(plan id, rxcui) -> entry, its unit price changed; a price that is unknown stays unknown."""
        found = self._catalog.formulary(plan_ids, rxcuis)
        return {key: self._changed(key, entry) for key, entry in found.items()}

    def median_unit_price(self, rxcui: str) -> UnitPrice | None:
        """The middle price, changed where the change reaches every plan."""
        price = self._catalog.median_unit_price(rxcui)
        for change in self._changes:
            if price is not None and change.plan_id is None and change.rxcui in (None, rxcui):
                price = times(price, change.factor)
        return price

    def _changed(self, key: tuple[str, str], entry: FormularyEntry) -> FormularyEntry:
        plan_id, rxcui = key
        reaching = [one.factor for one in self._changes if one.rxcui in (None, rxcui) and one.plan_id in (None, plan_id)]

        def changed(price: UnitPrice | None) -> UnitPrice | None:
            for factor in reaching:
                price = None if price is None else times(price, factor)
            return price

        of_60, of_90 = changed(entry.unit_price_60), changed(entry.unit_price_90)
        return entry._replace(unit_price=changed(entry.unit_price), unit_price_60=of_60, unit_price_90=of_90)


class MovedEstimates(Behind):
    """Prices that are estimates moved to one end of where the real price probably is; the plan year's own prices stay."""

    def __init__(self, catalog: Catalog, *, up: bool) -> None:
        super().__init__(catalog)
        self._up = up

    def formulary(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], FormularyEntry]:
        """(plan id, rxcui) -> entry, an estimated price moved by how far such estimates were off."""
        found = self._catalog.formulary(plan_ids, rxcuis)
        return {key: self._moved(key[1], entry) for key, entry in found.items()}

    def median_unit_price(self, rxcui: str) -> UnitPrice | None:
        """The middle price, moved where it is one of an earlier year."""
        price = self._catalog.median_unit_price(rxcui)
        drug = self._catalog.drug(rxcui)
        if price is None or drug is None or drug.negotiated or not self.info.prices_of_another_year:
            return price
        return times(price, self._factor(PriceOrigin.MARKET, drug))

    def _factor(self, origin: PriceOrigin, drug: Drug) -> BasisPoints:
        return off_by(origin, brand=drug.is_brand)[self._up]

    def _moved(self, rxcui: str, entry: FormularyEntry) -> FormularyEntry:
        drug = None if entry.borrowed is None else self._catalog.drug(rxcui)
        if entry.borrowed is None or drug is None:
            return entry
        factor = self._factor(entry.borrowed.origin, drug)
        prices = (entry.unit_price, entry.unit_price_60, entry.unit_price_90)
        of_30, of_60, of_90 = (None if price is None else times(price, factor) for price in prices)
        return entry._replace(unit_price=of_30, unit_price_60=of_60, unit_price_90=of_90)


class OfPlans(Behind):
    """A catalog of some plans alone."""

    def __init__(self, catalog: Catalog, plan_ids: Collection[str]) -> None:
        super().__init__(catalog)
        self._plan_ids = frozenset(plan_ids)

    def plans_serving(self, county: County) -> Sequence[Plan]:
        """Those of the plans that serve the county."""
        return [plan for plan in self._catalog.plans_serving(county) if plan.plan_id in self._plan_ids]


class Remembered(Behind):
    """The same answers, each looked up once. It lives as long as one question, because it holds what a person asked."""

    def __init__(self, catalog: Catalog) -> None:
        super().__init__(catalog)
        self._serving: dict[County, Sequence[Plan]] = {}
        self._entries: dict[tuple[tuple[str, ...], tuple[str, ...]], Mapping[tuple[str, str], FormularyEntry]] = {}
        self._middle: dict[str, UnitPrice | None] = {}

    def plans_serving(self, county: County) -> Sequence[Plan]:
        """Every plan that serves the county."""
        if county not in self._serving:
            self._serving[county] = self._catalog.plans_serving(county)
        return self._serving[county]

    def formulary(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], FormularyEntry]:
        """(plan id, rxcui) -> entry."""
        key = (tuple(plan_ids), tuple(rxcuis))
        if key not in self._entries:
            self._entries[key] = self._catalog.formulary(plan_ids, rxcuis)
        return self._entries[key]

    def median_unit_price(self, rxcui: str) -> UnitPrice | None:
        """The middle of the drug's unit prices, or None."""
        if rxcui not in self._middle:
            self._middle[rxcui] = self._catalog.median_unit_price(rxcui)
        return self._middle[rxcui]


def times(price: UnitPrice, factor: BasisPoints) -> UnitPrice:
    """A unit price times a factor in basis points, rounded half up."""
    return ratio_half_up(price * factor, WHOLE)


class WithoutDrug(Behind):
    """A catalog in which one plan no longer lists some products."""

    def __init__(self, catalog: Catalog, plan_id: str, rxcuis: Collection[str]) -> None:
        super().__init__(catalog)
        self._dropped = frozenset((plan_id, rxcui) for rxcui in rxcuis)

    def formulary(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], FormularyEntry]:
        """(plan id, rxcui) -> entry, without those dropped."""
        found = self._catalog.formulary(plan_ids, rxcuis)
        return {key: entry for key, entry in found.items() if key not in self._dropped}
