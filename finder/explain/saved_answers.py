"""The answers of the pages as a session file keeps them, and back: which choice of a page stands for which values."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.choosing import SpecialNeed
from finder.domain.errors import Problem, Refusal
from finder.domain.market import PlanKind
from finder.explain.choices import NOT_SURE, PLAN_KINDS, SPECIAL_NEEDS, STORES, subsidies
from finder.explain.messages import say_count
from finder.explain.words import joined


def store_answer(channels: Sequence[Channel]) -> str:
    """The choice of store that stands for these kinds of pharmacy. Raises Refusal where no choice of the pages does."""
    found = next((answer for answer, asked in STORES.items() if set(asked) == set(channels)), None)
    if found is None:
        choices = "; ".join(", ".join(channel.key for channel in asked) for asked in STORES.values())
        raise Refusal([Problem("channels", f"one of these choices: {choices}", ", ".join(channel.key for channel in channels))])
    return found


def kinds_answer(kinds: Sequence[PlanKind]) -> str:
    """The choice of plans that stands for these kinds, special needs plans left out. Raises Refusal where none does."""
    wanted = set(kinds) - {PlanKind.SNP}
    found = next((answer for answer, asked in PLAN_KINDS.items() if set(asked) == wanted), None)
    if found is None:
        raise Refusal([Problem("plan_kinds", "PDP, MA-PD or both, with or without SNP", ", ".join(kind.label for kind in kinds))])
    return found


def special_needs_answer(kinds: Sequence[PlanKind], needs: Sequence[SpecialNeed] | None) -> tuple[str, ...]:
    """What is checked for these needs where special needs plans are among the kinds (not being sure, where there are none). Raises Refusal
    where no boxes stand for them: the pages show special needs plans to those alone who check one."""
    asked = PlanKind.SNP in kinds
    if needs if not asked else needs is not None and not needs:
        expected = "at least one need, or null" if asked else "no needs, since special needs plans are not asked for"
        raise Refusal([Problem("special_needs", expected, joined([need.key for need in needs or ()]) or "none of them")])
    wanted: set[SpecialNeed | None] = set(needs or (None,)) if asked else set()
    return tuple(answer for answer, need in SPECIAL_NEEDS.items() if need in wanted)


def help_answer(plan_year: int, subsidy: LowIncomeSubsidy, *, sure: bool) -> str:
    """The answer about Extra Help that stands for this level. Raises Refusal for a level that the year lacks."""
    if not sure:
        return NOT_SURE
    found = next((answer for answer, level in subsidies(plan_year).items() if level is subsidy and answer != NOT_SURE), None)
    if found is None:
        raise Refusal([Problem("low_income_subsidy", f"a level of Extra Help that {plan_year} has", subsidy.key)])
    return found


def lost_stores_sentence(npis: Sequence[str]) -> str:
    """That stores of a session file are not known here; empty where there are none."""
    if not npis:
        return ""
    return say_count(
        "The networks on this computer lack the drug store with NPI {npis}, so it is not set.",
        "The networks on this computer lack the drug stores with NPI {npis}, so they are not set.",
        len(npis),
        npis=joined(npis),
    )
