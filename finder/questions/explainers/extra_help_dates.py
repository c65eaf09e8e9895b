"""From when and until when Extra Help holds, which of the four ways leads into a plan, and when plans may be changed."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.extra_help import CalendarDay, Days, Enrollment, PlanChanges
from finder.domain.law import Rule
from finder.parameters import LAST_YEAR, parameter_set
from finder.parameters.rule_sets import law_year, rule_of, rules_of
from finder.questions.explainers.extra_help_screen import TOPIC
from finder.rules import extra_help as law


class Ways(NamedTuple):
    """Which of the three that need no application a person has."""

    medicaid: bool
    ssi: bool
    savings_programme: bool

    @property
    def medicaid_alone(self) -> bool:
        """Whether the day on which help began can only be that of Medicaid."""
        return self.medicaid and not self.ssi and not self.savings_programme


def enrollment_of(year: int, ways: Ways, days: Days) -> Enrollment:
    """The branch of the four that holds. Full-benefit duals are enrolled automatically, others by facilitation. The day on which SSI or a
    savings program began says nothing of the day on which CMS found that out, so it never stands in for ``determined_on``."""
    if not ways.medicaid:
        rule = rule_of(TOPIC, "effective_facilitated", year)
        determined = days.determined_on or (None if any(ways) else days.deemed_on)
        starts = law.enrolled_by_facilitation(determined, rule.number("months")) if determined else None
        return Enrollment(rule, starts, True, () if determined else ("determined_on",))
    medicaid, part_d = days.medicaid_on or (days.deemed_on if ways.medicaid_alone else None), days.part_d_eligible_on
    if medicaid is None or part_d is None:
        missing = [*(["medicaid_on"] if medicaid is None else []), *(["part_d_eligible_on"] if part_d is None else [])]
        return Enrollment(rule_of(TOPIC, "effective_part_d_first", year), None, False, tuple(missing))
    branch, starts = _automatic(medicaid, part_d, _program_began(year))
    return Enrollment(rule_of(TOPIC, branch, year), starts, False, ())


def _automatic(medicaid: date, part_d: date, began: date) -> tuple[str, date]:
    """The branch of automatic enrollment and its day, by which of the two came first."""
    if max(medicaid, part_d) < began:
        return "effective_2005", law.enrolled_when_part_d_began(began)
    if medicaid < part_d:
        return "effective_medicaid_first", law.enrolled_medicaid_first(part_d)
    return "effective_part_d_first", law.enrolled_part_d_first(medicaid)


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


def calendar(year: int, through: date | None) -> tuple[CalendarDay, ...]:
    """The year in which deemed status ends, in order: states' data, Social Security's data, the fall period, the last day."""
    if through is None:
        return ()
    rule = rule_of(TOPIC, "redeeming", year)
    days = [
        CalendarDay(date(through.year, rule.number("state_data_month"), 1), False, "state_data"),
        CalendarDay(date(through.year, rule.number("social_security_data_month"), 1), False, "social_security_data"),
        CalendarDay(through, True, "deemed_through"),
    ]
    if through.year + 1 <= LAST_YEAR:
        numbers = parameter_set(through.year + 1)
        days.append(CalendarDay(numbers.date("aep_start"), True, "election_opens"))
        days.append(CalendarDay(numbers.date("aep_end"), True, "election_closes"))
    return tuple(sorted(days))


def plan_changes(year: int, dual: bool, days: Days) -> PlanChanges:
    """The chances to change plans that Extra Help gives, with days where a day was given."""
    requested, changed = days.change_requested_on, days.status_changed_on
    rules = rules_of(TOPIC, law_year(requested) if requested else year)
    by_month, status_change = rules["special_enrollment"], rules["status_change"]
    last, months_a_turn = by_month.number("last_month"), by_month.number("months_a_turn")
    return PlanChanges(
        by_month=by_month,
        new_plan_starts=requested and law.change_effective(requested, last),
        next_change_from=requested and law.next_turn(requested, last, months_a_turn),
        integrated=rules.get("special_enrollment_integrated") if dual else None,
        status_change=status_change,
        until=changed and law.status_change_until(changed, days.notice_on, status_change.number("months")),
        until_exact=bool(days.notice_on),
    )


def retiree_warning(year: int, retiree_coverage: bool, dual: bool, level: LowIncomeSubsidy | None) -> Rule | None:
    """The warning for a person with Extra Help and drug coverage from a past employer; None where it does not concern them."""
    if not retiree_coverage or level is LowIncomeSubsidy.NONE:
        return None
    return rule_of(TOPIC, "retiree_coverage" if dual else "retiree_coverage_other", year)
