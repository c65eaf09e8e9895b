"""Memory that is given back is overwritten at once, so that what a visitor typed is gone from the process when their session is."""

from __future__ import annotations

import sys

_FILL = 0x55


def erasing(platform: str = sys.platform) -> dict[str, str]:
    """The environment that a server starts with: objects come from the system's allocator, which fills what it gets back.

    Python's own allocator leaves it as it was. The cost is up to a third of a comparison's time. ``tcache_count``: glibc keeps small pieces
    aside without filling them. Windows has no such setting.
    """
    if platform.startswith("linux"):
        return {"PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": f"glibc.malloc.perturb={_FILL}:glibc.malloc.tcache_count=0"}
    if platform == "darwin":
        return {"PYTHONMALLOC": "malloc", "MallocScribble": "1"}
    return {}
