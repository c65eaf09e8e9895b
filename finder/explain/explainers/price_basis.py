"""What a price is made of, in words, figures and tables: the purchase, the two prices, the premium, and what counts toward the limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from finder.domain.benefit import Phase
from finder.domain.claim import PAYERS, OutsideKind
from finder.domain.law import Rule
from finder.domain.money import Cents, shown
from finder.domain.price_basis import PriceParts, Purchased, YearAtTwoPrices
from finder.explain.explainers.law import law_sections, law_words, rule_line, rule_words
from finder.explain.kit.drawing import PAYER_TONES, Lane, Tone, lanes, legend_of, stacked
from finder.explain.kit.section import Column, Drawing, Fold, Heading, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.source_words import STATUSES
from finder.explain.words import PAYERS as PAYER_WORDS
from finder.explain.words import day
from finder.parameters import LAST_YEAR

TITLE = mark("What a price is made of")
YEAR = mark("Year")
THE_DRUG, STORE_FEE, TAX = mark("The drug itself"), mark("The store's fee"), mark("Tax")
BRAND = mark("It is a brand drug")
OWN_PRICE = mark("The store's own price, if you know it")
HOW = mark("How do you buy it?")
WAYS: dict[str, tuple[bool, OutsideKind | None]] = {
    mark("With my plan card"): (True, None),
    mark("Cash, without my plan"): (True, OutsideKind.CASH),
    mark("Free from the drug maker's program"): (True, OutsideKind.PATIENT_ASSISTANCE),
    mark("At a store outside the plan's network"): (False, None),
}
"""How a person may buy: whether at a store of the network, and how where it is without the plan."""
PAID = mark("What you pay yourself")
PROOF = mark("I send the plan proof of it")
WHERE = mark("Where are you in the year?")
_PLACES = {
    Phase.DEDUCTIBLE: mark("At the start of the year"),
    Phase.INITIAL_COVERAGE: mark("Past the deductible"),
    Phase.COVERAGE_GAP: mark("In the coverage gap"),
    Phase.CATASTROPHIC: mark("Past the yearly limit"),
}
KEPT = mark("What the drug manager keeps on top")
NO_LIST = mark("Find plans for your drugs first to see this for your own list. Until then we use the price above, bought each month.")
_PLAN_PRICE, _OWN = mark("Plan price"), mark("The store's own price")
_COUNTS, _COUNTS_NOT, _ABSENT = mark("Counts"), mark("Does not count"), mark("Not in this year")
_PAID_BY = {
    "patient_pay": mark("Paid by: You"),
    "low_income_cost_sharing_subsidy": mark("Paid by: Extra Help"),
    "other_payer": mark("Paid by: Other help"),
    "manufacturer": mark("Paid by: Drug maker"),
    "plan": mark("Paid by: Drug plan"),
    "medicare_reinsurance": mark("Paid by: Medicare"),
}
_SUMS = {"gross_drug_cost": mark("Drug costs"), **_PAID_BY, "troop": mark("Counts toward the yearly limit")}
_BEGINS = {
    Phase.DEDUCTIBLE: mark("Deductible begins"),
    Phase.INITIAL_COVERAGE: mark("Initial coverage begins"),
    Phase.COVERAGE_GAP: mark("Coverage gap begins"),
    Phase.CATASTROPHIC: mark("Catastrophic begins"),
}
_ALWAYS = ("gross_drug_cost", "patient_pay", "troop")


def intro() -> Sections:
    """What the page shows."""
    text = say(
        "A drug has more than one price, and each price has parts. Here you see which price counts, what you pay, and what moves you "
        "toward your yearly limit."
    )
    return (Paragraphs((text,)), Heading(say("One purchase")))


def place_words(phase: Phase) -> str:
    """Where in the year a person stands, by the phase."""
    return say(_PLACES[phase])


def purchase_sections(found: Purchased) -> Sections:
    """What the person pays in a sentence, how the price comes about step by step, what of it counts, and the rules that decided it."""
    first, *more = purchase_sentences(found)
    parts, own = found.purchase.price, found.purchase.usual_and_customary
    step = say(
        "Next step: ask the store for its own price before you pay. If you pay cash, keep the receipt and ask your plan how to send it in."
    )
    return (
        Headline(first),
        price_figure(found),
        Paragraphs((*more, step)),
        Fold(say("The prices and the rules that decided"), (price_table(parts, own), paid_table(found), purchase_table(found))),
    )


def manager() -> Sections:
    """What a drug manager does."""
    text = say(
        "Some plans hire a drug manager (pharmacy benefit manager). It may charge the plan more than it pays the store. "
        "Move the slider to see how that changes what you pay."
    )
    return (Heading(say("The store's price or the manager's")), Paragraphs((text,)))


def two_prices_sections(both: YearAtTwoPrices) -> Sections:
    """What the difference does in a sentence and a picture, where the money goes, and the year at both prices."""
    first, second = two_prices_sentences(both)
    return (
        Headline(first),
        two_prices_figure(both),
        Paragraphs((second, rule_words(both.basis))),
        premium_table(both),
        Fold(say("The year at both prices, in numbers"), (two_prices_table(both),)),
    )


def counted_sections(year: int, counted: Sequence[Rule], spans: Sequence[Rule]) -> Sections:
    """What counts toward the yearly limit, in the year and in all years."""
    return (
        Heading(say("What counts toward your yearly limit")),
        Fold(say("What counts and what does not in {year}", year=year), (counted_table(year, counted),)),
        Fold(say("The same, by year"), (counted_by_year_table(spans),)),
    )


def law(rules: Sequence[Rule]) -> Sections:
    """The rules behind the page."""
    return law_sections(rules)


def _parts(parts: PriceParts) -> tuple[tuple[str, Cents], ...]:
    return tuple((say(name), amount) for name, amount in zip((THE_DRUG, STORE_FEE, TAX), parts, strict=True))


def price_figure(found: Purchased) -> Drawing:
    """Step by step: the parts add up to the plan price; then what each payer takes off, down to what the person pays."""
    parts, own, paying = found.purchase.price, found.purchase.usual_and_customary, _paying(found)
    price, yours = sum(parts), paying["patient_pay"]
    most = max(price, sum(paying.values()), own or 0) or 1
    store = [stacked(say(_OWN), shown(own), [(Tone.MARK, own)], most, strong=True)] if own is not None else []
    rows = [
        *_adding(parts, most),
        stacked(say(_PLAN_PRICE), shown(price), [(Tone.OTHER, price)], most, strong=True),
        *store,
        *_taking(paying, most),
        stacked(say("You pay"), shown(yours), [(Tone.YOU, yours)], most, strong=True),
    ]
    return lanes(rows, (), _price_finding(price, own, yours))


def _adding(parts: PriceParts, most: Cents) -> Iterator[Lane]:
    """Each part of the price, on top of the one before."""
    top = 0
    for name, amount in _parts(parts):
        if amount:
            yield stacked(name, say("+ {amount}", amount=shown(amount)), [(Tone.QUIET, amount)], most, start=top)
        top += amount


def _taking(paying: Mapping[str, Cents], most: Cents) -> Iterator[Lane]:
    """What each payer but the person takes off."""
    top = sum(paying.values())
    for payer, amount in reversed(list(paying.items())):
        if payer != "patient_pay" and amount:
            top -= amount
            yield stacked(say(_PAID_BY[payer]), say("- {amount}", amount=shown(amount)), [(PAYER_TONES[payer], amount)], most, start=top)


def _paying(found: Purchased) -> dict[str, Cents]:
    return {payer: sum(getattr(segment, payer) for segment in found.row.segments) for payer in PAYERS}


def _price_finding(price: Cents, own: Cents | None, yours: Cents) -> str:
    if own is None:
        return say("The plan price is {price}. You pay {yours}.", price=shown(price), yours=shown(yours))
    amounts = {"price": shown(price), "own": shown(own), "yours": shown(yours)}
    return say("The plan price is {price}. The store's own price is {own}. You pay {yours}.", **amounts)


def paid_table(found: Purchased) -> Table:
    """Who pays what of the purchase."""
    rows = tuple((say(PAYER_WORDS[payer]), shown(amount)) for payer, amount in _paying(found).items() if amount or payer == "patient_pay")
    return Table(say("Who pays"), (Column(say("Who")), Column(say("Amount"), True)), rows)


def price_table(parts: PriceParts, own: Cents | None) -> Table:
    """The figure's numbers."""
    rows = [*((name, shown(amount)) for name, amount in _parts(parts)), (say(_PLAN_PRICE), shown(sum(parts)))]
    rows += [] if own is None else [(say(_OWN), shown(own))]
    return Table(say("The prices"), (Column(say("Price")), Column(say("Amount"), True)), tuple(rows), frozenset({len(parts)}))


def purchase_sentences(found: Purchased) -> tuple[str, ...]:
    """What the person pays for the purchase, and what of it counts."""
    spend, troop = found.drug_spend, found.troop
    return (
        say("You pay {amount}.", amount=shown(found.row.patient_pay)),
        say("{amount} counts as drug cost. It moves you toward the next phase.", amount=shown(spend))
        if spend
        else say("None of it counts as drug cost."),
        say("{amount} counts toward your yearly limit.", amount=shown(troop))
        if troop
        else say("None of it counts toward your yearly limit."),
    )


def purchase_table(found: Purchased) -> Table:
    """The rules that decided the purchase: in plain words with the amount, in the law's own, and where that stands."""
    lines = [rule_line(rule) for rule in found.row.rules]
    columns = (Column(say("What decided it")), Column(say("In the law's words")), Column(say("Where it stands")))
    return Table(say("The rules that decided it"), columns, tuple((line.plain, line.law, line.citation) for line in lines))


def two_prices_sentences(both: YearAtTwoPrices) -> tuple[str, str]:
    """What a spread of that size does at the counter and to the premium."""
    percent, more = f"{both.rate / 100:g}", both.difference("patient_pay")
    message = (
        mark("If the drug manager kept {percent}% on top, you would pay {amount} more at the drug store in the year.")
        if more >= 0
        else mark("If the drug manager kept {percent}% on top, you would pay {amount} less at the drug store in the year.")
    )
    off = say("About {amount} would come off a year of premiums, if all members bought what you buy.", amount=shown(both.off_premiums))
    return say(message, percent=percent, amount=shown(abs(more))), off


def two_prices_figure(both: YearAtTwoPrices) -> Drawing:
    """Who pays for the year's drugs at each price, one after another on one scale."""
    store, manager = both.pass_through.sums, both.lock_in.sums
    paying = [payer for payer in PAYERS if store[payer] or manager[payer]]
    finding = say(
        "You pay {store} in the year at the store's price (pass-through) and {manager} at the manager's price (lock-in).",
        store=shown(store["patient_pay"]),
        manager=shown(manager["patient_pay"]),
    )
    most = max(sum(sums[payer] for payer in paying) for sums in (store, manager)) or 1
    parts = [[(PAYER_TONES[payer], sums[payer]) for payer in paying] for sums in (store, manager)]
    rows = [
        stacked(say("At the store's price"), say("You: {amount}", amount=shown(store["patient_pay"])), parts[0], most),
        stacked(say("At the manager's price"), say("You: {amount}", amount=shown(manager["patient_pay"])), parts[1], most),
    ]
    return lanes(rows, (), finding, legend=legend_of((PAYER_TONES[payer], say(PAYER_WORDS[payer])) for payer in paying))


def two_prices_table(both: YearAtTwoPrices) -> Table:
    """The year at both prices: each payer, drug cost, what counts, and the day on which each phase begins."""
    before, after = both.pass_through, both.lock_in
    columns = (
        Column(say("The year")),
        Column(say("What the store gets (pass-through)"), True),
        Column(say("What the manager charges (lock-in)"), True),
        Column(say("Difference"), True),
    )
    sums = [
        (say(label), shown(before.sums[name]), shown(after.sums[name]), shown(both.difference(name)))
        for name, label in _SUMS.items()
        if name in _ALWAYS or before.sums[name] or after.sums[name]
    ]
    days = {phase: (before.begins.get(phase), after.begins.get(phase)) for phase in _BEGINS}
    begins = [(say(_BEGINS[phase]), _day(one), _day(other), _sooner(one, other)) for phase, (one, other) in days.items() if one or other]
    return Table(say("Your drugs at both prices"), columns, (*sums, *begins))


def _day(begins: date | None) -> str:
    return day(begins) if begins else say("not reached")


def _sooner(one: date | None, other: date | None) -> str:
    if one is None or other is None:
        return say("reached at one price only")
    days = (one - other).days
    if not days:
        return say("the same day")
    if days > 0:
        return say_count("{count} day sooner", "{count} days sooner", days)
    return say_count("{count} day later", "{count} days later", -days)


def premium_table(both: YearAtTwoPrices) -> Table:
    """What becomes of the spread: off premiums, off the government's part, and what is left for the person."""
    rows = (
        (say("What the manager keeps"), shown(both.spread)),
        (say("Off the year's premiums, about a quarter"), shown(both.off_premiums)),
        (say("Off what the government pays"), shown(both.off_government)),
        (say("You pay more at the store"), shown(both.difference("patient_pay"))),
        (_net_words(both.net), shown(abs(both.net))),
    )
    columns = (Column(say("Part")), Column(say("Amount in a year"), True))
    return Table(say("Where the extra money goes"), columns, rows, frozenset({4}))


def _net_words(net: Cents) -> str:
    if not net:
        return say("In all, you pay the same")
    return say("In all, you pay less") if net < 0 else say("In all, you pay more")


def counted_table(year: int, counted: Sequence[Rule]) -> Table:
    """What counts toward the limit in a year, with citation and how sure we are."""
    columns = (
        Column(say("Who pays, or what for")),
        Column(say("Your yearly limit")),
        Column(say("Where it stands")),
        Column(say("Kind")),
        Column(say("How sure we are")),
    )
    rows = tuple((rule_words(rule), _counts(rule), rule.citation, law_words(rule), say(STATUSES[rule.status])) for rule in counted)
    return Table(say("What counts toward the yearly limit (TrOOP) in {year}", year=year), columns, rows)


def counted_by_year_table(spans: Sequence[Rule]) -> Table:
    """The same items in the years between which the law changed."""
    ended = {rule.last_year + 1 for rule in spans if rule.last_year is not None and rule.last_year < LAST_YEAR}
    starts = sorted({rule.first_year for rule in spans} | ended)
    columns = (Column(say("Who pays, or what for")), *(Column(_era(starts, index)) for index in range(len(starts))))
    items = {rule.id: rule for rule in reversed(spans)}
    ordered = dict.fromkeys(rule.id for rule in spans)
    rows = tuple((rule_words(items[item]), *(_of_year(spans, item, start) for start in starts)) for item in ordered)
    return Table(say("What counts, by year"), columns, rows)


def _era(starts: Sequence[int], index: int) -> str:
    if index + 1 == len(starts):
        return say("From {year}", year=starts[index])
    first, last = starts[index], starts[index + 1] - 1
    return str(first) if first == last else say("{first} to {last}", first=first, last=last)


def _of_year(spans: Sequence[Rule], item: str, year: int) -> str:
    return next((_counts(rule) for rule in spans if rule.id == item and rule.holds_in(year)), say(_ABSENT))


def _counts(rule: Rule) -> str:
    return say(_COUNTS) if rule.number("counts") else say(_COUNTS_NOT)
