"""Whether a plan must offer medication therapy management, by which criteria, and what the programme gives when: ``finder mtm``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from finder.documents.calendar import Entry, calendar_file
from finder.documents.fields import Input, IsoDate, Money, PlanYear, Whole, read, shown
from finder.documents.rules import rule_entries
from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.money import dollars, to_cents
from finder.domain.months import DAY, YEAR_MONTHS, month_later, year_end
from finder.parameters import Parameter, parameter_set, version
from finder.parameters.rule_sets import rules_of
from finder.rules.medication_therapy import CONDITIONS, Met, all_criteria, cost_above, enough, every_chronic_disease, therapy_law

TOPIC = "medication_therapy"
Rules = Mapping[str, Rule]
_MOST = 50
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

_DATES = {
    "offer": (
        "The full review should be offered",
        "The plan should have offered you a full review of your drugs. If it has not, call and ask.",
    ),
    "targeted_review": ("The plan checks your drugs", "The plan must have checked your drugs for this quarter. You need not do anything."),
    "comprehensive_review": (
        "Have your yearly full review",
        "The plan owes you a full review of your drugs this year. Have it by this day.",
    ),
}
"""A date of the programme in a few words and in a sentence."""

Condition = Annotated[str, Field(min_length=1, max_length=80)]


class Sponsor(Input):
    """What a plan asks for, as far as it is known. ``targeted_conditions`` left out: not known."""

    minimum_conditions: Annotated[Whole, Field(ge=1, le=_MOST)] | None = None
    minimum_drugs: Annotated[Whole, Field(ge=1, le=_MOST)] | None = None
    targeted_conditions: Annotated[list[Condition], Field(min_length=1, max_length=_MOST)] | None = None


class MtmInput(Input):
    """The document of ``finder mtm``. A cost left out is not known. ``rule`` may ask for the proposal of 2009 in place of the law in
    force."""

    year: PlanYear
    conditions: Annotated[list[Condition], Field(max_length=_MOST)]
    part_d_drugs: Annotated[Whole, Field(ge=0, le=200)]
    maintenance_drugs: Annotated[Whole, Field(ge=0, le=200)] | None = None
    annual_drug_cost: Money | None = None
    long_term_care: bool = False
    at_risk: bool = False
    sponsor: Sponsor | None = None
    enrolled_on: IsoDate | None = None
    rule: Literal["in_force", "proposed_2009"] = "in_force"


class Criterion(NamedTuple):
    """One criterion: how it stands, what the person has, and what is asked, both in words or numbers of the contract."""

    name: str
    met: Met
    yours: str
    asked: str
    because: str
    rule: Rule
    amount_status: str | None = None


def medication_therapy(document: object) -> dict[str, Any]:
    """``eligible`` (yes, no, plan_decides) with the criteria behind it, what the programme gives, and its dates. Raises Refusal."""
    asked = read(MtmInput, document)
    rules = rules_of(TOPIC, asked.year)
    _refuse(asked, rules)
    rules = rules_of(TOPIC, _law_year(asked, rules))
    criteria = (_conditions(asked, rules), _drugs(asked, rules), _cost(asked, rules))
    at_risk = asked.at_risk and "at_risk" in rules
    met = Met.YES if at_risk else all_criteria(tuple(criterion.met for criterion in criteria))
    names = ["all_three", "core_conditions", "at_risk", "opt_out", "interventions"]
    shown = [*(c.rule for c in criteria), *(rules[name] for name in names if name in rules), *_given(asked, rules)]
    schedule = _schedule(asked, rules)
    return {
        "year": asked.year,
        "rule": asked.rule,
        "eligible": met.key,
        "because": _because(criteria, met, at_risk=at_risk),
        "criteria": [_criterion(criterion) for criterion in criteria],
        "conditions": [_condition(condition, asked.year) for condition in _named(asked.conditions)],
        "services": _services(asked, rules),
        "schedule": schedule,
        "notes": _notes(asked, rules, criteria),
        "rules": rule_entries(shown),
        "calendar": calendar_file(Entry(date.fromisoformat(e["by"]), None, e["title"], e["says"]) for e in schedule),
        "parameters_version": version(),
    }


def _law_year(asked: MtmInput, rules: Rules) -> int:
    """The year whose rules answer: the proposal is one, whichever of its years is asked for."""
    return rules["proposed_cost"].first_year if asked.rule == "proposed_2009" else asked.year


def _refuse(asked: MtmInput, rules: Rules) -> None:
    """A sponsor may not ask for more than the law's most; nothing told is no question; the proposal is answered in its own years alone;
    enrolled in the year."""
    sponsor, problems = asked.sponsor or Sponsor(), []
    for field, name in (("minimum_conditions", "conditions"), ("minimum_drugs", "drugs")):
        given, numbers = getattr(sponsor, field), rules[name].numbers if name in rules else {}
        if given is not None and "most" in numbers and not numbers["least"] <= given <= numbers["most"]:
            problems.append(Problem(f"$.sponsor.{field}", f"{numbers['least']} to {numbers['most']} in {asked.year}", str(given)))
    for number, condition in enumerate(asked.conditions):
        if not _word(condition):
            problems.append(Problem(f"$.conditions[{number}]", "the name of an illness", shown(condition)))
    told = (asked.conditions, asked.part_d_drugs, asked.annual_drug_cost, asked.at_risk)
    if not any(told):
        expected = "at least one of conditions, part_d_drugs, annual_drug_cost and at_risk to say something of the person"
        problems.append(Problem("$", expected, "none of them"))
    if asked.rule == "proposed_2009" and "proposed_cost" not in rules:
        problems.append(Problem("$.rule", f'"in_force" in {asked.year} (the proposal of 2009 was for 2010 and 2011)', '"proposed_2009"'))
    if asked.enrolled_on and asked.enrolled_on.year != asked.year:
        problems.append(Problem("$.enrolled_on", f"a day of {asked.year}", asked.enrolled_on.isoformat()))
    if asked.maintenance_drugs is not None and asked.maintenance_drugs > asked.part_d_drugs:
        problems.append(Problem("$.maintenance_drugs", f"at most part_d_drugs ({asked.part_d_drugs})", str(asked.maintenance_drugs)))
    if problems:
        raise Refusal(problems)


def _named(conditions: list[str]) -> list[str]:
    """The conditions by one word each, every one once, in the order given."""
    words = map(_word, conditions)
    return list(dict.fromkeys(_ALIASES.get(word, word) for word in words if word))


def _word(condition: str) -> str:
    """A condition as a word of the contract; empty where the text has neither a letter nor a digit."""
    return re.sub(r"[^a-z0-9]+", "_", condition.lower()).strip("_")


def _conditions(asked: MtmInput, rules: Rules) -> Criterion:
    """How many conditions count in every plan (surely) and in a plan that targets all of them (possibly)."""
    mine, sponsor = _named(asked.conditions), asked.sponsor or Sponsor()
    law = therapy_law(_law_year(asked, rules))
    numbers = rules["core_conditions"].numbers if "core_conditions" in rules else {}
    counting = [condition for condition in mine if condition in law.counts]
    surely = law.surely(len(counting), numbers.get("listed", 0), numbers.get("targeted", 0))
    possibly = len(mine)
    if sponsor.targeted_conditions is not None:
        targeted = set(_named(sponsor.targeted_conditions))
        surely = possibly = len([condition for condition in mine if condition in targeted])
    return _counted("conditions", surely, possibly, sponsor.minimum_conditions, rules["conditions"])


def _drugs(asked: MtmInput, rules: Rules) -> Criterion:
    surely = asked.part_d_drugs if asked.maintenance_drugs is None else asked.maintenance_drugs
    sponsor = asked.sponsor or Sponsor()
    return _counted("drugs", surely, asked.part_d_drugs, sponsor.minimum_drugs, rules["drugs"])


def _counted(name: str, surely: int, possibly: int, minimum: int | None, rule: Rule) -> Criterion:
    """A count against the sponsor's own minimum, or against the least and the most that the law lets a sponsor ask for."""
    yours = str(possibly) if surely == possibly else f"{surely} to {possibly}"
    if minimum is not None:
        return Criterion(name, enough(surely, possibly, minimum, minimum), yours, str(minimum), "sponsor", rule)
    least, most = rule.numbers["least"], rule.numbers.get("most")
    if most is None:
        met = Met.NO if possibly < least else Met.PLAN_DECIDES
        return Criterion(name, met, yours, f"{least} or more", "sponsor_free", rule)
    return Criterion(name, enough(surely, possibly, least, most), yours, f"{least} to {most}", "range", rule)


def _cost(asked: MtmInput, rules: Rules) -> Criterion:
    amount, rule = _amount(asked), rules["proposed_cost" if asked.rule == "proposed_2009" else "cost"]
    threshold, status = to_cents(amount.value), amount.status
    if asked.annual_drug_cost is None:
        return Criterion("cost", Met.PLAN_DECIDES, "unknown", dollars(threshold), "cost_unknown", rule, status)
    test = cost_above if asked.rule == "proposed_2009" else therapy_law(asked.year).cost
    because = "above" if test is cost_above else "at_least"
    met = test(asked.annual_drug_cost, threshold)
    return Criterion("cost", met, dollars(asked.annual_drug_cost), dollars(threshold), because, rule, status)


def _amount(asked: MtmInput) -> Parameter:
    """The year's amount: that of the law in force, or the initial coverage limit of the proposal."""
    return parameter_set(asked.year).get("initial_coverage_limit" if asked.rule == "proposed_2009" else "mtm_cost_threshold")


def _criterion(criterion: Criterion) -> dict[str, Any]:
    rule = criterion.rule
    return {
        "criterion": criterion.name,
        "met": criterion.met.key,
        "yours": criterion.yours,
        "asked": criterion.asked,
        "because": criterion.because,
        "says": rule.says,
        "citation": rule.citation,
        "law": rule.law,
        "status": rule.status,
        "amount_status": criterion.amount_status,
    }


def _because(criteria: tuple[Criterion, ...], met: Met, *, at_risk: bool) -> list[str]:
    """The criteria that decided: those not met, those left open, or all of them."""
    if at_risk:
        return ["at_risk"]
    return [criterion.name for criterion in criteria if criterion.met is met]


def _condition(condition: str, year: int) -> dict[str, Any]:
    """A condition as it was understood: whether the law of any year lists it, and that of this one."""
    return {"condition": condition, "listed": condition in CONDITIONS, "listed_this_year": condition in therapy_law(year).core}


def _given(asked: MtmInput, rules: Rules) -> list[Rule]:
    names = ["comprehensive_review", "targeted_review", "offer"]
    names += ["long_term_care_review", "review_by_others"] if asked.long_term_care else []
    return [rules[name] for name in names if name in rules]


def _services(asked: MtmInput, rules: Rules) -> list[dict[str, Any]]:
    """What the programme gives; empty for a year whose texts were not read."""
    services = []
    for name in ("comprehensive_review", "targeted_review"):
        if name in rules:
            services.append({"service": name, "every_months": rules[name].number("months"), "says": rules[name].says})
    if services:
        exempt = asked.long_term_care and "long_term_care_review" in rules
        unknown = asked.long_term_care and not exempt and "review_by_others" not in rules
        services[0]["interactive"] = "not_required" if exempt else "unknown" if unknown else "required"
        services[0]["written_summary"] = True
    return services


def _schedule(asked: MtmInput, rules: Rules) -> list[dict[str, Any]]:
    """The year's dates from the day of enrolment in the programme (January 1 where none is given)."""
    start = asked.enrolled_on or date(asked.year, 1, 1)
    dates: list[dict[str, Any]] = []
    if "offer" in rules:
        dates.append({"what": "offer", "by": (start + timedelta(days=rules["offer"].number("days"))).isoformat()})
    if "targeted_review" in rules:
        months = rules["targeted_review"].number("months")
        ends = [month_later(date(asked.year, 1, 1), months * number) - DAY for number in range(1, YEAR_MONTHS // months + 1)]
        dates += [{"what": "targeted_review", "by": day.isoformat()} for day in ends if day >= start]
    if "comprehensive_review" in rules:
        by = year_end(asked.year)
        dates.append({"what": "comprehensive_review", "by": by.isoformat()})
    told = [{**entry, "title": _DATES[entry["what"]][0], "says": _DATES[entry["what"]][1]} for entry in dates]
    return sorted(told, key=lambda entry: str(entry["by"]))


def _notes(asked: MtmInput, rules: Rules, criteria: tuple[Criterion, ...]) -> list[str]:
    threshold = parameter_set(asked.year).get("mtm_cost_threshold")
    unlisted = [condition for condition in _named(asked.conditions) if condition not in CONDITIONS]
    targeted_known = asked.sponsor is not None and asked.sponsor.targeted_conditions is not None
    found = {
        f"Each plan chose in {asked.year} which illnesses it looks for, and how many.": "most" not in rules["conditions"].numbers,
        f"The rule of {asked.year} had no list of illnesses. A plan could choose which ones it looks for, so ask it.": (
            therapy_law(_law_year(asked, rules)).surely is every_chronic_disease and not targeted_known
        ),
        f"The yearly amount of {asked.year} is not confirmed by two sources.": asked.rule == "in_force" and threshold.status != "confirmed",
        "Drugs are counted as drugs for long-term use.": asked.maintenance_drugs is None
        and "drugs" in rules
        and "long_term_use_only" in rules["drugs"].numbers,
        f"{len(unlisted)} of your illnesses {'is' if len(unlisted) == 1 else 'are'} not on Medicare's list of today. A plan need not count "
        "such an illness.": bool(unlisted),
        f"What the program gave in {asked.year} is not among the texts that were read.": "comprehensive_review" not in rules,
        f"At-risk people are not named in the texts for {asked.year}.": asked.at_risk and "at_risk" not in rules,
        "Your yearly drug cost is not known, so the answer is open.": any(c.because == "cost_unknown" for c in criteria),
    }
    return [note for note, holds in found.items() if holds]
