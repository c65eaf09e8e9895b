"""What the payment plan's answer says: a headline, the months as a figure and a table, whether it helps and why, what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from finder.domain.errors import Problem, Refusal
from finder.domain.money import shown, to_cents
from finder.explain.kit.bars import Series, look, standing_bars
from finder.explain.kit.section import Column, Figure, Table
from finder.explain.source_words import problem_sentence
from finder.explain.words import month

INTRO = (
    "The Medicare Prescription Payment Plan lets you pay for drugs month by month. It costs nothing, and it does not lower what you owe. "
    "It started in 2025."
)
EMPTY = "Tell us what your drugs cost you each month, or find plans first. Then you see your bills here."
_JOIN = "Next step: call your drug plan, at the number on your card, and ask to join the Medicare Prescription Payment Plan."
_NEXT = {
    "spreads": _JOIN,
    "moves": "Next step: look at the later bills. Join only if you can pay them. To join, call the number on your plan card.",
    "none": "Next step: you need not join now. You can join later, if a large cost comes.",
    "nothing_owed": "Next step: you need not join now. You can join later, if a large cost comes.",
}
NO_COSTS = "Please type what your drugs cost you in at least one month."
_AMOUNT = re.compile(r"[0-9]+\.[0-9]{2}")
_COUNTER, _PLAN = "At the drug store", "With the payment plan"

Answer = Mapping[str, Any]


def headline(answer: Answer) -> tuple[str, ...]:
    """What the bills do to the highest month from joining on, and what is owed in all."""
    change = answer["bills_change"]
    counter, smoothed = (to_cents(change["highest_month"][name]) for name in ("at_the_counter", "with_the_payment_plan"))
    joining = month(answer["opt_in_month"])
    total = f"You owe {shown(to_cents(answer['owed']))} from {joining} on, with or without it."
    if change["effect"] == "nothing_owed":
        return ("You owe nothing for drugs from then on, so there is nothing to spread.",)
    if change["effect"] == "none":
        return (f"If you join in {joining}, the payment plan changes nothing. Each month's bill is what its drugs cost you.", total)
    if change["effect"] == "spreads":
        return (f"Your highest month falls from {shown(counter)} to {shown(smoothed)}.", total)
    moves = f"rises from {shown(counter)} to {shown(smoothed)}" if smoothed > counter else f"stays at {shown(counter)}"
    return (f"You pay less at first and more later. Your highest month {moves}.", total)


def capped_sentence(answer: Answer, typed: Sequence[str]) -> str:
    """What is said where the months typed sum to more than anyone can owe in a year; empty where they do not."""
    told, counted = (sum(to_cents(amount) for amount in amounts) for amounts in (typed, answer["at_the_counter"]))
    if told <= counted:
        return ""
    most = shown(to_cents(answer["threshold"]))
    limit = f"No one owes more than {most} for covered drugs in {answer['year']}."
    return f"{limit} You typed {shown(told)} in all. We count {shown(counted)} of it."


def bills_sentences(answer: Answer) -> tuple[str, ...]:
    """What the bills do for this person, apart from Medicare's test."""
    change = answer["bills_change"]
    left = f"Costs move to later months. At most {shown(to_cents(change['most_left_to_pay']))} is still to be paid at one time."
    effects = {
        "nothing_owed": "There is nothing to bill.",
        "none": "So joining then does not help you.",
        "spreads": left,
        "moves": f"{left} Think of the later bills before you join.",
    }
    said = [effects[change["effect"]]]
    if answer["extra_help"]:
        said.append("You have Extra Help. Your own costs are small, so there is little to spread. What Extra Help pays is in no bill.")
    return tuple(said)


def next_step(answer: Answer) -> str:
    """One plain thing to do now, by what the bills do."""
    return _NEXT[answer["bills_change"]["effect"]]


def notice_sentences(answer: Answer) -> tuple[str, ...]:
    """Medicare's own test, both its parts: one costly fill, and the year before."""
    test = answer["notice_test"]
    first = {
        True: "By Medicare's test you are likely to gain from it.",
        False: "By Medicare's test you are not likely to gain from it. You may still join.",
        None: "We can't tell by Medicare's test. It needs more than you told us.",
    }[test["met"]]
    said = [first, *answer["because"]]
    prior = test["before_the_year"]
    if prior["met"] is None:
        amount = shown(to_cents(prior["amount"]))
        said.append(f"Your plan must also write to you if you paid {amount} or more in the first {prior['months']} months of last year.")
    return tuple(said)


def refusal_sentences(refusal: Refusal) -> tuple[str, ...]:
    """What is wrong with the form, in its own words."""
    return tuple(_refused(problem) for problem in refusal.problems)


def _refused(problem: Problem) -> str:
    amounts = [shown(to_cents(found)) for found in _AMOUNT.findall(problem.expected)]
    if problem.where == "$.paid_before_opt_in":
        return (
            f"What you paid before you joined must be {amounts[0]} to {amounts[1]}. The months before you join add up to {amounts[0]}. "
            f"{amounts[1]} is the most you can owe in a year."
        )
    if problem.where == "$.largest_single_fill":
        return f"One fill can't cost you more than your highest month, {amounts[0]}. You said {shown(to_cents(problem.found))}."
    return problem_sentence(problem)


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
        rows.append((month(number), counter, pays, left, _arithmetic(entry["arithmetic"]) if entry else "paid at the store"))
    sums = [sum(to_cents(amount) for amount in answer[name]) for name in ("at_the_counter", "with_the_payment_plan")]
    rows.append(("All", shown(sums[0]), shown(sums[1]), "nothing", ""))
    caption = f"Your months in {answer['year']}, if you join in {month(answer['opt_in_month'])}"
    return Table(caption, columns, tuple(rows), frozenset({len(rows) - 1}))


def _arithmetic(text: str) -> str:
    """The division behind a bill, its amounts in dollars: ``most: ($2,000.00 - $0.00) / 12 = $166.67; you owe $500.00``."""
    words = text.replace("cap (", "most: (").replace("; owed ", "; you owe ").replace("by the unrounded balance", "by the exact balance")
    return _AMOUNT.sub(lambda found: shown(to_cents(found.group())), words)


def step_sentences(answer: Answer) -> tuple[str, ...]:
    """What to know and do, in order, with whether it renews itself."""
    renews = next(entry["value"] for entry in answer["parameters"] if entry["name"] == "m3p.auto_renewal")
    after = "You stay in it the year after, if you stay in the plan." if renews == "yes" else "You must join again for the year after."
    told = (step["says"] for step in answer["steps"] if step["id"] != "prior_year_notice")  # Medicare's test tells of that notice
    return (*told, after)


def law_rules(answer: Answer) -> list[Mapping[str, Any]]:
    """The rules behind the answer: the steps, and those that the bills were made by."""
    made = [{"says": rule["sentence"], "citation": rule["citation"], "law": "current", "status": "confirmed"} for rule in answer["rules"]]
    return [*answer["steps"], *made]


def law_numbers(answer: Answer) -> list[Mapping[str, Any]]:
    """The numbers behind the answer; formulas are among the rules."""
    return [entry for entry in answer["parameters"] if "formula" not in entry["name"]]
