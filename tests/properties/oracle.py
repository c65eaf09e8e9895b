"""A second adjudication, slow and exact, written from the text of the law alone: the engine is tested against it.

It takes the document of ``finder adjudicate`` and returns ``claims`` with segments and accumulators, money as Fractions of a dollar.
It shares no code with the engine; it reads the years' numbers and nothing else. It does not check its input.
Sentences in quotation marks below are the words of the project's normative page ``law/adjudication.md``, or of the section named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from finder.parameters import parameter_set

ZERO = Fraction(0)
CENT = Fraction(1, 100)
PAYERS = ("patient_pay", "low_income_cost_sharing_subsidy", "other_payer", "manufacturer", "plan", "medicare_reinsurance")
BELOW = ("deductible", "initial_coverage", "coverage_gap")
SHORT = 28  # "a copay on a fill *shorter* than 28 days of a solid oral drug"
LIS_COPAY = {
    "full_dual_at_or_below_poverty": "lis_copay.fbde_le100fpl",
    "full_other": "lis_copay.other_full_subsidy",
    "partial": "lis_partial.copay_above_threshold",
}


def to_cent(amount: Fraction) -> Fraction:
    """Rounded half up to the cent; amounts are never negative here."""
    return ((amount * 100 + Fraction(1, 2)) // 1) * CENT


class Numbers:
    """The numbers of a year, as Fractions of a dollar and of one."""

    def __init__(self, year: int) -> None:
        self._set = parameter_set(year)

    def dollars(self, name: str) -> Fraction:
        return Fraction(self._set.cents(name), 100)

    def rate(self, name: str) -> Fraction:
        return Fraction(self._set.basis_points(name), 10_000)


@dataclass
class Running:
    """What has run up before a claim."""

    gross: Fraction
    troop: Fraction
    deductible_met: Fraction
    shadow_met: Fraction


@dataclass
class Piece:
    """A part of a claim in one phase. ``owed`` is what an enrollee without subsidy owes of it, ``reduction`` what the Inflation Reduction
    Act's rule of 2023 took off before, ``discount`` the maker's part in the gap, ``sharing`` what of ``owed`` is cost sharing."""

    phase: str
    amount: Fraction
    owed: Fraction
    reduction: Fraction = ZERO
    discount: Fraction = ZERO
    sharing: Fraction = ZERO
    paid: dict[str, Fraction] = field(default_factory=lambda: dict.fromkeys(PAYERS, ZERO))

    def left(self) -> Fraction:
        return self.amount - sum(self.paid.values(), ZERO)

    def take(self, payer: str, amount: Fraction) -> None:
        self.paid[payer] += max(ZERO, min(to_cent(amount), self.left()))


class Year:
    """One design, one member, one year, claim after claim."""

    def __init__(self, document: Mapping[str, Any], numbers: Callable[[int], Any] = Numbers) -> None:
        self.year: int = document["plan_year"]
        self.law = numbers(self.year)
        self.level: str = document["member"]["low_income_subsidy"]
        self.design: Mapping[str, Any] | None = None if document["design"] == "defined_standard" else document["design"]
        self.enhanced = self.design is not None and self.design["benefit_type"] == "enhanced_alternative"
        self.threshold = self.law.dollars("oop_threshold")
        self.standard_deductible = self.law.dollars("deductible")
        self.deductible = self.standard_deductible if self.design is None else Fraction(str(self.design["deductible"]))
        self.limit = self._limit()
        known = document["member"].get("year_to_date") or {}
        gross, troop = Fraction(str(known.get("gross_drug_cost", 0))), Fraction(str(known.get("troop", 0)))
        self.now = Running(gross, min(troop, self.threshold), min(gross, self.deductible), min(gross, self.standard_deductible))

    def _limit(self) -> Fraction:
        if self.year >= 2025:
            return Fraction(10**12)
        return self.law.dollars("initial_coverage_limit") if self.design is None else Fraction(str(self.design["initial_coverage_limit"]))

    # What the design says of a fill

    def special(self, fill: Mapping[str, Any]) -> str:
        """``insulin`` or ``vaccine`` where the law of 2023 speaks of it, else empty."""
        return "" if self.year < 2023 else "vaccine" if fill.get("vaccine") else "insulin" if fill.get("insulin") else ""

    def tier(self, fill: Mapping[str, Any]) -> Mapping[str, Any] | None:
        return None if self.design is None else self.design["tiers"][str(fill["tier"])]

    def deductible_applies(self, fill: Mapping[str, Any]) -> bool:
        tier = self.tier(fill)
        return not self.special(fill) and (tier is None or tier["deductible_applies"])

    def has_gap_coverage(self, fill: Mapping[str, Any]) -> bool:
        return bool((self.tier(fill) or {}).get("coverage_gap"))

    def share(self, fill: Mapping[str, Any], table: Mapping[str, Any], piece: Fraction) -> Fraction:
        """What a table of cost shares asks of a piece: the column of the fill's length, or the monthly share for each month begun."""
        columns, months = table[fill["channel"]], months_begun(fill["days_supply"])
        column = {2: "60", 3: "90"}.get(months, "30")  # "A fill of 60 or 90 days (32-62, 63-93) uses that column of the design"
        if column in columns:
            months = 1 if months <= 3 else months
        else:
            column = "30"
        said = columns[column]
        if "copay" in said:
            copay = Fraction(str(said["copay"]))
            return min(piece, to_cent(copay / 30) * fill["days_supply"] if self.by_day(fill) else copay * months)
        # "what cannot be split pays as many monthly shares as it has months begun": a share's least and most are a month's too.
        asked = to_cent(Fraction(str(said["coinsurance"])) * piece)
        asked = max(asked, Fraction(str(said.get("min") or 0)) * months)
        return min(piece, asked if said.get("max") is None else min(asked, Fraction(str(said["max"])) * months))

    def by_day(self, fill: Mapping[str, Any]) -> bool:
        """ "From 2014 a copay on a fill *shorter* than 28 days of a solid oral drug is (copay / 30, rounded to the cent) x days."

        Insulin and vaccines are no solid oral drugs, whatever the fill leaves unsaid."""
        solid = fill.get("solid_oral", True) and not fill.get("insulin") and not fill.get("vaccine")
        return self.year >= 2014 and solid and fill["days_supply"] < SHORT

    def insulin_table(self, fill: Mapping[str, Any]) -> Mapping[str, Any] | None:
        if self.special(fill) != "insulin" or self.design is None:
            return None
        own = self.design.get("insulin") or {}
        return own.get(str(fill["tier"])) or own.get("all")

    # What an enrollee without subsidy owes of a piece, before the insulin limit

    def owed_initial(self, fill: Mapping[str, Any], piece: Fraction) -> Fraction:
        tier = self.tier(fill)
        table = self.insulin_table(fill) or (tier["initial_coverage"] if tier else None)
        return self.share(fill, table, piece) if table else to_cent(self.law.rate("initial_coverage_coinsurance") * piece)

    def gap_table(self, fill: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The plan's own gap coverage of the fill's tier: "The plan's own insulin share, where given, replaces the tier's"."""
        own = (self.tier(fill) or {}).get("coverage_gap")
        return (self.insulin_table(fill) or own) if own else None

    def draws_discount(self, fill: Mapping[str, Any]) -> bool:
        """ "The gap discount goes to brands of enrollees without subsidy"; "Generics and enrollees with subsidy draw no discount"."""
        return bool(fill["brand"]) and self.level == "none" and self.year >= 2011

    def gap_shares(self, fill: Mapping[str, Any], piece: Fraction) -> tuple[Fraction, Fraction]:
        """What the enrollee and the manufacturer owe of a piece in the gap, before the insulin and vaccine rules."""
        fee = min(piece, Fraction(str(fill.get("dispensing_fee") or 0)))
        if own := self.gap_table(fill):
            # "*remaining* = that share of the piece (copay or coinsurance, at most the piece); the plan pays the rest of the piece; the
            # manufacturer pays the year's rate x remaining; the enrollee the rest of it". With a fee the page still says rate x remaining;
            # 42 CFR 423.2305 keeps the fee out of the price that is discounted, so the base is at most the piece without its fee.
            remaining = self.share(fill, own, piece)
            if not self.draws_discount(fill) or piece == 0:
                return remaining, ZERO
            maker = to_cent(self.law.rate("gap_manufacturer_discount") * min(remaining, piece - fee))
            return remaining - maker, maker
        if insulin := self.insulin_table(fill):
            # No gap coverage of the tier ("absent = the year's basic gap rule", contract), so the discount is the basic one; the plan's
            # own insulin share is what the enrollee pays, in every phase.
            owed = self.share(fill, insulin, piece)
        elif self.level != "none":
            return piece, ZERO
        elif not self.draws_discount(fill):
            return to_cent(self.law.rate("gap_coinsurance.brand" if fill["brand"] else "gap_coinsurance.generic") * piece), ZERO
        else:
            of_fee = self.law.rate("gap_dispensing_fee_beneficiary_share.brand") * fee
            owed = to_cent(self.law.rate("gap_coinsurance.brand") * (piece - fee) + of_fee)
        if not self.draws_discount(fill):
            return owed, ZERO
        return owed, to_cent(self.law.rate("gap_manufacturer_discount") * (piece - fee))

    def owed_catastrophic(self, fill: Mapping[str, Any], piece: Fraction) -> Fraction:
        if self.year >= 2024 or piece == 0:
            return ZERO
        least = self.law.dollars("catastrophic_min_copay.other" if fill["brand"] else "catastrophic_min_copay.generic_preferred")
        return min(piece, max(least, to_cent(self.law.rate("catastrophic_coinsurance") * piece)))

    def limited(self, fill: Mapping[str, Any], owed: Fraction, piece: Fraction, used: Fraction) -> Fraction:
        """Vaccines cost nothing; insulin at most $35 a month's supply begun over the claim, from 2026 at most 25% of the piece."""
        if self.special(fill) == "vaccine":
            return ZERO
        if self.special(fill) != "insulin":
            return owed
        owed = min(owed, self.insulin_cap(fill) - used)
        return owed if self.year < 2026 else min(owed, to_cent(self.law.rate("insulin_cap_pct_of_negotiated_or_mfp") * piece))

    def insulin_cap(self, fill: Mapping[str, Any]) -> Fraction:
        return self.law.dollars("insulin_monthly_cap") * months_begun(fill["days_supply"])

    # Out of network

    def base(self, fill: Mapping[str, Any]) -> Fraction:
        """The price of the claim. "If the pharmacy's usual and customary price is given and lower, it is the price. **Out of network** the
        base is the usual and customary price whether lower or higher"."""
        price, usual = Fraction(str(fill["negotiated_price"])), fill.get("usual_and_customary")
        if usual is None:
            return price
        usual = Fraction(str(usual))
        return usual if fill["channel"] == "out_of_network" else min(price, usual)

    def excess(self, fill: Mapping[str, Any], piece: Fraction) -> Fraction:
        """The part of a piece that the plan's allowance, the negotiated price, does not reach.

        "cost sharing is taken of that base, and what it exceeds the plan's allowance by stays with the enrollee". So an enrollee owes the
        cost share of the piece and its excess, at most the piece. The whole base is drug spend ("total drug spend += price"; digest S16:
        actual cost, usual and customary out of network, T07), and the excess is TrOOP below the threshold ("what the enrollee without
        subsidy owes"; digest S07: costs by the enrollee for covered drugs). It is no cost sharing, so neither the insulin limit and the
        vaccines' zero nor the low-income cost-sharing subsidy takes it from the enrollee, with whom it "stays". Several pieces bear it by
        their size; the law does not say, and the generator avoids it.
        """
        base = self.base(fill)
        above = base - Fraction(str(fill["negotiated_price"]))
        return to_cent(above * piece / base) if above > 0 and base else ZERO

    # The pieces

    def piece(self, fill: Mapping[str, Any], phase: str, amount: Fraction, used: Fraction, open_deductible: Fraction) -> Piece:
        """A part of a claim after the deductible, through 2024. ``used``: what of the insulin limit the parts before have used."""
        if amount == 0:
            return Piece(phase, ZERO, ZERO)
        asked, maker = self.asked(fill, phase, amount)
        sharing = self.limited(fill, asked, amount, used)
        owed = min(amount, sharing + self.excess(fill, amount))
        maker = min(maker, amount - owed)  # "each takes at most what those before it leave of its piece"
        reduction = min(self.reduction(fill, phase, amount, sharing, open_deductible), amount - owed - maker)
        return Piece(phase, amount, owed, reduction, maker, sharing)

    def asked(self, fill: Mapping[str, Any], phase: str, amount: Fraction) -> tuple[Fraction, Fraction]:
        """What the enrollee and the manufacturer would owe of a part, but for the insulin and vaccine rules."""
        if amount == 0:
            return ZERO, ZERO
        if phase == "coverage_gap":
            return self.gap_shares(fill, amount)
        return (self.owed_initial if phase == "initial_coverage" else self.owed_catastrophic)(fill, amount), ZERO

    def reduction(self, fill: Mapping[str, Any], phase: str, amount: Fraction, owed: Fraction, open_deductible: Fraction) -> Fraction:
        """ "**2023 only**: what the cap takes off the enrollee's share (the tier's share, or the deductible, less what is paid) is paid by
        the Inflation Reduction Act subsidy and counts toward TrOOP".

        No phase is left out, so above the threshold it is the 5% or the least copay; there it counts toward no TrOOP, which is full. It is
        Medicare's money, like the subsidy for selected drugs, so Medicare's column has it and not the plan's. "The plan's own insulin
        share, where given, replaces the tier's", so the cap takes off from that one; an open deductible is taken off where the tier has
        it. With Extra Help it is the same amount, as the low-income subsidy is reckoned from what is owed after the cap."""
        if self.year != 2023 or not self.special(fill):
            return ZERO
        first = min(open_deductible, amount)
        without = {**fill, "vaccine": False, "solid_oral": False}
        return max(ZERO, first + self.asked(without, phase, amount - first)[0] - owed)

    def open_deductible(self, fill: Mapping[str, Any]) -> Fraction:
        """What insulin or a vaccine of 2023 would owe to the deductible, were it not exempt: "it does not fill it", so it stays open."""
        tier = self.tier(fill)
        would_apply = self.year == 2023 and self.special(fill) and (tier is None or tier["deductible_applies"])
        return self.deductible - self.now.deductible_met if would_apply else ZERO

    def least_gap_piece(self, fill: Mapping[str, Any], left: Fraction, missing: Fraction, used: Fraction, unfilled: Fraction) -> Piece:
        """The least piece whose TrOOP credit reaches what is missing, else all that is left."""

        def cut(cents: int) -> Piece:
            return self.piece(fill, "coverage_gap", cents * CENT, used, unfilled)

        low, high = 0, int(left * 100)
        if credit(cut(high)) < missing:
            return cut(high)
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if credit(cut(middle)) >= missing else (middle + 1, high)
        return cut(low)

    def cut_through_2024(self, fill: Mapping[str, Any], price: Fraction) -> list[Piece]:
        now, missing, left, used, unfilled = self.now, self.threshold - self.now.troop, price, ZERO, self.open_deductible(fill)
        pieces: list[Piece] = []
        if self.deductible_applies(fill):
            amount = min(left, self.deductible - now.deductible_met, missing)
            pieces.append(Piece("deductible", amount, amount))
            left, missing = left - amount, missing - amount
        if missing > 0:
            amount = max(ZERO, min(left, self.limit - now.gross - (price - left)))
            pieces.append(self.piece(fill, "initial_coverage", amount, used, unfilled))
            left, missing, used = left - amount, missing - credit(pieces[-1]), used + pieces[-1].sharing
            unfilled = max(ZERO, unfilled - amount)
        if missing > 0:
            pieces.append(self.least_gap_piece(fill, left, missing, used, unfilled))
            left, used = left - pieces[-1].amount, used + pieces[-1].sharing
        pieces.append(self.piece(fill, "catastrophic", left, used, ZERO))
        return pieces

    def standard_share(self, fill: Mapping[str, Any], price: Fraction) -> Fraction:
        """The defined standard share of a claim, over the shadow standard deductible."""
        rate = self.law.rate("initial_coverage_coinsurance")
        if self.special(fill) == "vaccine":
            return ZERO
        if self.special(fill) == "insulin":
            return min(to_cent(rate * price), self.insulin_cap(fill))
        first = min(price, self.standard_deductible - self.now.shadow_met)
        return first + to_cent(rate * (price - first))

    def cut_from_2025(self, fill: Mapping[str, Any], price: Fraction) -> tuple[list[Piece], Fraction]:
        """The pieces and the TrOOP credit of the claim."""
        missing = self.threshold - self.now.troop
        if missing <= 0:
            return [Piece("catastrophic", price, self.excess(fill, price))], ZERO
        first = min(price, self.deductible - self.now.deductible_met) if self.deductible_applies(fill) else ZERO
        rest = price - first
        owed = self.limited(fill, self.owed_initial(fill, rest), rest, ZERO) if rest else ZERO
        owed = min(rest, owed + self.excess(fill, rest))
        counted = max(first + owed, self.standard_share(fill, price) if self.enhanced else ZERO)
        if counted <= missing and first < missing:
            return [Piece("deductible", first, first), Piece("initial_coverage", rest, owed)], counted
        if first >= missing:
            above = price - missing
            return [Piece("deductible", missing, missing), Piece("catastrophic", above, self.excess(fill, above))], missing
        below = to_cent(rest * (missing - first) / (counted - first))
        initial = Piece("initial_coverage", below, min(owed, missing - first))
        last = Piece("catastrophic", rest - below, self.excess(fill, rest - below))
        return [Piece("deductible", first, first), initial, last], missing

    # The payers

    def subsidised(self, fill: Mapping[str, Any], pieces: list[Piece]) -> None:
        """The enrollee's part of what is owed; Medicare's subsidy is the rest of it."""
        kind = "other" if fill["brand"] else "generic_preferred"
        name = LIS_COPAY.get(self.level)
        copay = self.law.dollars(f"{name}.{kind}") if name else ZERO
        for piece in pieces:
            excess = min(piece.owed, self.excess(fill, piece.amount))
            pays = piece.owed - excess
            if self.level == "partial":
                pays = min(pays, self.partial_share(fill, piece, copay))
            elif self.level != "none":
                pays = min(pays, copay) if piece.phase in BELOW else ZERO
                copay -= pays
            piece.take("patient_pay", pays + excess)
            piece.take("low_income_cost_sharing_subsidy", piece.owed - excess - pays)

    def partial_share(self, fill: Mapping[str, Any], piece: Piece, copay: Fraction) -> Fraction:
        if piece.phase == "catastrophic":
            return copay
        first = ZERO
        if piece.phase == "deductible":
            own = min(self.law.dollars("lis_partial.deductible"), self.deductible)
            first = min(piece.amount, max(ZERO, own - self.now.deductible_met))
        return first + to_cent(self.law.rate("lis_partial.coinsurance_below_threshold") * (piece.amount - first))

    def share_out_through_2024(self, fill: Mapping[str, Any], pieces: list[Piece]) -> None:
        for piece in pieces:
            if piece.phase == "coverage_gap":
                piece.take("manufacturer", piece.discount)
            piece.take("medicare_reinsurance", piece.reduction)
            if piece.phase == "catastrophic":
                piece.take("medicare_reinsurance", self.law.rate("payer_share.catastrophic.medicare_reinsurance") * piece.amount)
            piece.take("plan", piece.left())

    def share_out_from_2025(self, fill: Mapping[str, Any], pieces: list[Piece]) -> None:
        selected = bool(fill.get("selected_drug")) and self.year >= 2026
        room = self.standard_deductible - self.now.shadow_met
        if self.special(fill):
            room = ZERO if room == 0 else Fraction(10**12)
        for piece in pieces:
            above = max(ZERO, piece.amount - room)
            room = max(ZERO, room - piece.amount)
            applicable = fill["brand"] and not selected
            if piece.phase == "catastrophic":
                kind = "applicable" if applicable else "non_applicable"
                if applicable:
                    piece.take("manufacturer", self.law.rate("payer_share.catastrophic.manufacturer.applicable") * piece.amount)
                piece.take("medicare_reinsurance", self.law.rate(f"payer_share.catastrophic.medicare_reinsurance.{kind}") * piece.amount)
            elif applicable:
                piece.take("manufacturer", self.law.rate("payer_share.initial.manufacturer.applicable") * above)
            elif selected:
                piece.take("medicare_reinsurance", self.law.rate("payer_share.initial.medicare_selected_drug_subsidy") * above)
            piece.take("plan", piece.left())

    def wrapped(self, fill: Mapping[str, Any], pieces: list[Piece]) -> Fraction:
        """Other payers "wrap what the enrollee still owes, in the order given"; returns what of that, below the threshold, is no TrOOP."""
        given = fill.get("other_payer") or []
        uncounted = ZERO
        for other in [given] if isinstance(given, Mapping) else given:
            left = Fraction(str(other["amount"]))
            since = {"spap": 2006, "charity": 2006, "adap": 2011, "ihs": 2011, "employer": 2025}.get(other["kind"], 9999)
            for piece in pieces:
                part = min(left, piece.paid["patient_pay"])
                piece.paid["patient_pay"] -= part
                piece.paid["other_payer"] += part
                left -= part
                uncounted += part if piece.phase in BELOW and self.year < since else ZERO
        return uncounted

    # A claim and its accumulators

    def claim(self, fill: Mapping[str, Any]) -> dict[str, Any]:
        price = self.base(fill)
        if fill.get("covered") is False:
            return self.answer([outside(Fraction(str(fill["paid_outside"]["amount"])) if fill.get("paid_outside") else price)])
        if fill.get("paid_outside"):
            return self.purchase(fill, price)
        if self.year >= 2025:
            pieces, counted = self.cut_from_2025(fill, price)
        else:
            pieces, counted = self.cut_through_2024(fill, price), ZERO
        pieces = [piece for piece in pieces if piece.amount]
        self.subsidised(fill, pieces)
        (self.share_out_from_2025 if self.year >= 2025 else self.share_out_through_2024)(fill, pieces)
        if self.year < 2025:
            counted = sum((credit(piece) for piece in pieces if piece.phase in BELOW), ZERO)
        counted -= self.wrapped(fill, pieces)
        self.count(fill, price, counted, sum((piece.amount for piece in pieces if piece.phase == "deductible"), ZERO))
        return self.answer(pieces)

    def purchase(self, fill: Mapping[str, Any], price: Fraction) -> dict[str, Any]:
        """A purchase without the plan: the cash counts in both accumulators, or in neither."""
        bought = fill["paid_outside"]
        amount = Fraction(str(bought["amount"]))
        if bought["kind"] == "patient_assistance":
            counts = bool(bought["documented"])
        else:
            counts = bought["documented"] and bought["network_pharmacy"] and amount < price and self.owes_all(fill)
        if counts:
            self.count(fill, amount, amount, amount if self.deductible_applies(fill) and self.now.troop < self.threshold else ZERO)
        return self.answer([outside(amount)])

    def owes_all(self, fill: Mapping[str, Any]) -> bool:
        """In the deductible, or in the gap of a basic plan through 2010."""
        if self.level != "none" or self.now.troop >= self.threshold or self.special(fill):
            return False
        if self.deductible_applies(fill) and self.now.deductible_met < self.deductible:
            return True
        return self.year < 2011 and not self.enhanced and self.now.gross >= self.limit and not self.has_gap_coverage(fill)

    def count(self, fill: Mapping[str, Any], price: Fraction, credit: Fraction, deductible: Fraction) -> None:
        now = self.now
        now.gross += price
        now.troop = min(self.threshold, now.troop + credit)
        if self.year >= 2025 and not self.deductible_applies(fill) and not self.special(fill):
            deductible = price
        now.deductible_met = min(self.deductible, now.deductible_met + deductible)
        if not self.special(fill):
            now.shadow_met = min(self.standard_deductible, now.shadow_met + price)

    def phase(self) -> str:
        """Where the next dollar of a tier with the deductible falls."""
        if self.now.troop >= self.threshold:
            return "catastrophic"
        if self.now.deductible_met < self.deductible:
            return "deductible"
        return "coverage_gap" if self.now.gross >= self.limit else "initial_coverage"

    def answer(self, pieces: list[Piece]) -> dict[str, Any]:
        met = {"gross_drug_cost": self.now.gross, "troop": self.now.troop, "deductible_met": self.now.deductible_met, "phase": self.phase()}
        return {"segments": [{"phase": p.phase, "amount": p.amount, **p.paid} for p in pieces], "accumulators": met}


def months_begun(days: int) -> int:
    """ "A **month's supply** is up to 31 days: one copay, one insulin cap. 32 days and more begin a second one, 63 and more a third, 94 and
    more a fourth (multiples of 31)"."""
    return -(-days // 31)


def credit(piece: Piece) -> Fraction:
    """What a piece below the threshold counts toward TrOOP, through 2024."""
    return piece.owed + piece.reduction + piece.discount


def outside(amount: Fraction) -> Piece:
    """What the person pays without the plan."""
    piece = Piece("outside", amount, amount)
    piece.take("patient_pay", amount)
    return piece


def adjudicate(document: Mapping[str, Any], numbers: Callable[[int], Any] = Numbers) -> dict[str, Any]:
    """The claims of a document, in the order processed, with segments and accumulators in Fractions of a dollar."""
    year = Year(document, numbers)
    return {"claims": [year.claim(fill) for fill in sorted(document["fills"], key=lambda fill: str(fill["date"]))]}
