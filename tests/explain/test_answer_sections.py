"""The answers of Find plans and Plan year as sections: their content, whole messages, and reading grade."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from gettext import NullTranslations
from pathlib import Path

import pytest

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.market import FormularyEntry, PlanKind
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.explain.kit.section import (
    Bullets,
    Card,
    Column,
    DecisionCard,
    Figure,
    Fold,
    Heading,
    Headline,
    Paragraphs,
    Section,
    Sections,
    Table,
    texts,
)
from finder.explain.messages import speaking
from finder.explain.plans import answer, more_plans, plan_year
from finder.explain.plans.advice import advice, recommendation_text
from finder.explain.plans.cards import cards
from finder.explain.plans.joining import how_to_join
from finder.explain.plans.next_steps import step_words
from finder.explain.plans.tables import ranked_table
from finder.questions.plans import ranking
from finder.questions.plans.compare import compare_plans
from finder.questions.plans.compare import plan_year as year_at
from finder.questions.plans.next_steps import next_steps
from tests.reading import grade
from tests.small_market import ADVANTAGE, BRAND, CHEAP_PDP, GENERIC, RICH_PDP, SELECTED, WORCESTER, SmallMarket

MEMBER = Member("01604", WORCESTER, date(2026, 1, 1), current_plan=CHEAP_PDP.plan_id)
LIST = (Prescription(GENERIC, 30_000, 30), Prescription(BRAND, 30_000, 30), Prescription(SELECTED, 30_000, 30))
STRICT = FormularyEntry(1, 50_000, True, True, 20_000, 30, False)
CODES = [*re.findall(r'"([a-z]+_[a-z_]+)"', Path(str(ranking.__file__)).read_text(encoding="utf-8")), "saves"]


def compared(member: Member = MEMBER, **more: bool | tuple[str, ...]) -> Comparison:
    market = SmallMarket(entries={(CHEAP_PDP.plan_id, "1"): STRICT}, lists={RICH_PDP.plan_id: ["1", "3"]})
    return compare_plans(market, member, LIST, today=date(2026, 3, 1), known_years=(2026,), **more)  # type: ignore[arg-type]


def every_answer() -> Iterator[Comparison]:
    for level in (LowIncomeSubsidy.NONE, LowIncomeSubsidy.FULL_OTHER):
        for current in (CHEAP_PDP.plan_id, RICH_PDP.plan_id, None, "S9999-001-000"):
            for start in (1, 7, 12):
                yield compared(replace(MEMBER, low_income_subsidy=level, current_plan=current, coverage_start=date(2026, start, 1)))
    yield compared(skip_uncovered=True)
    yield compared(replace(MEMBER, plan_kinds=(PlanKind.MA_PD,), current_plan=None))


def sections_of(comparison: Comparison) -> Sections:
    cost = year_at(SmallMarket(), MEMBER, LIST, CHEAP_PDP.plan_id)
    return (
        *answer.top(comparison),
        *(card for _, card in cards(comparison)),
        *answer.beside_the_cards(comparison),
        *answer.drugs(comparison),
        *answer.months(comparison.best),
        Heading(more_plans.heading(comparison)),
        *more_plans.table(comparison, comparison.plans, len(comparison.plans)),
        *(Paragraphs(step_words(comparison, step)) for step in next_steps(comparison, unsure_of_help=True)),
        *(section for cost in comparison.best for section in how_to_join(comparison, cost)),
        *answer.folds(comparison, {}, unsure_of_help=True),
        *plan_year.sections(comparison, cost, {}),
        *plan_year.claims_lead(cost, None),
        *plan_year.claims(cost),
    )


def prose(section: Section) -> Iterator[str]:
    """The texts that must be whole messages. Cells of tables may hold data."""
    match section:
        case Heading(text) | Headline(text):
            yield text
        case Paragraphs(sentences) | Bullets(sentences):
            yield from filter(None, sentences)
        case Figure():
            yield section.alt
        case DecisionCard():
            yield from (section.role, section.title, section.facts, section.amount, section.label, *(name for name, _ in section.parts))
            yield from filter(None, (section.months[0].alt, section.months[1], *section.lines, *section.reasons))
        case Card():
            yield from (section.title, section.amount, section.label, section.subtitle, *section.lines, *section.reasons)
        case Table():
            yield from (section.caption, *(column.heading for column in section.columns if isinstance(column, Column)))
        case Fold(title, inner):
            yield title
            for one in inner:
                yield from prose(one)


class Marked(NullTranslations):
    """A language that puts each message between marks."""

    def gettext(self, message: str) -> str:
        return f"«{message}»"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return f"«{msgid1 if n == 1 else msgid2}»"


def outside_messages(text: str) -> str:
    """The parts of a text outside every message."""
    while (shorter := re.sub(r"«[^«»]*»", "", text)) != text:
        text = shorter
    return text.strip()


def test_every_text_is_a_whole_message() -> None:
    with speaking("en", Marked()):
        found = [text for comparison in every_answer() for section in sections_of(comparison) for text in prose(section)]
    assert len(found) > 1000
    plans = {plan.name for plan in (CHEAP_PDP, RICH_PDP, ADVANTAGE)}
    assert {rest for text in found if (rest := outside_messages(text)) and text not in plans} == set()


def test_the_answer_has_its_parts_in_order() -> None:
    found = sections_of(compared())
    titles = [one.text if isinstance(one, Heading) else one.title for one in found if isinstance(one, Heading | Fold)]
    assert titles[:12] == [
        "More plans: all 3",
        "Your drugs in the best plans: prices and rules",
        "What could change this",
        "When you can choose",
        "Why this order?",
        "Where the numbers come from",
        "The phases of your year",
        "What you pay each month",
        "Who pays for the drugs",
        "Your drugs",
        "Each time you buy a drug",
        "January: 3 refills, you pay $500.00",
    ]
    assert isinstance(found[0], Headline)


def test_examples_are_not_called_chosen() -> None:
    def titles(comparison: Comparison) -> list[str]:
        return [fold.title for fold in answer.folds(comparison, {}, unsure_of_help=False) if isinstance(fold, Fold)]

    example = compared()
    assert "When you can choose" in titles(example)
    assert "When you can choose" not in titles(replace(example, info=replace(example.info, example=True)))


@pytest.mark.parametrize("code", sorted(set(CODES)))
def test_each_reason_for_a_recommendation_has_both_wordings(code: str) -> None:
    comparison = compared()
    told = replace(comparison, recommendation=replace(comparison.recommendation, because=code))
    said = advice(told)[0]
    assert said.endswith(".")
    assert grade(said) <= 6.5
    assert recommendation_text(told).endswith(".")


def test_the_prose_is_at_grade_six() -> None:
    for comparison in every_answer():
        told = [
            text for section in sections_of(comparison) if isinstance(section, Headline | Paragraphs | Bullets) for text in prose(section)
        ]
        assert grade("\n".join(told)) <= 6


def test_a_company_whose_name_ends_in_a_full_stop_does_not_double_it() -> None:
    market = SmallMarket(plans=(replace(CHEAP_PDP, organization="Care Alliance, Inc."), RICH_PDP))
    comparison = compare_plans(market, MEMBER, LIST, today=date(2026, 3, 1), known_years=(2026,))
    said = [*texts((ranked_table(comparison),)), *texts(tuple(card for _, card in cards(comparison)))]
    assert sum("Care Alliance, Inc. Drug plan." in text for text in said) == 1  # the table's row
    assert sum("Care Alliance, Inc. · Drug plan" in text for text in said) == 1  # the card
    assert not [text for text in said if ".." in text]
