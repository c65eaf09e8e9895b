"""``finder catalog fetch``: find the newest release of a plan year, download what a catalog needs, and import it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, NamedTuple

from finder.domain.errors import SourceError
from finder.domain.lack import LackKind
from finder.domain.market import CatalogInfo
from finder.explain.plans.download import ProgressLine, lack_sentence
from finder.sources.download.folder import remove
from finder.sources.download.http_ranges import Web
from finder.sources.download.lacking import lacking
from finder.sources.download.release import Progress, fetch, find_release

_OFTEN, _SELDOM = 0.25, 10.0


class Wanted(NamedTuple):
    """What to fetch.

    ``url``: None for the newest release in the resource list.
    ``monthly``: a monthly release, not a quarterly one.
    ``networks``: the pharmacy networks too.
    ``keep``: keep the files after the import.
    ``landscape``: the address or path of the Landscape; None for the one in the resource list, if there is one.
    """

    year: int
    url: str | None = None
    monthly: bool = False
    networks: bool = False
    keep: bool = False
    landscape: str | None = None


def fetch_catalog(
    wanted: Wanted, folder: Path, catalogs: Sequence[Path], import_files: Callable[[Path], CatalogInfo], web: Web | None = None
) -> CatalogInfo:
    """Say what the release will lack, fetch it into ``folder`` and import with ``import_files``. If the import refuses the files, they
    stay. ``catalogs``: the folders whose catalogs may lend prices. Raises SourceError."""
    web = web or Web()
    release = find_release(web, wanted.year, wanted.url, monthly=wanted.monthly)
    release = release._replace(landscape=wanted.landscape or release.landscape)
    _say(f"Fetching {release.url}" + (f" and {release.landscape}" if release.landscape else ""))
    lacks = lacking(release, wanted.year, catalogs)
    if any(lack.kind is LackKind.QUARTER_FIRST for lack in lacks):
        raise SourceError(" ".join(lack_sentence(lack) for lack in lacks if lack.kind is LackKind.QUARTER_FIRST))
    for lack in lacks:
        _say(lack_sentence(lack))
    target = folder / release.name
    fetch(web, release, target, _reporter(sys.stderr), networks=wanted.networks)
    _say("All files are here and verified. Importing them.")
    try:
        info = import_files(target)
    except SourceError:
        _say(f"The files are kept in {target}")
        raise
    if not wanted.keep:
        remove(target)
    return info


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _reporter(out: IO[str]) -> Callable[[Progress], None]:
    """Overwrites one line on a terminal; in a log, writes a line every ten seconds. The last line is always written."""
    line, alive = ProgressLine(), out.isatty()
    written = time.monotonic() if not alive else 0.0

    def report(progress: Progress) -> None:
        nonlocal written
        text, now, last = line.of(progress), time.monotonic(), progress.done == progress.total
        if now - written < (_OFTEN if alive else _SELDOM) and not last:
            return
        written = now
        out.write(f"\r\x1b[K{text}{chr(10) if last else ''}" if alive else f"{text}\n")
        out.flush()

    return report
