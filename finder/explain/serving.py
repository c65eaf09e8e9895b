"""What the server says to whoever runs it."""

from __future__ import annotations

from finder.explain.messages import mark

PAGES_AT = mark("Drug plan finder: {address}  (Ctrl+C stops it)")
