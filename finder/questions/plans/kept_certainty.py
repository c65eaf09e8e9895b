"""How sure is this, found again where the same question was answered before.

It takes seconds, so it is kept: as integers alone, with no drug, place or word that the person gave.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from finder.cache import from_integers, to_integers
from finder.domain.certainty import Doubt, HowSure, PriceSpread, TippingPoint, TotalRange
from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison
from finder.domain.prescription import Prescription
from finder.questions.plans.how_sure import FALLS, RISES, doubtful_numbers, how_sure
from finder.questions.progress import OnProgress

KIND = "how sure"
_ROW = 5
_NO_PLAN = -1
_BASE = len(Doubt) + 1


class Keeper(Protocol):
    """Keeps bytes for inputs; ``finder.cache.ResultCache`` is one. Whatever goes wrong inside it is a miss."""

    def get(self, kind: str, inputs: bytes) -> bytes | None:
        """What was put for those inputs under the same versions, or None."""

    def put(self, kind: str, inputs: bytes, value: bytes) -> None:
        """Keep it."""


def kept_how_sure(
    keeper: Keeper,
    catalog: Catalog,
    member: Member,
    prescriptions: Sequence[Prescription],
    before: Comparison,
    on_progress: OnProgress | None = None,
) -> HowSure:
    """What ``how_sure`` says, found or made and kept. A stopped answer is not kept. Raises Refusal as how_sure does."""
    inputs = inputs_of(catalog, member, prescriptions, before)
    kept = keeper.get(KIND, inputs)
    found = None if kept is None else unpacked(kept, before)
    if found is not None:
        return found
    made = how_sure(catalog, member, prescriptions, on_progress, before)
    if made.complete:
        keeper.put(KIND, inputs, packed(made))
    return made


def inputs_of(catalog: Catalog, member: Member, prescriptions: Sequence[Prescription], before: Comparison) -> bytes:
    """Everything that decides the answer but the versions, for the keeper to hash: every field of the person and the list, too."""
    plans = [(cost.plan.plan_id, cost.all_in) for cost in before.plans]
    stores = catalog.pharmacy_terms([plan_id for plan_id, _ in plans], member.pharmacies) if member.pharmacies else None
    networks = None if stores is None else sorted(stores.items())  # imported apart from the catalog whose version the keeper knows
    return repr((member, tuple(prescriptions), plans, networks, before.recommendation, before.skip_uncovered)).encode()


def packed(sure: HowSure) -> bytes:
    """A whole answer as integers; what its comparison says is not among them."""
    return from_integers(number for row in _rows(sure) for number in row)


def unpacked(kept: bytes, before: Comparison) -> HowSure | None:
    """The answer about ``before`` that was packed; None where the bytes are no such answer."""
    try:
        numbers = to_integers(kept)
        found = _of_rows([numbers[start : start + _ROW] for start in range(0, len(numbers), _ROW)], before)
    except (ValueError, IndexError):
        return None
    return found if packed(found) == kept else None  # a place counted from the end, for one, would not come out as it went in


def _rows(sure: HowSure) -> Iterator[tuple[int, int, int, int, int]]:
    drugs = {one.drug.rxcui: place for place, one in enumerate(sure.comparison.prescriptions)}
    plans: dict[str | None, int] = {cost.plan.plan_id: place for place, cost in enumerate(sure.comparison.plans)}
    plans[None] = _NO_PLAN
    yield len(sure.spreads), len(sure.ranges), len(sure.tipping_points), sure.tried, sure.of
    for spread in sure.spreads:
        yield drugs[spread.drug.rxcui], spread.low, spread.high, spread.plans, 0
    for one in sure.ranges:
        yield one.low, one.high, _number(one.low_by), _number(one.high_by), 0
    for point in sure.tipping_points:
        yield drugs[point.drug.rxcui], plans[point.plan_id], point.rises, point.factor or 0, plans[point.new_plan_id]


def _of_rows(rows: Sequence[Sequence[int]], before: Comparison) -> HowSure:
    """Raises ValueError or IndexError for other rows."""
    drugs = [one.drug for one in before.prescriptions]
    plans = [*(cost.plan.plan_id for cost in before.plans), None]  # the last is at the place _NO_PLAN
    (spreads, ranges, _, tried, of), rest = rows[0], rows[1:]
    of_plans = zip(before.plans, rest[spreads : spreads + ranges], strict=True)
    return HowSure(
        comparison=before,
        spreads=tuple(PriceSpread(drugs[drug], low, high, count) for drug, low, high, count, _ in rest[:spreads]),
        ranges=tuple(TotalRange(cost, low, high, _doubts(down), _doubts(up)) for cost, (low, high, down, up, _) in of_plans),
        tipping_points=tuple(
            TippingPoint(drugs[drug], plans[plan], bool(rises), factor or None, plans[new])
            for drug, plan, rises, factor, new in rest[spreads + ranges :]
        ),
        parameters=doubtful_numbers(before),
        lowest=FALLS[-1],
        highest=RISES[-1],
        complete=True,
        tried=tried,
        of=of,
    )


def _number(doubts: Sequence[Doubt]) -> int:
    """Doubts as one number, a digit each, in their order."""
    number = 0
    for doubt in doubts:
        number = number * _BASE + doubt + 1
    return number


def _doubts(number: int) -> tuple[Doubt, ...]:
    """Raises ValueError for a number that is not of doubts."""
    found: list[Doubt] = []
    while number > 0:
        number, digit = divmod(number, _BASE)
        found.insert(0, Doubt(digit - 1))
    return tuple(found)
