"""Excluded drugs that a plan adds, and drugs that it covers for some diseases only: from the files to the person."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from finder.documents.compare_request import read_request
from finder.documents.comparison import answer_compare
from finder.domain.catalog_check import Oddity
from finder.domain.market import County, SpecialCoverage
from finder.domain.member import Member
from finder.domain.prescription import Prescription
from finder.explain.plans.drugs import special_sentences
from finder.questions.plans.changed_prices import ChangedPrices
from finder.questions.plans.compare import compare_plans
from finder.sources.catalog.audit import audit
from finder.sources.catalog.reading import MarketCatalog
from finder.sources.cms.importer import import_catalog
from tests.reading import grade
from tests.sources.small_market import COST, INSULIN, NAMES, PLAN, PRICE, write_market

GREEN, TWIN, BLUE = "H0001-001-000", "H0001-001-001", "S0002-003-000"
SILDENAFIL, ELIQUIS, ATORVASTATIN = "312950", "1364447", "617311"
LIMITS = "QUANTITY_LIMIT_YN|QUANTITY_LIMIT_AMOUNT|QUANTITY_LIMIT_DAYS"
HEADER = f"CONTRACT_ID|PLAN_ID|RXCUI|TIER|{LIMITS}|PRIOR_AUTH_YN|STEP_THERAPY_YN|CAPPED_BENEFIT_YN"
EXCLUDED = f"{HEADER}\r\nH0001|001|{SILDENAFIL}|3|1|6|30|N|N|N\r\nH0001|009|{SILDENAFIL}|3|0| | |N|N|N\r\n"
DISEASES = f"""CONTRACT_ID|PLAN_ID|RXCUI|DISEASE\r
H0001|001|{ELIQUIS}|Atrial fibrillation\r
H0001|001|{ELIQUIS}|Pulmonary embolism\r
S0002|3|{ATORVASTATIN}|High cholesterol\r
"""


def with_a_twin(text: str) -> str:
    """The Green plan's rows again, for a second segment."""
    again = [line.replace("H0001|001|000", "H0001|001|001") for line in text.splitlines() if line.startswith("H0001|001|000")]
    return text + "".join(f"{line}\n" for line in again)


@pytest.fixture
def catalog(tmp_path: Path) -> MarketCatalog:
    texts = {"plan": PLAN, "cost": COST, "insulin": INSULIN, "price": PRICE}
    names = f"{NAMES}{SILDENAFIL},sildenafil 50 MG Oral Tablet,,1,,0,0,hand\n"
    files = write_market(tmp_path / "files", names=names, **{kind: with_a_twin(text) for kind, text in texts.items()})
    (files / "excluded drugs formulary file  PPUF_2026Q2.txt").write_bytes(EXCLUDED.encode())
    (files / "Indication Based Coverage Formulary File  PPUF_2026Q2.txt").write_bytes(DISEASES.encode())
    info = import_catalog(files, 2026, tmp_path / "2026")
    assert (info.rows["excluded"], info.rows["indications"]) == (2, 3)
    return MarketCatalog(tmp_path / "2026")


def test_the_other_lists_apply_to_every_segment_of_a_plan_only(catalog: MarketCatalog) -> None:
    found = catalog.special_coverage([GREEN, TWIN, BLUE, "S9999-999-000"], [SILDENAFIL, ELIQUIS, ATORVASTATIN, "0"])
    diseases = SpecialCoverage(False, ("Atrial fibrillation", "Pulmonary embolism"))
    assert found == {
        (GREEN, SILDENAFIL): SpecialCoverage(True),
        (TWIN, SILDENAFIL): SpecialCoverage(True),
        (GREEN, ELIQUIS): diseases,
        (TWIN, ELIQUIS): diseases,
        (BLUE, ATORVASTATIN): SpecialCoverage(False, ("High cholesterol",)),
    }
    assert ChangedPrices(catalog, []).special_coverage([BLUE], [ATORVASTATIN]) == {(BLUE, ATORVASTATIN): found[BLUE, ATORVASTATIN]}


def test_a_drug_on_no_formulary_is_found_and_is_not_an_oddity(catalog: MarketCatalog) -> None:
    drug = catalog.drug(SILDENAFIL)
    assert drug is not None
    assert drug.name == "sildenafil 50 MG Oral Tablet"
    assert [match.drug.rxcui for match in catalog.find_drugs("sildenafil")] == [SILDENAFIL]
    assert catalog.formulary([GREEN], [SILDENAFIL]) == {}
    assert next(found.number for found in audit(catalog.folder).found if found.oddity is Oddity.DRUG_WITHOUT_PRICE) == 0


def test_a_catalog_without_the_lists_says_nothing(small: MarketCatalog, massachusetts: MarketCatalog) -> None:
    assert small.special_coverage([GREEN], [ELIQUIS]) == {}
    assert massachusetts.special_coverage(["S4802-080-000"], [ELIQUIS]) == {}


def test_the_answer_says_why_and_counts_nothing(catalog: MarketCatalog) -> None:
    listed = [{"rxcui": rxcui, "quantity": "30", "days_supply": 30} for rxcui in (SILDENAFIL, ELIQUIS)]
    asked = {
        "plan_year": 2026,
        "zip": "01604",
        "coverage_start": "2026-01-01",
        "low_income_subsidy": "none",
        "channels": ["standard_retail"],
    }
    plans = {plan["plan_id"]: plan for plan in answer_compare(catalog, read_request({**asked, "prescriptions": listed}))["plans"]}
    green, blue = plans[GREEN], plans[BLUE]
    reasons = {plan["plan_id"]: {left["rxcui"]: left["reason"] for left in plan["not_covered"]} for plan in (green, blue)}
    assert "covers it as a supplemental drug" in reasons[GREEN][SILDENAFIL]
    assert "does not count toward the out-of-pocket threshold" in reasons[GREEN][SILDENAFIL]
    assert reasons[BLUE][SILDENAFIL] == "not on the plan's list of drugs"
    assert green["uncovered_cash_cost"] is None  # no plan has a price: unknown, never 0.00
    of_eliquis = {plan["plan_id"]: plan["drugs"][1]["restrictions"] for plan in (green, blue)}
    only = "covered only for (indication-based coverage): Atrial fibrillation, Pulmonary embolism"
    assert only in of_eliquis[GREEN]
    assert only not in of_eliquis[BLUE]


def test_what_a_person_reads(catalog: MarketCatalog) -> None:
    products = [drug for drug in map(catalog.drug, (SILDENAFIL, ELIQUIS, ATORVASTATIN)) if drug]
    member = Member("01604", County("25027", "Worcester", "MA"), date(2026, 1, 1))
    comparison = compare_plans(catalog, member, [Prescription(drug, 30_000, 30) for drug in products])
    special = catalog.special_coverage([GREEN, BLUE], [drug.rxcui for drug in products])
    green, blue = (comparison.plan_cost(plan_id) for plan_id in (GREEN, BLUE))
    assert green is not None
    assert blue is not None
    said = special_sentences(green, special)
    assert said == (
        "sildenafil 50 mg: Part D leaves this drug out, but the plan adds it (supplemental drug). We don't have the price.",
        "What you pay for sildenafil 50 mg does not count toward your yearly limit. Extra Help does not pay for it.",
        "Eliquis 5 mg: the plan pays only for Atrial fibrillation or Pulmonary embolism. Ask your doctor what yours is for.",
    )
    assert special_sentences(blue, special) == (
        "atorvastatin 40 mg: the plan pays only for High cholesterol. Ask your doctor what yours is for.",
    )
    for sentence in said:  # without the names of drugs and diseases
        plain = (
            sentence.replace("sildenafil 50 mg", "It")
            .replace("Eliquis 5 mg", "It")
            .replace("Atrial fibrillation or Pulmonary embolism", "it")
        )
        assert grade(plain) <= 6, (plain, grade(plain))
