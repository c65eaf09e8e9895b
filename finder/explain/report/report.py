"""The report that a person takes home: two pages in large print, then a detail annex. Every dollar in it is one of the comparison's or the
ledger's: nothing is computed here."""

from __future__ import annotations

from datetime import date
from html import escape

from finder.domain.money import about
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.report import KeyDate, PersonReport, Report
from finder.explain.kit.html import list_html, paragraphs_html
from finder.explain.kit.print_look import document, printed_table
from finder.explain.kit.section import Table
from finder.explain.kit.svg import Part, lying_bars, standing_bars
from finder.explain.plans import couple as couple_words
from finder.explain.plans import fill_timing, how_sure, what_if
from finder.explain.plans.cards import current_line
from finder.explain.plans.drugs import negotiated_sentence, not_covered_sentence, special_sentences, unpriced_sentence
from finder.explain.plans.phases import crossing_sentences, phase_table
from finder.explain.plans.sentences import advice, best_plans, headline, what_could_change, why_this_order
from finder.explain.plans.tables import drug_table, month_table, parameter_table, payer_table, ranked_table
from finder.explain.report.assumptions import assumption_sentences
from finder.explain.report.tables import MOST_DRUGS, best_table, claims_table, rules_of_ledger, short_drug_table
from finder.explain.source_words import doubtful_parameters, price_source_sentence, versions
from finder.explain.words import day, month, plan_name

TITLE = "Your drug plan report"
_PHONES = """<aside class="phones" aria-label="Free help by phone"><strong>Free help by phone.</strong> Medicare, day and night:
<strong>1-800-MEDICARE</strong> (TTY 1-877-486-2048). A local counselor (SHIP): <strong>1-877-839-2675</strong>.</aside>"""
_NOT_GOVERNMENT = "These are estimates, and not a government paper."
_MOST_LINES = 3
_MOST_SPECIAL = 2
_MOST_DATES = 2
_NOTE_LINES = 3
_MOST_ROWS = 10


def report_html(report: Report, made_on: date) -> str:
    """The whole report as one HTML page that needs nothing beside itself."""
    several = len(report.people) > 1
    pages = [_couple_page(report, made_on)] if report.couple is not None else []
    for place, person in enumerate(report.people, start=1):
        of = f"Person {place}: " if several else ""
        pages += [_answer_page(person, of, made_on, place), _steps_page(person, of, made_on)]
    for place, person in enumerate(report.people, start=1):
        pages.append(_annex(person, f"Person {place}: " if several else "", place))
    return document(TITLE, "".join(pages))


def _section(name: str, *parts: str) -> str:
    return f'<section class="{name}">{"".join(parts)}</section>'


def _heading(words: str, level: int = 2) -> str:
    return f"<h{level}>{escape(words)}</h{level}>"


def _title(of: str, words: str) -> str:
    """The words of a heading after whose it is; for one person they begin it."""
    return f"{of}{words}" if of else words.capitalize()


def _date_words(one: KeyDate) -> str:
    return f"{day(one.day)}: {one.title}. {one.says}"


def _made(comparison: Comparison, made_on: date) -> str:
    place = f"{comparison.county.name} County, {comparison.county.state}"
    return f"Made on {day(made_on)} for {place}, with data of {day(comparison.info.as_of)}."


def _couple_page(report: Report, made_on: date) -> str:
    both = report.couple
    if both is None:
        return ""
    first = report.people[0].comparison
    return _section(
        "large",
        _heading(TITLE, 1),
        paragraphs_html([f"{_made(first, made_on)} {_NOT_GOVERNMENT}"]),
        paragraphs_html(couple_words.headline(both), "answer"),
        printed_table(couple_words.couple_table(both)),
        paragraphs_html([couple_words.LEAD, couple_words.NO_LINK]),
        _PHONES,
    )


def _answer_page(person: PersonReport, of: str, made_on: date, place: int) -> str:
    compared, best = person.comparison, best_plans(person.comparison)
    missing = [
        text
        for cost in best[:1]
        for text in (not_covered_sentence(cost, counted_in=not compared.skip_uncovered), unpriced_sentence(cost))
        if text
    ]
    title = _heading(_title(of, "the answer")) if of else _heading(TITLE, 1)
    return _section(
        "large",
        title,
        paragraphs_html([f"{_made(compared, made_on)} {_NOT_GOVERNMENT}"]),
        paragraphs_html(headline(compared), "answer"),
        paragraphs_html([current_line(compared), *advice(compared), *missing]),
        printed_table(best_table(compared)),
        _cost_chart(best, f"costs-{place}"),
    )


def _cost_chart(plans: tuple[PlanCost, ...], key: str) -> str:
    """Premiums, drugs and drugs left out of the best plans. The annex has the same numbers in its table of all plans."""
    parts = [
        Part("Drugs at the store", [cost.drug_cost for cost in plans], "#8fb4dd"),
        Part("Premiums", [cost.total - cost.drug_cost for cost in plans], "#f5c26b", hatched=True),
    ]
    if any(cost.left_out_cost for cost in plans):
        parts.append(Part("Drugs left out", [cost.left_out_cost for cost in plans], "#e07b39"))
    totals = "; ".join(f"{plan_name(cost.plan)}, {about(cost.all_in)}" for cost in plans)
    return lying_bars([plan_name(cost.plan) for cost in plans], parts, f"Yearly cost of the plans to look at: {totals}.", key)


def _steps_page(person: PersonReport, of: str, made_on: date) -> str:
    """The drugs and the first of what the plan's other lists say of them (the annex has the rest), the days still to come (of a year that
    is over, the last ones), what could change, and room to write."""
    special = special_sentences(person.cost, person.special)[:_MOST_SPECIAL]
    coming = [one for one in person.dates if one.day >= made_on][:_MOST_DATES] or person.dates[-_MOST_DATES:]
    return _section(
        "large",
        printed_table(short_drug_table(person.cost)),
        list_html(special),
        _heading(_title(of, "dates to keep")),
        list_html(map(_date_words, coming)),
        _heading("What could change this"),
        list_html([*_found(person), *_changes(person)][:_MOST_LINES]),
        _PHONES,
        _notes(min(len(person.cost.drugs), MOST_DRUGS) + 2 * len(special)),
    )


def _notes(taken: int) -> str:
    """Lines to write on, as many as drugs and sentences leave room for."""
    return f'<div class="notes"><h2>Notes</h2>{"<div></div>" * max(_NOTE_LINES + MOST_DRUGS - taken, 1)}</div>'


def _found(person: PersonReport) -> list[str]:
    """The first sentence of what else was asked in the session; the annex has the rest."""
    said = []
    if person.how_sure is not None:
        said.append(" ".join(how_sure.headline(person.how_sure)))
    if person.what_if is not None:
        change = what_if.change_words(person.what_if.change, person.what_if.before)
        said.append(f"{change}: {' '.join(what_if.headline(person.what_if))}")
    return said


def _annex(person: PersonReport, of: str, place: int) -> str:
    compared, cost = person.comparison, person.cost
    parts = [
        _heading(_title(of, "details")),
        _heading("What we counted on", 3),
        list_html(assumption_sentences(person)),
        list_html([*_changes(person), negotiated_sentence(cost.drugs)]),
        _heading("All dates", 3),
        list_html(map(_date_words, person.dates)),
        *_more_findings(person),
        _heading(f"The year at {plan_name(cost.plan)}", 3),
        _month_chart(cost, f"months-{place}"),
        printed_table(month_table(cost)),
        printed_table(phase_table(cost)),
        list_html(crossing_sentences(cost)),
        printed_table(drug_table(cost)),
        list_html(special_sentences(cost, person.special)),
        printed_table(payer_table(cost)),
        printed_table(claims_table(cost)),
        _rules(cost),
        paragraphs_html([why_this_order(compared)]),
        printed_table(ranked_table(compared)),
        printed_table(parameter_table(compared)),
        list_html([price_source_sentence(compared.info), *doubtful_parameters(compared)]),
        paragraphs_html([versions(compared.info), _NOT_GOVERNMENT]),
    ]
    return _section("annex", *parts)


def _changes(person: PersonReport) -> tuple[str, ...]:
    """What could make the real cost another one."""
    return what_could_change(person.comparison, unsure_of_help=person.unsure_of_help)


def _more_findings(person: PersonReport) -> list[str]:
    told: list[str] = []
    if person.how_sure is not None:
        sure = person.how_sure
        said = (*how_sure.headline(sure), *how_sure.tipping_sentences(sure), *how_sure.unknown_sentences(sure))
        told += [_heading("How sure is this?", 3), list_html(said), printed_table(_first_rows(how_sure.range_table(sure)))]
    if person.what_if is not None:
        change = what_if.change_words(person.what_if.change, person.what_if.before)
        said = (*what_if.headline(person.what_if), *what_if.why(person.what_if), *what_if.cautions(person.what_if))
        told += [_heading(f"What if? {change}", 3), list_html(said), printed_table(_first_rows(what_if.delta_table(person.what_if)))]
    if person.timing is not None:
        told += [_heading("When to buy", 3), list_html(fill_timing.timing_sentences(person.timing))]
        told += [printed_table(fill_timing.timing_table(person.timing))] if person.timing.saving else []
    return told


def _first_rows(table: Table) -> Table:
    """The first plans of a table of all, which the pages have whole; the caption says so."""
    if len(table.rows) <= _MOST_ROWS:
        return table
    strong = frozenset(place for place in table.strong if place < _MOST_ROWS)
    return Table(f"{table.caption} (here the first {_MOST_ROWS})", table.columns, table.rows[:_MOST_ROWS], strong)


def _month_chart(cost: PlanCost, key: str) -> str:
    covered = [entry for entry in cost.months if entry.covered]
    parts = [
        Part("Drugs", [entry.patient_pay for entry in covered], "#8fb4dd"),
        Part("Premium", [entry.premium for entry in covered], "#f5c26b", hatched=True),
    ]
    dearest = max(covered, key=lambda entry: entry.patient_pay + entry.premium)
    alt = f"What you pay each month at {plan_name(cost.plan)}: {about(dearest.patient_pay + dearest.premium)} in {month(dearest.month)}"
    return standing_bars([month(entry.month)[:3] for entry in covered], parts, f"{alt}, the most of any month.", key)


def _rules(cost: PlanCost) -> str:
    numbered = rules_of_ledger(cost).values()
    items = "".join(f'<li value="{number}">{escape(f"{line.law} {line.citation}.")}</li>' for number, line in numbered)
    return f"{_heading('The rules of the claims, by number', 3)}<ol>{items}</ol>"
