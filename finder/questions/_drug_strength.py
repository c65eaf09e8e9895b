"""Whether a product has the strength that a person wrote: ``40``, ``40 mg``, ``50 mcg``, ``250/50``, ``100 unit/ml``, ``0.005 %``."""

from __future__ import annotations

import re
from fractions import Fraction

from finder.domain.market import Drug

_MICROGRAMS = {"mcg": 1, "mg": 1_000, "g": 1_000_000}
_NUMBER = r"(\d+(?:\.\d+)?)"
_WRITTEN = re.compile(rf"({_NUMBER}(?:/\d+(?:\.\d+)?)*)(?: (mg|mcg|g|meq|%|unit))?(?:/(\d+(?:\.\d+)?)?([a-z]+))?")
_PRINTED = re.compile(rf"{_NUMBER}(?: or {_NUMBER})? ?(mg|mcg|g|meq|%|unt)(?![a-z])", re.IGNORECASE)
_VOLUME = re.compile(rf"{_NUMBER} ML\b(?! ?/)", re.IGNORECASE)
Amount = tuple[str, Fraction]
"""A kind (``mcg`` for all masses, else the unit as printed) and a number of it."""


def fits(drug: Drug, written: str) -> bool:
    """Whether the product may be asked for by that strength. A combination must be named by all its strengths."""
    found = _WRITTEN.fullmatch(written)
    if not found:
        return False
    numbers = [Fraction(number) for number in found[1].split("/")]
    unit, volume, per = found[3] or "", found[4], found[5] or ""
    components = _components(drug)
    if len(numbers) > 1 or len(components) > 1:
        return len(numbers) == len(components) and any(
            all(_amount(number, assumed) == component for number, component in zip(numbers, components, strict=True))
            for assumed in ([unit] if unit else ["mg", "mcg"])
        )
    if per == "ml":
        return _amount(numbers[0] / Fraction(volume or 1), unit) in components
    known = _amounts(drug)
    return any(_amount(numbers[0], assumed) in known for assumed in ([unit] if unit else ["mg", "mcg", "unit", "meq", "%"]))


def volume_of_one(drug: Drug) -> Fraction | None:
    """The millilitres in one pen, syringe or vial, where the product's name prints them once."""
    volumes = {Fraction(found) for found in _VOLUME.findall(drug.name)}
    return volumes.pop() if len(volumes) == 1 else None


def _amount(number: Fraction, unit: str) -> Amount:
    if unit in _MICROGRAMS:
        return "mcg", number * _MICROGRAMS[unit]
    return {"unt": "unit"}.get(unit, unit), number


def _components(drug: Drug) -> list[Amount]:
    """The strength of each ingredient, in the order printed; per millilitre or puff where it is printed so."""
    found = [_PRINTED.search(part) for part in drug.strength.split(" / ")]
    return [_amount(Fraction(part[1]), part[3].lower()) for part in found if part]


def _amounts(drug: Drug) -> set[Amount]:
    """What a product of one ingredient may be called by: its strength, the numbers of its name, and what one pen or syringe holds."""
    known = set(_components(drug))
    for first, second, unit in _PRINTED.findall(drug.name):
        known |= {_amount(Fraction(number), unit.lower()) for number in (first, second) if number}
    volume = volume_of_one(drug)
    if volume is not None and drug.strength.upper().endswith("/ML"):
        known |= {(kind, number * volume) for kind, number in _components(drug)}
    return known
