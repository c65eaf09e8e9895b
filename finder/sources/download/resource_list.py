"""Which releases of the public use files can be downloaded, by the resource list of data.cms.gov.

The list is a DCAT document: ``dataset`` entries with a ``title`` and ``distribution`` entries with a ``downloadURL``. Only the file's name
tells the plan year and day: ``SPUF_2026_20260701.zip`` is quarterly, ``2026_20260722.zip`` monthly. Some add the quarter or month of their
facts: ``SPUF_2024_20250430_2024Q3.zip``, ``2025_20241219_Nov2024.zip``.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from finder.domain.errors import SourceError
from finder.intake.json_text import parse_json
from finder.intake.limits import RESOURCE_LIST as LIMITS
from finder.intake.texts import Unfit
from finder.sources.catalog.releases import month_in, release_of
from finder.sources.cms.text_files import plain

RESOURCE_LIST = "https://data.cms.gov/data.json"
LONGEST_NAME = 100
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_DATASET = plain("Prescription Drug Plan Formulary")
_LANDSCAPE = re.compile(r"CY[ _-]?(20\d\d)[ _-]*Landscape[^/]*\.(?:zip|csv|xlsx)$", re.IGNORECASE)
"""From 2025 on the Landscape is one table under such a name. What it was before, this program does not read."""
_NAME = re.compile(
    r"(?P<quarterly>SPUF_)?(?P<year>20\d\d)_(?P<day>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"(?:_(?P<facts>20\d\dQ[1-4]|[a-z]{3,9}20\d\d))?\.zip",
    re.IGNORECASE,
)


class Download(NamedTuple):
    """A release that can be downloaded.

    ``day``: eight digits, or empty if the name tells none.
    ``quarterly``: False for a monthly release, which has no prices.
    ``facts``: the day of the facts where the name tells it. Several quarters were published on one day.
    ``landscape``: the address of the year's newest Landscape, or its path on this machine; empty if none is known.
    """

    plan_year: int
    day: str
    quarterly: bool
    url: str
    facts: str = ""
    landscape: str = ""

    @property
    def name(self) -> str:
        """A name for its folder, from the file's name without its ending: ``SPUF_2026_20260701``."""
        return safe_name(file_name(self.url).removesuffix(".zip")) or "release"


def file_name(url: str) -> str:
    """The last part of an address's path, unquoted."""
    try:
        return unquote(urlsplit(url).path).rsplit("/", 1)[-1]
    except ValueError:  # no address at all: http://[::1
        return ""


def safe_name(name: str) -> str:
    """A name from elsewhere as the name of one file: never a path, hidden, or long; empty if nothing of it is left."""
    return _UNSAFE.sub("_", name)[:LONGEST_NAME].strip("._")


def download_of(url: str) -> Download | None:
    """The release that an address names, or None."""
    found = _NAME.fullmatch(file_name(url))
    if found is None:
        return None
    facts = release_of([found["facts"] or ""])
    return Download(int(found["year"]), found["day"], bool(found["quarterly"]), url, f"{facts.day:%Y%m%d}" if facts else "")


def downloads(document: bytes, base: str) -> list[Download]:
    """Every release in the resource list that came from ``base``, newest first. Raises SourceError if it is another document."""
    listed = _listed(document, base, _DATASET)
    found = {known for url in listed if (known := download_of(urljoin(base, url)))}
    return sorted(found, key=lambda known: (known.day, known.quarterly, known.facts, known.url), reverse=True)


def landscape_of(document: bytes, base: str, year: int) -> str:
    """The address of the year's newest Landscape in the resource list that came from ``base``; empty if it holds none."""
    named = [(found, url) for url in _listed(document, base) if (found := _LANDSCAPE.search(file_name(url)))]
    of_year = [(month_in(file_name(url)) or date.min, url) for found, url in named if int(found[1]) == year]
    return urljoin(base, max(of_year)[1]) if of_year else ""


def _listed(document: bytes, base: str, dataset: str = "") -> list[str]:
    """The addresses in the document, of the data sets with these words in their title."""
    try:
        datasets = parse_json(document, LIMITS, controls=True)["dataset"]
        return [url for one in datasets if dataset in plain(str(one.get("title", ""))) for url in _urls(one)]
    except (Unfit, KeyError, TypeError, AttributeError) as error:
        expected = "a list of data sets (DCAT, with dataset and distribution)"
        raise SourceError(f"{base}: expected {expected}, found another document.", "not_a_list") from error


def _urls(dataset: dict[str, Any]) -> list[str]:
    entries = dataset.get("distribution") or []
    urls = (entry.get("downloadURL") for entry in entries)
    return [url for url in urls if isinstance(url, str) and file_name(url)]


def newest(found: list[Download], year: int, base: str, *, monthly: bool = False) -> Download:
    """The newest quarterly release of a plan year (``monthly``: the newest monthly one), else the newest of any kind.

    Raises SourceError naming the known years.
    """
    of_year = [known for known in found if known.plan_year == year]
    if not of_year:
        known_years = sorted({known.plan_year for known in found})
        years = ", ".join(map(str, known_years)) or "none"
        raise SourceError(f"{base}: expected a release of plan year {year}, found releases of: {years}.", "not_listed", known_years)
    return next((known for known in of_year if known.quarterly is not monthly), of_year[0])
