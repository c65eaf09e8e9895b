"""Where things are: what ships with the program, and what the user imported."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "_shipped"


def shipped(name: str) -> Path:
    """The path of ``app.py``, ``pages``, ``data`` or ``.streamlit``, in the installed package or else in the checkout."""
    inside = _SHIPPED / name
    return inside if inside.exists() else _PACKAGE.parent / name


def own_folder(name: str) -> Path:
    """The user's own ``catalogs``, ``drug_names``, ``networks`` or ``downloads``: in ``$FINDER_DATA``, else in the XDG data folder."""
    own = os.environ.get("FINDER_DATA")
    data = Path(own) if own else Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "partd-finder"
    return data / name
