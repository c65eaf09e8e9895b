"""An amount of a drug line, and where it comes from. Grade 8."""

from __future__ import annotations

from finder.domain.drug_lines import DrugLine, Offer, Origin, Proposal, Understood
from finder.domain.market import Drug
from finder.domain.money import QUANTITY_SCALE
from finder.domain.supply import ONE, WEEK, Often
from finder.explain.messages import mark, mark_count, say, say_count
from finder.explain.words import amount, days_supplied, drug_label, package_unit, quantity_words, supply_words

_RATES = {
    1: (mark("once a day"), mark("twice a day"), mark_count("{count} time a day", "{count} times a day")),
    WEEK: (mark("once a week"), mark("twice a week"), mark_count("{count} time a week", "{count} times a week")),
    30: (mark("once a month"), mark("twice a month"), mark_count("{count} time a month", "{count} times a month")),
    360: (mark("once a year"), mark("twice a year"), mark_count("{count} time a year", "{count} times a year")),
}
"""How often, by the days: once, twice, more often."""
_ANY_RATE = (
    mark("once every {days} days"),
    mark("twice every {days} days"),
    mark_count("{count} time every {days} days", "{count} times every {days} days"),
)
_PIECES = ("pen", "syringe", "vial")


def proposal_words(said: Understood, drug: Drug, proposal: Proposal) -> str:
    """``30 tablets for 30 days (1 tablet once a day, times 30 days)``: an amount, and where it comes from."""
    if proposal.days_supply:
        words = supply_words(drug.unit, proposal.quantity, proposal.days_supply)
    else:
        words = quantity_words(drug.unit, proposal.quantity)
    origin = _origin_words(said, drug, proposal)
    return say("{amount} ({origin})", amount=words, origin=origin) if origin else words


def typed_offer_words(line: DrugLine, offer: Offer) -> str:
    """The button that adds a drug with the amount that was typed with its name."""
    return say("Add {drug}: {amount}", drug=drug_label(offer.drug), amount=proposal_words(line.understood, offer.drug, offer.amount))


def _origin_words(said: Understood, drug: Drug, proposal: Proposal) -> str:
    days = days_supplied(proposal.days_supply or 0)
    match proposal.origin:
        case Origin.DOSES if said.often:
            return say("{doses}, times {days}", doses=_rate(said, drug.unit), days=days)
        case Origin.LASTS if said.often:
            return say("we worked out the days: {amount} bought, {doses}", amount=amount(proposal.quantity), doses=_rate(said, drug.unit))
        case Origin.INSULIN | Origin.ROUNDED:
            return _in_packages_words(said, drug, proposal)
        case Origin.PIECES if said.count:
            piece = said.count_unit or next((word for word in said.forms if word in _PIECES), "pen")
            each = quantity_words("mL", proposal.quantity * QUANTITY_SCALE // said.count)
            return say("{packages} of {size}", packages=quantity_words(piece, said.count), size=each)
        case Origin.PIECES if said.often:
            return say("1 dose {rate}, for {days}", rate=often_words(said.often), days=days)
        case Origin.PACKAGES if said.count and drug.units_per_package:
            size = quantity_words(drug.unit, said.package_size or drug.units_per_package)
            return say("{packages} of {size}", packages=quantity_words(package_unit(drug), said.count), size=size)
        case Origin.ANSWERED:
            return say("your answer")
        case Origin.USUAL:
            return say("a usual amount")
        case Origin.MOST:
            return say("at most, as the directions say")
        case Origin.LEAST:
            return say("at least, as the directions say")
        case Origin.OLD_FILL:
            return say("this fill is old: use it only if the drug is still taken")
        case _:
            return ""


def _in_packages_words(said: Understood, drug: Drug, proposal: Proposal) -> str:
    """``1 package of 15 mL, at 20 units once a day``."""
    rate, size = _rate(said, said.dose_unit), drug.units_per_package
    if not size:
        return say("at {doses}", doses=rate)
    packages = quantity_words(package_unit(drug), proposal.quantity // size * ONE)
    return say("{packages} of {size}, at {doses}", packages=packages, size=quantity_words(drug.unit, size), doses=rate)


def _rate(said: Understood, unit: str) -> str:
    """``1 tablet once a day``."""
    dose = as_written(unit, said.dose or ONE)
    return say("{dose} {rate}", dose=dose, rate=often_words(said.often)) if said.often else dose


def often_words(often: Often) -> str:
    """``once a day``, ``3 times a day``, ``once every 2 days``, ``once a week``."""
    once, twice, more = _RATES.get(often.days, _ANY_RATE)
    if often.times > 2:
        return say_count(*more, often.times, days=often.days)
    return say(once if often.times == 1 else twice, days=often.days)


def as_written(unit: str, quantity: int) -> str:
    """A quantity with the unit of the line, or bare as in the line."""
    return quantity_words(unit, quantity) if unit else amount(quantity)
