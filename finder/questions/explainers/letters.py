"""Read my letter: its kind and date in; what it must say, what is missing, and by when who must do what, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from finder.domain.errors import Problem, Refusal
from finder.domain.law import Rule
from finder.domain.letters import Letter, LetterKind, LetterPart, LetterRead
from finder.domain.months import year_end
from finder.domain.rights import Clock, ClockDate, Event, Happened, Rights
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.parameters.rule_sets import law_year, rules_of
from finder.questions.explainers.rights import problems_of, rights
from finder.questions.explainers.ways_in import open_enrollment

TOPIC = "letters"
Rules = Mapping[str, Rule]
_EVENTS = {
    LetterKind.DENIAL: Event.DENIAL,
    LetterKind.APPEAL_DENIED: Event.APPEAL_DENIED,
    LetterKind.PLAN_ENDS: Event.NONRENEWAL,
    LetterKind.UNPAID_PREMIUM: Event.GRACE_PERIOD,
}
"""The kinds whose dates Rights and dates knows."""
_RULES: dict[LetterKind, tuple[tuple[str, str], ...]] = {
    LetterKind.DENIAL: ((TOPIC, "denial"),),
    LetterKind.APPEAL_DENIED: ((TOPIC, "appeal_denied"),),
    LetterKind.DRUG_CHANGE: ((TOPIC, "drug_change"),),
    LetterKind.YEARLY_CHANGES: ((TOPIC, "yearly_changes"), (TOPIC, "standard_text")),
    LetterKind.PLAN_ENDS: (("rights_and_clocks", "nonrenewal_notice"),),
    LetterKind.UNPAID_PREMIUM: ((TOPIC, "disenrollment"),),
    LetterKind.LATE_FEE: (("late_enrollment", "notice"), ("late_enrollment", "reconsideration")),
    LetterKind.MOVED: ((TOPIC, "moved"), ("extra_help", "reassignment_letter")),
    LetterKind.PROBLEMS: ((TOPIC, "problems"),),
}
"""The rules of each kind; what a letter must say is told by the first."""
_PARTS: dict[LetterKind, tuple[LetterPart, ...]] = {
    LetterKind.DENIAL: (
        *(LetterPart.REASON, LetterPart.RIGHT_TO_APPEAL, LetterPart.HOW_TO_APPEAL),
        *(LetterPart.FAST_APPEAL, LetterPart.LATER_STEPS),
    ),
    LetterKind.APPEAL_DENIED: (
        *(LetterPart.REASON, LetterPart.RIGHT_TO_REVIEWER, LetterPart.HOW_TO_REVIEWER),
        *(LetterPart.FAST_REVIEW, LetterPart.LATER_STEPS),
    ),
    LetterKind.DRUG_CHANGE: (
        *(LetterPart.DRUG_NAME, LetterPart.KIND_OF_CHANGE, LetterPart.REASON),
        *(LetterPart.OTHER_DRUGS, LetterPart.HOW_TO_EXCEPTION),
    ),
    LetterKind.YEARLY_CHANGES: (LetterPart.NEW_COSTS, LetterPart.NEW_DRUG_LIST, LetterPart.NEW_STORES),
    LetterKind.PLAN_ENDS: (LetterPart.END_DATE, LetterPart.OTHER_PLANS),
    LetterKind.UNPAID_PREMIUM: (LetterPart.REASON, LetterPart.RIGHT_TO_COMPLAIN),
    LetterKind.LATE_FEE: (LetterPart.FEE_AMOUNT, LetterPart.RIGHT_TO_FEE_REVIEW),
    LetterKind.MOVED: (LetterPart.LIST_DIFFERENCES, LetterPart.RIGHT_TO_ASK),
    LetterKind.PROBLEMS: (),
}
_FAST = {LetterPart.FAST_APPEAL, LetterPart.FAST_REVIEW}
LETTERS_DUE = {Clock.NONRENEWAL_NOTICE, Clock.YEARLY_LETTER}
"""A letter on an unpaid premium may be the second one, so its date tells nothing of the first."""
_IN_THE_FALL = {LetterKind.YEARLY_CHANGES, LetterKind.PLAN_ENDS, LetterKind.MOVED}
_FIRST_MONTH = 7
"""Letters on what holds from January 1 come in the second half of a year; of an earlier one we don't know which January it means."""


def parts_of(kind: LetterKind, *, payment: bool = False) -> tuple[LetterPart, ...]:
    """What a letter of that kind must say. Money for a drug already bought has no fast way."""
    return tuple(part for part in _PARTS[kind] if not (payment and part in _FAST))


def read_letter(letter: Letter) -> LetterRead:
    """What the letter must say, the dates that run from it, and whether it came in time. Raises Refusal."""
    problems = list(_problems(letter))
    if problems:
        raise Refusal(problems)
    found = {name: rules_of(topic, law_year(letter.on)).get(name) for topic, name in _RULES[letter.kind]}
    known = {name: rule for name, rule in found.items() if rule}
    first = next(iter(found))
    event = _event(letter)
    dates = tuple(sorted(event.dates if event else _own_dates(letter, known), key=lambda entry: entry.day or date.max))
    read = [*known.values(), *(event.rules if event else ())]
    return LetterRead(
        letter=letter,
        parts=parts_of(letter.kind, payment=letter.payment) if first in known else (),
        dates=dates,
        due=next((entry.day for entry in dates if entry.clock in LETTERS_DUE), None),
        rules=tuple({(rule.topic, rule.id): rule for rule in read}.values()),
        unknown=tuple(dict.fromkeys((*(name for name in found if name not in known), *(event.unknown if event else ())))),
    )


def representative(day: date) -> tuple[Rule, ...]:
    """The rules on who may act for a person."""
    rules = rules_of(TOPIC, law_year(day))
    return tuple(rules[name] for name in ("representative", "representative_year") if name in rules)


def _event(letter: Letter) -> Rights | None:
    return rights(_happened(letter)) if letter.kind in _EVENTS else None


def _happened(letter: Letter) -> Happened:
    on = letter.on
    if letter.kind is LetterKind.PLAN_ENDS:
        on = date(letter.on.year + 1, 1, 1)
    elif letter.kind is LetterKind.UNPAID_PREMIUM:
        on = letter.unpaid_month or on
    return Happened(_EVENTS[letter.kind], on, received_on=letter.received_on)


def _problems(letter: Letter) -> Iterator[Problem]:
    """A year without rules, days that belong to another kind, a month that is missing, what cannot be in such a letter."""
    kind = letter.kind
    if not FIRST_YEAR <= letter.on.year <= LAST_YEAR:
        yield Problem("$.on", f"a day from {FIRST_YEAR} to {LAST_YEAR}", letter.on.isoformat())
        return
    if kind in _IN_THE_FALL and letter.on.month < _FIRST_MONTH:
        yield Problem("$.on", "a day from July to December, as such a letter is about the next January 1", letter.on.isoformat())
    yield from _misplaced(letter)
    strange = sorted((letter.found or frozenset()) - set(parts_of(kind, payment=letter.payment)))
    yield from (Problem("$.found", f"parts of a letter of kind {kind.key}", part.key) for part in strange)
    if kind in _EVENTS:
        yield from problems_of(_happened(letter))


def _misplaced(letter: Letter) -> Iterator[Problem]:
    """What belongs to a letter of another kind, and a month that is missing or still to come."""
    kind, month = letter.kind, letter.unpaid_month
    if kind is LetterKind.UNPAID_PREMIUM and month is None:
        yield Problem("$.unpaid_month", "the first day of the month that was not paid", "nothing")
    if month is not None and month > letter.on:
        yield Problem("$.unpaid_month", f"a day on or before $.on ({letter.on.isoformat()})", month.isoformat())
    if kind is not LetterKind.UNPAID_PREMIUM and month is not None:
        yield Problem("$.unpaid_month", "this field only with unpaid_premium", kind.key)
    if kind is not LetterKind.DENIAL and letter.received_on is not None:
        yield Problem("$.received_on", "this field only with denial", kind.key)
    if letter.payment and kind not in (LetterKind.DENIAL, LetterKind.APPEAL_DENIED):
        yield Problem("$.payment", "this field only with denial or appeal_denied", kind.key)


def _own_dates(letter: Letter, known: Rules) -> tuple[ClockDate, ...]:
    dates = _OWN.get(letter.kind)
    return dates(letter.on, known) if dates else ()


def _drug_change(on: date, known: Rules) -> tuple[ClockDate, ...]:
    rule = known.get("drug_change")
    return (ClockDate(Clock.DRUG_CHANGES, rule, on + timedelta(days=rule.number("days"))),) if rule else ()


def _yearly_changes(on: date, known: Rules) -> tuple[ClockDate, ...]:
    rule = known.get("yearly_changes")
    if rule is None:
        return ()
    days, _ = open_enrollment(on.year + 1)
    return (
        ClockDate(Clock.YEARLY_LETTER, rule, date(on.year, rule.number("month"), rule.number("day"))),
        ClockDate(Clock.CHOOSE_FROM, rule, days.first),
        ClockDate(Clock.CHOOSE_BY, rule, days.last),
    )


def _late_fee(on: date, known: Rules) -> tuple[ClockDate, ...]:
    rule = known.get("reconsideration")
    return (ClockDate(Clock.ASK_FEE_REVIEW, rule, on + timedelta(days=rule.number("ask_days"))),) if rule else ()


def _moved(on: date, known: Rules) -> tuple[ClockDate, ...]:
    rule = known.get("reassignment_letter")
    return (ClockDate(Clock.CHOOSE_BY, rule, year_end(on.year)),) if rule else ()


_OWN: dict[LetterKind, Callable[[date, Rules], tuple[ClockDate, ...]]] = {
    LetterKind.DRUG_CHANGE: _drug_change,
    LetterKind.YEARLY_CHANGES: _yearly_changes,
    LetterKind.LATE_FEE: _late_fee,
    LetterKind.MOVED: _moved,
}
