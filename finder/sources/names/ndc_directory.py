"""Package sizes from FDA's National Drug Code Directory: how much one package holds, if its description tells.

``package.txt`` is divided by tabs. A description reads from the outer package to what is inside:
``5 SYRINGE in 1 CARTON (0002-1433-80)  > .5 mL in 1 SYRINGE`` (newer files write ``/`` for ``>``).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from finder.domain.errors import SourceError
from finder.domain.money import QUANTITY_SCALE, Quantity
from finder.intake.archive import DAMAGED
from finder.intake.files import bounded_lines
from finder.intake.limits import NAMES_LINE
from finder.intake.texts import Unfit, shortened
from finder.sources.cms.bundle import Bundle

FILE = "package.txt"
_NEEDED = ("NDCPACKAGECODE", "PACKAGEDESCRIPTION")
_LEVEL = re.compile(r"\s*(\d*\.?\d+) (.+?) in 1 [^(>/*]+?(?:\s*\([^()]*\))?\s*")
_BETWEEN = re.compile(r"\s*(?:>|\s/\s)\s*")
_CODE = re.compile(r"(\d{4,5})-(\d{3,4})-(\d{1,2})")
_UNITS = (
    (r"ml", "mL"),
    (r"g", "gram"),
    (r"tablet.*", "tablet"),
    (r"capsule.*", "capsule"),
    (r"((aerosol|powder|spray|inhalant|solution|suspension), metered|aerosol(, (powder|spray))?|powder|spray|inhalant)", "actuation"),
    (r"(patch|plaster).*", "patch"),
    (r"suppository", "suppository"),
    (r"(insert|ring|implant|system|lozenge|film|strip)(,.*)?", "unit"),
)
"""What a description counts, and what we call it. The first match decides."""
_IN_SMALLER = {"l": ("mL", 1000), "kg": ("g", 1000)}
_LASTING = re.compile(r"d|day|days|h|hr|hours?|wk|weeks?", re.IGNORECASE)
"""How long a patch or ring works is not an amount: ``3.5 d in 1 PATCH`` is one patch."""
_DOSES_OF_AN_INHALER = re.compile(r"aerosol(, powder)?|powder|spray|inhalant", re.IGNORECASE)
_SPRAYS = re.compile(r"inhaler|spray|canister|pump|bottle|blister", re.IGNORECASE)


class Package(NamedTuple):
    """What one package holds: thousandths of a unit, and the unit as in ``Drug.unit``."""

    amount: Quantity
    unit: str


def read_packages(path: Path) -> dict[str, Package]:
    """11-digit NDC -> what the package holds, from ``package.txt`` in a folder or zip. Packages without an amount are left out.

    Raises SourceError if the file is missing, damaged or of another layout.
    """
    with Bundle(path) as bundle:
        file = next((file for file in bundle.files if file.name.lower() == FILE), None)
        if file is None:
            raise SourceError(f"{path.name}: expected the file {FILE} of FDA's National Drug Code Directory, found none.")
        try:
            with file.open() as stream:
                lines = bounded_lines(io.TextIOWrapper(stream, "cp1252", errors="replace"), NAMES_LINE)
                rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
                missing = [column for column in _NEEDED if column not in (rows.fieldnames or ())]
                if missing:
                    raise SourceError(f"{file.name}: expected a column {missing[0]}, found {shortened(', '.join(rows.fieldnames or ()))}.")
                return dict(_packages(rows))
        except (Unfit, csv.Error, *DAMAGED) as error:
            found = shortened(str(error))
            raise SourceError(f"{file.name}: expected a file that can be read to its end, found otherwise ({found}).") from error


def _packages(rows: Iterable[Mapping[str, str | None]]) -> Iterable[tuple[str, Package]]:
    for row in rows:
        ndc, package = eleven_digits(row["NDCPACKAGECODE"] or ""), held(row["PACKAGEDESCRIPTION"] or "")
        if ndc and package and row.get("SAMPLE_PACKAGE") != "Y":
            yield ndc, package


def eleven_digits(code: str) -> str:
    """``0002-1433-80`` as ``00002143380``: five, four and two digits; empty if it is no NDC."""
    found = _CODE.fullmatch(code.strip())
    return f"{found[1]:>05}{found[2]:>04}{found[3]:>02}" if found else ""


def held(description: str) -> Package | None:
    """What a package holds in all; None for kits and what we can't read."""
    if "KIT" in description.upper():
        return None
    total, inner, within = Decimal(QUANTITY_SCALE), "", ""
    for level in _BETWEEN.split(description):
        found = _LEVEL.fullmatch(level)
        if found is None:
            return None
        if _LASTING.fullmatch(found[2]):
            break
        within = level[found.end(2) :]
        total, inner = total * Decimal(found[1]), found[2]
    smaller, times = _IN_SMALLER.get(inner.lower(), (inner, 1))
    unit, total = _unit(smaller, within), total * times
    whole = total == total.to_integral_value() and total > 0
    return Package(int(total), unit) if unit and whole else None


def _unit(inner: str, within: str) -> str:
    """What the innermost amount counts; empty if unknown. A powder is counted in doses only within what sprays it, not within a packet."""
    if _DOSES_OF_AN_INHALER.fullmatch(inner) and not _SPRAYS.search(within):
        return ""
    return next((unit for words, unit in _UNITS if re.fullmatch(words, inner, re.IGNORECASE)), "")


def only_size(ndcs: Iterable[str], unit: str, packages: Mapping[str, Package]) -> Quantity | None:
    """The size of a product's packages in that unit, or None if the directory lists different sizes."""
    sizes = {packages[ndc] for ndc in ndcs if ndc in packages}
    return next(iter(sizes)).amount if len(sizes) == 1 and next(iter(sizes)).unit == unit else None
