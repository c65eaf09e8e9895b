"""Rules by span of years: each says where it stands, spans never overlap, sources are named and used."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from finder.domain.errors import MissingParameter
from finder.parameters.model import read_yaml
from finder.parameters.rule_sets import FOLDER, LAWS, STATUSES, Rule, all_rules, rule_of, rules_of

TOPICS = sorted(path.stem for path in FOLDER.glob("*.yaml"))
RULES = [rule for topic in TOPICS for rule in all_rules(topic)]


def test_there_are_topics() -> None:
    assert {"late_enrollment", "extra_help"} <= set(TOPICS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.topic}.{rule.id}.{rule.first_year}")
def test_a_rule_says_what_it_is(rule: Rule) -> None:
    assert rule.law in LAWS
    assert rule.status in STATUSES
    assert rule.citation
    assert rule.sources
    assert rule.says.endswith(".")
    assert not re.search(r"[{}]", rule.says)
    assert all(isinstance(number, int) for number in rule.numbers.values())
    if rule.status == "confirmed":
        assert len(set(rule.sources)) >= 2, "confirmed means two sources"


@pytest.mark.parametrize("topic", TOPICS)
def test_the_spans_of_a_rule_follow_each_other(topic: str) -> None:
    for rule_id in {rule.id for rule in all_rules(topic)}:
        spans = [rule for rule in all_rules(topic) if rule.id == rule_id]
        for before, after in pairwise(spans):
            assert before.last_year is not None
            assert before.last_year < after.first_year, rule_id


@pytest.mark.parametrize("topic", TOPICS)
def test_every_source_is_used_and_no_title_is_there_twice(topic: str) -> None:
    document = read_yaml(FOLDER / f"{topic}.yaml")
    used = {key for spans in document["rules"].values() for span in spans for key in span["sources"]}
    assert used == set(document["sources"])
    assert len(set(document["sources"].values())) == len(document["sources"])


def test_a_rule_is_that_of_its_year() -> None:
    # Changes with Extra Help: monthly to 2018, in three quarters from 2019 to 2024, monthly into a stand-alone plan from 2025.
    months = [rule_of("extra_help", "special_enrollment", year).number("months_a_turn") for year in (2018, 2019, 2024, 2025)]
    assert months == [1, 3, 3, 1]
    assert rule_of("late_enrollment", "gate", 2040).number("days") == 63


def test_what_a_year_lacks_is_an_error_naming_it() -> None:
    assert "partial" not in rules_of("extra_help", 2024)
    with pytest.raises(MissingParameter, match=r"extra_help\.partial for 2024"):
        rule_of("extra_help", "partial", 2024)
    with pytest.raises(MissingParameter, match=r"gate\.hours"):
        rule_of("late_enrollment", "gate", 2026).number("hours")
