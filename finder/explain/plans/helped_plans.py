"""What is said of Extra Help with a drug list in hand: the saving at each plan, random placement against the best fit, and refunds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from finder.domain.helped_plans import HelpedPlan, HelpedPlans
from finder.domain.market import PlanKind
from finder.domain.money import Cents, about, shown, to_cents
from finder.domain.plan_cost import PlanCost, PremiumSubsidy
from finder.explain.kit.bars import Series, look, lying_bars
from finder.explain.kit.section import Column, Figure, Table
from finder.explain.source_words import STATUSES
from finder.explain.words import counted, day, joined, plan_name, spelled

Answer = Mapping[str, Any]
_UNKNOWN = "We don't have this"
_PLAN_FILE = "Medicare's plan file"


def savings_sentences(helped: HelpedPlans) -> tuple[str, ...]:
    """What the best fit costs with help and without, and what is not known of premiums."""
    best = helped.best_fit
    said = []
    if best is not None and best.without.premium is not None:
        lead = "at least " if best.helped.at_least else "at most " if best.helped.uncertain else ""
        cost = f"{lead}{about(best.helped.all_in)}"
        said.append(
            f"With Extra Help you would pay {cost} at {plan_name(best.plan)} in {helped.info.plan_year}. "
            f"Without it you would pay {about(best.without.all_in)} there."
        )
    said.append(benchmark_sentence(helped))
    left = any(plan.left_out for plan in helped.plans)
    said.append("A drug that a plan does not pay for is counted at its full price, as on Find plans." if left else "")
    said.append("These are example designs. No real plan is shown." if helped.info.example else "")
    return tuple(filter(None, said))


def benchmark_sentence(helped: HelpedPlans) -> str:
    """What Extra Help pays of a premium here, or that we don't know it and what is known instead."""
    if helped.benchmark is not None:
        status = STATUSES.get(helped.benchmark_status, _PLAN_FILE).lower()
        return f"Here Extra Help pays up to {shown(helped.benchmark)} of a plan's premium each month ({status})."
    said = f"We don't have the most that Extra Help pays of a premium here in {helped.info.plan_year}."
    if helped.lowest_basic is None:
        return said
    return f"{said} By law it pays at least the lowest premium of a basic drug plan. That is {shown(helped.lowest_basic)} a month."


def savings_table(helped: HelpedPlans, *, drug_plans: bool) -> Table:
    """Each plan without and with Extra Help, drug plans or health plans. Where a premium is not known, the bound that is known says so."""
    columns = (
        Column("Plan"),
        Column("Without Extra Help", True),
        Column("With Extra Help", True),
        Column("You save", True),
        Column("Drugs left out", True),
        Column("May Medicare pick it?"),
    )
    rows = tuple(_row(plan) for plan in helped.plans if (plan.plan.kind is PlanKind.PDP) is drug_plans)
    kind = "drug plan" if drug_plans else "health plan with drugs (Medicare Advantage)"
    return Table(f"What Extra Help would save you at each {kind} in {helped.info.plan_year}", columns, rows)


def _row(plan: HelpedPlan) -> tuple[str, ...]:
    picks = {True: "Yes", False: "No", None: "Not known"}[plan.default]
    saving = _bounded(plan.saving, plan.saving_at_least, "at least ")
    estimate = " (estimate)" if plan.estimated and plan.saving is not None else ""
    return (plan_name(plan.plan), _cost(plan.without), _cost(plan.helped), f"{saving}{estimate}", str(plan.left_out), picks)


def _cost(cost: PlanCost) -> str:
    """The all-in cost of a plan as the comparison has it: a bound where it is one, an estimate where it rests on one."""
    if cost.premium is None:
        return _UNKNOWN
    if cost.at_least:
        return f"at least {shown(cost.all_in_low)}"
    lead = "at most " if cost.uncertain else ""
    return f"{lead}{shown(cost.all_in)}{' (estimate)' if cost.premium_subsidy is PremiumSubsidy.ESTIMATED else ''}"


def _bounded(known: Cents | None, bound: Cents | None, lead: str) -> str:
    if known is not None:
        return shown(known)
    return _UNKNOWN if bound is None else f"{lead}{shown(bound)}"


def default_sentences(helped: HelpedPlans) -> tuple[str, ...]:
    """What random placement would cost at best, at worst and on the mean, against the plan that fits best."""
    candidates = helped.candidates
    if not candidates:
        return ("We find no basic drug plan here into which Medicare could put you.",)
    certain, possible = len(helped.defaults), len(helped.possible_defaults)
    said = ["If you do not choose, Medicare picks a basic drug plan for you at random. It does not look at your drugs."]
    if possible:
        names = joined(plan_name(plan.plan) for plan in helped.defaults)
        ending, are = ("", "is") if possible == 1 else ("s", "are")
        others = f"{spelled(possible)} {'other' if certain else 'plan'}{ending} {are} possible."
        said.append(f"Medicare may pick {names}. {others}" if names else others)
    else:
        said.append(f"Here it picks from {counted(certain, 'plan')}.")
    said += [_placed("At best", candidates[0]), _placed("At worst", candidates[-1]) if len(candidates) > 1 else ""]
    mean = helped.mean_default
    said.append(f"On average it is {shown(mean)}." if mean is not None and len(candidates) > 1 else "")
    if possible:
        said.append("We can't give an average, since we don't know all the plans that Medicare may pick.")
    said.append(_fit(helped))
    return tuple(filter(None, said))


def _placed(lead: str, plan: HelpedPlan) -> str:
    left = f", {counted(plan.left_out, 'drug')} at full price" if plan.left_out else ""
    return f"{lead}: {plan_name(plan.plan)}, {shown(plan.total_if_default)} for drugs{left}."


def _fit(helped: HelpedPlans) -> str:
    best = helped.best_fit
    if best is None:
        return ""
    return f"The best fit for your drugs is {plan_name(best.plan)}: {_cost(best.helped)} in all."


def default_figure(helped: HelpedPlans) -> Figure | None:
    """The cost at each plan that Medicare may pick, and at the best fit; None where it can pick none."""
    if not helped.candidates:
        return None
    best = helped.best_fit
    rows = [(f"{plan_name(plan.plan)}{_doubt(plan)}", plan.total_if_default) for plan in helped.candidates]
    if best is not None and best.default is False:
        rows.append((f"Best fit: {plan_name(best.plan)}", best.helped.all_in))
    labels, amounts = [_short(name) for name, _ in rows], [amount for _, amount in rows]
    low, high = helped.candidates[0], helped.candidates[-1]
    alt = (
        f"Drugs with Extra Help cost from {shown(low.total_if_default)} at {plan_name(low.plan)} to {shown(high.total_if_default)} at "
        f"{plan_name(high.plan)}, of {counted(len(helped.candidates), 'plan')} that Medicare may pick."
    )
    return lying_bars(labels, [Series("Your cost if Medicare picks it", amounts, look(0))], alt)


def _doubt(plan: HelpedPlan) -> str:
    return " (not known)" if plan.default is None else ""


def _short(text: str) -> str:
    """A name over two lines, so that bars keep room on a phone."""
    words, lines = text.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > 20:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def default_table(helped: HelpedPlans) -> Table:
    """The figure's numbers."""
    rows: list[tuple[str, ...]] = [
        (plan_name(plan.plan), "Yes" if plan.default else "Not known", shown(plan.total_if_default), str(plan.left_out))
        for plan in helped.candidates
    ]
    best = helped.best_fit
    if best is not None:
        rows.append((f"Best fit: {plan_name(best.plan)}", "You choose it", _cost(best.helped), str(best.left_out)))
    columns = (
        Column("Plan"),
        Column("May Medicare pick it?"),
        Column("Your cost if Medicare picks it", True),
        Column("Drugs left out", True),
    )
    return Table("Random placement against the best fit", columns, tuple(rows), frozenset({len(rows) - 1} if best else ()))


def refund_sentences(refund: Answer) -> tuple[str, ...]:
    """What is owed back in all and by when."""
    owed = to_cents(refund["owed_back"])
    since = day(date.fromisoformat(refund["granted_from"]))
    if owed <= 0:
        return (f"With Extra Help from {since} nothing is owed back for these fills.",)
    said = [f"With Extra Help from {since} your plan owes you {shown(owed)}."]
    said += (
        [f"It must pay by {day(date.fromisoformat(refund['due']))}."] if refund["due"] else [rule["says"] for rule in refund["rules"][:1]]
    )
    said.append("Next step: call your plan, say “my Extra Help started earlier” and send your drug store receipts.")
    return tuple(said)


def refund_table(refund: Answer) -> Table:
    """Each fill: what was paid, what should have been, and what is owed back."""
    rows: list[tuple[str, ...]] = [
        (
            f"{fill['drug']}, {day(date.fromisoformat(fill['date']))}",
            shown(to_cents(fill["paid"])),
            shown(to_cents(fill["should_have_paid"])),
            shown(to_cents(fill["owed_back"])),
        )
        for fill in refund["fills"]
    ]
    rows.append(("All", *(shown(to_cents(refund[key])) for key in ("paid", "should_have_paid", "owed_back"))))
    columns = (Column("Fill"), Column("You paid", True), Column("You should have paid", True), Column("Owed back", True))
    return Table("What is owed back for each fill", columns, tuple(rows), frozenset({len(rows) - 1}))
