"""Which choices of the pages stand for the values in a session file."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.choosing import SpecialNeed
from finder.domain.errors import Problem, Refusal
from finder.domain.market import PlanKind
from finder.explain.choices import NOT_SURE, PLAN_KINDS, SPECIAL_NEEDS, STORES, subsidies
from finder.explain.words import joined


def store_answer(channels: Sequence[Channel]) -> str:
    """The choice of store for these kinds of pharmacy. Raises Refusal if the pages have none."""
    found = next((answer for answer, asked in STORES.items() if set(asked) == set(channels)), None)
    if found is None:
        choices = "; ".join(", ".join(channel.key for channel in asked) for asked in STORES.values())
        raise Refusal([Problem("channels", f"one of these choices: {choices}", ", ".join(channel.key for channel in channels))])
    return found


def kinds_answer(kinds: Sequence[PlanKind]) -> str:
    """The choice of plans for these kinds, without special needs plans. Raises Refusal if the pages have none."""
    wanted = set(kinds) - {PlanKind.SNP}
    found = next((answer for answer, asked in PLAN_KINDS.items() if set(asked) == wanted), None)
    if found is None:
        raise Refusal([Problem("plan_kinds", "PDP, MA-PD or both, with or without SNP", ", ".join(kind.label for kind in kinds))])
    return found


def special_needs_answer(kinds: Sequence[PlanKind], needs: Sequence[SpecialNeed] | None) -> tuple[str, ...]:
    """What is checked for these needs; "not sure" for special needs plans without needs. Raises Refusal if the two contradict: the pages
    show special needs plans only to those who check a need."""
    asked = PlanKind.SNP in kinds
    if needs if not asked else needs is not None and not needs:
        expected = "at least one need, or null" if asked else "no needs, since special needs plans are not asked for"
        raise Refusal([Problem("special_needs", expected, joined([need.key for need in needs or ()]) or "none of them")])
    wanted: set[SpecialNeed | None] = set(needs or (None,)) if asked else set()
    return tuple(answer for answer, need in SPECIAL_NEEDS.items() if need in wanted)


def help_answer(plan_year: int, subsidy: LowIncomeSubsidy, *, sure: bool) -> str:
    """The answer about Extra Help for this level. Raises Refusal for a level that the year lacks."""
    if not sure:
        return NOT_SURE
    found = next((answer for answer, level in subsidies(plan_year).items() if level is subsidy and answer != NOT_SURE), None)
    if found is None:
        raise Refusal([Problem("low_income_subsidy", f"a level of Extra Help that {plan_year} has", subsidy.key)])
    return found


def unknown_year(plan_year: int, known: Sequence[int]) -> Refusal:
    """The refusal of a file whose year has no plans here."""
    have = ", ".join(map(str, known))
    return Refusal([Problem("plan_year", f"a plan year that this program has plans for ({have})", str(plan_year))])
