"""What the first visitors of a server for many would wait for, loaded before they come."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from pkgutil import iter_modules

import pages.parts
from finder.documents.compare_request import member_and_list, read_request
from finder.paths import shipped
from finder.questions.drug_list.reading import lines_of_text, read_drug_list
from finder.questions.plans.compare import compare_plans
from finder.sources.catalog.places import ZipCodes
from pages.parts.catalog import catalog_of, proposal, today, years

_MISSPELLED = "metfromin"
_BOUGHT = {"rxcui": "861007", "quantity": 30, "days_supply": 30}  # metformin


def warm() -> None:
    """Load every page's modules, the newest plans, the names of drugs and how they are misspelled, and the law of that year."""
    for module in iter_modules(pages.parts.__path__, "pages.parts."):
        import_module(module.name)
    with suppress(Exception):  # what is wrong is said by the page that needs it: a server starts without plans, or with damaged ones
        _ask_once()


def _ask_once() -> None:
    year = proposal().year
    catalog = catalog_of(year)
    read_drug_list(catalog, lines_of_text(_MISSPELLED))
    for place in ZipCodes(shipped("data") / "geo").of_state(next(iter(catalog.info.states), ""))[:1]:
        request = {"plan_year": year, "zip": place.zip_code, "county": place.county.fips, "prescriptions": [_BOUGHT]}
        compare_plans(catalog, *member_and_list(catalog, read_request(request)), today=today(), known_years=years())
