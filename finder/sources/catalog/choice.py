"""Which catalog of a plan year answers for a state. A machine may hold several: the country, some states, newer and older releases.

The user's own come before those that came with the program, and the newest release first. For a state, the first that covers it answers.
A damaged one that covers it still comes first: an older release never answers in its place. If nothing tells what a damaged one covers, it
counts as covering everything if it is the first, and else nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from finder.domain.errors import SourceError
from finder.sources.catalog.look import once_a_look
from finder.sources.catalog.releases import folders_of, states_in_name
from finder.sources.catalog.store import read_manifest, version_of

_KEPT = 1000


class Placed(NamedTuple):
    """A catalog among those of its year.

    ``covers``: its states; None: all.
    ``answers``: the states that it answers for, since none before it covers them; None: all.
    """

    folder: Path
    covers: frozenset[str] | None
    answers: frozenset[str] | None

    @property
    def in_use(self) -> bool:
        """Whether it answers for any state."""
        return self.answers is None or bool(self.answers)


@once_a_look
def placed(year: int, folders: tuple[Path, ...]) -> Sequence[Placed]:
    """The catalogs of a year in some folders of catalogs, in the order in which they are asked."""
    found: list[Placed] = []
    taken: frozenset[str] = frozenset()
    for folder in (path for base in folders for path in folders_of(year, base)):
        covers = states_of(folder)
        if covers is None and found:
            covers = frozenset()
        unknown_before = bool(found) and found[0].covers is None
        answers = frozenset() if unknown_before else covers and covers - taken
        taken |= covers or frozenset()
        found.append(Placed(folder, covers, answers))
    return found


def states_of(folder: Path) -> frozenset[str] | None:
    """The states that a catalog covers; None if neither manifest nor name tells."""
    return _states_of(folder, version_of(folder))


@lru_cache(maxsize=_KEPT)
def _states_of(folder: Path, version: str) -> frozenset[str] | None:
    """Read once for each version: every page asks, and several times."""
    try:
        states = read_manifest(folder).get("states")
    except SourceError:
        states = states_in_name(folder.name)
    return frozenset(map(str, states)) if isinstance(states, list) and states else None


def covering(catalogs: Sequence[Placed], states: Collection[str]) -> Path | None:
    """The catalog that answers for some states together: the first that covers them all."""
    return next((one.folder for one in catalogs if one.covers is None or one.covers.issuperset(states)), None)
