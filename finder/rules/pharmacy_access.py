"""How near people live to a pharmacy of a network."""

from __future__ import annotations

from finder.rules.registry import law

_WHOLE = 100


@law
def enough_live_near(near: int, people: int, percent: int) -> bool:
    """At least so many in 100 people must live within the miles of their kind of area. 42 CFR 423.120(a)(1)."""
    return near * _WHOLE >= people * percent
