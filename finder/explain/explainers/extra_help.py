"""What is said of Extra Help: how likely it is and why, the limits beside the person's own numbers, what it pays, and the dates."""

from __future__ import annotations

from finder.domain.extra_help import CalendarDay, Copays, CountedIncome, Enrollment, ExtraHelp, Likelihood, PlanChanges, PremiumHelp
from finder.domain.money import WHOLE, Cents, shown
from finder.explain.choices import start_words
from finder.explain.explainers.law import law_sections, rule_words
from finder.explain.kit.drawing import Lane, Scale, Span, Tone, lanes, legend_of
from finder.explain.kit.section import (
    Bullets,
    Check,
    Checklist,
    Column,
    Drawing,
    Heading,
    Headline,
    Paragraphs,
    Section,
    Sections,
    Table,
    Warning,
)
from finder.explain.messages import mark, say
from finder.explain.source_words import STATUSES
from finder.explain.words import SUBSIDIES, UNKNOWN, day, joined, percent

TITLE = mark("Extra Help")
INTRO = mark(
    "Extra Help is a Medicare program (the low-income subsidy, LIS). It pays most of the cost of a drug plan if your income and savings "
    "are low. We ask one thing at a time. “I'm not sure” is always an answer. We keep nothing."
)
HEADLINES = {
    Likelihood.LIKELY: mark("You likely get Extra Help."),
    Likelihood.MAYBE: mark("You may get Extra Help."),
    Likelihood.UNLIKELY: mark("You likely do not get Extra Help."),
}
OPEN = {
    "medicaid": mark("whether you have full Medicaid"),
    "spend_down": mark("whether you met a Medicaid spend-down"),
    "ssi": mark("whether you get SSI"),
    "savings_programme": mark("whether the state pays your Part B premium"),
    "income": mark("your income"),
    "unearned_income": mark("your income that is not pay"),
    "earned_income": mark("your pay from work"),
    "resources": mark("your savings"),
    "institution": mark("where Medicaid pays for care"),
    "burial_funds": mark("whether some savings are for burial"),
    "poverty_line": mark("the poverty line of that year, which we don't have"),
}
_DEEMED_NEXT = mark(
    "Next step: you don't need to ask for it. Tell your drug plan, and show it the letter from your state or Social Security."
)
_NEXT = {
    Likelihood.LIKELY: mark("Next step: apply. It is free. Call Social Security: 1-800-772-1213 (TTY 1-800-325-0778)."),
    Likelihood.MAYBE: mark(
        "Next step: apply anyway. It is free, and only they can decide. Call Social Security: 1-800-772-1213 (TTY 1-800-325-0778)."
    ),
    Likelihood.UNLIKELY: mark(
        "Next step: ask a counselor (SHIP) about other help with drug costs in your state. If your income falls, check again."
    ),
}
_STEPS = {
    "medicaid": mark("Full Medicaid: enough alone"),
    "spend_down": mark("Medicaid after a spend-down: enough alone"),
    "ssi": mark("SSI: enough alone"),
    "savings_programme": mark("The state pays your Part B premium: enough alone"),
    "income": mark("Your income is below the limit"),
    "resources": mark("Your savings are within the limit"),
}
"""The steps toward Extra Help."""
_BY_LIMITS = ("income", "resources")
_ANSWERED = {True: mark("Yes"), False: mark("No"), None: mark("Not known")}
_ROOM = 1.25
"""How much longer a line is than what it shows."""
_NO_APPLICATION = {"medicaid", "institution", "low_income_dual", "deemed"}
"""The rules that give help without an application."""
_CALENDAR = {
    "state_data": mark("States tell Medicare who has Medicaid"),
    "social_security_data": mark("Social Security tells Medicare who has SSI"),
    "election_opens": mark("First day to change plans in the fall"),
    "election_closes": mark("Last day to change plans in the fall"),
    "deemed_through": mark("Last day of your Extra Help, if it is not renewed"),
}
_PARTS = {
    "deductible": mark("You pay first each year (deductible)"),
    "generic": mark("Each generic drug, at most"),
    "other": mark("Each other drug, at most"),
    "generic_above_threshold": mark("Each generic past the yearly limit, at most"),
    "other_above_threshold": mark("Each other drug past the yearly limit, at most"),
    "above_threshold": mark("Each drug past the yearly limit"),
}
_TELL_US = mark("Tell us the days above")
_NOT_GIVEN = mark("not given")


def verdict(answer: ExtraHelp) -> Sections:
    """How likely it is, the steps toward it, the person's numbers in a picture, why, the warnings, and one thing to do now."""
    level = say("Level: {level}.", level=say(SUBSIDIES[answer.level])) if answer.level else ""
    drawn = limits_figure(answer) if any(step.name in _BY_LIMITS for step in answer.steps) else None
    return (
        Heading(say("Your answer")),
        Headline(say(HEADLINES[answer.likelihood])),
        Paragraphs((level,)),
        checklist(answer),
        *((drawn,) if drawn else ()),
        Bullets(_reasons(answer)),
        *(Warning(sentence) for sentence in warning_sentences(answer)),
        Paragraphs((next_step(answer),)),
    )


def checklist(answer: ExtraHelp) -> Checklist:
    """The steps toward Extra Help: any one of the first is enough; if none, both limits count."""
    notes = {"income": _income_note(answer), "resources": _savings_note(answer)}
    return Checklist(
        tuple(Check(step.met, say(_ANSWERED[step.met]), say(_STEPS[step.name]), notes.get(step.name, "")) for step in answer.steps)
    )


def _income_note(answer: ExtraHelp) -> str:
    limit = _highest(answer.limits.income_below_for_full, answer.limits.income_below_for_partial)
    return "" if limit is None else _income_beside(answer.facts.income, limit)


def _savings_note(answer: ExtraHelp) -> str:
    limit = _highest(answer.limits.resources_full, answer.limits.resources_partial)
    return "" if limit is None else _savings_beside(answer.facts.person.resources, limit)


def _reasons(answer: ExtraHelp) -> tuple[str, ...]:
    """The rule that decided, what is still open, and limits that we lack."""
    still_open = joined(say(OPEN[name]) for name in answer.verdict.open_questions if name in OPEN)
    return (
        rule_words(answer.verdict.rule),
        *_said_rules(answer, "medically_needy"),
        say("Still open: {questions}.", questions=still_open) if still_open else "",
        say("We don't have all the limits of {year}, so we can't compare with them.", year=answer.year) if answer.limits.missing else "",
    )


def warning_sentences(answer: ExtraHelp) -> tuple[str, ...]:
    """The warnings, each with what to do."""
    todo = say("Before you answer, ask both plans what you would lose. We can't promise that a late answer reaches back.")
    return tuple(" ".join((rule_words(warning), todo)) for warning in answer.warnings)


def next_step(answer: ExtraHelp) -> str:
    """One plain thing to do now."""
    asks_not = answer.likelihood is Likelihood.LIKELY and answer.verdict.rule.id in _NO_APPLICATION
    return say(_DEEMED_NEXT if asks_not else _NEXT[answer.likelihood])


def numbers(answer: ExtraHelp) -> Sections:
    """The person's numbers beside the limits, how the income is counted, and what the person would pay."""
    counted = answer.facts.counted
    said: list[Section] = []
    if answer.copays is not None and answer.premium is not None:
        said += [Heading(say("What you would pay")), _pays_table(answer.year, answer.copays, answer.premium)]
    said.append(Heading(say("Your numbers and the limits")))
    if counted is not None:
        said += [_income_table(counted), Bullets(_said_rules(answer, "income_exclusion", "earnings_exclusion"))]
    return (*said, limits_table(answer))


def _said_rules(answer: ExtraHelp, *wanted: str) -> tuple[str, ...]:
    return tuple(rule_words(rule) for rule in answer.rules if rule.id in wanted)


def _income_table(counted: CountedIncome) -> Table:
    """How the income is counted, step by step."""
    off = (
        (say("Not counted from any income"), counted.general),
        (say("Not counted from pay"), counted.earnings),
        (say("Half of the rest of pay, not counted"), counted.half),
    )
    rows = (
        (say("Money that is not pay from work"), shown(counted.unearned)),
        (say("Pay from work"), shown(counted.earned)),
        *((what, shown(-amount)) for what, amount in off if amount),
        (say("This much counts"), shown(counted.counted)),
    )
    columns = (Column(say("What")), Column(say("A year"), True))
    return Table(say("How your income is counted"), columns, rows, frozenset({len(rows) - 1}))


def limits_figure(answer: ExtraHelp) -> Drawing | None:
    """Income and savings as a line each: as far as full help goes, as far as partial help goes, a pin at the person's own. None where we
    lack the limits."""
    limits = answer.limits
    income = (limits.income_below_for_full, limits.income_below_for_partial)
    savings = (limits.resources_full, limits.resources_partial)
    rows = [
        *_limit_lane(say("Income that counts"), answer.facts.income, *income),
        *_limit_lane(say("Savings"), answer.facts.person.resources, *savings),
    ]
    if not rows:
        return None
    partial = any(wider and (full or 0) < wider for full, wider in (income, savings))
    legend = legend_of(
        (
            (Tone.PIN, say("Yours")),
            (Tone.GOOD, say("Full help")),
            *(((Tone.MARK, say("Partial help")),) if partial else ()),
            (Tone.QUIET, say("No help")),
        )
    )
    return lanes(rows, (), " ".join(filter(None, (_income_note(answer), _savings_note(answer)))), legend=legend)


def _limit_lane(label: str, own: Cents | None, full: Cents | None, partial: Cents | None) -> tuple[Lane, ...]:
    widest = _highest(full, partial)
    if widest is None:
        return ()
    scale = Scale(0, max(own or 0, widest) * _ROOM)
    ends = (scale.at(full or 0), scale.at(widest))
    spans = (Span(0, ends[0], Tone.GOOD), Span(*ends, Tone.MARK), Span(ends[1], 1, Tone.QUIET))
    words = say("limit {limit}", limit=shown(widest)) if own is None else say("{own}, limit {limit}", own=shown(own), limit=shown(widest))
    return (Lane(label, words, spans, marker=None if own is None else scale.at(own)),)


def _highest(*limits: Cents | None) -> Cents | None:
    return max((limit for limit in limits if limit is not None), default=None)


def _income_beside(own: Cents | None, limit: Cents) -> str:
    if own is None:
        return say("Income that counts: the limit is {limit}, yours is not given.", limit=shown(limit))
    return say("Income that counts: the limit is {limit}, yours is {own}.", limit=shown(limit), own=shown(own))


def _savings_beside(own: Cents | None, limit: Cents) -> str:
    if own is None:
        return say("Savings: the limit is {limit}, yours are not given.", limit=shown(limit))
    return say("Savings: the limit is {limit}, yours are {own}.", limit=shown(limit), own=shown(own))


def limits_table(answer: ExtraHelp) -> Table:
    """The limits of the year beside the person's own numbers. Years without partial help have no column for it."""
    limits, facts = answer.limits, answer.facts
    rows = (
        (
            say("Income that counts, a year"),
            _own(facts.income),
            _below(limits.income_below_for_full),
            _below(limits.income_below_for_partial),
        ),
        (say("Savings"), _own(facts.person.resources), _up_to(limits.resources_full), _up_to(limits.resources_partial)),
    )
    headings = (say("Yours"), say("Limit for full help"), say("Limit for partial help"))
    columns = (Column(say("What counts")), *(Column(heading, True) for heading in headings))
    partial = limits.income_below_for_partial is not None or limits.resources_partial is not None
    width = len(columns) if partial else len(columns) - 1
    return Table(_limits_caption(answer), columns[:width], tuple(row[:width] for row in rows))


def _limits_caption(answer: ExtraHelp) -> str:
    people, couple = answer.facts.person.household, answer.facts.couple
    if couple:
        return say("The limits of {year} for a couple, {people} in the home", year=answer.year, people=people)
    if people > 1:
        return say("The limits of {year} for one person, {people} in the home", year=answer.year, people=people)
    return say("The limits of {year} for one person, alone in the home", year=answer.year)


def _own(amount: Cents | None) -> str:
    return say(_NOT_GIVEN) if amount is None else shown(amount)


def _below(limit: Cents | None) -> str:
    return say(UNKNOWN) if limit is None else say("below {limit}", limit=shown(limit))


def _up_to(limit: Cents | None) -> str:
    return say(UNKNOWN) if limit is None else say("up to {limit}", limit=shown(limit))


def _pays_table(year: int, copays: Copays, premium: PremiumHelp) -> Table:
    """What the person pays with that level."""
    amounts = {copay.part: (say(_PARTS[copay.part]), shown(copay.amount), say(STATUSES[copay.status])) for copay in copays.amounts}
    first = [amounts.pop("deductible")] if "deductible" in amounts else []
    if copays.coinsurance is not None:
        first.append((say("After that, your share of each price"), percent(copays.coinsurance), ""))
    rows = (*first, *amounts.values(), (say("Premium of a basic plan"), *_premium(premium)))
    columns = (Column(say("What")), Column(say("You pay"), True), Column(say("How sure we are")))
    return Table(say("What you pay with Extra Help in {year}", year=year), columns, rows)


def _premium(premium: PremiumHelp) -> tuple[str, str]:
    """What is left of the premium, and how sure that is."""
    if premium.percent is None:
        return (say(UNKNOWN), "")
    share = percent(WHOLE - premium.percent)
    if premium.benchmark is None or premium.benchmark_status is None:
        if premium.percent == WHOLE:
            return (say("nothing, up to a limit that we don't have for your state"), "")
        return (say("{share} of it, up to a limit that we don't have for your state", share=share), "")
    limit, status = shown(premium.benchmark), say(STATUSES[premium.benchmark_status])
    if premium.percent == WHOLE:
        return (say("nothing up to {limit} a month, and all above that", limit=limit), status)
    return (say("{share} of it up to {limit} a month, and all above that", share=share, limit=limit), status)


def dates_heading() -> Sections:
    """Above the days that are asked for."""
    return (Heading(say("Your dates")),)


def dates(answer: ExtraHelp, *, no_plan: bool) -> Sections:
    """The dates, when the person may change plans, and what Medicare may do by itself."""
    changes = tuple(rule_words(rule) for rule in answer.changes.rules) if answer.changes else ()
    return (_dates_table(answer, no_plan=no_plan), Bullets((*changes, *_said_rules(answer, "reassignment", "declining", "redeeming"))))


def _dates_table(answer: ExtraHelp, *, no_plan: bool) -> Table:
    """From when until when, how a person without a plan comes into one, when plans may be changed, and the year in which the help is looked
    at again. A date that rests on a day not given asks for it."""
    sure = answer.likelihood is Likelihood.LIKELY
    starts = say("Extra Help starts") if sure else say("Extra Help starts, if you get it")
    rows = [(starts, day(answer.effective_from) if answer.effective_from else say(_TELL_US), "")]
    if answer.enrollment and no_plan:
        rows.append(_enrollment(answer.enrollment))
    rows += _changes(answer.changes) if answer.changes else []
    rows += [_calendar_row(entry) for entry in answer.calendar]
    return Table(say("Your dates"), (Column(say("What")), Column(say("When")), Column(say("Why"))), tuple(rows))


def _enrollment(enrollment: Enrollment) -> tuple[str, str, str]:
    starts = say(_TELL_US)
    if enrollment.starts is not None:
        when = day(enrollment.starts)
        starts = say("By {day}", day=when) if enrollment.at_latest else say("From {day}", day=when)
    return (say("Medicare puts you in a plan if you do not pick one"), starts, rule_words(enrollment.rule))


def _changes(changes: PlanChanges) -> list[tuple[str, str, str]]:
    """The rows on a change of plan for which a day was given."""
    rows = []
    if changes.next_change_from:
        starts = day(changes.new_plan_starts) if changes.new_plan_starts else say("Not at this time of the year")
        rows.append((say("Your new plan starts"), starts, ""))
        rows.append((say("You may change again from"), day(changes.next_change_from), ""))
    if changes.until:
        until = day(changes.until)
        until = until if changes.until_exact else say("{day}, or later if a letter came later", day=until)
        rows.append((say("You may change plans once, until"), until, ""))
    return rows


def _calendar_row(entry: CalendarDay) -> tuple[str, str, str]:
    return (say(_CALENDAR[entry.what]), day(entry.day) if entry.exact else start_words(entry.day), "")


def law(answer: ExtraHelp) -> Sections:
    """Every rule behind the answer."""
    return law_sections((*answer.rules, *(answer.changes.rules if answer.changes else ()), *answer.warnings))
