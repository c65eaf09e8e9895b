"""I may lose my plan as a person meets it: empty, each cause with its picture, and what cannot be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.losing_coverage import Cause, Losing
from finder.explain.explainers import good_cause_letter as letter
from finder.explain.explainers import losing_coverage as words
from finder.explain.explainers.losing_coverage import CAUSES, ON
from finder.explain.kit.section import Bullets, Heading, Headline, Paragraphs, Table, texts
from finder.questions.explainers.losing_coverage import losing_coverage
from tests.pages.pictures import pictured
from tests.pages.test_find_plans import APP, labeled, press, text_of
from tests.pages.test_receipt_page import LETTER_FILES
from tests.reading import grade

GRADE = 6
FULL = LowIncomeSubsidy.FULL_OTHER
DAYS = {
    Cause.UNPAID_PREMIUM: date(2026, 3, 1),
    Cause.UNPAID_INCOME_AMOUNT: date(2026, 3, 1),
    Cause.MOVE: date(2026, 3, 10),
    Cause.PLAN_ENDS: date(2027, 1, 1),
    Cause.EXTRA_HELP_ENDS: date(2026, 12, 31),
}


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("FINDER_TODAY", "2026-03-05")
    return AppTest.from_file(APP, default_timeout=30).run().switch_page("pages/losing_coverage.py").run()


def choose(app: AppTest, cause: Cause, day: date) -> str:
    chosen = next(label for label, known in CAUSES.items() if known is cause)
    labeled(app.selectbox, "What happened").set_value(chosen).run()
    labeled(app.date_input, ON[cause]).set_value(day)
    press(app, "Show my dates")
    assert not app.exception
    return text_of(app)


def test_the_empty_page_asks_for_the_day(app: AppTest) -> None:
    assert [title.value for title in app.title] == ["I may lose my plan"]
    assert not pictured(app)
    press(app, "Show my dates")
    assert [error.value for error in app.error] == ["Please fill in the day first."]


def test_each_cause_has_its_page(app: AppTest) -> None:
    for cause in Cause:
        said = choose(app, cause, DAYS[cause])
        assert not app.error
        assert len(pictured(app)) == 1
        assert "What to say" in said
        letters = LETTER_FILES if "unpaid" in cause.key else []
        assert [button.label for button in app.get("download_button")] == ["Put these dates in your calendar (.ics)", *letters]
        if cause is Cause.UNPAID_PREMIUM:
            assert "April 30, 2026: pay all you owe by then to keep your plan." in said
            assert "The gap adds 8 months to your late fee: $3.30 a month in 2027, or $39.60 a year." in said
            assert pictured(app)[0].startswith("Your dates: March 1, 2026, Time to catch up starts; ")
    choose(app, Cause.EXTRA_HELP_ENDS, date(2026, 12, 30))
    assert [error.value for error in app.error] == [
        "We need the last day of a month, as Extra Help ends with one. We found December 30, 2026."
    ]


@pytest.mark.parametrize("cause", Cause)
def test_what_is_said_is_easy_to_read(cause: Cause) -> None:
    answer = losing_coverage(Losing(cause, DAYS[cause], date(2026, 3, 5), uncovered_months=2))
    shown = words.answer_sections(answer)
    assert [type(section) for section in shown[:4]] == [Heading, Headline, Paragraphs, Bullets]  # what to do, by when, comes first
    assert not any(isinstance(section, Table) for section in (*shown, *words.details(answer)))  # tables are folded
    said = "\n".join([words.INTRO, *texts(shown), *(text for _, text in words.what_to_say(answer))])
    assert grade(said) <= GRADE, said


def test_a_person_with_extra_help_is_not_sent_to_ask_for_it() -> None:
    losing = Losing(Cause.UNPAID_PREMIUM, date(2026, 3, 1), date(2026, 3, 5))
    plain, helped = (losing_coverage(replace(losing, low_income_subsidy=level)) for level in (LowIncomeSubsidy.NONE, FULL))
    assert any("Ask about Extra Help" in text for text in words.to_do(plain))
    assert not any("Ask about Extra Help" in text for text in words.to_do(helped))
    assert words.cost_sentences(helped)[0].endswith("But with Extra Help you can join a drug plan in any month.")


def test_the_letter_asks_for_good_cause_by_the_day_that_counts() -> None:
    answer = losing_coverage(Losing(Cause.UNPAID_PREMIUM, date(2026, 3, 1), date(2026, 5, 5)))
    ill, *_ = letter.REASONS
    text, page = letter.letter_text(answer, [ill]), letter.letter_html(answer, [ill])
    # out on May 1: 60 days are June 30; three months are August 1
    for said in ("42 CFR 423.44(d)(1)(vi)", "seriously ill", "June 30, 2026", "August 1, 2026"):
        assert said in text
        assert said in page
    early = losing_coverage(Losing(Cause.UNPAID_PREMIUM, date(2012, 3, 1), date(2012, 5, 5)))
    assert not letter.has_letter(early)  # the way back was read from 2013 on
