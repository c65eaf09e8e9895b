"""What is said of Extra Help: how likely it is and why, the limits beside the person's own numbers, what it pays, and the dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.money import shown, to_basis_points, to_cents
from finder.explain.kit.bars import Series, look, lying_bars
from finder.explain.kit.section import Column, Figure, Table
from finder.explain.source_words import STATUSES
from finder.explain.words import SUBSIDIES, day, joined, month

Answer = Mapping[str, Any]

INTRO = (
    "Extra Help is a Medicare program (the low-income subsidy, LIS). It pays most of the cost of a drug plan if your income and savings "
    "are low. We ask one thing at a time. “I'm not sure” is always an answer. We keep nothing."
)
HEADLINES = {"likely": "You likely get Extra Help.", "maybe": "You may get Extra Help.", "unlikely": "You likely do not get Extra Help."}
OPEN = {
    "medicaid": "whether you have full Medicaid",
    "ssi": "whether you get SSI",
    "savings_programme": "whether the state pays your Part B premium",
    "income": "your income",
    "unearned_income": "your income that is not pay",
    "earned_income": "your pay from work",
    "resources": "your savings",
    "institution": "where Medicaid pays for care",
    "burial_funds": "whether some savings are for burial",
    "poverty_line": "the poverty line of that year, which we don't have",
}
_TELL_US = "Tell us the days above"
_SOCIAL_SECURITY = "call Social Security: 1-800-772-1213 (TTY 1-800-325-0778)"
_NEXT = {
    "deemed": "Next step: you need not ask for it. Tell your drug plan, and show it the letter from your state or Social Security.",
    "likely": f"Next step: ask for it. It is free. {_SOCIAL_SECURITY[:1].upper()}{_SOCIAL_SECURITY[1:]}.",
    "maybe": f"Next step: ask anyway. It is free, and only they can decide. {_SOCIAL_SECURITY[:1].upper()}{_SOCIAL_SECURITY[1:]}.",
    "unlikely": "Next step: ask a counselor (SHIP) about other help with drug costs in your state. If your income falls, look again.",
}
_WAYS = {"medicaid", "institution", "low_income_dual", "deemed"}
_CALENDAR = {
    "state_data": "States tell Medicare who has Medicaid",
    "social_security_data": "Social Security tells Medicare who has SSI",
    "election_opens": "The fall time to change plans starts",
    "election_closes": "The fall time to change plans ends",
    "deemed_through": "Last day of your Extra Help, if it is not renewed",
}
_OFF = {
    "general": "Not counted of any income",
    "earnings": "Not counted of pay",
    "half": "Half of the rest of pay, not counted",
}
_PARTS = {
    "deductible": "You pay first each year (deductible)",
    "generic": "Each generic drug, at most",
    "other": "Each other drug, at most",
    "generic_above_threshold": "Each generic past the yearly limit, at most",
    "other_above_threshold": "Each other drug past the yearly limit, at most",
    "above_threshold": "Each drug past the yearly limit",
}


def headline(answer: Answer) -> tuple[str, ...]:
    """How likely it is, and which level."""
    level = answer["level"]
    words = SUBSIDIES[LowIncomeSubsidy[level.upper()]] if level not in (None, "none") else ""
    return (HEADLINES[answer["likelihood"]], f"Level: {words}." if words else "")


def reasons(answer: Answer) -> tuple[str, ...]:
    """The rule that decided, what is still open, and limits that we lack."""
    open_words = [OPEN[name] for name in answer["still_open"] if name in OPEN]
    said = [answer["because"], f"Still open: {joined(open_words)}." if open_words else ""]
    missing = answer["limits"]["missing"]
    said.append(f"We don't have all the limits of {answer['year']}, so we can't compare with them." if missing else "")
    return tuple(filter(None, said))


def warning_sentences(answer: Answer) -> tuple[str, ...]:
    """The warnings, each with what to do."""
    todo = "Before you answer, ask both plans what you would lose. We can't promise that a late answer reaches back."
    return tuple(f"{warning['says']} {todo}" for warning in answer["warnings"])


def next_step(answer: Answer) -> str:
    """One plain thing to do now."""
    if answer["likelihood"] == "likely" and answer["decided_by"]["id"] in _WAYS:
        return _NEXT["deemed"]
    return _NEXT[answer["likelihood"]]


def income_table(answer: Answer) -> Table | None:
    """How the income is counted, step by step; None where a part of it is not known or does not matter."""
    counted = answer.get("counted_income")
    if counted is None:
        return None
    rows: list[tuple[str, ...]] = [("Money that is not pay from work", shown(to_cents(counted["unearned"])))]
    rows.append(("Pay from work", shown(to_cents(counted["earned"]))))
    rows += [(words, f"-{shown(to_cents(counted[name]))}") for name, words in _OFF.items() if to_cents(counted[name])]
    rows.append(("This much counts", shown(to_cents(counted["counted"]))))
    return Table("How your income is counted", (Column("What"), Column("A year", True)), tuple(rows), frozenset({len(rows) - 1}))


def income_sentences(answer: Answer) -> tuple[str, ...]:
    """The rules by which the income is counted."""
    wanted = ("income_exclusion", "earnings_exclusion")
    return tuple(rule["says"] for rule in answer["rules"] if rule["id"] in wanted)


def limits_figure(answer: Answer) -> Figure | None:
    """The person's yearly income and savings beside the highest limits; None where we lack the limits."""
    limits = answer["limits"]
    income, resources = _given(limits)
    pairs = [
        ("Income that counts", income, _highest(limits, "income_below")),
        ("Savings", resources, _highest(limits, "resources_at_most")),
    ]
    known = [(name, own, limit) for name, own, limit in pairs if limit is not None]
    if not known:
        return None
    labels = [name for name, _, _ in known]
    parts = [
        Series("Yours", [own or 0 for _, own, _ in known], look(0)),
        Series("The limit", [limit for _, _, limit in known], look(1)),
    ]
    figure = lying_bars(labels, parts, " ".join(_beside(name, own, limit) for name, own, limit in known))
    figure.figure.update_layout(barmode="group")
    return figure


def _given(limits: Mapping[str, Any]) -> tuple[int | None, int | None]:
    income, resources = limits["your_income"], limits["your_resources"]
    return (None if income is None else to_cents(income), None if resources is None else to_cents(resources))


def _highest(limits: Mapping[str, Any], prefix: str) -> int | None:
    found = [to_cents(limits[key]) for key in (f"{prefix}_for_full", f"{prefix}_for_partial") if limits.get(key)]
    return max(found, default=None)


def _beside(name: str, own: int | None, limit: int) -> str:
    return f"{name}: the limit is {shown(limit)}, yours is {'not given' if own is None else shown(own)}."


def limits_table(answer: Answer) -> Table:
    """The limits of the year beside the person's own numbers. Years without partial help have no column for it."""
    limits = answer["limits"]
    income, resources = _given(limits)
    partial = ("income_below_for_partial", "resources_at_most_for_partial")
    rows = [
        ("Income that counts, a year", _own(income), _limit(limits, "income_below_for_full", "below "), _partial(limits, partial[0])),
        ("Savings", _own(resources), _limit(limits, "resources_at_most_for_full", "up to "), _partial(limits, partial[1])),
    ]
    columns = (Column("What counts"), Column("Yours", True), Column("Limit for full help", True), Column("Limit for partial help", True))
    shown_columns = 4 if any(limits[key] for key in partial) else 3
    people = "one person" if not limits["couple"] else "a couple"
    home = f"{limits['household']} in the home" if limits["household"] > 1 else "alone in the home"
    caption = f"The limits of {answer['year']} for {people}, {home}"
    return Table(caption, columns[:shown_columns], tuple(row[:shown_columns] for row in rows))


def _own(amount: int | None) -> str:
    return "not given" if amount is None else shown(amount)


def _limit(limits: Mapping[str, Any], key: str, lead: str) -> str:
    return f"{lead}{shown(to_cents(limits[key]))}" if limits[key] else "We don't have this"


def _partial(limits: Mapping[str, Any], key: str) -> str:
    return shown(to_cents(limits[key])) if limits[key] else "none this year"


def pays_table(answer: Answer) -> Table | None:
    """What the person pays with that level; None where there is no level."""
    copays = answer["copays"]
    if copays is None:
        return None
    rows = []
    for key, words in _PARTS.items():
        if key in copays:
            rows.append((words, shown(to_cents(copays[key])), STATUSES[copays["status"][key]]))
    if "coinsurance" in copays:
        rows.insert(1, ("After that, your share of each price", f"{to_basis_points(copays['coinsurance']) / 100:g}%", ""))
    rows.append(("Premium of a basic plan", *_premium(answer)))
    return Table(
        f"What you pay with Extra Help in {answer['year']}",
        (Column("What"), Column("You pay", True), Column("How sure we are")),
        tuple(rows),
    )


def _premium(answer: Answer) -> tuple[str, str]:
    subsidy = answer["premium_subsidy"]
    if subsidy["percent"] is None:
        return ("We don't have this", "")
    percent = to_basis_points(subsidy["percent"]) / 100
    paid = "nothing" if percent == 100 else f"{100 - percent:g}% of it"
    if subsidy["benchmark"] is None:
        return (f"{paid}, up to a limit that we don't have for your state", "")
    return (f"{paid}, up to {shown(to_cents(subsidy['benchmark']))} a month; all above that", STATUSES[subsidy["benchmark_status"]])


def dates_table(answer: Answer, *, no_plan: bool) -> Table:
    """From when until when, how a person without a plan comes into one, when plans may be changed, and the year in which the help is looked
    at again. A date that rests on a day not given asks for it."""
    starts = "Extra Help starts" if answer["likelihood"] == "likely" else "Extra Help starts, if you get it"
    rows = [(starts, _day(answer["effective_from"]) if answer["effective_from"] else _TELL_US, "")]
    if answer["enrollment"] and no_plan:
        rows.append(("Medicare puts you in a plan, if you do not pick one", *_enrollment(answer["enrollment"])))
    rows += _changes(answer)
    for entry in answer["calendar"]:
        day_words = _day(entry["date"]) if entry["exact"] else _month(entry["date"])
        rows.append((_CALENDAR[entry["what"]], day_words, ""))
    return Table("Your dates", (Column("What"), Column("When"), Column("Why")), tuple(rows))


def _enrollment(enrollment: Mapping[str, Any]) -> tuple[str, str]:
    if enrollment["starts"] is None:
        return (_TELL_US, enrollment["says"])
    lead = "By " if enrollment["starts_is"] == "no_later_than" else "From "
    return (f"{lead}{_day(enrollment['starts'])}", enrollment["says"])


def _changes(answer: Answer) -> list[tuple[str, str, str]]:
    """The rows on a change of plan for which a day was given."""
    rows = []
    for entry in answer["special_enrollment"]:
        if entry.get("next_change_from"):
            starts = _day(entry["change_effective"]) if entry["change_effective"] else "Not at this time of the year"
            rows.append(("Your new plan starts", starts, ""))
            rows.append(("You may change again from", _day(entry["next_change_from"]), ""))
        if entry.get("until"):
            exact = entry["until_is"] == "on"
            until = _day(entry["until"]) if exact else f"{_day(entry['until'])}, or later if a letter came later"
            rows.append(("You may change plans once, until", until, ""))
    return rows


def change_sentences(answer: Answer) -> tuple[str, ...]:
    """When the person may change plans, and what Medicare may do by itself."""
    wanted = ("reassignment", "redeeming")
    return (
        *(entry["says"] for entry in answer["special_enrollment"]),
        *(rule["says"] for rule in answer["rules"] if rule["id"] in wanted),
    )


def law_rules(answer: Answer) -> list[Mapping[str, Any]]:
    """Every rule behind the answer."""
    return [*answer["rules"], *answer["special_enrollment"], *answer["warnings"]]


def _day(iso: str) -> str:
    return day(date.fromisoformat(iso))


def _month(iso: str) -> str:
    when = date.fromisoformat(iso)
    return f"{month(when.month)} {when.year}"
