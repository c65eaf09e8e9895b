"""Whether a plan must offer medication therapy management, by which tests, what the program gives, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from finder.domain.errors import Problem, Refusal, found_words
from finder.domain.law import Rule
from finder.domain.medication_therapy import (
    Asks,
    Condition,
    Criterion,
    Met,
    Range,
    Review,
    ReviewDate,
    Talk,
    Test,
    Therapy,
    TherapyCase,
    TherapyNote,
)
from finder.domain.money import Cents, to_cents
from finder.domain.months import DAY, YEAR_MONTHS, month_later, year_end
from finder.domain.plan_cost import PlanCost
from finder.parameters import Parameter, parameter_set
from finder.parameters.rule_sets import rules_of
from finder.rules.medication_therapy import CONDITIONS, all_criteria, cost_above, enough, every_chronic_disease, therapy_law

TOPIC = "medication_therapy"
Rules = Mapping[str, Rule]
_RULES = {Test.CONDITIONS: "conditions", Test.DRUGS: "drugs"}
_PROGRAM = ("comprehensive_review", "targeted_review")
_ALIASES = {
    "alzheimer": "alzheimers_disease",
    "alzheimers": "alzheimers_disease",
    "alzheimer_disease": "alzheimers_disease",
    "alzheimer_s_disease": "alzheimers_disease",
    "dementia": "alzheimers_disease",
    "arthritis": "bone_disease_arthritis",
    "bone_disease": "bone_disease_arthritis",
    "osteoporosis": "bone_disease_arthritis",
    "osteoarthritis": "bone_disease_arthritis",
    "rheumatoid_arthritis": "bone_disease_arthritis",
    "chf": "heart_failure",
    "congestive_heart_failure": "heart_failure",
    "chronic_heart_failure": "heart_failure",
    "chronic_congestive_heart_failure": "heart_failure",
    "diabetes_mellitus": "diabetes",
    "high_cholesterol": "dyslipidemia",
    "esrd": "end_stage_renal_disease",
    "hiv": "hiv_aids",
    "aids": "hiv_aids",
    "high_blood_pressure": "hypertension",
    "depression": "mental_health",
    "schizophrenia": "mental_health",
    "bipolar_disorder": "mental_health",
    "asthma": "respiratory_disease",
    "copd": "respiratory_disease",
    "respiratory": "respiratory_disease",
}
"""Other words for the conditions that the law lists. Any other condition is taken too, as one that no law lists."""


def medication_therapy(case: TherapyCase) -> Therapy:
    """Whether the person qualifies, the tests behind it, what the program gives, and its dates. Raises Refusal."""
    _refuse(case)
    rules = rules_of(TOPIC, _law_year(case))
    criteria = (_conditions(case, rules), _drugs(case, rules), _cost(case, rules))
    at_risk = case.at_risk and "at_risk" in rules
    met = Met.YES if at_risk else all_criteria(tuple(criterion.met for criterion in criteria))
    return Therapy(
        case=case,
        eligible=met,
        at_risk=at_risk,
        decided_by=() if at_risk else tuple(criterion.test for criterion in criteria if criterion.met is met),
        criteria=criteria,
        conditions=tuple(Condition(name, name in CONDITIONS, name in therapy_law(case.year).core) for name in _named(case.conditions)),
        services=tuple(rules[name] for name in _PROGRAM if name in rules),
        talk=_talk(case, rules),
        schedule=_schedule(case, rules),
        notes=_notes(case, rules, criteria),
        rules=_rules_shown(case, rules, criteria),
    )


def limits_of(year: int) -> dict[Test, Range]:
    """The least and the most conditions and drugs that a plan may ask for; a test without a most is left out."""
    rules = rules_of(TOPIC, year)
    numbers = {test: rules[name].numbers for test, name in _RULES.items() if name in rules}
    return {test: Range(found["least"], found["most"]) for test, found in numbers.items() if "most" in found}


def yearly_drug_cost(cost: PlanCost) -> Cents:
    """The price of the covered drugs of a year, the person's part and the plan's."""
    return sum(month.gross_drug_cost for month in cost.months)


def _law_year(case: TherapyCase) -> int:
    """The year whose rules answer: the proposal is one, whichever of its years is asked for."""
    return rules_of(TOPIC, case.year)["proposed_cost"].first_year if case.proposal else case.year


def _refuse(case: TherapyCase) -> None:
    """A sponsor may not ask for more than the law's most; somebody must be told of; the proposal has years of its own."""
    problems = _too_much(case)
    for place, condition in enumerate(case.conditions):
        if not _word(condition):
            problems.append(Problem(f"$.conditions[{place}]", "the name of an illness", found_words(condition)))
    if not any((case.conditions, case.part_d_drugs, case.annual_drug_cost, case.at_risk)):
        expected = "at least one of conditions, part_d_drugs, annual_drug_cost and at_risk to say something of the person"
        problems.append(Problem("$", expected, "none of them"))
    if case.proposal and "proposed_cost" not in rules_of(TOPIC, case.year):
        problems.append(Problem("$.rule", f'"in_force" in {case.year} (the proposal of 2009 was for 2010 and 2011)', '"proposed_2009"'))
    if case.enrolled_on and case.enrolled_on.year != case.year:
        problems.append(Problem("$.enrolled_on", f"a day of {case.year}", case.enrolled_on.isoformat()))
    if case.maintenance_drugs is not None and case.maintenance_drugs > case.part_d_drugs:
        problems.append(Problem("$.maintenance_drugs", f"at most part_d_drugs ({case.part_d_drugs})", str(case.maintenance_drugs)))
    if problems:
        raise Refusal(problems)


def _too_much(case: TherapyCase) -> list[Problem]:
    given = {Test.CONDITIONS: case.sponsor.minimum_conditions, Test.DRUGS: case.sponsor.minimum_drugs}
    return [
        Problem(f"$.sponsor.minimum_{test.key}", f"{least} to {most} in {case.year}", str(number))
        for test, (least, most) in limits_of(case.year).items()
        if (number := given[test]) is not None and most is not None and not least <= number <= most
    ]


def _named(conditions: Iterable[str]) -> tuple[str, ...]:
    """The conditions by one word each, every one once, in the order given."""
    words = map(_word, conditions)
    return tuple(dict.fromkeys(_ALIASES.get(word, word) for word in words))


def _word(condition: str) -> str:
    """A condition as a word; empty where the text has neither a letter nor a digit."""
    return re.sub(r"[^a-z0-9]+", "_", condition.lower()).strip("_")


def _conditions(case: TherapyCase, rules: Rules) -> Criterion:
    """How many conditions count in every plan (surely) and in a plan that targets all of them (possibly)."""
    mine, sponsor, shape = _named(case.conditions), case.sponsor, therapy_law(_law_year(case))
    numbers = rules["core_conditions"].numbers if "core_conditions" in rules else {}
    counting = [condition for condition in mine if condition in shape.counts]
    yours = Range(shape.surely(len(counting), numbers.get("listed", 0), numbers.get("targeted", 0)), len(mine))
    if sponsor.targeted_conditions is not None:
        targeted = len(set(mine) & set(_named(sponsor.targeted_conditions)))
        yours = Range(targeted, targeted)
    return _counted(Test.CONDITIONS, yours, sponsor.minimum_conditions, rules["conditions"])


def _drugs(case: TherapyCase, rules: Rules) -> Criterion:
    surely = case.part_d_drugs if case.maintenance_drugs is None else case.maintenance_drugs
    return _counted(Test.DRUGS, Range(surely, case.part_d_drugs), case.sponsor.minimum_drugs, rules["drugs"])


def _counted(test: Test, yours: Range, minimum: int | None, rule: Rule) -> Criterion:
    """A count against the sponsor's own minimum, or against the least and the most that the law lets a sponsor ask for."""
    surely, possibly = yours.least, yours.most or 0
    if minimum is not None:
        return Criterion(test, enough(surely, possibly, minimum, minimum), yours, Range(minimum, minimum), Asks.SPONSOR, rule)
    least, most = rule.numbers["least"], rule.numbers.get("most")
    if most is None:
        met = Met.NO if possibly < least else Met.PLAN_DECIDES
        return Criterion(test, met, yours, Range(least, None), Asks.SPONSOR_FREE, rule)
    return Criterion(test, enough(surely, possibly, least, most), yours, Range(least, most), Asks.RANGE, rule)


def _cost(case: TherapyCase, rules: Rules) -> Criterion:
    amount, rule = _amount(case), rules["proposed_cost" if case.proposal else "cost"]
    threshold, cost = to_cents(amount.value), case.annual_drug_cost
    test = cost_above if case.proposal else therapy_law(case.year).cost
    return Criterion(
        test=Test.COST,
        met=Met.PLAN_DECIDES if cost is None else test(cost, threshold),
        yours=None if cost is None else Range(cost, cost),
        asked=Range(threshold, threshold),
        asks=Asks.ABOVE if test is cost_above else Asks.AT_LEAST,
        rule=rule,
        amount_status=amount.status,
    )


def _amount(case: TherapyCase) -> Parameter:
    """The year's amount: that of the law in force, or the initial coverage limit of the proposal."""
    return parameter_set(case.year).get("initial_coverage_limit" if case.proposal else "mtm_cost_threshold")


def _talk(case: TherapyCase, rules: Rules) -> Talk:
    if not case.long_term_care:
        return Talk.REQUIRED
    if "long_term_care_review" in rules:
        return Talk.NOT_REQUIRED
    return Talk.REQUIRED if "review_by_others" in rules else Talk.UNKNOWN


def _schedule(case: TherapyCase, rules: Rules) -> tuple[ReviewDate, ...]:
    """The year's dates from the day of enrollment in the program (January 1 where none is given)."""
    january = date(case.year, 1, 1)
    start = case.enrolled_on or january
    dates: list[ReviewDate] = []
    if "offer" in rules:
        dates.append(ReviewDate(Review.OFFER, start + timedelta(days=rules["offer"].number("days"))))
    if "targeted_review" in rules:
        months = rules["targeted_review"].number("months")
        ends = [month_later(january, months * number) - DAY for number in range(1, YEAR_MONTHS // months + 1)]
        dates += [ReviewDate(Review.TARGETED_REVIEW, day) for day in ends if day >= start]
    if "comprehensive_review" in rules:
        dates.append(ReviewDate(Review.COMPREHENSIVE_REVIEW, year_end(case.year)))
    return tuple(sorted(dates, key=lambda entry: entry.by))


def _notes(case: TherapyCase, rules: Rules, criteria: Iterable[Criterion]) -> tuple[TherapyNote, ...]:
    any_disease = therapy_law(_law_year(case)).surely is every_chronic_disease
    holds = {
        TherapyNote.PLANS_CHOSE: "most" not in rules["conditions"].numbers,
        TherapyNote.NO_LIST: any_disease and case.sponsor.targeted_conditions is None,
        TherapyNote.AMOUNT_UNCONFIRMED: not case.proposal and _amount(case).status != "confirmed",
        TherapyNote.LONG_TERM_ASSUMED: case.maintenance_drugs is None and "long_term_use_only" in rules["drugs"].numbers,
        TherapyNote.UNLISTED: any(name not in CONDITIONS for name in _named(case.conditions)),
        TherapyNote.PROGRAM_UNKNOWN: "comprehensive_review" not in rules,
        TherapyNote.AT_RISK_UNKNOWN: case.at_risk and "at_risk" not in rules,
        TherapyNote.COST_UNKNOWN: any(criterion.yours is None for criterion in criteria),
    }
    return tuple(note for note, true in holds.items() if true)


def _rules_shown(case: TherapyCase, rules: Rules, criteria: Iterable[Criterion]) -> tuple[Rule, ...]:
    """The rules that bear on the case, in the order in which they are read."""
    names = (
        *("all_three", "core_conditions", "at_risk", "opt_out", "interventions"),
        *(*_PROGRAM, "offer"),
        *(("long_term_care_review", "review_by_others") if case.long_term_care else ()),
    )
    return (*(criterion.rule for criterion in criteria), *(rules[name] for name in names if name in rules))
