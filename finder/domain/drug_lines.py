"""A drug list as people write it: each line with its own words, what was understood of them, and what is still to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.market import Drug
from finder.domain.money import Quantity
from finder.domain.prescription import Prescription
from finder.domain.supply import Doubt, Often

MOST_LINES = 60
"""Lines of a list; a person with more drugs than that brings a list of something else."""
MOST_LETTERS = 200
"""Letters of a line or of a cell."""


class Field(Named):
    """What a column of a counselor's table may hold. A row is read as its cells, one after another in this order."""

    DRUG = 0
    STRENGTH = 1
    DIRECTIONS = 2
    QUANTITY = 3
    DAYS_SUPPLY = 4


class ListLine(NamedTuple):
    """A line before it is read: its number in the list (1 first) and its words."""

    number: int
    text: str


class Row(NamedTuple):
    """A row of a sheet: its number in the file, and its cells as text."""

    number: int
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """The sheet of a file as text: the file's name and its rows that hold anything, a row of headings among them where it has one."""

    name: str
    rows: tuple[Row, ...]


class Columns(NamedTuple):
    """What each column of a sheet is read as (None: not read), its headings, and whether they stand in the sheet's first row."""

    headings: tuple[str, ...]
    fields: tuple[Field | None, ...]
    in_first_row: bool


class Asked(Named):
    """What a line leaves open. ``DRUG``: no product goes by that name. ``PRODUCT``: several products, or one that was guessed at.
    ``STRENGTH``: no strength is written. ``QUANTITY`` and ``DAYS_SUPPLY``: how much, and how long it lasts. ``HOW_OFTEN``: nothing says how
    often it is taken. ``CONFIRM``: the amount was derived. ``CONFLICT``: amount and directions disagree. ``UNREAD``: words were not
    understood. ``REPEATED``: an earlier line is the same product. ``PRIVATE``: the line seems to hold somebody's number. ``DOUBT``: the
    amount looks like a slip."""

    DRUG = 0
    PRODUCT = 1
    STRENGTH = 2
    QUANTITY = 3
    DAYS_SUPPLY = 4
    HOW_OFTEN = 5
    CONFIRM = 6
    CONFLICT = 7
    UNREAD = 8
    REPEATED = 9
    PRIVATE = 10
    DOUBT = 11


class LineStatus(Named):
    """What became of a line: a prescription, a question, a choice among products, or left out because the counselor said so."""

    READY = 0
    QUESTION = 1
    CHOOSE = 2
    LEFT_OUT = 3


@dataclass(frozen=True, slots=True)
class Understood:
    """What a line says. Quantities in thousandths; None and empty where it says nothing. ``dose`` is what is taken each time, ``count``
    what is bought for ``days_supply`` days, each with the word for its unit as written (``puff``, ``pen``; empty where bare).
    ``package_size`` is what the label says that one package holds. ``set_aside`` are words that change no amount, ``unread`` those not
    understood."""

    name: str
    strength: str = ""
    form: str = ""
    dose: Quantity | None = None
    dose_unit: str = ""
    often: Often | None = None
    as_needed: bool = False
    count: Quantity | None = None
    count_unit: str = ""
    days_supply: int | None = None
    package_size: Quantity | None = None
    set_aside: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


class Reckoned(Named):
    """How an amount came about where the line does not print it whole."""

    WRITTEN = 0
    DOSES = 1
    """Quantity: what is taken each time, times how often, times the days."""
    LASTS = 2
    """Days: the count over what is taken in a day."""
    PIECES = 3
    """Quantity: pens, syringes or vials, times what one holds."""
    PACKAGES = 4
    """Quantity: packages, times what one holds."""
    UNITS = 5
    """Quantity: a bare count taken for units."""
    ANSWERED = 6
    """The counselor's answer."""
    INSULIN = 7
    """Whole packages of insulin, and how long they last at the units of a day."""
    ROUNDED = 8
    """Whole packages, and how long they last at what is taken."""


class Proposal(NamedTuple):
    """An amount that would fit the line, to be confirmed: thousandths of a unit, the days it is for (None: not said), how it came about."""

    quantity: Quantity
    days_supply: int | None
    reckoned: Reckoned


@dataclass(frozen=True, slots=True)
class DrugLine:
    """A line of a list, read. ``drug`` is the product where it is settled, else ``candidates`` are those to choose from. ``quantity`` and
    ``days_supply`` are settled amounts; ``proposals`` are derived ones that wait to be confirmed. ``repeats`` is the number of the earlier
    line of the same product, ``note`` what the catalog says of the name (or empty), ``doubts`` what looks like a slip in the amount."""

    line: ListLine
    understood: Understood
    asked: tuple[Asked, ...]
    drug: Drug | None = None
    candidates: tuple[Drug, ...] = ()
    quantity: Quantity | None = None
    days_supply: int | None = None
    reckoned: Reckoned = Reckoned.WRITTEN
    proposals: tuple[Proposal, ...] = ()
    repeats: int | None = None
    note: str = ""
    left_out: bool = False
    doubts: tuple[Doubt, ...] = ()

    @property
    def status(self) -> LineStatus:
        """A prescription where nothing is open, a choice where candidates wait, else a question."""
        if self.left_out:
            return LineStatus.LEFT_OUT
        if not self.asked:
            return LineStatus.READY
        return LineStatus.CHOOSE if Asked.PRODUCT in self.asked else LineStatus.QUESTION

    @property
    def prescription(self) -> Prescription | None:
        """The prescription of a line with nothing open, else None."""
        if self.left_out or self.asked or self.drug is None or self.quantity is None or self.days_supply is None:
            return None
        return Prescription(self.drug, self.quantity, self.days_supply)


class Answer(NamedTuple):
    """What a counselor answers of a line; None where not answered."""

    drug: Drug | None = None
    quantity: Quantity | None = None
    days_supply: int | None = None
    left_out: bool = False


def prescriptions_of(lines: Sequence[DrugLine]) -> tuple[Prescription, ...]:
    """The prescriptions of the lines with nothing open, in order."""
    return tuple(line.prescription for line in lines if line.prescription is not None)
