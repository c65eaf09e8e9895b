"""Characters that no text of ours holds, text without accents, and what was wrong with an input."""

from __future__ import annotations

import re
import unicodedata

from finder.intake.limits import QUOTED

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
"""Characters that steer a terminal and are no text: all controls but tab and the ends of lines and pages."""
HALF = re.compile("[\ud800-\udfff]")
"""Half a character: no encoding can write it."""


class Unfit(Exception):
    """An input that was not taken: what was ``expected`` and what was ``found``, without a word of it."""

    def __init__(self, expected: str, found: str) -> None:
        self.expected, self.found = expected, found
        super().__init__(f"expected {expected}, found {found}")


def shortened(text: str) -> str:
    """The text with its middle left out where it is longer than a sentence may quote."""
    return text if len(text) <= QUOTED else f"{text[: QUOTED // 2]}...{text[-(QUOTED // 2 - 3) :]}"


def without_controls(text: str) -> str:
    """The text with a blank for each control character and a mark for half a character."""
    return HALF.sub("\ufffd", CONTROL.sub(" ", text))


def folded(text: str) -> str:
    """The text in lower case without accents: ``día`` is ``dia``."""
    apart = unicodedata.normalize("NFD", text.lower())
    return unicodedata.normalize("NFC", "".join(sign for sign in apart if unicodedata.category(sign) != "Mn"))
