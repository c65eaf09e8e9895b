"""An explicit benefit design and explicit fills; a ledger back. The question behind ``finder adjudicate``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from finder.adjudication.engine import adjudicate_year, opening_accumulators
from finder.adjudication.rows import phase_after
from finder.adjudication.shares import MissingShare, claim_shares, kind_of
from finder.adjudication.terms import CHOICE_SETTINGS, Choices, PlanYearTerms, defined_standard, subsidy_terms, year_terms
from finder.domain.benefit import BenefitDesign, Channel, LowIncomeSubsidy
from finder.domain.claim import NO_PRICE, Accumulators, Claim, OtherPayer, OtherPayerKind, OutsideKind, PaidOutside
from finder.domain.errors import Problem, Refusal
from finder.domain.money import dollars
from finder.parameters import parameter_set
from finder.questions._design import DesignInput, design_document, design_of, design_problems
from finder.questions._input import Input, IsoDate, Money, PlanYear, Whole, Word, read
from finder.questions.ledger_document import by_phase, claim_entry, months, totals

STANDARD = "defined_standard"


class YearToDate(Input):
    """What had run up when the plan year's fills begin, in dollars."""

    gross_drug_cost: Money = 0
    troop: Money = 0


class MemberInput(Input):
    """Who fills: the Extra Help level, and what had run up before."""

    low_income_subsidy: Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)] = LowIncomeSubsidy.NONE
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
    drug: str
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
    other_payer: OtherPayerInput | list[OtherPayerInput] | None = None


def _known_settings(choices: dict[str, str]) -> dict[str, str]:
    for name, setting in choices.items():
        if setting not in CHOICE_SETTINGS.get(name, ()):
            known = "; ".join(f"{known}: {' or '.join(settings)}" for known, settings in CHOICE_SETTINGS.items())
            raise ValueError(f"a setting of a known choice ({known})")
    return choices


class Scenario(Input):
    """The document of ``finder adjudicate``."""

    plan_year: PlanYear
    design: Literal["defined_standard"] | DesignInput
    member: MemberInput = MemberInput()
    fills: list[FillInput]
    choices: Annotated[dict[str, str], AfterValidator(_known_settings)] = Field(default_factory=dict)


def adjudicate(document: object) -> dict[str, Any] | list[dict[str, Any]]:
    """One scenario answered, or an array of them in order. Raises Refusal naming every problem; if one is refused, all are."""
    if not isinstance(document, list):
        return _answered(document, "$")
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
    terms, claims, opening = checked(scenario, where)
    ledger = adjudicate_year(terms, claims, opening)
    return {
        "plan_year": scenario.plan_year,
        "parameters_version": parameter_set(scenario.plan_year).version,
        "design": STANDARD if scenario.design == STANDARD else design_document(terms.design),
        "low_income_subsidy": terms.subsidy.level.key,
        "choices": asdict(terms.choices),
        "totals": totals(ledger.rows, opening),
        "by_phase": by_phase(ledger.rows),
        "months": months(ledger, phase_after(terms, opening)),
        "claims": [claim_entry(row) for row in ledger.rows],
    }


def checked(scenario: Scenario, where: str = "$") -> tuple[PlanYearTerms, list[Claim], Accumulators]:
    """What the engine takes of a well-formed scenario: terms, claims in the order given, and what had run up. Raises Refusal."""
    terms = _terms(scenario, where)
    claims = [_claim(fill) for fill in scenario.fills]
    _refuse_fills(scenario, terms, where)
    to_date = scenario.member.year_to_date
    if to_date.troop > terms.year.threshold:
        place = f"{where}.member.year_to_date.troop"
        raise Refusal([Problem(place, f"at most {dollars(terms.year.threshold)}, the year's threshold", dollars(to_date.troop))])
    return terms, claims, opening_accumulators(terms, to_date.gross_drug_cost, to_date.troop)


def _terms(scenario: Scenario, where: str) -> PlanYearTerms:
    year = year_terms(scenario.plan_year)
    if isinstance(scenario.design, str):
        design: BenefitDesign = defined_standard(scenario.plan_year)
    else:
        problems = design_problems(
            scenario.design, scenario.plan_year, year.shape.has_coverage_gap, year.insulin_cap >= 0, f"{where}.design"
        )
        if problems:
            raise Refusal(problems)
        design = design_of(scenario.design)
    try:
        subsidy = subsidy_terms(scenario.plan_year, scenario.member.low_income_subsidy)
    except Refusal as refusal:
        raise Refusal(problem._replace(where=problem.where.replace("$", f"{where}.member", 1)) for problem in refusal.problems) from refusal
    return PlanYearTerms(year, design, subsidy, Choices(**scenario.choices))


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


def _refuse_fills(scenario: Scenario, terms: PlanYearTerms, where: str) -> None:
    """Refuse fills outside the year, fees above the price, and fills for which the design has no share."""
    problems = []
    for index, fill in enumerate(scenario.fills):
        place = f"{where}.fills[{index}]"
        if fill.date.year != scenario.plan_year:
            expected = f"a date in {scenario.plan_year}"
            problems.append(Problem(f"{place}.date", expected, fill.date.isoformat()))
        if fill.dispensing_fee > fill.negotiated_price:
            expected = "at most the negotiated price, of which the fee is a part"
            problems.append(Problem(f"{place}.dispensing_fee", expected, dollars(fill.dispensing_fee)))
        if terms.design.tiers and fill.tier is None and fill.covered:
            problems.append(Problem(f"{place}.tier", f"one of {', '.join(map(str, terms.design.tiers))}", "nothing"))
            continue
        problems.extend(_share_problems(terms, fill, place, where))
    if problems:
        raise Refusal(problems)


def _share_problems(terms: PlanYearTerms, fill: FillInput, place: str, where: str) -> list[Problem]:
    if not fill.covered:
        return []
    try:
        claim_shares(terms, kind_of(_claim(fill)))
    except MissingShare as missing:
        return [Problem(f"{where}.design.{missing.where}", f"{missing.wanted} (for {place.removeprefix(where + '.')})", "nothing")]
    return []
