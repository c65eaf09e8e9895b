"""What the numbers of a report count on, in sentences: place, months, help, stores, list, fills and what stands beside the totals."""

from __future__ import annotations

from finder.domain.report import PersonReport
from finder.explain.drug_words import prescription_words
from finder.explain.words import CHANNELS, PLAN_KINDS, SUBSIDIES, counted, joined, month


def assumption_sentences(person: PersonReport) -> tuple[str, ...]:
    """Each assumption in a sentence; the list of drugs last, as it was counted."""
    member, compared = person.member, person.comparison
    first, months = month(compared.coverage_start.month), compared.months_covered
    kinds = joined(PLAN_KINDS[kind].lower() for kind in member.plan_kinds)
    said = [
        f"Coverage counts from {first} to December {compared.info.plan_year}: {counted(months, 'month')}.",
        f"{SUBSIDIES[compared.low_income_subsidy]} is counted{', since you are not sure' if person.unsure_of_help else ''}.",
        f"Plans compared: {kinds}.",
        f"You buy at {joined((CHANNELS[channel] for channel in member.channels), 'or')}, where it costs least.",
        "Each drug is bought on the first day of a month, as long as the last fill holds. Two on one day go by name.",
        "A drug that a plan leaves out, or that has no price, is not in its total. Its cash cost stands beside it.",
        "Prices stay all year as they are in the file.",
    ]
    if member.uncovered_months:
        said.append(f"A late fee is counted for {counted(member.uncovered_months, 'month')} without good drug coverage.")
    if member.income_bracket:
        said.append(f"An extra premium for a higher income is counted (bracket {member.income_bracket}).")
    return (*said, *(f"Your list: {prescription_words(one)}." for one in compared.prescriptions))
