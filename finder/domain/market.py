"""The market: plans, drugs, formulary entries, places, and the catalog as a question sees it (a Protocol)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from finder.domain.benefit import BenefitDesign, BenefitType, Named
from finder.domain.money import MICRO_SCALE, QUANTITY_SCALE, UNIT_PRICE_SCALE, Cents, Quantity, UnitPrice
from finder.domain.pharmacy import PharmacyTerms

if TYPE_CHECKING:
    from finder.domain.drug_lines import NotCounted


class PlanKind(Named):
    """A stand-alone drug plan, a Medicare Advantage plan with drugs, or a special needs plan."""

    PDP = 0
    MA_PD = 1
    SNP = 2

    @cached_property
    def label(self) -> str:
        """The word of the contract: ``PDP``, ``MA-PD``, ``SNP``."""
        return self.name.replace("_", "-")


class Assumed(Named):
    """What a catalog takes for every plan, since its source doesn't say."""

    STANDARD_SHARES = 0
    EVERY_DRUG_COVERED = 1


class GapCoverage(Named):
    """How much of a class of drugs a plan covers in the gap. ``SOME``: which ones isn't known, so none is counted."""

    NONE = 0
    SOME = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of one year. Premiums in cents a month; None where the catalog does not give one.

    ``premium`` is what an enrollee without subsidy pays the plan (Part C and D together where known), ``part_d_premium`` its Part D part,
    ``part_d_basic_premium`` the basic part of that, which a premium subsidy can reach. ``example`` marks a design that is no real plan.
    ``low_income_premium`` is what the Landscape says somebody with full Extra Help pays for Part D, ``low_income_benchmark`` its amount of
    the region's premium subsidy, ``below_benchmark`` whether the basic premium is at or below it; None where it does not say.
    ``sanctioned`` is whether Medicare has put sanctions on the plan, None where the files do not say. ``gap_wording`` is its coverage in
    the gap as CMS worded it that year (only plans of files without cost shares have it), ``gap_generics`` and ``gap_brands`` the
    GapCoverage that it means; None where there is no wording.
    """

    plan_id: str
    name: str
    organization: str
    kind: PlanKind
    snp_type: str
    premium: Cents | None
    part_d_premium: Cents | None
    part_d_basic_premium: Cents | None
    design: BenefitDesign
    star_rating: str
    pdp_region: str
    example: bool = False
    part_d_supplemental_premium: Cents | None = None
    low_income_premium: Cents | None = None
    low_income_benchmark: Cents | None = None
    below_benchmark: bool | None = None
    sanctioned: bool | None = None
    gap_wording: str = ""
    gap_generics: int | None = None
    gap_brands: int | None = None

    @property
    def covers_unknown_drugs_in_gap(self) -> bool:
        """Whether the plan covers some drugs in the gap and we don't know which."""
        return GapCoverage.SOME in (self.gap_generics, self.gap_brands)

    @property
    def premium_floor(self) -> Cents | None:
        """The least that the plan takes a month before any subsidy: its premium, else the Part D part of it, which is all that the plan
        information file has of a health plan (decision 10). None where neither is known."""
        return self.part_d_premium if self.premium is None else self.premium

    @property
    def basic_premium(self) -> Cents | None:
        """The basic part of the Part D premium: all of it at a basic plan; at an enhanced plan as the files give it, or None."""
        if self.part_d_basic_premium is not None:
            return max(self.part_d_basic_premium, 0)
        return None if self.design.benefit_type is BenefitType.ENHANCED_ALTERNATIVE else self.part_d_premium


class PackageForm(Named):
    """How a drug is measured and dispensed; everything but tablets and capsules raises a question about its quantity."""

    TABLET = 0
    INHALER = 1
    PEN_OR_INJECTION = 2
    EYE_DROPS = 3
    OTHER = 4


class NegotiatedUnit(NamedTuple):
    """The price that Medicare negotiated for one unit of a product (NDC-9: labeler and product), in millionths of a dollar, with status and
    source."""

    ndc: str
    price: int
    status: str
    source: str

    def printed_as(self, price: UnitPrice) -> bool:
        """Whether a unit price of CMS's files, which has four decimals, is this one."""
        return abs(self.price - price * (MICRO_SCALE // UNIT_PRICE_SCALE)) < MICRO_SCALE // 10_000


@dataclass(frozen=True, slots=True)
class Drug:
    """A product that the catalog prices: one ingredient list, strength and form.

    ``rxcui`` is the catalog's key (RxNorm's for real products). ``brand`` empty means a generic. ``unit`` is what a quantity counts
    (tablet, mL, gram, pen, blister). ``units_per_package`` in thousandths of a unit, None where unknown. ``weekly`` marks products usually
    taken once a week. ``selected`` names the parameter of its negotiated (maximum fair) price, empty where there is none. ``other_sizes``
    are packages that it is also sold in, ``units_a_dose`` is what one dose takes (two blisters of some inhalers), and ``package_source``
    says where unit and package come from; empty where that is the names file of the catalog. ``negotiated`` are the prices of one unit of
    it that may hold in the catalog's year, several where its package is not known. ``familiar`` is what people and packages call it
    (``Eliquis 5 mg tablet (apixaban)``), ``familiar_short`` the same in a sentence (``Eliquis 5 mg``); empty where its names don't tell.

    ``deal_ended``: it had a negotiated price the year before and has none now, so that no earlier price tells the new one.
    """

    rxcui: str
    name: str
    ingredient: str
    brand: str
    strength: str
    form: str
    package_form: PackageForm
    unit: str
    units_per_package: Quantity | None
    insulin: bool
    vaccine: bool
    weekly: bool
    selected: str = ""
    negotiated: tuple[NegotiatedUnit, ...] = ()
    other_sizes: tuple[Quantity, ...] = ()
    units_a_dose: Quantity = QUANTITY_SCALE
    package_source: str = ""
    deal_ended: bool = False
    familiar: str = ""
    familiar_short: str = ""

    @property
    def is_brand(self) -> bool:
        """An applicable drug of the discount programmes: approved under an NDA or BLA and sold under a brand name."""
        return bool(self.brand)

    @property
    def solid_oral(self) -> bool:
        """Tablets and capsules, to which the daily cost-sharing rule applies."""
        return self.package_form is PackageForm.TABLET


class PriceOrigin(Named):
    """Where a plan's unit price of a drug comes from.

    ``SAME_PLAN``: the plan's own price in a quarter of the year before; ``SPONSOR``: that of the closest plan of the same sponsor there;
    ``MARKET``: the middle of that market; ``NEGOTIATED``: the price that Medicare negotiated for the plan year, which is no estimate.
    """

    OWN = 0
    SAME_PLAN = 1
    SPONSOR = 2
    MARKET = 3
    NEGOTIATED = 4


class BorrowedPrice(NamedTuple):
    """That a price is not from the plan year's own files: where it is from, and of which day it is."""

    origin: PriceOrigin
    as_of: date

    @property
    def estimated(self) -> bool:
        """Whether the price only estimates that of the plan year."""
        return self.origin is not PriceOrigin.NEGOTIATED


class FormularyEntry(NamedTuple):
    """A drug on one plan's list. ``unit_price`` in hundred-thousandths of a dollar, None where the files give no price for it.

    ``quantity_limit`` in thousandths of a unit for ``quantity_limit_days`` days; 0 where there is none. ``unit_price`` is that of a 30-day
    supply; those of 60 and 90 days stand beside it where the files give them. ``borrowed``: None for a price of the year's own files.
    """

    tier: int
    unit_price: UnitPrice | None
    prior_authorization: bool
    step_therapy: bool
    quantity_limit: Quantity
    quantity_limit_days: int
    selected_drug: bool
    unit_price_60: UnitPrice | None = None
    unit_price_90: UnitPrice | None = None
    borrowed: BorrowedPrice | None = None


class DrugColumn(NamedTuple):
    """How plans list one drug: an array of integers for each fact, over the plans. It has what many questions need of ``FormularyEntry``.

    ``tier``: 0 where the plan doesn't list the drug. ``restrictions``: how many. ``selected``: 1 for a price that Medicare set.
    ``unit_price``, ``unit_price_60``, ``unit_price_90``: 0 where the files give none.
    """

    tier: Any
    restrictions: Any
    selected: Any
    unit_price: Any
    unit_price_60: Any
    unit_price_90: Any


class County(NamedTuple):
    """A county by its FIPS code, its name and its state's two letters."""

    fips: str
    name: str
    state: str


class OtherBrand(NamedTuple):
    """A brand that a catalog lacks, though it has the same drug.

    ``brands``: those of the catalog; empty where it has the generic.
    """

    brand: str
    ingredient: str
    brands: tuple[str, ...]


class DrugMatch(NamedTuple):
    """An answer of the drug look-up.

    ``matched``: the name that fits the words.
    ``score``: 0 to 100.
    ``other_brand``: what was asked for, where the product goes by another name.
    ``differs``: words that were typed and aren't true of the product (``ER``, ``500 mg``, ``succinate``), where no product fits them all.
    """

    drug: Drug
    matched: str
    score: float
    other_brand: OtherBrand | None = None
    differs: tuple[str, ...] = ()


class KnownProduct(NamedTuple):
    """A real product that a catalog has no plans' lists and prices for.

    ``matched``: the name that fits the words.
    ``score``: 0 to 100.
    """

    rxcui: str
    name: str
    ingredient: str
    brand: str
    strength: str
    form: str
    matched: str
    score: float


class SpecialCoverage(NamedTuple):
    """What a plan's lists beside its formulary say of a drug. ``supplemental``: Part D excludes the drug, and the plan covers it as a
    supplement of its own, which counts toward nothing; ``diseases``: the plan covers it for these alone (none: for all)."""

    supplemental: bool = False
    diseases: tuple[str, ...] = ()


SpecialCoverages = Mapping[tuple[str, str], SpecialCoverage]
"""(plan id, rxcui) -> what the plan's lists beside the formulary say of the drug; a missing pair: nothing."""


class Neighbours(NamedTuple):
    """Products near one product by RxNorm's relations, whatever a catalog calls them; each by its RxCUI, the product itself left out.

    ``generic`` is the generic product of the same make-up (its own key where it is the generic, empty where RxNorm has none),
    ``same_make_up`` those of the same ingredients, strengths and form, ``same_ingredient`` those of the same ingredients, among them the
    former.
    """

    generic: str
    same_make_up: frozenset[str]
    same_ingredient: frozenset[str]


@dataclass(frozen=True, slots=True)
class CatalogInfo:
    """Where a catalog came from and what it covers. ``digest`` is the sha256 over its tables, ``covers`` a phrase such as
    ``Massachusetts plans of 2026``, ``release`` the short name of the release (``2026Q2``, ``202607``), empty where it has none,
    ``warnings`` what the import found odd and did not refuse, counted by the words of ``finder.domain.catalog_check.Oddity``,
    ``left_out`` the first places of what it left out, by the same words.

    ``price_origins``: how many prices of a year without its own come from where, by the words of ``PriceOrigin``, and ``not_known`` how
    many are missing; empty for a year with its own prices.
    ``without_prices``: nothing but negotiated prices is known.
    ``landscape``: whether the Landscape was read. Without it, only the Part D part of a health plan's premium is known.
    """

    plan_year: int
    source: str
    as_of: date
    prices_as_of: date
    price_source: str
    covers: str
    states: tuple[str, ...]
    example: bool
    digest: str
    rows: Mapping[str, int]
    release: str = ""
    warnings: Mapping[str, int] = field(default_factory=dict)
    price_origins: Mapping[str, int] = field(default_factory=dict)
    without_prices: bool = False
    landscape: bool = True
    assumes: tuple[Assumed, ...] = ()
    left_out: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def prices_of_another_year(self) -> bool:
        """Whether the drug prices are from another year than the plan's, so that they only estimate its own."""
        return not self.example and not self.without_prices and self.prices_as_of.year != self.plan_year


class DamagedCatalog(NamedTuple):
    """A catalog that is there and does not open: its plan year, the sentence that says why, and whether the year would be answered from it.
    Then the year is refused until it is imported again: an older release never answers in its place."""

    plan_year: int
    says: str
    in_use: bool


class Catalog(Protocol):
    """One plan year's market, read-only. Every look-up is by key; nothing is guessed."""

    @property
    def info(self) -> CatalogInfo:
        """Source, dates and cover of this catalog."""

    def counties(self, zip_code: str) -> Sequence[County]:
        """The counties of a five-digit ZIP, anywhere in the country; empty for a ZIP that nobody knows."""

    def state_name(self, state: str) -> str:
        """The name of a state by its two letters: ``Massachusetts`` for ``MA``."""

    def plans_serving(self, county: County) -> Sequence[Plan]:
        """Every plan with drug coverage that serves the county, of all kinds, by plan id; empty outside the catalog's area."""

    def plan(self, plan_id: str) -> Plan | None:
        """The plan of that id (contract-plan-segment), or None."""

    def formulary(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> Mapping[tuple[str, str], FormularyEntry]:
        """(plan id, rxcui) -> entry, for each pair in which the plan lists the drug; a missing pair is a drug not covered."""

    def special_coverage(self, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> SpecialCoverages:
        """What the lists of those plans beside their formularies say of those drugs."""

    def drug(self, rxcui: str) -> Drug | None:
        """The product of that key, or None."""

    def drug_by_ndc(self, ndc: str) -> Drug | None:
        """The product of that 11-digit NDC, or None."""

    def ndc_name(self, ndc: str) -> str:
        """The name of an 11-digit NDC's product as people write it, whether or not the catalog has it; empty where nobody knows."""

    def drugs(self) -> Sequence[Drug]:
        """Every product of the catalog, by name."""

    def find_drugs(self, words: str, limit: int = 10) -> Sequence[DrugMatch]:
        """Products by brand or ingredient, misspellings allowed, best first."""

    def find_known(self, words: str, limit: int = 10) -> Sequence[KnownProduct]:
        """Real products that this catalog lacks, by brand or ingredient, misspellings allowed, best first."""

    def own_spelling(self, word: str) -> str:
        """A name of an ingredient as it is spelled here, of one that another language spells otherwise. Any other word stays."""

    def outside_part_d(self, words: str) -> NotCounted | None:
        """A name with its amounts as a product that Part D doesn't pay for, with the reason; None if it is none."""

    def neighbours(self, rxcui: str) -> Neighbours | None:
        """What RxNorm's names tell of the products near one; None where no such names are at hand, or they lack it."""

    def pharmacy_terms(self, plan_ids: Sequence[str], npis: Sequence[str]) -> Mapping[str, tuple[PharmacyTerms, ...]] | None:
        """Plan id -> the terms of those pharmacies that are in its network (none: all are outside it); plans whose networks were not
        imported are left out. None where no networks of the year are at hand."""

    def quantity_limits(self, rxcui: str) -> Sequence[tuple[Quantity, int]]:
        """The limits on amount that plans of the market set for a drug: thousandths of a unit for so many days, each once."""

    def median_unit_price(self, rxcui: str) -> UnitPrice | None:
        """The middle of the drug's unit prices over the plans that list it, None where no plan prices it."""
