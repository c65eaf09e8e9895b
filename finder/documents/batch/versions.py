"""What decides the answer to a part beside the part itself: the program, the law's numbers, the plans, the names of drugs."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from finder import __version__
from finder.cache import code_version
from finder.parameters import version
from finder.paths import own_folder, shipped
from finder.sources.catalog.ownership import MANIFEST
from finder.sources.catalog.reading import all_catalogs

_OWN = ("drug_names", "networks")


@lru_cache(maxsize=1)
def answering_versions() -> tuple[str, ...]:
    """One text for each. Looked up once in a process."""
    catalogs = all_catalogs()
    plans = (f"{catalog.info.digest} {answers}" for catalog, answers in zip(catalogs.opened, catalogs.answers, strict=True))
    return (__version__, code_version(), version(), *plans, _names())


def _names() -> str:
    """A digest of the manifests of all that isn't a catalog. A manifest holds the checksum of each of its tables."""
    folders = (*(path for path in sorted(shipped("data").iterdir()) if path.name != "catalogs"), *map(own_folder, _OWN))
    hashed = hashlib.blake2b(digest_size=16)
    for path in (path for folder in folders for path in sorted(folder.rglob(MANIFEST))):
        hashed.update(path.parent.name.encode() + b"\0" + path.read_bytes())
    return hashed.hexdigest()
