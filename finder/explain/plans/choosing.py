"""When a plan can be chosen, who may join it, and what warns of it: for a person, and below each for the answer of ``finder compare``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.choosing import CanBeChosen, Joining, MayJoin, OpenEnrollment, SpecialNeed, Timing
from finder.domain.law import Rule
from finder.domain.market import Plan, PlanKind
from finder.explain.messages import Told, mark, say
from finder.explain.words import day, day_of_year
from finder.questions.plans.choosing import special_need

# ---- when the plans of a year can be chosen


def choosing_sentences(can: CanBeChosen) -> tuple[str, ...]:
    """Whether a plan of the year can be chosen, what it takes, when it starts, and what to do instead. The first is the one that counts."""
    starts = say("A plan that you choose now starts on {day}.", day=day(can.starts)) if can.starts else ""
    return tuple(filter(None, (_when_for_person(can), *map(_says, can.periods), starts, instead_sentence(can))))


def _when_for_person(can: CanBeChosen) -> str:
    days = {"year": can.plan_year, "first": _day_of_year(can.first_day), "last": _day_of_year(can.last_day)}
    if can.timing is Timing.OPEN_ENROLLMENT:
        return say("You have until {last} to choose a plan for {year}.", **days)
    if can.timing is Timing.NOT_YET:
        return say("You can choose a plan for {year} from {first} to {last}.", **days)
    if can.timing is Timing.OWN_PERIOD:
        return say("You can choose a plan for {year} now, until {last}.", **days)
    if can.timing is Timing.OVER:
        return say("You can't choose a plan for {year} any more.", **days)
    return say("Most people can't choose a plan for {year} now. You need a special time to choose (special enrollment period).", **days)


def act_sentence(can: CanBeChosen) -> str:
    """The day to act in a few words, for beside a headline; where the year needs a special period, that."""
    days = {"year": can.plan_year, "first": _day_of_year(can.first_day), "last": _day_of_year(can.last_day)}
    if can.timing in (Timing.OPEN_ENROLLMENT, Timing.OWN_PERIOD):
        return say("You have until {last}.", **days)
    if can.timing is Timing.NOT_YET:
        return say("You can choose from {first} to {last}.", **days)
    if can.timing is Timing.SPECIAL_PERIOD:
        return say("To join for {year} now, you need a special enrollment period.", **days)
    return instead_sentence(can)


def over_sentence(can: CanBeChosen) -> str:
    """That a year can't be chosen any more, and which one to look at instead."""
    over = _when_for_person(can)
    return over if can.next_year is None else f"{over} {say('Look at the plans of {year}.', year=can.next_year)}"


def anyone_sentence(can: CanBeChosen) -> str:
    """Where the year needs a special period: when anyone can choose a plan, and for which year; else empty."""
    return _anyone(can.fall, can.today) if can.timing is Timing.SPECIAL_PERIOD and can.fall else ""


def instead_sentence(can: CanBeChosen) -> str:
    """The plan year to look at in place of this one, or when anyone can choose again; empty where this is the year that counts."""
    if can.next_year is None:
        return anyone_sentence(can)
    said = [say("Look at the plans of {year}.", year=can.next_year)]
    if can.fall and can.fall.plan_year == can.next_year:
        said.append(_one_of_next_year(can.fall, can.today))
    if can.next_year_known is False:
        said.append(
            say(
                "We don't have the plans of {year} here yet. See them at medicare.gov, or call 1-800-MEDICARE.",
                year=can.next_year,
            )
        )
    return " ".join(said)


def _anyone(fall: OpenEnrollment, today: date) -> str:
    days = {"year": fall.plan_year, "first": day_of_year(fall.first_day), "last": day_of_year(fall.last_day)}
    if fall.first_day <= today:
        return say("Anyone can choose a plan for {year} until {last}.", **days)
    return say("Anyone can choose a plan for {year} from {first} to {last}.", **days)


def _one_of_next_year(fall: OpenEnrollment, today: date) -> str:
    first, last = day_of_year(fall.first_day), day_of_year(fall.last_day)
    if fall.first_day <= today:
        return say("You can choose one until {last}.", last=last)
    return say("You can choose one from {first} to {last}.", first=first, last=last)


def choosing_text(can: CanBeChosen) -> str:
    """The same for the answer of a command: when and by whom, and what to do instead."""
    return " ".join(filter(None, (_when_for_program(can), *map(_says, can.periods), _instead_for_program(can))))


def _when_for_program(can: CanBeChosen) -> str:
    days = {"year": can.plan_year, "today": day(can.today), "first": _day(can.first_day), "last": _day(can.last_day)}
    if can.timing is Timing.OVER:
        return say("Plans of {year} can no longer be chosen: on {today}, no choice can start in {year}.", **days)
    if can.timing is Timing.NOT_YET:
        return say("Plans of {year} can be chosen from {first} to {last} (open enrollment).", **days)
    starts = _day(can.starts)
    if can.timing is Timing.OPEN_ENROLLMENT:
        return say(
            "Plans of {year} can be chosen until {last} (open enrollment). A plan chosen now starts on {starts}.", starts=starts, **days
        )
    if can.timing is Timing.OWN_PERIOD:
        return say("This person can choose a plan of {year} until {last}. A plan chosen now starts on {starts}.", starts=starts, **days)
    return say(
        "Plans of {year} can be chosen only in a special enrollment period. A plan chosen in one now starts on {starts}.",
        starts=starts,
        **days,
    )


def _instead_for_program(can: CanBeChosen) -> str:
    if can.next_year is None:
        return _later_for_program(can)
    said = [_next_for_program(can, can.next_year)]
    if can.next_year_known is False:
        said.append(say("Load them with: finder catalog fetch --year {year}.", year=can.next_year))
    return " ".join(said)


def _next_for_program(can: CanBeChosen, year: int) -> str:
    fall = can.fall
    if fall is None or fall.plan_year != year:
        return say("The plan year that counts now is {year}.", year=year)
    first, last = day(fall.first_day), day(fall.last_day)
    if fall.first_day <= can.today:
        return say("Compare the plans of {year} instead: they can be chosen until {last}.", year=year, last=last)
    return say("Compare the plans of {year} instead: they can be chosen from {first} to {last}.", year=year, first=first, last=last)


def _later_for_program(can: CanBeChosen) -> str:
    """When anyone can choose a plan again, where that takes a special period now."""
    if can.timing is not Timing.SPECIAL_PERIOD or can.fall is None:
        return ""
    return say(
        "Plans of {year} can be chosen by anyone from {first} to {last}.",
        year=can.fall.plan_year,
        first=day(can.fall.first_day),
        last=day(can.fall.last_day),
    )


def _says(rule: Rule) -> str:
    return say(rule.text, **rule.numbers)


def _day(when: date | None) -> str:
    return day(when) if when else ""


def _day_of_year(when: date | None) -> str:
    return day_of_year(when) if when else ""


# ---- who may join a plan

_FOR = {
    "medicaid": Told(
        mark("This plan is only for people with Medicaid (D-SNP)."), mark("A special needs plan for people with Medicaid (D-SNP).")
    ),
    "chronic_condition": Told(
        mark("This plan is only for people with some long illness (C-SNP)."),
        mark("A special needs plan for people with certain chronic conditions (C-SNP)."),
    ),
    "institution": Told(
        mark("This plan is only for people in a nursing home, or who need that much care (I-SNP)."),
        mark("A special needs plan for people in a nursing home or who need such care (I-SNP)."),
    ),
}
"""Whom a special needs plan is for, by the code of the need."""
_ASK = {
    "medicaid": Told(mark("Do you have Medicaid? If not, you can't join."), mark("First ask: does this person have Medicaid?")),
    "chronic_condition": Told(
        mark("Ask the plan which illness it is for. If you don't have one, you can't join."),
        mark("First ask: does this person have one of the plan's conditions?"),
    ),
    "institution": Told(
        mark("Does that fit you? If not, you can't join."),
        mark("First ask: does this person live in a nursing home or need that level of care?"),
    ),
}
_MAY_JOIN = mark("By what was answered, this person may join; the plan checks it.")
_YES = {
    "medicaid": Told(mark("You have it, so you may join."), _MAY_JOIN),
    "chronic_condition": Told(mark("The plan will check that yours is one of them."), _MAY_JOIN),
    "institution": Told(mark("That fits you, so you may join."), _MAY_JOIN),
}
_CANNOT_JOIN = mark("So you can't join it.")
_NO = {
    "medicaid": Told(_CANNOT_JOIN, mark("By what was answered, this person does not have Medicaid, so cannot join.")),
    "chronic_condition": Told(
        _CANNOT_JOIN, mark("By what was answered, this person does not have one of the plan's conditions, so cannot join.")
    ),
    "institution": Told(
        _CANNOT_JOIN,
        mark("By what was answered, this person does not live in a nursing home or need that level of care, so cannot join."),
    ),
}
_BY_ANSWER = {MayJoin.ASK: _ASK, MayJoin.YES: _YES, MayJoin.NO: _NO}
_WHY = {
    "open_to_all": Told("", mark("Open to everybody with Medicare in its area.")),
    "member_now": Told(mark("You are in this plan now."), mark("The person is in this plan now.")),
    "kind_unknown": Told(
        mark("This plan is only for some people (special needs plan). Ask the plan if you can join."),
        mark("A special needs plan; the files do not say for whom. Ask the plan whether this person can join."),
    ),
    "sanctioned": Told(
        mark("Medicare has put limits on this plan (sanctions). It may not take new members."),
        mark("Medicare has put sanctions on this plan, and it may take no new members. Ask 1-800-MEDICARE."),
    ),
    "example_design": Told(
        mark("This is an example, not a plan that you can join."), mark("An example design, not a plan that anyone can join.")
    ),
}
"""Why a person may join a plan, or not, where no need decides."""


def joining_sentence(found: Joining) -> str:
    """Whether the person may join a plan, and why; empty for a plan that is open to all."""
    return " ".join(say(told.person) for told in _joining(found))


def joining_text(found: Joining) -> str:
    """The same for the answer of a command; it is never empty."""
    return " ".join(say(told.program) for told in _joining(found))


def _joining(found: Joining) -> tuple[Told, ...]:
    if found.why not in _FOR:
        return (_WHY[found.why],)
    return (_FOR[found.why], _BY_ANSWER[found.may_join][found.why])


def medicaid_sentence(needs: Sequence[SpecialNeed] | None, level: LowIncomeSubsidy) -> str:
    """That Medicaid brings Extra Help, for somebody who said to have the one and not the other; else empty. 42 CFR 423.773(c)."""
    if level is not LowIncomeSubsidy.NONE or SpecialNeed.MEDICAID not in (needs or ()):
        return ""
    return say("People with Medicaid get Extra Help too. The costs here count none. Please check your answer about Extra Help.")


# ---- what warns of a plan, and its kind

_WARNINGS = {
    "sanctioned": Told(
        mark("Medicare has put limits on this plan (sanctions). We don't suggest it."), mark("Medicare has put sanctions on this plan.")
    ),
    "low_stars": Told(
        mark("This plan has only {stars} of 5 stars from Medicare."), mark("Medicare gives this plan {stars} of 5 stars, fewer than 3.")
    ),
}
"""By the codes of ``finder.questions.plans.choosing.plan_warnings``."""


def warning_sentence(code: str, plan: Plan, as_of: date | None = None) -> str:
    """What warns of a plan, in a sentence, and of which day the files are that say it."""
    warning = say(_WARNINGS[code].person, stars=plan.star_rating)
    return warning if as_of is None else f"{warning} {say('(Files of {day}.)', day=day(as_of))}"


def warning_text(code: str, plan: Plan) -> str:
    """The same for the answer of a command."""
    return say(_WARNINGS[code].program, stars=plan.star_rating)


_SPECIAL_KINDS = {
    SpecialNeed.MEDICAID: mark("Special needs plan for people with Medicaid (D-SNP)"),
    SpecialNeed.CHRONIC_CONDITION: mark("Special needs plan for a long illness (C-SNP)"),
    SpecialNeed.INSTITUTION: mark("Special needs plan for a nursing home (I-SNP)"),
    None: mark("Special needs plan"),
}


def special_kind(plan: Plan) -> str:
    """The kind of a special needs plan by its name; empty for other plans, and the bare words where the files do not say."""
    return say(_SPECIAL_KINDS[special_need(plan)]) if plan.kind is PlanKind.SNP else ""
