"""The loops over purchases, questions, plans and months as the compiler takes them. Their law is the engine's own text.

Every table is an array of integers without bounds, so what is passed must be sound: ``finder.adjudication.compiled_years`` makes it. A
month whose fills repeat is multiplied where no boundary lies in its way (docs/decisions/0104).

A cell (a purchase at a plan) is one integer: ``BOUGHT``, ``LISTED``, ``SELECTED`` and ``SPLIT`` where it is bought, is on the plan's list,
has a price that Medicare set, and is bought month by month; then how many restrictions there are, then the place of its shares.
A fill is one integer: its month (from 0), its day, whether it is one of the monthly ones, and the place of its quantity. An event is a fill
without its month, and with the place of its drug in the list.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from finder.adjudication.accumulators import opening_accumulators, phase_after
from finder.adjudication.charges import Charge
from finder.adjudication.engine import Settled, settle_without_gap
from finder.adjudication.payers import share_out, total
from finder.adjudication.shares import ClaimShares
from finder.adjudication.terms import PlanNumbers, PlanYearTerms, SubsidyTerms, YearTerms
from finder.domain.benefit import CostShare
from finder.domain.claim import Accumulators
from finder.domain.money import Cents, priced
from finder.rules.benefit_law import BENEFIT_LAWS, BenefitLaw
from finder.rules.cost_share import cost_share

LAW: BenefitLaw = BENEFIT_LAWS[-1]
"""The law; the compiler sets another."""
SETTLE: Callable[[PlanYearTerms, Charge, Accumulators], Settled] = settle_without_gap
"""What an enrollee pays of a claim in that law's era; the compiler sets another."""

BOUGHT, LISTED, SELECTED, SPLIT = 1, 2, 4, 8
RESTRICTIONS, SHARES = 4, 8
"""Where the restrictions of a cell and the place of its shares begin, in bits."""
MONTH, DAY, MONTHLY, QUANTITY = 56, 48, 40, 20
"""Where the parts of a fill begin, in bits."""
PLACES = (1 << QUANTITY) - 1
BELOW, ABOVE, IN_GAP, AWAY, OUTCOME = 0, 1, 2, 3, 6
"""Where a claim can be away from every boundary, past each deductible: in initial coverage, above the threshold, in the gap (through 2024);
how many such places there are, and how many integers a claim comes to."""
NUMBERS, SHARE, MEMBER, LINE, COLUMNS, MONTHS = 7, 18, 7, 4, 8, 12
"""How many integers plan numbers, shares (with what they look at), a member, a line, the sums of a row and its months have."""
BY_MET, BY_MET_TO_THE_CENT, BY_STANDARD_MET = 1, 2, 4
"""What shares look at beside TrOOP and gross drug cost: the deductible met, by its boundaries or to the cent (insulin and vaccines, 2023),
and the standard deductible met (brands, from 2025)."""

Table = Any
"""Integers at an address."""


class Asked(NamedTuple):
    """The questions. ``rows``, ``cells``, ``lists`` and ``plans_at``: where the rows, cells, drugs and plans of each begin.
    ``many``: how many plans each has. ``order``: its drugs as processed."""

    rows: Table
    cells: Table
    lists: Table
    purchases: Table
    order: Table
    plans_at: Table
    many: Table
    plans: Table
    members: Table


class Known(NamedTuple):
    """The year, the plans, shares by place, and of each purchase where its cells, prices, fees (-1: none) and fills begin, and how many
    quantities it has. Where a drug is not bought, its first price is that of all its fills.
    ``claims``: what each cell's first quantity comes to away from boundaries."""

    year: Table
    numbers: Table
    shares: Table
    cells_at: Table
    prices_at: Table
    fees_at: Table
    quantities: Table
    fills_at: Table
    fills: Table
    cells: Table
    prices: Table
    fees: Table
    claims: Table


class Answered(NamedTuple):
    """The arrays of ``Years``."""

    payers: Table
    months: Table
    phase: Table
    counted: Table
    restrictions: Table
    paid: Table
    bought: Table
    listed: Table
    full_price: Table


class Scratch(NamedTuple):
    """Room to work: where the months begin among the events, and how many months after each have the same ones; the events; a line for each
    drug of a row, and what is paid for it in a month."""

    begins: Table
    repeats: Table
    events: Table
    lines: Table
    paid: Table


class Sums(NamedTuple):
    """What each payer pays, in the order of ``COLUMNS`` without other payers and TrOOP."""

    gross: Cents
    patient_pay: Cents
    subsidy: Cents
    manufacturer: Cents
    plan: Cents
    medicare: Cents


class Outcome(NamedTuple):
    """What a claim comes to: what each payer pays, and its step toward the threshold (below 0: it is not away from boundaries)."""

    patient_pay: Cents
    subsidy: Cents
    manufacturer: Cents
    plan: Cents
    medicare: Cents
    troop: Cents


class Adjudicated(NamedTuple):
    """A claim's outcome, and the accumulators after it."""

    outcome: Outcome
    after: Accumulators


class Month(NamedTuple):
    """The sums of a month, and the accumulators after it."""

    sums: Sums
    after: Accumulators


def years(
    first: int,
    end: int,
    rows: Table,
    cells: Table,
    lists: Table,
    purchases: Table,
    order: Table,
    plans_at: Table,
    many: Table,
    plans: Table,
    members: Table,
    year: Table,
    numbers: Table,
    shares: Table,
    cells_at: Table,
    prices_at: Table,
    fees_at: Table,
    quantities: Table,
    fills_at: Table,
    fills: Table,
    of_cells: Table,
    prices: Table,
    fees: Table,
    claims: Table,
    payers: Table,
    months: Table,
    phase: Table,
    counted: Table,
    restrictions: Table,
    paid: Table,
    bought: Table,
    listed: Table,
    full_price: Table,
    begins: Table,
    repeats: Table,
    events: Table,
    lines: Table,
    of_month: Table,
) -> None:
    """Answer the questions from ``first`` to before ``end``. The parameters are those of the tables above, one after the other."""
    asked = Asked(rows, cells, lists, purchases, order, plans_at, many, plans, members)
    known = Known(year, numbers, shares, cells_at, prices_at, fees_at, quantities, fills_at, fills, of_cells, prices, fees, claims)
    answered = Answered(payers, months, phase, counted, restrictions, paid, bought, listed, full_price)
    scratch = Scratch(begins, repeats, events, lines, of_month)
    for question in range(first, end):
        _question(asked, known, answered, scratch, question)


def _question(asked: Asked, known: Known, answered: Answered, scratch: Scratch, question: int) -> None:
    begin = asked.lists[question]
    drugs = asked.lists[question + 1] - begin
    _place_events(asked, known, scratch, begin, drugs)
    _count_repeats(scratch)
    member, at = asked.members, MEMBER * question
    subsidy = SubsidyTerms(member[at], member[at + 1], member[at + 2], member[at + 3], member[at + 4])
    year = _year(known.year)
    first, cell = asked.rows[question], asked.cells[question]
    for row in range(first, first + asked.many[question]):
        plan = asked.plans[asked.plans_at[question] + row - first]
        terms = PlanYearTerms(year, subsidy, _numbers(known.numbers, NUMBERS * plan), None, None)  # type: ignore[arg-type]
        opening = opening_accumulators(terms, member[at + 5], member[at + 6])
        looks_at = _lay_out(asked, known, answered, scratch, begin, drugs, plan, row, cell)
        _walk(terms, opening, looks_at, known, answered, scratch, drugs, row, cell)
        cell += drugs


def _year(y: Table) -> YearTerms:
    return YearTerms(
        y[0],
        LAW,
        y[1],
        y[2],
        y[3],
        y[4],
        y[5],
        y[6],
        y[7],
        y[8],
        y[9],
        y[10],
        y[11],
        y[12],
        y[13],
        y[14],
        y[15],
        y[16],
        y[17],
        y[18],
        y[19] != 0,
    )


def _numbers(n: Table, at: int) -> PlanNumbers:
    return PlanNumbers(n[at], n[at + 1], n[at + 2] != 0, n[at + 3] != 0, n[at + 4] != 0, n[at + 5] != 0, n[at + 6] != 0)


def _share(s: Table, at: int) -> CostShare:
    return CostShare(s[at], s[at + 1], s[at + 2], s[at + 3])


def _shares(s: Table, at: int) -> ClaimShares:
    return ClaimShares(
        _share(s, at),
        _share(s, at + 4),
        s[at + 8],
        s[at + 9] != 0,
        s[at + 10] != 0,
        s[at + 11] != 0,
        s[at + 12] != 0,
        s[at + 13] != 0,
        s[at + 14],
        s[at + 15],
        s[at + 16] != 0,
    )


def _place_events(asked: Asked, known: Known, scratch: Scratch, begin: int, drugs: int) -> None:
    """Put the fills of a list in order: by month, by day, and on a day as processed. Both the whole fills of a drug and its monthly ones
    are among them; each plan takes the one or the other."""
    begins, events, fills = scratch.begins, scratch.events, known.fills
    for month in range(2 * MONTHS + 1):
        begins[month] = 0
    for at in range(begin, begin + drugs):
        bought = asked.purchases[at]
        for fill in range(known.fills_at[bought], known.fills_at[bought + 1]):
            begins[(fills[fill] >> MONTH) + 1] += 1
    for month in range(MONTHS):
        begins[month + 1] += begins[month]
        begins[MONTHS + 1 + month] = begins[month]  # where the next event of the month goes
    for position in range(begin, begin + drugs):
        place = asked.order[position]
        bought = asked.purchases[begin + place]
        for fill in range(known.fills_at[bought], known.fills_at[bought + 1]):
            month, event = fills[fill] >> MONTH, (fills[fill] & ((1 << MONTH) - 1)) | place
            at = begins[MONTHS + 1 + month]
            begins[MONTHS + 1 + month] += 1
            while at > begins[month] and events[at - 1] >> DAY > event >> DAY:
                events[at] = events[at - 1]
                at -= 1
            events[at] = event


def _count_repeats(scratch: Scratch) -> None:
    """For each month, how many of those after it have the same events, whatever their days."""
    begins, events, same_day = scratch.begins, scratch.events, (1 << DAY) - 1
    scratch.repeats[MONTHS - 1] = 0
    for month in range(MONTHS - 2, -1, -1):
        many = begins[month + 1] - begins[month]
        same = begins[month + 2] - begins[month + 1] == many
        for at in range(begins[month], begins[month + 1]):
            same = same and ((events[at] ^ events[at + many]) & same_day) == 0
        scratch.repeats[month] = scratch.repeats[month + 1] + 1 if same else 0


def _lay_out(
    asked: Asked, known: Known, answered: Answered, scratch: Scratch, begin: int, drugs: int, plan: int, row: int, cell: int
) -> int:
    """Look up each drug of the list at a plan: a line of its cell, and where its prices, fees (-1: none) and foreseen claims begin. Returns
    what the shares of those bought look at."""
    counted, restrictions, looks_at, lines = 0, 0, 0, scratch.lines
    for place in range(drugs):
        bought, line = asked.purchases[begin + place], LINE * place
        at, at_plan, fees = known.cells_at[bought] + plan, plan * known.quantities[bought], known.fees_at[bought]
        of_plan, prices = known.cells[at], known.prices_at[bought] + at_plan
        is_bought = of_plan & BOUGHT
        lines[line] = of_plan
        lines[line + 1] = prices
        lines[line + 2] = fees if fees < 0 else fees + at_plan
        lines[line + 3] = AWAY * OUTCOME * at
        scratch.paid[place] = 0
        answered.paid[cell + place] = 0
        answered.bought[cell + place] = is_bought
        answered.listed[cell + place] = (of_plan & LISTED) != 0
        answered.full_price[cell + place] = 0 if is_bought else known.prices[prices]
        counted += is_bought
        restrictions += (of_plan >> RESTRICTIONS) & 3
        if is_bought:
            looks_at |= known.shares[SHARE * (of_plan >> SHARES) + SHARE - 1] | (BY_STANDARD_MET if of_plan & SELECTED else 0)
    answered.counted[row] = counted
    answered.restrictions[row] = restrictions
    return looks_at


def _walk(
    terms: PlanYearTerms,
    opening: Accumulators,
    looks_at: int,
    known: Known,
    answered: Answered,
    scratch: Scratch,
    drugs: int,
    row: int,
    cell: int,
) -> None:
    """The year at a plan, month by month; months that repeat are multiplied."""
    before, month = opening, 0
    gross, patient_pay, subsidy, manufacturer, plan, medicare = 0, 0, 0, 0, 0, 0
    while month < MONTHS:
        sums, after = _month(terms, before, known, scratch, month)
        times = 1 + _repeated(terms, before, after, looks_at, scratch.repeats[month])
        gross += times * sums.gross
        patient_pay += times * sums.patient_pay
        subsidy += times * sums.subsidy
        manufacturer += times * sums.manufacturer
        plan += times * sums.plan
        medicare += times * sums.medicare
        for place in range(drugs):
            answered.paid[cell + place] += times * scratch.paid[place]
            scratch.paid[place] = 0
        for same in range(month, month + times):
            answered.months[MONTHS * row + same] = sums.patient_pay
        before = _further(before, after, times)
        month += times
    at = COLUMNS * row
    answered.payers[at] = gross
    answered.payers[at + 1] = patient_pay
    answered.payers[at + 2] = subsidy
    answered.payers[at + 3] = 0
    answered.payers[at + 4] = manufacturer
    answered.payers[at + 5] = plan
    answered.payers[at + 6] = medicare
    answered.payers[at + 7] = before.troop
    answered.phase[row] = phase_after(terms, before)


def _month(terms: PlanYearTerms, before: Accumulators, known: Known, scratch: Scratch, month: int) -> Month:
    lines = scratch.lines
    gross, patient_pay, subsidy, manufacturer, plan, medicare = 0, 0, 0, 0, 0, 0
    for event in range(scratch.begins[month], scratch.begins[month + 1]):
        fill = scratch.events[event]
        place = fill & PLACES
        cell = lines[LINE * place]
        if not cell & BOUGHT or ((fill >> MONTHLY) & 1) != ((cell & SPLIT) != 0):
            continue
        quantity, prices, fees = (fill >> QUANTITY) & PLACES, lines[LINE * place + 1], lines[LINE * place + 2]
        price = known.prices[prices + quantity]
        away = _away(terms, before, known.claims, lines[LINE * place + 3], price) if quantity == ((cell & SPLIT) != 0) else -1
        if away >= 0:
            outcome = _outcome(known.claims, away)
            before = _stepped(before, price, outcome.troop)
        else:
            fee = 0 if fees < 0 else known.fees[fees + quantity]
            outcome, before = _adjudicate(
                terms, before, _shares(known.shares, SHARE * (cell >> SHARES)), price, fee, (cell & SELECTED) != 0
            )
        gross += price
        patient_pay += outcome.patient_pay
        subsidy += outcome.subsidy
        manufacturer += outcome.manufacturer
        plan += outcome.plan
        medicare += outcome.medicare
        scratch.paid[place] += outcome.patient_pay
    return Month(Sums(gross, patient_pay, subsidy, manufacturer, plan, medicare), before)


def _away(terms: PlanYearTerms, before: Accumulators, claims: Table, at: int, price: Cents) -> int:
    """Where among ``claims`` is what a claim comes to, if it is away from every boundary; else -1."""
    year, plan, gross = terms.year, terms.plan, before.gross_drug_cost
    if before.troop >= year.threshold:
        at += OUTCOME * ABOVE
        return at if claims[at + OUTCOME - 1] >= 0 else -1
    if before.deductible_met < plan.deductible:
        return -1
    if year.law.has_coverage_gap:
        in_gap = 0 <= plan.initial_coverage_limit <= gross
        at += OUTCOME * IN_GAP * in_gap
        clear = in_gap or plan.initial_coverage_limit < 0 or gross + price < plan.initial_coverage_limit
    else:
        clear = before.standard_deductible_met >= year.deductible
    step = claims[at + OUTCOME - 1]
    return at if clear and step >= 0 and before.troop + step < year.threshold else -1


def _outcome(claims: Table, at: int) -> Outcome:
    return Outcome(claims[at], claims[at + 1], claims[at + 2], claims[at + 3], claims[at + 4], claims[at + 5])


def _stepped(before: Accumulators, price: Cents, troop: Cents) -> Accumulators:
    """The accumulators after a claim past each deductible."""
    gross, so_far, met, standard_met = before
    return Accumulators(gross + price, so_far + troop, met, standard_met)


def _adjudicate(terms: PlanYearTerms, before: Accumulators, shares: ClaimShares, price: Cents, fee: Cents, selected: bool) -> Adjudicated:
    """Adjudicate a claim by the law."""
    settled = SETTLE(terms, Charge(shares, price, fee, selected), before)
    payers = share_out(terms, shares, selected, settled.pieces, settled.paid, before)
    outcome = Outcome(
        settled.patient_pay,
        total(payers.low_income_cost_sharing_subsidy),
        total(payers.manufacturer),
        total(payers.plan),
        total(payers.medicare_reinsurance),
        settled.accumulators.troop - before.troop,
    )
    return Adjudicated(outcome, settled.accumulators)


def foresee(
    plans: int,
    cells: Table,
    many_quantities: int,
    prices: Table,
    fees: Table,
    year: Table,
    subsidy: Table,
    numbers: Table,
    shares: Table,
    claims: Table,
) -> None:
    """What the first quantity of a purchase comes to at each plan, away from boundaries. ``claims`` [plan, ``AWAY``, ``OUTCOME``]."""
    law, help_level = _year(year), SubsidyTerms(subsidy[0], subsidy[1], subsidy[2], subsidy[3], subsidy[4])
    for plan in range(plans):
        cell = cells[plan]
        terms = PlanYearTerms(law, help_level, _numbers(numbers, NUMBERS * plan), None, None)  # type: ignore[arg-type]
        first = plan * many_quantities + ((cell & SPLIT) != 0)
        for place in range(AWAY):
            step = -1
            if cell & BOUGHT and not terms.plan.discounts_by_incurred_costs:
                before = _opening_away(terms, place)
                of_claim = _shares(shares, SHARE * (cell >> SHARES))
                outcome, after = _adjudicate(terms, before, of_claim, prices[first], fees[first], (cell & SELECTED) != 0)
                at = OUTCOME * (AWAY * plan + place)
                claims[at] = outcome.patient_pay
                claims[at + 1] = outcome.subsidy
                claims[at + 2] = outcome.manufacturer
                claims[at + 3] = outcome.plan
                claims[at + 4] = outcome.medicare
                step = outcome.troop if _is_away(terms, before, after, place) else -1
            claims[OUTCOME * (AWAY * plan + place + 1) - 1] = step


def _opening_away(terms: PlanYearTerms, place: int) -> Accumulators:
    """Totals past each deductible: below every other boundary, above the threshold, or in the gap."""
    troop = terms.year.threshold if place == ABOVE else 0
    gross = max(terms.plan.initial_coverage_limit, 0) if place == IN_GAP else 0
    return Accumulators(gross, troop, terms.plan.deductible, terms.year.deductible)


def _is_away(terms: PlanYearTerms, before: Accumulators, after: Accumulators, place: int) -> bool:
    """Whether a claim from there crosses no boundary."""
    limit = terms.plan.initial_coverage_limit
    if place == ABOVE:
        return before.troop == after.troop
    if after.troop >= terms.year.threshold:
        return False
    if place == IN_GAP:
        return terms.year.law.has_coverage_gap and limit >= 0
    return not terms.year.law.has_coverage_gap or limit < 0 or after.gross_drug_cost < limit


def _further(before: Accumulators, after: Accumulators, times: int) -> Accumulators:
    """The accumulators after a month has come so many times."""
    more = times - 1
    return Accumulators(
        after.gross_drug_cost + more * (after.gross_drug_cost - before.gross_drug_cost),
        after.troop + more * (after.troop - before.troop),
        after.deductible_met + more * (after.deductible_met - before.deductible_met),
        after.standard_deductible_met + more * (after.standard_deductible_met - before.standard_deductible_met),
    )


def _repeated(terms: PlanYearTerms, before: Accumulators, after: Accumulators, looks_at: int, most: int) -> int:
    """How many of ``most`` more equal months bring the same sums to the cent: as long as each total that decides a claim stays on its side
    of every boundary, and a total that decides it to the cent stands still."""
    year, plan, subsidy = terms.year, terms.plan, terms.subsidy
    if before.troop >= year.threshold:
        return most  # all of it is above the threshold
    if plan.discounts_by_incurred_costs:
        return 0  # the discount depends on TrOOP to the cent
    most = _within(before.troop, after.troop, year.threshold, most)
    if year.law.has_coverage_gap and plan.initial_coverage_limit >= 0:
        most = _within(before.gross_drug_cost, after.gross_drug_cost, plan.initial_coverage_limit, most)
    if not year.law.has_coverage_gap and (plan.credits_the_greater or looks_at & BY_STANDARD_MET):
        most = _within(before.standard_deductible_met, after.standard_deductible_met, year.deductible, most)
    if before.deductible_met >= plan.deductible:
        return most
    if year.law.subsidizes_reduction and looks_at & BY_MET_TO_THE_CENT and before.deductible_met != after.deductible_met:
        return 0
    if looks_at & BY_MET:
        most = _within(before.deductible_met, after.deductible_met, plan.deductible, most)
        if subsidy.partial_deductible > 0:
            most = _within(before.deductible_met, after.deductible_met, subsidy.partial_deductible, most)
    return most


def _within(before: Cents, after: Cents, boundary: Cents, most: int) -> int:
    """How many of ``most`` more equal steps keep a total below a boundary that it has not reached; none where this step reaches it."""
    if most == 0 or before >= boundary:
        return most
    if after >= boundary:
        return 0
    step = after - before
    return most if after + most * step < boundary else (boundary - 1 - after) // step


def buy(
    plans: int,
    cells: Table,
    menus: Table,
    unit_prices: Table,
    longer_prices: Table,
    first_options: Table,
    options: Table,
    option_shares: Table,
    quantities: Table,
    many_quantities: int,
    full_quantities: Table,
    many_full: int,
    cash: int,
    prices: Table,
) -> None:
    """Buy a drug at each plan, at the cheapest of the options of its menu.

    ``cells``: on entry with all but ``BOUGHT``, ``SPLIT`` and the shares.
    ``menus``: for each plan the place of its menu; below 0 for none.
    ``unit_prices``, ``longer_prices``: for a month's fill, and for one of the length written (0: none).
    ``first_options``: for each menu where its options begin, and whether it is bought month by month.
    ``options``, ``option_shares``: the shares by which options compare, and where their shares of a claim are.
    ``quantities``: the quantity written, then the monthly ones, the largest first.
    ``full_quantities``: quantities and how many fills have each, for the full price where it is not bought.
    ``cash``: the unit price where the plan has none; -1 where nobody has one.
    """
    for plan in range(plans):
        unit, longer = unit_prices[plan], longer_prices[plan]
        whole = longer if longer > 0 else unit
        menu = menus[plan]
        if unit > 0 and menu >= 0:
            split = first_options[2 * menu + 1]
            first, end = first_options[2 * menu], first_options[2 * menu + 2]
            if split:
                for place in range(1, many_quantities):
                    prices[plan * many_quantities + place] = priced(unit, quantities[place])
            else:
                prices[plan * many_quantities] = priced(whole, quantities[0])
            best = _cheapest(options, first, end, prices[plan * many_quantities + split])
            cells[plan] |= BOUGHT | SPLIT * split | option_shares[best] << SHARES
        else:
            prices[plan * many_quantities] = _full_price(whole if unit > 0 else cash, full_quantities, many_full)


def _cheapest(options: Table, first: int, end: int, price: Cents) -> int:
    best, least = first, cost_share(price, _share(options, 4 * first))
    for option in range(first + 1, end):
        share = cost_share(price, _share(options, 4 * option))
        if share < least:
            best, least = option, share
    return best


def _full_price(unit_price: int, quantities: Table, many: int) -> Cents:
    if unit_price < 0:
        return -1
    price = 0
    for place in range(many):
        price += priced(unit_price, quantities[2 * place]) * quantities[2 * place + 1]
    return price
