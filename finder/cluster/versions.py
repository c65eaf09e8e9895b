"""What two machines must have in the same version, so that they give the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import distributed

from finder.documents.batch.versions import answering_versions, program_version

_SHOWN = 28
"""Characters of a version that a sentence shows."""


@lru_cache(maxsize=1)
def versions() -> Mapping[str, str]:
    """What is named -> which version of it is here."""
    return {**program(), **answering_versions()}


def program() -> Mapping[str, str]:
    """What a scheduler needs of it, which only passes parts on."""
    return {"program": program_version(), "Dask": distributed.__version__}


def difference(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """The first thing that two machines don't have in the same version, in words; empty if they agree."""
    for name in {**here, **there}:
        if here.get(name) != there.get(name):
            return f"other {name}: expected {here.get(name, 'none')[:_SHOWN]}, found {there.get(name, 'none')[:_SHOWN]}"
    return ""
