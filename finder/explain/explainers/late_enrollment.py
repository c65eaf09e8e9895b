"""What is said of the late fee: the questions, the headline and why, a timeline, the cost by year, what waiting adds, and the steps."""

from __future__ import annotations

from datetime import date

from finder.domain.errors import Problem, Refusal
from finder.domain.late_enrollment import Known, LateEnrollment, Penalty, Step, Who
from finder.domain.money import WHOLE, shown
from finder.explain.explainers.late_enrollment_charts import (
    cost_figure,
    cost_finding,
    cost_table,
    time_words,
    timeline_figure,
    timeline_table,
)
from finder.explain.explainers.law import law_sections, rule_words
from finder.explain.kit.section import Bullets, Column, Fold, Heading, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.source_words import problem_sentence
from finder.explain.words import day, joined

TITLE = mark("Late fee")
SHOW = mark("Show my late fee")
BEGAN = mark("When did you get Medicare?")
BEGAN_HELP = mark("People with Medicare before 65 get a second time to join when they turn 65. An earlier fee ends then.")
AT_65, BEFORE_65 = mark("At 65 or later"), mark("Before 65, because of a disability")
KNOW = mark("What do you know about your first time to join?")
KNOWN: dict[str, Known] = {
    mark("My birth date"): Known.BIRTH_DATE,
    mark("My first Medicare month"): Known.MEDICARE_START,
    mark("The last day of my first time to join"): Known.INITIAL_ENROLLMENT_END,
}
"""The days that tell an initial enrollment period, as people know them."""
ASK_FOR = {
    Known.BIRTH_DATE: mark("Please give your birth date."),
    Known.MEDICARE_START: mark("Please give your first Medicare month."),
    Known.INITIAL_ENROLLMENT_END: mark("Please give the last day of your first time to join."),
}
TIMES = mark("How many times did you have other good drug coverage since then?")
TIMES_HELP = mark(
    "Good means as good as Medicare's (creditable). A job, a union or the VA may give it. The insurer sends a letter that says so."
)
ASK_FOR_TIMES = mark("Please give the first and the last day of each time with good coverage.")
HELPED = mark("Do you get Extra Help with drug costs?")
HELPED_HELP = mark("With Extra Help there is no late fee. If you are not sure, we count none. See the page Extra Help.")
NO, YES, PART_TIME = mark("No"), mark("Yes"), mark("For part of the time")
HELP_FROM, HELP_THROUGH = mark("Extra Help: first month"), mark("Extra Help: last month")
STILL = mark("I still have it")
START = mark("When does your drug plan start, or when did it?")
LATER_YEARS = mark("How we count later years")
HORIZON = mark("How many years to count")
GROWTH = mark("Our guess for later years: the base premium grows by this percent a year")
I_HAVE_LETTERS = mark("I have a letter from my plan")
LETTERS = {
    "attestation_letter": mark("Date on the letter that asks about your past coverage"),
    "penalty_letter": mark("Date on the letter that tells you the late fee"),
    "review_request": mark("The day you sent a request for review"),
}
"""The days from which the steps run, by the field of Enrollee."""
_STEPS = {
    "attestation": mark("Answer your plan's letter about past coverage"),
    "notice": mark("Your plan tells you the fee"),
    "reconsideration": mark("Ask for a review"),
    "decision": mark("The reviewer decides"),
}
_NO_DATE = mark("No date set")
_DAYS_AFTER = {
    "attestation_letter": mark("{days} days after the date on the plan's letter"),
    "penalty_letter": mark("{days} days after the date on the letter about the fee"),
    "review_request": mark("{days} days after the reviewer gets your request"),
}
_WHO = {
    Who.PLAN: mark("Your plan and you"),
    Who.YOU: mark("You"),
    Who.INDEPENDENT_REVIEWER: mark("A reviewer outside the plan"),
}
_PERCENT = WHOLE // 100


def intro() -> Sections:
    """What the late fee is."""
    text = say(
        "If you join a drug plan late, you may pay a late fee (late enrollment penalty) on top of the premium. You may owe none if you had "
        "other good drug coverage. Good means it pays as much as Medicare's (creditable coverage)."
    )
    return (Paragraphs((text,)),)


def empty() -> Sections:
    """What is shown before there is an answer."""
    return (Paragraphs((say("Fill in the form and press Show my late fee. We keep no dates."),)),)


def coverage_label(number: int, *, last: bool) -> str:
    """The question about the first or the last day of a time with good coverage."""
    if last:
        return say("Good coverage {number}: last day", number=number)
    return say("Good coverage {number}: first day", number=number)


def answer_sections(answer: LateEnrollment) -> Sections:
    """The fee in a sentence, the timeline with the fee beside it, and what to do now."""
    return (
        Heading(say("Your answer")),
        Headline(headline(answer.penalty)),
        timeline_figure(answer),
        Paragraphs((next_step(answer.penalty),)),
    )


def time_and_cost(answer: LateEnrollment) -> Sections:
    """Why, the time with and without coverage in a table, what it costs, what waiting adds, and the steps of who does not agree."""
    return (
        Heading(say("How we worked it out")),
        Bullets(because(answer)),
        timeline_table(answer),
        Heading(say("What it costs")),
        *_cost_sections(answer),
        Heading(say("What waiting one more year costs")),
        Bullets(waiting_sentences(answer)),
        Heading(say("If you do not agree")),
        steps_table(answer.steps),
    )


def law(answer: LateEnrollment) -> Sections:
    """The rules behind the answer."""
    return law_sections(answer.rules)


def headline(penalty: Penalty) -> str:
    """The fee of the first year in which it is owed, or that there is none and why."""
    first = penalty.first_owed
    if penalty.applies and first:
        return say("Your late fee is {amount} a month in {year}.", amount=shown(first.monthly_penalty), year=first.year)
    return say("You pay no late fee while you have Extra Help.") if penalty.waived else say("You owe no late fee.")


def next_step(penalty: Penalty) -> str:
    """One plain thing to do now."""
    if penalty.applies:
        return say(
            "Next step: look for proof of other drug coverage in these months. If you find some, send the letter below with a copy of it."
        )
    if penalty.waived:
        return say("Next step: keep your Extra Help letter. Show it if a plan asks you for a late fee.")
    return say("Next step: keep the letters about your good coverage. If a plan asks you for a late fee, send the letter below.")


def because(answer: LateEnrollment) -> tuple[str, ...]:
    """The longest gap against the gate, the months that count, how the fee is made, and when it is not owed."""
    return (*_why(answer), *_second_time(answer), *_helped(answer), *_part_years(answer.penalty))


def _why(answer: LateEnrollment) -> tuple[str, ...]:
    penalty = answer.penalty
    if not penalty.longest:
        if penalty.dropped:
            return (say("You had good coverage, or a drug plan, all the time after your second time to join."),)
        return (say("You had good coverage, or a drug plan, all the time."),)
    longest = say_count(
        "Your longest time without good coverage is {count} day.",
        "Your longest time without good coverage is {count} days.",
        penalty.longest,
    )
    said = (longest, rule_words(answer.rule("gate")))
    if not penalty.uncovered_months:
        return (*said, say("Your time is shorter, so no month counts."))
    months = say_count("{count} full month counts.", "{count} full months count.", penalty.uncovered_months)
    if penalty.waived:
        return (*said, months, say("With Extra Help you pay none of it."))
    first = penalty.first_owed or penalty.years[0]
    base = say("The base premium of {year} is {amount} a month.", year=first.year, amount=shown(first.base_premium))
    return (*said, months, rule_words(answer.rule("amount")), base, rule_words(answer.rule("rounding")))


def _second_time(answer: LateEnrollment) -> tuple[str, ...]:
    """What the second time to join, at 65, changes for a person who had Medicare before."""
    if answer.second is None:
        return ()
    second, ends, dropped = answer.second, answer.penalty_ends, sum(gap.months for gap in answer.penalty.dropped)
    return (
        say(
            "You had Medicare before 65. So you get a second time to join, from {first} to {last}.",
            first=day(second.first),
            last=day(second.last),
        ),
        say("Your late fee ends on {day}. Medicare counts you as 65 from then on.", day=day(ends))
        if ends and answer.penalty.applies
        else "",
        say_count(
            "Before that you had {count} full month without good coverage. It no longer counts.",
            "Before that you had {count} full months without good coverage. They no longer count.",
            dropped,
        )
        if dropped
        else "",
    )


def _helped(answer: LateEnrollment) -> tuple[str, ...]:
    """The times with Extra Help: nothing is owed in them, the months before still count, and what we don't know."""
    if not answer.help_times or not answer.penalty.uncovered_months:
        return ()
    times = joined(time_words(time) for time in answer.help_times)
    helped = say("You have Extra Help {times}. In that time you pay no late fee. The months before it still count.", times=times)
    if all(time.last == date.max for time in answer.help_times):
        return (helped,)
    return (helped, say("We show the fee again after your Extra Help ends. We are not sure that it comes back. Ask Medicare."))


def _part_years(penalty: Penalty) -> tuple[str, ...]:
    """Where the fee starts or ends within a year, what Find plans makes of the months."""
    return tuple(
        say_count(
            "In {year} you owe the fee for {count} month only. Find plans counts it for the whole year.",
            "In {year} you owe the fee for {count} months only. Find plans counts it for the whole year.",
            len(year.owed),
            year=year.year,
        )
        for year in penalty.years
        if year.partly_owed
    )


_IMPLAUSIBLE = {
    "$.birth_date": mark("Your birth date must be from {first} to {last}."),
    "$.medicare_start": mark("Your first Medicare month must be from {first} to {last}."),
    "$.initial_enrollment_end": mark("The last day of your first time to join must be from {first} to {last}."),
    "$.attestation_letter": mark("The date on the letter about your past coverage must be from {first} to {last}."),
    "$.penalty_letter": mark("The date on the letter that tells you the late fee must be from {first} to {last}."),
    "$.review_request": mark("The day you sent a request for review must be from {first} to {last}."),
}
_CONTRADICTS = {
    "before_the_first_periods": mark(
        "The last day of your first time to join must be {day} or later. The first of these times ended then."
    ),
    "before_the_letter": mark(
        "The day you sent a request for review must be on or after the date on the letter that tells you the late fee."
    ),
    "not_in_order": mark("Good coverage {number}: the first day must be before the last day."),
    "extra_help": mark("Extra Help: the first month must be before the last month."),
    "after_65": mark("Your first Medicare month must be before {day}. You turn 65 then."),
    "after_the_second_period": mark("The last day of your first time to join must be before {day}. Your second time to join ends then."),
    "before_medicare": mark("The start of your drug plan must be {day} or later. Your Medicare starts then by the dates you gave."),
    "before_medicare_by_age": mark(
        "The start of your drug plan must be {day} or later. Your Medicare starts then by the dates you gave. "
        "If you had Medicare before 65, choose that above."
    ),
}


def refusal_sentences(refusal: Refusal) -> tuple[str, ...]:
    """What is wrong with the form, in the words of the form: which answer, and what it must be."""
    return tuple(dict.fromkeys(_refused(problem) for problem in refusal.problems))


def _refused(problem: Problem) -> str:
    if problem.reason == "implausible" and problem.where in _IMPLAUSIBLE:
        return say(_IMPLAUSIBLE[problem.where], first=day(problem.days[0]), last=day(problem.days[1]))
    if problem.reason in _CONTRADICTS:
        when, number = (day(problem.days[0]) if problem.days else ""), (problem.numbers or (0,))[0]
        return say(_CONTRADICTS[problem.reason], day=when, number=number)
    return problem_sentence(problem)


def _cost_sections(answer: LateEnrollment) -> Sections:
    if not answer.penalty.applies:
        return (Paragraphs((cost_finding(answer),)),)
    table = Fold(say("The late fee of each year"), (cost_table(answer),))
    return (Paragraphs((assumption_sentence(answer),)), cost_figure(answer), table)


def assumption_sentence(answer: LateEnrollment) -> str:
    """What is assumed of the years that we don't know; empty where none is."""
    rate, last = answer.enrollee.premium_growth, answer.last_known_year
    if not any(year.projected for year in answer.years_shown()):
        return ""
    if not rate:
        return say(
            "We know the base premium through {year}. After that we assume that it stays as it is. You can change this above.", year=last
        )
    return say(
        "We know the base premium through {year}. After that we assume that it grows {percent}% a year. You can change this above.",
        year=last,
        percent=f"{rate / _PERCENT:g}",
    )


def waiting_sentences(answer: LateEnrollment) -> tuple[str, ...]:
    """What one more year without coverage would add."""
    waiting, start = answer.waiting, day(answer.waiting.coverage_start)
    if answer.penalty.waived:
        return (say("With Extra Help there is no late fee, so waiting adds none."),)
    if not waiting.more_in_all:
        return (
            say("If you wait one more year and join on {start}, it adds no late fee. But you have no drug plan in that year.", start=start),
        )
    return (
        say_count(
            "If you wait one more year and join on {start}, {count} month would count.",
            "If you wait one more year and join on {start}, {count} months would count.",
            waiting.uncovered_months,
            start=start,
        ),
        say(
            "Your fee would be {later} a month, not {now}. That is {more} more each month.",
            later=shown(waiting.monthly_penalty),
            now=shown(waiting.monthly_penalty_now),
            more=shown(waiting.more_each_month),
        ),
        say("Through {year} it adds {amount}.", year=waiting.through, amount=shown(waiting.more_in_all)),
        say("Some of these years are assumed.") if waiting.projected else "",
    )


def steps_table(steps: tuple[Step, ...]) -> Table:
    """The steps from the plan's first letter to the review, with their dates."""
    columns = (Column(say("What happens")), Column(say("Who")), Column(say("By when")), Column(say("What to know")))
    rows = tuple((say(_STEPS[step.name]), say(_WHO[step.who]), _when(step), rule_words(step.rule)) for step in steps)
    return Table(say("Steps and dates"), columns, rows)


def _when(step: Step) -> str:
    if step.due:
        return day(step.due)
    return say(_DAYS_AFTER[step.runs_from], days=step.days) if step.runs_from else say(_NO_DATE)
