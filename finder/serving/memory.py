"""Memory that is given back is overwritten at once, so that what a visitor typed is gone from the process when their session is."""

from __future__ import annotations

import sys

_FILL = 0x55


def erasing(platform: str = sys.platform) -> dict[str, str]:
    """The environment that a server starts with: Python and the system's allocator each overwrite what they get back.

    Python's own setting covers every byte of its objects on every system. The system's covers what libraries hold: glibc leaves the last
    eight bytes of a piece, which is a whole ZIP code, so it would not do alone. ``tcache_count``: glibc keeps small pieces aside without
    filling them. Windows has no such setting of its own. What it costs stands in decision 120.
    """
    python = {"PYTHONMALLOC": "pymalloc_debug"}
    if platform.startswith("linux"):
        return python | {"GLIBC_TUNABLES": f"glibc.malloc.perturb={_FILL}:glibc.malloc.tcache_count=0"}
    if platform == "darwin":
        return python | {"MallocScribble": "1"}
    return python
