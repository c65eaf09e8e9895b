"""What is said of transition fills: the form, the answer, the calendar, the table of fills, and what the command says."""

from __future__ import annotations

from datetime import date, timedelta

from finder.domain.transition_fills import (
    DrugStatus,
    FillAnswer,
    FillReason,
    FirstSupply,
    Group,
    Setting,
    Step,
    SupplyOwed,
    Transition,
    TransitionNote,
)
from finder.explain.explainers.law import law_sections
from finder.explain.kit.date_charts import Due
from finder.explain.kit.drawing import DayMark, Tone, calendar, legend_of
from finder.explain.kit.section import Bullets, Column, Drawing, Heading, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.words import day, drug_name, joined, plan_name, short_day

TITLE = mark("First supply of a drug")
INTRO = mark(
    "A plan may not list your drug, or may ask for something first. Then it must often give you a first supply while you and your doctor "
    "sort it out. This is called a transition fill."
)
EMPTY = mark("Fill in the form and press Show my dates.")
HOW_MANY = mark("How many times did you get the drug, or plan to?")
START = mark("First day of your plan")
WHICH_GROUP = mark("Which is true for you?")
GROUPS: dict[str, Group] = {
    mark("I joined this plan in the fall, or it is my first"): Group.NEW_ENROLLEE,
    mark("I just got Medicare and had other coverage before"): Group.NEWLY_ELIGIBLE,
    mark("I changed plans during the year"): Group.SWITCHER,
    mark("I stay in my plan, but its drug list changed"): Group.STAYER,
}
WHICH_SETTING = mark("Where do you get the drug?")
SETTINGS: dict[str, Setting] = {
    mark("At a drug store"): Setting.RETAIL,
    mark("By mail"): Setting.MAIL,
    mark("At home, by a tube (home infusion)"): Setting.HOME_INFUSION,
    mark("In a nursing home (long-term care)"): Setting.LONG_TERM_CARE,
}
WHICH_STATUS = mark("What does the plan say about the drug?")
STATUSES: dict[str, DrugStatus] = {
    mark("It is not on the plan's list"): DrugStatus.NOT_ON_FORMULARY,
    mark("Plan approval first (prior authorization)"): DrugStatus.PRIOR_AUTHORIZATION,
    mark("Try another drug first (step therapy)"): DrugStatus.STEP_THERAPY,
    mark("Limit on amount (quantity limit)"): DrugStatus.QUANTITY_LIMIT,
    mark("It is on the list, with no rules"): DrugStatus.ON_FORMULARY,
}
FILL_DAY = mark("Fill {number}: the day")
WRITTEN_DAYS = mark("Fill {number}: days your doctor ordered")
ASKED_DAYS = mark("Fill {number}: days you asked for")
PENDING = mark("We asked for an exception and are waiting for the answer")
SHOW = mark("Show my dates")
MISSING = mark("Please fill in the first day of your plan and the day of each fill.")
RIGHTS = mark("If the plan says no: rights and dates")
STEPS: dict[Step, tuple[str, str]] = {
    Step.ASK_PLAN: (
        mark("Ask the plan"),
        mark("This rule gives no first supply here. Call the plan and ask what it needs from your doctor."),
    ),
    Step.FILL_IN_WINDOW: (
        mark("Last day of the first supply time"),
        mark("Get your first fill by this day. After it the plan need not pay for it."),
    ),
    Step.ASK_DOCTOR: (
        mark("Call your doctor"),
        mark("Ask your doctor if a drug on the plan's list would work as well. Do it at the first fill."),
    ),
    Step.ASK_EXCEPTION: (
        mark("Ask for an exception"),
        mark("If no other drug will do, your doctor's statement must be with the plan by this day. Then it decides before you run out."),
    ),
    Step.SUPPLY_ENDS: (mark("The first supply ends"), mark("By now you need another drug, or a yes from the plan.")),
    Step.AFTER_DENIAL: (mark("If the plan says no"), mark("Ask the plan to look again. See the page Rights and dates.")),
}
"""A step in a few words, and what to do."""
LETTER_DUE = mark("The plan's letter is due")
LETTER_SAYS = mark("The plan must have sent you a letter about your first supply.")
BECAUSE: dict[FillReason, str] = {
    FillReason.IN_WINDOW: mark("The fill is inside the transition window, and the whole of it is owed."),
    FillReason.PART_OF_SUPPLY: mark("Only the part of the fill up to the supply that the rule owes is covered."),
    FillReason.SUPPLY_USED: mark("The supply that the rule owes has been given already."),
    FillReason.BEFORE_COVERAGE: mark("The fill is before coverage starts."),
    FillReason.AFTER_WINDOW: mark("The fill is after the last day of the transition window."),
    FillReason.EMERGENCY: mark("The window is over, but an emergency supply is owed in long-term care while an exception is pending."),
    FillReason.EMERGENCY_USED: mark("The window is over, and the emergency supply has been given already."),
    FillReason.QUANTITY_LIMIT: mark("The rule does not name quantity limits. Ask the plan."),
    FillReason.ON_FORMULARY: mark("The plan covers the drug, so no transition supply is needed."),
    FillReason.IMMEDIATE_CHANGE: mark("No transition supply is owed for a change that the rule lets a plan make at once."),
}
"""Why a fill is covered or not, as the command says it."""
PLAINLY: dict[FillReason, str] = {
    FillReason.IN_WINDOW: mark("Yes. It is inside the first supply time."),
    FillReason.PART_OF_SUPPLY: mark("In part. This is what is left of the first supply."),
    FillReason.SUPPLY_USED: mark("No. You have had the first supply."),
    FillReason.BEFORE_COVERAGE: mark("No. Your plan had not started."),
    FillReason.AFTER_WINDOW: mark("No. The first supply time was over."),
    FillReason.EMERGENCY: mark("Yes, as an emergency supply in a nursing home."),
    FillReason.EMERGENCY_USED: mark("No. You have had the emergency supply."),
    FillReason.QUANTITY_LIMIT: mark("No. The rule does not cover limits on amount."),
    FillReason.ON_FORMULARY: mark("Your plan covers it as usual."),
    FillReason.IMMEDIATE_CHANGE: mark("No. The rule lets a plan make this change at once."),
}
"""The same as the page says it."""
_NOTES: dict[TransitionNote, str] = {
    TransitionNote.FROM_JANUARY: mark("Days are counted from January 1, because you stay in the plan."),
    TransitionNote.TWO_READINGS: mark("The rule's text and its preamble differ on the total, so both are shown."),
    TransitionNote.LETTER_RULE_UNKNOWN: mark("This year's rule for the letter to you is not among the texts that were read."),
    TransitionNote.MONTH_ASSUMED: mark("A month of {days} days is assumed. Ask the plan for its own."),
    TransitionNote.NO_TOTAL: mark("No total for a nursing home is printed for this year. The window alone is the limit."),
    TransitionNote.IMMEDIATE_CHANGE_UNKNOWN: mark("The exception for immediate changes is not known for this year."),
}


def first_supply_button(supply: FirstSupply) -> str:
    """The way from a comparison to the dates of a drug."""
    return say("First supply of {drug}: see the dates", drug=drug_name(supply.drug))


def about(supply: FirstSupply) -> str:
    """Which drug and plan the page is about."""
    return say(
        "This is about {drug} at {plan}. We count you as new to the plan, with 30 days of the drug from its first day. "
        "You can change that below.",
        drug=drug_name(supply.drug),
        plan=plan_name(supply.plan),
    )


def because(reason: FillReason) -> str:
    """Why a fill is covered or not, as the command says it."""
    return say(BECAUSE[reason])


def step_words(step: Step) -> tuple[str, str]:
    """A step in a few words, and what to do."""
    title, says = STEPS[step]
    return say(title), say(says)


def notes(answer: Transition) -> tuple[str, ...]:
    """Assumptions, and what is not known."""
    days = answer.supply.total if answer.supply else None
    return tuple(say(_NOTES[note], days=days) for note in answer.notes)


def dues(answer: Transition) -> tuple[Due, ...]:
    """The steps and letters that have a day, in order, for a calendar file."""
    steps = [Due(step.by, *step_words(step.step)) for step in answer.steps if step.by]
    letters = [Due(notice, say(LETTER_DUE), say(LETTER_SAYS)) for notice in answer.notices]
    return tuple(sorted((*steps, *letters)))


def answer_sections(answer: Transition) -> Sections:
    """The answer in a sentence, the calendar where a supply is owed, and every date as a list."""
    first, *rest = _headline(answer)
    picture = (window_figure(answer),) if answer.supply else ()
    return (Heading(say("Your answer")), Headline(first), *picture, Paragraphs(tuple(rest)), dates_table(answer))


def dates_table(answer: Transition) -> Table:
    """Each day of the calendar and what to do by it; what has no day stands last."""
    columns = (Column(say("By")), Column(say("What")), Column(say("What it means")))
    dated = tuple((day(due.day), due.title, due.says) for due in dues(answer))
    undated = tuple((say("then"), *step_words(step.step)) for step in answer.steps if step.by is None)
    return Table(say("Your dates"), columns, (*dated, *undated))


def _headline(answer: Transition) -> tuple[str, ...]:
    supply = answer.supply
    if supply is None:
        return (say("This rule gives you no first supply here."), step_words(answer.steps[0].step)[1])
    return (
        say("Your first supply time ends on {day}.", day=day(answer.window.end)),
        _owed_sentence(supply),
        *((_left_sentence(supply.left),) if supply.given and supply.left is not None else ()),
    )


def _owed_sentence(supply: SupplyOwed) -> str:
    if supply.total is None:
        return say_count(
            "Until then the plan must fill it, {count} day at a time.",
            "Until then the plan must fill it, {count} days at a time.",
            supply.largest_fill,
        )
    if supply.other_total:
        return say(
            "Until then the plan owes you {total} days of the drug by the rule's text, or {other} by its preamble.",
            total=supply.total,
            other=supply.other_total,
        )
    if supply.most:
        return say("Until then the plan owes you {least} to {most} days of the drug.", least=supply.total, most=supply.most)
    return say_count(
        "Until then the plan owes you {count} day of the drug.", "Until then the plan owes you {count} days of the drug.", supply.total
    )


def _left_sentence(left: int) -> str:
    if not left:
        return say("The fills below use all of it.")
    return say_count("You still have {count} day to come.", "You still have {count} days to come.", left)


def details(answer: Transition) -> Sections:
    """Each fill, what else to know, and the law behind it."""
    fills = (fill_table(answer),) if answer.fills else ()
    return (*fills, Bullets((*notes(answer), *_more_notes(answer))), *law_sections(answer.rules))


def window_figure(answer: Transition) -> Drawing:
    """The first supply time as a calendar. A day has one mark: a fill comes before a letter, a letter before the last day."""
    covered = [fill for fill in answer.fills if fill.covered]
    supplied = [fill.fill.day + timedelta(days=number) for fill in covered for number in range(fill.days)]
    window = [answer.window.start + timedelta(days=number) for number in range(answer.window.days)]
    marks = {
        **dict.fromkeys(window, DayMark(Tone.QUIET, "")),
        **dict.fromkeys(supplied, DayMark(Tone.GOOD, "")),
        answer.window.end: DayMark(Tone.BAD, say("last")),
        **dict.fromkeys(answer.notices, DayMark(Tone.MARK, say("letter"))),
        **dict.fromkeys((fill.fill.day for fill in covered), DayMark(Tone.YOU, say("fill"))),
    }
    return calendar(answer.window.start, max(marks), marks, _finding(answer, covered), legend=_legend(answer, covered))


def _legend(answer: Transition, covered: list[FillAnswer]) -> str:
    """What the colors of the calendar are."""
    days = say_count("First supply time: {count} day", "First supply time: {count} days", answer.window.days)
    drug = say_count("You have the drug: {count} day", "You have the drug: {count} days", sum(fill.days for fill in covered))
    return legend_of(
        (
            (Tone.QUIET, days),
            *(((Tone.YOU, say("You get a fill")), (Tone.GOOD, drug)) if covered else ()),
            *(((Tone.MARK, say("Last day for the plan's letter")),) if answer.notices else ()),
            (Tone.BAD, say("Last day of the first supply time")),
        )
    )


def _finding(answer: Transition, covered: list[FillAnswer]) -> str:
    said = say("First supply time from {first} to {last}.", first=day(answer.window.start), last=day(answer.window.end))
    if not covered:
        return said
    fills = joined(say_count("{count} day from {day}", "{count} days from {day}", fill.days, day=day(fill.fill.day)) for fill in covered)
    return f"{said} {say('Covered fills: {fills}.', fills=fills)}"


def fill_table(answer: Transition) -> Table:
    """Each fill: whether it is covered, for how many days, how long it lasts, when the plan's letter is due."""
    columns = (
        Column(say("Fill")),
        Column(say("Day of the first supply time"), True),
        Column(say("Days asked for"), True),
        Column(say("Days covered"), True),
        Column(say("Lasts through")),
        Column(say("Plan's letter due")),
        Column(say("Why")),
    )
    return Table(say("Your fills"), columns, tuple(_fill_row(fill) for fill in answer.fills))


def _fill_row(fill: FillAnswer) -> tuple[str, ...]:
    return (
        day(fill.fill.day),
        str(fill.day_of_window) if fill.day_of_window > 0 else say("before it"),
        str(fill.fill.asked_days),
        str(fill.days)
        if fill.other_days is None
        else say("{days} by the text, {other} by the preamble", days=fill.days, other=fill.other_days),
        _day_or_none(fill.lasts_through),
        _day_or_none(fill.notice_due),
        say(PLAINLY[fill.reason]),
    )


def _day_or_none(when: date | None) -> str:
    return day(when) if when else say("none")


def _more_notes(answer: Transition) -> tuple[str, ...]:
    """Days that do not count, and the doctor's letter."""
    off = joined(map(short_day, answer.holidays))
    doctor = any(fill.doctor_told for fill in answer.fills)
    return (
        say("Weekends and federal holidays do not count for the plan's letter. Holidays here: {days}.", days=off) if off else "",
        say("The plan must try to tell your doctor too, by mail, phone or computer.") if doctor else "",
    )
