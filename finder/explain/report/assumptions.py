"""What the numbers of a report count on, in sentences: place, months, help, stores, list, fills and what stands beside the totals."""

from __future__ import annotations

from finder.domain.benefit import Channel
from finder.domain.member import Member
from finder.domain.money import shown
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.report import PersonReport
from finder.explain.choices import store_words
from finder.explain.plans.drugs import prescription_words
from finder.explain.words import CHANNELS, PLAN_KINDS, SUBSIDIES, counted, joined, month, plan_name


def assumption_sentences(person: PersonReport) -> tuple[str, ...]:
    """Each assumption in a sentence; the list of drugs last, as it was counted."""
    member, compared = person.member, person.comparison
    first, months = month(compared.coverage_start.month), compared.months_covered
    kinds = joined(PLAN_KINDS[kind].lower() for kind in member.plan_kinds)
    said = [
        f"Coverage counts from {first} to December {compared.info.plan_year}: {counted(months, 'month')}.",
        f"{SUBSIDIES[compared.low_income_subsidy]} is counted{', since you are not sure' if person.unsure_of_help else ''}.",
        f"Plans compared: {kinds}.",
        *_where(person),
        f"Each drug is bought on the first day of a month, as long as the last fill holds. Two on one day go {_order(member)}.",
        _left_out(compared),
        "Prices stay all year as they are in the file.",
    ]
    if member.uncovered_months:
        said.append(f"A late fee is counted for {counted(member.uncovered_months, 'month')} without good drug coverage.")
    if member.gross_drug_cost_to_date or member.troop_to_date:
        said.append(
            f"Before the first fill counted here, drugs for {shown(member.gross_drug_cost_to_date)} had been bought, and "
            f"{shown(member.troop_to_date)} counted toward the yearly limit."
        )
    if member.income_bracket:
        said.append(f"An extra premium for a higher income is counted (bracket {member.income_bracket}).")
    return (*said, *(f"Your list: {prescription_words(one)}." for one in compared.prescriptions))


def _left_out(compared: Comparison) -> str:
    if compared.skip_uncovered:
        return "You would not buy a drug that a plan leaves out, so its price is not counted. Plans that cover more come first."
    return "A drug that a plan leaves out, or that has no price or cost share there, is counted at its full price."


def _order(member: Member) -> str:
    return "by name" if member.alphabetical else "in the order of the list"


def _where(person: PersonReport) -> list[str]:
    """Where the drugs are bought: at the kinds of store asked for, or at the person's own ones and what stands in where a plan has none."""
    member, plans = person.member, person.comparison.plans
    kinds = f"at {joined((CHANNELS[channel] for channel in member.channels), 'or')}, where it costs least"
    if not member.pharmacies:
        return [f"You buy {kinds}."]
    told = {store.npi: store_words(store) for store in person.stores}
    names = [told.get(npi, f"NPI {npi}") for npi in member.pharmacies]
    one = len(names) == 1
    said = [
        f"You buy at this drug store: {names[0]}."
        if one
        else f"You buy at one of these drug stores, where you pay least: {'; '.join(names)}."
    ]
    used = dict.fromkeys(drug.pharmacy for drug in person.cost.drugs if drug.pharmacy)
    if used and not one:
        said.append(
            f"At {plan_name(person.cost.plan)} the prices are those of {' and of '.join(told.get(npi, f'NPI {npi}') for npi in used)}."
        )
    outside = sum("pharmacies_out_of_network" in cost.notes for cost in plans)
    if outside:
        none = "do not have it" if one else "have none of them"
        said.append(
            f"{outside} of {counted(len(plans), 'plan')} {none} in the network. There you buy at {CHANNELS[Channel.STANDARD_RETAIL]}."
        )
    unknown = sum(map(_not_looked_up, plans))
    if unknown:
        said.append(f"For {unknown} of {counted(len(plans), 'plan')} we have no file of drug stores. There you buy {kinds}.")
    if any("dispensing_fee_unknown" in cost.notes for cost in plans):
        said.append("Some of these stores' fees are not in the file. There the price is without the fee.")
    return said


def _not_looked_up(cost: PlanCost) -> bool:
    """Whether the kinds of store decided at a plan although the person named stores."""
    return any(drug.counted and not drug.pharmacy and drug.in_network for drug in cost.drugs)
