"""From what a person takes to what is bought: doses, units, packages, fills and their days. The one place of this arithmetic.

*Dose*: units taken at a time. *Priced unit*: what one unit price buys (a tablet, a mL, a gram, a pen, a blister). *Package*: what a person
holds (a box of 2 pens, an inhaler). *Fill*: a quantity in priced units, and the days that it lasts. Quantities are thousandths of a unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from finder.domain.benefit import DAYS_OF_A_MONTHS_SUPPLY, LONGEST_MONTHS_SUPPLY, SUPPLY_COLUMNS
from finder.domain.market import Drug, PackageForm
from finder.domain.money import QUANTITY_SCALE, Quantity, ratio_half_up
from finder.domain.months import YEAR_MONTHS, days_in, same_day_later, year_end
from finder.domain.prescription import Fill, Prescription

ONE: Quantity = QUANTITY_SCALE
"""One unit."""
LONGEST_SUPPLY = 366
"""Days of the longest supply."""
WEEK = 7
FOUR_WEEKS = 4 * WEEK
_WHOLE_MONTHS = {days: months for months, lengths in {1: (30, 31), 2: (60, 61, 62), 3: (90, 91, 92, 93)}.items() for days in lengths}
"""The lengths that are bought on the first of a month, with the months that each lasts."""
_PIECES = ("pen", "syringe", "vial", "kit", "patch", "suppository")
"""Priced units that are whole by themselves, where no package is known."""
_HELD = {PackageForm.INHALER: "inhaler", PackageForm.PEN_OR_INJECTION: "box", PackageForm.EYE_DROPS: "bottle"}
_CONCENTRATION = re.compile(r"([\d.]+) ?(?:UNT|UNITS?|IU)/ML", re.IGNORECASE)


_VOLUME = re.compile(r"(\d+(?:\.\d+)?) ML\b(?! ?/)", re.IGNORECASE)


class Often(NamedTuple):
    """How often a drug is taken: ``times`` in ``days`` days. Twice daily is (2, 1), weekly (1, 7), every three months (1, 91)."""

    times: int
    days: int


class Amount(NamedTuple):
    """What is bought in one fill: thousandths of a priced unit, and the days that they last."""

    quantity: Quantity
    days_supply: int


def doses_a_fill(dose: Quantity, often: Often, days: int) -> Quantity | None:
    """What is taken in that many days, in thousandths; None where the days do not come out even."""
    taken, rest = divmod(dose * often.times * days, often.days)
    return None if rest else taken


def days_it_lasts(quantity: Quantity, dose: Quantity, often: Often) -> int | None:
    """How many days a quantity lasts; None where it does not come out in whole days."""
    days, rest = divmod(quantity * often.days, dose * often.times)
    return None if rest or not days else days


def days_it_covers(quantity: Quantity, dose: Quantity, often: Often) -> int:
    """The whole days that a quantity covers, the rest of a day left out; never more than a supply may last."""
    return min(quantity * often.days // (dose * often.times), LONGEST_SUPPLY)


def usual_days(apart: int) -> int:
    """The days of a usual fill of what is taken once in so many days: a month, or four weeks of what is taken by the week; never less than
    the time between two doses."""
    return max(apart, FOUR_WEEKS if apart % WEEK == 0 else DAYS_OF_A_MONTHS_SUPPLY)


def whole_doses(dose: Quantity, often: Often, days: int) -> Quantity:
    """What is taken in that many days, up to whole units: half a tablet over is a whole one in the bottle."""
    return -(-dose * often.times * days // (often.days * ONE)) * ONE


def whole_packages(quantity: Quantity, size: Quantity) -> Quantity:
    """The priced units in as many whole packages as hold a quantity."""
    return -(-quantity // size) * size


def of_packages(packages: Quantity, size: Quantity) -> Quantity:
    """The priced units in so many packages."""
    return packages * size // ONE


def units_per_ml(drug: Drug) -> int | None:
    """How strong an insulin is: 100, 200, 300 or 500 units in a mL, of a mixture both parts; None where its strength is not said so."""
    found = _CONCENTRATION.findall(drug.strength) or _CONCENTRATION.findall(drug.name)
    total = sum(Fraction(number) for number in found)
    return int(total) if total and total.denominator == 1 else None


def volume_of_one(drug: Drug) -> Fraction | None:
    """The millilitres in one pen, syringe or vial, where the product's name prints them once."""
    volumes = {Fraction(found) for found in _VOLUME.findall(drug.name)}
    return volumes.pop() if len(volumes) == 1 else None


def insulin_volume(units_a_day: Quantity, per_ml: int, days: int) -> Quantity:
    """The thousandths of a mL that hold so many thousandths of a unit a day for so many days."""
    return -(-units_a_day * days // per_ml)


def insulin_fill(units_a_day: Quantity, per_ml: int, package: Quantity | None) -> Amount:
    """The whole packages that hold a month of insulin, and how long they last; a month's mL where no package is known.

    ``units_a_day`` in thousandths of a unit of insulin, ``package`` in thousandths of a mL.
    """
    month = insulin_volume(units_a_day, per_ml, DAYS_OF_A_MONTHS_SUPPLY)
    if not package:
        return Amount(month, DAYS_OF_A_MONTHS_SUPPLY)
    quantity = whole_packages(month, package)
    return Amount(quantity, days_it_covers(quantity * per_ml, units_a_day, Often(1, 1)))


class Holder(NamedTuple):
    """What a person holds and counts (a pen, a box, an inhaler, a bottle), and how many priced units are in it, in thousandths."""

    word: str
    size: Quantity


def counted_by(drug: Drug) -> Holder | None:
    """What a person counts of a drug where nothing else is said; None for tablets, and where no package is known: then units."""
    held = () if drug.solid_oral else holders(drug)
    return held[0] if held else None


def holders(drug: Drug) -> tuple[Holder, ...]:
    """What a person may count of a drug that is no tablet, the usual one first; empty where no package is known: then units are asked."""
    one, package = volume_of_one(drug), drug.units_per_package
    if drug.unit in _PIECES:
        box = (Holder("box", package),) if package and package > ONE else ()
        return (Holder(drug.unit, ONE), *box)
    if drug.package_form is PackageForm.PEN_OR_INJECTION and drug.unit == "mL" and one is not None:
        single = Holder(_single(drug), int(one * ONE))
        return (single, Holder("box", package)) if package and package != single.size else (single,)
    if not package:
        return ()
    word = "vial" if drug.package_form is PackageForm.PEN_OR_INJECTION and "solution" in drug.form.lower() else _HELD.get(drug.package_form)
    return (Holder(word or "package", package),)


def _single(drug: Drug) -> str:
    form = f"{drug.form} {drug.name}".lower()
    return next((word for word in ("syringe", "vial", "cartridge") if word in form), "pen")


# ---- the days of a year on which it is bought


def months_begun(days_supply: int) -> int:
    """A month's supply lasts up to 31 days, so the 32nd, 63rd and 94th day begin another. 42 CFR 423.104(d)(2), 423.120(h)."""
    return -(-days_supply // LONGEST_MONTHS_SUPPLY)


def own_column(days_supply: int) -> int | None:
    """The column of a design that is of a fill's length: of 30 days up to 31, of 60 up to 62, of 90 up to 93; None beyond."""
    months = months_begun(days_supply)
    return SUPPLY_COLUMNS[months - 1] if months <= len(SUPPLY_COLUMNS) else None


def fills_of(prescription: Prescription, plan_year: int, first_month: int) -> tuple[Fill, ...]:
    """The fills of the months covered: the dates given; else ``fills_per_year`` spread evenly; else one as soon as the last has run out.

    30 or 31 days are bought on the first of each month, 60 to 62 of every second, 90 to 93 of every third. Any other length is bought every
    so many days from the start of coverage: as often as it goes into the days covered, rounded half up, and at least once.
    """
    start = date(plan_year, first_month, 1)
    return tuple(Fill(day, prescription.quantity, prescription.days_supply) for day in _days(prescription, start))


def _days(prescription: Prescription, start: date) -> Sequence[date]:
    if prescription.dates:
        return sorted(day for day in prescription.dates if day >= start)
    if prescription.fills_per_year is not None:
        return _spread(prescription.fills_per_year, start)
    length = prescription.days_supply
    months = _WHOLE_MONTHS.get(length)
    if months:
        return [date(start.year, month, 1) for month in range(start.month, YEAR_MONTHS + 1, months)]
    fills = max(ratio_half_up(days_in(start, year_end(start.year)), length), 1)
    return [start + timedelta(days=length * fill) for fill in range(fills)]


def _spread(count: int, start: date) -> Sequence[date]:
    """So many days spread evenly over the whole year, those from the start of coverage on."""
    if count <= YEAR_MONTHS:
        days = [date(start.year, 1 + index * YEAR_MONTHS // count, 1) for index in range(count)]
    else:
        new_year = date(start.year, 1, 1)
        length = days_in(new_year, year_end(start.year))
        days = [new_year + timedelta(days=index * length // count) for index in range(count)]
    return [day for day in days if day >= start]


def month_by_month(prescription: Prescription, plan_year: int, first_month: int) -> tuple[Fill, ...]:
    """The same use bought a month at a time, for a plan without a share for the fill's length; empty where it cannot be divided so.

    Tablets and capsules go by whole ones in parts as equal as can be (100 for 90 days: 34, 33, 33), packages by whole ones where each month
    gets one; packages that last whole sets of four weeks go by four weeks, as if written for 28 days. Where days or a number of fills were
    given, each of those fills is divided.
    """
    length, quantity = prescription.days_supply, prescription.quantity
    by_four_weeks = not prescription.drug.solid_oral and length % FOUR_WEEKS == 0
    parts = length // FOUR_WEEKS if by_four_weeks else months_begun(length)
    piece = _piece(prescription.drug, quantity)
    if parts < 2 or not piece or quantity < parts * piece:
        return ()
    start = date(plan_year, first_month, 1)
    if prescription.dates:
        amounts = _parts(quantity, piece, parts, parts)
        dated = [(same_day_later(day, part), amounts[part]) for day in prescription.dates for part in range(parts)]
    elif prescription.fills_per_year is not None:
        days = _spread(prescription.fills_per_year * parts, date(plan_year, 1, 1))
        dated = list(zip(days, _parts(quantity, piece, parts, len(days)), strict=True))
    elif by_four_weeks:
        days = _days(replace(prescription, days_supply=FOUR_WEEKS), start)
        dated = list(zip(days, _parts(quantity, piece, parts, len(days)), strict=True))
    else:
        months = Fraction(_WHOLE_MONTHS.get(length) or Fraction(length, DAYS_OF_A_MONTHS_SUPPLY))
        covered = range(first_month, YEAR_MONTHS + 1)
        dated = list(zip((date(plan_year, month, 1) for month in covered), _parts(quantity, piece, months, len(covered)), strict=True))
    inside = sorted((day, amount) for day, amount in dated if amount and day >= start and day.year == plan_year)
    return tuple(Fill(day, amount, DAYS_OF_A_MONTHS_SUPPLY) for day, amount in inside)


def at_length(prescription: Prescription, days_supply: int) -> Quantity | None:
    """The same daily amount in a fill of another length; None where it does not come out in what can be bought."""
    written = prescription.quantity
    quantity, rest = divmod(written * days_supply, prescription.days_supply)
    piece = _piece(prescription.drug, written)
    broken = piece is not None and written % piece == 0 and quantity % piece
    return None if rest or broken or not quantity else quantity


def _parts(quantity: Quantity, piece: Quantity, months: Fraction | int, many: int) -> list[Quantity]:
    """What is bought in each of ``many`` months, in whole pieces, where ``quantity`` is for ``months``: never less in all than is used."""
    pieces = Fraction(quantity, piece)
    bought = [-(-(pieces * month / months) // 1) for month in range(many + 1)]
    return [int(after - before) * piece for before, after in pairwise(bought)]


def _piece(drug: Drug, quantity: Quantity) -> Quantity | None:
    """The least that is bought of a drug: a tablet, a package of which the quantity is a multiple, a pen; None where none is known."""
    if drug.solid_oral:
        return ONE
    sizes = [size for size in package_sizes(drug) if quantity % size == 0]
    if sizes:
        return sizes[0]
    return ONE if drug.unit in _PIECES and not drug.units_per_package and quantity % ONE == 0 else None


def package_sizes(drug: Drug) -> tuple[Quantity, ...]:
    """The sizes in which a drug is packed, the usual one first; empty where none is known."""
    return (drug.units_per_package, *drug.other_sizes) if drug.units_per_package else drug.other_sizes


# ---- checks before it costs


class Limit(NamedTuple):
    """A limit on amount: thousandths of a unit for so many days."""

    quantity: Quantity
    days: int


class Doubt(NamedTuple):
    """A fill that may be a slip. ``code`` says why; ``readings`` are the two amounts that may be meant, as written first; ``limit`` is the
    largest limit of the market, where that is why."""

    code: str
    readings: tuple[Amount, ...]
    limit: Limit | None = None


ABOVE_LIMIT, MANY_A_DAY, FEW_A_WEEK = "above_limit", "many_a_day", "few_a_week"
PART_OF_A_PACKAGE, COUNT_LIKE_A_DOSE = "part_of_a_package", "count_like_a_dose"
MANY_PACKAGES, OFTEN_FOR_WEEKLY, MANY_FILLS = "many_packages", "often_for_weekly", "many_fills"
_MOST_A_DAY = 24
"""Tablets or capsules in a day, and packages in a month: more of them is a slip until it is confirmed."""
_MOST_DOSES = 4
"""Tablets at a time, or times a day: a count this small for many days may be a dose. Our own rule of thumb."""
_MOST_PACKAGES = 6
"""Packages in a month: a number up to this may be packages where units are asked for. Our own rule of thumb."""
_MOST_OF_A_YEAR = 5 * LONGEST_SUPPLY // 4
"""Days that the fills of a year may last in all: a fill too many (13 of 30 days, 5 of 90) is no slip. Our own rule of thumb."""
_LIMITS = 2
"""How many times the largest limit of the market a fill may be before it is asked about."""


def largest_limit(limits: Sequence[Limit]) -> Limit | None:
    """The most generous of some limits, by the amount for a day; None where there is none."""
    known = [limit for limit in limits if limit.quantity > 0 and limit.days > 0]
    return max(known, key=lambda limit: Fraction(limit.quantity, limit.days), default=None)


def doubts_of(prescription: Prescription, limit: Limit | None = None) -> tuple[Doubt, ...]:
    """What looks like a slip in a fill: against the largest limit of the market, and against plain sense. Nothing is refused for it."""
    drug, written = prescription.drug, Amount(prescription.quantity, prescription.days_supply)
    found = _of_tablets(drug, written) if drug.solid_oral else _of_packages(drug, written)
    if limit and written.quantity * limit.days > _LIMITS * limit.quantity * written.days_supply:
        found = (Doubt(ABOVE_LIMIT, (written, _within(drug, written, limit)), limit), *found)
    fills = len(prescription.dates) or prescription.fills_per_year or 0
    if fills * written.days_supply > _MOST_OF_A_YEAR:  # 12 fills a year of 90 days: 12 of 30 days, or 4 of 90
        found = (*found, Doubt(MANY_FILLS, (written, Amount(written.quantity, max(ratio_half_up(LONGEST_SUPPLY, fills), 1)))))
    return found


def _within(drug: Drug, written: Amount, limit: Limit) -> Amount:
    """What may be meant by an amount above the limit: a tenth of it (one 0 too many is the usual slip), as many whole pieces as the limit
    allows for the days, or, where it allows none, so much for the days of the limit (1 mL of Prolia for 180 days, not for 30)."""
    days = written.days_supply
    piece = _piece(drug, written.quantity) or next(iter(package_sizes(drug)), ONE)
    most = limit.quantity * days // limit.days // piece * piece
    if written.quantity % (10 * ONE) == 0 and 0 < written.quantity // 10 <= most and (written.quantity // 10) % piece == 0:
        return Amount(written.quantity // 10, days)
    return Amount(most, days) if most else Amount(min(written.quantity, limit.quantity), limit.days)


def _of_tablets(drug: Drug, written: Amount) -> tuple[Doubt, ...]:
    quantity, days = written
    if quantity > _MOST_A_DAY * ONE * days:
        return (Doubt(MANY_A_DAY, (written, Amount(days * ONE, days))),)
    if drug.weekly:
        weekly = Amount(max(days // WEEK, 1) * ONE, days)
        if quantity < weekly.quantity:
            return (Doubt(FEW_A_WEEK, (written, weekly)),)
        most = Amount(of_packages(weekly.quantity, drug.units_a_dose), days)  # ten tablets of methotrexate at a time
        often = quantity * WEEK > (days + WEEK) * drug.units_a_dose and quantity > most.quantity
        return (Doubt(OFTEN_FOR_WEEKLY, (written, most)),) if often else ()
    as_doses = Amount(quantity * days, days)
    if days > 1 and quantity <= _MOST_DOSES * ONE and quantity < days * ONE:
        return (Doubt(COUNT_LIKE_A_DOSE, (written, as_doses)),)
    if quantity * WEEK < days * ONE:
        return (Doubt(FEW_A_WEEK, (written, Amount(days * ONE, days))),)
    return ()


def _counted(drug: Drug, number: Quantity, size: Quantity) -> Quantity:
    """A number that may count what a person holds: pens, where so many are whole packages (5 pens of Lantus are a box), else packages."""
    one = volume_of_one(drug) if drug.unit == "mL" else None
    pens = int(number * one) if one is not None else 0
    return pens if pens and pens % size == 0 else of_packages(number, size)


def _of_packages(drug: Drug, written: Amount) -> tuple[Doubt, ...]:
    """A number of packages is easily written for the units that they hold."""
    quantity, days = written
    sizes = package_sizes(drug)
    if not sizes:
        return (Doubt(MANY_PACKAGES, (written, Amount(days * ONE, days))),) if quantity > 100 * ONE * days else ()
    size, months = sizes[0], max(ratio_half_up(days, FOUR_WEEKS), 1)
    if all(quantity % other for other in sizes):
        if drug.package_form is PackageForm.OTHER and quantity > min(sizes):
            return ()  # a pharmacy pours syrup and weighs ointment; it opens no pen
        counted = quantity % ONE == 0 and quantity <= _MOST_PACKAGES * ONE * months
        packages = _counted(drug, quantity, size) if counted else whole_packages(quantity, size)
        return (Doubt(PART_OF_A_PACKAGE, (written, Amount(packages, days))),)
    usual = Amount(size * months, days)
    if quantity > _MOST_A_DAY * size * months:
        return (Doubt(MANY_PACKAGES, (written, usual)),)
    if drug.weekly and quantity > usual.quantity:  # a package of what is taken by the week holds four weeks
        return (Doubt(OFTEN_FOR_WEEKLY, (written, usual)),)
    return ()
