"""The line of a download: sizes, rate and time left."""

from __future__ import annotations

from finder.explain.plans.download import ProgressLine
from finder.sources.download.release import Progress


def test_rate_and_time_left_come_from_the_last_ten_seconds() -> None:
    line, all_bytes = ProgressLine(), 480_000_000
    # 20 MB were here before; 100 MB came in 10 s: 10 MB a second, of which 360 MB are left: 36 s
    assert line.of(Progress("a.zip", 120_000_000, all_bytes, 100_000_000, 10.0)) == "a.zip: 120 of 480 MB, 10.0 MB a second, 36 s left"
    # 10 MB more in the next 10 s: 1 MB a second, and 350 MB take 350 s
    assert line.of(Progress("a.zip", 130_000_000, all_bytes, 110_000_000, 20.0)) == "a.zip: 130 of 480 MB, 1.0 MB a second, 5 min 50 s left"
    # half a MB in the next 10 s: 349.5 MB take 6,990 s = 1 h 56 min 30 s
    assert line.of(Progress("b.zip", 130_500_000, all_bytes, 110_500_000, 30.0)) == "b.zip: 130 of 480 MB, 0.1 MB a second, 1 h 56 min left"


def test_an_unknown_rate_is_not_shown() -> None:
    assert ProgressLine().of(Progress("a.zip", 5_000_000, 480_000_000, 0, 0.0)) == "a.zip: 5.0 of 480 MB"
    assert ProgressLine().of(Progress("a.zip", 5_000_000, None, 5_000_000, 2.0)) == "a.zip: 5.0 MB, 2.5 MB a second"
