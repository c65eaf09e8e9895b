"""What day it is. Every page and command asks here; ``$FINDER_TODAY`` sets the day where a test needs another one."""

from __future__ import annotations

import os
from datetime import date


def today() -> date:
    """Today."""
    given = os.environ.get("FINDER_TODAY")
    return date.fromisoformat(given) if given else date.today()
