"""The questions of kinds of plans: what a person has and needs; a savings account plan; the two limits."""

from __future__ import annotations

from typing import Any

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.money import Cents, rounded_cents
from finder.domain.months import YEAR_MONTHS
from finder.domain.special_plans import Circumstances, CoverageNow, SavingsAccount, TwoLimits
from finder.explain.explainers import special_plans as words
from finder.explain.messages import say
from finder.explain.words import month
from finder.questions.explainers.benefit_year import plan_years
from finder.questions.explainers.special_plans import savings_account, two_limits
from pages.parts.catalog import place_of_latest
from pages.parts.screen import st
from pages.parts.session import Session

_MOST = 1_000_000.0
_WITH_MEDICAID = (LowIncomeSubsidy.FULL_INSTITUTIONAL, LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY)
_DAYS = 3_660


def ask_year(session: Session) -> int:
    """The plan year."""
    known = list(plan_years())
    return int(st.selectbox(say(words.YEAR), known, place_of_latest(known), key=session.key("kinds-year")))


def ask_who(session: Session) -> Circumstances:
    """What is known of the person; Extra Help and Medicaid are filled in from an answer."""
    level = None if session.comparison is None else session.comparison.low_income_subsidy
    left, right = st.columns(2)
    part_a, part_b = _ask(session, left, words.PART_A, "a"), _ask(session, right, words.PART_B, "b")
    in_area, in_jail = _ask(session, left, words.IN_AREA, "area"), _ask(session, right, words.IN_JAIL, "jail", first=False)
    coverages = [None, *CoverageNow]
    now = left.selectbox(say(words.NOW), coverages, 0, _coverage, key=session.key("kinds-now"))
    drugs = _ask(session, right, words.DRUGS, "drugs")
    helped = None if level is None else level is not LowIncomeSubsidy.NONE
    help_, medicaid = (
        _ask(session, left, words.EXTRA_HELP, "help", first=helped),
        _ask(session, right, words.MEDICAID, "medicaid", first=True if level in _WITH_MEDICAID else None),
    )
    ill = _ask(session, left, words.ILLNESS, "ill")
    days = right.number_input(say(words.DAYS), 0, _DAYS, None, 1, key=session.key("kinds-days"))
    return Circumstances(part_a, part_b, in_area, in_jail, now, drugs, help_, medicaid, ill, None if days is None else int(days))


def ask_savings(session: Session) -> SavingsAccount | None:
    """A savings account plan; None until what it pays in is typed."""
    columns = st.columns(3)
    joined = columns[0].selectbox(say(words.JOINED), range(1, YEAR_MONTHS + 1), 0, month, key=session.key("kinds-joined"))
    deposit, deductible = _amount(session, columns[1], words.DEPOSIT), _amount(session, columns[2], words.DEDUCTIBLE)
    return None if deposit is None else savings_account(joined, deposit, deductible)


def ask_limits(session: Session, year: int) -> TwoLimits:
    """The two limits."""
    columns = st.columns(3)
    limit = _amount(session, columns[0], words.MEDICAL_LIMIT)
    medical, drugs = (_amount(session, columns[1], words.MEDICAL_PAID, 0.0), _amount(session, columns[2], words.DRUG_PAID, 0.0))
    return two_limits(year, limit, medical or 0, drugs or 0)


def _coverage(now: CoverageNow | None) -> str:
    return say(words.NOT_SURE if now is None else words.COVERAGES[now])


def _ask(session: Session, place: Any, label: str, name: str, *, first: bool | None = None) -> bool | None:
    answers = list(words.ANSWERS)
    at = list(words.ANSWERS.values()).index(first)
    return words.ANSWERS[str(place.selectbox(say(label), answers, at, say, key=session.key(f"kinds-{name}-{first}")))]


def _amount(session: Session, place: Any, label: str, first: float | None = None) -> Cents | None:
    typed = place.number_input(say(label), 0.0, _MOST, first, 100.0, key=session.key(f"kinds-{label}"))
    return None if typed is None else rounded_cents(str(typed))
