"""What decides the answer to a part beside the part itself: the program, the law's numbers, the plans, the names of drugs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache

from finder import __version__
from finder.cache import code_version
from finder.parameters import version
from finder.paths import own_folder, shipped
from finder.sources.catalog.ownership import MANIFEST
from finder.sources.catalog.reading import all_catalogs

_OWN = ("drug_names", "networks")
_DIGEST = 16


@lru_cache(maxsize=1)
def answering_versions() -> Mapping[str, str]:
    """What is named -> which version of it is here. Looked up once in a process."""
    return {**_of_program(), **_data()}


def data_changed() -> bool:
    """Whether plans or names are no more those that this process looked up: then an answer since may be of either."""
    return {**_of_program(), **_data()} != answering_versions()


def program_version() -> str:
    """The program's version, and a digest of its code."""
    return f"{__version__} ({code_version()})"


def _of_program() -> dict[str, str]:
    return {"program": program_version(), "numbers of the law": version()}


def _data() -> dict[str, str]:
    return {**_plans(), "drug names": _names()}


def _plans() -> dict[str, str]:
    """For each plan year, the catalogs in use and the states that each answers for."""
    catalogs, digests = all_catalogs(), dict[str, list[str]]()
    for catalog, answers in zip(catalogs.opened, catalogs.answers, strict=True):
        if answers:
            digests.setdefault(f"plans of {catalog.info.plan_year}", []).append(f"{catalog.info.digest} {' '.join(answers)}")
    return {name: hashlib.blake2b("\n".join(sorted(found)).encode(), digest_size=_DIGEST).hexdigest() for name, found in digests.items()}


def _names() -> str:
    """A digest of the manifests of all that isn't a catalog. A manifest holds the checksum of each of its tables."""
    folders = (*(path for path in sorted(shipped("data").iterdir()) if path.name != "catalogs"), *map(own_folder, _OWN))
    hashed = hashlib.blake2b(digest_size=_DIGEST)
    for path in (path for folder in folders for path in sorted(folder.rglob(MANIFEST))):
        hashed.update(path.parent.name.encode() + b"\0" + path.read_bytes())
    return hashed.hexdigest()
