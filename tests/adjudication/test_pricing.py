"""Where a fill is bought."""

from finder.adjudication.pricing import cheapest
from finder.domain.benefit import CostShare, ShareKind

TEN_DOLLARS, FIVE_DOLLARS = CostShare(ShareKind.COPAY, 1000), CostShare(ShareKind.COPAY, 500)
A_QUARTER = CostShare(ShareKind.COINSURANCE, 2500)


def test_the_lowest_share_is_cheapest_even_at_a_higher_price() -> None:
    assert cheapest([TEN_DOLLARS, FIVE_DOLLARS], [2000, 3000]) == 1


def test_of_equal_shares_the_lowest_price_is_cheapest() -> None:
    assert cheapest([TEN_DOLLARS, TEN_DOLLARS], [3000, 2000]) == 1
    assert cheapest([TEN_DOLLARS, A_QUARTER], [3000, 4000]) == 0  # 25% x 40 = 10 too


def test_of_equal_shares_and_prices_the_first_is_taken() -> None:
    assert cheapest([TEN_DOLLARS, TEN_DOLLARS], [2000, 2000]) == 0
