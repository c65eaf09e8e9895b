"""What an answer carries of the law: a number of one year (Parameter), a rule for a span of years (Rule), and where both were read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from finder.domain.errors import MissingParameter

_OFFICIAL = (
    (r"(\d+) CFR (\d+)\.(\w+)", "https://www.ecfr.gov/current/title-{0}/section-{1}.{2}"),
    (r"(\d+) USC (\w+(?:-\w+)?)", "https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title{0}-section{1}&num=0&edition=prelim"),
    (r"(\d+) (?:FR|Fed\. Reg\.) (\d+)", "https://www.federalregister.gov/citation/{0}-FR-{1}"),
    (r"SSA POMS HI (\d{5})\.(\d{3})", "https://secure.ssa.gov/apps10/poms.nsf/lnx/06{0}{1}"),
    (r"SSA POMS SI (\d{5})\.(\d{3})", "https://secure.ssa.gov/apps10/poms.nsf/lnx/05{0}{1}"),
    (r"SSA Handbook, section (\d\d)(\d\d)", "https://www.ssa.gov/OP_Home/handbook/handbook.{0}/handbook-{0}{1}.html"),
    (r"PMC(\d+)", "https://pmc.ncbi.nlm.nih.gov/articles/PMC{0}/"),
)
"""Citations whose official address follows from their numbers. CFR and USC addresses lead to the text as it stands today."""
_OLDER_TEXT = re.compile(r"older text|edition of")


def official_address(citation: str) -> str:
    """The official address of the text that a citation begins with; empty where the numbers alone do not tell it."""
    for pattern, address in _OFFICIAL:
        if found := re.match(pattern, citation):
            return address.format(*found.groups())
    return ""


class Source(NamedTuple):
    """Where a number or a rule was read.

    ``title``: the text or page.
    ``locator``: the place in it, or the copy that was read.
    ``link``: the address that was written down with it.
    """

    title: str
    locator: str = ""
    link: str = ""

    @property
    def printed(self) -> str:
        """The source in one line, as answers print it. A link that stands in the title or locator is not repeated."""
        line = f"{self.title}, {self.locator}" if self.locator else self.title
        return f"{line}, {self.link}" if self.link and self.link not in line else line

    @property
    def address(self) -> str:
        """The link, or the official address of the text that is cited. Empty where there is neither, or where an older text was read."""
        return self.link or ("" if _OLDER_TEXT.search(self.locator) else official_address(self.printed))


class Kind:
    """What a printed value is, told by its unit."""

    MONEY, UNIT_PRICE, RATE, DATE, FLAG, NUMBER, TEXT = "money", "unit_price", "rate", "date", "flag", "number", "text"


_DISPENSED = ("tablet", "capsule", "mL", "blister")
_NUMERIC = (Kind.MONEY, Kind.UNIT_PRICE, Kind.RATE, Kind.NUMBER)
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")


def kind_of(unit: str) -> str:
    """The kind of value that a unit measures: ``USD/year`` is money, ``USD/tablet`` a unit price, ``percent of FPL`` a rate."""
    if unit.startswith(tuple(f"USD/{one}" for one in _DISPENSED)):
        return Kind.UNIT_PRICE
    first = unit.split(" ")[0].split("/")[0]
    return {
        "USD": Kind.MONEY,
        "percent": Kind.RATE,
        "date": Kind.DATE,
        "flag": Kind.FLAG,
        "months": Kind.NUMBER,
        "plans": Kind.NUMBER,
    }.get(first, Kind.TEXT)


class Parameter(NamedTuple):
    """A number of the law for one year, as printed, with where it was read.

    ``status``: ``confirmed`` (two independent sources), ``single``, ``unconfirmed`` or ``estimate`` (derived, printed nowhere).
    ``references``: at most two.
    """

    topic: str
    name: str
    year: int
    value: str
    unit: str
    status: str
    references: tuple[Source, ...]
    note: str
    description: str

    @property
    def sources(self) -> tuple[str, ...]:
        """The references, each in one line."""
        return tuple(source.printed for source in self.references)

    @property
    def kind(self) -> str:
        """``money``, ``unit_price``, ``rate``, ``date``, ``flag``, ``number`` or ``text``. A number that the law does not set ("none",
        "5 or more") is text, whatever its unit."""
        kind = kind_of(self.unit)
        words = kind in _NUMERIC and not _NUMBER.fullmatch(self.value)
        return Kind.TEXT if words or (kind == Kind.FLAG and self.value not in ("yes", "no")) else kind

    def expect(self, *kinds: str) -> str:
        """The printed value, if it is of one of those kinds. Raises ValueError where code asks for cents of a percentage."""
        if self.kind not in kinds:
            raise ValueError(f"{self.name} of {self.year} is in {self.unit}, not a {' or '.join(kinds)}")
        return self.value


class Rule(NamedTuple):
    """A rule for a span of years.

    ``text`` is the rule in plain words; ``{days}`` in it stands for the number of that name.
    ``numbers`` are the rule's own numbers (days, months, cents) by name.
    ``law`` is ``codified``, ``proposed``, ``current``, ``guidance`` or ``not_found``.
    ``status`` is ``confirmed``, ``single`` or ``unconfirmed``.
    ``since``: from when the text holds, and by which final rule. ``proposed``: where a proposal of 2008 or 2009 on it stands.
    """

    topic: str
    id: str
    first_year: int
    last_year: int
    text: str
    citation: str
    law: str
    status: str
    references: tuple[Source, ...]
    numbers: Mapping[str, int]
    note: str
    since: str = ""
    proposed: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """The references, each in one line."""
        return tuple(source.printed for source in self.references)

    @property
    def says(self) -> str:
        """The rule in plain English, its numbers filled in."""
        return self.text.format(**self.numbers)

    def number(self, name: str) -> int:
        """One of the rule's numbers. Raises MissingParameter for a name that the rule does not have."""
        if name not in self.numbers:
            raise MissingParameter(f"{self.topic}.{self.id}.{name}", self.first_year)
        return self.numbers[name]

    def holds_in(self, year: int) -> bool:
        """Whether the rule's span has that year."""
        return self.first_year <= year <= self.last_year
