"""What a change does, in sentences and a table: the recommended plan, every plan, and what must be known to read the difference."""

from __future__ import annotations

from collections.abc import Iterable

from finder.domain.money import WHOLE, BasisPoints, Cents, shown
from finder.domain.plan_cost import Comparison, PlanCost, PremiumSubsidy
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
from finder.explain.kit.section import Column, Table
from finder.explain.plans.costs import cost_words, yearly_words
from finder.explain.plans.drugs import prescription_words
from finder.explain.plans.fill_days import dates_words, fill_words, timing_cautions
from finder.explain.plans.why_timing import why_sentences
from finder.explain.words import CHANNELS, SUBSIDIES, counted, drug_label, drug_name, joined, month, plan_name

ALTERNATIVES = {
    AlternativeKind.GENERIC: "the generic",
    AlternativeKind.BRAND: "the brand",
    AlternativeKind.OTHER_STRENGTH: "same drug, other strength or form",
    AlternativeKind.SAME_CLASS: "same class",
}
_NO_SHARE = "The file lacks a cost share for this"
_NOT_COMPARABLE = "not comparable"
ASK_FIRST = "Never change a drug, its strength or its amount on your own. Take this to your doctor or pharmacist."
CLASS_NOTE = "The classes are a short list of our own. A drug of the same class may not be right for you: only your prescriber can say."


def change_words(change: Change, comparison: Comparison) -> str:
    """The change in a few words: ``Add Eliquis 5 mg: 60 tablets for 30 days``."""
    match change:
        case AddDrug(prescription):
            return f"Add {prescription_words(prescription)}"
        case DropDrug(rxcui):
            return f"Without {_name(comparison, rxcui)}"
        case SwapDrug(rxcui, prescription):
            return f"In place of {_name(comparison, rxcui)}: {prescription_words(prescription)}"
        case ChangePrice(factor, rxcui):
            return f"The price of {_name(comparison, rxcui) if rxcui else 'every drug'} {percent_words(factor)}"
        case ChangePharmacy(channels):
            return f"You buy at {joined((CHANNELS[channel] for channel in channels), 'or')}"
        case ChangeSupply(days, rxcui):
            return f"{_name(comparison, rxcui) if rxcui else 'Every drug'} in fills of {counted(days, 'day')}"
        case ChangeStart(start):
            return f"Coverage starts in {month(start.month)}"
        case ChangeHelp(level):
            return SUBSIDIES[level]
        case MoveFills(rxcui, dates):
            return f"{_name(comparison, rxcui)} is bought {dates_words(dates)}"
        case ChangeOrder(rxcuis):
            return f"On a day with more than one drug, buy in this order: {joined((_name(comparison, key) for key in rxcuis), 'then')}"
        case _:
            return "No change"


def percent_words(factor: BasisPoints) -> str:
    """12500 is ``up 25%``, 5500 is ``down 45%``."""
    percent = abs(factor - WHOLE) / 100
    return "unchanged" if factor == WHOLE else f"{'up' if factor > WHOLE else 'down'} {percent:g}%"


def _name(comparison: Comparison, rxcui: str) -> str:
    return next((drug_name(one.drug) for one in comparison.prescriptions if one.drug.rxcui == rxcui), rxcui)


def headline(answer: WhatIf) -> tuple[str, ...]:
    """What the change does to the plan recommended now and to the one that the person has, and whether another is recommended then."""
    now = answer.before.recommendation.plan_id
    said = [_difference(delta) for delta in _watched(answer)]
    if any(not delta.share_known for delta in answer.deltas):
        said.append("The file lacks cost shares for this change, so we can't say which plan to look at then.")
    elif answer.keeps_the_recommendation:
        said.append("The plan to look at stays the same." if now else "")
    else:
        new = answer.after.plan_cost(answer.after.recommendation.plan_id or "")
        said.append(f"Then look at {plan_name(new.plan)}: {cost_words(answer.after, new)}." if new else "Then no plan stands out.")
    return tuple(filter(None, said))


def _watched(answer: WhatIf) -> tuple[PlanDelta, ...]:
    """The plan recommended now, and the person's own where that is another one."""
    advice = answer.before.recommendation
    watched = dict.fromkeys(filter(None, (advice.plan_id, advice.current_plan_id)))
    return tuple(delta for plan_id in watched if (delta := answer.delta(plan_id)) is not None)


def why(answer: WhatIf) -> tuple[str, ...]:
    """Why other days or another order of the same drugs cost more or less, a line a plan: the one recommended now, and the person's own.
    Empty for other changes, which say themselves what they do."""
    if not isinstance(answer.change, MoveFills | ChangeOrder):
        return ()
    told = [(plan_name(delta.after.plan), _why_there(answer, delta)) for delta in _watched(answer)]
    return (*fill_words(answer), *(f"Why at {name}? {' '.join(said)}" for name, said in told if said))


def _why_there(answer: WhatIf, delta: PlanDelta) -> tuple[str, ...]:
    change = answer.change
    if isinstance(change, MoveFills) and change.rxcui in left_out(delta.after):
        return (f"{_name(answer.before, change.rxcui)} is not in its total, so its dates change nothing there.",)
    return why_sentences(delta.before, delta.after)


def _difference(delta: PlanDelta) -> str:
    name = plan_name(delta.before.plan)
    if not delta.share_known:
        return f"{name}: {_NO_SHARE[0].lower()}{_NO_SHARE[1:]}. Ask the plan."
    if delta.total is None:
        return f"{name}: the totals before and after can't be compared, because we're missing a price or a premium."
    if delta.total == 0:
        return f"{name} costs the same: {shown(delta.after.all_in)}."
    return f"{name} costs {shown(abs(delta.total))} {'more' if delta.total > 0 else 'less'}: {shown(delta.after.all_in)}."


def delta_table(answer: WhatIf) -> Table:
    """Every plan: its total and rank before and after, the difference, and that of the drugs alone."""
    columns = (
        Column("Plan"),
        Column("Rank now", True),
        Column("Rank then", True),
        Column("Yearly cost now", True),
        Column("Yearly cost then", True),
        Column("Difference", True),
        Column("Difference at the drug store", True),
    )
    current = answer.before.recommendation.current_plan_id
    rows = tuple(_delta_row(delta, current) for delta in answer.deltas)
    strong = frozenset(place for place, delta in enumerate(answer.deltas) if delta.before.plan.plan_id == current)
    caption = f"{change_words(answer.change, answer.before)}: all {counted(len(rows), 'plan')}, in the new order"
    return Table(caption, columns, rows, strong)


def _delta_row(delta: PlanDelta, current: str | None) -> tuple[str, ...]:
    name = plan_name(delta.before.plan)
    return (
        f"Your plan: {name}" if delta.before.plan.plan_id == current else name,
        str(delta.before.rank),
        str(delta.after.rank) if delta.share_known else _NOT_COMPARABLE,
        yearly_words(delta.before),
        yearly_words(delta.after) if delta.share_known else _NO_SHARE,
        signed(delta.total),
        signed(delta.drug_cost),
    )


def signed(amount: Cents | None) -> str:
    """``+$12.00``, ``-$480.00``, ``$0.00``; words where it cannot be said."""
    if amount is None:
        return _NOT_COMPARABLE
    return f"+{shown(amount)}" if amount > 0 else shown(amount)


def cautions(answer: WhatIf) -> tuple[str, ...]:
    """What must be known to read the difference, each where it applies."""
    after = [delta.after for delta in answer.deltas]
    said = [ASK_FIRST if isinstance(answer.change, SwapDrug | DropDrug | AddDrug | ChangeSupply | MoveFills) else ""]
    said += timing_cautions(answer)
    said += [_left_out(answer), _split(answer, after), _not_offered(answer, after), _supply(answer)]
    if isinstance(answer.change, ChangeStart):
        months = counted(answer.after.months_covered, "month")
        said.append(f"Then {months} count, against {answer.before.months_covered}. That alone changes every total.")
    if isinstance(answer.change, ChangePrice):
        said.append("A plan can change its prices in the year. A price that Medicare negotiated does not go up in the year.")
        said.append(sooner_limit_sentence(any(_dearer_is_cheaper(answer.change, delta) for delta in answer.deltas)))
    if any(cost.premium_subsidy is PremiumSubsidy.UNKNOWN for cost in after):
        said.append("Extra Help will lower some premiums. We don't know by how much, so those are shown before Extra Help.")
    return tuple(filter(None, said))


def _dearer_is_cheaper(change: ChangePrice, delta: PlanDelta) -> bool:
    moved = delta.drug_cost or 0
    return moved < 0 if change.factor > WHOLE else moved > 0


def sooner_limit_sentence(happens: bool) -> str:
    """Why a higher price can cost the person less; empty where that does not happen."""
    if not happens:
        return ""
    return (
        "At some plans a higher price costs you less, and a lower price more. At a plan that gives more than the standard benefit, the "
        "standard share of the price may count toward your yearly limit, even if you pay less. So you reach the limit sooner."
    )


def _left_out(answer: WhatIf) -> str:
    names = [plan_name(delta.after.plan) for delta in answer.deltas if not delta.same_exclusions]
    if not names:
        return ""
    keys = {key for delta in answer.deltas for key in left_out(delta.before) ^ left_out(delta.after)}
    drugs = {one.drug.rxcui: drug_name(one.drug) for one in (*answer.before.prescriptions, *answer.after.prescriptions)}
    what = joined(sorted(drugs[key] for key in keys), "or")
    return f"{counted(len(names), 'plan')} of these {'leaves' if len(names) == 1 else 'leave'} out {what}. There its full price is counted."


def _split(answer: WhatIf, after: Iterable[PlanCost]) -> str:
    if not isinstance(answer.change, ChangeSupply):
        return ""
    costs = list(after)
    split = sum("split_into_months" in cost.notes for cost in costs)
    if not split:
        return ""
    days = counted(answer.change.days_supply, "day")
    return f"The file has no cost share of {days} for {split} of {counted(len(costs), 'plan')}. So we can't say what changes there."


def _not_offered(answer: WhatIf, after: Iterable[PlanCost]) -> str:
    if not isinstance(answer.change, ChangePharmacy):
        return ""
    costs = list(after)
    lacking = sum(any(not drug.channel_offered for drug in cost.drugs) for cost in costs)
    if not lacking:
        return ""
    return f"The file has no cost share of this kind for {lacking} of {counted(len(costs), 'plan')}. So we can't say what changes there."


def _supply(answer: WhatIf) -> str:
    """That the year's fills hold more or fewer days than before: a longer fill may reach into the next year."""
    if not isinstance(answer.change, ChangeSupply) or not answer.deltas:
        return ""
    delta = answer.deltas[0]
    before = sum(one.fills * _days(one.prescription.days_supply, one.split_into_months) for one in delta.before.drugs)
    after = sum(one.fills * _days(one.prescription.days_supply, one.split_into_months) for one in delta.after.drugs)
    if before == after:
        return ""
    return f"Then you buy {counted(abs(after - before), 'day')} {'more' if after > before else 'fewer'} of drugs in the year."


def _days(days_supply: int, split: bool) -> int:
    return 30 if split else days_supply


def generic_sentences(savings: Iterable[GenericSaving]) -> tuple[str, ...]:
    """What each generic saves at one plan: on a fill (its price) and in the year (what the person pays)."""
    return tuple(_saving(saving) for saving in savings)


def _saving(saving: GenericSaving) -> str:
    brand, generic, delta = drug_name(saving.brand), drug_label(saving.generic), saving.delta
    said = f"{brand} has a generic: {generic}."
    if saving.at_the_counter is not None:
        lower = "lower" if saving.at_the_counter >= 0 else "higher"
        said += f" Its price is {shown(abs(saving.at_the_counter))} {lower} each time."
    if delta.total is None:
        return f"{said} The year's totals can't be compared."
    year = f"saves you {shown(-delta.total)}" if delta.total <= 0 else f"costs you {shown(delta.total)} more"
    return f"{said} At {plan_name(delta.before.plan)} it {year} in the year."


def price_factor(percent: int) -> BasisPoints:
    """A change in whole percent as a factor: 25 is 12500, -45 is 5500."""
    return WHOLE + percent * 100
