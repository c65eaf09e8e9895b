"""A drug list as people write it: the words of each line, what they say, what is still open, and names that are not counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from finder.domain.benefit import Named
from finder.domain.market import Drug, OtherBrand
from finder.domain.money import Quantity
from finder.domain.prescription import Prescription
from finder.domain.supply import Doubt, Often

MOST_LINES = 60
"""Lines of a list."""
MOST_LETTERS = 200
"""Letters of a line or of a cell."""
EXTENDED, DELAYED, SOLUTION = "extended release", "delayed release", "solution"
SUSTAINED, CONTROLLED, EXTENDED_DAILY = "sustained release", "controlled release", "extended release of 24 hours"
"""Forms that a line may name beside tablets, pens and so on. Another release is another product."""
RELEASES = (EXTENDED, EXTENDED_DAILY, SUSTAINED, CONTROLLED, DELAYED)


class Field(Named):
    """What a column of a table holds."""

    DRUG = 0
    STRENGTH = 1
    DIRECTIONS = 2
    QUANTITY = 3
    DAYS_SUPPLY = 4
    NDC = 5
    FILLED = 6
    """The day of the fill."""
    PAID = 7
    """What the person paid."""


LINE_FIELDS = (Field.DRUG, Field.STRENGTH, Field.DIRECTIONS, Field.QUANTITY, Field.DAYS_SUPPLY)
"""What makes a line, in the order in which its cells are read."""


class ListLine(NamedTuple):
    """A line before it is read: its number in the list, from 1, and its words."""

    number: int
    text: str


class Row(NamedTuple):
    """A row of a sheet: its number in the file, and its cells as text."""

    number: int
    cells: tuple[str, ...]


class Sheet(NamedTuple):
    """A sheet of a file as text: the file's name and the rows with anything in them, headings included.

    ``not_read``: the names of other sheets with content.
    """

    name: str
    rows: tuple[Row, ...]
    not_read: tuple[str, ...] = ()


class Columns(NamedTuple):
    """How a sheet is read.

    ``headings`` of its columns; empty where a column has none.
    ``fields``: what each column holds; None: not read.
    ``heading_rows``: the first rows, which hold the headings; 0: none does.
    """

    headings: tuple[str, ...]
    fields: tuple[Field | None, ...]
    heading_rows: int


class Asked(Named):
    """What is open in a line."""

    DRUG = 0
    """No product has that name."""
    PRODUCT = 1
    """Several products, or a guess."""
    STRENGTH = 2
    """No strength is written."""
    QUANTITY = 3
    """How much is bought."""
    DAYS_SUPPLY = 4
    """How long it lasts."""
    HOW_OFTEN = 5
    """Nothing says how often it is taken."""
    CONFIRM = 6
    """The amount was worked out."""
    CONFLICT = 7
    """Amount and directions disagree."""
    UNREAD = 8
    """Words were not understood."""
    REPEATED = 9
    """An earlier line is the same product."""
    PRIVATE = 10
    """The line seems to hold a person's number."""
    DOUBT = 11
    """The amount looks like a slip."""
    REMARK = 12
    """The line says something of the drug itself: on hold, samples, a taper."""


class Remark(Named):
    """What a line says of the drug itself, beside name and directions."""

    STOPPED = 0
    ALLERGIC = 1
    ON_HOLD = 2
    TAPER = 3
    """The dose changes."""
    ENDS = 4
    """Taken for some days only."""
    CHANGED = 5
    """The dose was another one."""
    SAMPLE = 6
    """Not bought through the plan."""
    OVER_THE_COUNTER = 7
    HOSPITAL = 8
    """Given in a vein, or by staff."""


class LineStatus(Named):
    """What became of a line: a prescription, a question, a choice of products, or left out by the counselor."""

    READY = 0
    QUESTION = 1
    CHOOSE = 2
    LEFT_OUT = 3


class Taken(NamedTuple):
    """One part of directions (``2 at bedtime``): thousandths of a unit, how often, and the words that say when."""

    dose: Quantity
    unit: str
    often: Often
    when: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What a line says; None or empty where it says nothing. Quantities in thousandths, units in the words of the line (``puff``, ``pen``).

    ``other_strengths``: further strengths that it names.
    ``words``: its words that may name the drug, in runs; ``linked`` the runs with a dash or slash inside, as combinations are written.
    ``forms``: the forms it names (``pen``, ``extended release``).
    ``dose``: what is taken each time, the most of a range; ``dose_least`` the least. In parts, it is their sum.
    ``parts``: doses and times, where there are several.
    ``loose``: numbers without a word: how many are bought, and perhaps for how many days.
    ``eyes``: into how many eyes.
    ``remarks``: what it says of the drug itself.
    ``count``: what is bought for ``days_supply`` days.
    ``package_size``: what the label says one package holds.
    ``set_aside``: words that change no amount.
    ``unread``: words not understood.
    """

    name: str
    strength: str = ""
    forms: tuple[str, ...] = ()
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
    other_strengths: tuple[str, ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    linked: tuple[tuple[str, ...], ...] = ()
    dose_least: Quantity | None = None
    parts: tuple[Taken, ...] = ()
    loose: tuple[Quantity, ...] = ()
    eyes: int = 1
    remarks: tuple[Remark, ...] = ()


class Origin(Named):
    """Where an amount comes from."""

    WRITTEN = 0
    """The line prints it."""
    DOSES = 1
    """Dose, times how often, times the days."""
    LASTS = 2
    """The days: the count over what is taken in a day."""
    PIECES = 3
    """Pens, syringes or vials, times what one holds."""
    PACKAGES = 4
    """Packages, times what one holds."""
    UNITS = 5
    """A bare count, taken for units."""
    ANSWERED = 6
    """The counselor's answer."""
    INSULIN = 7
    """Whole packages of insulin, and how long they last at the units of a day."""
    ROUNDED = 8
    """Whole packages, and how long they last at what is taken."""
    USUAL = 9
    """A usual amount, where the line does not say how much is taken."""
    MOST = 10
    """The most that the directions allow."""
    LEAST = 11
    """The least that the directions ask for."""
    OLD_FILL = 12
    """A fill that ended long before the newest one of the file."""


class Proposal(NamedTuple):
    """An amount that would fit the line, to be confirmed.

    ``quantity`` in thousandths of a unit.
    ``days_supply``: None where nothing says it.
    """

    quantity: Quantity
    days_supply: int | None
    origin: Origin


class Offer(NamedTuple):
    """A whole answer to a line: a product and an amount for some days."""

    drug: Drug
    amount: Proposal


@dataclass(frozen=True, slots=True)
class DrugLine:
    """A line of a list, read.

    ``drug``: the product once it is settled; until then ``candidates`` to choose from.
    ``quantity``, ``days_supply``: settled amounts, from ``origin``; ``proposals`` wait to be confirmed.
    ``repeats``: the number of an earlier line with the same product.
    ``other_brand``: the brand that was written, where the catalog has the same drug under another name.
    ``doubts``: what looks like a slip in the amount.
    ``offers``: whole answers that fit the line, the likeliest first.
    ``outside_part_d``: no drug is found, and the words name a product that Part D doesn't pay for, with the reason.
    """

    line: ListLine
    understood: Understood
    asked: tuple[Asked, ...]
    drug: Drug | None = None
    candidates: tuple[Drug, ...] = ()
    quantity: Quantity | None = None
    days_supply: int | None = None
    origin: Origin = Origin.WRITTEN
    proposals: tuple[Proposal, ...] = ()
    repeats: int | None = None
    other_brand: OtherBrand | None = None
    left_out: bool = False
    doubts: tuple[Doubt, ...] = ()
    offers: tuple[Offer, ...] = ()
    outside_part_d: NotCounted | None = None

    @property
    def number(self) -> int:
        """Its number in the list."""
        return self.line.number

    @property
    def text(self) -> str:
        """Its own words."""
        return self.line.text

    @property
    def waits(self) -> bool:
        """Whether it needs an answer."""
        return self.status in (LineStatus.QUESTION, LineStatus.CHOOSE)

    @property
    def status(self) -> LineStatus:
        """What became of it."""
        if self.left_out:
            return LineStatus.LEFT_OUT
        if not self.asked:
            return LineStatus.READY
        return LineStatus.CHOOSE if Asked.PRODUCT in self.asked else LineStatus.QUESTION

    @property
    def prescription(self) -> Prescription | None:
        """The prescription where nothing is open, else None."""
        if self.left_out or self.asked or self.drug is None or self.quantity is None or self.days_supply is None:
            return None
        return Prescription(self.drug, self.quantity, self.days_supply)


class Answer(NamedTuple):
    """A counselor's answers about a line; None where there is none. ``taken``: a line left out is taken back, to be asked."""

    drug: Drug | None = None
    quantity: Quantity | None = None
    days_supply: int | None = None
    left_out: bool = False
    taken: bool = False


def prescriptions_of(lines: Sequence[DrugLine]) -> tuple[Prescription, ...]:
    """The prescriptions of the lines with nothing open, in order."""
    return tuple(line.prescription for line in lines if line.prescription is not None)


LONGEST_NAME = 60
"""Letters that are kept of a name."""


class WhyNotCounted(Named):
    """Why a name is not counted. All but the first and the last are outside Part D."""

    NOT_FOUND = 0
    """The catalog lacks it."""
    OVER_THE_COUNTER = 1
    VITAMIN = 2
    WEIGHT = 3
    FERTILITY = 4
    COSMETIC = 5
    COUGH_AND_COLD = 6
    SEXUAL_FUNCTION = 7
    PART_B_SUPPLY = 8
    OPEN_QUESTION = 9
    """Its line on the Desk waits for an answer."""


class NotCounted(NamedTuple):
    """A name as written, and why it is not counted."""

    name: str
    why: WhyNotCounted = WhyNotCounted.NOT_FOUND

    @property
    def cost_is_missing(self) -> bool:
        """Whether a plan might pay for it: then every total lacks its cost."""
        return self.why in (WhyNotCounted.NOT_FOUND, WhyNotCounted.OPEN_QUESTION)
