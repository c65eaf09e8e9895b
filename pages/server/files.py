"""How many files the server may hold open, and so how many visitors it has room for."""

from __future__ import annotations

import sys

_WANTED = 65_536
_OF_THE_SERVER = 200
"""For the catalogs of all years and states, libraries, the log, downloads that come."""
_OF_A_VISITOR = 12
"""A connection of the page, three of Streamlit's own loop for each session, and up to six that a browser keeps open for a few seconds;
a session that waits for its browser has three."""
_WITHOUT_A_LIMIT = 5_000


def files_allowed() -> int:
    """Raise this process's limit of open files as far as it may go by itself; what it is then. Zero where there is none."""
    if sys.platform == "win32":
        return 0
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED if hard == resource.RLIM_INFINITY else min(_WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return 0 if soft == resource.RLIM_INFINITY else soft


def most_visitors(files: int) -> int:
    """How many visitors may be here at once."""
    return max(1, (files - _OF_THE_SERVER) // _OF_A_VISITOR) if files else _WITHOUT_A_LIMIT
