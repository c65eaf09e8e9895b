"""One look at the disk: while a page is drawn, each question about the catalogs is asked once, so that the page is of one moment."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

Given = ParamSpec("Given")
Found = TypeVar("Found")
_found: ContextVar[dict[Hashable, Any] | None] = ContextVar("found", default=None)
"""What has been found so far; None where nobody is looking at one moment."""


@contextmanager
def one_look() -> Iterator[None]:
    """Until the block ends, what ``once_a_look`` has found stays found. A block inside another one is of the same look."""
    if _found.get() is not None:
        yield
        return
    token = _found.set({})
    try:
        yield
    finally:
        _found.reset(token)


def once_a_look(look: Callable[Given, Found]) -> Callable[Given, Found]:
    """A function that is called once for each of its arguments in a look, which can be hashed; outside of a look, each time."""

    @wraps(look)
    def looked(*args: Given.args, **options: Given.kwargs) -> Found:
        found = _found.get()
        if found is None:
            return look(*args, **options)
        key = (look.__module__, look.__qualname__, args, *sorted(options.items()))
        if key not in found:
            found[key] = look(*args, **options)
        return cast(Found, found[key])

    return looked


def look_again() -> None:
    """Forget what this look has found: this very program has changed a catalog."""
    if (found := _found.get()) is not None:
        found.clear()
