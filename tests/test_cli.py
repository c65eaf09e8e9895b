"""The command as other programs see it: standard output, standard error, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from finder import cli

EXAMPLE = Path(__file__).parent.parent / "docs" / "examples" / "worcester.json"
SCENARIO: dict[str, Any] = {
    "plan_year": 2010,
    "design": "defined_standard",
    "fills": [
        {
            "date": "2010-01-05",
            "drug": "A",
            "brand": True,
            "days_supply": 30,
            "channel": "standard_retail",
            "negotiated_price": "1000.00",
        }
    ],
}
Ran = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfdbinary: Any, tmp_path: Path) -> Ran:
    """Run the command in this process; exit code, standard output and standard error."""
    monkeypatch.setenv("FINDER_CACHE", str(tmp_path / "cache"))

    def call(*arguments: str, document: object = None) -> tuple[int, str, str]:
        given = list(arguments)
        if document is not None:
            path = tmp_path / "document.json"
            path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
            given.append(str(path))
        monkeypatch.setattr(sys, "argv", ["finder", *given])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        out, err = capfdbinary.readouterr()
        return int(ended.value.code or 0), out.decode(), err.decode()

    return call


def test_adjudicate_answers_only_on_standard_output(run: Ran) -> None:
    code, out, err = run("adjudicate", document=SCENARIO)
    assert (code, err) == (0, "")
    # 310 deductible + 25% of 690
    assert json.loads(out)["totals"]["patient_pay"] == "482.50"


def test_an_array_of_scenarios_is_answered_in_order(run: Ran) -> None:
    cheaper = {**SCENARIO, "fills": [{**SCENARIO["fills"][0], "negotiated_price": "100.00"}]}
    code, out, _ = run("adjudicate", document=[SCENARIO, cheaper])
    assert code == 0
    assert [answer["totals"]["patient_pay"] for answer in json.loads(out)] == ["482.50", "100.00"]


def test_the_example_of_the_readme_ranks_every_plan_of_worcester_county_the_same_twice(run: Ran) -> None:
    code, first, _ = run("compare", str(EXAMPLE))
    assert code == 0
    plans = json.loads(first)["plans"]
    assert [plan["rank"] for plan in plans] == list(range(1, 48))
    kinds = [plan["kind"] for plan in plans]
    assert (kinds.count("PDP"), kinds.count("MA-PD")) == (11, 36)
    totals = [float(plan["total"]) for plan in plans if not plan["not_covered"]]
    assert totals == sorted(totals)
    _, again, _ = run("compare", str(EXAMPLE))
    _, with_the_option, _ = run("compare", "--no-cache", str(EXAMPLE))
    assert first == again == with_the_option


@pytest.mark.parametrize("options", [(), ("--no-cache",)])
def test_a_command_keeps_nothing_of_the_person(run: Ran, tmp_path: Path, options: tuple[str, ...]) -> None:
    assert run("compare", *options, str(EXAMPLE))[0] == 0
    assert list(tmp_path.iterdir()) == []


def rank_of_2012(run: Ran, *drugs: tuple[str, str, int]) -> tuple[list[str], set[str]]:
    """The order of the six designs for a list, and the phase in which each year ends."""
    prescriptions = [{"name": name, "quantity": quantity, "days_supply": days} for name, quantity, days in drugs]
    code, out, err = run("compare", document={"plan_year": 2012, "zip": "01604", "prescriptions": prescriptions})
    assert code == 0, err
    plans = json.loads(out)["plans"]
    assert all(plan["example"] and "example" in " ".join(plan["notes"]) for plan in plans)
    return [plan["plan_id"] for plan in plans], {plan["months"][11]["phase_at_end"] for plan in plans}


def test_the_gap_years_six_designs_rank_differently_for_lists_that_end_in_different_phases(run: Ran) -> None:
    initial, ends_initial = rank_of_2012(run, ("lisinopril", "30", 30), ("metformin", "60", 30))
    gap, ends_gap = rank_of_2012(run, ("Crestor", "30", 30), ("Januvia", "30", 30), ("omeprazole", "30", 30))
    brands = [(name, quantity, 30) for name, quantity in (("Crestor", "30"), ("Januvia", "30"), ("Nexium", "30"), ("Abilify", "30"))]
    catastrophic, ends_catastrophic = rank_of_2012(run, *brands, ("Advair Diskus", "60", 30))
    assert ends_initial <= {"deductible", "initial_coverage"}
    assert ends_gap == {"coverage_gap"}
    assert ends_catastrophic == {"catastrophic"}
    assert len({tuple(initial), tuple(gap), tuple(catastrophic)}) == 3
    assert sorted(initial) == sorted(gap) == sorted(catastrophic)
    assert len(initial) == 6


@pytest.mark.parametrize(
    ("arguments", "document", "line"),
    [
        (["adjudicate"], b"{", "$: expected a JSON document, found Expecting property name enclosed in double quotes at line 1, column 2"),
        (["adjudicate"], b"\xff\xfe{}", "$: expected text in UTF-8, found other bytes at position 0"),
        (
            ["adjudicate"],
            b'{"plan_year": 2010, "plan_year": 2011}',
            "$: expected each field once, found the field 'plan_year' twice in one object",
        ),
        (["adjudicate"], b'{"plan_year": NaN}', "$: expected JSON numbers, found NaN"),
        (["adjudicate"], b"[" * 100_000, None),
        (["adjudicate"], b"9" * 5_000, None),
        (["adjudicate"], {**SCENARIO, "plan_year": 2028}, "$.plan_year: expected a plan year from 2006 to 2027, found 2028"),
        (["adjudicate"], [SCENARIO, {**SCENARIO, "plan_year": 2005}], "$[1].plan_year: expected a plan year from 2006 to 2027, found 2005"),
        (["compare"], {"plan_year": 2019, "zip": "01604", "prescriptions": []}, None),
        (["benefit"], {"year": "2012"}, None),
        (["benefit"], [], "$: expected an object, found a list"),
        (["compare", "/no/such/file"], None, "/no/such/file: expected a file that can be read, found No such file or directory"),
        (["compare"], None, "FILE: expected a JSON document, or - for standard input, found nothing"),
        (["compare", "--fast"], None, None),
        (["fortune"], None, "finder: No such command 'fortune'."),
        (["catalog", "import", "/no/such/file", "--year", "2026"], None, None),
    ],
)
def test_bad_input_is_exit_2_and_one_line(run: Ran, arguments: list[str], document: object, line: str | None) -> None:
    code, out, err = run(*arguments, document=document)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1, err
    assert "Traceback" not in err
    if line is not None:
        assert err.strip() == line


def test_a_scenario_with_two_problems_is_two_lines(run: Ran) -> None:
    code, out, err = run("adjudicate", document={**SCENARIO, "plan_year": 1999, "color": "red"})
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 2


@pytest.mark.parametrize("command", ["adjudicate", "compare", "benefit"])
def test_every_command_prints_the_schema_of_its_input(run: Ran, command: str) -> None:
    code, out, err = run(command, "--schema")
    assert (code, err) == (0, "")
    schema = json.loads(out)
    assert schema["additionalProperties"] is False
    assert schema["type"] == "object"


def test_a_cold_command_works_as_a_process_and_says_its_versions(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "finder.cli", "version"], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    versions = json.loads(done.stdout)
    assert [catalog["plan_year"] for catalog in versions["catalogs"]] == [*range(2006, 2011), 2012, 2026]
    assert versions["program"] == cli.__version__


@pytest.fixture
def broken_2027(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A damaged catalog of 2027 among the user's own."""
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "data"))
    folder = tmp_path / "data" / "catalogs" / "2027"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{", "utf-8")
    return folder


def test_a_damaged_catalog_is_reported_with_those_that_open(run: Ran, broken_2027: Path) -> None:
    says = f"The catalog in {broken_2027} is damaged: its manifest cannot be read. Import it again."
    code, out, err = run("catalog", "info")
    assert (code, err) == (0, f"{says}\n")
    told = json.loads(out)
    assert [(catalog["plan_year"], catalog["in_use"]) for catalog in told["catalogs"]] == [
        *((year, True) for year in range(2006, 2011)),
        (2012, True),
        (2026, True),
    ]
    assert told["damaged"] == [{"plan_year": 2027, "says": says, "in_use": True}]
    code, out, err = run("version")
    assert (code, err) == (0, f"{says}\n")
    assert [catalog["plan_year"] for catalog in json.loads(out)["catalogs"]] == [*range(2006, 2011), 2012, 2026]
    code, _, err = run("compare", str(EXAMPLE))  # of 2026
    assert (code, err) == (0, "")
    code, out, err = run("compare", document={**json.loads(EXAMPLE.read_text()), "plan_year": 2027, "coverage_start": "2027-01-01"})
    assert (code, out, err) == (2, "", f"{says}\n")


def test_if_every_catalog_is_damaged_each_has_a_line(run: Ran, broken_2027: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("finder.sources.catalog.reading.shipped", lambda name: broken_2027.parent / "nothing")
    (broken_2027.parent / "2026").mkdir()
    code, out, err = run("catalog", "info")
    assert (code, out) == (2, "")
    told = [
        f"The catalog in {broken_2027.parent / year} is damaged: its manifest cannot be read. Import it again." for year in ("2026", "2027")
    ]
    assert err.splitlines() == told


def test_without_damage_nothing_is_reported(run: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDER_DATA", str(tmp_path / "data"))
    code, out, err = run("catalog", "info")
    assert (code, err) == (0, "")
    assert json.loads(out)["damaged"] == []


def test_an_answer_imports_neither_streamlit_nor_pandas_nor_plotly() -> None:
    code = (
        "import sys; sys.argv = ['finder', 'compare', sys.argv[1]]\n"
        "from finder.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(sorted(set(sys.modules) & {'streamlit', 'pandas', 'plotly', 'diskcache', 'numpy', 'pyarrow', 'duckdb'}), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(EXAMPLE)], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_next_year_answers_for_two_years_of_one_plan(run: Ran) -> None:
    drug = {"rxcui": "2011:simvastatin", "quantity": "30", "days_supply": 30}
    person = {"zip": "01604", "low_income_subsidy": "full_other", "plan_kinds": ["PDP"], "current_plan": "S7694-002-000"}
    code, out, _ = run("next-year", document={"plan_year": 2007, **person, "prescriptions": [drug]})
    answer = json.loads(out)
    assert code == 0
    # its premium of 2008 is 64.50; Massachusetts (region 02) pays up to 29.17, so 29.20 in whole dimes: 35.30 are left
    assert (answer["moved"]["fate"], answer["moved"]["premium"], answer["moved"]["left_to_pay"]) == ("ask", "64.50", "35.30")
    assert answer["then"]["all_in"] == "450.60"  # 12 x (35.30 + 2.25), the copay of a generic in 2008
