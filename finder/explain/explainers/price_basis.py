"""What a price is made of, in words, figures and tables: the purchase, the two prices, the premium, and what counts toward the limit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from finder.domain.benefit import Phase
from finder.domain.claim import PAYERS, RuleApplied
from finder.domain.money import Cents, shown, to_basis_points, to_cents
from finder.explain.explainers.law_table import kind_of_law
from finder.explain.explainers.rule_words import rule_line
from finder.explain.kit.bars import LOOKS, Series, look, lying_bars
from finder.explain.kit.section import Column, Figure, Table
from finder.explain.source_words import STATUSES
from finder.explain.words import PAYERS as PAYER_WORDS
from finder.explain.words import PHASES, day

INTRO = (
    "A drug's price has parts, and more than one price. Here you see which price counts, what you pay, and what moves you toward your "
    "yearly limit."
)
MANAGER = (
    "Some plans hire a drug manager (pharmacy benefit manager). It may charge the plan more than it pays the store. "
    "Move the slider to see what that does to you."
)
NEXT = "Next step: ask the store for its own price before you pay. If you pay cash, keep the receipt and ask your plan how to send it in."
NO_LIST = "Find plans for your drugs first to see this for your own list. Until then we use the price above, bought each month."
_PARTS = (("ingredient_cost", "The drug itself"), ("dispensing_fee", "The store's fee"), ("sales_tax", "Tax"))
_YES, _NO, _ABSENT = "Counts", "Does not count", "Not in this year"

WAYS = {
    "With my plan card": "card",
    "Cash, without my plan": "cash",
    "Free from the drug maker's program": "patient_assistance",
    "At a store outside the plan's network": "out_of_network",
}
"""How a person may buy, each with the code that the form knows."""


def place_words(phase: str) -> str:
    """Where in the year a person stands, by the phase."""
    names = {
        "deductible": "At the start of the year",
        "initial_coverage": "Past the deductible",
        "coverage_gap": "In the coverage gap",
        "catastrophic": "Past the yearly limit",
    }
    return names[phase]


def price_figure(parts: Mapping[str, str], others: Mapping[str, Cents]) -> Figure:
    """The plan price as a bar of its parts, and the other prices beside it."""
    amounts = {name: to_cents(parts[key]) for key, name in _PARTS}
    labels = ["Plan price", *others]
    series = [Series(name, [amount, *(0 for _ in others)], look(index)) for index, (name, amount) in enumerate(amounts.items())]
    if others:
        series.append(Series("Another price", [0, *others.values()], look(3)))
    beside = "".join(f" {name}: {shown(amount)}." for name, amount in others.items())
    return lying_bars(labels, series, f"The plan price is {shown(sum(amounts.values()))}.{beside}")


def price_table(parts: Mapping[str, str], others: Mapping[str, Cents]) -> Table:
    """The figure's numbers."""
    rows = [(name, shown(to_cents(parts[key]))) for key, name in _PARTS]
    rows.append(("Plan price", shown(sum(to_cents(parts[key]) for key, _ in _PARTS))))
    rows += [(name, shown(amount)) for name, amount in others.items()]
    return Table("The prices", (Column("Price"), Column("Amount", True)), tuple(rows), frozenset({len(_PARTS)}))


def purchase_sentences(bought: Mapping[str, Any]) -> tuple[str, ...]:
    """What the person pays for the purchase, and what of it counts."""
    counts = to_cents(bought["counts_toward_troop"])
    said = [f"You pay {shown(to_cents(bought['patient_pay']))}."]
    spend = to_cents(bought["counts_toward_drug_spend"])
    said.append(f"{shown(spend)} counts as drug cost, which moves you through the phases." if spend else "None of it counts as drug cost.")
    said.append(f"{shown(counts)} counts toward your yearly limit." if counts else "None of it counts toward your yearly limit.")
    if bought["in_coverage_year"] is not None:
        said.append("It belongs to the year." if bought["in_coverage_year"] else "It was paid too late to belong to the year.")
    return tuple(said)


def purchase_table(bought: Mapping[str, Any]) -> Table:
    """The rules that decided the purchase: in plain words with the amount, in the law's own, and where that stands."""
    lines = [rule_line(RuleApplied(rule["id"], to_cents(rule["amount"]))) for rule in bought["rules"]]
    columns = (Column("What decided it"), Column("In the law's words"), Column("Where it stands"))
    return Table("The rules that decided it", columns, tuple((line.plain, line.law, line.citation) for line in lines))


def basis_sentence(answer: Mapping[str, Any]) -> str:
    """Which price the law of the year lets a plan count."""
    return str(next(rule["says"] for rule in answer["rules"] if rule["id"] == "basis"))


def two_prices_headline(answer: Mapping[str, Any]) -> tuple[str, ...]:
    """What a spread of that size does at the counter and to the premium."""
    percent = to_basis_points(answer["spread"]) / 100
    more = to_cents(answer["difference"]["patient_pay"])
    off = to_cents(answer["premium_effect"]["off_premiums"])
    verb = "more" if more >= 0 else "less"
    return (
        f"If the drug manager kept {percent:g}% on top, you would pay {shown(abs(more))} {verb} at the drug store in the year.",
        f"About {shown(off)} would come off a year of premiums, if all members bought what you buy.",
    )


def two_prices_figure(answer: Mapping[str, Any]) -> Figure:
    """Who pays for the year's drugs at each price, stacked."""
    totals = [answer[name]["totals"] for name in ("pass_through", "lock_in")]
    paying = [payer for payer in PAYERS if any(to_cents(entry[payer]) for entry in totals)]
    parts = [Series(PAYER_WORDS[payer], [to_cents(entry[payer]) for entry in totals], LOOKS[payer]) for payer in paying]
    paid = [shown(to_cents(entry["patient_pay"])) for entry in totals]
    alt = f"You pay {paid[0]} in the year at the store's price (pass-through) and {paid[1]} at the manager's price (lock-in)."
    return lying_bars(["Store's price", "Manager's price"], parts, alt)


def two_prices_table(answer: Mapping[str, Any]) -> Table:
    """The year at both prices: each payer, drug cost, what counts, and the day on which each phase begins."""
    before, after = answer["pass_through"], answer["lock_in"]
    columns = (
        Column("The year"),
        Column("What the store gets (pass-through)", True),
        Column("What the manager charges (lock-in)", True),
        Column("Difference", True),
    )
    names = [("Drug costs", "gross_drug_cost"), *((f"Paid by: {PAYER_WORDS[payer]}", payer) for payer in PAYERS)]
    names.append(("Counts toward the yearly limit", "troop"))
    rows = [
        (name, *(shown(to_cents(entry["totals"][key])) for entry in (before, after)), shown(to_cents(answer["difference"][key])))
        for name, key in names
        if key in ("gross_drug_cost", "patient_pay", "troop") or to_cents(before["totals"][key]) or to_cents(after["totals"][key])
    ]
    for phase in Phase:
        dates = [entry["phase_dates"].get(phase.key) for entry in (before, after)]
        if any(dates) and phase is not Phase.OUTSIDE:
            rows.append((f"{PHASES[phase]} begins", *(_day(found) for found in dates), _days_sooner(dates)))
    return Table("Your drugs at both prices", columns, tuple(rows))


def _day(iso: str | None) -> str:
    return day(date.fromisoformat(iso)) if iso else "not reached"


def _days_sooner(dates: Sequence[str | None]) -> str:
    one, other = dates
    if one is None or other is None:
        return "reached at one price only"
    days = (date.fromisoformat(one) - date.fromisoformat(other)).days
    return "the same day" if not days else f"{abs(days)} days {'sooner' if days > 0 else 'later'}"


def premium_table(answer: Mapping[str, Any]) -> Table:
    """What becomes of the spread: off premiums, off the government's part, and what is left for the person."""
    effect = answer["premium_effect"]
    net = to_cents(effect["net_for_the_person"])
    rows = (
        ("What the manager keeps", shown(to_cents(effect["spread"]))),
        ("Off the year's premiums, about a quarter", shown(to_cents(effect["off_premiums"]))),
        ("Off what the government pays", shown(to_cents(effect["off_government"]))),
        ("You pay more at the store", shown(to_cents(answer["difference"]["patient_pay"]))),
        (f"In all, you pay {'less' if net < 0 else 'more'}", shown(abs(net))),
    )
    return Table("Where the extra money goes", (Column("Part"), Column("Amount in a year", True)), rows, frozenset({4}))


def counted_table(answer: Mapping[str, Any]) -> Table:
    """What counts toward the limit in the answer's year, with citation and how sure we are."""
    columns = (
        Column("Who pays, or what for"),
        Column("Your yearly limit"),
        Column("Where it stands"),
        Column("Kind"),
        Column("How sure we are"),
    )
    rows = tuple(
        (item["says"], _YES if item["counts"] else _NO, item["citation"], kind_of_law(item), STATUSES[item["status"]])
        for item in answer["counts_toward_troop"]
    )
    return Table(f"What counts toward the yearly limit (TrOOP) in {answer['year']}", columns, rows)


def counted_by_year_table(spans: Sequence[Mapping[str, Any]]) -> Table:
    """The same items in the years between which the law changed."""
    starts = sorted({span["from"] for span in spans} | {span["through"] + 1 for span in spans if span["through"] is not None})
    columns = (Column("Who pays, or what for"), *(Column(_era(starts, index)) for index in range(len(starts))))
    items: dict[str, str] = {}
    for span in spans:
        items.setdefault(span["id"], span["says"])
    rows = tuple((says, *(_of_year(spans, item, start) for start in starts)) for item, says in items.items())
    return Table("What counts, by year", columns, rows)


def _era(starts: Sequence[int], index: int) -> str:
    if index + 1 == len(starts):
        return f"From {starts[index]}"
    first, last = starts[index], starts[index + 1] - 1
    return str(first) if first == last else f"{first} to {last}"


def _of_year(spans: Sequence[Mapping[str, Any]], item: str, year: int) -> str:
    for span in spans:
        if span["id"] == item and span["from"] <= year and (span["through"] is None or year <= span["through"]):
            return _YES if span["counts"] else _NO
    return _ABSENT
