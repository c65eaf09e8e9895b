"""The questions of the late fee: how Medicare began, other good coverage, start of the drug plan, Extra Help, and two visible guesses."""

from __future__ import annotations

from datetime import date
from functools import partial

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Refusal
from finder.domain.late_enrollment import HORIZON_YEARS, Enrollee, HelpTime, Known, KnownDay, LateEnrollment
from finder.domain.money import WHOLE
from finder.domain.months import Days, last_of_month
from finder.explain.choices import NOT_SURE, start_words
from finder.explain.explainers import late_enrollment as words
from finder.explain.explainers import penalty_letter as letter
from finder.explain.messages import say
from finder.questions.explainers.late_enrollment import late_enrollment, starting_months
from pages.parts.letter_files import offer_letter_files
from pages.parts.screen import st
from pages.parts.session import Session

_OLDEST, _LATEST = date(1900, 1, 1), date(2037, 12, 31)
_START = date(2026, 1, 1)
_MOST_PERIODS = 6
_PERCENT = WHOLE // 100


def ask_late_enrollment(session: Session) -> LateEnrollment | None:
    """The answer for what the person typed; None before anything is there, and where a sentence says what is wrong."""
    began = st.radio(say(words.BEGAN), [words.AT_65, words.BEFORE_65], 0, say, session.key("lep-early"), help=say(words.BEGAN_HELP))
    early = began == words.BEFORE_65
    known = [Known.BIRTH_DATE, Known.MEDICARE_START] if early else [_ask_known(session)]
    label = say(words.TIMES)
    periods = int(st.number_input(label, 0, _MOST_PERIODS, 0, 1, key=session.key("lep-periods"), help=say(words.TIMES_HELP)))
    answers = [words.NO, words.YES, words.PART_TIME, NOT_SURE]
    known_help = session.comparison is not None and session.comparison.low_income_subsidy is not LowIncomeSubsidy.NONE
    key = session.key(f"lep-help-{known_help}")
    helped = st.radio(say(words.HELPED), answers, int(known_help), say, key, help=say(words.HELPED_HELP))
    kept = session.key("lep-asked")
    with st.form(session.key("lep-form"), enter_to_submit=False):
        asked = _ask_dates(session, known, periods, str(helped))
        if st.form_submit_button(say(words.SHOW), type="primary"):
            st.session_state[kept] = asked
    return _answer(st.session_state.get(kept))


def _ask_known(session: Session) -> Known:
    return words.KNOWN[str(st.radio(say(words.KNOW), list(words.KNOWN), 0, say, key=session.key("lep-known")))]


def _ask_dates(session: Session, known: list[Known], periods: int, helped: str) -> Enrollee | str:
    """What the form asks; where a day is missing, the sentence that asks for it."""
    labels = {what: label for label, what in words.KNOWN.items()}
    days = [KnownDay(what, _ask_day(session, labels[what], "known")) for what in known]
    start = _ask_month(session, words.START, "start")
    creditable = tuple(_ask_period(session, number) for number in range(1, periods + 1))
    level = LowIncomeSubsidy.FULL_OTHER if helped == words.YES else LowIncomeSubsidy.NONE
    extra_help = _ask_help(session) if helped == words.PART_TIME else level
    with st.expander(say(words.LATER_YEARS)):
        years = st.slider(say(words.HORIZON), 1, 40, HORIZON_YEARS, key=session.key("lep-horizon"))
        growth = st.slider(say(words.GROWTH), 0, 10, 0, key=session.key("lep-growth"))
    with st.expander(say(words.I_HAVE_LETTERS)):
        letters = {name: _ask_day(session, label, name) for name, label in words.LETTERS.items()}
    missing = [words.ASK_FOR[what] for what, day in days if day is None]
    missing += [words.ASK_FOR_TIMES for time in creditable if None in time]
    if missing:
        return missing[0]
    *second, first = days
    return Enrollee(first, start, second[0] if second else None, creditable, extra_help, years, growth * _PERCENT, **letters)


def _answer(asked: Enrollee | str | None) -> LateEnrollment | None:
    if isinstance(asked, str):
        st.error(say(asked))
    if not isinstance(asked, Enrollee):
        return None
    try:
        return late_enrollment(asked)
    except Refusal as refusal:
        for sentence in words.refusal_sentences(refusal):
            st.error(sentence)
        return None


def _ask_day(session: Session, label: str, name: str, said: str = "") -> date | None:
    day: date | None = st.date_input(said or say(label), None, _OLDEST, _LATEST, session.key(f"lep-{name}-{label}"), format="MM/DD/YYYY")
    return day


def _ask_month(session: Session, label: str, name: str) -> date:
    months = starting_months()
    start = session.comparison.coverage_start if session.comparison else _START
    first = months.index(start if start in months else _START)
    month: date = st.selectbox(say(label), months, first, start_words, session.key(f"lep-{name}-{first}"))
    return month


def _ask_period(session: Session, number: int) -> Days:
    columns = st.columns(2)
    with columns[0]:
        first = _ask_day(session, f"first-{number}", "creditable", words.coverage_label(number, last=False))
    with columns[1]:
        last = _ask_day(session, f"last-{number}", "creditable", words.coverage_label(number, last=True))
    return Days(first, last)


def _ask_help(session: Session) -> HelpTime:
    """The months with Extra Help; the last one is left out where it goes on."""
    columns = st.columns(2)
    with columns[0]:
        first = _ask_month(session, words.HELP_FROM, "help-from")
    with columns[1]:
        options = [None, *starting_months()]
        last = st.selectbox(say(words.HELP_THROUGH), options, 0, _last_words, session.key("lep-help-through"))
    return HelpTime(first, last_of_month(last) if last else None)


def _last_words(month: date | None) -> str:
    return start_words(month) if month else say(words.STILL)


def offer_letter(session: Session, answer: LateEnrollment) -> None:
    """The letter that asks for a review, to download. What is personal in it is written in by hand."""
    options = list(letter.REASONS)
    reasons = st.multiselect(say(letter.WHY), options, options[:1], say, key=session.key("lep-reasons"))
    html, text = partial(letter.letter_html, answer, reasons), partial(letter.letter_text, answer, reasons)
    offer_letter_files("late-fee-letter", session.key("lep-letter"), html, text)
