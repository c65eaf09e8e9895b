"""What is said of the drugs of a list at a plan: what the plan asks first, what it leaves out, and the price that Medicare negotiated.

Where the answer of ``finder compare`` says it in other words, these stand beside it."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.market import BorrowedPrice, SpecialCoverage, SpecialCoverages
from finder.domain.money import UNIT_PRICE_SCALE, Quantity, UnitPrice, shown
from finder.domain.negotiated_price import Difference, NegotiatedFill, negotiated_fill
from finder.domain.plan_cost import DrugCost, PlanCost, Restriction, RestrictionKind
from finder.domain.prescription import Prescription
from finder.domain.supply import ONE
from finder.explain.messages import Told, mark, say, say_count
from finder.explain.plans.costs import NONE
from finder.explain.plans.estimates import estimated, origin_text
from finder.explain.words import (
    NO_SHARE,
    UNKNOWN_PRICE,
    amount,
    drug_label,
    drug_name,
    in_whole_dollars,
    joined,
    plan_name,
    unit_for_program,
    unit_of,
)

# ---- what a plan asks first

_APPROVAL = mark("plan approval first (prior authorization)")
_STEP = mark("try another drug first (step therapy)")


def restriction_words(restriction: Restriction, prescription: Prescription) -> str:
    """A restriction in plain words, with the field's word in brackets."""
    if restriction.kind is RestrictionKind.PRIOR_AUTHORIZATION:
        return say(_APPROVAL)
    if restriction.kind is RestrictionKind.STEP_THERAPY:
        return say(_STEP)
    most = _for_days(prescription, restriction.quantity, restriction.days)
    if not restriction.exceeded:
        return say("limit on amount (quantity limit): {most}", most=most)
    same = prescription.days_supply == restriction.days
    yours = _bought(prescription, prescription.quantity)
    yours = yours if same else _for_days(prescription, prescription.quantity, prescription.days_supply)
    return say("limit on amount (quantity limit): {most}; yours is {yours}", most=most, yours=yours)


def _for_days(prescription: Prescription, quantity: Quantity, days: int) -> str:
    bought = _bought(prescription, quantity)
    return say_count("{bought} for {count} day", "{bought} for {count} days", days, bought=bought)


def _bought(prescription: Prescription, quantity: Quantity) -> str:
    return say("{quantity} {units}", quantity=amount(quantity), units=unit_of(prescription.drug, many=quantity != ONE))


def restriction_text(restriction: Restriction, prescription: Prescription) -> str:
    """A restriction for the answer of a command."""
    if restriction.kind is RestrictionKind.PRIOR_AUTHORIZATION:
        return say(_APPROVAL)
    if restriction.kind is RestrictionKind.STEP_THERAPY:
        return say(_STEP)
    told = {
        "quantity": _plain(restriction.quantity),
        "days": restriction.days,
        "asked": _plain(prescription.quantity),
        "asked_days": prescription.days_supply,
        "unit": unit_for_program(prescription.drug.unit, many=True),
    }
    if not restriction.exceeded:
        return say("limit on amount (quantity limit): {quantity} {unit} for {days} days", **told)
    return say("limit on amount (quantity limit): {quantity} {unit} for {days} days; yours is {asked} {unit} for {asked_days} days", **told)


def _plain(quantity: Quantity) -> str:
    return amount(quantity).replace(",", "")


def diseases_text(special: SpecialCoverage) -> str:
    """For the answer of a command: the diseases for which alone a plan pays for a drug."""
    return say("covered only for (indication-based coverage): {diseases}", diseases=", ".join(special.diseases))


def restrictions_of(drug: DrugCost) -> str:
    """All that a plan asks for one drug, or ``none``."""
    return "; ".join(restriction_words(restriction, drug.prescription) for restriction in drug.restrictions) or say(NONE)


def rules_lead(cost: PlanCost) -> tuple[str, ...]:
    """What leads the list of a plan's rules; nothing where it has none."""
    return (say("What {plan} asks:", plan=plan_name(cost.plan)),) if any(drug.restrictions for drug in cost.drugs) else ()


def restriction_sentences(cost: PlanCost) -> tuple[str, ...]:
    """One sentence for each drug of a plan that has rules."""
    return tuple(
        say("{drug}: {rules}.", drug=drug_name(drug.drug), rules=restrictions_of(drug)) for drug in cost.drugs if drug.restrictions
    )


def special_sentences(cost: PlanCost, special: SpecialCoverages) -> tuple[str, ...]:
    """What a plan's lists beside its formulary say of the person's drugs: those that it covers though Part D leaves them out, and those
    that it covers for some diseases alone."""
    said = []
    for drug in cost.drugs:
        found, name = special.get((cost.plan.plan_id, drug.drug.rxcui)), drug_name(drug.drug)
        if found is not None and found.supplemental and not drug.covered:
            said.append(
                say("{drug}: Part D leaves this drug out, but the plan adds it (supplemental drug). We don't have the price.", drug=name)
            )
            said.append(say("What you pay for {drug} does not count toward your yearly limit. Extra Help does not pay for it.", drug=name))
        elif found is not None and found.diseases and drug.covered:
            diseases = joined(found.diseases, "or")
            said.append(say("{drug}: the plan pays only for {diseases}. Ask your doctor what yours is for.", drug=name, diseases=diseases))
    return tuple(said)


# ---- what a plan leaves out, and what the files lack


def not_covered_sentence(cost: PlanCost, *, counted_in: bool = True) -> str:
    """The drugs that a plan leaves out and their full price; empty where it covers all. ``counted_in`` is whether the cost holds it."""
    missing = cost.not_covered
    if not missing:
        return ""
    names = joined(drug_name(drug.drug) for drug in missing)
    if any(drug.cash_cost is None for drug in missing):
        return " ".join([say("Does not cover {drugs}.", drugs=names), *_prices_known(missing)])
    full = in_whole_dollars(sum(drug.cash_cost or 0 for drug in missing))
    if counted_in:
        return say("Does not cover {drugs}. The full price, about {amount}, is counted here.", drugs=names, amount=full)
    return say("Does not cover {drugs}. The full price, about {amount}, is not counted here.", drugs=names, amount=full)


def _prices_known(missing: Sequence[DrugCost]) -> list[str]:
    """That a price is missing, and those that are known."""
    lacking = say("We don't have this price for all of them.") if len(missing) > 1 else say("We don't have this price.")
    return [
        lacking,
        *(
            say("{drug}: about {amount}.", drug=drug_name(drug.drug), amount=in_whole_dollars(drug.cash_cost))
            for drug in missing
            if drug.cash_cost is not None
        ),
    ]


def unpriced_sentence(cost: PlanCost) -> str:
    """The drugs that a plan covers but the files do not price, or give no cost share for; empty where there are none."""
    said = []
    for known, ended in ((True, False), (True, True), (False, False), (False, True)):
        drugs = [drug for drug in cost.unpriced if (drug.share_known, drug.drug.deal_ended) == (known, ended)]
        if drugs:
            said += [_unpriced(drugs), _counted_in(drugs)]
    return " ".join(said)


def _unpriced(drugs: Sequence[DrugCost]) -> str:
    names = joined(drug_name(drug.drug) for drug in drugs)
    if drugs[0].share_known and drugs[0].drug.deal_ended:
        return say("{drugs}: Medicare's price deal has ended, and we don't have the new price yet.", drugs=names)
    if drugs[0].share_known:
        return say("{drugs}: We don't have this price.", drugs=names)
    return say("{drugs}: We can't price this refill. Ask the plan.", drugs=names)


def _counted_in(drugs: Sequence[DrugCost]) -> str:
    if any(drug.cash_cost is None for drug in drugs):
        return say("That cost is missing here.")
    return say("We counted its full price.") if len(drugs) == 1 else say("We counted their full price.")


def price_words(drug: DrugCost) -> str:
    """The price of one fill of a drug that a plan covers, or what of it the files lack."""
    return lacks(drug) if drug.price is None else estimated(drug.price, drug.borrowed)


def pay_words(drug: DrugCost) -> str:
    """What the person pays for all fills of a drug that a plan covers, or what of it the files lack."""
    return lacks(drug) if drug.price is None else estimated(drug.patient_pay, drug.borrowed)


def full_price_words(drug: DrugCost) -> str:
    """What all fills of a drug that a plan leaves out cost in full."""
    if drug.cash_cost is None:
        return say(UNKNOWN_PRICE)
    return say("{amount}, the full price", amount=estimated(drug.cash_cost, drug.borrowed))


def lacks(drug: DrugCost) -> str:
    """What the files lack of a drug that a plan covers and nothing of which is in its totals."""
    return say(UNKNOWN_PRICE) if drug.share_known else say(NO_SHARE)


def left_out_text(drug: DrugCost, special: SpecialCoverage) -> str | None:
    """For the answer of a command: why nothing of a drug is in the plan's totals; None where it is."""
    if drug.counted:
        return None
    if drug.covered and drug.share_known and drug.drug.deal_ended:
        return say("the price that Medicare negotiated has ended, and the files give no new one yet")
    if drug.covered:
        return say("the files give no price") if drug.share_known else say("the files give no cost share for such a fill")
    if not special.supplemental:
        return say("not on the plan's list of drugs")
    return say(
        "excluded from Part D; the plan covers it as a supplemental drug: the files give no price for it, Extra Help does not pay for it, "
        "and what is paid does not count toward the out-of-pocket threshold"
    )


# ---- the price that Medicare negotiated

_DIFFERENCES = {
    Difference.NONE: Told("", ""),
    Difference.ROUNDED: Told(mark("Its files round the price."), mark("the plan's file rounds the price of a {unit} to {price}")),
    Difference.FEE: Told(mark("It has the store's fee in it."), mark("the pharmacy's fee is in the plan's price")),
    Difference.OTHER_PRICE: Told(
        mark("That may be an average of its stores, or the price of another package."),
        mark("the plan's file says {price} a {unit}: an average over its pharmacies, or the price of another package (NDC)"),
    ),
    Difference.UNKNOWN: Told("", mark("the file marks the drug as negotiated; we have no negotiated price of this product for this year")),
    Difference.UNPRICED: Told("", mark("the plan's files give no price")),
}
"""Why a plan's price is not the negotiated one."""
MARKED = mark("marked in the plan's file")
"""For the answer of a command: how a drug without a table of ours is known to be negotiated."""


def negotiated_sentence(drugs: Sequence[DrugCost]) -> str:
    """The drugs of the list whose price Medicare negotiated for this year; empty where there are none."""
    names = [drug_name(drug.drug) for drug in drugs if drug.selected]
    if not names:
        return ""
    deal = say_count(
        "Medicare made a price deal for {drugs}. It has a lower price this year (negotiated price).",
        "Medicare made a price deal for {drugs}. They have a lower price this year (negotiated price).",
        len(names),
        drugs=joined(names),
    )
    return " ".join([deal, *filter(None, map(negotiated_difference, drugs))])


def negotiated_difference(drug: DrugCost) -> str:
    """Medicare's price of a fill beside the plan's, and why they differ; empty where they do not, or one of them is not known."""
    found = negotiated_fill(drug)
    if found is None or found.why in (Difference.NONE, Difference.UNPRICED):
        return ""
    if found.low is None or found.high is None or found.plan_price is None:
        return say("We don't have Medicare's price for {drug}. This is the plan's.", drug=drug_name(drug.drug))
    beside = say(
        "{quantity} {units} of {drug} cost {deal} by the deal and {price} at this plan.",
        quantity=amount(found.quantity),
        units=unit_of(drug.drug),
        drug=drug_name(drug.drug),
        deal=shown(found.low) if found.low == found.high else say("{low} to {high}", low=shown(found.low), high=shown(found.high)),
        price=shown(found.plan_price),
    )
    return f"{beside} {say(_DIFFERENCES[found.why].person)}"


def difference_text(found: NegotiatedFill, unit: str, printed: str) -> str | None:
    """For the answer of a command: why the two prices differ. ``printed`` is the plan's price of a unit."""
    return say(_DIFFERENCES[found.why].program, unit=unit_for_program(unit), price=printed) or None


def label_with_deal(drug: DrugCost) -> str:
    """A drug's label, and that Medicare negotiated its price: ``Xarelto (...) (Medicare price deal: $248.70)``."""
    found, label = negotiated_fill(drug), drug_label(drug.drug)
    if found is None:
        return label
    if found.low is not None and found.low == found.high:
        return say("{drug} (Medicare price deal: {amount})", drug=label, amount=shown(found.low))
    return say("{drug} (Medicare price deal)", drug=label)


# ---- a line of the list


def prescription_words(prescription: Prescription) -> str:
    """A line of the list: ``Eliquis 5 MG Oral Tablet: 60 tablets for 30 days``."""
    return say_count(
        "{drug}: {quantity} {units} for {count} day",
        "{drug}: {quantity} {units} for {count} days",
        prescription.days_supply,
        drug=drug_label(prescription.drug),
        quantity=amount(prescription.quantity),
        units=unit_of(prescription.drug),
    )


def price_source_text(unit_price: UnitPrice, unit: str, borrowed: BorrowedPrice | None) -> str:
    """For the answer of a command: the plan's price of a unit, and where it is from if not from the year's own files."""
    whole, rest = divmod(unit_price, UNIT_PRICE_SCALE)
    said = say("average unit cost {price} per {unit}", price=f"{whole}.{rest:05d}", unit=unit_for_program(unit))
    return f"{said}, {origin_text(borrowed)}" if borrowed else said
