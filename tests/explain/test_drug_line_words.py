"""What the desk says about each line. The sentences are written by hand."""

from __future__ import annotations

import pytest

from finder.domain.drug_lines import DrugLine, ListLine, Understood
from finder.domain.market import OtherBrand
from finder.domain.supply import Often
from finder.explain.drug_list.amounts import often_words
from finder.explain.drug_list.desk import offer_words, open_sentences
from finder.explain.drug_list.lines import count_words, other_brand_sentence, ready_table, result_words, understood_words
from finder.questions.drug_list.reading import lines_of_text, read_drug_list
from tests.questions.list_market import ListMarket

RESULTS = {
    "eliquis 5mg bid #60": "Ready. Eliquis (apixaban 5 MG Oral Tablet): 60 tablets for 30 days "
    "(we worked out the days: 60 bought, 1 tablet twice a day).",
    "lisinopril 10mg #90/90": "Ready. lisinopril 10 MG Oral Tablet: 90 tablets for 90 days.",
    "atorva 40 1x day": "Question. atorvastatin 40 MG Oral Tablet. Is it 30 tablets for 30 days (1 tablet once a day, times 30 days)?",
    "Lantus pen 2 a month": "Question. Which strength? You didn't write one. This file has Lantus 100 units/mL in 3 ML Pen Injector. "
    "Is it 6 mL for 30 days (2 pens of 3 mL) or 30 mL for 30 days (2 packages of 15 mL)?",
    "Lipitor 40 qd #30": "Please choose. Lipitor is a brand of atorvastatin. This file has the generic. "
    "Is it atorvastatin 40 MG Oral Tablet? You wrote “lipitor 40”.",
    "lisinopril 10 bid #30 30 days": "Question. lisinopril 10 MG Oral Tablet. "
    "1 tablet twice a day does not come to 30 for 30 days. Which amount is right?",
    "alendronate 70 daily #30": "Question. alendronate 70 MG Oral Tablet. "
    "Most people take this drug once a week. You wrote once a day. How many are bought, and for how many days?",
    "lisinopril 10": "Question. lisinopril 10 MG Oral Tablet. It does not say how often the drug is taken. "
    "How many tablets are bought each time? How many days do they last?",
    "lisinopril er 10 qd #30": "Please choose. Is it lisinopril 10 MG Oral Tablet? You wrote “lisinopril 10 extended release”.",
    "zzyzx 3": "Question. This file has no drug named “zzyzx”. Write the line again, or leave it out.",
    "???": "Question. We don't see the name of a drug. Write the line again, or leave it out.",
    "lisinopril 10 qd #30 stopped": "Left out: stopped. Keep it if it is still taken.",
}


@pytest.mark.parametrize("text", RESULTS)
def test_a_result_is_in_sentences(text: str) -> None:
    (line,) = read_drug_list(ListMarket(), lines_of_text(text))
    assert result_words(line) == RESULTS[text]


def test_another_brand_is_shown_with_the_one_in_the_file() -> None:
    assert (
        other_brand_sentence(OtherBrand("Lipitor", "atorvastatin", ())) == "Lipitor is a brand of atorvastatin. This file has the generic."
    )
    both = OtherBrand("Basaglar", "insulin glargine", ("Lantus", "Toujeo"))
    assert other_brand_sentence(both) == "Basaglar is a brand of insulin glargine. This file has Lantus and Toujeo."


@pytest.mark.parametrize(
    ("often", "said"),
    [
        (Often(1, 1), "once a day"),
        (Often(2, 7), "twice a week"),
        (Often(3, 1), "3 times a day"),
        (Often(1, 30), "once a month"),
        (Often(1, 2), "once every 2 days"),
        (Often(2, 14), "twice every 14 days"),
        (Often(5, 2), "5 times every 2 days"),
    ],
)
def test_how_often_reads_naturally(often: Often, said: str) -> None:
    assert often_words(often) == said


def test_grams_and_units_are_spelled() -> None:
    said = Understood("x", dose=1_000, dose_unit="units", count=8_500, count_unit="g")
    assert understood_words(DrugLine(ListLine(1, "x"), said, ())) == "name “x”; 1 unit each time; 8.5 grams bought"


def test_the_summary_of_a_line_names_every_part() -> None:
    (line,) = read_drug_list(ListMarket(), lines_of_text("lisinopril 10 mg 1/2 tab po every other day #15 3 refills M-W"))
    assert understood_words(line) == (
        "name “lisinopril”; strength 10 mg; tablet; 0.5 tablets each time; once every 2 days; 15 bought; "
        "read, but it changes no amount: “po” and “3 refills”; not understood: “m - w”"
    )


def test_the_counts_and_the_table_of_ready_lines() -> None:
    lines = read_drug_list(ListMarket(), lines_of_text("\n".join(RESULTS)))
    # two lisinopril lines with nothing else open repeat line 2, and so are questions too
    assert count_words(lines) == "12 lines: 2 ready, 9 questions, 1 left out."
    table = ready_table([line for line in lines if line.prescription])
    assert table.caption == "2 ready"
    assert [row[1] for row in table.rows] == list(RESULTS)[:2]
    assert table.rows[1][2] == "lisinopril 10 MG Oral Tablet: 90 tablets for 90 days."
    assert count_words(()) == "0 lines: 0 ready."


def opened(text: str) -> tuple[str, ...]:
    (line,) = read_drug_list(ListMarket(), lines_of_text(text))
    return open_sentences(line)


def test_what_the_answers_beside_a_line_ask_is_not_asked_twice() -> None:
    assert opened("atorva 40 1x day") == ()  # "Yes: 30 tablets ..." stands beside it
    assert opened("Lipitor 40 qd #30") == (
        "Lipitor is a brand of atorvastatin. This file has the generic.",
        "Is it atorvastatin 40 MG Oral Tablet?",
    )
    assert opened("lisinopril 10") == ("No amount is written. These are usual.",)
    assert opened("zzyzx 3") == ("This file has no drug named “zzyzx”. Write the line again, or leave it out.",)
    (line,) = read_drug_list(ListMarket(), lines_of_text("lisinopril 10"))
    assert [offer_words(line, offer) for offer in line.offers] == [
        "Yes: 30 tablets for 30 days",
        "Yes: 60 tablets for 60 days",
        "Yes: 90 tablets for 90 days",
    ]
