"""What the payment plan's answer says: a headline, the months as a figure and a table, whether it helps and why, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from finder.domain.money import shown, to_cents
from finder.explain.bars import Series, look, standing_bars
from finder.explain.charts import Figure
from finder.explain.tables import Column, Table
from finder.explain.words import month

INTRO = (
    "The Medicare Prescription Payment Plan lets you pay for drugs month by month. It costs nothing, and it does not lower what you owe. "
    "It started in 2025."
)
EMPTY = "Tell us what your drugs cost you each month, or find plans first. Then you see your bills here."
NEXT = "Next step: call your drug plan, at the number on your card, and ask to join the Medicare Prescription Payment Plan."
_COUNTER, _PLAN = "At the drug store", "With the payment plan"

Answer = Mapping[str, Any]


def headline(answer: Answer) -> tuple[str, ...]:
    """How far the highest month falls, and what is owed in all."""
    counter, smoothed = (to_cents(answer["highest_month"][name]) for name in ("at_the_counter", "with_the_payment_plan"))
    if not to_cents(answer["owed"]):
        return ("You owe nothing for drugs from then on, so there is nothing to spread.",)
    total = f"You owe {shown(to_cents(answer['owed']))} from {month(answer['opt_in_month'])} on, with or without it."
    if smoothed < counter:
        return (f"Your highest month falls from {shown(counter)} to {shown(smoothed)}.", total)
    return (f"Your highest month does not fall: {shown(counter)} at the store, {shown(smoothed)} with the payment plan.", total)


def likely_sentences(answer: Answer) -> tuple[str, ...]:
    """Whether Medicare's own test says that it is likely to help, and why."""
    said = (
        "By Medicare's test you are likely to gain from it."
        if answer["likely_to_benefit"]
        else ("By Medicare's test you are not likely to gain from it. You may still join.")
    )
    return (said, *answer["because"])


def months_figure(answer: Answer) -> Figure:
    """Each month's cost at the store and with the payment plan, side by side."""
    labels = [month(number)[:3] for number in range(1, 13)]
    parts = [
        Series(_COUNTER, [to_cents(amount) for amount in answer["at_the_counter"]], look(1)),
        Series(_PLAN, [to_cents(amount) for amount in answer["with_the_payment_plan"]], look(0)),
    ]
    return standing_bars(labels, parts, _finding(answer))


def _finding(answer: Answer) -> str:
    highest = []
    for name in ("at_the_counter", "with_the_payment_plan"):
        amounts = [to_cents(amount) for amount in answer[name]]
        highest.append(f"{shown(max(amounts))} in {month(amounts.index(max(amounts)) + 1)}")
    return f"At the drug store your highest month is {highest[0]}. With the payment plan it is {highest[1]}."


def months_table(answer: Answer) -> Table:
    """The figure's numbers, what is left to bill, and the arithmetic of each bill."""
    by_month = {entry["month"]: entry for entry in answer["months"]}
    columns = (Column("Month"), Column(_COUNTER, True), Column(_PLAN, True), Column("Left to bill", True), Column("How the bill is made"))
    rows = []
    for number in range(1, 13):
        entry = by_month.get(number)
        left = shown(to_cents(entry["unbilled"])) if entry else "not joined yet"
        counter, pays = (shown(to_cents(answer[name][number - 1])) for name in ("at_the_counter", "with_the_payment_plan"))
        rows.append((month(number), counter, pays, left, entry["arithmetic"] if entry else "paid at the store"))
    sums = [sum(to_cents(amount) for amount in answer[name]) for name in ("at_the_counter", "with_the_payment_plan")]
    rows.append(("All", shown(sums[0]), shown(sums[1]), "nothing", "the sum"))
    caption = f"Your months in {answer['year']}, if you join in {month(answer['opt_in_month'])}"
    return Table(caption, columns, tuple(rows), frozenset({len(rows) - 1}))


def step_sentences(answer: Answer) -> tuple[str, ...]:
    """What to know and do, in order, with whether it renews itself."""
    renews = next(entry["value"] for entry in answer["parameters"] if entry["name"] == "m3p.auto_renewal")
    after = "You stay in it the year after, if you stay in the plan." if renews == "yes" else "You must join again for the year after."
    return (*(step["says"] for step in answer["steps"]), after)


def law_rules(answer: Answer) -> list[Mapping[str, Any]]:
    """The rules behind the answer: the steps, and those that the bills were made by."""
    made = [{"says": rule["sentence"], "citation": rule["citation"], "law": "current", "status": "confirmed"} for rule in answer["rules"]]
    return [*answer["steps"], *made]


def law_numbers(answer: Answer) -> list[Mapping[str, Any]]:
    """The numbers behind the answer; formulas are among the rules."""
    return [entry for entry in answer["parameters"] if "formula" not in entry["name"]]
