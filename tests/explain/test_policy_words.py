"""Words of a policy: figures that add up."""

from __future__ import annotations

from finder.explain.population.policy import in_whole


def test_averages_add_up_to_their_total() -> None:
    # of 3 people: 33.50, 33.50 and 33.00 dollars each make 100: one of the halves is rounded up
    assert in_whole({"a": 10_050, "b": 10_050, "c": 9_900}, 3) == {"a": 3_400, "b": 3_300, "c": 3_300}
    # half a dollar and half a dollar are one dollar
    assert in_whole({"a": 50, "b": 50}, 1) == {"a": 100, "b": 0}
    # the total is rounded down, so the smallest rest gives way
    assert in_whole({"a": 160, "b": 140}, 1, 200) == {"a": 100, "b": 100}
    assert in_whole({"a": 100, "b": 210}, 1, 200) == {"a": 100, "b": 100}
    assert in_whole({"a": 0, "b": 0}, 5) == {"a": 0, "b": 0}
