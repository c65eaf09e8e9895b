"""``compare`` by ``name``: a drug as people write it is the product that a pharmacist would take, or refused with the Desk's question."""

from __future__ import annotations

import pytest

from finder.documents.compare_request import county_of, prescriptions_of, read_request
from finder.domain.errors import Refusal
from finder.domain.market import County
from finder.paths import shipped
from finder.sources.catalog.reading import MarketCatalog, open_catalog

ATORVASTATIN_40, ELIQUIS_5, LANTUS_PEN = "617311", "1364447", "847232"


@pytest.fixture(scope="module")
def market() -> MarketCatalog:
    return open_catalog(2026, shipped("data") / "catalogs")


def bought(market: MarketCatalog, name: str, quantity: str = "30", days: int = 30) -> str:
    drug = {"name": name, "quantity": quantity, "days_supply": days}
    (prescription,) = prescriptions_of(market, read_request({"plan_year": 2026, "zip": "01604", "prescriptions": [drug]}))
    return prescription.drug.rxcui


@pytest.mark.parametrize(
    ("name", "quantity", "days", "rxcui"),
    [
        ("atorvastatin 40 mg once a day", "30", 30, ATORVASTATIN_40),
        ("ATORVASTATIN  40MG TAB QD", "90", 90, ATORVASTATIN_40),
        ("atorvastatin 40 mg", "30", 30, ATORVASTATIN_40),
        ("atorvastatin 40 mg, half a tablet daily", "15", 30, ATORVASTATIN_40),
        ("Eliquis 5 mg bid", "60", 30, ELIQUIS_5),
        ("Eliquis 5 mg tablet (apixaban)", "60", 30, ELIQUIS_5),  # as the pages name it
        ("Lantus SoloStar 100 units/mL pen (insulin glargine)", "15", 30, LANTUS_PEN),
    ],
)
def test_a_line_that_leaves_nothing_open_is_that_product(market: MarketCatalog, name: str, quantity: str, days: int, rxcui: str) -> None:
    assert bought(market, name, quantity, days) == rxcui


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("atorvastatin 40 mg twice a day", "1 tablet twice a day does not come to 30 for 30 days"),
        ("atorvastatin 40 mg #90", "We did not understand"),
        ("atorvastatin 40 mg frobnicate", "We did not understand “frobnicate”"),
        ("atorvastatin 400 mg", "Which one is it: atorvastatin 10 mg tablet"),
        ("metoprolol 25 mg", "metoprolol tartrate 25 MG Oral Tablet (rxcui 866924)"),
        ("lipitor 40 mg", "Lipitor is a brand of atorvastatin"),
        ("lisinopril 10 mg d/c", "Left out: stopped"),
        ("lisinopril 10 mg once a day, metformin 500 mg twice a day", "expected one drug"),
        ("vitamin D 1000 iu", "expected a drug of this catalog"),
        (" ", "expected a drug of this catalog"),
    ],
)
def test_what_is_open_is_refused_in_the_words_of_the_question(market: MarketCatalog, name: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        bought(market, name)
    (problem,) = refused.value.problems
    assert problem.where == "$.prescriptions[0].name"
    assert said in str(problem)
    assert "\n" not in str(problem)


def in_words(market: MarketCatalog, **given: object) -> tuple[str, float, int]:
    (found,) = prescriptions_of(market, read_request({"plan_year": 2026, "zip": "01604", "prescriptions": [given]}))
    return found.drug.rxcui, found.quantity / 1000, found.days_supply


@pytest.mark.parametrize(
    ("name", "bought"),
    [
        ("atorvastatin 40 mg once a day", (ATORVASTATIN_40, 30, 30)),  # 1 x 30 days
        ("Eliquis 5 mg bid #60", (ELIQUIS_5, 60, 30)),  # 60 / 2
        ("atorvastatin 40 mg #90 90 days", (ATORVASTATIN_40, 90, 90)),
        ("Trulicity 1.5 mg/0.5 ml weekly", ("1551306", 2, 28)),  # 4 pens of 0.5 mL
        ("Lantus Solostar u-100 20 units daily", (LANTUS_PEN, 15, 75)),  # 1,500 units / 20
    ],
)
def test_a_name_that_says_its_amount_needs_none_beside_it(market: MarketCatalog, name: str, bought: tuple[str, float, int]) -> None:
    assert in_words(market, name=name) == bought


@pytest.mark.parametrize(
    ("given", "where", "said"),
    [
        ({"name": "atorvastatin 40 mg"}, "name", "It does not say how often the drug is taken"),
        ({"name": "tramadol 50 mg 1-2 q6h prn"}, "name", "240 tablets for 30 days"),
        ({"name": "eliquis 5 mg #2 for 30 days"}, "name", "60 tablets"),
        ({"name": "atorvastatin 40 mg daily", "quantity": "30"}, "days_supply", "expected a value"),
        ({"name": "atorvastatin 40 mg daily", "days_supply": 30}, "quantity", "expected a value"),
        ({"rxcui": "617311", "days_supply": 30}, "quantity", "expected a value"),
        ({"name": "atorvastatin 40 mg daily", "brand_only": True}, "brand_only", "a brand"),
    ],
)
def test_an_amount_that_the_words_leave_open_is_asked(market: MarketCatalog, given: dict[str, object], where: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        in_words(market, **given)
    (problem,) = refused.value.problems
    assert (problem.where, said in str(problem)) == (f"$.prescriptions[0].{where}", True)


class _OfOneZip:
    """A catalog that knows the counties of one ZIP alone."""

    def __init__(self, *counties: County) -> None:
        self._counties = counties

    def counties(self, zip_code: str) -> list[County]:
        return list(self._counties)


LAKOTA, JACKSON = County("46113", "Oglala Lakota", "SD"), County("46071", "Jackson", "SD")


@pytest.mark.parametrize("wanted", ["Oglala Lakota", "oglala lakota county", "Shannon", "Shannon County", "46113"])
def test_a_county_is_found_by_todays_name_its_former_one_and_its_code(wanted: str) -> None:
    assert county_of(_OfOneZip(LAKOTA, JACKSON), "57750", wanted) == LAKOTA  # type: ignore[arg-type]


def test_a_name_that_two_counties_of_a_zip_share_is_refused() -> None:
    places = _OfOneZip(County("39000", "Union", "OH"), County("21225", "Union", "KY"))
    with pytest.raises(Refusal, match=r"one of Union \(OH, 39000\), Union \(KY, 21225\)"):
        county_of(places, "41091", "Union")  # type: ignore[arg-type]
    assert county_of(places, "41091", "21225").state == "KY"  # type: ignore[arg-type]
