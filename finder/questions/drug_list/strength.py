"""Whether a product has the strength that a person wrote: ``40``, ``40 mg``, ``50 mcg``, ``250/50``, ``100 unit/ml``, ``0.005 %``."""

from __future__ import annotations

import re
from fractions import Fraction

from finder.domain.drug_lines import Understood
from finder.domain.market import Drug
from finder.domain.supply import volume_of_one
from finder.questions.drug_list.names import whole_word

_MICROGRAMS = {"mcg": 1, "mg": 1_000, "g": 1_000_000}
_DOSES_OF_A_PEN = 4
"""A pen of several doses, taken once a week, lasts four weeks."""
_NUMBER = r"(\d+(?:\.\d+)?)"
_WRITTEN = re.compile(rf"({_NUMBER}(?:/\d+(?:\.\d+)?)*)(?: (mg|mcg|g|meq|%|unit))?(?:/(\d+(?:\.\d+)?)?([a-z]+))?")
_PRINTED = re.compile(rf"{_NUMBER}(?: or {_NUMBER})? ?(mg|mcg|g|meq|%|unt)(?![a-z])", re.IGNORECASE)
_CONCENTRATION = re.compile(rf"{_NUMBER} ?(mg|mcg|g|meq|unt)/ML\b", re.IGNORECASE)
_IN_ONE = re.compile(rf"{_NUMBER} ?(mg|mcg|g|meq) in {_NUMBER} ML\b", re.IGNORECASE)
Amount = tuple[str, Fraction]
"""A kind (``mcg`` for all masses, else the unit as printed) and a number of it."""


def fits(drug: Drug, written: str) -> bool:
    """Whether the product has that strength. A combination needs all its strengths, in any order."""
    if " or " in written:
        return all(fits(drug, one) for one in written.split(" or "))
    found = _WRITTEN.fullmatch(written)
    if not found:
        return False
    numbers = [Fraction(number) for number in found[1].split("/")]
    unit, volume, per = found[3] or "", found[4], found[5] or ""
    components = _components(drug)
    if len(numbers) > 1 or len(components) > 1:
        return len(numbers) == len(components) and any(
            sorted(_amount(number, assumed) for number in numbers) == sorted(components)
            for assumed in ([unit] if unit else ["mg", "mcg", "unit"])
        )
    if per == "ml" and not unit:
        return ("unit", numbers[0]) in components
    if per == "ml":
        in_volume = _amount(numbers[0], unit), Fraction(volume or 1)
        alike = _amount(numbers[0] / Fraction(volume or 1), unit) in components
        # 45 mg in 0.5 mL is as strong as 90 mg in 1 mL, and another syringe
        return (alike and _may_hold(drug, volume)) or in_volume in _in_one(drug)
    known = _amounts(drug) | _weekly_doses(drug)
    return any(_amount(numbers[0], assumed) in known for assumed in ([unit] if unit else ["mg", "mcg", "unit", "meq", "%"]))


def fits_all(drug: Drug, said: Understood) -> bool:
    """Whether the product has every strength that a line names; true if it names none."""
    return all(fits(drug, written) for written in (said.strength, *said.other_strengths) if written) or fits_each(drug, said)


def fits_each(drug: Drug, said: Understood) -> bool:
    """Whether each strength stands beside its own ingredient: ``losartan 100 mg / HCTZ 12.5 mg``."""
    written = (said.strength, *said.other_strengths)
    parts, components = drug.ingredient.lower().split(" / "), _components(drug)
    if not len(written) == len(said.words) == len(parts) == len(components) or len(written) < 2:
        return False
    beside = dict(zip(parts, components, strict=True))
    for run, strength in zip(said.words, written, strict=True):
        found = _WRITTEN.fullmatch(strength)
        part = next((part for part in parts if any(part.startswith(whole_word(word)) for word in run)), None)
        if part is None or not found or "/" in found[1] or found[5] or beside[part] != _amount(Fraction(found[1]), found[3] or "mg"):
            return False
    return True


def is_weekly_dose(drug: Drug, written: str) -> bool:
    """Whether a strength is what one dose of a weekly pen has: a fourth of what the pen holds, unless its name prints the doses."""
    found = _WRITTEN.fullmatch(written)
    return found is not None and "/" not in written and _amount(Fraction(found[1]), found[3] or "mg") in _weekly_doses(drug)


def _weekly_doses(drug: Drug) -> set[Amount]:
    if not drug.weekly or drug.form != "Pen Injector":
        return set()
    plain = _IN_ONE.sub(" ", drug.name)
    printed = [number for first, second, _ in _PRINTED.findall(plain) for number in (first, second) if number]
    if printed:
        return {_amount(Fraction(number), "mg") for number in printed}
    return {(kind, number / _DOSES_OF_A_PEN) for (kind, number), _ in _in_one(drug)}


def begins_with(drug: Drug, written: str) -> bool:
    """Whether a single number is the first strength of a combination: ``Trelegy 100`` is 100/62.5/25."""
    found = _WRITTEN.fullmatch(written)
    components = _components(drug)
    if not found or "/" in found[1] or len(components) < 2:
        return False
    units = [found[3]] if found[3] else ["mg", "mcg"]
    return any(_amount(Fraction(found[1]), unit) in components[:1] for unit in units)


def milligrams_of_one(drug: Drug) -> Fraction | None:
    """How many milligrams one tablet or capsule of a single ingredient has; None if it is another."""
    components = _components(drug)
    kinds = [number / _MICROGRAMS["mg"] for kind, number in components if kind == "mcg"]
    return kinds[0] if len(components) == 1 and kinds else None


def _may_hold(drug: Drug, volume: str | None) -> bool:
    """Whether one pen or syringe may hold the volume written; a bare ``/ml`` is no volume."""
    one = volume_of_one(drug)
    return volume is None or one is None or Fraction(volume) == one


def _amount(number: Fraction, unit: str) -> Amount:
    if unit in _MICROGRAMS:
        return "mcg", number * _MICROGRAMS[unit]
    return {"unt": "unit"}.get(unit, unit), number


def _components(drug: Drug) -> list[Amount]:
    """The strength of each ingredient, in the order printed, per milliliter or puff if printed so."""
    found = [_PRINTED.search(part) for part in drug.strength.split(" / ")]
    return [_amount(Fraction(part[1]), part[3].lower()) for part in found if part]


def _in_one(drug: Drug) -> set[tuple[Amount, Fraction]]:
    """What one pen or syringe holds, in how many milliliters, if the name prints it: ``2 MG in 3 ML``."""
    found = _IN_ONE.findall(drug.name)
    return {(_amount(Fraction(number), unit.lower()), Fraction(volume)) for number, unit, volume in found}


def _amounts(drug: Drug) -> set[Amount]:
    """The strengths that name a product of one ingredient: its strength, the numbers of its name, what one pen or syringe holds.

    A weight in a milliliter does not: a pen of 0.5 mL with 10 mg/mL is called 5 mg. Insulin goes by units in a mL.
    """
    in_a_millilitre = drug.strength.upper().endswith("/ML")
    known = {amount for amount in _components(drug) if not in_a_millilitre or amount[0] == "unit"}
    for first, second, unit in _PRINTED.findall(_CONCENTRATION.sub(" ", drug.name)):
        known |= {_amount(Fraction(number), unit.lower()) for number in (first, second) if number}
    volume = volume_of_one(drug)
    if volume is not None and in_a_millilitre:
        known |= {(kind, number * volume) for kind, number in _components(drug)}
    return known
