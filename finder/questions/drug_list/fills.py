"""The fills of a claim file or of a table with fill dates as lines of a list: the newest fill of each drug.

The product of an NDC and the amounts of a fill need no reading. A fill that ended long before the newest one of the file is asked: people
stop drugs. So is an older strength of a drug that has a newer fill in another one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from finder.domain.drug_lines import Answer, Asked, Columns, DrugLine, Field, ListLine, Origin, Proposal, Sheet, Understood
from finder.domain.market import Catalog, Drug
from finder.domain.money import QUANTITY_SCALE, Quantity
from finder.domain.ndc import ndc_readings
from finder.domain.paid_fills import PaidFill
from finder.questions.drug_list.columns import cells_of, line_of_cells, lines_of_sheet
from finder.questions.drug_list.reading import answer_lines, checked_lines, mark_repeats, read_drug_list

_LATE_BY = 30
"""Days that a refill may be late beside a supply of its own length before we ask whether the drug is still taken."""
_LONGEST_NAME = 140


def product_of_ndc(catalog: Catalog, printed: str) -> Drug | None:
    """The product of a printed NDC; None where the catalog has none, or where ten digits may mean several."""
    found = {drug.rxcui: drug for code in ndc_readings(printed) if (drug := catalog.drug_by_ndc(code)) is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def lines_of_fills(catalog: Catalog, fills: Sequence[PaidFill]) -> tuple[DrugLine, ...]:
    """A line for each drug, the one with the newest fill first. Raises Refusal for too many or none (``checked_lines``)."""
    products = {fill.number: product_of_ndc(catalog, fill.ndc) for fill in fills}
    newest: dict[str, PaidFill] = {}
    for fill in sorted(fills, key=_day):
        newest[_key(fill, products[fill.number])] = fill
    ordered = sorted(newest.values(), key=lambda fill: (-_day(fill).toordinal(), fill.number))
    texts = [ListLine(place, _text(fill, products[fill.number])) for place, fill in enumerate(ordered, start=1)]
    checked_lines(texts)
    last = max(map(_day, ordered))
    seen: set[str] = set()
    lines = []
    for written, fill in zip(texts, ordered, strict=True):
        product = products[fill.number]
        replaced = product is not None and product.ingredient in seen and _day(fill) < last
        lines.append(_line(catalog, written, fill, product, old=replaced or _is_old(fill, last)))
        seen |= {product.ingredient} if product else set()
    return mark_repeats(lines)


def read_table(catalog: Catalog, sheet: Sheet, columns: Columns, day_of: Callable[[str], date | None]) -> tuple[DrugLine, ...]:
    """The rows of a table as lines; of one with NDCs or fill dates, the newest fill of each drug. Raises Refusal."""
    if not {Field.NDC, Field.FILLED} & set(columns.fields):
        return read_drug_list(catalog, lines_of_sheet(sheet, columns))
    return lines_of_fills(catalog, fills_of_table(sheet, columns, day_of))


def fills_of_table(
    sheet: Sheet, columns: Columns, day_of: Callable[[str], date | None], paid_of: Callable[[str], int | None] = lambda _: None
) -> tuple[PaidFill, ...]:
    """The rows of a table as fills. Raises Refusal (``cells_of``)."""
    fills = []
    for row, cells in cells_of(sheet, columns):
        amounts = {field: cells.get(field, "") for field in (Field.QUANTITY, Field.DAYS_SUPPLY)}
        quantity, days = _quantity(amounts[Field.QUANTITY]), _whole(amounts[Field.DAYS_SUPPLY])
        # an amount that is no bare number ("2 boxes") stays among the words, where the reader of lines meets it
        known = (Field.QUANTITY, quantity), (Field.DAYS_SUPPLY, days)
        taken = {field for field, read in known if read is not None}
        words = line_of_cells({field: cell for field, cell in cells.items() if field not in taken})
        fills.append(
            PaidFill(
                number=row.number,
                day=day_of(cells.get(Field.FILLED, "")),
                ndc=cells.get(Field.NDC, ""),
                drug=words or " ".join(cell for cell in row.cells if cell),
                quantity=quantity,
                days_supply=days,
                paid=paid_of(cells.get(Field.PAID, "")),
            )
        )
    return tuple(fills)


def _line(catalog: Catalog, written: ListLine, fill: PaidFill, product: Drug | None, *, old: bool) -> DrugLine:
    if product is None and not fill.drug:
        return DrugLine(written, Understood(f"NDC {fill.ndc}"), (Asked.DRUG,))
    if product is None or fill.quantity is None or fill.days_supply is None:
        (read,) = read_drug_list(catalog, [written])
        return answer_lines([read], {read.number: Answer(product)}, catalog)[0] if product is not None else _asked_if_old(read, old)
    line = DrugLine(written, Understood(product.name.lower()), (Asked.DRUG, Asked.QUANTITY))
    if old:
        proposal = Proposal(fill.quantity, fill.days_supply, Origin.OLD_FILL)
        return replace(line, drug=product, asked=(Asked.CONFIRM,), proposals=(proposal,))
    return answer_lines([line], {line.number: Answer(product, fill.quantity, fill.days_supply)}, catalog)[0]


def _asked_if_old(line: DrugLine, old: bool) -> DrugLine:
    """A line that was read, with a question about its amount if its fill is old."""
    settled = line.prescription
    if not old or settled is None:
        return line
    proposal = Proposal(settled.quantity, settled.days_supply, Origin.OLD_FILL)
    return replace(line, asked=(Asked.CONFIRM,), proposals=(proposal,), quantity=None, days_supply=None)


def _text(fill: PaidFill, product: Drug | None) -> str:
    """The fill as a line: a name and the amount, as people write them."""
    name = (product.name if product is not None else fill.drug or f"NDC {fill.ndc}")[:_LONGEST_NAME]
    amount = f"#{_units(fill.quantity)}" if fill.quantity else ""
    days = f"{fill.days_supply} days supply" if fill.days_supply else ""
    return " ".join(filter(None, (name, amount, days)))


def _key(fill: PaidFill, product: Drug | None) -> str:
    """What tells drugs apart: the product, else the words, else the code."""
    return product.rxcui if product is not None else f"{fill.drug.casefold()} {fill.ndc if not fill.drug else ''}".strip()


def _day(fill: PaidFill) -> date:
    return fill.day or date.min


def _is_old(fill: PaidFill, last: date) -> bool:
    """Whether the supply ended so long before the file's newest fill that a refill should be there."""
    if fill.day is None or last == date.min:
        return False
    return fill.day + timedelta(2 * (fill.days_supply or _LATE_BY) + _LATE_BY) < last


def _units(quantity: Quantity) -> str:
    whole, rest = divmod(quantity, QUANTITY_SCALE)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


def _quantity(text: str) -> Quantity | None:
    found = re.fullmatch(r"([0-9]{1,5})(?:\.([0-9]{1,3}))?", text.strip())
    return int(found[1]) * QUANTITY_SCALE + int(f"{found[2] or '':0<3}") if found and float(text) else None


def _whole(text: str) -> int | None:
    quantity = _quantity(text)
    days = quantity // QUANTITY_SCALE if quantity is not None and quantity % QUANTITY_SCALE == 0 else 0
    return days if 1 <= days <= 366 else None
