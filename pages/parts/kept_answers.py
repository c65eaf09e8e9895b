"""Answers that take seconds, kept on disk as integers and opened once for all visitors. "Start over" removes those of one visitor."""

from __future__ import annotations

from collections.abc import Collection

from finder.cache import ResultCache
from finder.domain.market import CatalogInfo
from finder.parameters import version
from pages.parts.screen import st


@st.cache_resource(show_spinner=False)
def kept_answers() -> ResultCache:
    """The cache of this server. Holds nothing of a person that can be read."""
    return ResultCache.open()


def answers_from(info: CatalogInfo, used: set[bytes]) -> ResultCache:
    """The answers about one catalog; ``used`` takes their keys, for ``forget_answers``."""
    return kept_answers().under(version(), info.digest, used=used)


def forget_answers(used: Collection[bytes]) -> None:
    """Remove the answers that a visitor's questions put there or found."""
    if used:
        kept_answers().forget(used)
