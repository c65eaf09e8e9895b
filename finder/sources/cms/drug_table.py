"""The table of a catalog's products, and which brands have a negotiated price."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from finder.domain.market import Drug, PackageForm
from finder.domain.money import QUANTITY_SCALE, Quantity, scaled
from finder.paths import shipped
from finder.sources.catalog.map_contents import DRUG_FIELDS
from finder.sources.catalog.store import read_rows
from finder.sources.names.drug_names import WEEKLY, ParsedName, measured, parse_name
from finder.sources.names.own_names import UNNAMED, OwnName

if TYPE_CHECKING:
    import pyarrow as pa


class NameBook(NamedTuple):
    """``rows``: RxCUI -> its row of the names file that came with the program.

    ``packages``: (brand, mg/mL, volume of one) -> volume of its only package, in thousandths of a milliliter.
    """

    rows: Mapping[str, Mapping[str, str]]
    packages: Mapping[tuple[str, str, int], Quantity]


def read_name_book(folder: Path | None = None) -> NameBook:
    """The drug names of ``data/drug_names``."""
    base = folder or shipped("data") / "drug_names"
    packages = {(row["brand"], row["concentration"], row["each"]): row["package"] for row in read_rows(base / "packages.parquet")}
    return NameBook({row["rxcui"]: row for row in read_rows(base / "names.parquet")}, packages)


def product(
    rxcui: str,
    row: Mapping[str, str | None],
    book: NameBook,
    negotiated: Mapping[str, str],
    own: OwnName | None = None,
    of_ndc: str = "",
) -> Drug:
    """A product from its row of the names file, else from ``own`` (the user's own names, or FDA's by NDC), else from the row that came with
    the program, else unnamed. ``of_ndc`` is the parameter of the negotiated price of one of its NDCs."""
    own = None if row else own
    shipped_row = book.rows.get(rxcui, {})
    row = row if row or own else shipped_row
    name = row.get("name") or (own.name if own else "") or f"product of RxNorm code {rxcui} {UNNAMED}"
    parsed = own.parsed if own else parse_name(name, row.get("rxnorm_name") or "")
    package_form, unit = parsed.package_form, parsed.unit
    if row.get("is_pill") == "1" and package_form is not PackageForm.TABLET:
        package_form, unit = measured("tablet")
    given = row.get("units_per_package")
    package = scaled(given, QUANTITY_SCALE, unit="units") if given else own.units_per_package if own else None
    package = package or _known_package(parsed, row.get("rxnorm_name") or name, book) or _shipped_package(shipped_row, unit)
    insulin = row.get("is_insulin") == "1" if row.get("is_insulin") else parsed.ingredient.lower().startswith("insulin")
    return Drug(
        rxcui=rxcui,
        name=name,
        ingredient=parsed.ingredient,
        brand=parsed.brand if row.get("is_brand") != "0" else "",
        strength=parsed.strength,
        form=parsed.form,
        package_form=package_form,
        unit=unit,
        units_per_package=package,
        insulin=insulin,
        vaccine="vaccine" in name.lower(),
        weekly=bool(WEEKLY.search(f"{parsed.ingredient} {parsed.strength} {parsed.form}")),
        selected=negotiated.get(parsed.brand.lower(), "") or of_ndc,
    )


_ONE = re.compile(r"([\d.]+) ML ")


def _known_package(parsed: ParsedName, rxnorm_name: str, book: NameBook) -> int | None:
    """The package size of that brand, concentration and volume in FDA's directory, or None if there are several."""
    one = _ONE.match(rxnorm_name)
    concentration, per_millilitre = parsed.strength.upper().rpartition(" MG/ML")[:2]
    if parsed.package_form is not PackageForm.PEN_OR_INJECTION or one is None or not per_millilitre:
        return None
    return book.packages.get((parsed.brand.lower(), concentration, scaled(one.group(1), QUANTITY_SCALE, unit="mL")))


def _shipped_package(row: Mapping[str, str], unit: str) -> int | None:
    """The package size that came with the program, for a product under another name that counts the same unit."""
    size = row.get("units_per_package")
    return scaled(size, QUANTITY_SCALE, unit="units") if size and parse_name(row["name"], row["rxnorm_name"]).unit == unit else None


def drug_table(drugs: Iterable[Drug]) -> pa.Table:
    """The products as a table, sorted by name and key."""
    import pyarrow as pa

    rows = sorted(drugs, key=lambda drug: (drug.name.lower(), drug.rxcui))
    types = {"package_form": pa.int8(), "units_per_package": pa.int64(), "insulin": pa.bool_(), "vaccine": pa.bool_(), "weekly": pa.bool_()}
    return pa.table({name: pa.array([getattr(drug, name) for drug in rows], types.get(name, pa.string())) for name in DRUG_FIELDS})
