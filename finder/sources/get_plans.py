"""Get the plans of a year and of some states: find the newest release, say what it weighs and lacks, download it, import it.

The page and ``finder catalog fetch`` both call ``get_plans``; what is said is theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from finder.domain.errors import SourceError
from finder.domain.lack import Lack, LackKind
from finder.domain.market import CatalogInfo
from finder.paths import own_folder, shipped
from finder.sources.cms.importer import import_release
from finder.sources.download.folder import remove
from finder.sources.download.http_ranges import Web
from finder.sources.download.lacking import lacking
from finder.sources.download.release import Progress, fetch, find_release, size_of
from finder.sources.download.resource_list import Download
from finder.sources.packs.pack_file import is_pack
from finder.sources.packs.take import add


class Order(NamedTuple):
    """What to get.

    ``states``: two letters each; none for the whole country.
    ``url``: None for the newest release in the resource list.
    ``monthly``: a monthly release, not a quarterly one.
    ``networks``: the pharmacy networks too.
    ``keep``: keep the files after the import.
    ``landscape``: the address or path of the Landscape; None for the one in the resource list, if there is one.
    """

    year: int
    states: tuple[str, ...] = ()
    url: str | None = None
    monthly: bool = False
    networks: bool = False
    keep: bool = False
    landscape: str | None = None


class Offer(NamedTuple):
    """What the server has for an order.

    ``size``: bytes to download; None if the server doesn't say. ``here``: how many of them came before.
    ``speed``: bytes a second, as measured while we asked; None if too little came to tell.
    ``lacks``: what the plans will lack once they are here.
    """

    release: Download
    size: int | None
    here: int
    speed: float | None
    lacks: tuple[Lack, ...]


class Reading(NamedTuple):
    """All files are in ``folder`` and verified; they are being imported."""

    folder: Path


Step = Offer | Progress | Reading


class Folders(NamedTuple):
    """Where catalogs are, and where downloads come to.

    ``shipped``: the catalogs that came with the program, which may lend prices.
    """

    catalogs: Path
    downloads: Path
    shipped: Path

    @property
    def lenders(self) -> tuple[Path, Path]:
        """The folders whose catalogs may lend prices."""
        return self.catalogs, self.shipped


def own_folders() -> Folders:
    """The folders of this user."""
    return Folders(own_folder("catalogs"), own_folder("downloads"), shipped("data") / "catalogs")


def look(order: Order, folders: Folders, web: Web | None = None) -> Offer:
    """What the server has for an order. Downloads nothing but lists. Raises SourceError."""
    web = web or Web()
    release = find_release(web, order.year, order.url, monthly=order.monthly)
    release = release._replace(landscape=order.landscape or release.landscape)
    lacks = lacking(release, order.year, folders.lenders, order.states)
    if any(lack.kind is LackKind.QUARTER_FIRST for lack in lacks):
        expected = f"a quarter of {order.year} that was imported before (a monthly release has no prices)"
        raise SourceError(f"{release.url}: expected {expected}, found none.", "quarter_first")
    size = size_of(web, release, folders.downloads / release.name, networks=order.networks)
    return Offer(release, size.total, size.here, web.speed, lacks)


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
    info = import_release(target, order.year, folders.catalogs, (folders.shipped,), states=order.states)
    if not order.keep:
        remove(target)
    return info


def take_file(path: Path, year: int, states: tuple[str, ...], folders: Folders) -> CatalogInfo:
    """Take a file that is here: a pack, which says itself what it holds, or files of CMS. Raises SourceError."""
    if is_pack(path):
        return add(path, folders.catalogs).info
    return import_release(path, year, folders.catalogs, (folders.shipped,), states=states)
