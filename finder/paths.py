"""Where the program finds what it ships with: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_SHIPPED = _PACKAGE / "_shipped"


def shipped(name: str) -> Path:
    """The path of ``app.py``, ``pages``, ``data`` or ``.streamlit``, in the installed package or else in the checkout."""
    inside = _SHIPPED / name
    return inside if inside.exists() else _PACKAGE.parent / name
