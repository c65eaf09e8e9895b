"""Small words: amounts and questions about them, escaped tables, rules in plain words, errors, and the grade of a text."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from finder.domain.errors import NoCatalog, OutsideArea, Problem, Refusal, SourceError
from finder.domain.market import Drug, PackageForm
from finder.domain.prescription import Prescription
from finder.domain.supply import doubts_of, holders
from finder.explain.choices import subsidies
from finder.explain.drug_list.amount_doubts import doubt_sentences
from finder.explain.drug_list.fills import fill_sentence, holder_words, refill_label, source_sentence
from finder.explain.explainers.law import PLAIN
from finder.explain.kit.html import card_html, list_html, paragraphs_html, table_html
from finder.explain.kit.section import Card, Column, Details, Table
from finder.explain.source_words import error_sentences
from finder.explain.words import amount, drug_label, drug_name, five_digits, joined, quantity_words, supply_words, unit_name
from finder.rules.registry import rule_ids
from finder.sources.names.drug_names import FORMS
from tests.reading import grade, syllables
from tests.small_market import BRAND, GENERIC

ROOT = Path(__file__).parents[2]
WEEKLY = replace(GENERIC, weekly=True)
INHALER = replace(GENERIC, package_form=PackageForm.INHALER, unit="actuation", units_per_package=60_000)
DROPS = replace(GENERIC, package_form=PackageForm.EYE_DROPS, unit="mL", units_per_package=2_500)
PEN = replace(GENERIC, package_form=PackageForm.PEN_OR_INJECTION, unit="mL", units_per_package=None)


def test_amounts_counts_and_lists() -> None:
    assert (amount(30_000), amount(2_500), amount(1_234_000)) == ("30", "2.5", "1,234")
    assert (joined([]), joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])) == ("", "a", "a and b", "a, b and c")


@pytest.mark.parametrize(
    ("unit", "quantity", "said"),
    [
        ("tablet", 30_000, "30 tablets"),
        ("tablet", 1_000, "1 tablet"),
        ("tablet", 500, "0.5 tablets"),
        ("mL", 1_000, "1 mL"),
        ("actuation", 120_000, "120 puffs"),
        ("box", 2_000, "2 boxes"),
        ("patch", 1_234_000, "1,234 patches"),
        ("units", 20_000, "20 units"),
    ],
)
def test_a_quantity_names_its_unit(unit: str, quantity: int, said: str) -> None:
    assert quantity_words(unit, quantity) == said


def test_every_unit_has_a_name_and_an_amount() -> None:
    units = {unit for _, _, unit in FORMS} | {holder.word for drug in (INHALER, DROPS, PEN) for holder in holders(drug)}
    for unit in sorted(units - {"unit"}):
        assert unit_name(unit) != "units", unit
        assert quantity_words(unit, 2_000) == f"2 {unit_name(unit)}"


def test_a_supply_names_its_days() -> None:
    assert supply_words("pen", 2_000, 28) == "2 pens for 28 days"
    assert supply_words("pen", 1_000, 1) == "1 pen for 1 day"


def test_a_brand_comes_first_in_its_label() -> None:
    assert drug_label(BRAND) == "Brandex (brandine 5 MG Oral Tablet)"
    assert drug_label(GENERIC) == "genericol 10 MG Oral Tablet"
    assert drug_name(replace(BRAND, strength="5 MG")) == "Brandex 5 mg"
    assert drug_name(replace(BRAND, strength="100 UNT/ML")) == "Brandex"


def test_the_form_asks_for_what_a_person_holds_and_shows_what_is_in_it() -> None:
    (inhaler,) = holders(INHALER)
    assert refill_label(inhaler.word) == "How many inhalers each time you refill?"
    assert holder_words(INHALER, inhaler) == "inhalers (60 puffs each)"
    assert "We have 60 puffs in one inhaler." in source_sentence(INHALER, inhaler)
    (bottle,) = holders(DROPS)
    assert refill_label(bottle.word) == "How many bottles each time you refill?"
    assert holders(PEN) == ()
    assert refill_label(PEN.unit) == "How many mL each time you refill?"


def test_a_fill_fits_on_one_line() -> None:
    assert fill_sentence(Prescription(GENERIC, 60_000, 30), 2026) == "60 tablets for 30 days. That is 12 refills in a full year."
    assert fill_sentence(Prescription(GENERIC, 1_000, 366), 2026) == "1 tablet for 366 days. That is 1 refill in a full year."


@pytest.mark.parametrize(
    ("drug", "quantity", "days", "said"),
    [
        (WEEKLY, 30_000, 30, "Most people take this drug once a week. Is it 30 tablets for 30 days, or 4 tablets for 30 days?"),
        (INHALER, 1_000, 30, "One inhaler has 60 puffs. Is it 1 puff for 30 days, or 60 puffs for 30 days?"),
        (GENERIC, 999_000, 30, "That is 33.3 a day. Is it 999 tablets for 30 days, or 30 tablets for 30 days?"),
        (
            GENERIC,
            2_000,
            30,
            "That is not many. We ask how many tablets you buy, not how many you take each time. "
            "Is it 2 tablets for 30 days, or 60 tablets for 30 days?",
        ),
        (GENERIC, 10_000, 90, "That is less than one a week. Is it 10 tablets for 90 days, or 90 tablets for 90 days?"),
    ],
)
def test_a_likely_slip_is_asked_about_with_both_readings(drug: Drug, quantity: int, days: int, said: str) -> None:
    assert doubt_sentences(drug, doubts_of(Prescription(drug, quantity, days))) == (said,)
    assert grade(said) <= 6.5


def test_partial_extra_help_is_offered_only_in_its_years() -> None:
    assert "Yes, but only part of it" in subsidies(2012)
    assert "Yes, but only part of it" not in subsidies(2026)


def test_every_word_of_a_table_is_escaped_and_its_headings_have_a_scope() -> None:
    wicked = "<script>alert(1)</script>"
    details = Details(wicked, ((wicked, wicked),))
    html = table_html(Table(wicked, (Column(wicked), Column(wicked, True)), ((wicked, details),)))
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 8  # caption, two headings, the row's own, the label, the summary and two parts of a line
    assert html.count('scope="col"') == 2
    assert 'scope="row"' in html
    assert "<caption>" in html


def test_every_word_of_paragraphs_lists_and_cards_is_escaped() -> None:
    wicked = '<img src=x onerror="1">'
    for html in (paragraphs_html([wicked]), list_html([wicked]), card_html(Card(wicked, wicked, wicked, wicked, (wicked,), (wicked,)))):
        assert "<img" not in html
        assert "&lt;img" in html
    assert (paragraphs_html([""]), list_html([""])) == ("", "")


def test_every_rule_that_the_engine_applies_has_plain_words() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "finder" / "adjudication").glob("*.py")))
    applied = set(re.findall(r'(?:RuleApplied\(\s*|rule = |yield \(?)"([a-z_]+)"', source))
    assert len(applied) > 15
    shaped = {"catastrophic_share", "nothing_above_threshold", "counts_through_2010", "counts_from_2011", "counts_from_2025"}
    assert applied | shaped <= set(PLAIN) <= set(rule_ids())
    assert {"copay", "coinsurance", "incurred_costs", "enhanced_plan_credit"} <= set(PLAIN)


def test_each_problem_is_one_sentence() -> None:
    outside = OutsideArea("03301", "New Hampshire", "Massachusetts plans of 2026", "finder catalog import PATH --year 2026")
    assert error_sentences(outside) == (
        "ZIP 03301 is in New Hampshire. We only have Massachusetts plans of 2026. See other plans at medicare.gov, or call 1-800-MEDICARE.",
    )
    assert error_sentences(Refusal([Problem("$.a", "x", "y"), Problem("$.b", "z", "w")])) == (
        "We need x. We found y.",
        "We need z. We found w.",
    )
    days = [Problem("$.c", "a day on or after $.on (2026-01-15)", "2026-01-01"), Problem("$.d", "a day", "2026-02-30")]
    assert error_sentences(Refusal(days)) == (
        "We need a day on or after January 15, 2026. We found January 1, 2026.",
        "We need a day. We found 2026-02-30.",
    )
    assert error_sentences(SourceError("The catalog is damaged.")) == ("The catalog is damaged.",)
    lacking = NoCatalog("We have plans of 2026.", "For 2020 import them with: finder catalog import PATH --year 2020")
    assert error_sentences(lacking) == ("We have plans of 2026. See other plans at medicare.gov, or call 1-800-MEDICARE.",)
    assert str(lacking).endswith("finder catalog import PATH --year 2020")  # the command line says how to load them


@pytest.mark.parametrize(
    ("typed", "zip_code"),
    [
        ("01604", "01604"),
        (" 01604 ", "01604"),
        ("01604-1234", "01604"),
        ("01604 1234", "01604"),
        ("016041234", "01604"),
        ("0160", "0160"),
        ("016045", "016045"),  # six digits are not a ZIP, and none is guessed
        ("01604-12", "01604-12"),
        ("abcde", "abcde"),
        ("", ""),
    ],
)
def test_a_zip_can_be_written_in_any_usual_way(typed: str, zip_code: str) -> None:
    assert five_digits(typed) == zip_code


@pytest.mark.parametrize(
    ("name", "label"),
    [
        # 0.0625 mg = 62.5 mcg
        ("umeclidinium 0.0625 MG/ACTUAT Dry Powder Inhaler", "umeclidinium 62.5 mcg a puff Dry Powder Inhaler"),
        ("200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler", "200 puffs, albuterol 90 mcg a puff Metered Dose Inhaler"),
        ("zanamivir 5 MG/ACTUAT Dry Powder Inhaler", "zanamivir 5 mg a puff Dry Powder Inhaler"),
        ("Lantus 100 UNT/ML in 3 ML Pen Injector", "Lantus 100 units/mL in 3 ML Pen Injector"),
        ("apixaban 5 MG Oral Tablet", "apixaban 5 MG Oral Tablet"),
    ],
)
def test_a_strength_reads_as_on_the_box(name: str, label: str) -> None:
    assert drug_label(replace(BRAND, name=name, brand="")) == label


def test_syllables_and_grade_follow_the_formula() -> None:
    assert [syllables(word) for word in ("plan", "drug", "price", "table", "added", "helped", "Medicare", "deductible")] == [
        1,
        1,
        1,
        2,
        2,
        1,
        3,
        4,
    ]
    # six words of one syllable in one sentence: 0.39 x 6 + 11.8 x 1 - 15.59 = -1.45
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)
    # four words, eleven syllables (3 + 3 + 4 + 1): 0.39 x 4 + 11.8 x 11/4 - 15.59 = 18.42
    assert grade("Medicare Medicare deductible plan") == pytest.approx(18.42)
    with pytest.raises(ValueError, match="without words"):
        grade("$12.00")


READ_BY_BENEFICIARIES = [
    "finder/explain/plans/headline.py",
    "finder/explain/plans/reasons.py",
    "finder/explain/plans/notes.py",
    "finder/explain/plans/find_plans.py",
    "finder/explain/plans/find_plans.py",
    "finder/explain/plans/drugs.py",
    "finder/explain/plans/tables.py",
    "finder/explain/explainers/law.py",
    "finder/explain/words.py",
    "finder/explain/choices.py",
    "finder/explain/plans/plan_year.py",
    "pages/find_plans.py",
    "pages/plan_year.py",
    "finder/explain/person.py",
    "finder/explain/drug_list/fills.py",
    "finder/explain/drug_list/not_counted.py",
    "pages/parts/frame.py",
]
FEWEST_WORDS = 3


def shown_texts(path: Path) -> list[str]:
    """The sentences that people read in a source: its strings without docstrings, each placeholder one short word."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and isinstance(node.body[0], ast.Expr)
    }
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node) if part is not node}
    texts = []
    for node in ast.walk(tree):
        if id(node) in documented or id(node) in inside:
            continue
        if isinstance(node, ast.JoinedStr):
            texts.append("".join(part.value if isinstance(part, ast.Constant) else "it" for part in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.append(re.sub(r"\{[a-z_]+\}", "it", node.value))
    read = [re.sub(r"<style>.*?</style>|<[^>]*>", " ", text, flags=re.DOTALL) for text in texts]
    return [text for text in read if len(re.findall(r"[A-Za-z]+", text)) >= FEWEST_WORDS and re.search(r"[.?:]\s*$", text)]


@pytest.mark.parametrize("name", READ_BY_BENEFICIARIES)
def test_beneficiary_texts_are_at_grade_six_or_below(name: str) -> None:
    texts = shown_texts(ROOT / name)
    if texts:
        assert grade("\n".join(texts)) <= 6


def test_the_texts_are_found() -> None:
    assert sum(len(shown_texts(ROOT / name)) for name in READ_BY_BENEFICIARIES) > 100
