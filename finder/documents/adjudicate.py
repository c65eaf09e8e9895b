"""The document of ``finder adjudicate`` (an explicit benefit design and explicit fills) and its answer, a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, Field

from finder.adjudication.accumulators import opening_accumulators
from finder.adjudication.engine import Part, adjudicate_parts
from finder.adjudication.shares import MissingShare, claim_shares, kind_of
from finder.adjudication.terms import (
    CHOICE_SETTINGS,
    Choices,
    PlanYearTerms,
    SubsidyTerms,
    defined_standard,
    plan_year_terms,
    subsidy_terms,
    year_terms,
)
from finder.documents.design import (
    AnyDesign,
    Level,
    LevelFrom,
    Levels,
    PlanFrom,
    Plans,
    YearToDate,
    date_problems,
    design_document,
    design_of,
    design_problems,
    in_force,
    levels_document,
    refuse_parts,
)
from finder.documents.fields import Input, IsoDate, Money, PlanYear, Whole, Word, read
from finder.documents.ledger import by_phase, claim_entry, months, totals
from finder.domain.benefit import BenefitDesign, Channel, LowIncomeSubsidy
from finder.domain.claim import NO_PRICE, Accumulators, Claim, OtherPayer, OtherPayerKind, OutsideKind, PaidOutside
from finder.domain.errors import Problem, Refusal
from finder.domain.money import dollars
from finder.parameters import version

STANDARD = "defined_standard"
MOST_FILLS = 5_000
"""Of a year."""
_MOST_PAYERS, _MOST_SCENARIOS, _LONGEST_NAME = 20, 10_000, 300


class MemberInput(Input):
    """Who fills: the Extra Help level (or levels, each from its day on), and what had run up before."""

    low_income_subsidy: Level | Levels = LowIncomeSubsidy.NONE
    year_to_date: YearToDate = YearToDate()


class PaidOutsideInput(Input):
    """A purchase without the plan."""

    kind: Annotated[OutsideKind, Word(OutsideKind)]
    amount: Money
    documented: bool = False
    network_pharmacy: bool = False


class OtherPayerInput(Input):
    """A payer after Part D."""

    kind: Annotated[OtherPayerKind, Word(OtherPayerKind)]
    amount: Money


class FillInput(Input):
    """One fill. ``tier`` may be left out with ``defined_standard``; ``other_payer`` may be a list, applied in order."""

    date: IsoDate
    drug: Annotated[str, Field(max_length=_LONGEST_NAME)]
    brand: bool
    tier: Annotated[Whole, Field(ge=1, le=99)] | None = None
    days_supply: Annotated[Whole, Field(ge=1, le=366)]
    channel: Annotated[Channel, Word(Channel)]
    negotiated_price: Money
    insulin: bool = False
    vaccine: bool = False
    selected_drug: bool = False
    solid_oral: bool = True
    covered: bool = True
    usual_and_customary: Money | None = None
    dispensing_fee: Money = 0
    paid_outside: PaidOutsideInput | None = None
    other_payer: OtherPayerInput | Annotated[list[OtherPayerInput], Field(max_length=_MOST_PAYERS)] | None = None


def _known_settings(choices: dict[str, str]) -> dict[str, str]:
    for name, setting in choices.items():
        if setting not in CHOICE_SETTINGS.get(name, ()):
            known = "; ".join(f"{known}: {' or '.join(settings)}" for known, settings in CHOICE_SETTINGS.items())
            raise ValueError(f"a setting of a known choice ({known})")
    return choices


class Scenario(Input):
    """The document of ``finder adjudicate``: ``design`` for the year, or ``plans``, each from its day on."""

    plan_year: PlanYear
    design: AnyDesign | None = None
    plans: Plans | None = None
    member: MemberInput = MemberInput()
    fills: Annotated[list[FillInput], Field(max_length=MOST_FILLS)]
    choices: Annotated[dict[str, str], AfterValidator(_known_settings)] = Field(default_factory=dict)


INPUT = Scenario


def answer(document: object) -> dict[str, Any] | list[dict[str, Any]]:
    """One scenario answered, or an array of them in order. Raises Refusal naming every problem; if one is refused, all are."""
    if not isinstance(document, list):
        return _answered(document, "$")
    if len(document) > _MOST_SCENARIOS:
        raise Refusal([Problem("$", f"at most {_MOST_SCENARIOS:,} scenarios", f"{len(document):,}")])
    answers: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for index, scenario in enumerate(document):
        try:
            answers.append(_answered(scenario, f"$[{index}]"))
        except Refusal as refusal:
            problems.extend(refusal.problems)
    if problems:
        raise Refusal(problems)
    return answers


def _answered(document: object, where: str) -> dict[str, Any]:
    scenario = read(Scenario, document, where)
    year = _checked(scenario, where)
    ledger, begun = adjudicate_parts(year.parts, year.claims, year.opening)
    first, levels = year.parts[0].terms, scenario.member.low_income_subsidy
    return {
        "plan_year": scenario.plan_year,
        "parameters_version": version(),
        **_plans_document(scenario, year.parts),
        "low_income_subsidy": levels_document(levels) if isinstance(levels, list) else levels.key,
        "choices": asdict(first.choices),
        "totals": totals(ledger.rows, year.opening),
        "by_phase": by_phase(ledger.rows),
        "months": months(ledger, begun[0].phase, [(one.part.start, one.phase) for one in begun[1:]]),
        "claims": [{**claim_entry(row), **_held_on(scenario, row.claim.date)} for row in ledger.rows],
    }


def _plans_document(scenario: Scenario, parts: Sequence[Part]) -> dict[str, Any]:
    """The design of the year, or the plans and their days, in the words of the contract."""
    if scenario.plans is None:
        return {"design": _design_words(scenario.design, parts[0])}
    by_day = {part.start: part for part in parts}
    return {
        "plans": [{"from": plan.since.isoformat(), "design": _design_words(plan.design, by_day[plan.since])} for plan in scenario.plans]
    }


def _design_words(given: AnyDesign | None, part: Part) -> str | dict[str, Any]:
    return STANDARD if given == STANDARD else design_document(part.terms.design)


def _held_on(scenario: Scenario, day: date) -> dict[str, Any]:
    """Which plan and Extra Help level held for a claim of that day, where the document gives several."""
    held: dict[str, Any] = {}
    plans, levels = scenario.plans, scenario.member.low_income_subsidy
    if plans is not None:
        held["plan_from"] = plans[in_force(plans, day)].since.isoformat()
    if isinstance(levels, list):
        held["low_income_subsidy"] = levels[in_force(levels, day)].level.key
    return held


class Year(NamedTuple):
    """What the engine takes.

    ``claims`` are in the order given.
    ``opening`` is what had run up before them.
    """

    parts: list[Part]
    claims: list[Claim]
    opening: Accumulators


def checked(scenario: Scenario, where: str = "$") -> tuple[PlanYearTerms, list[Claim], Accumulators]:
    """What the engine takes of a scenario with one plan and one level for the year. Raises Refusal, also for a list of either."""
    levels = scenario.member.low_income_subsidy
    refuse_parts({"plans": scenario.plans, "member.low_income_subsidy": isinstance(levels, list)}, where)
    year = _checked(scenario, where)
    return year.parts[0].terms, year.claims, year.opening


def _checked(scenario: Scenario, where: str) -> Year:
    parts = _parts(scenario, where)
    claims = [_claim(fill) for fill in scenario.fills]
    _refuse_fills(scenario, parts, where)
    to_date = scenario.member.year_to_date
    problem = to_date.problem(scenario.plan_year, f"{where}.member.year_to_date")
    if problem:
        raise Refusal([problem])
    return Year(parts, claims, opening_accumulators(parts[0].terms, to_date.gross_drug_cost, to_date.troop))


def _parts(scenario: Scenario, where: str) -> list[Part]:
    """The year cut where its plan or level changes. Raises Refusal."""
    plans, levels = scenario.plans, scenario.member.low_income_subsidy
    if plans is not None and scenario.design is not None:
        raise Refusal([Problem(f"{where}.plans", "either design or plans", "both")])
    if plans is None and scenario.design is None:
        found = "null" if "design" in scenario.model_fields_set else "nothing"
        raise Refusal([Problem(f"{where}.design", "defined_standard or an object, or plans with their days", found)])
    problems = date_problems(plans or [], scenario.plan_year, f"{where}.plans")
    if isinstance(levels, list):
        problems += date_problems(levels, scenario.plan_year, f"{where}.member.low_income_subsidy")
    if problems:
        raise Refusal(problems)
    designs = [_design(plan.design, scenario.plan_year, f"{where}.plans[{place}].design") for place, plan in enumerate(plans or [])]
    if scenario.design is not None:
        designs = [_design(scenario.design, scenario.plan_year, f"{where}.design")]
    subsidies = _subsidies(scenario, where)
    year, choices = year_terms(scenario.plan_year), Choices(**scenario.choices)
    new_year = date(scenario.plan_year, 1, 1)
    dated = levels if isinstance(levels, list) else None
    days = {new_year, *(plan.since for plan in plans or []), *(one.since for one in dated or [])}
    return [Part(day, plan_year_terms(year, designs[_place(plans, day)], subsidies[_place(dated, day)], choices)) for day in sorted(days)]


def _place(given: Sequence[PlanFrom] | Sequence[LevelFrom] | None, day: date) -> int:
    return 0 if given is None else in_force(given, day)


def _design(given: AnyDesign, plan_year: int, where: str) -> BenefitDesign:
    if isinstance(given, str):
        return defined_standard(plan_year)
    year = year_terms(plan_year)
    problems = design_problems(given, plan_year, year.law.has_coverage_gap, year.insulin_cap >= 0, where)
    if problems:
        raise Refusal(problems)
    return design_of(given)


def _subsidies(scenario: Scenario, where: str) -> list[SubsidyTerms]:
    levels = scenario.member.low_income_subsidy
    path = f"{where}.member.low_income_subsidy"
    if not isinstance(levels, list):
        return [_subsidy(levels, scenario.plan_year, path)]
    return [_subsidy(one.level, scenario.plan_year, f"{path}[{place}].level") for place, one in enumerate(levels)]


def _subsidy(level: LowIncomeSubsidy, plan_year: int, where: str) -> SubsidyTerms:
    try:
        return subsidy_terms(plan_year, level)
    except Refusal as refusal:
        raise Refusal(problem._replace(where=where) for problem in refusal.problems) from refusal


def _claim(fill: FillInput) -> Claim:
    others = fill.other_payer if isinstance(fill.other_payer, list) else [fill.other_payer] if fill.other_payer else []
    outside = fill.paid_outside
    return Claim(
        date=fill.date,
        drug=fill.drug,
        brand=fill.brand,
        tier=fill.tier or 0,
        days_supply=fill.days_supply,
        channel=fill.channel,
        negotiated_price=fill.negotiated_price,
        insulin=fill.insulin,
        vaccine=fill.vaccine,
        selected_drug=fill.selected_drug,
        solid_oral=fill.solid_oral,
        covered=fill.covered,
        usual_and_customary=NO_PRICE if fill.usual_and_customary is None else fill.usual_and_customary,
        dispensing_fee=fill.dispensing_fee,
        paid_outside=None if outside is None else PaidOutside(outside.kind, outside.amount, outside.documented, outside.network_pharmacy),
        other_payers=tuple(OtherPayer(other.kind, other.amount) for other in others),
    )


def _refuse_fills(scenario: Scenario, parts: Sequence[Part], where: str) -> None:
    """Refuse fills outside the year, fees above the price, and fills for which the design of their day has no share."""
    problems = []
    for index, fill in enumerate(scenario.fills):
        place = f"{where}.fills[{index}]"
        if fill.date.year != scenario.plan_year:
            expected = f"a date in {scenario.plan_year}"
            problems.append(Problem(f"{place}.date", expected, fill.date.isoformat()))
        if fill.dispensing_fee > fill.negotiated_price:
            expected = "at most the negotiated price, of which the fee is a part"
            problems.append(Problem(f"{place}.dispensing_fee", expected, dollars(fill.dispensing_fee)))
        terms = next((part.terms for part in reversed(parts) if part.start <= fill.date), parts[0].terms)
        if terms.design.tiers and fill.tier is None and fill.covered:
            problems.append(Problem(f"{place}.tier", f"one of {', '.join(map(str, terms.design.tiers))}", "nothing"))
            continue
        plan = "design" if scenario.plans is None else f"plans[{_place(scenario.plans, max(fill.date, parts[0].start))}].design"
        problems.extend(_share_problems(terms, fill, place.removeprefix(where + "."), f"{where}.{plan}"))
    if problems:
        raise Refusal(problems)


def _share_problems(terms: PlanYearTerms, fill: FillInput, place: str, where: str) -> list[Problem]:
    if not fill.covered:
        return []
    try:
        claim_shares(terms, kind_of(_claim(fill)))
    except MissingShare as missing:
        return [Problem(f"{where}.{missing.where}", f"{missing.wanted} (for {place})", "nothing")]
    return []
