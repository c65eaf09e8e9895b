"""A ledger row is made only if the payers share the price to the cent."""

from __future__ import annotations

from datetime import date

import pytest

from finder.adjudication.rows import UnbalancedClaim, row_of
from finder.adjudication.standard_year import standard_terms
from finder.domain.benefit import Channel, Phase
from finder.domain.claim import Accumulators, Claim, Segment

CLAIM = Claim(date(2026, 1, 1), "A", False, 0, 30, Channel.STANDARD_RETAIL, 10_000)


def made(segment: Segment) -> None:
    row_of(standard_terms(2026), CLAIM, 10_000, (segment,), Accumulators(), Accumulators(), [])


def test_a_claim_whose_payers_share_its_price_is_made() -> None:
    made(Segment(Phase.INITIAL_COVERAGE, 10_000, 2_500, 0, 0, 0, 7_500, 0))


def test_a_cent_that_nobody_pays_is_refused() -> None:
    with pytest.raises(UnbalancedClaim, match="do not share its amount"):
        made(Segment(Phase.INITIAL_COVERAGE, 10_000, 2_500, 0, 0, 0, 7_499, 0))


def test_a_payer_below_zero_is_refused() -> None:
    with pytest.raises(UnbalancedClaim, match="do not share its amount"):
        made(Segment(Phase.INITIAL_COVERAGE, 10_000, 10_001, 0, 0, 0, -1, 0))


def test_a_cent_of_the_price_in_no_segment_is_refused() -> None:
    with pytest.raises(UnbalancedClaim, match="sum to 9999, its price is 10000"):
        made(Segment(Phase.INITIAL_COVERAGE, 9_999, 2_500, 0, 0, 0, 7_499, 0))
