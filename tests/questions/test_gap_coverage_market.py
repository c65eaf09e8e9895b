"""A plan of the example market of 2012 that covers brands in the gap: a year by hand, with the discount after the plan's own coverage."""

from __future__ import annotations

from datetime import date

from finder.domain.benefit import Channel
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.questions.plans.compare import plan_year
from finder.sources.catalog.reading import open_catalog

COVERS_BRANDS = "X2012-005-000"


def test_a_plan_covers_preferred_brands_in_the_gap() -> None:
    # Tier 3, copay 39 before and in the gap, no deductible, limit 2,930. A month: Crestor 30 x 4.95762 = 148.73, Januvia 30 x 7.43810
    # = 223.14, Nexium 30 x 6.28989 = 188.70: 560.57. January to May 5 x 3 x 39 = 585; drug costs 2,802.85.
    # June: Crestor 127.15 before the limit: 39; 21.58 past it: the copay of 39 is at most 21.58: maker 10.79, person 10.79.
    #       Januvia and Nexium: 39 remains of each: maker 19.50, person 19.50.
    # July to December 6 x 3 x 19.50 = 351. Together 585 + 49.79 + 39 + 351 = 1,024.79; maker 10.79 + 39 + 351 = 400.79.
    # TrOOP 585 + 39 + 21.58 + 78 + 6 x 117 = 1,425.58.
    catalog = open_catalog(2012)
    drugs = [catalog.drug(f"2012:{name}") for name in ("crestor", "januvia", "nexium")]
    listed = [Prescription(drug, 30_000, 30) for drug in drugs if drug]
    county = catalog.counties("01604")[0]
    member = Member("01604", county, date(2012, 1, 1), channels=(Channel.STANDARD_RETAIL,))
    cost = plan_year(catalog, member, listed, COVERS_BRANDS)
    rows = cost.ledger.rows
    assert sum(row.price for row in rows) == 12 * 560_57
    assert sum(row.patient_pay for row in rows) == sum(drug.patient_pay for drug in cost.drugs) == 1_024_79
    assert sum(segment.manufacturer for row in rows for segment in row.segments) == 400_79
    assert rows[-1].accumulators.troop == 1_425_58
