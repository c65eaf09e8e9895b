"""The YAML itself: every row of the tables that it was made from has arrived, each parameter has one home, and units make sense."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set, topic_of
from finder.parameters.build import slug, tidy_source
from finder.parameters.model import HOME, index, kind_of, read_yaml

TOPICS = list(index()["topics"])
FILES: dict[str, Any] = {path.stem: read_yaml(path) for path in HOME.glob("*.yaml") if path.stem != "index"}

# 1,903 rows of one table and 686 of the other, 46 of which are in both with the same value: 1,903 + 686 - 46 = 2,543.
VALUES = 2543
# sha256 over the sorted lines name|year|value|unit|status|note|number of sources, reckoned from the tables without this program.
DIGEST = "be3182568d83984eb51355f27cee2b46d52e60bc5d67a4ef2027dfd7c3a43a05"


# Values in words where the unit promises a number or a yes: what the law abolished or left open.
_IN_WORDS = {
    *((f"mfp_30day.{drug}", 2027, "none") for drug in ("Entresto", "Fiasp_NovoLog", "Stelara", "Xarelto")),
    ("premium_stabilization_demo.increase_cap", 2027, "none"),
    ("risk_corridor.first_threshold", 2012, "5 or more"),
    ("risk_corridor.second_threshold", 2012, "10 or more"),
    *(
        (f"msp_asset_test.{state}", 2024, "none")
        for state in ["AL", "AZ", "CA", "CT", "DC", "DE", "LA", "MA", "ME", "MS", "NM", "NY", "OR", "VT"]
    ),
    ("msp_asset_test.MN", 2026, "none"),
    ("msp_asset_test.WA", 2026, "none"),
}


def entries() -> Iterator[tuple[str, str, int, dict[str, Any], str]]:
    """Topic, name, printed year, entry and unit of every value in the files."""
    for topic, document in FILES.items():
        for name, body in document["parameters"].items():
            for year, entry in body["values"].items():
                yield topic, name, year, entry, entry.get("unit", body["unit"])


def test_every_row_of_the_tables_has_arrived() -> None:
    lines = sorted(
        "|".join((name, str(year), entry["value"], unit, entry["status"], entry.get("note", ""), str(len(entry["sources"]))))
        for _, name, year, entry, unit in entries()
    )
    assert len(lines) == VALUES
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == DIGEST


def test_statuses_are_kept() -> None:
    # Counted in the tables: of 2,543 values 1,578 confirmed, 938 - 46 - 23 = 869 single, 73 - 8 = 65 unconfirmed; the 31 derived
    # benchmarks (23 of them called single there, 8 unconfirmed) are estimates.
    counted = {"confirmed": 1578, "single": 869, "unconfirmed": 65, "estimate": 31}
    assert Counter(entry["status"] for *_, entry, _ in entries()) == counted
    assert sum(counted.values()) == VALUES


def test_exactly_the_benchmarks_that_nobody_printed_are_estimates() -> None:
    estimates = {(name, year) for _, name, year, entry, _ in entries() if entry["status"] == "estimate"}
    assert estimates == {(name, year) for _, name, year, *_ in entries() if name.startswith("lis_benchmark_paid.")}
    assert {year for _, year in estimates} == {2025, 2026}
    for _, name, year, entry, _ in entries():
        if (name, year) in estimates:
            assert int(entry["value"].replace(".", "")) % 10 == 0, "paid in whole dimes"
            assert "DERIVED" in entry["note"]


def test_a_parameter_has_one_home_and_the_index_knows_it() -> None:
    homes: dict[str, str] = {}
    for topic, document in FILES.items():
        for name in document["parameters"]:
            assert name not in homes, f"{name} is in {topic} and {homes[name]}"
            homes[name] = topic
            assert topic_of(name) == topic
    assert sorted(FILES) == sorted(TOPICS)


def test_the_index_says_the_first_and_last_year_that_the_values_have() -> None:
    # the drugs whose prices begin in 2028 are known already; no other number of that year is
    assert {name for _, name, year, _, _ in entries() if year == 2028} == {"mfp_selected_drugs"}
    years = {year for _, _, year, _, _ in entries() if year != 2028}
    assert (FIRST_YEAR, LAST_YEAR) == (min(years), max(years)) == (2006, 2027)


def test_a_value_is_found_under_the_topic_year_and_name_it_was_printed_for() -> None:
    for topic, name, year, entry, unit in entries():
        if year > LAST_YEAR:
            continue
        found = parameter_set(year).get(name)
        assert (found.topic, found.value, found.unit, found.status) == (topic, entry["value"], unit, entry["status"])


def test_spans_are_only_those_that_a_note_states() -> None:
    spans = {(name, year): (entry.get("from", year), entry.get("through", year)) for _, name, year, entry, _ in entries()}
    wider = {key: span for key, span in spans.items() if span != (key[1], key[1])}
    regions = {(f"pdp_region_states.{number:02d}", 2006): (2006, 2027) for number in range(1, 35)}
    assert wider == {
        ("biosimilars_are_applicable_drugs", 2018): (2011, 2018),
        ("biosimilars_are_applicable_drugs", 2019): (2019, 2027),
        ("formulary_must_include_selected_drugs", 2026): (2026, 2027),
        ("formulary_protected_classes", 2011): (2011, 2027),
        ("iep_months", 2006): (2006, 2027),
        ("lis_resource_burial_allowance_per_person", 2006): (2006, 2026),
        ("ma_disenrollment_period", 2011): (2011, 2018),
        ("ma_open_enrollment_period", 2019): (2019, 2027),
        ("msp_income_limit_pct.qmb", 2006): (2006, 2027),
        ("pdp_region_states.36", 2006): (2006, 2027),
        ("pdp_region_states.38", 2006): (2006, 2027),
        **regions,
    }
    for name, _ in wider:
        covered = [y for (other, year), (first, last) in spans.items() if other == name for y in range(first, last + 1)]
        assert len(covered) == len(set(covered)), f"{name} has two values for one year"


def test_sources_are_named_once_and_used() -> None:
    for topic, document in FILES.items():
        used = {key for body in document["parameters"].values() for entry in body["values"].values() for key in entry["sources"]}
        assert used == set(document["sources"]), topic
        assert len(set(document["sources"].values())) == len(document["sources"]), topic


def test_confirmed_means_two_sources_and_only_unconfirmed_may_have_none() -> None:
    for _, name, year, entry, _ in entries():
        if entry["status"] == "confirmed":
            assert len(entry["sources"]) == 2, (name, year)
        if not entry["sources"]:
            assert entry["status"] == "unconfirmed", (name, year)


def test_every_parameter_is_described() -> None:
    assert [name for document in FILES.values() for name, body in document["parameters"].items() if not body["description"]] == []


def test_values_fit_their_units() -> None:
    for _, name, year, entry, unit in entries():
        value, kind = entry["value"], kind_of(unit)
        assert isinstance(value, str), f"{name} of {year} must be quoted"
        if (name, year, value) in _IN_WORDS:
            continue
        if kind in ("money", "rate", "number"):
            assert re.fullmatch(r"[0-9]+(\.[0-9]{1,2})?", value), (name, year, value)
        if kind == "unit_price":
            assert re.fullmatch(r"[0-9]+\.[0-9]{5,6}", value), (name, year, value)
        if kind == "rate":
            assert float(value) <= 250, (name, year, value)  # the highest: 250 percent of the poverty line for a QI in Maine
        if kind == "date":
            # Election for a year's coverage ends in the autumn before it; for 2006, in May of that year.
            assert date.fromisoformat(value).year == (year if (name, year) == ("aep_end", 2006) else year - 1)
        if kind == "flag":
            assert value in ("yes", "no")


def test_what_the_law_does_not_set_is_text() -> None:
    for name, year, value in _IN_WORDS:
        found = parameter_set(year).get(name)
        assert (found.value, found.kind) == (value, "text"), (name, year)
    with pytest.raises(ValueError, match="is in USD/30 days, not a money"):
        parameter_set(2027).cents("mfp_30day.Entresto")  # never 0 dollars


def test_no_two_states_share_a_region_and_all_fifty_and_dc_have_one() -> None:
    numbers = parameter_set(2026)
    states = [state for number in range(1, 35) for state in numbers.text(f"pdp_region_states.{number:02d}").split(",")]
    assert len(states) == len(set(states)) == 51


@pytest.mark.parametrize(
    ("printed", "kept"),
    [
        ("project seed 74 FR 54693 (seeds.md S69)", "74 FR 54693"),
        ("CFR 423.315(c) (see seeds.md S111)", "CFR 423.315(c)"),
        ("74 Fed. Reg. 54693 (Oct 22 2009, proposed rule; seeds.md S69)", "74 Fed. Reg. 54693 (Oct 22 2009, proposed rule)"),
        ("shared/data/x (CMS CY2026 Landscape 202609)", "CMS CY2026 Landscape 202609"),
        ("medicare.gov", "medicare.gov"),
        ("shared/data/x/y.csv (CMS plan file, June 30 2025): 9 plans charge 72.30", "CMS plan file, June 30 2025: 9 plans charge 72.30"),
        ("count agrees; shared/data/geo/z.csv (repo A/b f.yaml, from CMS); more", "count agrees; repo A/b f.yaml, from CMS; more"),
        ("shared/data/ma_2026/formulary_price.csv: 6.0529", "CMS quarterly pricing file 2026: 6.0529"),
    ],
)
def test_a_source_keeps_its_title_and_loses_pointers_to_a_private_copy(printed: str, kept: str) -> None:
    assert tidy_source(printed) == kept


def test_two_sources_never_share_a_key() -> None:
    taken = {"medicare-gov": "medicare.gov"}
    assert slug("medicare.gov", taken) == "medicare-gov"
    assert slug("Medicare gov!", taken) == "medicare-gov-2"
