"""``finder catalog fetch`` and ``add``: what they say while the plans of a year are found, downloaded and taken in."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from finder.domain.errors import SourceError
from finder.domain.lack import Lack, LackKind
from finder.domain.market import CatalogInfo
from finder.explain.kit.escapes import visible
from finder.explain.plans.download import ProgressLine, lack_sentence
from finder.sources.download.http_ranges import Web
from finder.sources.download.release import Progress
from finder.sources.get_plans import Folders, OnServer, Order, Reading, Step, get_plans
from finder.sources.packs.take import Added, add, is_address
from finder.terminal import tell

_OFTEN, _SELDOM = 0.25, 10.0


def fetch_catalog(order: Order, folders: Folders, web: Web | None = None) -> CatalogInfo:
    """Get the plans and say on standard error how far it is. Raises SourceError."""
    telling = _Telling(sys.stderr)
    try:
        return get_plans(order, folders, telling.on, web)
    except SourceError as error:
        if error.reason == "quarter_first":
            raise SourceError(lack_sentence(Lack(LackKind.QUARTER_FIRST, order.year))) from error
        if telling.reading is not None:
            tell(f"The files are kept in {telling.reading.folder}")
        raise


def add_pack(path_or_url: str, folder: Path, web: Web | None = None) -> Added:
    """Add a pack, and say on standard error how far its download is. Raises SourceError."""
    if is_address(path_or_url):
        tell(f"Fetching {path_or_url}")
    return add(path_or_url, folder, _reporter(sys.stderr), web)


class _Telling:
    """Says each step; remembers the import, once it has begun."""

    def __init__(self, out: IO[str]) -> None:
        self.reading: Reading | None = None
        self._progress = _reporter(out)

    def on(self, step: Step) -> None:
        """Say a step."""
        match step:
            case OnServer():
                tell(f"Fetching {step.release.url}" + (f" and {step.release.landscape}" if step.release.landscape else ""))
                for lack in step.lacks:
                    tell(lack_sentence(lack))
            case Progress():
                self._progress(step)
            case Reading():
                self.reading = step
                tell("All files are here and verified. Importing them.")


def _reporter(out: IO[str]) -> Callable[[Progress], None]:
    """Overwrites one line on a terminal; in a log, writes a line every ten seconds. The last line is always written."""
    line, alive = ProgressLine(), out.isatty()
    written = time.monotonic() if not alive else 0.0

    def report(progress: Progress) -> None:
        nonlocal written
        text, now, last = visible(line.of(progress)), time.monotonic(), progress.done == progress.total
        if now - written < (_OFTEN if alive else _SELDOM) and not last:
            return
        written = now
        out.write(f"\r\x1b[K{text}{chr(10) if last else ''}" if alive else f"{text}\n")
        out.flush()

    return report
