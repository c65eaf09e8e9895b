"""Whether the visitor sits at the machine that runs the program. Only they may get plans, have a file of its disk read, or remove plans."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from finder.serving.exposure import is_shared
from pages.parts.screen import st

_THIS = ("localhost", "127.0.0.1", "::1")
_BY_A_PROXY = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")


def is_own_machine() -> bool:
    """Whether this visitor sits at this machine."""
    return is_of_own_machine(st.context.headers)


def is_of_own_machine(headers: Mapping[str, str]) -> bool:
    """Whether a request is of somebody who sits at this machine."""
    return not is_shared(os.environ) and came_from_here(headers)


def came_from_here(headers: Mapping[str, str]) -> bool:
    """Whether a request was made to this machine by its own name, by a page of its own, and passed on by nobody."""
    asked = [urlsplit(f"//{headers['Host']}").hostname] if headers.get("Host") else []
    asked += [urlsplit(headers["Origin"]).hostname] if headers.get("Origin") else []
    return all(host in _THIS for host in asked) and not any(headers.get(name) for name in _BY_A_PROXY)
