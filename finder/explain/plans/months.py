"""The months of a plan's year in a few words: the dearest one, and what most of them cost."""

from __future__ import annotations

from collections import Counter

from finder.domain.money import Cents
from finder.domain.plan_cost import PlanCost
from finder.explain.kit.bars import month_bars, telling_months
from finder.explain.kit.section import Drawing
from finder.explain.messages import say
from finder.explain.plans.costs import premium_caution
from finder.explain.words import about, in_whole_dollars, month, plan_name, short_month


def dearest_month(cost: PlanCost) -> Cents:
    """What the dearest month costs, drugs and premium."""
    return max(entry.patient_pay + entry.premium for entry in cost.months if entry.covered)


def bars_of(cost: PlanCost, scale: Cents) -> tuple[Drawing, str]:
    """What a plan's months cost, drugs and premium, as small bars, and in a few words. ``scale``: the highest bar possible."""
    amounts = [entry.patient_pay + entry.premium if entry.covered else None for entry in cost.months]
    letters = [short_month(entry.month)[0] for entry in cost.months]
    highest, _ = telling_months(amounts)
    peak = amounts[highest] if highest is not None and len(set(amounts) - {None}) > 1 else None
    labels = {highest: in_whole_dollars(peak)} if highest is not None and peak is not None else {}
    return month_bars(letters, amounts, month_finding(cost), labels, scale), month_words(cost)


def month_words(cost: PlanCost) -> str:
    """``Jan $265, most months $59``; ``$59 each month``; that drugs left out are not in them."""
    words = _in_few_words(cost)
    return say("{months}, without the drugs left out", months=words) if cost.left_out else words


def _in_few_words(cost: PlanCost) -> str:
    paid = [(short_month(entry.month), in_whole_dollars(entry.patient_pay + entry.premium)) for entry in cost.months if entry.covered]
    amounts = [amount for _, amount in paid]
    usual, many = Counter(amounts).most_common(1)[0]
    (dearest, most), least = _dearest(cost), _least(cost)
    if many == len(amounts):
        return say("{amount} each month", amount=usual)
    if many == len(amounts) - 1 and amounts[0] != usual:
        return say("{month} {amount}, then {usual} a month", month=paid[0][0], amount=amounts[0], usual=usual)
    if usual == most:
        return say("{least} to {most} a month", least=least, most=most)
    if many * 2 > len(amounts):
        return say("{month} {amount}, most months {usual}", month=dearest, amount=most, usual=usual)
    return say("{month} {amount}, other months {least} or more", month=dearest, amount=most, least=least)


def _dearest(cost: PlanCost) -> tuple[str, str]:
    entry = max((entry for entry in cost.months if entry.covered), key=lambda entry: entry.patient_pay + entry.premium)
    return short_month(entry.month), in_whole_dollars(entry.patient_pay + entry.premium)


def _least(cost: PlanCost) -> str:
    return in_whole_dollars(min(entry.patient_pay + entry.premium for entry in cost.months if entry.covered))


def month_finding(cost: PlanCost) -> str:
    """The dearest and the cheapest month of a plan, in a sentence, and whether a part of the premium is missing."""
    return f"{_months_apart(cost)} {premium_caution(cost)}".strip()


def _months_apart(cost: PlanCost) -> str:
    paid = [(entry.patient_pay + entry.premium, entry.month) for entry in cost.months if entry.covered]
    (most, dearest), (least, cheapest) = max(paid, key=lambda pair: pair[0]), min(paid, key=lambda pair: pair[0])
    if most == least:
        return say("{plan}: {amount} each month.", plan=plan_name(cost.plan), amount=about(most))
    return say(
        "{plan}: you pay most, {most} in {dearest}, and least, {least} in {cheapest}.",
        plan=plan_name(cost.plan),
        most=about(most),
        dearest=month(dearest),
        least=about(least),
        cheapest=month(cheapest),
    )
