"""The words of first supplies, the drug review program and rights and dates: easy to read, and true to the answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from finder.explain.explainers import medication_therapy as therapy_words
from finder.explain.explainers import rights as rights_words
from finder.explain.explainers import transition_fills as transition_words
from finder.explain.explainers.rights_answers import SAY
from finder.explain.kit.date_charts import Due, timeline_figure
from finder.explain.kit.section import Table
from finder.explain.reading import grade
from finder.questions.explainers.medication_therapy import medication_therapy
from finder.questions.explainers.rights import rights
from finder.questions.explainers.transition_fills import transition_fills

GRADE = 6.5
THREE = ["diabetes", "hypertension", "dyslipidemia"]
NEW: dict[str, Any] = {"group": "new_enrollee", "setting": "retail", "drug_status": "not_on_formulary"}


def nursing(year: int, days: int = 31) -> dict[str, Any]:
    fills = [{"date": f"{year}-0{month}-01", "written_days": days, "days_supply": days} for month in (1, 2, 3)]
    return transition_fills({"coverage_start": f"{year}-01-01", **NEW, "setting": "long_term_care", "fills": fills})


def cells(table: Table) -> str:
    return "\n".join(" ".join(str(cell) for cell in row) for row in table.rows)


def test_introductions_are_easy_to_read() -> None:
    for words in (therapy_words.INTRO, rights_words.INTRO, transition_words.INTRO):
        assert grade(words) <= GRADE, words


@pytest.mark.parametrize("event", rights_words.EVENTS.values())
def test_rights_are_easy_to_read(event: str) -> None:
    answer = rights({"event": event, "on": "2026-01-01"})
    said = "\n".join([*rights_words.headline(answer), *(entry["says"] for entry in answer["dates"])])
    assert grade(said) <= GRADE, said


def test_what_to_say_is_easy_to_read() -> None:
    said = "\n".join(words for pairs in SAY.values() for _, words in pairs)
    assert grade(said) <= GRADE


def test_every_event_of_the_command_is_on_the_page() -> None:
    assert {event.key for event in SAY} == set(rights_words.EVENTS.values()) | {"expedited_determination"} == set(rights_words.ON)


def test_the_supply_of_each_span_in_words() -> None:
    assert "fill it, 31 days at a time" in " ".join(transition_words.headline(nursing(2008)))
    assert "90 days of the drug by the rule's text, or 93 by its preamble" in " ".join(transition_words.headline(nursing(2010)))
    assert "93 days of the drug" in " ".join(transition_words.headline(nursing(2012)))
    assert "91 to 98 days of the drug" in " ".join(transition_words.headline(nursing(2016)))
    assert "30 days of the drug" in " ".join(transition_words.headline(nursing(2026)))


def test_both_readings_of_2010_stand_in_the_table() -> None:
    assert "28 by the text, 31 by the preamble" in cells(transition_words.fill_table(nursing(2010)))


def test_the_calendar_marks_fill_supply_letter_and_last_day_by_word() -> None:
    fills = [{"date": "2026-01-09", "written_days": 30, "days_supply": 30}]
    answer = transition_fills({"coverage_start": "2026-01-01", **NEW, "fills": fills})
    figure = transition_words.window_figure(answer).figure
    words = [text.split("<br>")[1] for text in figure.data[1].text if "<br>" in text]
    # 30 days from January 9; the first is the fill, January 14 the letter: 28 others
    assert (words.count("fill"), words.count("letter"), words.count("last"), words.count("drug")) == (1, 1, 1, 28)


def test_no_supply_is_said_plainly() -> None:
    answer = transition_fills({"coverage_start": "2026-01-01", **NEW, "drug_status": "quantity_limit"})
    assert transition_words.headline(answer)[0] == "This rule gives you no first supply here."


@pytest.mark.parametrize(("cost", "first"), [("9000", "Yes."), ("1", "No."), (None, "Maybe.")])
def test_the_review_program_in_words(cost: str | None, first: str) -> None:
    answer = medication_therapy({"year": 2026, "conditions": THREE, "part_d_drugs": 8, "annual_drug_cost": cost})
    said = therapy_words.headline(answer)
    assert said[0].startswith(first)
    assert grade(" ".join([*said, therapy_words.next_step(answer)])) <= 8  # the law's own word, medication therapy management, is long


def test_more_than_the_amount_in_2010_and_at_least_it_later() -> None:
    for year, words in ((2010, "more than $3,000.00"), (2026, "$1,276.00 or more")):
        answer = medication_therapy({"year": year, "conditions": THREE, "part_d_drugs": 8, "annual_drug_cost": "1"})
        assert words in cells(therapy_words.criteria_table(answer))


def test_a_year_without_a_most_is_said_in_the_table() -> None:
    answer = medication_therapy({"year": 2008, "conditions": THREE, "part_d_drugs": 8, "annual_drug_cost": "9000"})
    assert "the plan's own number, 2 or more" in cells(therapy_words.criteria_table(answer))
    answer = medication_therapy({"year": 2016, "conditions": THREE, "part_d_drugs": 8, "annual_drug_cost": "9000"})
    assert "the plan's own number, 2 to 3" in cells(therapy_words.criteria_table(answer))
    assert len(therapy_words.criteria_figure(answer).figure.data) == 3


def test_a_timeline_has_a_bar_and_words_for_each_date() -> None:
    drawn = timeline_figure(date(2026, 1, 1), [Due(date(2025, 10, 3), "Letter"), Due(date(2026, 1, 5), "End")], "alt")
    assert len(drawn.figure.data) == 2
    assert [note.text for note in drawn.figure.layout.annotations] == ["<b>Oct 3, 2025</b> Letter", "<b>Jan 5</b> End"]
    assert drawn.alt == "alt"


def test_the_headline_is_the_day_on_which_the_person_must_act() -> None:
    def first(event: str, **more: str) -> str:
        return rights_words.headline(rights({"event": event, "on": "2026-03-01", **more}))[0]

    assert first("grace_period") == "April 30, 2026: Last day to pay."
    assert first("refund", fill_on="2026-01-01") == "April 15, 2026: Refund due."  # March 1 + 45: 30 in March, 15 in April
    assert first("coverage_determination") == "March 4, 2026: the plan's decision is due."


def test_a_time_of_day_is_said_as_people_say_it() -> None:
    answer = rights({"event": "expedited_determination", "on": "2026-03-06", "time": "14:05"})
    assert "March 7, 2026, 2:05 pm" in cells(rights_words.date_table(answer))
    answer = rights({"event": "expedited_determination", "on": "2026-03-06", "time": "00:30"})
    assert "March 7, 2026, 12:30 am" in cells(rights_words.date_table(answer))
