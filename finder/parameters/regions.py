"""The region of stand-alone drug plans that a state is in."""

from __future__ import annotations

from functools import cache

from finder.parameters import LAST_YEAR, parameter_set

_REGIONS = range(1, 35)  # the territories' regions come after these, and Extra Help doesn't reach them


@cache
def pdp_region_of(state: str) -> str | None:
    """The number of a state's PDP region, two digits. None for a territory and for unknown letters. The regions never changed."""
    numbers = parameter_set(LAST_YEAR)
    regions = (f"{number:02d}" for number in _REGIONS)
    return next((region for region in regions if state in numbers.text(f"pdp_region_states.{region}").split(",")), None)
