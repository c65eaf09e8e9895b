"""Which Medicare drug plan costs a person least, and why: the ledger, the law behind each line, and what would change it.

``from finder import open_catalog, compare, simulate``: the names of ``finder.library``, each loaded when it is asked for, so that
``import finder`` stays cheap. They are the public door; docs/guides/library.md shows them.
"""

from __future__ import annotations

__version__ = "0.1.0"

_DOOR = (
    *("Catalog", "Comparison", "DrugsReached", "FinderError", "Person", "Policy", "PolicyAnswer", "PolicyPrice", "Refusal"),
    *("compare", "compare_many", "law_of", "make_policy", "open_catalog", "person", "policy_yaml", "read_policy", "simulate"),
    *("simulate_each", "synthetic_people", "to_document"),
)


def __getattr__(name: str) -> object:
    if name in _DOOR:
        from importlib import import_module

        return getattr(import_module("finder.library"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_DOOR])
