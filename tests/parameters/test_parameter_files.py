"""The YAML files fit the schema, have every row of their source tables, and have sensible units."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from finder.domain.law import Source, kind_of
from finder.parameters import FIRST_YEAR, LAST_YEAR, Parameter, parameter_set, topic_of
from finder.parameters.build import document, slug, split_source, tidy_source
from finder.parameters.model import HOME, ParameterSet, index
from finder.parameters.schema import NumberFile
from finder.parameters.spans import read_yaml

TOPICS = list(index().topics)
FILES: dict[str, Any] = {path.stem: read_yaml(path) for path in HOME.glob("*.yaml") if path.stem != "index"}
# every value of every year, with the drugs of 2028 that are known already
VALUES: list[Parameter] = [parameter for year in range(FIRST_YEAR, LAST_YEAR + 2) for parameter in ParameterSet(year)]

# The tables have 1,903 rows and 686, of which 46 are in both with the same value: 1,903 + 686 - 46 = 2,543 rows, one year each. The notes
# of 45 rows say that they hold for more years, 865 in all: 2,543 + 865 = 3,408 values.
COUNT = 3408
# sha256 over the sorted lines name|year|value|unit|status|note|number of sources, worked out from the tables without this program
DIGEST = "92a3d7d22dded4957805901c7707d6432a2b0623fffaef166a1b609b466805df"


# Values in words although the unit is a number or a yes: what the law abolished or left open.
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


def test_every_row_of_the_tables_is_there() -> None:
    lines = sorted("|".join((v.name, str(v.year), v.value, v.unit, v.status, v.note, str(len(v.sources)))) for v in VALUES)
    assert len(lines) == COUNT
    assert hashlib.sha256("\n".join(lines).encode()).hexdigest() == DIGEST


def test_statuses_are_kept() -> None:
    # counted in the tables, the years of a row each for itself; the derived benchmarks are estimates
    counted = {"confirmed": 2418, "single": 894, "unconfirmed": 65, "estimate": 31}
    assert Counter(value.status for value in VALUES) == counted
    assert sum(counted.values()) == COUNT


def test_exactly_the_unprinted_benchmarks_are_estimates() -> None:
    estimates = {(value.name, value.year) for value in VALUES if value.status == "estimate"}
    assert estimates == {(value.name, value.year) for value in VALUES if value.name.startswith("lis_benchmark_paid.")}
    assert {year for _, year in estimates} == {2025, 2026}
    for value in VALUES:
        if (value.name, value.year) in estimates:
            assert int(value.value.replace(".", "")) % 10 == 0, "paid in whole dimes"
            assert "DERIVED" in value.note


def test_a_parameter_has_one_home_and_the_index_knows_it() -> None:
    homes: dict[str, str] = {}
    for topic, file in FILES.items():
        for name in file["parameters"]:
            assert name not in homes, f"{name} is in {topic} and {homes[name]}"
            homes[name] = topic
            assert topic_of(name) == topic
    assert sorted(FILES) == sorted(TOPICS)


def test_the_index_says_the_first_and_last_year_that_the_values_have() -> None:
    spans = [(name, span) for file in FILES.values() for name, body in file["parameters"].items() for span in body["spans"]]
    # the drugs whose prices begin in 2028 are known already; no other number of that year is
    assert {name for name, span in spans if int(span["through"]) > LAST_YEAR} == {"mfp_selected_drugs"}
    assert {value.name for value in VALUES if value.year == 2028} == {"mfp_selected_drugs"}
    assert min(int(span["from"]) for _, span in spans) == FIRST_YEAR == 2006
    assert LAST_YEAR == 2027


def test_a_value_carried_to_other_years_by_a_note_is_one_span() -> None:
    spans = {
        (name, int(span["from"]), int(span["through"]))
        for file in FILES.values()
        for name, body in file["parameters"].items()
        for span in body["spans"]
    }
    assert spans >= {
        ("biosimilars_are_applicable_drugs", 2011, 2018),
        ("biosimilars_are_applicable_drugs", 2019, 2027),
        ("formulary_must_include_selected_drugs", 2026, 2027),
        ("formulary_protected_classes", 2011, 2027),
        ("iep_months", 2006, 2027),
        ("lis_resource_burial_allowance_per_person", 2006, 2026),
        ("ma_disenrollment_period", 2011, 2018),
        ("ma_open_enrollment_period", 2019, 2027),
        ("msp_income_limit_pct.qmb", 2006, 2027),
        *((f"pdp_region_states.{number:02d}", 2006, 2027) for number in (*range(1, 35), 36, 38)),
    }


@pytest.mark.parametrize("topic", TOPICS)
def test_a_file_fits_the_schema(topic: str) -> None:
    NumberFile.model_validate(FILES[topic])


def file_of(*spans: dict[str, Any]) -> dict[str, Any]:
    """A small file with one parameter."""
    return {
        "sources": {"a": {"title": "A"}, "b": {"title": "B"}},
        "parameters": {"deductible": {"description": "What a person pays first.", "unit": "USD/year", "spans": list(spans)}},
    }


def span_of(first: str, last: str, **changes: Any) -> dict[str, Any]:
    """A span that fits the schema except for the changes."""
    return {"from": first, "through": last, "value": "250", "status": "confirmed", "sources": ["a", "b"]} | changes


def test_years_between_spans_may_be_absent() -> None:
    NumberFile.model_validate(file_of(span_of("2006", "2006"), span_of("2008", "2010"), span_of("2011", "2011", value="310")))


@pytest.mark.parametrize(
    ("spans", "problem"),
    [
        ([span_of("2006", "2008"), span_of("2008", "2009", value="275")], "the span from 2008 begins before the one through 2008 ends"),
        ([span_of("2008", "2008"), span_of("2006", "2006")], "the span from 2006 begins before"),
        ([span_of("2006", "2006"), span_of("2007", "2009")], "the span from 2007 repeats the one before it"),
        ([span_of("2009", "2006")], "through 2006 is before from 2009"),
        ([span_of("2006", "2006", status="certain")], "'confirmed', 'single', 'unconfirmed' or 'estimate'"),
        ([span_of("2006", "2006", sources=["a"])], "confirmed takes two sources"),
        ([span_of("2006", "2006", sources=["a", "a"])], "confirmed takes two sources"),
        ([span_of("2006", "2006", status="single", sources=[])], "single takes a source"),
        ([span_of("2006", "2006", sources=["a", "b", "c"])], "no source has the key c"),
        ([span_of("2006", "2006", status="single", sources=["a"])], "no span uses the source b"),
        ([span_of("2006", "2006", worth="250")], "worth\n  Extra inputs are not permitted"),
        ([{key: given for key, given in span_of("2006", "2006").items() if key != "through"}], "through\n  Field required"),
        ([], "at least 1 item"),
    ],
)
def test_a_mistake_in_a_file_is_named(spans: list[dict[str, Any]], problem: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(problem)):
        NumberFile.model_validate(file_of(*spans))


def test_two_keys_for_one_source_are_refused() -> None:
    file = file_of(span_of("2006", "2006"))
    file["sources"]["b"] = file["sources"]["a"]
    with pytest.raises(ValidationError, match="two keys name the same source"):
        NumberFile.model_validate(file)


def test_values_fit_their_units() -> None:
    for found in VALUES:
        name, year, value, kind = found.name, found.year, found.value, kind_of(found.unit)
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


@pytest.mark.parametrize(
    ("printed", "source"),
    [
        ("medicare.gov", Source("medicare.gov")),
        ("CMS RDS, Cost Limit, https://rds.cms.hhs.gov/node/20", Source("CMS RDS, Cost Limit", "", "https://rds.cms.hhs.gov/node/20")),
        ("42 USC 1395w-102(b), repo a/b c.md", Source("42 USC 1395w-102(b)", "repo a/b c.md")),
        ("74 FR 54634, Oct 22 2009, pages 54661-62", Source("74 FR 54634", "Oct 22 2009, pages 54661-62")),
        ("SSA POMS HI 03030.025 (2018, 2023 versions)", Source("SSA POMS HI 03030.025 (2018, 2023 versions)")),
        ("repo a/ecfr, 42 CFR part 423, commit 4be7", Source("repo a/ecfr", "42 CFR part 423, commit 4be7")),
        ("Ericson 2014, Data.dta, repo a/b data/", Source("Ericson 2014, Data.dta", "repo a/b data/")),
        # an address in the middle stays there, and the line is not split
        (
            "Medicare.gov, Gap, http://m.gov/gap.html (2014)",
            Source("Medicare.gov, Gap, http://m.gov/gap.html (2014)", "", "http://m.gov/gap.html"),
        ),
        ("http://k.com/a.htm; Ericson, repo a/b", Source("http://k.com/a.htm; Ericson, repo a/b", "", "http://k.com/a.htm")),
    ],
)
def test_a_printed_source_becomes_title_locator_and_link_and_prints_the_same(printed: str, source: Source) -> None:
    assert split_source(printed) == source
    assert source.printed == printed


def test_the_importer_writes_an_unchanged_value_once() -> None:
    def row(value: str, note: str = "") -> dict[str, str]:
        return {"value": value, "unit": "USD/year", "source_1": "A", "source_2": "", "status": "single", "note": note}

    rows = {
        ("deductible", 2010): row("310"),
        ("deductible", 2011): row("310"),
        ("deductible", 2013): row("310"),
        ("deductible", 2014): row("310", "new"),
    }
    written = document(rows, {"deductible": "What a person pays first."})
    assert written["sources"] == {"a": {"title": "A"}}
    spans = written["parameters"]["deductible"]["spans"]
    # 2012 is not in the tables, and the note sets 2014 apart
    assert [(span["from"], span["through"]) for span in spans] == [(2010, 2011), (2013, 2013), (2014, 2014)]


def test_two_sources_never_share_a_key() -> None:
    taken = {"medicare-gov": "medicare.gov"}
    assert slug("medicare.gov", taken) == "medicare-gov"
    assert slug("Medicare gov!", taken) == "medicare-gov-2"
