"""What is odd in a catalog, in words."""

from __future__ import annotations

from finder.domain.catalog_check import Oddity
from finder.explain.messages import mark, say

_ODDITIES = {
    Oddity.FORMULARY_WITHOUT_PLAN: mark("formularies that no plan has"),
    Oddity.PLAN_WITHOUT_FORMULARY: mark("plans without a formulary"),
    Oddity.PLAN_WITHOUT_AREA: mark("plans that serve no place"),
    Oddity.PLAN_WITHOUT_PREMIUM: mark("plans without a premium"),
    Oddity.PLAN_WITHOUT_COST_SHARES: mark("plans without cost shares"),
    Oddity.PLAN_WITHOUT_PRICES: mark("plans without prices"),
    Oddity.TIER_WITHOUT_COST_SHARE: mark("tiers of a plan's formulary without a cost share"),
    Oddity.TIER_WITHOUT_MONTHLY_RETAIL_SHARE: mark(
        "tiers of a plan's formulary with cost shares, but none for 30 days at a retail pharmacy"
    ),
    Oddity.PRICE_OFF_FORMULARY: mark("prices of drugs that the plan does not list"),
    Oddity.DRUG_WITHOUT_NAME: mark("drugs without a name"),
    Oddity.DRUG_WITHOUT_PRICE: mark("drugs that no plan prices"),
    Oddity.PRICE_FAR_FROM_MEDIAN: mark("prices ten times above or below the middle of the drug's prices"),
    Oddity.HELPED_PREMIUM_DIFFERS: mark(
        "plans whose premium with full Extra Help is not the premium less the region's subsidy, where the Landscape says both; "
        "answers use the first"
    ),
}


def oddity_words(oddity: Oddity) -> str:
    """What is odd, as ``finder catalog check`` says it beside the count."""
    return say(_ODDITIES[oddity])
