"""The pictures of a page: the finding of each, as a screen reader says it."""

from __future__ import annotations

import re
from html import unescape

from streamlit.testing.v1 import AppTest

_FINDING = re.compile(r'role="img" aria-label="([^"]*)"')


def pictured(app: AppTest) -> list[str]:
    """The finding of each picture, in order."""
    return [unescape(alt) for element in app.get("html") for alt in _FINDING.findall(element.proto.body)]
