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
_OPEN_PRODUCT = frozenset({Asked.DRUG, Asked.PRODUCT, Asked.STRENGTH, Asked.PRIVATE})
_OF_WORDS = frozenset({Asked.UNREAD, Asked.CONFLICT, Asked.PRIVATE})
"""Questions that an NDC and the amounts of a fill don't answer."""


def product_of_ndc(catalog: Catalog, printed: str) -> Drug | None:
    """The product of a printed NDC; None where the catalog has none, or where ten digits may mean several."""
    found = {drug.rxcui: drug for code in ndc_readings(printed) if (drug := catalog.drug_by_ndc(code)) is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def name_of_fill(catalog: Catalog, fill: PaidFill) -> str:
    """The name of a fill's drug: with its strength where the NDC's own name is known and shares a word with the printed one."""
    known = {name for code in ndc_readings(fill.ndc) if (name := catalog.ndc_name(code))}
    if len(known) != 1:
        return fill.drug
    (name,) = known
    return name if not fill.drug or _words(name) & _words(fill.drug) else fill.drug


def product_of_fill(catalog: Catalog, fill: PaidFill) -> Drug | None:
    """The product by the fill's NDC, else by a name that settles one."""
    found = product_of_ndc(catalog, fill.ndc)
    name = name_of_fill(catalog, fill)[:_LONGEST_NAME]
    if found is not None or not name:
        return found
    (line,) = read_drug_list(catalog, [ListLine(1, name)])
    return line.drug if not line.left_out and not _OPEN_PRODUCT & set(line.asked) else None


def lines_of_fills(catalog: Catalog, fills: Sequence[PaidFill], *, with_words: bool = False) -> tuple[DrugLine, ...]:
    """A line for each drug, the one with the newest fill first. Raises Refusal for too many or none (``checked_lines``).

    ``with_words``: the printed names hold directions and notes, which are read too."""
    named = [fill._replace(drug=name_of_fill(catalog, fill)) for fill in fills]
    kinds = {(fill.ndc, fill.drug): fill for fill in named}  # a drug's fills of years are looked up once
    products = {kind: product_of_fill(catalog, fill) for kind, fill in kinds.items()}
    newest: dict[str, PaidFill] = {}
    for fill in sorted(named, key=_day):
        newest[_key(fill, products[fill.ndc, fill.drug])] = fill
    ordered = sorted(newest.values(), key=lambda fill: (-_day(fill).toordinal(), fill.number))
    texts = [ListLine(place, _text(catalog, fill, with_words=with_words)) for place, fill in enumerate(ordered, start=1)]
    checked_lines(texts)
    last = max(map(_day, ordered))
    seen: set[str] = set()
    lines = []
    for written, fill in zip(texts, ordered, strict=True):
        product = products[fill.ndc, fill.drug]
        replaced = product is not None and product.ingredient in seen and _day(fill) < last
        line = _line(catalog, written, fill, with_words=with_words)
        lines.append(ask_if_old(line, old=replaced or _is_old(fill, last)))
        seen |= {product.ingredient} if product else set()
    return mark_repeats(lines)


def read_table(catalog: Catalog, sheet: Sheet, columns: Columns, day_of: Callable[[str], date | None]) -> tuple[DrugLine, ...]:
    """The rows of a table as lines; of one with NDCs or fill dates, the newest fill of each drug. Raises Refusal."""
    if not {Field.NDC, Field.FILLED} & set(columns.fields):
        return read_drug_list(catalog, lines_of_sheet(sheet, columns))
    return lines_of_fills(catalog, fills_of_table(sheet, columns, day_of), with_words=True)


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


def _line(catalog: Catalog, written: ListLine, fill: PaidFill, *, with_words: bool) -> DrugLine:
    """The fill as a line: settled by NDC and amounts, unless words beside them ask more; else as the reader of lines reads it."""
    product = product_of_ndc(catalog, fill.ndc)
    if product is None and not fill.drug:
        return DrugLine(written, Understood(f"NDC {fill.ndc}"), (Asked.DRUG,))
    if product is None:
        return read_drug_list(catalog, [written])[0]
    answer = Answer(product, fill.quantity, fill.days_supply)
    if with_words or fill.quantity is None or fill.days_supply is None:
        (read,) = read_drug_list(catalog, [written])
        if read.left_out or _OF_WORDS & set(read.asked) or None in answer[1:3]:
            return replace(answer_lines([read], {read.number: Answer(product)}, catalog)[0], left_out=read.left_out)
    line = DrugLine(written, Understood(product.name.lower()), (Asked.DRUG, Asked.QUANTITY))
    return answer_lines([line], {line.number: answer}, catalog)[0]


def ask_if_old(line: DrugLine, *, old: bool) -> DrugLine:
    """The line, with a question about its amount if it is settled by an old fill."""
    settled = line.prescription
    if not old or settled is None:
        return line
    proposal = Proposal(settled.quantity, settled.days_supply, Origin.OLD_FILL)
    return replace(line, asked=(Asked.CONFIRM,), proposals=(proposal,), quantity=None, days_supply=None)


def _text(catalog: Catalog, fill: PaidFill, *, with_words: bool) -> str:
    """The fill as a line: a name and the amount, as people write them."""
    product = product_of_ndc(catalog, fill.ndc)
    printed = fill.drug or f"NDC {fill.ndc}"
    name = (printed if product is None or (with_words and fill.drug) else product.name)[:_LONGEST_NAME]
    amount = f"#{_units(fill.quantity)}" if fill.quantity else ""
    days = f"{fill.days_supply} days supply" if fill.days_supply else ""
    return " ".join(filter(None, (name, amount, days)))


def _key(fill: PaidFill, product: Drug | None) -> str:
    """What tells drugs apart: the product, else the words, else the code."""
    return product.rxcui if product is not None else f"{fill.drug.casefold()} {fill.ndc if not fill.drug else ''}".strip()


def _words(name: str) -> set[str]:
    """The words of a name that tell drugs apart."""
    return set(re.findall(r"[a-z]{4,}", name.lower())) - {"tablet", "capsule", "release", "extended", "delayed"}


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
