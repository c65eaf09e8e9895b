"""What is said of employer coverage or Part D: the form, both costs, what a yes can end, what silence does, when a later start is free."""

from __future__ import annotations

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.employer_coverage import EmployerOrPartD, Silence, YearlyCost
from finder.domain.money import shown
from finder.domain.months import DAY
from finder.explain.explainers.law import law_sections, rule_words
from finder.explain.explainers.ways_in import door_words, ways_table, window_words
from finder.explain.kit.date_charts import Due
from finder.explain.kit.drawing import Lane, Scale, Span, Tick, Tone, lanes, legend_of, stacked
from finder.explain.kit.section import Bullets, Column, Drawing, Fold, Heading, Headline, Paragraphs, Sections, Table, Warning
from finder.explain.messages import mark, say
from finder.explain.plans.costs import apart
from finder.explain.words import about, day, short_day

TITLE = mark("Employer or Part D")
INTRO = mark("Do you have drug coverage from a job, a past job or a union? See what it costs beside a drug plan, and what a yes can end.")
EMPTY = mark("Answer what you can, and press Show my answer.")
GOOD = mark("Is it good coverage (creditable)? The yearly letter says so.")
GOOD_ANSWERS: dict[str, bool | None] = {mark("I'm not sure"): None, mark("Yes"): True, mark("No"): False}
PREMIUM = mark("What you pay for it each month, in dollars (leave empty if not sure)")
PREMIUM_HELP = mark(
    "If you would lose doctor and hospital coverage too, count all you pay. Then add what you would pay for those elsewhere."
)
DRUGS = mark("What you pay for drugs with it in a year, in dollars (leave empty if not sure)")
ENDS = mark("Last day of the coverage (leave empty if it goes on)")
FIRST_TIME = mark("Last day of your first time to join Part D (leave empty if not sure)")
FIRST_TIME_HELP = mark("For most people that is the end of the third month after the month in which they turned 65.")
HELPED = mark("Do you get Extra Help or Medicaid?")
SHOW = mark("Show my answer")
NO_PLAN = mark("With your drug list on Find plans, the cost of a drug plan stands beside it.")
_SILENCE = {
    Silence.KEEPS: mark("If you do nothing, you keep your employer coverage. You get no Medicare drug plan."),
    Silence.DECLINES: mark(
        "You have Medicaid. If Medicare knows of your employer coverage, it sends you a letter. If you do not answer, you have said no to "
        "Part D. You may still join later."
    ),
    Silence.NOT_PLACED: mark(
        "You have Extra Help. Medicare does not put people with employer coverage in a drug plan. If you want one, you must choose it."
    ),
}
_KEEP = ("creditable_notice", "keep_the_letter", "not_told")
_ASK = (
    mark("If I join a Medicare drug plan, do I lose my drug coverage? My doctor and hospital coverage too?"),
    mark("What happens to my husband, my wife or my children on this coverage?"),
    mark("Can I come back later? Until when?"),
    mark("Is the drug coverage creditable? Please send me that in a letter."),
    mark("Can I have both, and who pays first?"),
)


def answer_sections(answer: EmployerOrPartD) -> Sections:
    """What to do first, both costs, what a yes can end, what silence does, and the times to join; folded, what to keep and to ask."""
    table = ways_table(answer.ways, fees=answer.fees_known)
    times = (timeline(answer), Fold(say("Each time to join, in a table"), (table,))) if answer.asked.ends_on else (table,)
    return (
        Heading(say("Your answer")),
        Headline(headline(answer)),
        Warning(say("Ask your employer or union before you join a drug plan. A yes can end more than drug coverage.")),
        *costs(answer),
        Heading(say("What a yes can end")),
        Bullets(tuple(rule_words(rule) for rule in answer.rules if rule.id in ("yes_may_end_it", "survey"))),
        Heading(say("What happens if you do nothing")),
        Paragraphs((silence_sentence(answer), fee_sentence(answer))),
        Heading(say("When you can join a drug plan")),
        *times,
        Fold(say("What to ask your employer or union"), (Bullets(tuple(map(say, _ASK))),)),
        Fold(say("Letters to keep"), (Bullets(tuple(rule_words(rule) for rule in answer.rules if rule.id in _KEEP)),)),
        *law_sections(answer.rules),
    )


def headline(answer: EmployerOrPartD) -> str:
    """What the kind of coverage means for the person."""
    said = answer.asked
    if said.creditable is None:
        return say("First find the letter that says if your coverage is good (creditable).")
    if said.creditable:
        if answer.start_by:
            return say("Start a drug plan by {day}, and you owe no late fee.", day=day(answer.start_by))
        return say("You can keep your coverage. You owe no late fee while you have it.")
    return say("This coverage does not protect you from the late fee.")


def silence_sentence(answer: EmployerOrPartD) -> str:
    """What happens to a person who does nothing."""
    return say(_SILENCE[answer.silence])


def fee_sentence(answer: EmployerOrPartD) -> str:
    """What waiting does to the late fee."""
    fee, said = answer.fee_of_a_year, answer.asked
    if fee is not None:
        if not fee.a_month:
            return say("With Extra Help you pay no late fee.")
        added = say(
            "Each year without good coverage adds about {fee} a month to a late fee, by the numbers of {year}.",
            fee=shown(fee.a_month),
            year=fee.year,
        )
        return " ".join((added, say("You owe it as long as you have a drug plan.")))
    if said.level is not LowIncomeSubsidy.NONE:
        return say("With Extra Help you pay no late fee.")
    if said.creditable:
        return say("Days with this coverage never count for the late fee. A gap of 63 days or more after it does.")
    return say("If the coverage is not good, each month with it counts for a late fee.")


def costs(answer: EmployerOrPartD) -> Sections:
    """Both costs side by side, as far as they are known; a hint where there is no drug plan to compare."""
    part_d = answer.asked.part_d
    if part_d is None:
        return (Paragraphs((say(NO_PLAN),)),)
    known = [(name, cost) for name, cost in ((say("Employer coverage"), answer.employer), (part_d.name, part_d)) if cost is not None]
    most = max(cost.total for _, cost in known) or 1
    rows = [stacked(name, _total(cost), [(Tone.QUIET, cost.premium), (Tone.YOU, cost.drugs)], most) for name, cost in known]
    legend = legend_of([(Tone.QUIET, say("Premium and fees")), (Tone.YOU, say("Drugs"))])
    told = "; ".join(say("{name}: {cost}", name=name, cost=_total(cost)) for name, cost in known)
    return (Paragraphs((difference(answer), _months(part_d))), lanes(rows, (), told, legend=legend), costs_table(known))


def _total(cost: YearlyCost) -> str:
    if cost.at_most is None:
        return say("at least {amount}", amount=shown(cost.at_least))
    return shown(cost.total) if cost.certain else say("{low} to {high}", low=shown(cost.at_least), high=shown(cost.at_most))


def _months(part_d: YearlyCost) -> str:
    return say("Both count {count} months.", count=part_d.months) if part_d.months != 12 else ""


def difference(answer: EmployerOrPartD) -> str:
    """Which costs less, in whole dollars as both are shown."""
    part_d = answer.asked.part_d
    if part_d is None or answer.employer is None:
        return say("We don't know what your employer coverage costs you, so we can't compare.")
    if answer.difference is None:
        return say("The cost of the drug plan is a range, so we can't say which costs less.")
    more = apart(answer.employer.total, part_d.total)
    if not more:
        return say("Both cost you the same.")
    message = (
        mark("The drug plan costs you {amount} less than your employer coverage. The rest of that coverage is not counted.")
        if more > 0
        else mark("Your employer coverage costs you {amount} less than the drug plan.")
    )
    return say(message, amount=about(abs(more)))


def costs_table(known: list[tuple[str, YearlyCost]]) -> Table:
    """The figure's numbers."""
    columns = (Column(say("What")), *(Column(say(head), True) for head in (mark("Premium and fees"), mark("Drugs"), mark("In all"))))
    rows = tuple((name, shown(cost.premium), shown(cost.drugs), _total(cost)) for name, cost in known)
    return Table(say("Both costs"), columns, rows)


def timeline(answer: EmployerOrPartD) -> Drawing:
    """The coverage, the starts without a late fee, and the times to choose, on one line of time."""
    said, ends = answer.asked, answer.asked.ends_on or answer.asked.today
    lasts = [way.last for way in answer.ways if way.last]
    days = [said.today, ends, *lasts, *([answer.start_by] if answer.start_by else [])]
    scale = Scale(min(days).toordinal(), max(days).toordinal() + 1)
    now, end = scale.at(said.today.toordinal()), scale.at((ends + DAY).toordinal())
    rows = [Lane(say("Employer coverage"), say("through {day}", day=day(ends)), (Span(0, end, Tone.PLAN),), marker=now)]
    if answer.start_by:
        free = Span(end, scale.at((answer.start_by + DAY).toordinal()), Tone.GOOD)
        rows.append(Lane(say("Start without a late fee"), say("by {day}", day=day(answer.start_by)), (free,), marker=now, strong=True))
    for way in answer.ways:
        box = Span(scale.at(way.first.toordinal()), scale.at(((way.last or max(days)) + DAY).toordinal()), Tone.YOU)
        rows.append(Lane(door_words(way.door), window_words(way), (box,), marker=now))
    ticks = (Tick(0, short_day(min(days), with_year=True)), Tick(1, short_day(max(days), with_year=True)))
    tones = [(Tone.PLAN, say("Covered")), *([(Tone.GOOD, say("No late fee"))] if answer.start_by else [])]
    tones += [(Tone.YOU, say("You can choose a plan")), (Tone.PIN, say("Today"))]
    told = "; ".join(say("{day}, {what}", day=day(due.day), what=due.title) for due in dues(answer))
    return lanes(rows, ticks, say("Your dates: {dates}.", dates=told), legend=legend_of(tones))


def dues(answer: EmployerOrPartD) -> tuple[Due, ...]:
    """The dates for a calendar: the end, the last start without a fee, and the last day of each time to choose."""
    found = [Due(way.last, say("Last day to choose a plan"), door_words(way.door)) for way in answer.ways if way.last]
    if answer.asked.ends_on:
        found.append(Due(answer.asked.ends_on, say("Employer coverage ends"), say("This is its last day.")))
    if answer.start_by:
        found.append(
            Due(answer.start_by, say("Last start without a late fee"), say("Your drug plan must start by this day. Ask the month before."))
        )
    return tuple(sorted(found, key=lambda due: due.day))
