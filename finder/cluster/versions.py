"""What decides an answer on a machine: program, numbers of the law, plans, names. Two machines with the same give the same bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache

import distributed

from finder import __version__
from finder.cache import code_version
from finder.parameters import version
from finder.paths import own_folder, shipped
from finder.sources.catalog.ownership import MANIFEST
from finder.sources.catalog.reading import all_catalogs

_SHOWN = 12
_OWN_NAMES = ("drug_names", "networks")


@lru_cache(maxsize=1)
def versions() -> Mapping[str, str]:
    """What is named -> which version of it is here. Looked up once a process."""
    digests: dict[str, list[str]] = {}
    catalogs = all_catalogs()
    for catalog, answers in zip(catalogs.opened, catalogs.answers, strict=True):
        if answers:
            digests.setdefault(f"plans of {catalog.info.plan_year}", []).append(catalog.info.digest[:_SHOWN])
    plans = {name: " ".join(sorted(of)) for name, of in sorted(digests.items())}
    return {**program(), "numbers of the law": version(), **plans, "drug names": _names()}


def program() -> Mapping[str, str]:
    """The part of it that a scheduler needs, which only passes parts on."""
    return {"program": f"{__version__} ({code_version()[:_SHOWN]})", "Dask": distributed.__version__}


def _names() -> str:
    """A digest of the manifests of what isn't a catalog. A manifest holds the checksum of each of its tables."""
    folders = (*(path for path in sorted(shipped("data").iterdir()) if path.name != "catalogs"), *map(own_folder, _OWN_NAMES))
    hashed = hashlib.blake2b(digest_size=_SHOWN // 2)
    for path in (path for folder in folders for path in sorted(folder.rglob(MANIFEST))):
        hashed.update(path.parent.name.encode() + b"\0" + path.read_bytes())
    return hashed.hexdigest()


def difference(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """The first thing that two machines don't have in the same version, in words; empty if they agree."""
    for name in {**here, **there}:
        if here.get(name) != there.get(name):
            return f"other {name}: expected {here.get(name, 'none')}, found {there.get(name, 'none')}"
    return ""
