"""What is said of one drug: what a plan asks first, what it costs when it is not covered, and how its amount is asked."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.market import SpecialCoverages
from finder.domain.money import Quantity, about, shown
from finder.domain.negotiated_price import Difference, negotiated_fill
from finder.domain.plan_cost import DrugCost, PlanCost, Restriction, RestrictionKind
from finder.domain.prescription import Prescription
from finder.domain.supply import ONE
from finder.explain.words import NO_SHARE, UNKNOWN_PRICE, amount, counted, drug_label, drug_name, joined, plan_name, unit_of


def restriction_words(restriction: Restriction, prescription: Prescription) -> str:
    """A restriction in plain words, with the field's word in brackets."""
    if restriction.kind is RestrictionKind.PRIOR_AUTHORIZATION:
        return "plan approval first (prior authorization)"
    if restriction.kind is RestrictionKind.STEP_THERAPY:
        return "try another drug first (step therapy)"
    limit = f"limit on amount (quantity limit): {_bought(prescription, restriction.quantity)} for {counted(restriction.days, 'day')}"
    if not restriction.exceeded:
        return limit
    yours = f"yours is {_bought(prescription, prescription.quantity)}"
    if prescription.days_supply != restriction.days:
        yours += f" for {counted(prescription.days_supply, 'day')}"
    return f"{limit}; {yours}"


def _bought(prescription: Prescription, quantity: Quantity) -> str:
    return f"{amount(quantity)} {unit_of(prescription.drug, many=quantity != ONE)}"


def restrictions_of(drug: DrugCost) -> str:
    """All that a plan asks for one drug, or ``None`` in words."""
    return "; ".join(restriction_words(restriction, drug.prescription) for restriction in drug.restrictions) or "none"


def special_sentences(cost: PlanCost, special: SpecialCoverages) -> tuple[str, ...]:
    """What a plan's lists beside its formulary say of the person's drugs: those that it covers though Part D leaves them out, and those
    that it covers for some diseases alone."""
    said = []
    for drug in cost.drugs:
        found, name = special.get((cost.plan.plan_id, drug.drug.rxcui)), drug_name(drug.drug)
        if found is not None and found.supplemental and not drug.covered:
            said.append(f"{name}: Part D leaves this drug out, but the plan adds it (supplemental drug). We don't have the price.")
            said.append(f"What you pay for {name} does not count toward your yearly limit. Extra Help does not pay for it.")
        elif found is not None and found.diseases and drug.covered:
            said.append(f"{name}: the plan pays only for {joined(found.diseases, 'or')}. Ask your doctor what yours is for.")
    return tuple(said)


def rules_lead(cost: PlanCost) -> tuple[str, ...]:
    """What leads the list of a plan's rules; nothing where it has none."""
    return (f"What {plan_name(cost.plan)} asks:",) if any(drug.restrictions for drug in cost.drugs) else ()


def restriction_sentences(cost: PlanCost) -> tuple[str, ...]:
    """One sentence for each drug of a plan that has rules."""
    return tuple(f"{drug_name(drug.drug)}: {restrictions_of(drug)}." for drug in cost.drugs if drug.restrictions)


def not_covered_sentence(cost: PlanCost, *, counted_in: bool = True) -> str:
    """The drugs that a plan leaves out and their full price; empty where it covers all. ``counted_in`` is whether the cost holds it."""
    missing = cost.not_covered
    if not missing:
        return ""
    names = joined(drug_name(drug.drug) for drug in missing)
    prices = [drug.cash_cost for drug in missing]
    if None in prices:
        known = [f"{drug_name(drug.drug)}: {about(drug.cash_cost)}" for drug in missing if drug.cash_cost is not None]
        price = f"{UNKNOWN_PRICE} for all of them." if len(missing) > 1 else f"{UNKNOWN_PRICE}."
        return " ".join([f"Does not cover {names}.", price, *(f"{part}." for part in known)])
    full = about(sum(price for price in prices if price is not None))
    where = "is counted here" if counted_in else "is not counted here"
    return f"Does not cover {names}. The full price, {full}, {where}."


def unpriced_sentence(cost: PlanCost) -> str:
    """The drugs that a plan covers but the files do not price, or give no cost share for; empty where there are none."""
    said = []
    for why, known in ((UNKNOWN_PRICE, True), (NO_SHARE, False)):
        drugs = [drug for drug in cost.unpriced if drug.share_known is known]
        if drugs:
            priced = all(drug.cash_cost is not None for drug in drugs)
            counted_in = f"We counted {'its' if len(drugs) == 1 else 'their'} full price." if priced else "That cost is missing here."
            said.append(f"{joined(drug_name(drug.drug) for drug in drugs)}: {why}. {counted_in}")
    return " ".join(said)


def price_words(drug: DrugCost) -> str:
    """The price of one fill of a drug that a plan covers, or what of it the files lack."""
    return lacks(drug) if drug.price is None else shown(drug.price)


def pay_words(drug: DrugCost) -> str:
    """What the person pays for all fills of a drug that a plan covers, or what of it the files lack."""
    return lacks(drug) if drug.price is None else shown(drug.patient_pay)


def lacks(drug: DrugCost) -> str:
    """What the files lack of a drug that a plan covers and nothing of which is in its totals."""
    return UNKNOWN_PRICE if drug.share_known else NO_SHARE


def negotiated_sentence(drugs: Sequence[DrugCost]) -> str:
    """The drugs of the list whose price Medicare negotiated for this year; empty where there are none."""
    names = [drug_name(drug.drug) for drug in drugs if drug.selected]
    if not names:
        return ""
    whose = "It has" if len(names) == 1 else "They have"
    said = [f"Medicare made a price deal for {joined(names)}. {whose} a lower price this year (negotiated price)."]
    return " ".join([*said, *filter(None, map(negotiated_difference, drugs))])


_DIFFERENCES = {
    Difference.ROUNDED: "Its files round the price.",
    Difference.FEE: "It has the store's fee in it.",
    Difference.OTHER_PRICE: "That may be an average of its stores, or the price of another package.",
}


def negotiated_difference(drug: DrugCost) -> str:
    """Medicare's price of a fill beside the plan's, and why they differ; empty where they do not, or one of them is not known."""
    found = negotiated_fill(drug)
    if found is None or found.why is Difference.NONE or found.why is Difference.UNPRICED:
        return ""
    name = drug_name(drug.drug)
    if found.low is None or found.high is None or found.plan_price is None:
        return f"We don't have Medicare's price for {name}. This is the plan's."
    price = shown(found.low) if found.low == found.high else f"{shown(found.low)} to {shown(found.high)}"
    much = f"{amount(found.quantity)} {unit_of(drug.drug)} of {name}"
    return f"{much} cost {price} by the deal and {shown(found.plan_price)} at this plan. {_DIFFERENCES[found.why]}"


def negotiated_note(drug: DrugCost) -> str:
    """What stands beside the name of a drug with a negotiated price: ``(Medicare price deal: $248.70)``; empty for the others."""
    found = negotiated_fill(drug)
    if found is None:
        return ""
    known = found.low is not None and found.low == found.high
    return f" (Medicare price deal: {shown(found.low or 0)})" if known else " (Medicare price deal)"


def prescription_words(prescription: Prescription) -> str:
    """A line of the list: ``Eliquis 5 MG Oral Tablet: 60 tablets for 30 days``."""
    drug = prescription.drug
    return f"{drug_label(drug)}: {amount(prescription.quantity)} {unit_of(drug)} for {counted(prescription.days_supply, 'day')}"
