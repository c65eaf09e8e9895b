"""Paying the premium, showing the card, claims on paper: the year's rules, the days of an answer, and the places where they come up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from finder.documents.commands import ask
from finder.domain.errors import Refusal
from finder.domain.losing_coverage import Cause, Losing
from finder.domain.rights import Event, Happened
from finder.domain.using_the_plan import Moment
from finder.explain.explainers import losing_coverage, rights
from finder.explain.explainers.using_the_plan import folded, steps, title
from finder.explain.kit.section import texts
from finder.questions.explainers import losing_coverage as losing_question
from finder.questions.explainers import rights as rights_question
from tests.reading import grade


def how(moment: str, year: int = 2026, **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = ask("using-the-plan", {"moment": moment, "year": year, **more})
    return answer


@pytest.mark.parametrize(
    ("moment", "year", "rules"),
    [
        ("paying_the_premium", 2026, ["premium_payment", "who_stays"]),
        ("paying_the_premium", 2010, ["premium_payment"]),  # who stays was read from 2011 on
        ("at_the_counter", 2026, ["show_the_card", "why_the_card", "cash_below_negotiated"]),
        ("at_the_counter", 2009, ["why_the_card", "cash_below_negotiated"]),  # stores must send the bill from 2010 on
        ("paper_claim", 2026, ["paper_claim", "out_of_network", "payment_request"]),
    ],
)
def test_each_moment_has_the_rules_of_its_year(moment: str, year: int, rules: list[str]) -> None:
    assert [rule["id"] for rule in how(moment, year)["rules"]] == rules


def test_a_claim_on_paper_has_14_days() -> None:
    answer = how("paper_claim", sent_on="2026-03-06")
    assert [(entry["what"], entry["date"]) for entry in answer["dates"]] == [
        ("decision", "2026-03-20"),
        ("payment", "2026-03-20"),
        ("forwarded", "2026-03-21"),
    ]
    with pytest.raises(Refusal, match="only with paper_claim"):
        how("at_the_counter", sent_on="2026-03-06")


def test_they_stand_where_they_come_up() -> None:
    unpaid = losing_question.losing_coverage(Losing(Cause.UNPAID_PREMIUM, date(2026, 3, 1), date(2026, 3, 5)))
    moved = losing_question.losing_coverage(Losing(Cause.MOVE, date(2026, 3, 1), date(2026, 3, 5)))
    paid = rights_question.rights(Happened(Event.PAYMENT_REQUEST, date(2026, 3, 6)))
    denied = rights_question.rights(Happened(Event.DENIAL, date(2026, 3, 6)))
    assert title(Moment.PAYING_THE_PREMIUM) in texts(losing_coverage.details(unpaid))
    assert title(Moment.PAYING_THE_PREMIUM) not in texts(losing_coverage.details(moved))
    assert title(Moment.PAPER_CLAIM) in texts(rights.details(paid))
    assert title(Moment.PAPER_CLAIM) not in texts(rights.details(denied))


@pytest.mark.parametrize("moment", Moment)
def test_they_are_easy_to_read(moment: Moment) -> None:
    assert grade("\n".join(steps(moment))) <= 6
    assert len(list(texts(folded(moment, date(2026, 1, 1))))) > len(steps(moment))
