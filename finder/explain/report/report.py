"""The report that a person takes home: two pages in large print, then a detail annex. Every dollar in it is one of the comparison's or the
ledger's: nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape

from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.report import KeyDate, KeyDay, PersonReport, Report
from finder.domain.side_by_side import Couple
from finder.explain.kit.date_charts import Due
from finder.explain.kit.print_look import Drawn, document, printed
from finder.explain.kit.section import Bullets, Heading, Headline, Paragraphs, Section, Sections, Table
from finder.explain.kit.svg import Part, lying_bars, standing_bars
from finder.explain.messages import mark, say, say_count
from finder.explain.plans import couple as couple_words
from finder.explain.plans import fill_timing, how_sure, what_if
from finder.explain.plans.advice import advice
from finder.explain.plans.costs import premium_caution
from finder.explain.plans.drugs import negotiated_sentence, not_covered_sentence, special_sentences, unpriced_sentence
from finder.explain.plans.estimates import origin_sentences
from finder.explain.plans.headline import current_line, headline
from finder.explain.plans.ledger import crossing_sentences, phase_table
from finder.explain.plans.order import why_this_order
from finder.explain.plans.reasons import what_could_change
from finder.explain.plans.tables import drug_table, month_table, parameter_table, payer_table, ranked_table
from finder.explain.report.assumptions import assumption_sentences
from finder.explain.report.tables import MOST_DRUGS, best_table, claims_table, rules_of_ledger, short_drug_table
from finder.explain.source_words import doubtful_parameters, phone_words, price_source_sentence, versions
from finder.explain.words import about, day, month, plan_name, short_month

_TITLE = mark("Your drug plan report")
_NOT_GOVERNMENT = mark("These are estimates, and not a government paper.")
_PHONES = """<aside class="phones" aria-label="{title}"><strong>{title}.</strong> {medicare}
<strong>1-800-MEDICARE</strong> (TTY 1-877-486-2048). {counselor} <strong>1-877-839-2675</strong>.</aside>"""
_MOST_LINES = 3
_MOST_SPECIAL = 2
_MOST_DATES = 2
_NOTE_LINES = 3
_MOST_ROWS = 10

_Parts = Iterator[Section | Drawn]


def report_html(report: Report, made_on: date) -> str:
    """The whole report as one HTML page that needs nothing beside itself."""
    several = len(report.people) > 1
    people = [(number if several else 0, person) for number, person in enumerate(report.people, start=1)]
    pages = [_page("large", say(_TITLE), 1, _couple(report, report.couple, made_on))] if report.couple is not None else []
    for number, person in people:
        title = (of_person(number, say("The answer")), 2) if number else (say(_TITLE), 1)
        pages.append(_page("large", *title, _answer(person, made_on, f"costs-{number}")))
        pages.append(_page("large", "", 1, _steps(person, number, made_on)))
    pages += [_page("annex", of_person(number, say("Details")), 2, _annex(person, f"months-{number}")) for number, person in people]
    return document(say(_TITLE), "".join(pages))


def _page(name: str, title: str, level: int, parts: _Parts) -> str:
    """A page of the report: its title, if it has one, and below it the parts with their headings."""
    heading = printed([Heading(title)], level) if title else ""
    return f'<section class="{name}">{heading}{printed(parts, level + 1)}</section>'


def _made(comparison: Comparison, made_on: date) -> Paragraphs:
    made = say(
        "Made on {day} for {county} County, {state}, with data of {data_day}.",
        day=day(made_on),
        county=comparison.county.name,
        state=comparison.county.state,
        data_day=day(comparison.info.as_of),
    )
    return Paragraphs((f"{made} {say(_NOT_GOVERNMENT)}",))


def _phones() -> Drawn:
    return Drawn(_PHONES.format(**{name: escape(text) for name, text in phone_words().items()}))


def _couple(report: Report, both: Couple, made_on: date) -> _Parts:
    yield _made(report.people[0].comparison, made_on)
    yield from map(Headline, couple_words.headline(both))
    yield couple_words.couple_table(both)
    yield Paragraphs((say(couple_words.LEAD), say(couple_words.NO_LINK)))
    yield _phones()


def _answer(person: PersonReport, made_on: date, key: str) -> _Parts:
    compared, best = person.comparison, person.comparison.best
    missing = (not_covered_sentence(best[0], counted_in=not compared.skip_uncovered), unpriced_sentence(best[0])) if best else ()
    yield _made(compared, made_on)
    yield from map(Headline, headline(compared))
    yield Paragraphs((current_line(compared), *advice(compared), *missing))
    yield best_table(compared)
    yield _cost_chart(best, key)


def _cost_chart(plans: tuple[PlanCost, ...], key: str) -> Drawn:
    """Premiums, drugs and drugs left out of the best plans. The annex has the same numbers in its table of all plans."""
    parts = [
        Part(say("Drugs at the store"), [cost.drug_cost for cost in plans], "#8fb4dd"),
        Part(say("Premiums"), [cost.total - cost.drug_cost for cost in plans], "#f5c26b", hatched=True),
    ]
    if any(cost.left_out_cost for cost in plans):
        parts.append(Part(say("Drugs left out"), [cost.left_out_cost for cost in plans], "#e07b39"))
    totals = "; ".join(say("{plan}, {amount}", plan=plan_name(cost.plan), amount=about(cost.all_in)) for cost in plans)
    finding = say("Yearly cost of the plans to look at: {totals}.", totals=totals)
    return Drawn(lying_bars([plan_name(cost.plan) for cost in plans], parts, finding, key))


def _steps(person: PersonReport, number: int, made_on: date) -> _Parts:
    """The drugs and the first of what the plan's other lists say of them (the annex has the rest), the days still to come (of a year that
    is over, the last ones), what could change, and room to write."""
    special = special_sentences(person.cost, person.special)[:_MOST_SPECIAL]
    coming = [one for one in person.dates if one.day >= made_on][:_MOST_DATES] or person.dates[-_MOST_DATES:]
    yield short_drug_table(person.cost)
    yield Bullets(tuple(special))
    yield Heading(of_person(number, say("Dates to keep")))
    yield Bullets(tuple(map(date_sentences, coming)))
    yield Heading(say("What could change this"))
    yield Bullets((*_found(person), *_changes(person))[:_MOST_LINES])
    yield _phones()
    yield _notes(min(len(person.cost.drugs), MOST_DRUGS) + 2 * len(special))


def _notes(taken: int) -> Drawn:
    """Lines to write on, as many as drugs and sentences leave room for."""
    lines = "<div></div>" * max(_NOTE_LINES + MOST_DRUGS - taken, 1)
    return Drawn(f'<div class="notes">{printed([Heading(say("Notes"))])}{lines}</div>')


def _found(person: PersonReport) -> tuple[str, ...]:
    """The first sentences of what else was asked in the session; the annex has the rest."""
    sure, tried = person.how_sure, person.what_if
    said = [" ".join(how_sure.headline(sure))] if sure is not None else []
    if tried is not None:
        change, finding = what_if.change_words(tried.change, tried.before), " ".join(what_if.headline(tried))
        said.append(say("{change}: {finding}", change=change, finding=finding))
    return tuple(said)


def _changes(person: PersonReport) -> tuple[str, ...]:
    """What could make the real cost another one."""
    return what_could_change(person.comparison, unsure_of_help=person.unsure_of_help)


def _annex(person: PersonReport, key: str) -> _Parts:
    compared, cost = person.comparison, person.cost
    yield Heading(say("What we counted on"))
    yield Bullets(assumption_sentences(person))
    yield Bullets((*_changes(person), negotiated_sentence(cost.drugs)))
    yield Bullets(origin_sentences(compared.info, [cost]))
    yield Heading(say("All dates"))
    yield Bullets(tuple(map(date_sentences, person.dates)))
    yield from (*_how_sure(person), *_what_if(person), *_timing(person))
    yield Heading(say("The year at {plan}", plan=plan_name(cost.plan)))
    yield _month_chart(cost, key)
    yield from (month_table(cost), phase_table(cost), Bullets(tuple(crossing_sentences(cost))))
    yield from (drug_table(cost), Bullets(tuple(special_sentences(cost, person.special))))
    yield from (payer_table(cost), claims_table(cost), *_rules(cost))
    yield from (Paragraphs((why_this_order(compared),)), ranked_table(compared), parameter_table(compared))
    yield Bullets((price_source_sentence(compared.info), *doubtful_parameters(compared)))
    yield Paragraphs((versions(compared.info), say(_NOT_GOVERNMENT)))


def _how_sure(person: PersonReport) -> Sections:
    sure = person.how_sure
    if sure is None:
        return ()
    said = (*how_sure.headline(sure), *how_sure.tipping_sentences(sure), *how_sure.unknown_sentences(sure))
    return (Heading(say("How sure is this?")), Bullets(said), _first_rows(how_sure.range_table(sure)))


def _what_if(person: PersonReport) -> Sections:
    tried = person.what_if
    if tried is None:
        return ()
    heading = say("What if? {change}", change=what_if.change_words(tried.change, tried.before))
    said = (*what_if.headline(tried), *what_if.why(tried), *what_if.cautions(tried))
    return (Heading(heading), Bullets(said), _first_rows(what_if.delta_table(tried)))


def _timing(person: PersonReport) -> Sections:
    timing = person.timing
    if timing is None:
        return ()
    table = (fill_timing.timing_table(timing),) if timing.saving else ()
    return (Heading(say("When to buy")), Bullets(tuple(fill_timing.timing_sentences(timing))), *table)


def _first_rows(table: Table) -> Table:
    """The first plans of a table of all, which the pages have whole; the caption says so."""
    if len(table.rows) <= _MOST_ROWS:
        return table
    strong = frozenset(place for place in table.strong if place < _MOST_ROWS)
    caption = say("{caption} (here the first {number})", caption=table.caption, number=_MOST_ROWS)
    return Table(caption, table.columns, table.rows[:_MOST_ROWS], strong)


def _month_chart(cost: PlanCost, key: str) -> Drawn:
    covered = [entry for entry in cost.months if entry.covered]
    parts = [
        Part(say("Drugs"), [entry.patient_pay for entry in covered], "#8fb4dd"),
        Part(say("Premium"), [entry.premium for entry in covered], "#f5c26b", hatched=True),
    ]
    dearest = max(covered, key=lambda entry: entry.patient_pay + entry.premium)
    finding = say(
        "What you pay each month at {plan}: {amount} in {month}, the most of any month.",
        plan=plan_name(cost.plan),
        amount=about(dearest.patient_pay + dearest.premium),
        month=month(dearest.month),
    )
    said = f"{finding} {premium_caution(cost)}".strip()
    return Drawn(standing_bars([short_month(entry.month) for entry in covered], parts, said, key))


def _rules(cost: PlanCost) -> tuple[Section | Drawn, ...]:
    items = "".join(
        f'<li value="{number}">{escape(say("{rule} {citation}.", rule=line.law, citation=line.citation))}</li>'
        for number, line in rules_of_ledger(cost).values()
    )
    return (Heading(say("The rules of the claims, by number")), Drawn(f"<ol>{items}</ol>"))


TITLE = mark("Report")
LEAD = mark("Here you can take your answer home. The report has two pages in large print. More pages with every detail follow.")
EMPTY = mark("First find plans for your drugs. Then you can print your answer here.")
TO_FIND_PLANS = mark("Go to Find plans")
WHICH_PLAN = mark("Which plan's year should the report show?")
THE_REPORT, THE_DATES, THE_NUMBERS = mark("The report"), mark("The dates"), mark("The numbers")
SAVE_PAGE = mark("Save the report (web page)")
SAVE_PDF = mark("Save the report (PDF)")
SAVE_DATES = mark("Save the dates (.ics)")
NO_PDF = mark("This computer can't make a PDF. Save the report as a web page, open it and print it.")
HOW_TO_PRINT = mark("Open the web page in any browser and print it. It needs no internet.")
OTHER_YEAR = mark("The second person's answer is of another place or year, so it is left out. Go to Couple and compare for both again.")
SPREADSHEETS = mark("For a spreadsheet (CSV): all plans, all your drugs, and each time you buy a drug.")
CALENDAR = mark("The calendar file has dates only. It names no drug and no plan.")
SAVE_TABLE = {"plans": mark("Save the plans"), "drugs": mark("Save the drugs"), "claims": mark("Save each purchase")}
"""The button of a table by its name."""
_OPENS, _STARTS = mark("Plan choice for {year} opens"), mark("Your plan starts")
_DAYS: dict[KeyDay, tuple[str, str]] = {
    KeyDay.CHOICE_OPENS: (_OPENS, mark("From this day you can join or change a plan for {year} (annual enrollment).")),
    KeyDay.CHOICE_OPENS_AGAIN: (_OPENS, mark("From this day you can look at all plans again for {year} (annual enrollment).")),
    KeyDay.CHOICE_ENDS: (mark("Plan choice for {year} ends"), mark("This is the last day to choose a plan for {year}.")),
    KeyDay.PLAN_GOES_ON: (
        mark("Your plan goes on"),
        mark("From this day the costs of this report count in the plan that you have."),
    ),
    KeyDay.PLAN_STARTS: (_STARTS, mark("It starts on this day if you joined in time. Bring your new card to the store.")),
    KeyDay.PLAN_STARTS_LATER: (
        _STARTS,
        mark("To join in the middle of a year, you need a special reason. Call 1-800-MEDICARE to ask if you have one."),
    ),
    KeyDay.FIRST_SUPPLY_ENDS: (
        mark("First supply time ends"),
        mark("If the plan leaves out a drug that you take, or asks for a step first, get your first fill by this day (transition fill)."),
    ),
}
"""A day that matters in a few words, and in a sentence."""
_FOUND = {
    "what_if": mark("It also covers your What if."),
    "timing": mark("It also covers when to buy."),
    "how_sure": mark("It also covers how sure this is."),
}
"""What a report may tell besides, by its field."""


def of_person(number: int, text: str) -> str:
    """A text with the person whom it is about, 0 for one alone."""
    return say("Person {number}: {text}", number=number, text=text) if number else text


def due_of(one: KeyDate) -> Due:
    """A day that matters in words."""
    title, says = _DAYS[one.what]
    return Due(one.day, say(title, year=one.year), say(says, year=one.year))


def date_sentences(one: KeyDate) -> str:
    """A day that matters, as a line."""
    due = due_of(one)
    return say("{day}: {title}. {sentence}", day=day(due.day), title=due.title, sentence=due.says)


def dues(report: Report) -> tuple[Due, ...]:
    """The days of the report in order, for a calendar file; a day of both people once."""
    return tuple(dict.fromkeys(due_of(one) for one in sorted(one for person in report.people for one in person.dates)))


def inside(report: Report) -> Sections:
    """The answer of the first person, and what the report holds, a line each."""
    several = len(report.people) > 1
    lines = (line for number, person in enumerate(report.people, start=1) for line in _inside(person, number if several else 0))
    return (*map(Headline, headline(report.people[0].comparison)), Bullets(tuple(lines)))


def _inside(person: PersonReport, number: int) -> Iterator[str]:
    plans = say_count("{count} plan", "{count} plans", len(person.comparison.plans))
    drugs = say_count("{count} drug", "{count} drugs", len(person.cost.drugs))
    plan = plan_name(person.cost.plan)
    yield of_person(
        number, say("The report covers {plans} for {drugs}, and the whole year at {plan}.", plans=plans, drugs=drugs, plan=plan)
    )
    yield from (of_person(number, say(told)) for name, told in _FOUND.items() if getattr(person, name) is not None)
