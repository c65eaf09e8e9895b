"""The reader of the law's files: text as written, years as written, and where a source leads."""

from __future__ import annotations

from pathlib import Path

import pytest

from finder.domain.law import Source, official_address
from finder.parameters import parameter_set
from finder.parameters.rule_sets import rule_of
from finder.parameters.spans import read_yaml, sources_of, spans_of


def written(folder: Path, text: str) -> Path:
    """A YAML file with that text."""
    path = folder / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_scalar_is_read_as_written(tmp_path: Path) -> None:
    path = written(tmp_path, "a: {from: 2006, value: 0.10, flag: no, day: 2026-01-31, quoted: '1', empty: }\nb: [1, on]\n")
    assert read_yaml(path) == {
        "a": {"from": "2006", "value": "0.10", "flag": "no", "day": "2026-01-31", "quoted": "1", "empty": ""},
        "b": ["1", "on"],
    }


def test_a_duplicate_key_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line 3: the key b is there twice"):
        read_yaml(written(tmp_path, "a:\n  b: 1\n  b: 2\n"))


def test_an_alias_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line 2: an alias is not read"):
        read_yaml(written(tmp_path, "a: &first {b: 1}\nc: *first\n"))


def test_a_span_holds_from_its_first_year_through_its_last() -> None:
    sources = sources_of({"sources": {"a": {"title": "A"}}})
    (span,) = spans_of([{"from": "2010", "through": "2012", "status": "single", "sources": ["a"], "value": "5"}], sources)
    assert [span.holds_in(year) for year in (2009, 2010, 2012, 2013)] == [False, True, True, False]
    assert (span.references, span.note, span.own["value"]) == ((Source("A"),), "", "5")


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        (Source("A"), "A"),
        (Source("A", "page 3"), "A, page 3"),
        (Source("A", "", "https://a.gov/x"), "A, https://a.gov/x"),
        (Source("A", "page 3", "https://a.gov/x"), "A, page 3, https://a.gov/x"),
        (Source("A, https://a.gov/x (2014)", "", "https://a.gov/x"), "A, https://a.gov/x (2014)"),
    ],
)
def test_a_source_prints_in_one_line(source: Source, printed: str) -> None:
    assert source.printed == printed


@pytest.mark.parametrize(
    ("citation", "address"),
    [
        ("42 CFR 423.104(d)(1)", "https://www.ecfr.gov/current/title-42/section-423.104"),
        ("20 CFR 416.1124(c)", "https://www.ecfr.gov/current/title-20/section-416.1124"),
        (
            "42 USC 1395w-102(b)(4)(C)",
            "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title42-section1395w-102&num=0&edition=prelim",
        ),
        ("42 USC 1395r(i)", "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title42-section1395r&num=0&edition=prelim"),
        (
            "42 USC 1395w-114a",
            "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title42-section1395w-114a&num=0&edition=prelim",
        ),
        ("74 FR 54634, Oct 22 2009", "https://www.federalregister.gov/citation/74-FR-54634"),
        ("74 Fed. Reg. 54693 (proposed rule)", "https://www.federalregister.gov/citation/74-FR-54693"),
        ("SSA POMS HI 03030.025", "https://secure.ssa.gov/apps10/poms.nsf/lnx/0603030025"),
        ("SSA POMS SI 00810.420", "https://secure.ssa.gov/apps10/poms.nsf/lnx/0500810420"),
        ("SSA Handbook, section 2507", "https://www.ssa.gov/OP_Home/handbook/handbook.25/handbook-2507.html"),
        ("PMC4567055", "https://pmc.ncbi.nlm.nih.gov/articles/PMC4567055/"),
        # nothing is guessed: no section, no title, or a text that only mentions a citation
        ("42 USC", ""),
        ("CFR 423.886", ""),
        ("laws9.com, 42 CFR 423.582", ""),
        ("medicare.gov", ""),
    ],
)
def test_the_official_address_follows_from_the_numbers_of_a_citation_or_is_empty(citation: str, address: str) -> None:
    assert official_address(citation) == address


def test_an_older_text_does_not_link_to_the_current_text() -> None:
    assert Source("42 CFR 423.38(c)(4)", "older text").address == ""
    assert Source("42 CFR 423.590", "edition of Oct 1 2005").address == ""
    assert Source("42 CFR 423.590", "eCFR").address == "https://www.ecfr.gov/current/title-42/section-423.590"


def test_a_written_link_wins_over_the_official_address() -> None:
    assert Source("42 CFR 423.104", "", "https://example.gov/423.104").address == "https://example.gov/423.104"


def test_numbers_and_rules_say_where_their_sources_are() -> None:
    number = parameter_set(2026).get("lep_percent_per_uncovered_month")
    assert number.references[0].address.endswith("title42-section1395w-113&num=0&edition=prelim")
    rule = rule_of("transition_fills", "window", 2026)
    assert rule.sources == tuple(source.printed for source in rule.references)
