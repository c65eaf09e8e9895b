"""The questions of the Extra Help screen, one at a time, in words that people use; each says whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from finder.explain.choices import NOT_SURE

Answers = Mapping[str, Any]
_YES_NO: dict[str, object] = {"Yes": True, "No": False, NOT_SURE: None}
_PLACES: dict[str, object] = {
    "No": "none",
    "Yes, in a nursing home": "nursing_home",
    "Yes, Medicaid pays for care at home": "home_care",
    NOT_SURE: None,
}


class Ask(NamedTuple):
    """A question: the field that it fills, what is asked, a hint, the kind of answer (choice, state, year, people, money), the answers
    to choose from, and whether an earlier answer makes it needless."""

    name: str
    label: str
    hint: str
    kind: str = "choice"
    choices: Mapping[str, object] = _YES_NO
    needed: Callable[[Answers], bool] = lambda answers: True


def _dual(answers: Answers) -> bool:
    return answers.get("medicaid") is True


def _deemed(answers: Answers) -> bool:
    return any(answers.get(name) is True for name in ("medicaid", "ssi", "savings_programme"))


def _by_limits(answers: Answers) -> bool:
    return not _deemed(answers)


QUESTIONS = (
    Ask("year", "For which year?", "The limits change each year.", "year"),
    Ask("state", "In which state do you live?", "Alaska and Hawaii have higher limits.", "state"),
    Ask("medicaid", "Do you have full Medicaid?", "Your state pays for doctors and hospitals beside Medicare. You have a Medicaid card."),
    Ask("institution", "Does Medicaid pay for your care in a nursing home, or at home?", "", "choice", _PLACES, _dual),
    Ask("ssi", "Do you get SSI?", "This is Supplemental Security Income, not your normal Social Security check."),
    Ask(
        "savings_programme",
        "Does your state pay your Part B premium?",
        "This is a Medicare Savings Program: QMB, SLMB or QI. Then nothing for Part B is taken from your check.",
    ),
    Ask("household", "How many people are in your home?", "Count you, your husband or wife, and family that you support.", "people"),
    Ask(
        "couple",
        "Do you live with your husband or wife?",
        "",
        "choice",
        {"Yes": True, "No": False},
        lambda answers: answers.get("household", 1) > 1,
    ),
    Ask(
        "unearned_income",
        "How much money do you get each month, without pay from work?",
        "Before tax. Count Social Security and pensions. Add your husband's or wife's if you live together. Do not count food stamps.",
        "money",
        needed=lambda answers: _by_limits(answers) or _dual(answers),
    ),
    Ask(
        "earned_income",
        "How much do you earn by work each month, before tax?",
        "Less than half of it counts. Add your husband's or wife's pay if you live together. Put 0 if nobody works.",
        "money",
        needed=lambda answers: _by_limits(answers) or _dual(answers),
    ),
    Ask(
        "resources",
        "How much do you have in savings?",
        "Count bank accounts, stocks and bonds, and your husband's or wife's. Do not count your home, your car or what is in your home.",
        "money",
        needed=_by_limits,
    ),
    Ask("burial_funds", "Is some of that set aside for burial?", "", needed=_by_limits),
    Ask("retiree_coverage", "Do you have drug coverage from a job or union of the past?", "Yours, or your husband's or wife's."),
)


def asked_of(answers: Answers) -> tuple[Ask, ...]:
    """The questions that concern a person with those answers, in order."""
    return tuple(question for question in QUESTIONS if question.needed(answers))


def next_question(answers: Answers) -> Ask | None:
    """The first question that concerns the person and has no answer yet; None where all have one."""
    return next((question for question in asked_of(answers) if question.name not in answers), None)


def progress(answers: Answers) -> str:
    """``Question 3 of 12``."""
    asked = asked_of(answers)
    done = sum(question.name in answers for question in asked)
    return f"Question {min(done + 1, len(asked))} of {len(asked)}"
