"""The form of employer coverage: is it good, what does it cost, when does it end. The drug plan beside it is the first of the answer."""

from __future__ import annotations

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.employer_coverage import EmployerCoverage, EmployerOrPartD, YearlyCost
from finder.domain.money import Cents, rounded_cents
from finder.domain.plan_cost import Comparison
from finder.explain.explainers import employer_coverage as words
from finder.explain.messages import say
from finder.explain.words import SUBSIDIES, plan_name
from finder.questions.explainers.employer_coverage import employer_or_part_d
from pages.parts.catalog import today
from pages.parts.dates import ask_day
from pages.parts.screen import st
from pages.parts.sent_form import sent_form
from pages.parts.session import Session

_MOST = 1_000_000.0


def ask_employer(session: Session) -> EmployerOrPartD | None:
    """The answer for what the person told; None before the form was sent. Raises Refusal."""
    told = sent_form(session, "employer", lambda: _form(session), words.SHOW)
    return None if told is None else employer_or_part_d(told)


def _form(session: Session) -> EmployerCoverage:
    compared = session.comparison
    good = st.radio(say(words.GOOD), list(words.GOOD_ANSWERS), 0, say, key=session.key("employer-good"), horizontal=True)
    premium = _ask_dollars(session, words.PREMIUM, "premium", words.PREMIUM_HELP)
    drugs = _ask_dollars(session, words.DRUGS, "drugs")
    ends = ask_day(session, say(words.ENDS), "employer-ends")
    first = ask_day(session, say(words.FIRST_TIME), "employer-first")
    known = compared.low_income_subsidy if compared else LowIncomeSubsidy.NONE
    levels = list(SUBSIDIES)
    place = levels.index(known)
    level = st.selectbox(say(words.HELPED), levels, place, lambda one: say(SUBSIDIES[one]), key=session.key(f"employer-help-{place}"))
    return EmployerCoverage(
        today=today(),
        creditable=words.GOOD_ANSWERS[str(good)],
        premium=premium,
        drugs=drugs,
        part_d=_first_plan(compared) if compared else None,
        level=level,
        ends_on=ends,
        enrollment_end=first,
    )


def _ask_dollars(session: Session, label: str, name: str, more: str = "") -> Cents | None:
    amount = st.number_input(say(label), 0.0, _MOST, None, 10.0, key=session.key(f"employer-{name}"), help=say(more) if more else None)
    return None if amount is None else rounded_cents(str(amount))


def _first_plan(compared: Comparison) -> YearlyCost:
    """The first plan of the answer, as My answer has it: what is not for drugs is premium and fees."""
    best = compared.best[0]
    figure, drugs = compared.figure(best), best.drug_cost + (0 if compared.skip_uncovered else best.left_out_cost or 0)
    high = best.all_in_high if not compared.skip_uncovered else figure
    low = best.all_in_low if not compared.skip_uncovered else figure
    return YearlyCost(plan_name(best.plan), compared.months_covered, figure - drugs, drugs, low, high)
