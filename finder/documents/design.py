"""A benefit design as the contract writes it, and the parts of a year that has several designs or Extra Help levels."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, Protocol

from pydantic import AfterValidator, Field, model_validator

from finder.documents.fields import Input, IsoDate, Money, Rate, Word
from finder.domain.benefit import (
    ALL_TIERS,
    NO_LIMIT,
    BenefitDesign,
    BenefitType,
    Channel,
    CostShare,
    LowIncomeSubsidy,
    ShareKey,
    ShareKind,
    TierDesign,
)
from finder.domain.errors import Problem, Refusal
from finder.domain.money import dollars, fraction
from finder.questions.so_far import so_far_problem


class ShareInput(Input):
    """A copay, or a coinsurance with an optional minimum and maximum."""

    copay: Money | None = None
    coinsurance: Rate | None = None
    min: Money | None = None
    max: Money | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> ShareInput:
        if (self.copay is None) == (self.coinsurance is None):
            raise ValueError("either a copay or a coinsurance")
        if self.copay is not None and (self.min is not None or self.max is not None):
            raise ValueError("min and max only beside a coinsurance")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("a min no greater than the max")
        return self


def _keys_of(expected: str, pattern: str) -> AfterValidator:
    matches = re.compile(pattern).fullmatch

    def check(table: dict[str, Any]) -> dict[str, Any]:
        for key in table:
            if not matches(key):
                raise ValueError(f"{expected} as keys")
        return table

    return AfterValidator(check)


ByDays = Annotated[dict[str, ShareInput], _keys_of('days supplies "30", "60", "90"', "30|60|90")]
ByChannel = Annotated[dict[str, ByDays], _keys_of(f"channels ({', '.join(Channel.keys())})", "|".join(Channel.keys()))]


class TierInput(Input):
    """One tier of a design."""

    deductible_applies: bool
    initial_coverage: ByChannel
    coverage_gap: ByChannel | None = None


class DesignInput(Input):
    """An explicit benefit design."""

    benefit_type: Annotated[BenefitType, Word(BenefitType)]
    deductible: Money
    initial_coverage_limit: Money | None = None
    tiers: Annotated[dict[str, TierInput], _keys_of("tier numbers", "[1-9][0-9]?")] = Field(default_factory=dict)
    insulin: Annotated[dict[str, ByChannel], _keys_of('tier numbers or "all"', "[1-9][0-9]?|all")] = Field(default_factory=dict)


def design_problems(given: DesignInput, plan_year: int, has_gap: bool, has_insulin: bool, where: str) -> list[Problem]:
    """What makes a well-formed design no design of that year."""
    problems = []
    limit = given.initial_coverage_limit
    if has_gap and limit is None:
        problems.append(Problem(f"{where}.initial_coverage_limit", f"money, as every design of {plan_year} has one", "nothing"))
    if not has_gap and limit is not None:
        problems.append(Problem(f"{where}.initial_coverage_limit", f"null, as {plan_year} has no coverage gap", dollars(limit)))
    if not given.tiers and given.benefit_type is not BenefitType.DEFINED_STANDARD:
        problems.append(Problem(f"{where}.tiers", "at least one tier", "none"))
    if given.insulin and not has_insulin:
        problems.append(Problem(f"{where}.insulin", f"nothing, as {plan_year} has no insulin rule (2023 on)", "an object"))
    for number, tier in given.tiers.items():
        if tier.coverage_gap is not None and not has_gap:
            problems.append(Problem(f"{where}.tiers.{number}.coverage_gap", f"nothing, as {plan_year} has no coverage gap", "an object"))
    return problems


def design_of(given: DesignInput) -> BenefitDesign:
    """The domain's design."""
    return BenefitDesign(
        benefit_type=given.benefit_type,
        deductible=given.deductible,
        initial_coverage_limit=given.initial_coverage_limit,
        tiers={
            int(number): TierDesign(
                tier.deductible_applies,
                _shares(tier.initial_coverage),
                None if tier.coverage_gap is None else _shares(tier.coverage_gap),
            )
            for number, tier in given.tiers.items()
        },
        insulin={ALL_TIERS if number == "all" else int(number): _shares(table) for number, table in given.insulin.items()},
    )


def _shares(table: Mapping[str, Mapping[str, ShareInput]]) -> dict[ShareKey, CostShare]:
    return {(Channel[channel.upper()], int(days)): _share(share) for channel, by_days in table.items() for days, share in by_days.items()}


def _share(given: ShareInput) -> CostShare:
    if given.copay is not None:
        return CostShare(ShareKind.COPAY, given.copay)
    return CostShare(
        ShareKind.COINSURANCE,
        given.coinsurance or 0,
        NO_LIMIT if given.min is None else given.min,
        NO_LIMIT if given.max is None else given.max,
    )


def design_document(design: BenefitDesign) -> dict[str, Any]:
    """A design in the words of the contract."""
    return {
        "benefit_type": design.benefit_type.key,
        "deductible": dollars(design.deductible),
        "initial_coverage_limit": None if design.initial_coverage_limit is None else dollars(design.initial_coverage_limit),
        "tiers": {str(number): _tier_document(tier) for number, tier in sorted(design.tiers.items())},
        "insulin": {"all" if tier == ALL_TIERS else str(tier): shares_document(table) for tier, table in sorted(design.insulin.items())},
    }


def _tier_document(tier: TierDesign) -> dict[str, Any]:
    document: dict[str, Any] = {
        "deductible_applies": tier.deductible_applies,
        "initial_coverage": shares_document(tier.initial_coverage),
    }
    if tier.coverage_gap is not None:
        document["coverage_gap"] = shares_document(tier.coverage_gap)
    return document


def shares_document(table: Mapping[ShareKey, CostShare]) -> dict[str, dict[str, dict[str, str]]]:
    """Channel -> days supply -> share, in the words of the contract."""
    document: dict[str, dict[str, dict[str, str]]] = {}
    for (channel, days), share in sorted(table.items()):
        document.setdefault(channel.key, {})[str(days)] = share_document(share)
    return document


def share_document(share: CostShare) -> dict[str, str]:
    """``{"copay": "45.00"}`` or ``{"coinsurance": "0.25", "min": .., "max": ..}``."""
    if share.kind is ShareKind.COPAY:
        return {"copay": dollars(share.amount)}
    document = {"coinsurance": fraction(share.amount)}
    if share.minimum != NO_LIMIT:
        document["min"] = dollars(share.minimum)
    if share.maximum != NO_LIMIT:
        document["max"] = dollars(share.maximum)
    return document


Level = Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)]
AnyDesign = Literal["defined_standard"] | DesignInput


class LevelFrom(Input):
    """An Extra Help level from a day on."""

    since: IsoDate = Field(alias="from")
    level: Level


class PlanFrom(Input):
    """A plan from a day on."""

    since: IsoDate = Field(alias="from")
    design: AnyDesign


Levels = Annotated[list[LevelFrom], Field(min_length=1)]
Plans = Annotated[list[PlanFrom], Field(min_length=1)]


class _Dated(Protocol):
    @property
    def since(self) -> date: ...


def date_problems(given: Sequence[_Dated], plan_year: int, where: str) -> list[Problem]:
    """What is wrong with the days of a list: the first begins the year, the others follow within it, each after the one before."""
    problems = []
    before = date(plan_year, 1, 1)
    for place, part in enumerate(given):
        found, path = part.since, f"{where}[{place}].from"
        if place == 0 and found != before:
            problems.append(Problem(path, f"{before.isoformat()}, since the first entry begins with the year", found.isoformat()))
        elif found.year != plan_year:
            problems.append(Problem(path, f"a date in {plan_year}", found.isoformat()))
        elif place and found <= before:
            problems.append(Problem(path, f"a date after {before.isoformat()}, the one before it", found.isoformat()))
        else:
            before = found
    return problems


def in_force(given: Sequence[_Dated], day: date) -> int:
    """The place of the entry that holds on a day of the year."""
    return max(place for place, part in enumerate(given) if part.since <= day)


def refuse_parts(parts: dict[str, object], where: str) -> None:
    """Refuse the lists in a question that takes one plan and one level for the year. Raises Refusal."""
    problems = [Problem(f"{where}.{path}", "one for the whole year in this question", "a list") for path, given in parts.items() if given]
    if problems:
        raise Refusal(problems)


def levels_document(levels: Sequence[LevelFrom]) -> list[dict[str, Any]]:
    """Levels in the words of the contract."""
    return [{"from": one.since.isoformat(), "level": one.level.key} for one in levels]


class YearToDate(Input):
    """What had run up this year before the first fill, in dollars."""

    gross_drug_cost: Money = 0
    troop: Money = 0

    def problem(self, year: int, where: str) -> Problem | None:
        """What no year can have run up."""
        return so_far_problem(self.gross_drug_cost, self.troop, year, where)
