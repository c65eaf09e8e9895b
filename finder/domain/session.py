"""A session as it is saved: the place, one person or a couple, and the lines of the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from finder.domain.drug_lines import DrugLine, NotCounted
from finder.domain.market import County
from finder.domain.member import Member
from finder.domain.paid_fills import PaidFill
from finder.domain.prescription import Prescription


@dataclass(frozen=True, slots=True)
class SavedPerson:
    """One person's answers and list.

    ``started``: the start of coverage was asked.
    ``sure_of_subsidy``: the person knows the level of Extra Help.
    ``skip_uncovered``: the person would not buy a drug that a plan leaves out.
    """

    member: Member
    prescriptions: Sequence[Prescription]
    not_counted: Sequence[NotCounted] = ()
    started: bool = True
    sure_of_subsidy: bool = True
    skip_uncovered: bool = False


@dataclass(frozen=True, slots=True)
class SavedSession:
    """A session. ``zip_code`` is empty and ``county`` None until they are known.

    ``language``, ``paper``: the codes of the languages of the pages and of what is printed; empty where nobody chose."""

    plan_year: int
    zip_code: str
    county: County | None
    people: tuple[SavedPerson, ...]
    lines: tuple[DrugLine, ...] = ()
    chosen_plan: str | None = None
    paid_fills: tuple[PaidFill, ...] = ()
    language: str = ""
    paper: str = ""
