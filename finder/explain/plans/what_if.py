"""What a change does: the plan to look at, every plan, and what to know about the difference; and what a generic saves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from finder.domain.money import WHOLE, Cents, shown
from finder.domain.plan_cost import Comparison, PremiumSubsidy
from finder.domain.what_if import (
    AddDrug,
    AlternativeKind,
    Change,
    ChangeHelp,
    ChangeOrder,
    ChangePharmacy,
    ChangePrice,
    ChangeStart,
    ChangeSupply,
    DropDrug,
    GenericSaving,
    MoveFills,
    PlanDelta,
    SwapDrug,
    WhatIf,
    left_out,
)
from finder.explain.kit.section import Bullets, Column, Fold, Headline, Paragraphs, Sections, Subheading, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.costs import cost_words, yearly_words
from finder.explain.plans.drugs import prescription_words
from finder.explain.plans.estimates import prices_sentence
from finder.explain.plans.plan_cell import plan_cell
from finder.explain.plans.what_if_form import bought_words, fill_words, timing_cautions
from finder.explain.plans.why_timing import why_sentences
from finder.explain.words import CHANNELS, SUBSIDIES, drug_label, drug_name, joined, month, plan_name

TRY_A_CHANGE = mark("Try a change")
LEAD = mark("Your list stays as it is. We answer again with the change and show the difference.")
NO_ANSWER = mark("First find plans for your drugs. Then you can try a change here.")
SHOW = mark("Show what changes")
INCOMPLETE = mark("Please choose a change and fill in what it asks.")
GENERICS_AND_TIMING = mark("Generics and when to buy")
ALTERNATIVES = {
    AlternativeKind.GENERIC: mark("the generic"),
    AlternativeKind.BRAND: mark("the brand"),
    AlternativeKind.OTHER_STRENGTH: mark("same drug, other strength or form"),
    AlternativeKind.SAME_CLASS: mark("same class"),
}
ASK_FIRST = mark("Never change a drug, its strength or its amount on your own. Take this to your doctor or pharmacist.")
CLASS_NOTE = mark(
    "The classes are a short list of our own. A drug of the same class may not be right for you: only your prescriber can say."
)
SOONER_LIMIT = mark(
    "At some plans a higher price costs you less, and a lower price more. At a plan that gives more than the standard benefit, the "
    "standard share of the price may count toward your yearly limit, even if you pay less. So you reach the limit sooner."
)
"""Why a higher price can cost less."""
_NOT_COMPARABLE = mark("not comparable")


def sections(answer: WhatIf) -> Sections:
    """The whole answer."""
    first, *more = headline(answer)
    table = delta_table(answer)
    return (
        Subheading(change_words(answer.change, answer.before)),
        Headline(first),
        Paragraphs(tuple(more)),
        Bullets((*why(answer), *cautions(answer), prices_sentence(answer.before.info))),
        Fold(say("Every plan, now and then"), (table,)),
    )


# ---- the change


def change_words(change: Change, comparison: Comparison) -> str:
    """The change in a few words: ``Add Eliquis 5 mg: 60 tablets for 30 days``."""
    match change:
        case AddDrug(prescription):
            return say("Add {drug}", drug=prescription_words(prescription))
        case DropDrug(rxcui):
            return say("Without {drug}", drug=_name(comparison, rxcui))
        case SwapDrug(rxcui, prescription):
            return say("In place of {old}: {new}", old=_name(comparison, rxcui), new=prescription_words(prescription))
        case ChangePrice(factor, rxcui):
            return say(
                _price_message(factor, one=rxcui is not None), drug=_name(comparison, rxcui), percent=f"{abs(factor - WHOLE) / 100:g}"
            )
        case ChangePharmacy(channels):
            return say("You buy at {stores}", stores=joined((say(CHANNELS[channel]) for channel in channels), "or"))
        case ChangeSupply(days, None):
            return say("Every drug in {days}-day fills", days=days)
        case ChangeSupply(days, rxcui):
            return say("{drug} in {days}-day fills", drug=_name(comparison, rxcui), days=days)
        case ChangeStart(start):
            return say("Coverage starts in {month}", month=month(start.month))
        case ChangeHelp(level):
            return say(SUBSIDIES[level])
        case MoveFills(rxcui, dates):
            return bought_words(_name(comparison, rxcui), dates)
        case ChangeOrder(rxcuis):
            drugs = joined((_name(comparison, rxcui) for rxcui in rxcuis), "then")
            return say("On a day with more than one drug, buy in this order: {drugs}", drugs=drugs)
        case _:
            return say("No change")


def _price_message(factor: int, *, one: bool) -> str:
    if factor == WHOLE:
        return mark("The price of {drug} stays the same") if one else mark("Every price stays the same")
    if factor > WHOLE:
        return mark("The price of {drug} goes up {percent}%") if one else mark("Every price goes up {percent}%")
    return mark("The price of {drug} goes down {percent}%") if one else mark("Every price goes down {percent}%")


def _name(comparison: Comparison, rxcui: str | None) -> str:
    return next((drug_name(one.drug) for one in comparison.prescriptions if one.drug.rxcui == rxcui), rxcui or "")


# ---- what it does to the plans to watch


def headline(answer: WhatIf) -> tuple[str, ...]:
    """What the change does at the plan to look at and at the person's own, and whether another plan is the one to look at then."""
    said = tuple(_difference(delta) for delta in _watched(answer))
    if any(not delta.share_known for delta in answer.deltas):
        return (*said, say("We're missing prices for this change, so we can't say which plan to look at then."))
    if answer.keeps_the_recommendation:
        return (*said, say("The plan to look at stays the same.")) if answer.before.recommendation.plan_id else said
    new = answer.after.plan_cost(answer.after.recommendation.plan_id or "")
    if new is None:
        return (*said, say("Then no plan stands out."))
    return (*said, say("Then look at {plan}: {cost}.", plan=plan_name(new.plan), cost=cost_words(answer.after, new)))


def _watched(answer: WhatIf) -> tuple[PlanDelta, ...]:
    """The plan to look at now, and the person's own where that is another one."""
    advice = answer.before.recommendation
    watched = dict.fromkeys(filter(None, (advice.plan_id, advice.current_plan_id)))
    return tuple(delta for plan_id in watched if (delta := answer.delta(plan_id)) is not None)


def _difference(delta: PlanDelta) -> str:
    plan, amount = plan_name(delta.before.plan), shown(delta.after.all_in)
    if not delta.share_known:
        return say("We can't price this change at {plan}. Ask the plan.", plan=plan)
    if delta.total is None:
        return say("We're missing a price or a premium at {plan}, so we can't compare its costs before and after.", plan=plan)
    if delta.total == 0:
        return say("{plan} costs the same: {amount}.", plan=plan, amount=amount)
    if delta.total > 0:
        return say("{plan} costs {difference} more: {amount}.", plan=plan, difference=shown(delta.total), amount=amount)
    return say("{plan} costs {difference} less: {amount}.", plan=plan, difference=shown(-delta.total), amount=amount)


def why(answer: WhatIf) -> tuple[str, ...]:
    """Why other days or another order cost more or less, a text a plan; empty for other changes, which say themselves what they do."""
    if not isinstance(answer.change, MoveFills | ChangeOrder):
        return ()
    told = [(plan_name(delta.after.plan), _why_there(answer, delta)) for delta in _watched(answer)]
    return (*fill_words(answer), *(" ".join((say("Why at {plan}?", plan=plan), *said)) for plan, said in told if said))


def _why_there(answer: WhatIf, delta: PlanDelta) -> tuple[str, ...]:
    change = answer.change
    if isinstance(change, MoveFills) and change.rxcui in left_out(delta.after):
        return (say("{drug} is not in its total, so its dates change nothing there.", drug=_name(answer.before, change.rxcui)),)
    return why_sentences(delta.before, delta.after)


# ---- every plan


def delta_table(answer: WhatIf) -> Table:
    """Every plan: its total and rank before and after, the difference, and the difference of the drugs alone."""
    columns = (
        Column(say("Plan")),
        Column(say("Rank now"), True),
        Column(say("Rank then"), True),
        Column(say("Yearly cost now"), True),
        Column(say("Yearly cost then"), True),
        Column(say("Difference"), True),
        Column(say("Difference at the drug store"), True),
    )
    current = answer.before.recommendation.current_plan_id
    rows = tuple(_delta_row(delta, current, answer.before.info.as_of) for delta in answer.deltas)
    strong = frozenset(place for place, delta in enumerate(answer.deltas) if delta.before.plan.plan_id == current)
    caption = say_count(
        "{change}: {count} plan",
        "{change}: all {count} plans, in the new order",
        len(rows),
        change=change_words(answer.change, answer.before),
    )
    return Table(caption, columns, rows, strong)


def _delta_row(delta: PlanDelta, current: str | None, as_of: date) -> tuple[str, ...]:
    plan = delta.before.plan
    return (
        plan_cell(plan, as_of, yours=plan.plan_id == current),
        str(delta.before.rank),
        str(delta.after.rank) if delta.share_known else say(_NOT_COMPARABLE),
        yearly_words(delta.before),
        yearly_words(delta.after) if delta.share_known else say("We can't price this"),
        signed(delta.total),
        signed(delta.drug_cost),
    )


def signed(amount: Cents | None) -> str:
    """``+$12.00``, ``-$480.00``, ``$0.00``; words where there is no difference to tell."""
    if amount is None:
        return say(_NOT_COMPARABLE)
    return f"+{shown(amount)}" if amount > 0 else shown(amount)


# ---- what to know about the difference


def cautions(answer: WhatIf) -> tuple[str, ...]:
    """What to know about the difference."""
    ask = isinstance(answer.change, SwapDrug | DropDrug | AddDrug | ChangeSupply | MoveFills)
    unknown_help = any(delta.after.premium_subsidy is PremiumSubsidy.UNKNOWN for delta in answer.deltas)
    said = (
        say(ASK_FIRST) if ask else "",
        *timing_cautions(answer),
        _left_out(answer),
        *_of_the_change(answer),
        say("Extra Help will lower some premiums. We don't know by how much, so those are shown before Extra Help.")
        if unknown_help
        else "",
    )
    return tuple(filter(None, said))


def _left_out(answer: WhatIf) -> str:
    plans = [delta for delta in answer.deltas if not delta.same_exclusions]
    if not plans:
        return ""
    keys = {key for delta in plans for key in left_out(delta.before) ^ left_out(delta.after)}
    drugs = {one.drug.rxcui: drug_name(one.drug) for one in (*answer.before.prescriptions, *answer.after.prescriptions)}
    return say_count(
        "{count} plan leaves out {drugs}. There we count the full price.",
        "{count} plans leave out {drugs}. There we count the full price.",
        len(plans),
        drugs=joined(sorted(drugs[key] for key in keys), "or"),
    )


def _of_the_change(answer: WhatIf) -> tuple[str, ...]:
    """What holds of this kind of change alone."""
    match answer.change:
        case ChangePharmacy():
            return (_not_offered(answer),)
        case ChangeSupply(days):
            return _split(answer, days), _supply(answer)
        case ChangeStart():
            return (_months(answer),)
        case ChangePrice():
            sooner = any(_dearer_is_cheaper(answer.change, delta) for delta in answer.deltas)
            moves = say("A plan can change its prices in the year. A price that Medicare negotiated does not go up in the year.")
            return (moves, say(SOONER_LIMIT)) if sooner else (moves,)
        case _:
            return ()


def _not_offered(answer: WhatIf) -> str:
    lacking = sum(any(not drug.channel_offered for drug in delta.after.drugs) for delta in answer.deltas)
    if not lacking:
        return ""
    if lacking == len(answer.deltas):
        return say("We can't price this kind of drug store at any plan. So we can't say what changes.")
    return say(
        "We can't price this kind of drug store at {lacking} of {plans} plans. So we can't say what changes there.",
        lacking=lacking,
        plans=len(answer.deltas),
    )


def _split(answer: WhatIf, days: int) -> str:
    lacking = sum("split_into_months" in delta.after.notes for delta in answer.deltas)
    if not lacking:
        return ""
    if lacking == len(answer.deltas):
        return say("We can't price {days}-day fills at any plan. So we can't say what changes.", days=days)
    return say(
        "We can't price {days}-day fills at {lacking} of {plans} plans. So we can't say what changes there.",
        days=days,
        lacking=lacking,
        plans=len(answer.deltas),
    )


def _supply(answer: WhatIf) -> str:
    """That the year's fills hold more or fewer days than before: a longer fill may reach into the next year."""
    if not answer.deltas or not (more := answer.deltas[0].days_supplied):
        return ""
    if more > 0:
        return say_count(
            "Then you buy {count} more day of drugs in the year.", "Then you buy {count} more days of drugs in the year.", more
        )
    return say_count("Then you buy {count} fewer day of drugs in the year.", "Then you buy {count} fewer days of drugs in the year.", -more)


def _months(answer: WhatIf) -> str:
    return say_count(
        "Then {count} month counts, in place of {before}. That alone changes every total.",
        "Then {count} months count, in place of {before}. That alone changes every total.",
        answer.after.months_covered,
        before=answer.before.months_covered,
    )


def _dearer_is_cheaper(change: ChangePrice, delta: PlanDelta) -> bool:
    moved = delta.drug_cost or 0
    return moved < 0 if change.factor > WHOLE else moved > 0


# ---- generics


def generics(savings: Iterable[GenericSaving]) -> Sections:
    """What the generic of each brand saves; or that there is none."""
    said = tuple(map(_saving, savings))
    none = Paragraphs((say("We found no generic of the same strength for a brand on your list."),))
    return (Bullets(said) if said else none,)


def _saving(saving: GenericSaving) -> str:
    found = say("{brand} has a generic: {generic}.", brand=drug_name(saving.brand), generic=drug_label(saving.generic))
    return " ".join(filter(None, (found, _at_the_counter(saving.at_the_counter), _in_the_year(saving.delta))))


def _at_the_counter(lower: Cents | None) -> str:
    if lower is None:
        return ""
    if lower == 0:
        return say("Its price is the same.")
    if lower > 0:
        return say("Its price is {amount} lower each time.", amount=shown(lower))
    return say("Its price is {amount} higher each time.", amount=shown(-lower))


def _in_the_year(delta: PlanDelta) -> str:
    plan = plan_name(delta.before.plan)
    if delta.total is None:
        return say("The year's totals can't be compared.")
    if delta.total == 0:
        return say("At {plan} it costs you the same in the year.", plan=plan)
    if delta.total < 0:
        return say("At {plan} it saves you {amount} in the year.", plan=plan, amount=shown(-delta.total))
    return say("At {plan} it costs you {amount} more in the year.", plan=plan, amount=shown(delta.total))
