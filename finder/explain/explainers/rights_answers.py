"""The words of rights and clocks: who acts, what each date means, what to say and to whom. Plain words, at the grade people read."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finder.domain.benefit import Named


class Event(Named):
    """What happened. ``on`` is, in this order: the request reached the plan (the first five, with the appeal), the date on the denial
    letter, the reviewer got the request, the reviewer decided, the decision was due, the unpaid month, the day the person left, the
    plan's last January 1, the day the plan learned of the mistake."""

    COVERAGE_DETERMINATION = 0
    EXPEDITED_DETERMINATION = 1
    EXCEPTION = 2
    PAYMENT_REQUEST = 3
    DENIAL = 4
    REDETERMINATION = 5
    APPEAL_DENIED = 6
    INDEPENDENT_REVIEW = 7
    REVERSAL = 8
    LATE_DECISION = 9
    GRACE_PERIOD = 10
    ABSENCE = 11
    NONRENEWAL = 12
    REFUND = 13


class What(NamedTuple):
    """One date: its key, the day (None: not yet known), the minute of that day where one was given, who must act, in words, by which
    rule."""

    key: str
    day: date | None
    minute: int | None
    who: str
    says: str
    rule: str


TITLES = {
    "decision": "The plan's decision is due",
    "review_decision": "The reviewer's decision is due",
    "expedite_refused": "Decision due if not urgent",
    "letter": "The plan's letter is due",
    "forwarded": "A late case is due at the reviewer",
    "payment": "Money back is due",
    "appeal": "Last day to appeal",
    "ask_reviewer": "Last day to ask the reviewer",
    "drug": "The drug is due",
    "grace_starts": "Time to catch up starts",
    "notice": "The plan's letter is due",
    "pay_by": "Last day to pay",
    "out": "Coverage may end",
    "ask_back": "Last day to ask to be let back in",
    "paid_back": "Last day to pay what you owe to be let back in",
    "back_by": "Be back by this day",
    "stays": "Back in time",
    "ends": "Last day of the plan",
    "refund": "Refund due",
    "refund_by_preamble": "Refund due, earlier reading",
    "look_back": "Last day to put the fill right",
}
"""A date in a few words, by its key."""

WHO = {"you": "you", "plan": "plan", "reviewer": "independent_reviewer"}
"""Who must act, as the contract writes it."""

_WRITE = "May I have your name?"
_LETTER = "Please answer in a letter. It should say why, and how I can ask again."

SAY: dict[Event, tuple[tuple[str, str], ...]] = {
    Event.COVERAGE_DETERMINATION: (
        ("plan", f"I ask for a coverage decision on my drug. Please tell me the day and time you got this. {_WRITE}"),
        (
            "doctor",
            "My plan must decide on my drug. Please send the plan what it asks for. If a wait could harm me, please tell the plan so.",
        ),
    ),
    Event.EXPEDITED_DETERMINATION: (
        ("plan", "I ask for a fast (expedited) decision. A wait could harm my health. My doctor agrees."),
        ("doctor", "Please tell my plan today that a wait could harm my health. Then the plan must decide fast."),
    ),
    Event.EXCEPTION: (
        ("doctor", "Please send my plan a statement. It should say why I need this drug, and why the drugs on the list would not do."),
        ("plan", "I ask for an exception. Did you get my doctor's statement? On what day and time?"),
    ),
    Event.PAYMENT_REQUEST: (("plan", f"I paid for this drug and ask for my money back. I send the receipt with this. {_LETTER}"),),
    Event.DENIAL: (
        (
            "plan",
            f"I ask you to look again at your decision (redetermination). I send the letter of denial and my doctor's note. {_LETTER}",
        ),
        ("doctor", "My plan said no. Please write why I need this drug, so that I can send it with my appeal."),
    ),
    Event.REDETERMINATION: (
        ("plan", f"I asked you to look again. By what day will you answer? {_LETTER}"),
        ("doctor", "Please send my plan any record that helps. If a wait could harm me, please ask for a fast answer."),
    ),
    Event.APPEAL_DENIED: (
        (
            "independent_reviewer",
            "My plan said no to my appeal. I ask you to look at it (reconsideration). I send the plan's letter with this.",
        ),
        ("doctor", "Please give your view to the reviewer. They must ask you for it."),
    ),
    Event.INDEPENDENT_REVIEW: (
        ("independent_reviewer", "I asked you to review my case. On what day did you get it? By what day will you decide?"),
    ),
    Event.REVERSAL: (("plan", "The reviewer decided for me. Please tell my drug store today that you cover the drug."),),
    Event.LATE_DECISION: (
        (
            "plan",
            "Your decision is late, so it counts as a no. Please send my case to the independent reviewer now, and tell me when you did.",
        ),
        ("medicare", "My plan did not decide in time. I want to file a complaint."),
    ),
    Event.GRACE_PERIOD: (
        ("plan", "I missed a premium. How much must I pay, and by what day, to keep my plan? How many months do you give?"),
        ("ship", "I may lose my drug plan. Can I get help with the premium?"),
    ),
    Event.ABSENCE: (("plan", "I will be away from home for a long time. How long may I be away? Which drug stores can I use there?"),),
    Event.NONRENEWAL: (
        ("ship", "My plan ends on December 31. Please help me choose a new one that covers my drugs."),
        ("plan", "Please tell me my other choices again."),
    ),
    Event.REFUND: (
        ("plan", f"I paid more than I owed. Someone else paid too, or my Extra Help changed. Please work out my refund. {_LETTER}"),
        ("drug store", "Please print the list of all my fills, with what I paid."),
    ),
}
"""To whom, and what to say."""
