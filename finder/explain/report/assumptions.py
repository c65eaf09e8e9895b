"""What the numbers of a report count on, in sentences: place, months, help, stores, list, fills and what stands beside the totals."""

from __future__ import annotations

from collections.abc import Mapping

from finder.domain.benefit import Channel
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.money import shown
from finder.domain.plan_cost import Comparison, PlanCost
from finder.domain.report import PersonReport
from finder.explain.choices import store_words
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.estimates import prices_sentence
from finder.explain.words import CHANNELS, SUBSIDIES, joined, month, plan_name

_KINDS = {PlanKind.PDP: mark("drug plans"), PlanKind.MA_PD: mark("health plans with drugs"), PlanKind.SNP: mark("special needs plans")}
"""Kinds of plan inside a sentence."""


def assumption_sentences(person: PersonReport) -> tuple[str, ...]:
    """Each assumption in a sentence."""
    member, compared = person.member, person.comparison
    return (
        _months(compared),
        _help(compared, unsure=person.unsure_of_help),
        say("Plans compared: {kinds}.", kinds=joined(say(_KINDS[kind]) for kind in member.plan_kinds)),
        *_where(person),
        _fills(member),
        _left_out(compared),
        prices_sentence(compared.info) or say("Prices stay all year as they are in the file."),
        *_so_far_and_fees(member),
    )


def _months(compared: Comparison) -> str:
    return say_count(
        "We count coverage from {first} to December {year}: {count} month.",
        "We count coverage from {first} to December {year}: {count} months.",
        compared.months_covered,
        first=month(compared.coverage_start.month),
        year=compared.info.plan_year,
    )


def _help(compared: Comparison, *, unsure: bool) -> str:
    level = say(SUBSIDIES[compared.low_income_subsidy])
    return say("{help} is counted, since you are not sure.", help=level) if unsure else say("{help} is counted.", help=level)


def _fills(member: Member) -> str:
    if member.alphabetical:
        return say(
            "Each drug is bought on the first day of a month, when the last fill has run out. Two drugs bought on one day go by name."
        )
    return say(
        "Each drug is bought on the first day of a month, when the last fill has run out. "
        "Two drugs bought on one day go in the order of the list."
    )


def _left_out(compared: Comparison) -> str:
    if compared.skip_uncovered:
        return say("You would not buy a drug that a plan leaves out, so its price is not counted. Plans that cover more come first.")
    return say("A drug that a plan leaves out, or that has no price or cost share there, is counted at its full price.")


def _so_far_and_fees(member: Member) -> list[str]:
    said = []
    if member.uncovered_months:
        said.append(
            say_count(
                "A late fee is counted for {count} month without good drug coverage.",
                "A late fee is counted for {count} months without good drug coverage.",
                member.uncovered_months,
            )
        )
    if member.gross_drug_cost_to_date or member.troop_to_date:
        said.append(
            say(
                "Before the first fill counted here, drugs for {bought} had been bought, and {counted} counted toward the yearly limit.",
                bought=shown(member.gross_drug_cost_to_date),
                counted=shown(member.troop_to_date),
            )
        )
    if member.income_bracket:
        said.append(say("An extra premium for a higher income is counted (bracket {bracket}).", bracket=member.income_bracket))
    return said


def _where(person: PersonReport) -> list[str]:
    """Where the drugs are bought: at the kinds of store asked for, or at the person's own ones and what stands in where a plan has none."""
    member, plans = person.member, person.comparison.plans
    if not member.pharmacies:
        return [say("You buy at {kinds}, where it costs least.", kinds=_kinds_of_store(member))]
    told = {npi: say("NPI {npi}", npi=npi) for npi in member.pharmacies} | {store.npi: store_words(store) for store in person.stores}
    return [
        *_own_stores([told[npi] for npi in member.pharmacies]),
        *_prices_of(person, told),
        *_outside(member, plans),
        *_not_looked_up(member, plans),
        *_without_fees(plans),
    ]


def _kinds_of_store(member: Member) -> str:
    return joined((say(CHANNELS[channel]) for channel in member.channels), "or")


def _own_stores(names: list[str]) -> list[str]:
    if len(names) == 1:
        return [say("You buy at this drug store: {store}.", store=names[0])]
    return [say("You buy at one of these drug stores, where you pay least: {stores}.", stores="; ".join(names))]


def _prices_of(person: PersonReport, told: Mapping[str, str]) -> list[str]:
    """Whose prices are those of the plan that is told whole; nothing for one store, which is named already."""
    used = dict.fromkeys(drug.pharmacy for drug in person.cost.drugs if drug.pharmacy)
    if not used or len(person.member.pharmacies) == 1:
        return []
    stores = joined(told.get(npi, say("NPI {npi}", npi=npi)) for npi in used)
    return [say("At {plan} the prices are those of {stores}.", plan=plan_name(person.cost.plan), stores=stores)]


def _outside(member: Member, plans: tuple[PlanCost, ...]) -> list[str]:
    outside = sum("pharmacies_out_of_network" in cost.notes for cost in plans)
    if not outside:
        return []
    instead = say(CHANNELS[Channel.STANDARD_RETAIL])
    if len(member.pharmacies) == 1:
        lead = say("In {number} of {all} plans it is not in the network.", number=outside, all=len(plans))
    else:
        lead = say("In {number} of {all} plans none of them is in the network.", number=outside, all=len(plans))
    return [f"{lead} {say('There you buy at {kind}.', kind=instead)}"]


def _not_looked_up(member: Member, plans: tuple[PlanCost, ...]) -> list[str]:
    """The plans at which the kinds of store decided although the person named stores."""
    unknown = sum(any(drug.counted and not drug.pharmacy and drug.in_network for drug in cost.drugs) for cost in plans)
    if not unknown:
        return []
    return [
        say(
            "For {number} of {all} plans we have no file of drug stores. There you buy at {kinds}, where it costs least.",
            number=unknown,
            all=len(plans),
            kinds=_kinds_of_store(member),
        )
    ]


def _without_fees(plans: tuple[PlanCost, ...]) -> list[str]:
    if not any("dispensing_fee_unknown" in cost.notes for cost in plans):
        return []
    return [say("Some of these stores' fees are not in the file. There the price is without the fee.")]
