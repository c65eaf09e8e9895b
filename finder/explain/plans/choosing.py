"""What can still be chosen, who may join a plan, and what warns of it, in the words of the pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.choosing import CanBeChosen, Joining, MayJoin, OpenEnrollment, SpecialNeed, Timing
from finder.domain.market import Plan, PlanKind
from finder.explain.words import day, month
from finder.parameters.rule_sets import rule_of


def choosing_sentences(can: CanBeChosen) -> tuple[str, ...]:
    """Whether a plan of the year can be chosen, what it takes, when it starts, and what to do instead. The first is the one that counts."""
    said = [_first(can), *_periods(can)]
    if can.starts is not None:
        said.append(f"A plan that you choose now starts on {day(can.starts)}.")
    return tuple(filter(None, (*said, instead_sentence(can))))


def _first(can: CanBeChosen) -> str:
    year = can.plan_year
    if can.timing is Timing.OPEN_ENROLLMENT and can.last_day:
        return f"You have until {short_day(can.last_day)} to choose a plan for {year}."
    if can.timing is Timing.NOT_YET and can.first_day and can.last_day:
        return f"You can choose a plan for {year} from {short_day(can.first_day)} to {short_day(can.last_day)}."
    if can.timing is Timing.OWN_PERIOD and can.last_day:
        return f"You can choose a plan for {year} now, until {short_day(can.last_day)}."
    if can.timing is Timing.OVER:
        return f"You can't choose a plan for {year} any more."
    return f"Most people can't choose a plan for {year} now. You need a special time to choose (special enrollment period)."


def _periods(can: CanBeChosen) -> tuple[str, ...]:
    if can.timing is Timing.SPECIAL_PERIOD:
        return (rule_of("enrollment_periods", "special_periods", can.today.year).says,)
    return tuple(rule_of(topic, rule, can.today.year).says for topic, rule in can.own)


def instead_sentence(can: CanBeChosen) -> str:
    """The plan year to look at in place of this one, or when anyone can choose again; empty where this is the year that counts."""
    if can.next_year is None:
        later = can.fall if can.timing is Timing.SPECIAL_PERIOD else None
        return f"Anyone can choose a plan for {later.plan_year} {_days(later, can.today)}." if later else ""
    year, fall = can.next_year, can.fall
    days = f" You can choose one {_days(fall, can.today)}." if fall and fall.plan_year == year else ""
    known = can.next_year_known is not False
    missing = "" if known else f" We don't have the plans of {year} here yet. See them at medicare.gov, or call 1-800-MEDICARE."
    return f"Look at the plans of {year}.{days}{missing}"


def _days(fall: OpenEnrollment, today: date) -> str:
    """``until December 7`` once it is open, before it ``from October 15 to December 7``."""
    until = short_day(fall.last_day)
    return f"until {until}" if fall.first_day <= today else f"from {short_day(fall.first_day)} to {until}"


def short_day(when: date) -> str:
    """``December 7``."""
    return f"{month(when.month)} {when.day}"


_KINDS = {
    "medicaid": "This plan is only for people with Medicaid (D-SNP).",
    "chronic_condition": "This plan is only for people with some long illness (C-SNP).",
    "institution": "This plan is only for people in a nursing home, or who need that much care (I-SNP).",
}
_ASK = {
    "medicaid": "Do you have Medicaid? If not, you can't join.",
    "chronic_condition": "Ask the plan which illness it is for. If you don't have one, you can't join.",
    "institution": "Does that fit you? If not, you can't join.",
}
_YES = {
    "medicaid": "You have it, so you may join.",
    "chronic_condition": "The plan will check that yours is one of them.",
    "institution": "That fits you, so you may join.",
}
_WHY = {
    "open_to_all": "",
    "member_now": "You are in this plan now.",
    "kind_unknown": "This plan is only for some people (special needs plan). Ask the plan if you can join.",
    "sanctioned": "Medicare has put limits on this plan (sanctions). It may not take new members.",
    "example_design": "This is an example, not a plan that you can join.",
}


def joining_sentence(found: Joining) -> str:
    """Whether the person may join a plan, and why; empty for a plan that is open to all."""
    if found.why not in _KINDS:
        return _WHY[found.why]
    then = {MayJoin.NO: "So you can't join it.", MayJoin.YES: _YES[found.why], MayJoin.ASK: _ASK[found.why]}
    return f"{_KINDS[found.why]} {then[found.may_join]}"


def medicaid_sentence(needs: Sequence[SpecialNeed] | None, level: LowIncomeSubsidy) -> str:
    """That Medicaid brings Extra Help, for somebody who said to have the one and not the other; else empty. 42 CFR 423.773(c)."""
    if level is not LowIncomeSubsidy.NONE or SpecialNeed.MEDICAID not in (needs or ()):
        return ""
    return "People with Medicaid get Extra Help too. The costs here count none. Please check your answer about Extra Help."


_WARNINGS = {
    "sanctioned": "Medicare has put limits on this plan (sanctions). We don't suggest it.",
    "low_stars": "This plan has only {stars} of 5 stars from Medicare.",
}


def warning_sentence(code: str, plan: Plan) -> str:
    """What warns of a plan, in a sentence: a code of ``finder.questions.plans.choosing.plan_warnings``."""
    return _WARNINGS[code].format(stars=plan.star_rating)


_SNP_WORDS = {
    "dual": "Special needs plan for people with Medicaid (D-SNP)",
    "chronic": "Special needs plan for a long illness (C-SNP)",
    "institution": "Special needs plan for a nursing home (I-SNP)",
}


def special_kind(plan: Plan) -> str:
    """The kind of a special needs plan by its name; empty for other plans, and the bare words where the files do not say."""
    if plan.kind is not PlanKind.SNP:
        return ""
    return next((words for start, words in _SNP_WORDS.items() if plan.snp_type.casefold().startswith(start)), "Special needs plan")
