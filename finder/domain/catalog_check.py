"""What is odd in a catalog, and what differs between two releases. Unit prices in hundred-thousandths of a dollar, premiums in cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.market import CatalogInfo
from finder.domain.money import Cents, UnitPrice


class Oddity(Named):
    """What may be odd in a catalog that was imported without a problem. From UNKNOWN_COLUMN on: what the import left out."""

    FORMULARY_WITHOUT_PLAN = 0
    PLAN_WITHOUT_FORMULARY = 1
    PLAN_WITHOUT_AREA = 2
    PLAN_WITHOUT_PREMIUM = 3
    PLAN_WITHOUT_COST_SHARES = 4
    PLAN_WITHOUT_PRICES = 5
    TIER_WITHOUT_COST_SHARE = 6
    PRICE_OFF_FORMULARY = 7
    DRUG_WITHOUT_NAME = 8
    DRUG_WITHOUT_PRICE = 9
    PRICE_FAR_FROM_MEDIAN = 10
    HELPED_PREMIUM_DIFFERS = 11
    TIER_WITHOUT_MONTHLY_RETAIL_SHARE = 12
    INSULIN_WITHOUT_SHARE = 13
    INSULIN_SHARE_GONE = 14
    PRICES_OF_ANOTHER_RELEASE = 15
    UNKNOWN_COLUMN = 16
    ROW_OF_ANOTHER_PLAN_TYPE = 17
    COUNTY_NOT_KNOWN = 18


INSULIN_SHARES_FROM = 2023
"""The first plan year in which every plan has shares of its own for insulin (SSA 1860D-2(b)(9))."""
KNOWN_FROM_IMPORT = (
    Oddity.INSULIN_SHARE_GONE,
    Oddity.PRICES_OF_ANOTHER_RELEASE,
    Oddity.UNKNOWN_COLUMN,
    Oddity.ROW_OF_ANOTHER_PLAN_TYPE,
    Oddity.COUNTY_NOT_KNOWN,
)
"""What only an import can count: it needs the files, or another release beside them."""


class Found(NamedTuple):
    """How often an oddity was found, and the first places (plan, formulary or drug, in words)."""

    oddity: Oddity
    number: int
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CatalogCheck:
    """A catalog whose every byte is as it was written, and every kind of oddity, those not found with a count of 0."""

    info: CatalogInfo
    found: tuple[Found, ...]


class PlanInBoth(NamedTuple):
    """A plan's premium and deductible in two releases; a premium is None where a release has none."""

    plan_id: str
    name: str
    premium_before: Cents | None
    premium_after: Cents | None
    deductible_before: Cents
    deductible_after: Cents


class DrugDropped(NamedTuple):
    """A drug that plans of both releases listed before and do not list after, by how many plans."""

    rxcui: str
    name: str
    plans: int


class PriceMoved(NamedTuple):
    """The middle of a drug's 30-day unit prices in two releases."""

    rxcui: str
    name: str
    before: UnitPrice
    after: UnitPrice


@dataclass(frozen=True, slots=True)
class ReleaseChanges:
    """What differs between two releases, ``before`` the older. Plans by id and name; ``kept`` counts the plans of both;
    ``tiers_changed`` the pairs of plan and drug that moved to another tier. Lists are whole and in order."""

    before: CatalogInfo
    after: CatalogInfo
    kept: int
    gone: tuple[tuple[str, str], ...]
    new: tuple[tuple[str, str], ...]
    changed: tuple[PlanInBoth, ...]
    dropped: tuple[DrugDropped, ...]
    tiers_changed: int
    prices_moved: tuple[PriceMoved, ...]
