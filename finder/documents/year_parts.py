"""A year in parts, as ``finder adjudicate`` takes it: an Extra Help level or a plan that changes on given days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Literal, Protocol

from pydantic import Field

from finder.documents.design import DesignInput
from finder.documents.fields import Input, IsoDate, Word
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Problem, Refusal

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
