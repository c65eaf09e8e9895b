"""The sums of a comparison, kept between runs as integers alone: no drug name, no place, no word that the person gave."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Protocol

from finder.domain.benefit import Phase
from finder.domain.member import Member
from finder.domain.money import Cents
from finder.domain.months import YEAR_MONTHS
from finder.domain.plan_cost import MonthCost
from finder.domain.prescription import Prescription

KIND = "comparison"
_PER_MONTH = 4
_BYTES = 8

Sums = tuple[Sequence[Cents], Sequence[MonthCost]]
"""Of one plan: what the person pays for each drug of the list, and twelve months without premiums."""


class Keeper(Protocol):
    """Keeps bytes for inputs; ``finder.cache.ResultCache`` is one. Whatever goes wrong inside it is a miss."""

    def get(self, kind: str, inputs: bytes) -> bytes | None:
        """What was put for those inputs under the same versions, or None."""

    def put(self, kind: str, inputs: bytes, value: bytes) -> None:
        """Keep it."""


def inputs_of(member: Member, prescriptions: Sequence[Prescription], plan_ids: Sequence[str]) -> bytes:
    """Everything that decides the sums of a comparison but the versions: the keeper hashes it with its own key."""
    return json.dumps(
        [
            list(plan_ids),
            [member.coverage_start.month, member.low_income_subsidy, list(member.channels), member.alphabetical],
            [member.gross_drug_cost_to_date, member.troop_to_date],
            [
                [drug.drug.rxcui, drug.quantity, drug.days_supply, drug.fills_per_year, [str(day) for day in drug.dates]]
                for drug in prescriptions
            ],
        ]
    ).encode()


def recall(keeper: Keeper, inputs: bytes, plans: int, prescriptions: int) -> list[Sums] | None:
    """The sums of each plan in order, or None where they are not kept whole."""
    from finder.cache import to_integers

    kept = keeper.get(KIND, inputs)
    size = prescriptions + YEAR_MONTHS * _PER_MONTH
    if kept is None or len(kept) != plans * size * _BYTES:
        return None
    values = to_integers(kept)
    return [_sums(values[start : start + size], prescriptions) for start in range(0, len(values), size)]


def keep(keeper: Keeper, inputs: bytes, sums: Sequence[Sums]) -> None:
    """Keep the sums of each plan, in order."""
    from finder.cache import from_integers

    keeper.put(KIND, inputs, from_integers(value for of_plan in sums for value in _integers(of_plan)))


def _integers(sums: Sums) -> Iterator[int]:
    patient_pay, months = sums
    yield from patient_pay
    for month in months:
        yield from (month.patient_pay, month.gross_drug_cost, int(month.phase_at_end), month.troop_at_end)


def _sums(values: Sequence[int], prescriptions: int) -> Sums:
    months = []
    for month, start in enumerate(range(prescriptions, len(values), _PER_MONTH), start=1):
        paid, gross, phase, troop = values[start : start + _PER_MONTH]
        months.append(MonthCost(month, True, paid, 0, gross, Phase(phase), troop))
    return tuple(values[:prescriptions]), tuple(months)
