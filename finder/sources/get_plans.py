"""Get the plans of a year and of some states: find the newest release, say what it weighs and lacks, download it, import it.

The page and ``finder catalog fetch`` both call ``get_plans``; what is said is theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from finder.domain.errors import SourceError
from finder.domain.market import CatalogInfo
from finder.sources.cms.importer import import_release
from finder.sources.download.folder import remove
from finder.sources.download.http_ranges import Web
from finder.sources.download.release import Progress, fetch, find_release, size_of
from finder.sources.download.resource_list import Download


class Order(NamedTuple):
    """What to get.

    ``states``: two letters each; none for the whole country.
    ``url``: None for the newest release in the resource list.
    ``monthly``: a monthly release, not a quarterly one.
    ``networks``: the pharmacy networks too.
    ``keep``: keep the files after the import.
    """

    year: int
    states: tuple[str, ...] = ()
    url: str | None = None
    monthly: bool = False
    networks: bool = False
    keep: bool = False


class Offer(NamedTuple):
    """What the server has for an order.

    ``size``: bytes to download; None if the server doesn't say. ``here``: how many of them came before.
    ``speed``: bytes a second, as measured while we asked; None if too little came to tell.
    ``own_prices``: whether it has drug prices of its own.
    """

    release: Download
    size: int | None
    here: int
    speed: float | None
    own_prices: bool


class Reading(NamedTuple):
    """All files are in ``folder`` and verified; they are being imported."""

    folder: Path


Step = Offer | Progress | Reading


class Folders(NamedTuple):
    """Where catalogs are, and where downloads come to."""

    catalogs: Path
    downloads: Path


def look(order: Order, folders: Folders, web: Web | None = None) -> Offer:
    """What the server has for an order. Downloads nothing but lists. Raises SourceError."""
    web = web or Web()
    release = find_release(web, order.year, order.url, monthly=order.monthly)
    size = size_of(web, release, folders.downloads / release.name, networks=order.networks)
    return Offer(release, size.total, size.here, web.speed, release.quarterly)


def get_plans(order: Order, folders: Folders, on: Callable[[Step], None], web: Web | None = None) -> CatalogInfo:
    """Download and import what was ordered. ``on`` hears of each step, and may raise to stop; what came then stays for the next run.

    Raises SourceError. If the import refuses the files, they stay.
    """
    web = web or Web()
    offer = look(order, folders, web)
    on(offer)
    target = folders.downloads / offer.release.name
    fetch(web, offer.release, target, on, networks=order.networks)
    on(Reading(target))
    info = import_files(target, order.year, order.states, folders.catalogs)
    if not order.keep:
        remove(target)
    return info


def import_files(path: Path, year: int, states: tuple[str, ...], catalogs: Path) -> CatalogInfo:
    """Import files of CMS. Raises SourceError, also if no plan of a state that was asked for is in them."""
    info = import_release(path, year, catalogs, states=states)
    missing = sorted(set(states) - set(info.states))
    if missing:
        raise SourceError(f"{path.name}: expected plans of {', '.join(missing)}, found none.", "no_plans")
    return info
