"""One row of the pharmacy networks file as integers: how a pharmacy stands at a plan, in the seven bytes that a catalog keeps of it."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping

from finder.domain.benefit import Channel
from finder.domain.money import UNIT_PRICE_SCALE, UnitPrice, scaled
from finder.domain.pharmacy import NOT_SAID, Fees, PharmacyTerms
from finder.sources.cms.problems import Problems, at

ROW = struct.Struct("<HBI")
"""The plan's place, flags, the place of fees and floor among all that differ."""
FEES = tuple(f"{kind}_dispensing_fee_{days}" for kind in ("brand", "generic", "selected") for days in (30, 60, 90))
FLOOR = "floor_price"
FLAGS = ("pharmacy_retail", "preferred_status_retail", "pharmacy_mail", "preferred_status_mail")
_NUMBER = re.compile(r"10(\d{10})")


def npi_of(number: str) -> str:
    """The NPI in a PHARMACY_NUMBER, which is ``10`` and the NPI; empty for another number."""
    found = _NUMBER.fullmatch(number)
    return found[1] if found else ""


def flags_of(row: Mapping[str, str], file: str, problems: Problems) -> int:
    """A bit each for retail, preferred retail, mail and preferred mail. Blank is no."""
    flags = 0
    for place, column in enumerate(FLAGS):
        if row[column] not in ("Y", "N", "", "."):
            problems.add(at(file, int(row["row"]), column.upper()), "Y or N", row[column])
        flags |= (row[column] == "Y") << place
    return flags


def terms_of(row: Mapping[str, str], file: str, problems: Problems) -> tuple[UnitPrice, ...]:
    """The floor and the nine fees; -1 where the file says nothing."""
    return tuple(_amount(row, column, file, problems) for column in (FLOOR, *FEES))


def _amount(row: Mapping[str, str], column: str, file: str, problems: Problems) -> UnitPrice:
    written = row.get(column, "")
    if written in ("", "."):
        return NOT_SAID
    try:
        amount = scaled(written, UNIT_PRICE_SCALE, unit="dollars")
    except ValueError:
        amount = NOT_SAID
    if not 0 <= amount < 2**31:
        problems.add(at(file, int(row["row"]), column.upper()), "dollars, 0 or more, with at most five decimals", written)
        return NOT_SAID
    return amount


def standing(npi: str, flags: int, amounts: tuple[int, ...]) -> PharmacyTerms:
    """What the integers mean. A floor that is not said is none."""
    retail, preferred_retail, mail, preferred_mail = (bool(flags >> place & 1) for place in range(len(FLAGS)))
    return PharmacyTerms(
        npi,
        (Channel.PREFERRED_RETAIL if preferred_retail else Channel.STANDARD_RETAIL) if retail else None,
        (Channel.PREFERRED_MAIL if preferred_mail else Channel.STANDARD_MAIL) if mail else None,
        max(amounts[0], 0),
        Fees(*((amounts[at], amounts[at + 1], amounts[at + 2]) for at in (1, 4, 7))),
    )
