"""What a report can have beside its first pages, each part by choice: every claim, all plans, the law's numbers, what could change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum

from finder.domain.plan_cost import PlanCost
from finder.domain.report import PersonReport
from finder.explain.kit.escapes import in_html
from finder.explain.kit.print_look import Drawn
from finder.explain.kit.section import Bullets, Heading, Paragraphs, Section, Sections, Table
from finder.explain.messages import mark, say
from finder.explain.plans import fill_timing, how_sure, what_if
from finder.explain.plans.costs import premium_caution
from finder.explain.plans.drugs import negotiated_sentence, special_sentences
from finder.explain.plans.estimates import origin_sentences
from finder.explain.plans.ledger import crossing_sentences, phase_table
from finder.explain.plans.order import why_this_order
from finder.explain.plans.reasons import what_could_change
from finder.explain.plans.tables import drug_table, month_table, parameter_table, payer_table, ranked_table
from finder.explain.report.tables import claims_table, rules_of_ledger
from finder.explain.source_words import doubtful_parameters, price_source_sentence

_MOST_ROWS = 10

Parts = Iterator[Section | Drawn]


class Detail(Enum):
    """A part that can be added."""

    COULD_CHANGE = "could_change"
    CLAIMS = "claims"
    PLANS = "plans"
    LAW = "law"


DETAILS = {
    Detail.COULD_CHANGE: mark("What could change"),
    Detail.CLAIMS: mark("Each month and each purchase"),
    Detail.PLANS: mark("All plans"),
    Detail.LAW: mark("The law's numbers"),
}
"""What a part is called, in the order of the report."""


def detail_parts(detail: Detail, person: PersonReport) -> Parts:
    """A part of the report about one person."""
    return _PARTS[detail](person)


def asked_before(person: PersonReport) -> frozenset[Detail]:
    """The parts that tell what the person asked in the session: how sure, what if, when to buy."""
    found = (person.how_sure, person.what_if, person.timing)
    return frozenset({Detail.COULD_CHANGE}) if any(one is not None for one in found) else frozenset()


def _could_change(person: PersonReport) -> Parts:
    compared, cost = person.comparison, person.cost
    yield Bullets((*what_could_change(compared, unsure_of_help=person.unsure_of_help), negotiated_sentence(cost.drugs)))
    yield Bullets(origin_sentences(compared.info, [cost]))
    yield from (*_how_sure(person), *_what_if(person), *_timing(person))


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


def _claims(person: PersonReport) -> Parts:
    cost = person.cost
    yield from (Paragraphs((premium_caution(cost),)), month_table(cost), phase_table(cost), Bullets(tuple(crossing_sentences(cost))))
    yield from (drug_table(cost), Bullets(tuple(special_sentences(cost, person.special))))
    yield from (payer_table(cost), claims_table(cost), *_rules(cost))


def _rules(cost: PlanCost) -> tuple[Section | Drawn, ...]:
    items = "".join(
        f'<li value="{number}">{in_html(say("{rule} {citation}.", rule=line.law, citation=line.citation))}</li>'
        for number, line in rules_of_ledger(cost).values()
    )
    return (Heading(say("The rules of the claims, by number")), Drawn(f"<ol>{items}</ol>"))


def _plans(person: PersonReport) -> Parts:
    yield from (Paragraphs((why_this_order(person.comparison),)), ranked_table(person.comparison))


def _law(person: PersonReport) -> Parts:
    yield parameter_table(person.comparison)
    yield Bullets((price_source_sentence(person.comparison.info), *doubtful_parameters(person.comparison)))


_PARTS: dict[Detail, Callable[[PersonReport], Parts]] = {
    Detail.COULD_CHANGE: _could_change,
    Detail.CLAIMS: _claims,
    Detail.PLANS: _plans,
    Detail.LAW: _law,
}
