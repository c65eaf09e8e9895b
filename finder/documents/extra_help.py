"""The document of ``finder extra-help`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from finder.documents.fields import Input, IsoDate, Money, PlanYear, Whole, dollars_or_null, read
from finder.documents.law import rule_entries, rule_entry
from finder.domain.extra_help import (
    CalendarDay,
    Copays,
    Enrollment,
    ExtraHelp,
    HelpDays,
    HelpSeeker,
    IncomeParts,
    Institution,
    PlanChanges,
    PremiumHelp,
)
from finder.domain.money import Cents, dollars, fraction
from finder.domain.months import YEAR_MONTHS
from finder.parameters import version
from finder.questions.explainers.extra_help import extra_help

NOT_SURE = "not_sure"


def _open(value: object) -> object:
    """``"not_sure"`` is an answer: no value."""
    return None if value == NOT_SURE else value


def _savings(value: object) -> object:
    """The name of a Medicare savings program is a yes, ``"none"`` a no."""
    return {"qmb": True, "slmb": True, "qi": True, "none": False}.get(value.lower(), _open(value)) if isinstance(value, str) else value


def _place(value: object) -> object:
    """Yes is a nursing home, no is neither."""
    return {True: "nursing_home", False: "none"}[value] if isinstance(value, bool) else _open(value)


YesNo = Annotated[bool | None, BeforeValidator(_open)]
Program = Annotated[bool | None, BeforeValidator(_savings)]
Amount = Annotated[Money | None, BeforeValidator(_open)]
Care = Annotated[Literal["none", "nursing_home", "home_care"] | None, BeforeValidator(_place)]


class ExtraHelpInput(Input, title="ExtraHelp"):
    """The document of ``finder extra-help``. ``null`` or ``"not_sure"`` is taken for every answer about the person; a field left out is
    not sure, but ``institution``, ``spend_down`` and ``retiree_coverage`` are no. Income is given in one of two forms: ``unearned_income``
    and ``earned_income`` before tax, with ``income_period``, from which we take what is not counted; or ``income``, which is counted as it
    stands. ``income`` is of a year, unless ``income_period`` says month. Pay from work never belongs in ``income`` as it is."""

    year: PlanYear
    state: Annotated[str, Field(min_length=2, max_length=2)]
    household: Annotated[Whole, Field(ge=1, le=20)]
    income: Amount = None
    unearned_income: Amount = None
    earned_income: Amount = None
    resources: Amount = None
    medicaid: YesNo = None
    ssi: YesNo = None
    savings_programme: Program = None
    institution: Care = "none"
    deemed_on: IsoDate | None = None
    income_period: Literal["year", "month"] = "year"
    couple: bool | None = None
    burial_funds: YesNo = None
    retiree_coverage: bool = False
    spend_down: YesNo = False
    applied_on: IsoDate | None = None
    medicaid_on: IsoDate | None = None
    part_d_eligible_on: IsoDate | None = None
    determined_on: IsoDate | None = None
    change_requested_on: IsoDate | None = None
    status_changed_on: IsoDate | None = None
    notice_on: IsoDate | None = None

    @model_validator(mode="after")
    def _couple_lives_together(self) -> ExtraHelpInput:
        if self.couple and self.household == 1:
            raise ValueError("a household of 2 or more for a couple")
        return self

    @model_validator(mode="after")
    def _one_form_of_income(self) -> ExtraHelpInput:
        if self.in_parts and self.income is not None:
            raise ValueError("either income, or unearned_income and earned_income")
        if self.in_parts and "income_period" not in self.model_fields_set:
            raise ValueError("income_period (month or year) beside unearned_income and earned_income")
        return self

    @property
    def in_parts(self) -> bool:
        """Whether pay from work is told apart from other income."""
        return bool({"unearned_income", "earned_income"} & self.model_fields_set)

    def a_year(self, amount: Cents | None) -> Cents | None:
        """An income of the period given, of a year."""
        return amount if amount is None or self.income_period == "year" else amount * YEAR_MONTHS


INPUT = ExtraHelpInput


def answer(document: object) -> dict[str, Any]:
    """The screen of Extra Help. Raises Refusal."""
    asked = read(INPUT, document)
    days = HelpDays(**{name: getattr(asked, name) for name in HelpDays._fields})
    return _written(extra_help(asked.year, _person(asked), days))


def _person(asked: ExtraHelpInput) -> HelpSeeker:
    parts = IncomeParts(asked.a_year(asked.unearned_income), asked.a_year(asked.earned_income))
    same = (
        "state",
        "household",
        "resources",
        "couple",
        "burial_funds",
        "medicaid",
        "ssi",
        "savings_programme",
        "retiree_coverage",
        "spend_down",
    )
    return HelpSeeker(
        **{name: getattr(asked, name) for name in same},
        income=parts if asked.in_parts else asked.a_year(asked.income),
        institution=None if asked.institution is None else Institution[asked.institution.upper()],
    )


def _written(found: ExtraHelp) -> dict[str, Any]:
    verdict, counted = found.verdict, found.facts.counted
    counted_income = counted and {name: dollars(amount) for name, amount in counted._asdict().items()}
    return {
        "year": found.year,
        "level": found.level.key if found.level is not None else None,
        "likelihood": found.likelihood.key,
        "because": verdict.rule.says,
        "decided_by": rule_entry(verdict.rule),
        "still_open": list(verdict.open_questions),
        "effective_from": found.effective_from and found.effective_from.isoformat(),
        "deemed_through": found.deemed_through and found.deemed_through.isoformat(),
        "enrollment": found.enrollment and _enrollment(found.enrollment),
        "calendar": [_calendar_day(day) for day in found.calendar],
        "copays": found.copays and _copays(found.copays),
        "premium_subsidy": found.premium and _premium(found.premium),
        "special_enrollment": _changes(found.changes) if found.changes else [],
        "warnings": [rule_entry(warning) for warning in found.warnings],
        "limits": _limits(found),
        **({"counted_income": counted_income} if found.facts.in_parts else {}),
        "rules": rule_entries(found.rules),
        "parameters_version": version(),
    }


def _enrollment(enrollment: Enrollment) -> dict[str, Any]:
    entry = rule_entry(enrollment.rule)
    return {
        "branch": enrollment.rule.id,
        "starts": enrollment.starts and enrollment.starts.isoformat(),
        "starts_is": "no_later_than" if enrollment.at_latest else "on",
        "needs": list(enrollment.missing),
        **{key: entry[key] for key in ("says", "citation", "law", "status")},
    }


def _calendar_day(entry: CalendarDay) -> dict[str, Any]:
    return {"date": entry.day.isoformat(), "exact": entry.exact, "what": entry.what}


def _copays(copays: Copays) -> dict[str, Any]:
    share = {} if copays.coinsurance is None else {"coinsurance": fraction(copays.coinsurance)}
    status = {copay.part: copay.status for copay in copays.amounts}
    return {**{copay.part: dollars(copay.amount) for copay in copays.amounts}, **share, "status": status}


def _premium(premium: PremiumHelp) -> dict[str, Any]:
    return {
        "percent": None if premium.percent is None else fraction(premium.percent),
        "region": premium.region,
        "benchmark": dollars_or_null(premium.benchmark),
        "benchmark_status": premium.benchmark_status,
    }


def _changes(changes: PlanChanges) -> list[dict[str, Any]]:
    """The rule of each chance, with the days that follow from a day given."""
    starts, again, until = (day and day.isoformat() for day in (changes.new_plan_starts, changes.next_change_from, changes.until))
    by_month = {**rule_entry(changes.by_month), "change_effective": starts, "next_change_from": again, "until": None}
    integrated = [rule_entry(changes.integrated)] if changes.integrated else []
    kind = {"until_is": "on" if changes.until_exact else "no_earlier_than"} if until else {}
    return [by_month, *integrated, {**rule_entry(changes.status_change), "until": until, **kind}]


def _limits(found: ExtraHelp) -> dict[str, Any]:
    facts, limits = found.facts, found.limits
    return {
        "group": facts.group.key,
        "household": facts.person.household,
        "couple": facts.couple,
        "your_income": dollars_or_null(facts.income),
        "your_resources": dollars_or_null(facts.person.resources),
        "poverty_line": dollars_or_null(limits.poverty_line),
        "income_below_for_full": dollars_or_null(limits.income_below_for_full),
        "income_below_for_partial": dollars_or_null(limits.income_below_for_partial),
        "resources_at_most_for_full": dollars_or_null(limits.resources_full),
        "resources_at_most_for_partial": dollars_or_null(limits.resources_partial),
        "burial_allowance": dollars_or_null(limits.burial_allowance),
        "status": dict(limits.statuses),
        "missing": list(limits.missing),
    }
