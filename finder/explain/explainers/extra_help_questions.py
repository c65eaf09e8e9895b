"""The questions of the Extra Help screen, one at a time, in words that people use; each says whom it concerns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from finder.domain.extra_help import HelpDays, HelpSeeker, Institution
from finder.explain.choices import NOT_SURE
from finder.explain.messages import mark, say
from finder.explain.words import joined

Answers = Mapping[str, Any]
"""What the person said so far, by the name of the question."""
_YES, _NO = mark("Yes"), mark("No")
_YES_NO: dict[str, object] = {_YES: True, _NO: False, NOT_SURE: None}
_PLACES: dict[str, object] = {
    _NO: Institution.NONE,
    mark("Yes, in a nursing home"): Institution.NURSING_HOME,
    mark("Yes, Medicaid pays for care at home"): Institution.HOME_CARE,
    NOT_SURE: None,
}


class Ask(NamedTuple):
    """A question.

    ``kind`` of answer: choice, state, year, people or money.
    ``choices`` are the answers to choose from, each with its value.
    ``needed``: whether it concerns a person with those earlier answers.
    """

    name: str
    label: str
    hint: str
    kind: str = "choice"
    choices: Mapping[str, object] = _YES_NO
    needed: Callable[[Answers], bool] = lambda answers: True


def _dual(answers: Answers) -> bool:
    return answers.get("medicaid") is True or answers.get("spend_down") is True


def _by_limits(answers: Answers) -> bool:
    return not any(answers.get(name) is True for name in ("medicaid", "spend_down", "ssi", "savings_programme"))


def _by_income(answers: Answers) -> bool:
    return _by_limits(answers) or _dual(answers)


QUESTIONS = (
    Ask("year", mark("For which year?"), mark("The limits change each year."), "year"),
    Ask("state", mark("In which state do you live?"), mark("Alaska and Hawaii have higher limits."), "state"),
    Ask(
        "medicaid",
        mark("Do you have full Medicaid?"),
        mark("Your state pays for doctors and hospitals on top of Medicare. You have a Medicaid card."),
    ),
    Ask(
        "spend_down",
        mark("Did Medicaid pay for you in some month, after you paid bills of your own?"),
        mark("This is called a spend-down, or medically needy. One month of it is enough."),
        needed=lambda answers: answers.get("medicaid") is not True,
    ),
    Ask("institution", mark("Does Medicaid pay for your care in a nursing home, or at home?"), "", choices=_PLACES, needed=_dual),
    Ask("ssi", mark("Do you get SSI?"), mark("This is Supplemental Security Income, not your regular Social Security check.")),
    Ask(
        "savings_programme",
        mark("Does your state pay your Part B premium?"),
        mark("This is a Medicare Savings Program: QMB, SLMB or QI. Then nothing for Part B is taken from your check."),
    ),
    Ask(
        "household",
        mark("How many people are in your home?"),
        mark("Count you, your husband or wife, and family that you support."),
        "people",
    ),
    Ask(
        "couple",
        mark("Do you live with your husband or wife?"),
        "",
        choices={_YES: True, _NO: False},
        needed=lambda answers: answers.get("household", 1) > 1,
    ),
    Ask(
        "unearned_income",
        mark("How much money do you get each month, not counting pay from work?"),
        mark(
            "Before tax. Count Social Security and pensions. Add your husband's or wife's if you live together. Do not count food stamps."
        ),
        "money",
        needed=_by_income,
    ),
    Ask(
        "earned_income",
        mark("How much do you earn from work each month, before tax?"),
        mark("Less than half of it counts. Add your husband's or wife's pay if you live together. Put 0 if nobody works."),
        "money",
        needed=_by_income,
    ),
    Ask(
        "resources",
        mark("How much do you have in savings?"),
        mark(
            "Count bank accounts, stocks and bonds, and your husband's or wife's. Do not count your home, your car or what is in your home."
        ),
        "money",
        needed=_by_limits,
    ),
    Ask("burial_funds", mark("Is some of that set aside for burial?"), "", needed=_by_limits),
    Ask(
        "retiree_coverage",
        mark("Do you have drug coverage from a past job or union?"),
        mark("Yours, or your husband's or wife's."),
    ),
)
NEXT, BACK = mark("Next"), mark("Back")
CHANGE_LAST = mark("Change my last answer")
ASK_AGAIN = mark("Ask me all again")
CHOOSE_ONE = mark("Please choose one.")
GIVE_A_NUMBER = mark("Please fill in a number.")


def asked_of(answers: Answers) -> tuple[Ask, ...]:
    """The questions that concern a person with those answers, in order."""
    return tuple(question for question in QUESTIONS if question.needed(answers))


def next_question(answers: Answers) -> Ask | None:
    """The first question that concerns the person and has no answer yet; None where all have one."""
    return next((question for question in asked_of(answers) if question.name not in answers), None)


def lead(answers: Answers, question: Ask) -> str:
    """``Question 3 of 12.`` and the hint of the question."""
    asked = asked_of(answers)
    done = sum(one.name in answers for one in asked)
    place = say("Question {place} of {questions}.", place=min(done + 1, len(asked)), questions=len(asked))
    return f"{place} {say(question.hint)}".strip()


def dollars_label(question: Ask) -> str:
    """The label of the field for an amount, for a screen reader."""
    return say("{question} In dollars", question=say(question.label))


NO_PLAN = mark("I have no drug plan now")
CHANGED = mark("My Extra Help started, stopped or changed not long ago")
MOVING = mark("I want to change my plan now")
_HELPS = {
    "medicaid": mark("Medicaid"),
    "spend_down": mark("a month with a met spend-down"),
    "ssi": mark("SSI"),
    "savings_programme": mark("state help with Part B"),
}
_HELP_BEGAN = {
    "medicaid": mark("When did your Medicaid start? (the day on the letter)"),
    "spend_down": mark("When did you first meet your spend-down? (any day of that month)"),
    "ssi": mark("When did your SSI start? (the day on the letter)"),
    "savings_programme": mark("When did your state help with Part B start? (the day on the letter)"),
}


class DayAsk(NamedTuple):
    """A day that is asked for.

    ``name`` is the field of ``HelpDays``.
    ``needed`` says of whom it is asked.
    ``gate`` is the box that must be ticked first; empty: none.
    """

    name: str
    label: Callable[[HelpSeeker], str]
    needed: Callable[[HelpSeeker, HelpDays], bool]
    gate: str = ""


def _labeled(label: str) -> Callable[[HelpSeeker], str]:
    return lambda person: say(label)


def _helps(person: HelpSeeker) -> list[str]:
    return [name for name in _HELPS if getattr(person, name)]


def _needs_medicare_day(person: HelpSeeker, days: HelpDays) -> bool:
    """State help with Part B goes to people with Medicare alone; the other two may start before Medicare does."""
    return bool(person.dual or person.ssi)


def _needs_deemed_day(person: HelpSeeker, days: HelpDays) -> bool:
    return bool(person.deemed) and (not _needs_medicare_day(person, days) or days.part_d_eligible_on is not None)


def _help_began(person: HelpSeeker) -> str:
    helps = _helps(person)
    if len(helps) == 1:
        return say(_HELP_BEGAN[helps[0]])
    return say("When did the first of these start: {helps}?", helps=joined((say(_HELPS[name]) for name in helps), "or"))


ASKS = (
    DayAsk("part_d_eligible_on", _labeled(mark("When did your Medicare start? (the day on your card)")), _needs_medicare_day),
    DayAsk("deemed_on", _help_began, _needs_deemed_day),
    DayAsk(
        "medicaid_on",
        _labeled(mark("When did your Medicaid start?")),
        lambda person, days: bool(person.dual) and len(_helps(person)) > 1,
        NO_PLAN,
    ),
    DayAsk(
        "applied_on",
        _labeled(mark("When did you apply for Extra Help? (leave it empty if you did not)")),
        lambda person, days: not person.deemed,
    ),
    DayAsk(
        "determined_on",
        _labeled(mark("What date is on the letter that says you get Extra Help?")),
        lambda person, days: not person.dual,
        NO_PLAN,
    ),
    DayAsk("status_changed_on", _labeled(mark("When did it change?")), lambda person, days: True, CHANGED),
    DayAsk(
        "notice_on",
        _labeled(mark("What date is on the letter about it?")),
        lambda person, days: days.status_changed_on is not None,
        CHANGED,
    ),
    DayAsk("change_requested_on", _labeled(mark("When will you ask for the new plan?")), lambda person, days: True, MOVING),
)
GATES = (NO_PLAN, CHANGED, MOVING)


def days_behind(gate: str) -> tuple[DayAsk, ...]:
    """The days behind a box; an empty gate is for those that need none."""
    return tuple(ask for ask in ASKS if ask.gate == gate)
