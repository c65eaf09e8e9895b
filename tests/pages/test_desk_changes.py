"""Side by side, What if and Couple as a counselor drives them, on the catalogs that the program comes with."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from threading import Event, Timer
from typing import Any

import pytest
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import RerunData, RerunException, get_script_run_ctx
from streamlit.testing.v1 import AppTest

from finder.domain.market import SpecialCoverage
from finder.explain.plans.couple import CHANGED, WHOSE
from finder.explain.plans.find_plans import SKIP
from finder.questions.plans import kept_certainty
from finder.sources.catalog.reading import MarketCatalog
from pages.parts.kept_answers import answers_from
from tests.pages.test_find_plans import APP, ATORVASTATIN, ELIQUIS, PHONES, add_drug, give_zip, labeled, list_drug, press, take, text_of


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(APP, default_timeout=60).run()


@pytest.fixture
def compared(app: AppTest) -> AppTest:
    give_zip(app, "01604")
    list_drug(app, ATORVASTATIN, 30)
    list_drug(app, ELIQUIS, 60)
    return press(app, "Compare plans")


def to(app: AppTest, page: str) -> AppTest:
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app


@pytest.mark.parametrize("page", ["side_by_side", "what_if", "couple"])
def test_without_a_comparison_a_page_sends_to_find_plans(app: AppTest, page: str) -> None:
    said = text_of(to(app, page))
    assert "First find plans for" in said
    assert all(phone in said for phone in PHONES)


def test_two_plans_side_by_side_and_a_third(compared: AppTest) -> None:
    to(compared, "side_by_side")
    said = text_of(compared)
    assert "costs least" in said or "All cost the same" in said
    assert "Costs of the year, part by part" in said
    assert "near twins" in said
    labeled(compared.selectbox, "Plan 3").select_index(5).run()
    assert not compared.exception
    assert "plan 3 is" in text_of(compared)


def test_every_page_about_a_plan_says_what_its_other_lists_say(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def for_one_disease(_: MarketCatalog, plan_ids: Sequence[str], rxcuis: Sequence[str]) -> dict[tuple[str, str], SpecialCoverage]:
        return {(plan, rxcui): SpecialCoverage(False, ("Gout",)) for plan in plan_ids for rxcui in rxcuis if rxcui == ELIQUIS}

    monkeypatch.setattr(MarketCatalog, "special_coverage", for_one_disease)
    give_zip(app, "01604")
    list_drug(app, ELIQUIS, 60)
    press(app, "Compare plans")
    said = "Eliquis 5 mg: the plan pays only for Gout."
    assert said in text_of(app)
    for page in ("plan_year", "side_by_side"):
        assert said in text_of(to(app, page))
    to(app, "couple")
    add_drug(app, "metformin", "861007", 60)
    press(app, "Compare for both")
    assert text_of(app).count(said) == 1  # of the first person's list alone


def test_the_same_plan_twice_is_refused_in_a_sentence(compared: AppTest) -> None:
    to(compared, "side_by_side")
    first = labeled(compared.selectbox, "Plan 1").index
    assert first is not None
    labeled(compared.selectbox, "Plan 2").select_index(first).run()
    assert [error.value for error in compared.error] == ["We need 2 to 4 different plans. We found 1."]


def test_a_drug_left_out_changes_the_totals(compared: AppTest) -> None:
    to(compared, "what_if")
    labeled(compared.selectbox, "What would you change").set_value("Leave a drug out").run()
    press(compared, "Show what changes")
    assert [error.value for error in compared.error] == ["Please choose a change and fill in what it asks."]
    labeled(compared.radio, "Which drug of your list").set_value(ELIQUIS).run()
    press(compared, "Show what changes")
    said = text_of(compared)
    assert "Without Eliquis 5 mg: all 47 plans, in the new order" in said
    assert "less:" in said
    assert "Never change a drug" in said


@pytest.mark.parametrize(
    ("kind", "widget", "value"),
    [
        ("A price goes up or down", None, None),
        ("Another kind of drug store", "Where would you buy", "By mail"),
        ("Fills of 30, 60 or 90 days", None, None),
        ("Extra Help", "Which Extra Help", "Yes, in full (no Medicaid, or an income above the poverty line)"),
    ],
)
def test_every_change_is_answered(compared: AppTest, kind: str, widget: str | None, value: str | None) -> None:
    to(compared, "what_if")
    labeled(compared.selectbox, "What would you change").set_value(kind).run()
    if widget:
        labeled(compared.radio, widget).set_value(value).run()
    press(compared, "Show what changes")
    assert not compared.exception
    assert not compared.error
    assert "in the new order" in text_of(compared)


def choose_change(app: AppTest, kind: str, drug: str = "") -> AppTest:
    to(app, "what_if")
    labeled(app.selectbox, "What would you change").set_value(kind).run()
    if drug:
        labeled(app.radio, "Which drug of your list").set_value(drug).run()
    assert not app.exception
    return app


def test_fills_move_to_a_later_first_day_and_the_page_says_that_less_is_bought(compared: AppTest) -> None:
    choose_change(compared, "A drug's fill dates", ELIQUIS)
    assert "Now you buy it 12 times, from January 1 to December 1, 2026." in text_of(compared)
    press(compared, "Show what changes")
    assert [error.value for error in compared.error] == ["Please choose a change and fill in what it asks."]
    labeled(compared.date_input, "First fill").set_value(date(2026, 3, 15)).run()
    assert "Then you buy it 10 times, from March 15 to December 15, 2026: 10 fills in place of 12." in text_of(compared)
    press(compared, "Show what changes")
    assert not compared.error
    said = text_of(compared)
    assert "You buy less: 12 fills before, 10 after. That is part of the difference, or all of it." in said
    assert "You then pay less for Eliquis 5 mg." in said
    assert "less: $" in said
    assert "Eliquis 5 mg is bought 10 times, from March 15 to December 15, 2026: all 47 plans, in the new order" in said
    assert "Never go without a drug" in said
    # the list itself stays as it is
    assert [one.dates for one in compared.session_state["session"].drugs] == [(), ()]


@pytest.mark.parametrize(
    ("day", "found"),
    [(date(2027, 1, 5), "January 5, 2027 and 11 more"), (date(2025, 12, 31), "December 31, 2025")],
)
def test_a_first_fill_outside_the_year_is_refused_in_one_sentence(compared: AppTest, day: date, found: str) -> None:
    choose_change(compared, "A drug's fill dates", ELIQUIS)
    labeled(compared.date_input, "First fill").set_value(day).run()
    assert "Then you buy it" not in text_of(compared)
    press(compared, "Show what changes")
    assert [error.value for error in compared.error] == [
        f"We need each fill on a day from January 1, 2026, when coverage starts, to December 31, 2026. We found {found}."
    ]
    assert "How sure is this?" in text_of(compared)  # the rest of the page stays


def test_each_fill_has_a_day_of_its_own(compared: AppTest) -> None:
    choose_change(compared, "A drug's fill dates", ELIQUIS)
    labeled(compared.radio, "How would you change them").set_value("I choose each day").run()
    assert [box.value for box in compared.date_input] == [date(2026, month, 1) for month in range(1, 13)]
    labeled(compared.number_input, "How many fills in the year").set_value(14).run()
    press(compared, "Show what changes")  # two days are still open
    assert [error.value for error in compared.error] == ["Please choose a change and fill in what it asks."]
    labeled(compared.number_input, "How many fills in the year").set_value(2).run()
    labeled(compared.date_input, "Fill 2").set_value(date(2026, 1, 1)).run()
    press(compared, "Show what changes")
    assert [error.value for error in compared.error] == ["We need each day once. We found January 1, 2026 more than once."]
    labeled(compared.date_input, "Fill 2").set_value(date(2026, 7, 4)).run()
    press(compared, "Show what changes")
    assert not compared.error
    said = text_of(compared)
    assert "Eliquis 5 mg is bought on January 1 and July 4, 2026: all 47 plans" in said
    assert "12 fills before, 2 after" in said


def test_fills_before_coverage_starts_are_refused_in_one_sentence(compared: AppTest) -> None:
    compared.switch_page("pages/find_plans.py").run()
    labeled(compared.selectbox, "When does your plan start").set_value(date(2026, 7, 1)).run()
    press(compared, "Compare plans")
    choose_change(compared, "A drug's fill dates", ELIQUIS)
    assert "Now you buy it 6 times, from July 1 to December 1, 2026." in text_of(compared)
    labeled(compared.date_input, "First fill").set_value(date(2026, 6, 30)).run()
    press(compared, "Show what changes")
    # July 30 and the four after it are within
    assert [error.value for error in compared.error] == [
        "We need each fill on a day from July 1, 2026, when coverage starts, to December 31, 2026. We found June 30, 2026."
    ]


def test_the_order_of_a_day_takes_each_drug_once(compared: AppTest) -> None:
    choose_change(compared, "The order of fills on one day")
    places = [box for box in compared.selectbox if box.label.startswith("Buy ")]
    assert [(box.label, box.value) for box in places] == [("Buy number 1", ELIQUIS), ("Buy number 2", ATORVASTATIN)]  # as by name now
    places[0].set_value(ATORVASTATIN).run()
    press(compared, "Show what changes")
    (error,) = compared.error
    assert error.value.startswith("We need each drug of the list once. We found atorvastatin")
    assert error.value.endswith("more than once.")
    assert "in the new order" not in text_of(compared)
    labeled(compared.selectbox, "Buy number 2").set_value(ELIQUIS).run()
    press(compared, "Show what changes")
    assert not compared.error
    said = text_of(compared)
    assert "On a day with more than one drug, buy in this order: atorvastatin" in said
    assert "Why at " in said


def test_one_drug_has_no_order(app: AppTest) -> None:
    give_zip(app, "01604")
    list_drug(app, ELIQUIS, 60)
    choose_change(press(app, "Compare plans"), "The order of fills on one day")
    assert "The list has one drug. So there is no order to change." in text_of(app)


def test_a_swap_within_a_class_asks_the_amount(compared: AppTest) -> None:
    to(compared, "what_if")
    labeled(compared.selectbox, "What would you change").set_value("Swap a drug for another").run()
    labeled(compared.radio, "Which drug of your list").set_value(ELIQUIS).run()
    xarelto = labeled(compared.radio, "Which one")
    assert any("Xarelto" in option and "same class" in option for option in xarelto.options)
    xarelto.set_value("1232088").run()
    take(compared, 1, "Once a day")
    press(compared, "Show what changes")
    assert "In place of Eliquis 5 mg: Xarelto" in text_of(compared)


def test_how_sure_and_when_to_buy_are_worked_out_when_asked(compared: AppTest) -> None:
    to(compared, "what_if")
    assert "How far each total can move" not in text_of(compared)
    press(compared, "Test how sure this is")
    assert not compared.exception
    said = text_of(compared)
    assert "How far each total can move, 47 plans" in said
    assert "Medicare set the price of Eliquis 5 mg for the year" in said
    press(compared, "Look for a cheaper timing")
    assert "We tried 2 timings." in text_of(compared)


@pytest.fixture
def overtaken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The person presses something else while the work is at its third step: Streamlit raises out of what is drawn then."""
    drawn = DeltaGenerator.progress

    def progress(self: DeltaGenerator, value: float, text: str | None = None, **more: Any) -> DeltaGenerator:
        if (text or "").startswith("Working: step 3 "):
            context = get_script_run_ctx()
            raise RerunException(RerunData(page_script_hash=context.page_script_hash if context else ""))
        return drawn(self, value, text, **more)

    monkeypatch.setattr(DeltaGenerator, "progress", progress)


def test_what_was_found_before_a_stop_is_kept_and_called_partial(overtaken: None, compared: AppTest) -> None:
    to(compared, "what_if")
    press(compared, "Test how sure this is")
    assert not compared.exception
    held = compared.session_state["session"]
    assert (held.working, held.how_sure.complete, held.how_sure.tried) == ("", False, 3)
    said = text_of(compared)
    assert f"You stopped this after 3 of {held.how_sure.of} tests. What follows is not all." in said
    assert "How far each total can move, 47 plans" in said
    assert "Stop this work" not in [button.label for button in compared.button]


def test_the_best_timing_found_before_a_stop_is_kept(overtaken: None, app: AppTest) -> None:
    give_zip(app, "01604")
    for rxcui, amount in ((ATORVASTATIN, 30), (ELIQUIS, 60), ("861007", 60)):
        list_drug(app, rxcui, amount)
    to(press(app, "Compare plans"), "what_if")
    press(app, "Look for a cheaper timing")
    assert not app.exception
    assert "You stopped this after 3 of 6 timings. One of the rest could cost less." in text_of(app)  # 3! = 6 orders


def test_a_couple_has_two_answers_and_never_one_plan_of_two(compared: AppTest) -> None:
    to(compared, "couple")
    press(compared, "Compare for both")
    assert [error.value for error in compared.error] == ["Please add at least one drug first."]
    add_drug(compared, "metformin", "861007", 60)
    press(compared, "Compare for both")
    assert not compared.exception
    first, second = compared.session_state["session"].comparison, compared.session_state["session"].partner.comparison
    assert second.can_be_chosen == first.can_be_chosen  # both for today
    said = text_of(compared)
    assert "Person 1:" in said
    assert "Person 2:" in said
    assert "Both of you together: about $" in said
    assert "We show both here, side by side." in "\n".join([*said.splitlines()])
    next(box for box in compared.checkbox if box.label == SKIP).set_value(True).run()
    assert CHANGED in [info.value for info in compared.info]
    press(compared, "Compare for both")
    held = compared.session_state["session"]
    assert (held.comparison.skip_uncovered, held.partner.comparison.skip_uncovered) == (False, True)  # each answered as asked
    for page in ("plan_year", "side_by_side", "what_if", "annual_change", "payment_plan", "late_enrollment", "transition_fills"):
        to(compared, page)
        assert not compared.exception, page
        assert labeled(compared.button_group, WHOSE).value == 1
    to(compared, "plan_year")
    assert "Eliquis" in text_of(compared)
    labeled(compared.button_group, WHOSE).set_value(2).run()
    assert not compared.exception
    said = text_of(compared)
    assert "metformin" in said
    assert "Eliquis" not in said
    to(compared, "side_by_side")
    assert labeled(compared.button_group, WHOSE).value == 2  # one switch for every page
    to(compared, "answer")
    assert not compared.exception
    said = text_of(compared)
    assert "metformin" in said
    assert "Eliquis" not in said
    # the first person's list is as it was
    to(compared, "find_plans")
    said = text_of(compared)
    assert "Eliquis" in said
    assert "metformin" not in said


def test_start_over_forgets_the_second_person_and_the_changes(compared: AppTest) -> None:
    to(compared, "couple")
    add_drug(compared, "metformin", "861007", 60)
    press(compared, "Compare for both")
    press(press(compared, "Start over"), "Yes, start over")
    held = compared.session_state["session"]
    assert (held.partner, held.what_if, held.how_sure, held.timing, held.comparison, held.drugs) == (None, None, None, None, None, [])


def rows_of(folder: Path) -> int:
    """How many answers are kept in the folder."""
    rows = sqlite3.connect(folder / "answers" / "cache.db")
    try:
        return int(rows.execute("SELECT count(*) FROM Cache").fetchone()[0])
    finally:
        rows.close()


def test_how_sure_asked_again_is_found_and_start_over_leaves_nothing_of_it(
    compared: AppTest, answers_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to(compared, "what_if")
    press(compared, "Test how sure this is")
    first = compared.session_state["session"].how_sure
    assert first.complete
    assert rows_of(answers_folder) == 1
    to(compared, "find_plans")
    press(compared, "Compare plans")  # the same again: a new answer, about which nothing is known yet
    to(compared, "what_if")
    assert "How far each total can move" not in text_of(compared)
    monkeypatch.setattr(kept_certainty, "how_sure", None)  # working it out again would fail
    press(compared, "Test how sure this is")
    assert not compared.exception
    assert "How far each total can move, 47 plans" in text_of(compared)
    again = compared.session_state["session"].how_sure
    assert again is not first
    assert (again.ranges, again.tipping_points, again.spreads) == (first.ranges, first.tipping_points, first.spreads)
    (key,) = compared.session_state["session"].kept
    press(press(compared, "Start over"), "Yes, start over")
    assert compared.session_state["session"].kept == set()
    assert rows_of(answers_folder) == 0
    for path in answers_folder.rglob("*"):
        assert not path.is_file() or key not in path.read_bytes()


def test_start_over_waits_for_work_that_is_about_to_keep_its_answer(compared: AppTest, answers_folder: Path) -> None:
    held = compared.session_state["session"]
    held.at_work = Event()
    kept = answers_from(held.comparison.info, held.kept)

    def end() -> None:
        kept.put("how sure", b"a question", b"12345678")
        held.at_work.set()

    work = Timer(0.5, end)
    work.start()
    press(press(compared, "Start over"), "Yes, start over")
    work.join()
    assert not compared.exception
    assert rows_of(answers_folder) == 0
