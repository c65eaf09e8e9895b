"""Rules by span of years fit the schema and cite their source."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from finder.domain.errors import MissingParameter
from finder.domain.law import Rule
from finder.parameters import LAST_YEAR
from finder.parameters.rule_sets import FOLDER, all_rules, law_year, rule_of, rules_of
from finder.parameters.schema import RuleFile
from finder.parameters.spans import read_yaml

TOPICS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
RULES = [rule for topic in TOPICS for rule in all_rules(topic)]


def test_there_are_topics() -> None:
    assert {"late_enrollment", "extra_help"} <= set(TOPICS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.topic}.{rule.id}.{rule.first_year}")
def test_a_rule_says_what_it_is(rule: Rule) -> None:
    assert rule.sources
    assert rule.status != "estimate"
    assert not re.search(r"[{}]", rule.says)
    assert all(isinstance(number, int) for number in rule.numbers.values())


@pytest.mark.parametrize("topic", TOPICS)
def test_a_file_fits_the_schema(topic: str) -> None:
    RuleFile.model_validate(read_yaml(FOLDER / f"{topic}.yaml"))


def rule_file(*years: tuple[str, str]) -> dict[str, Any]:
    """A small file with one rule of those spans."""
    rule = {"says": "You have {days} days.", "citation": "42 CFR 423.582(b)", "law": "codified", "status": "single", "sources": ["a"]}
    spans = [{**rule, "from": first, "through": last, "numbers": {"days": first}} for first, last in years]
    return {"sources": {"a": {"title": "A"}}, "rules": {"time_to_appeal": spans}}


def test_spans_of_a_rule_follow_each_other() -> None:
    RuleFile.model_validate(rule_file(("2006", "2024"), ("2025", "2027")))
    with pytest.raises(ValidationError, match="the span from 2024 begins before the one through 2024 ends"):
        RuleFile.model_validate(rule_file(("2006", "2024"), ("2024", "2027")))


def test_no_rule_extends_past_the_last_plan_year() -> None:
    assert max(rule.last_year for rule in RULES) == LAST_YEAR == 2027


def test_a_question_about_a_day_after_the_last_plan_year_uses_the_last_rules() -> None:
    assert [law_year(day) for day in (date(2005, 11, 15), date(2026, 12, 31), date(2027, 1, 1), date(2028, 1, 1), date(2040, 6, 30))] == [
        2005,
        2026,
        2027,
        2027,
        2027,
    ]


def test_each_year_has_its_rule() -> None:
    # Changes with Extra Help: monthly to 2018, in three quarters from 2019 to 2024, monthly into a stand-alone plan from 2025.
    months = [rule_of("extra_help", "special_enrollment", year).number("months_a_turn") for year in (2018, 2019, 2024, 2025)]
    assert months == [1, 3, 3, 1]
    assert rule_of("late_enrollment", "gate", 2027).number("days") == 63


def test_only_what_never_became_law_is_called_proposed() -> None:
    # the final rule came on April 15, 2010 (75 FR 19678), for 2011; the limit of initial coverage never was a threshold
    proposed = {(rule.topic, rule.id, rule.first_year) for rule in RULES if rule.law == "proposed"}
    assert proposed == {
        ("medication_therapy", "proposed_cost", 2010),
        ("medication_therapy", "comprehensive_review", 2010),
        ("medication_therapy", "long_term_care_review", 2010),
        ("medication_therapy", "targeted_review", 2010),
        ("medication_therapy", "opt_out", 2010),
        ("medication_therapy", "interventions", 2010),
        ("transition_fills", "outpatient_supply", 2010),
        ("transition_fills", "long_term_care_supply", 2010),
        ("special_plans", "new_members", 2006),
    }


def test_what_was_not_found_in_the_law_is_never_called_confirmed() -> None:
    missing = {(rule.topic, rule.id) for rule in RULES if rule.law == "not_found"}
    assert missing == {
        ("extra_help", "effective_application"),
        ("extra_help", "status_change"),
        ("rights_and_clocks", "expedite_refused"),
        ("rights_and_clocks", "reversal"),
        ("using_the_plan", "out_of_network"),
        # 42 CFR 423.884 to 423.888 were read as of April 2011, not as of today
        *(("retiree_drug_subsidy", rule.id) for rule in RULES if rule.topic == "retiree_drug_subsidy" and rule.id != "first_year"),
        *(("letters", rule) for rule in ("denial", "appeal_denied", "drug_change", "disenrollment")),
        # health plans are in 42 CFR part 422, of which no text of today was at hand
        *(("special_plans", rule) for rule in ("health_plan", "special_needs", "dual_shield", "savings_account", "medical_limit", "pace")),
    }
    assert all(rule.status != "confirmed" for rule in RULES if rule.law == "not_found")


@pytest.mark.parametrize(
    ("topic", "rule_id", "year", "law", "since", "citation"),
    [
        ("extra_help", "reassignment", 2026, "codified", "75 FR 19815", "423.780(f)"),
        ("extra_help", "redeeming", 2026, "guidance", "", "CMS practice"),
        ("extra_help", "refund", 2026, "codified", "75 FR 19819", "423.464(g)(2)"),
        ("extra_help", "status_change", 2018, "not_found", "", "423.38(c)(9)"),
        ("extra_help", "status_change", 2019, "codified", "83 FR 16440", "423.38(c)(9)"),
        ("late_enrollment", "notice", 2026, "guidance", "", "CMS guidance"),
        ("late_enrollment", "gate", 2026, "codified", "70 FR 4525", "423.46(a)"),
        ("counted_costs", "employer", 2025, "codified", "Inflation Reduction Act", "1395w-102(b)(4)(C)(iii)(II)"),
        ("counted_costs", "patient_assistance_fee", 2010, "codified", "74 FR 1544", "423.308"),
        ("price_basis", "usual_and_customary", 2026, "guidance", "", "74 FR 54666"),
        ("price_basis", "basis", 2023, "codified", "74 FR 1494", "423.100"),
        ("price_basis", "basis", 2024, "codified", "87 FR 27704", "423.100"),
        ("meaningful_differences", "standard", 2018, "codified", "75 FR 19818", "423.265(b)(2)(i)"),
        ("meaningful_differences", "standard", 2019, "codified", "83 FR 16749", "423.265(b)(2)"),
        ("meaningful_differences", "three_plans", 2023, "codified", "88 FR 22339", "423.265(b)(3)"),
        ("medication_therapy", "cost", 2011, "codified", "75 FR 19678", "423.153(d)(2)(i)(C)"),
        ("medication_therapy", "safe_disposal", 2022, "codified", "86 FR 5864", "423.153(d)(1)(vii)(E)"),
        ("transition_fills", "long_term_care_supply", 2016, "codified", "77 FR 22072", "423.120(b)(3)(iii)(B)"),
        ("transition_fills", "outpatient_supply", 2019, "codified", "83 FR 16440", "423.120(b)(3)(iii)"),
        ("transition_fills", "cost_sharing", 2019, "codified", "2019", "423.120(b)(3)(vi)"),
        ("rights_and_clocks", "nonrenewal_notice", 2026, "codified", "83 FR 16750", "423.507(a)(2)(ii)"),
        ("rights_and_clocks", "reinstatement", 2013, "codified", "77 FR 22072", "423.44(d)(1)(vi)"),
    ],
)
def test_a_rule_has_its_citation_and_first_date(topic: str, rule_id: str, year: int, law: str, since: str, citation: str) -> None:
    rule = rule_of(topic, rule_id, year)
    assert rule.law == law
    assert since in rule.since
    assert citation in rule.citation


@pytest.mark.parametrize(
    ("topic", "rule_id", "year", "proposed"),
    [
        ("rights_and_clocks", "payment_request", 2026, "74 FR 54695"),  # S97
        ("rights_and_clocks", "refund", 2026, "74 FR 54663"),  # S103
        ("transition_fills", "outpatient_supply", 2011, "74 FR 54661"),  # S65
        ("transition_fills", "outpatient_supply", 2019, ""),  # a rule of 2018 made it anew
        ("price_basis", "usual_and_customary", 2026, ""),  # guidance: no proposal became law
        ("late_enrollment", "amount", 2026, ""),  # in the law since 2006
    ],
)
def test_a_rule_that_was_proposed_in_2008_or_2009_says_where(topic: str, rule_id: str, year: int, proposed: str) -> None:
    assert rule_of(topic, rule_id, year).proposed == proposed


def test_a_proposal_stands_in_one_of_the_two_notices() -> None:
    # 73 FR 28555-28572 and 74 FR 54634-54736
    for rule in (rule for rule in RULES if rule.proposed):
        volume, page = (int(part) for part in rule.proposed.split(" FR "))
        assert (volume == 73 and 28555 <= page <= 28572) or (volume == 74 and 54634 <= page <= 54736)
        assert rule.law in ("codified", "current")


def test_a_missing_rule_is_an_error_with_its_name() -> None:
    assert "partial" not in rules_of("extra_help", 2024)
    with pytest.raises(MissingParameter, match=r"extra_help\.partial for 2024"):
        rule_of("extra_help", "partial", 2024)
    with pytest.raises(MissingParameter, match=r"late_enrollment\.gate for 2028"):
        rule_of("late_enrollment", "gate", 2028)  # never the rule of the year before
    with pytest.raises(MissingParameter, match=r"gate\.hours"):
        rule_of("late_enrollment", "gate", 2026).number("hours")
