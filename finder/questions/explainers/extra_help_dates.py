"""From when and until when Extra Help holds, which of the four ways leads into a plan, and when plans may be changed."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from finder.documents.rules import rule_entry
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.law import Rule
from finder.parameters import LAST_YEAR, parameter_set
from finder.parameters.rule_sets import rule_of, rules_of
from finder.rules import extra_help as law

TOPIC = "extra_help"


class Days(NamedTuple):
    """The days that a person gave; None where not given. ``deemed_on`` is when the first of Medicaid, SSI and the savings programme began
    or, for the others, when Extra Help was decided."""

    deemed_on: date | None
    applied_on: date | None
    medicaid_on: date | None
    part_d_eligible_on: date | None
    determined_on: date | None
    change_requested_on: date | None
    status_changed_on: date | None
    notice_on: date | None


class Enrollment(NamedTuple):
    """How a person without a plan comes into one: the branch of the rule, the day (None where a day is missing) and what is missing."""

    rule: Rule
    starts: date | None
    missing: tuple[str, ...]


class Ways(NamedTuple):
    """Which of the three helps that need no application a person has."""

    medicaid: bool
    ssi: bool
    savings_programme: bool

    @property
    def medicaid_alone(self) -> bool:
        """Whether the day on which help began can only be that of Medicaid."""
        return self.medicaid and not self.ssi and not self.savings_programme


def enrollment_of(year: int, ways: Ways, days: Days) -> Enrollment:
    """The branch of the four that holds. Full-benefit duals are enrolled automatically, others by facilitation. The day on which SSI or a
    savings programme began says nothing of the day on which CMS found that out, so it never stands in for ``determined_on``."""
    if not ways.medicaid:
        rule = rule_of(TOPIC, "effective_facilitated", year)
        determined = days.determined_on or (None if any(ways) else days.deemed_on)
        starts = law.enrolled_by_facilitation(determined, rule.number("months")) if determined else None
        return Enrollment(rule, starts, () if determined else ("determined_on",))
    medicaid, part_d = days.medicaid_on or (days.deemed_on if ways.medicaid_alone else None), days.part_d_eligible_on
    began = _program_began(year)
    if medicaid is not None and part_d is not None:
        if max(medicaid, part_d) < began:
            return Enrollment(rule_of(TOPIC, "effective_2005", year), law.enrolled_when_part_d_began(began), ())
        if medicaid < part_d:
            return Enrollment(rule_of(TOPIC, "effective_medicaid_first", year), law.enrolled_medicaid_first(part_d), ())
    rule = rule_of(TOPIC, "effective_part_d_first", year)
    if medicaid is not None and part_d is not None:
        return Enrollment(rule, law.enrolled_part_d_first(medicaid), ())
    given = {"medicaid_on": medicaid, "part_d_eligible_on": part_d}
    return Enrollment(rule, None, tuple(name for name, day in given.items() if day is None))


def _program_began(year: int) -> date:
    rule = rule_of(TOPIC, "effective_2005", year)
    return date(rule.number("began_year"), rule.number("began_month"), rule.number("began_day"))


def effective_from(year: int, ways: Ways, enrollment: Enrollment, days: Days) -> date | None:
    """The day from which the help holds. Deemed: the month in which the status began, or Part D where that came later. Asked for: the
    month of the application, which a decision's day does not tell. None without those days."""
    began = _program_began(year)
    if not any(ways):
        return max(law.subsidy_from_application(days.applied_on), began) if days.applied_on is not None else None
    since = days.deemed_on or (days.medicaid_on if ways.medicaid_alone else None)
    if since is None:
        return None
    if enrollment.starts is not None and ways.medicaid_alone:
        return enrollment.starts
    medicare = law.deemed_from(days.part_d_eligible_on) if days.part_d_eligible_on else began
    return max(law.deemed_from(since), medicare, began)


def deemed_through(year: int, start: date) -> date:
    """The last day of a deemed period that starts on that day."""
    return law.deemed_through(start, rule_of(TOPIC, "deeming_period", year).number("first_half_last_month"))


def calendar(year: int, through: date | None) -> list[dict[str, Any]]:
    """The year in which deemed status ends, in order: states' data, Social Security's data, the fall period, the last day."""
    if through is None:
        return []
    rule = rule_of(TOPIC, "redeeming", year)
    entries = [
        (date(through.year, rule.number("state_data_month"), 1), "month", "state_data"),
        (date(through.year, rule.number("social_security_data_month"), 1), "month", "social_security_data"),
    ]
    if through.year + 1 <= LAST_YEAR:
        numbers = parameter_set(through.year + 1)
        entries += [(numbers.date("aep_start"), "day", "election_opens"), (numbers.date("aep_end"), "day", "election_closes")]
    entries.append((through, "day", "deemed_through"))
    return [{"date": day.isoformat(), "exact": kind == "day", "what": what} for day, kind, what in sorted(entries)]


def special_enrollment(year: int, dual: bool, days: Days) -> list[dict[str, Any]]:
    """The chances to change plans that Extra Help gives, with days where a day was given."""
    rules = rules_of(TOPIC, days.change_requested_on.year if days.change_requested_on else year)
    first = rules["special_enrollment"]
    entry: dict[str, Any] = {**rule_entry(first), "change_effective": None, "next_change_from": None, "until": None}
    if days.change_requested_on is not None:
        asked, last = days.change_requested_on, first.number("last_month")
        starts = law.change_effective(asked, last)
        entry["change_effective"] = starts and starts.isoformat()
        turn = law.next_turn(asked, last, first.number("months_a_turn"))
        entry["next_change_from"] = turn.isoformat()
    entries = [entry]
    if dual and "special_enrollment_integrated" in rules:
        entries.append(rule_entry(rules["special_enrollment_integrated"]))
    change = rules["status_change"]
    if days.status_changed_on is None:
        return [*entries, {**rule_entry(change), "until": None}]
    until = law.status_change_until(days.status_changed_on, days.notice_on, change.number("months")).isoformat()
    return [*entries, {**rule_entry(change), "until": until, "until_is": "on" if days.notice_on else "no_earlier_than"}]


def retiree_warning(year: int, retiree_coverage: bool, dual: bool, level: LowIncomeSubsidy | None) -> Rule | None:
    """The warning for a person with Extra Help and drug coverage from a past employer; None where it does not concern them."""
    if not retiree_coverage or level is LowIncomeSubsidy.NONE:
        return None
    return rule_of(TOPIC, "retiree_coverage" if dual else "retiree_coverage_other", year)
