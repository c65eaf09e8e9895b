"""What is said of rights and clocks: the form, each date, what to say and to whom. The command and the page say the same of a date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from finder.domain.rights import Actor, AwayPlan, Clock, ClockDate, Event, Rights, Whom
from finder.domain.using_the_plan import Moment
from finder.explain.explainers.law import how_sure, law_sections
from finder.explain.explainers.using_the_plan import folded
from finder.explain.kit.date_charts import Due
from finder.explain.kit.drawing import Lane, Scale, Span, Tick, Tone, lanes, legend_of
from finder.explain.kit.section import Bullets, Column, Drawing, Heading, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say
from finder.explain.words import day, short_day, time_of_day

TITLE = mark("Rights and dates")
INTRO = mark("The law gives you rights, and sets dates. Tell us what happened and when. We show each date, and what to say to whom.")
EMPTY = mark("Choose what happened and the day, and press Show my dates.")
WHAT_HAPPENED = mark("What happened?")
EVENTS: dict[str, Event] = {
    mark("I asked my plan to cover a drug"): Event.COVERAGE_DETERMINATION,
    mark("I asked for a fast answer, because a wait could harm me"): Event.EXPEDITED_DETERMINATION,
    mark("I asked for an exception"): Event.EXCEPTION,
    mark("I paid and asked for my money back"): Event.PAYMENT_REQUEST,
    mark("My plan said no"): Event.DENIAL,
    mark("I asked my plan to look again (appeal)"): Event.REDETERMINATION,
    mark("My plan said no to my appeal"): Event.APPEAL_DENIED,
    mark("I asked the independent reviewer"): Event.INDEPENDENT_REVIEW,
    mark("The reviewer decided for me"): Event.REVERSAL,
    mark("My plan did not decide in time"): Event.LATE_DECISION,
    mark("I missed a premium"): Event.GRACE_PERIOD,
    mark("I am away from home for a long time"): Event.ABSENCE,
    mark("My plan ends next year"): Event.NONRENEWAL,
    mark("I am owed money after someone else paid, or Extra Help came late"): Event.REFUND,
}
"""What happened, in words that people use."""
_REQUEST_REACHED = mark("Day the plan got your request")
ON: dict[Event, str] = {
    Event.COVERAGE_DETERMINATION: _REQUEST_REACHED,
    Event.EXPEDITED_DETERMINATION: _REQUEST_REACHED,
    Event.EXCEPTION: _REQUEST_REACHED,
    Event.PAYMENT_REQUEST: _REQUEST_REACHED,
    Event.DENIAL: mark("Date on the plan's letter"),
    Event.REDETERMINATION: mark("Day the plan got your appeal"),
    Event.APPEAL_DENIED: mark("Date on the plan's answer"),
    Event.INDEPENDENT_REVIEW: mark("Day the reviewer got your request"),
    Event.REVERSAL: mark("Day the plan heard of it"),
    Event.LATE_DECISION: mark("Day the answer was due"),
    Event.GRACE_PERIOD: mark("First day of the month you did not pay"),
    Event.ABSENCE: mark("Day you left"),
    Event.NONRENEWAL: mark("January 1 when the plan is gone"),
    Event.REFUND: mark("Day the plan heard of it"),
}
"""The question for the day, by event."""


class OtherDay(NamedTuple):
    """A further day that an event may need: its field of ``Happened`` and its question."""

    field: str
    label: str


OTHER_DAYS: dict[Event, OtherDay] = {
    Event.EXCEPTION: OtherDay("prescriber_statement_on", mark("Day the plan got your doctor's statement (leave empty if not yet)")),
    Event.DENIAL: OtherDay("received_on", mark("Day you got the letter (leave empty if not sure)")),
    Event.GRACE_PERIOD: OtherDay("billed_on", mark("Day of the bill (leave empty if not sure)")),
    Event.ABSENCE: OtherDay("back_on", mark("Day you came back (leave empty if you are still away)")),
    Event.REFUND: OtherDay("fill_on", mark("Day of the fill (leave empty if there were many)")),
}
SEE_ALSO: dict[Event, str] = {
    Event.GRACE_PERIOD: "losing_coverage",
    Event.NONRENEWAL: "losing_coverage",
    Event.ABSENCE: "two_homes",
}
"""The page that answers what a person asks next, by its name."""
WHICH_PLAN = mark("Which plan do you have?")
AWAY_PLANS: dict[str, AwayPlan] = {
    mark("A drug plan"): AwayPlan.DRUG_PLAN,
    mark("A health plan with drugs (Medicare Advantage)"): AwayPlan.HEALTH_PLAN,
    mark("A health plan with a travel benefit"): AwayPlan.HEALTH_PLAN_WITH_TRAVEL_BENEFIT,
}
IS_URGENT = mark("A wait could harm me (urgent)")
URGENT = frozenset({Event.COVERAGE_DETERMINATION, Event.EXCEPTION, Event.REDETERMINATION, Event.INDEPENDENT_REVIEW})
"""Events that may be urgent."""
IS_MONEY = mark("It is about money for a drug I bought")
MONEY = frozenset({Event.REDETERMINATION, Event.INDEPENDENT_REVIEW})
"""Events that may be about money for a drug already bought."""
SHOW = mark("Show my dates")
MISSING_DAY = mark("Please fill in the day first.")
_WHO = {
    Actor.YOU: mark("You"),
    Actor.PLAN: mark("The plan"),
    Actor.INDEPENDENT_REVIEWER: mark("The independent reviewer"),
    Actor.MEDICARE: mark("Medicare"),
}
_TONES = {Actor.YOU: Tone.YOU, Actor.PLAN: Tone.PLAN, Actor.INDEPENDENT_REVIEWER: Tone.MEDICARE, Actor.MEDICARE: Tone.MEDICARE}
_A_DAY = 0.01
"""The width of what is due on the very day, so that it is seen."""
_TO = {
    Whom.PLAN: mark("Your plan"),
    Whom.DOCTOR: mark("Your doctor"),
    Whom.DRUG_STORE: mark("Your drug store"),
    Whom.SHIP: mark("Your local counselor (SHIP)"),
    Whom.MEDICARE: mark("Medicare"),
    Whom.INDEPENDENT_REVIEWER: mark("The independent reviewer"),
}


class _Said(NamedTuple):
    """A date in a few words, and in a sentence; ``{number}`` stands for the rule's hours or days."""

    title: str
    says: str


_DECISION, _LETTER = mark("The plan's decision is due"), mark("The plan's letter is due")
_SAID: dict[Clock, _Said] = {
    Clock.DECISION: _Said(_DECISION, mark("The plan must tell you its decision. That is {number} hours.")),
    Clock.NOT_STARTED: _Said(_DECISION, mark("The clock has not started. It starts when the plan has your doctor's statement.")),
    Clock.PAYMENT_DECISION: _Said(_DECISION, mark("The plan must tell you if it pays you back.")),
    Clock.APPEAL_ANSWER: _Said(_DECISION, mark("The plan must answer your appeal.")),
    Clock.REVIEW_DECISION: _Said(mark("The reviewer's decision is due"), mark("The reviewer must tell you the answer by then.")),
    Clock.EXPEDITE_REFUSED: _Said(
        mark("Decision due if not urgent"), mark("If the plan did not agree that it is urgent, it must decide by then.")
    ),
    Clock.LETTER: _Said(_LETTER, mark("If the plan told you by phone on its last day, its letter must be sent by then.")),
    Clock.FORWARDED: _Said(
        mark("A late case is due at the reviewer"),
        mark("If the plan did not decide in time, it must send your case to the independent reviewer by then."),
    ),
    Clock.PAYMENT: _Said(mark("Money back is due"), mark("If the answer is yes, the plan must have paid you.")),
    Clock.PAYMENT_WON: _Said(mark("Money back is due"), mark("If you win, the plan must have paid you.")),
    Clock.APPEAL: _Said(mark("Last day to appeal"), mark("This is your last day to ask the plan to look again.")),
    Clock.ASK_REVIEWER: _Said(mark("Last day to ask the reviewer"), mark("This is your last day to ask the independent reviewer.")),
    Clock.DRUG: _Said(mark("The drug is due"), mark("The plan must give you the drug.")),
    Clock.GRACE_STARTS: _Said(mark("Time to catch up starts"), mark("The time to catch up starts.")),
    Clock.PREMIUM_NOTICE: _Said(_LETTER, mark("The plan should have sent you a letter.")),
    Clock.PAY_BY: _Said(mark("Last day to pay"), mark("Pay all you owe by this day to keep your plan.")),
    Clock.OUT_UNPAID: _Said(mark("Coverage may end"), mark("The plan may end your coverage on this day, and not before.")),
    Clock.ASK_BACK: _Said(
        mark("Last day to ask to be let back in"), mark("Was your reason beyond your control? Ask by this day to be let back in.")
    ),
    Clock.PAID_BACK: _Said(
        mark("Last day to pay what you owe to be let back in"), mark("To be let back in, you must have paid all you owe by this day.")
    ),
    Clock.BACK_BY: _Said(mark("Be back by this day"), mark("Be back by this day to stay in the plan.")),
    Clock.WAS_DUE_BACK: _Said(mark("Be back by this day"), mark("You had to be back by this day.")),
    Clock.STAYS: _Said(mark("Back in time"), mark("You were back in time. You stay in the plan.")),
    Clock.OUT_AWAY: _Said(mark("Coverage may end"), mark("If you are away longer, your coverage ends on this day.")),
    Clock.NONRENEWAL_NOTICE: _Said(_LETTER, mark("The plan must have mailed you its letter, with a list of your choices.")),
    Clock.ENDS: _Said(mark("Last day of the plan"), mark("This is the last day of your plan. Choose a new one before it.")),
    Clock.REFUND: _Said(mark("Refund due"), mark("The plan must have paid you back. That is {number} days from all it needs to know.")),
    Clock.REFUND_BY_PREAMBLE: _Said(
        mark("Refund due, earlier reading"),
        mark("By the first reading of the rule, {number} days from the first news, the plan must have paid you back."),
    ),
    Clock.OUT_BY_MEDICARE: _Said(mark("Coverage ends"), mark("Medicare ends your drug coverage on this day if you still owe the amount.")),
    Clock.OUT_MOVED: _Said(mark("Coverage ends"), mark("This is the last day with your plan, as far as we can tell. Ask the plan.")),
    Clock.HELP_ENDS: _Said(mark("Extra Help ends"), mark("This is the last day with Extra Help. Your plan goes on, and you pay more.")),
    Clock.DRUG_CHANGES: _Said(
        mark("The change may start"),
        mark("It may start sooner only for a new generic, for a drug that is not safe, or if the plan filled the drug for you meanwhile."),
    ),
    Clock.YEARLY_LETTER: _Said(_LETTER, mark("The plan's yearly letter should have come by then.")),
    Clock.CHOOSE_FROM: _Said(mark("First day to choose a plan"), mark("From this day you can choose a plan for next year.")),
    Clock.CHOOSE_BY: _Said(mark("Last day to choose a plan"), mark("Choose another plan by this day if you want one.")),
    Clock.ASK_FEE_REVIEW: _Said(mark("Last day to ask for a review of the fee"), mark("Ask by this day if you think the fee is wrong.")),
    Clock.LOOK_BACK: _Said(mark("Last day to put the fill right"), mark("This is the last day to have that fill put right.")),
}
_TO_SAY: dict[Event, dict[Whom, str]] = {
    Event.COVERAGE_DETERMINATION: {
        Whom.PLAN: mark("I ask for a coverage decision on my drug. Please tell me the day and time you got this. May I have your name?"),
        Whom.DOCTOR: mark(
            "My plan must decide on my drug. Please send the plan what it asks for. If a wait could harm me, please tell the plan so."
        ),
    },
    Event.EXPEDITED_DETERMINATION: {
        Whom.PLAN: mark("I ask for a fast (expedited) decision. A wait could harm my health. My doctor agrees."),
        Whom.DOCTOR: mark("Please tell my plan today that a wait could harm my health. Then the plan must decide fast."),
    },
    Event.EXCEPTION: {
        Whom.DOCTOR: mark(
            "Please send my plan a statement. It should say why I need this drug, and why the drugs on the list would not do."
        ),
        Whom.PLAN: mark("I ask for an exception. Did you get my doctor's statement? On what day and time?"),
    },
    Event.PAYMENT_REQUEST: {
        Whom.PLAN: mark(
            "I paid for this drug and ask for my money back. I send the receipt with this. Please answer in a letter. It should "
            "say why, and how I can ask again."
        ),
    },
    Event.DENIAL: {
        Whom.PLAN: mark(
            "I ask you to look again at your decision (redetermination). I send the letter of denial and my doctor's note. Please "
            "answer in a letter. It should say why, and how I can ask again."
        ),
        Whom.DOCTOR: mark("My plan said no. Please write why I need this drug, so that I can send it with my appeal."),
    },
    Event.REDETERMINATION: {
        Whom.PLAN: mark(
            "I asked you to look again. By what day will you answer? Please answer in a letter. It should say why, and how I can ask again."
        ),
        Whom.DOCTOR: mark("Please send my plan any record that helps. If a wait could harm me, please ask for a fast answer."),
    },
    Event.APPEAL_DENIED: {
        Whom.INDEPENDENT_REVIEWER: mark(
            "My plan said no to my appeal. I ask you to look at it (reconsideration). I send the plan's letter with this."
        ),
        Whom.DOCTOR: mark("Please give your view to the reviewer. They must ask you for it."),
    },
    Event.INDEPENDENT_REVIEW: {
        Whom.INDEPENDENT_REVIEWER: mark("I asked you to review my case. On what day did you get it? By what day will you decide?"),
    },
    Event.REVERSAL: {
        Whom.PLAN: mark("The reviewer decided for me. Please tell my drug store today that you cover the drug."),
    },
    Event.LATE_DECISION: {
        Whom.PLAN: mark(
            "Your decision is late, so it counts as a no. Please send my case to the independent reviewer now, and tell me when you did."
        ),
        Whom.MEDICARE: mark("My plan did not decide in time. I want to file a complaint."),
    },
    Event.GRACE_PERIOD: {
        Whom.PLAN: mark("I missed a premium. How much must I pay, and by what day, to keep my plan? How many months do you give?"),
        Whom.SHIP: mark("I may lose my drug plan. Can I get help with the premium?"),
    },
    Event.ABSENCE: {
        Whom.PLAN: mark("I will be away from home for a long time. How long may I be away? Which drug stores can I use there?"),
    },
    Event.NONRENEWAL: {
        Whom.SHIP: mark("My plan ends on December 31. Please help me choose a new one that covers my drugs."),
        Whom.PLAN: mark("Please tell me my other choices again."),
    },
    Event.REFUND: {
        Whom.PLAN: mark(
            "I paid more than I owed. Someone else paid too, or my Extra Help changed. Please work out my refund. Please answer in "
            "a letter. It should say why, and how I can ask again."
        ),
        Whom.DRUG_STORE: mark("Please print the list of all my fills, with what I paid."),
    },
}
"""To whom, and what to say."""
_RULES = {
    "written_copy": mark("written copy"),
    "who_stays": mark("who stays"),
    "reinstatement": mark("reinstatement"),
    "income_amount_unpaid": mark("income amount unpaid"),
    "late_premium_notice": mark("late premium notice"),
    "no_second_chance": mark("no second chance"),
    "absence_from_area": mark("absence from area"),
    "absence_from_health_plan_area": mark("absence from health plan area"),
    "nonrenewal_notice": mark("nonrenewal notice"),
    "refund": mark("refund"),
    "look_back": mark("look back"),
}
"""The rules that early years lack, by id."""


def title_of(clock: Clock) -> str:
    """A date in a few words."""
    return say(_SAID[clock].title)


def meaning_of(entry: ClockDate) -> str:
    """What a date means."""
    return say(_SAID[entry.clock].says, number=entry.number)


def what_to_say(event: Event) -> tuple[tuple[Whom, str], ...]:
    """To whom, and what to say."""
    return tuple((to, say(words)) for to, words in _TO_SAY[event].items())


def unknown_sentences(answer: Rights) -> tuple[str, ...]:
    """The rules that the event's year lacks."""
    year = answer.happened.on.year
    return tuple(
        say("The rule on {rule} of {year} is not among the texts that were read.", rule=say(_RULES[name]), year=year)
        for name in answer.unknown
    )


def dues(answer: Rights) -> tuple[Due, ...]:
    """The dates that are known, for a timeline and a calendar file."""
    return dues_of(answer.dates)


def dues_of(dates: Sequence[ClockDate]) -> tuple[Due, ...]:
    """The same of any dates."""
    return tuple(Due(entry.day, title_of(entry.clock), meaning_of(entry), entry.minute) for entry in dates if entry.day)


def answer_sections(answer: Rights, today: date) -> Sections:
    """The first date on which the person must act, the line of time, whether that day is past, and all dates."""
    first, *rest = headline(answer)
    known = [entry for entry in answer.dates if entry.day]
    acts = first_of(known)
    past = say("This day is past. Call your plan at once, and ask what you can still do.") if acts and _is_past(acts, today) else ""
    picture = (timeline(answer, today),) if known else ()
    dates = (date_table(answer.dates),) if known else ()
    return (Heading(say("Your answer")), Headline(first), *picture, Paragraphs((*rest, past)), *dates)


def first_of(known: Sequence[ClockDate]) -> ClockDate | None:
    """The first date on which the person must act, else the first of all."""
    mine = [entry for entry in known if entry.clock.who is Actor.YOU and entry.clock is not Clock.LOOK_BACK]
    return next(iter([*mine, *known]), None)


def _is_past(entry: ClockDate, today: date) -> bool:
    return entry.clock.who is Actor.YOU and entry.day is not None and entry.day < today


def headline(answer: Rights) -> tuple[str, ...]:
    """The first date on which the person must act, else the first of all, in a sentence."""
    if not answer.dates:
        return (say("We have not read that year's rule, so we show no date."), say("Call 1-800-MEDICARE and ask."))
    first = first_of([entry for entry in answer.dates if entry.day])
    if first is None:
        return (meaning_of(answer.dates[0]),)
    return (when_and_what(first), meaning_of(first))


def when_and_what(entry: ClockDate) -> str:
    """A date in a line: ``August 5, 2026: Last day to appeal.``"""
    return say("{when}: {what}.", when=_when(entry), what=title_of(entry.clock))


def date_table(dates: Sequence[ClockDate]) -> Table:
    """Every date with who must act, what it means, and how sure we are."""
    columns = (Column(say("By")), Column(say("Who")), Column(say("What")), Column(say("Where it stands")), Column(say("How sure we are")))
    rows = tuple(
        (_when(entry), say(_WHO[entry.clock.who]), meaning_of(entry), entry.rule.citation, how_sure(entry.rule)) for entry in dates
    )
    return Table(say("Your dates"), columns, rows)


def timeline(answer: Rights, today: date) -> Drawing:
    """The dates on one line of time, each by who must act, from the day that something happened; a pin at today where it lies between."""
    return line_of_time(answer.happened.on, answer.dates, today)


def line_of_time(start: date, dates: Sequence[ClockDate], today: date) -> Drawing:
    """The same of any dates that run from a day."""
    known = [entry for entry in dates if entry.day]
    days = [start, *(entry.day for entry in known if entry.day)]
    first, last = min(days), max(days)
    scale = Scale(first.toordinal(), max(last.toordinal(), first.toordinal() + 1))
    now = scale.at(today.toordinal()) if first <= today <= last else None
    rows = [_lane(entry, scale, scale.at(start.toordinal()), now) for entry in known]
    told = "; ".join(say("{day}, {what}", day=day(due.day), what=due.title) for due in dues_of(dates))
    ticks = (Tick(0, short_day(first, with_year=True)), Tick(1, short_day(last, with_year=True)))
    entries = [(tone, say(_WHO[who])) for who, tone in _TONES.items() if any(entry.clock.who is who for entry in known)]
    legend = legend_of([*entries, *([(Tone.PIN, say("Today"))] if now is not None else [])])
    return lanes(rows, ticks, say("From {day}: {dates}.", day=day(start), dates=told), legend=legend)


def _lane(entry: ClockDate, scale: Scale, start: float, now: float | None) -> Lane:
    at = scale.at(entry.day.toordinal()) if entry.day else start
    box = Span(min(at, start), max(at, start) if at != start else start + _A_DAY, _TONES[entry.clock.who])
    return Lane(title_of(entry.clock), _when(entry), (box,), marker=now, strong=entry.clock.who is Actor.YOU)


def details(answer: Rights) -> Sections:
    """What to say to whom, what is not known, and the law behind it."""
    return (
        Heading(say("What to say")),
        say_table(what_to_say(answer.happened.event)),
        Bullets(unknown_sentences(answer)),
        *(folded(Moment.PAPER_CLAIM, answer.happened.on) if answer.happened.event is Event.PAYMENT_REQUEST else ()),
        *(law_sections(answer.rules) if answer.rules else ()),
    )


def say_table(words: Sequence[tuple[Whom, str]]) -> Table:
    """To whom, and what to say."""
    columns = (Column(say("To")), Column(say("You can say")))
    return Table(say("What to say"), columns, tuple((say(_TO[to]), said) for to, said in words))


def _when(entry: ClockDate) -> str:
    if entry.day is None:
        return say("not yet known")
    if entry.minute is None:
        return day(entry.day)
    return say("{day}, {time}", day=day(entry.day), time=time_of_day(entry.minute))
