"""What the label of one of many people may be: the user's own number or code, and nothing that tells who it is."""

from __future__ import annotations

import re

from finder.domain.errors import Problem

LONGEST_LABEL = 40
_LABEL = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._:/#-]{{0,{LONGEST_LABEL - 1}}}")
_MEDICARE = re.compile(r"[1-9][A-Z][A-Z0-9][0-9][A-Z][A-Z0-9][0-9][A-Z]{2}[0-9]{2}")
_SOCIAL_SECURITY = re.compile(r"[0-9]{9}[A-Z]?[0-9A-Z]?|[A-Z]{1,3}[0-9]{9}")
"""With the letters that the old Medicare number put behind it, or before it for railroad workers."""
_WORDS = re.compile(r"[A-Za-z]{2,}")


def label_problem(label: str) -> Problem | None:
    """Why a label is not taken; None for one that is. It never repeats the label."""
    expected = "a number or code of your own"
    bare = re.sub(r"[^A-Za-z0-9]", "", label).upper()
    if not label:
        return Problem("member", f"{expected} for each person", "nothing")
    if _MEDICARE.fullmatch(bare):
        return Problem("member", f"{expected}, not a Medicare number", "what looks like one")
    if _SOCIAL_SECURITY.fullmatch(bare):
        return Problem("member", f"{expected}, not a Social Security number (nine digits)", "what looks like one")
    words = _WORDS.findall(label)
    if (len(words) > 1 and not re.search(r"[0-9]", label)) or (len(words) == 1 and label.isalpha() and len(label) > 1):
        return Problem("member", f"{expected} with a digit in it, not a name or initials", "letters alone")
    if not _LABEL.fullmatch(label) or (len(words) > 1 and re.search(r"[A-Z][a-z]+[ ,._-]+[A-Z][a-z]+", label)):
        expected += f": at most {LONGEST_LABEL} letters, digits and marks, without blanks"
        return Problem("member", f"{expected}, not a name", "something else")
    return None
