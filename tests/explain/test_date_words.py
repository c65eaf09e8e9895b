"""The words of transition fills, the drug review program, and rights and dates: easy to read and true to the answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from finder.domain.medication_therapy import Therapy, TherapyCase
from finder.domain.rights import AwayPlan, Event, Happened
from finder.domain.transition_fills import DrugStatus, Group, Setting, Transition, TransitionCase, TransitionFill
from finder.explain.doors import PAGES
from finder.explain.explainers import medication_therapy as therapy_words
from finder.explain.explainers import rights as rights_words
from finder.explain.explainers import transition_fills as transition_words
from finder.explain.kit.section import Sections, Table, texts
from finder.explain.messages import speaking
from finder.questions.explainers.medication_therapy import medication_therapy
from finder.questions.explainers.rights import rights
from finder.questions.explainers.transition_fills import transition_fills
from tests.explain.test_answer_sections import Marked, outside_messages, prose
from tests.reading import grade

GRADE = 6.5
THREE = ("diabetes", "hypertension", "dyslipidemia")
NEW = TransitionCase(date(2026, 1, 1), Group.NEW_ENROLLEE, Setting.RETAIL, DrugStatus.NOT_ON_FORMULARY)


def nursing(year: int, days: int = 31) -> Transition:
    fills = tuple(TransitionFill(date(year, month, 1), days, days) for month in (1, 2, 3))
    return transition_fills(replace(NEW, coverage_start=date(year, 1, 1), setting=Setting.LONG_TERM_CARE, fills=fills))


def said_of(answer: Transition) -> str:
    return "\n".join(texts(transition_words.answer_sections(answer)))


def cells(table: Table) -> str:
    return "\n".join(" ".join(str(cell) for cell in row) for row in table.rows)


def test_introductions_are_easy_to_read() -> None:
    for words in (therapy_words.INTRO, rights_words.INTRO, transition_words.INTRO):
        assert grade(words) <= GRADE, words


@pytest.mark.parametrize("event", Event)
def test_rights_are_easy_to_read(event: Event) -> None:
    answer = rights(Happened(event, date(2026, 1, 1)))
    said = "\n".join([*rights_words.headline(answer), *map(rights_words.meaning_of, answer.dates)])
    assert grade(said) <= GRADE, said


def test_what_to_say_is_easy_to_read() -> None:
    said = "\n".join(words for event in Event for _, words in rights_words.what_to_say(event))
    assert grade(said) <= GRADE


def test_the_page_has_every_event_of_the_command() -> None:
    assert set(Event) == set(rights_words.EVENTS.values()) == set(rights_words.ON)


def test_what_a_person_asks_next_is_a_page() -> None:
    assert set(rights_words.SEE_ALSO.values()) <= set(PAGES)


def test_every_rule_that_may_be_missing_has_a_name() -> None:
    answers = [rights(Happened(event, date(year, 1, 1))) for event in Event for year in (2006, 2010, 2012)]
    health = [rights(Happened(Event.ABSENCE, date(2006, 1, 1), plan=AwayPlan.HEALTH_PLAN))]
    assert all(rights_words.unknown_sentences(answer) for answer in [*answers, *health] if answer.unknown)


def test_each_supply_has_words() -> None:
    assert "fill it, 31 days at a time" in said_of(nursing(2008))
    assert "90 days of the drug by the rule's text, or 93 by its preamble" in said_of(nursing(2010))
    assert "93 days of the drug" in said_of(nursing(2012))
    assert "91 to 98 days of the drug" in said_of(nursing(2016))
    assert "30 days of the drug" in said_of(nursing(2026))


def test_the_table_has_both_readings_of_2010() -> None:
    assert "28 by the text, 31 by the preamble" in cells(transition_words.fill_table(nursing(2010)))


def test_the_calendar_labels_fill_supply_letter_and_last_day() -> None:
    answer = transition_fills(replace(NEW, fills=(TransitionFill(date(2026, 1, 9), 30, 30),)))
    drawn = transition_words.window_figure(answer).html.split("finder-legend")[0]
    days = re.findall(r'<span class="finder-tone-(\w+)">(\d+)(?:<small>(\w+)</small>)?', drawn)
    # 90 days: 30 from January 9, of which the first is the fill and January 14 the letter; the last of the 90 is March 31; 59 others
    assert [day[1:] for day in days if day[2]] == [("9", "fill"), ("14", "letter"), ("31", "last")]
    tones = [tone for tone, _, _ in days]
    assert (len(days), tones.count("good"), tones.count("quiet")) == (90, 28, 59)
    assert re.findall(r"drawing-title\">([^<]*)<", drawn) == ["January 2026", "February 2026", "March 2026"]


def test_the_page_says_plainly_that_no_supply_is_due() -> None:
    answer = transition_fills(replace(NEW, drug_status=DrugStatus.QUANTITY_LIMIT))
    assert "This rule gives you no first supply here." in said_of(answer)


def asked(year: int, cost: int | None) -> Therapy:
    return medication_therapy(TherapyCase(year, THREE, 8, annual_drug_cost=cost))


@pytest.mark.parametrize(("cost", "first"), [(9000_00, "Yes."), (1_00, "No."), (None, "Maybe.")])
def test_the_review_program_has_words(cost: int | None, first: str) -> None:
    answer = asked(2026, cost)
    said = therapy_words.headline(answer)
    assert said[0].startswith(first)
    assert grade(" ".join([*said, therapy_words.next_step(answer)])) <= 8  # the law's own word, medication therapy management, is long


def test_every_failed_test_is_named() -> None:
    answer = medication_therapy(TherapyCase(2026, ("diabetes",), 8, annual_drug_cost=1_00))
    assert therapy_words.headline(answer)[1] == "These tests are not met: long-term illnesses and yearly cost of the drugs."
    assert therapy_words.headline(asked(2026, 1_00))[1] == "This test is not met: yearly cost of the drugs."


def test_the_cost_must_exceed_the_amount_in_2010_and_reach_it_later() -> None:
    for year, words in ((2010, "more than $3,000.00"), (2026, "$1,276.00 or more")):
        assert words in cells(therapy_words.criteria_table(asked(year, 1_00)))


def test_the_table_says_that_a_year_has_no_maximum() -> None:
    assert "the plan's own number, 2 or more" in cells(therapy_words.criteria_table(asked(2008, 9000_00)))
    assert "the plan's own number, 2 to 3" in cells(therapy_words.criteria_table(asked(2016, 9000_00)))


def test_the_picture_shows_what_is_enough_in_some_plans_and_in_all() -> None:
    # 3 illnesses, 2 to 3 asked: of a line to 3 x 1.15 = 3.45, 2 is at 57.97% and 3 at 86.96%, where the pin stands too
    drawn = therapy_words.criteria_figure(asked(2016, 9000_00)).html
    illnesses = drawn.split("finder-lane-words")[1]
    assert re.findall(r"finder-tone-(\w+)\" style=\"left:([0-9.]+)%", illnesses) == [
        ("quiet", "0.00"),
        ("mark", "57.97"),
        ("good", "86.96"),
    ]
    assert 'finder-marker" style="left:86.96%' in illnesses
    assert drawn.count('class="finder-lane"') == 3
    assert therapy_words.criteria_figure(asked(2016, None)).html.count('class="finder-lane"') == 2  # an unknown cost has no line


def test_a_line_of_time_has_a_bar_and_words_for_each_date_and_a_pin_today() -> None:
    # asked on March 1: the decision is due on March 4, the last of the line; March 2 is a third of the way
    answer = rights(Happened(Event.COVERAGE_DETERMINATION, date(2026, 3, 1)))
    drawn = rights_words.timeline(answer, date(2026, 3, 2))
    assert drawn.alt.startswith("From March 1, 2026: March 4, 2026, The plan's decision is due")
    assert drawn.html.count('class="finder-track"') == len(rights_words.dues(answer))
    last = max(due.day for due in rights_words.dues(answer))
    assert f'finder-marker" style="left:{100 / (last - date(2026, 3, 1)).days:.2f}%' in drawn.html
    assert "Today" in drawn.html
    assert "finder-marker" not in rights_words.timeline(answer, date(2027, 3, 2)).html


def test_a_day_to_act_that_is_past_is_said() -> None:
    answer = rights(Happened(Event.DENIAL, date(2026, 6, 1)))  # the last day to appeal is August 5
    for today, past in ((date(2026, 8, 5), False), (date(2026, 8, 6), True)):
        said = " ".join(texts(rights_words.answer_sections(answer, today)))
        assert ("This day is past." in said) is past


def test_the_headline_is_the_last_day_to_act() -> None:
    def first(event: Event, **more: date) -> str:
        return rights_words.headline(rights(Happened(event, date(2026, 3, 1), **more)))[0]

    assert first(Event.GRACE_PERIOD) == "April 30, 2026: Last day to pay."
    assert first(Event.REFUND, fill_on=date(2026, 1, 1)) == "April 15, 2026: Refund due."  # March 1 + 45: 30 in March, 15 in April
    assert first(Event.COVERAGE_DETERMINATION) == "March 4, 2026: The plan's decision is due."


@pytest.mark.parametrize(("minute", "said"), [(14 * 60 + 5, "2:05\u202fPM"), (30, "12:30\u202fAM")])
def test_times_of_day_read_naturally(minute: int, said: str) -> None:
    answer = rights(Happened(Event.EXPEDITED_DETERMINATION, date(2026, 3, 6), minute))
    assert f"March 7, 2026, {said}" in cells(rights_words.date_table(answer.dates))


def every_answer() -> Iterator[Sections]:
    for year in (2006, 2010, 2016, 2026):
        for status in DrugStatus:
            supply = transition_fills(replace(nursing(year).case, drug_status=status, exception_pending=True))
            yield (*transition_words.answer_sections(supply), *transition_words.details(supply))
        for event in Event:
            found = rights(Happened(event, date(year, 1, 1), 570))
            yield (*rights_words.answer_sections(found, date(year, 1, 2)), *rights_words.details(found))
        for cost in (9000_00, 1_00, None):
            yield therapy_words.answer_sections(asked(year, cost))


def test_every_text_is_a_whole_message() -> None:
    with speaking("en", Marked()):
        found = [text for sections in every_answer() for section in sections for text in prose(section)]
    assert len(found) > 1000
    assert {rest for text in found if (rest := outside_messages(text))} == set()
