"""Read my letter: what each kind must say, the days that run from its date, what is missing or late, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from finder.documents.commands import ask
from finder.domain.errors import Refusal
from finder.domain.letters import LetterKind
from finder.explain.explainers import letters as words
from tests.reading import grade


def letter(kind: str, on: str = "2026-09-01", **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = ask("read-letter", {"kind": kind, "on": on, **more})
    return answer


def days(answer: dict[str, Any]) -> dict[str, str]:
    return {entry["what"]: entry["date"] for entry in answer["dates"]}


def parts(answer: dict[str, Any]) -> list[str]:
    return [entry["part"] for entry in answer["must_say"]]


def test_a_no_must_tell_why_and_how_to_ask_again() -> None:
    drug = letter("denial", "2026-06-01", found=["reason"])
    assert parts(drug) == ["reason", "right_to_appeal", "how_to_appeal", "fast_appeal", "later_steps"]
    assert drug["missing"] == ["right_to_appeal", "how_to_appeal", "fast_appeal", "later_steps"]
    # received June 6; 60 days: 24 in June, 31 in July, 5 in August
    assert days(drug) == {"appeal": "2026-08-05"}
    assert "fast_appeal" not in parts(letter("denial", "2026-06-01", payment=True))  # money cannot be urgent
    assert letter("denial", "2026-06-01")["missing"] == []  # nobody looked


def test_the_dates_are_those_of_rights_and_dates() -> None:
    for kind, event in (("denial", "denial"), ("appeal_denied", "appeal_denied")):
        assert letter(kind, "2026-06-01")["dates"] == ask("rights", {"event": event, "on": "2026-06-01"})["dates"]


@pytest.mark.parametrize(
    ("on", "changes"),
    [("2018-12-02", "2019-01-31"), ("2018-10-01", "2018-11-30"), ("2026-09-01", "2026-10-01")],  # 60 days through 2018, 30 days since
)
def test_a_drug_may_change_so_many_days_after_the_letter(on: str, changes: str) -> None:
    assert days(letter("drug_change", on)) == {"drug_changes": changes}


def test_a_yearly_letter_is_due_on_september_30() -> None:
    in_time, late = letter("yearly_changes", "2026-09-30"), letter("yearly_changes", "2026-10-01")
    assert days(in_time) == {"notice": "2026-09-30", "choose_from": "2026-10-15", "choose_by": "2026-12-07"}
    assert (in_time["late"], late["late"]) == (False, True)
    assert [rule["id"] for rule in in_time["rules"]] == ["yearly_changes", "standard_text"]


def test_a_plan_that_ends_writes_90_days_before() -> None:
    # 90 days before January 1, 2027: 31 in December, 30 in November, 29 in October leave October 3
    assert [letter("plan_ends", on)["late"] for on in ("2026-10-03", "2026-10-04")] == [False, True]


def test_an_unpaid_premium_has_the_days_of_the_grace_period() -> None:
    found = letter("unpaid_premium", "2026-04-10", unpaid_month="2026-03-01")
    assert (days(found)["pay_by"], days(found)["ask_back"]) == ("2026-04-30", "2026-06-30")
    assert found["late"] is False  # it may be the second letter


def test_a_late_fee_has_60_days_and_a_move_the_rest_of_the_year() -> None:
    assert days(letter("late_fee", "2026-03-01")) == {"ask_fee_review": "2026-04-30"}  # 30 days of March, 30 of April
    assert days(letter("moved", "2026-11-02")) == {"choose_by": "2026-12-31"}


def test_the_form_that_names_a_helper_is_told_in_words() -> None:
    told = letter("denial")["representative"]
    assert "CMS-1696" in told["says"][0]
    assert [rule["id"] for rule in told["rules"]] == ["representative", "representative_year"]


def test_what_is_not_known_of_plans_is_said() -> None:
    found = letter("problems")
    assert (found["must_say"], found["dates"]) == ([], [])
    assert any("in no file that we have" in said for said in found["about_plans"])


def test_a_year_without_the_rule_says_so() -> None:
    found = letter("yearly_changes", "2008-10-20")
    assert (found["must_say"], found["dates"], found["late"]) == ([], [], False)
    assert found["unknown"][0] == "The rule on the yearly letter of 2008 is not among the texts that were read."


@pytest.mark.parametrize(
    ("kind", "on", "more", "said"),
    [
        ("unpaid_premium", "2026-03-10", {}, "first day of the month that was not paid"),
        ("unpaid_premium", "2026-03-10", {"unpaid_month": "2026-04-01"}, "on or before"),
        ("denial", "2026-03-10", {"unpaid_month": "2026-03-01"}, "only with unpaid_premium"),
        ("late_fee", "2026-03-10", {"payment": True}, "only with denial or appeal_denied"),
        ("late_fee", "2026-03-10", {"received_on": "2026-03-12"}, "only with denial"),
        ("denial", "2026-03-10", {"received_on": "2026-03-09"}, "on or after"),
        ("denial", "2026-03-10", {"payment": True, "found": ["fast_appeal"]}, "parts of a letter of kind denial"),
        ("plan_ends", "2026-06-30", {}, "from July to December"),
        ("denial", "2005-03-10", {}, "a day from 2006 to 2027"),
    ],
)
def test_what_cannot_be_is_refused(kind: str, on: str, more: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        letter(kind, on, **more)


@pytest.mark.parametrize("kind", LetterKind)
def test_it_is_easy_to_read(kind: LetterKind) -> None:
    answer = letter(kind.key, **({"unpaid_month": "2026-08-01"} if kind is LetterKind.UNPAID_PREMIUM else {}))
    said = [words.INTRO, *answer["says"], *(f"{entry['words']}." for entry in answer["must_say"]), *answer["representative"]["says"]]
    assert grade("\n".join(said)) <= 6
