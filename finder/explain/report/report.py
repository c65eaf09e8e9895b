"""The report that a person takes home: page one is the decision, page two the drugs and the plans; more by choice. Every dollar in it is
one of the comparison's or the ledger's."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from finder.domain.plan_cost import Comparison
from finder.domain.report import PersonReport, Report
from finder.domain.side_by_side import Couple
from finder.explain.kit.escapes import in_html
from finder.explain.kit.print_look import Drawn, document, on_a_page, printed
from finder.explain.kit.section import Bullets, Heading, Headline, Paragraphs, Table
from finder.explain.messages import mark, say
from finder.explain.plans import couple as couple_words
from finder.explain.plans.advice import cautions_of_the_choice, estimates_sentence, example_sentence
from finder.explain.plans.drugs import special_sentences, unpriced_sentence
from finder.explain.plans.headline import head, why_at_least
from finder.explain.report.assumptions import assumption_sentences
from finder.explain.report.decision import compared_plans, lines_of_two, plan_columns, plan_lines, plans_of_two, steps_to_take
from finder.explain.report.details import DETAILS, Detail, Parts, detail_parts
from finder.explain.report.sheet import sheet_html
from finder.explain.report.tables import drugs_compared, plans_compared
from finder.explain.report.words import date_sentences, of_person
from finder.explain.source_words import phone_words, price_source_sentence, versions
from finder.explain.words import day, plan_name

_TITLE = mark("Your drug plan report")
_NOT_GOVERNMENT = mark("These are estimates, and not a government paper.")
_PHONES = """<aside class="phones" aria-label="{title}"><strong>{title}.</strong> {medicare}
<strong>1-800-MEDICARE</strong> (TTY 1-877-486-2048). {counselor} <strong>1-877-839-2675</strong>.</aside>"""
_MOST_DATES = 4
_NOTE_LINES = 3
_WIDE_ENOUGH = 2
"""More plans side by side are set smaller."""
_ROOMY = 6
"""More drugs are set smaller."""
_WIDE = (Detail.CLAIMS, Detail.PLANS)
"""Details whose tables need a page on its side."""


def report_html(report: Report, made_on: date, details: Collection[Detail] = (), *, large: bool = False) -> str:
    """The whole report as one HTML page that needs nothing beside itself. ``large``: in larger print."""
    return document(say(_TITLE), report_body(report, made_on, details), large=large)


def screen_html(report: Report, made_on: date, details: Collection[Detail] = ()) -> tuple[str, str]:
    """The same for a page that has a title of its own, where headings start a level lower: its style, and what it says."""
    return on_a_page(report_body(report, made_on, details, level=2))


def report_body(report: Report, made_on: date, details: Collection[Detail] = (), *, level: int = 1) -> str:
    """The sections of the report; ``level`` is that of its title."""
    several = len(report.people) > 1
    people = [(number if several else 0, person) for number, person in enumerate(report.people, start=1)]
    pages = [_page(["first"], say(_TITLE), level, _couple(report, report.couple, made_on))] if report.couple is not None else []
    for number, person in people:
        title = (of_person(number, say("The decision")), level + 1) if number else (say(_TITLE), level)
        look = ["first", *(["tight"] if len(compared_plans(person)) > _WIDE_ENOUGH else [])]
        pages.append(_page(look, *title, _decision(person, made_on, alone=not several)))
        pages.append(_page(["second"], of_person(number, say("Your drugs and plans")), level + 1, _compared(person)))
    pages.append(_page(["rest", "starts"], say("What we counted on"), level + 1, _counted_on(people)))
    pages.append(_page(["rest"], say("Dates to keep"), level + 1, _dates(report, made_on)))
    for number, person in people:
        for detail in (one for one in DETAILS if one in details):
            parts = detail_parts(detail, person)
            pages.append(_page(["wide" if detail in _WIDE else "detail"], of_person(number, say(DETAILS[detail])), level + 1, parts))
    return "".join(pages)


def _page(look: Sequence[str], title: str, level: int, parts: Parts) -> str:
    """A part of the report: its title, and below it the parts with their headings."""
    return f'<section class="{" ".join(look)}">{printed([Heading(title)], level)}{printed(parts, level + 1)}</section>'


def _made(comparison: Comparison, made_on: date) -> Drawn:
    made = say(
        "Made on {day} for {county} County, {state}. These are estimates.",
        day=day(made_on),
        county=comparison.county.name,
        state=comparison.county.state,
    )
    return Drawn(f'<p class="made">{in_html(made)}</p>')


def _phones() -> Drawn:
    return Drawn(_PHONES.format(**{name: in_html(text) for name, text in phone_words().items()}))


def _couple(report: Report, both: Couple, made_on: date) -> Parts:
    """The page for two: who pays what in which plan, and together."""
    yield _made(report.people[0].comparison, made_on)
    plans, said = plans_of_two(report), couple_words.headline(both)
    if len(plans) < len(report.people):
        yield from map(Headline, said)
    else:
        yield from map(Headline, said[len(plans) :])
        yield Drawn(sheet_html(say("Each of you at the plan to look at"), plan_columns(plans), lines_of_two(report, plans)))
    yield Paragraphs((say(couple_words.LEAD), say(couple_words.NO_LINK)))
    yield _phones()


def _decision(person: PersonReport, made_on: date, *, alone: bool) -> Parts:
    """Page one."""
    compared, plans = person.comparison, compared_plans(person)
    leading = next(one.cost for one in plans if one.leads)
    said = head(compared)
    notes = (estimates_sentence(compared), example_sentence(compared), *why_at_least(compared), unpriced_sentence(leading))
    if alone:
        yield _made(compared, made_on)
    yield Headline(said.first)
    yield Drawn(f'<p class="act">{in_html(said.act)}</p>' if said.act else "")
    yield Drawn("".join(f'<p class="lead">{in_html(sentence)}</p>' for sentence in notes if sentence))
    yield Drawn(sheet_html(say("The plans to choose from"), plan_columns(plans), plan_lines(person, plans)))
    yield Heading(say("What to do next"))
    yield _numbered(steps_to_take(compared, leading))
    if alone:
        yield _phones()


def _numbered(sentences: tuple[str, ...]) -> Drawn:
    return Drawn(f'<ol class="steps">{"".join(f"<li>{in_html(sentence)}</li>" for sentence in sentences)}</ol>')


def _compared(person: PersonReport) -> Parts:
    """Page two: every drug at the plans of page one, and the first of all plans."""
    decided = compared_plans(person)
    look = ["drugs", f"of-{len(decided)}", *(["small"] if len(person.cost.drugs) > _ROOMY else [])]
    yield _in(look, drugs_compared(decided))
    if special := special_sentences(person.cost, person.special):
        yield from (Paragraphs((say("At {plan}:", plan=plan_name(person.cost.plan)),)), Bullets(special))
    yield Bullets(cautions_of_the_choice(person.comparison))
    yield _in(["plans", "small"], plans_compared(person.comparison, decided))


def _in(look: Sequence[str], table: Table) -> Drawn:
    return Drawn(f'<div class="{" ".join(look)}">{printed([table])}</div>')


def _counted_on(people: Sequence[tuple[int, PersonReport]]) -> Parts:
    """What the numbers assume; of two people, what holds for both once."""
    told = [(number, (*assumption_sentences(one), price_source_sentence(one.comparison.info))) for number, one in people]
    both = [sentence for sentence in told[0][1] if all(sentence in said for _, said in told)]
    yield Bullets(tuple(both))
    for number, said in told:
        if own := tuple(sentence for sentence in said if sentence not in both):
            yield from (Heading(say("Person {number}", number=number)), Bullets(own))


def _dates(report: Report, made_on: date) -> Parts:
    """The days still to come, of a year that is over the last ones; room to write; and what the report was made with."""
    days = sorted({one for person in report.people for one in person.dates})
    coming = [one for one in days if one.day >= made_on][:_MOST_DATES] or days[-_MOST_DATES:]
    yield Bullets(tuple(map(date_sentences, coming)))
    yield Drawn(f'<div class="notes">{printed([Heading(say("Notes"))], 3)}{"<div></div>" * _NOTE_LINES}</div>')
    yield _phones()
    made_with = versions(report.people[0].comparison.info)
    yield Drawn(f'<p class="made">{in_html(f"{made_with} {say(_NOT_GOVERNMENT)}")}</p>')
