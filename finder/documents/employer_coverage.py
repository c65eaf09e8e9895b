"""The document of ``finder employer-coverage`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from finder import clock
from finder.documents.downloads import calendar_file
from finder.documents.fields import Input, IsoDate, Money, Whole, dollars_or_null, iso_or_null, read
from finder.documents.late_enrollment import Level
from finder.documents.law import rule_entries
from finder.documents.ways_in import fee_entry, way_entry
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.employer_coverage import EmployerCoverage, EmployerOrPartD, YearlyCost
from finder.domain.months import YEAR_MONTHS
from finder.explain.explainers import employer_coverage as words
from finder.parameters import version
from finder.questions.explainers.employer_coverage import employer_or_part_d


class DrugPlan(Input):
    """The drug plan beside the coverage: what the person pays for ``months`` of the year, as ``finder compare`` gives it."""

    name: Annotated[str, Field(max_length=200)] = "Drug plan"
    premium: Money
    drugs: Money
    months: Annotated[Whole, Field(ge=1, le=YEAR_MONTHS)] = YEAR_MONTHS

    @property
    def cost(self) -> YearlyCost:
        """The plan as the question takes it."""
        total = self.premium + self.drugs
        return YearlyCost(self.name, self.months, self.premium, self.drugs, total, total)


class EmployerCoverageInput(Input, title="EmployerCoverage"):
    """The document of ``finder employer-coverage``. ``creditable``: whether the coverage is good; null: not sure. ``premium`` is what the
    person pays for it in a month, ``drugs`` at the store in a year. ``initial_enrollment_end``: the last day of the first time to join."""

    creditable: bool | None = None
    premium: Money | None = None
    drugs: Money | None = None
    drug_plan: DrugPlan | None = None
    low_income_subsidy: Level = LowIncomeSubsidy.NONE
    ends_on: IsoDate | None = None
    initial_enrollment_end: IsoDate | None = None
    today: Annotated[IsoDate | None, Field(description="the first day on which a plan can be chosen; this machine's where left out")] = None


INPUT = EmployerCoverageInput


def answer(document: object) -> dict[str, Any]:
    """Both costs, what silence does, what a yes can end, the times to join and the last start without a fee. Raises Refusal."""
    asked = read(INPUT, document)
    found = employer_or_part_d(
        EmployerCoverage(
            today=asked.today or clock.today(),
            creditable=asked.creditable,
            premium=asked.premium,
            drugs=asked.drugs,
            part_d=asked.drug_plan.cost if asked.drug_plan else None,
            level=asked.low_income_subsidy,
            ends_on=asked.ends_on,
            enrollment_end=asked.initial_enrollment_end,
        )
    )
    return _written(found)


def _written(found: EmployerOrPartD) -> dict[str, Any]:
    part_d = found.asked.part_d
    return {
        "today": found.asked.today.isoformat(),
        "creditable": found.asked.creditable,
        "employer": found.employer and _cost(found.employer),
        "drug_plan": part_d and {"name": part_d.name, **_cost(part_d)},
        "employer_costs_more": dollars_or_null(found.difference),
        "if_you_do_nothing": found.silence.key,
        "start_by": iso_or_null(found.start_by),
        "late_fee_of_a_year_of_waiting": found.fee_of_a_year and fee_entry(found.fee_of_a_year),
        "fees_known": found.fees_known,
        "ways_in": [_way(found, way) for way in map(way_entry, found.ways)],
        "says": [words.headline(found), words.difference(found), words.silence_sentence(found), words.fee_sentence(found)],
        "rules": rule_entries(found.rules),
        "calendar": calendar_file(words.dues(found)),
        "parameters_version": version(),
    }


def _cost(cost: YearlyCost) -> dict[str, Any]:
    return {"months": cost.months, **{name: dollars_or_null(getattr(cost, name)) for name in ("premium", "drugs", "total")}}


def _way(found: EmployerOrPartD, way: dict[str, Any]) -> dict[str, Any]:
    """A time to join; where it is not known from when days count, without the gap and its fee."""
    if found.fees_known:
        return way
    starts = {end: way[end] and {name: way[end][name] for name in ("asked", "starts")} for end in ("soonest", "latest")}
    return {**way, **starts}
