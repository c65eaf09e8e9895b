"""The report of a caseload: everything that the page shows of groups, on paper. No person's row is in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finder.domain.caseload import Caseload, DrugDropped
from finder.explain.kit.escapes import in_html
from finder.explain.kit.print_look import document, printed
from finder.explain.kit.section import Bullets, Heading, Paragraphs, Sections
from finder.explain.messages import say
from finder.explain.population.caseload import dropped_sections, sections
from finder.explain.population.caseload_page import MADE_OF, REPORT_TITLE
from finder.explain.source_words import FOOT, versions
from finder.explain.words import day


def whole_answer(caseload: Caseload, dropped: DrugDropped | None) -> Sections:
    """What is shown and exported: the caseload, and the dropped drug that was asked about."""
    return (*sections(caseload), *(dropped_sections(dropped) if dropped else ()))


def caseload_report(caseload: Caseload, dropped: DrugDropped | None, made_of: Sequence[str], made_on: date) -> str:
    """The report as one HTML page that needs nothing beside itself."""
    made = say("Made on {day} with the plans of {year}. These are estimates.", day=day(made_on), year=caseload.info.plan_year)
    sources = (Heading(say(MADE_OF)), Bullets(tuple(made_of))) if made_of else ()
    first = printed([Paragraphs((made,)), *whole_answer(caseload, dropped), *sources], 2)
    notes = f'<p class="notes">{in_html(say(FOOT))} {in_html(versions(caseload.info))}</p>'
    title = say(REPORT_TITLE)
    return document(title, f'<section class="first"><h1>{in_html(title)}</h1>{first}{notes}</section>', pictures=True)
