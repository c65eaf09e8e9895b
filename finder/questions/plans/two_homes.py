"""Does a plan of a catalog reach another place?"""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.market import Catalog, County, Plan


def serves(catalog: Catalog, plan: Plan | None, counties: Sequence[County]) -> bool | None:
    """Whether a plan serves every county of a place; None where no plan is named, or the catalog does not answer for the place, or the
    place's counties differ in it."""
    if plan is None or not counties or any(county.state not in catalog.info.states for county in counties):
        return None
    found = {any(one.plan_id == plan.plan_id for one in catalog.plans_serving(county)) for county in counties}
    return found.pop() if len(found) == 1 else None
