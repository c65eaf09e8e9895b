"""What the label of one of many people may be: the user's own number or code, and nothing that tells who it is."""

from __future__ import annotations

import re

from finder.domain.errors import Problem
from finder.questions.drug_list.identity import seems_private

LONGEST_LABEL = 40
_LABEL = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._:/#-]{{0,{LONGEST_LABEL - 1}}}")
_MEDICARE = re.compile(r"[1-9][A-Z][A-Z0-9][0-9][A-Z][A-Z0-9][0-9][A-Z]{2}[0-9]{2}")
_SOCIAL_SECURITY = re.compile(r"[0-9]{9}(?:[A-Z][0-9A-Z]?)?|[A-Z]{1,3}[0-9]{9}")
"""With the letters that the old Medicare number put behind it, or before it for railroad workers."""
_BIRTHDAY = re.compile(r"(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:19|20)\d\d")
_NAMES = re.compile(r"[A-Z][a-z]+[ ,._-]+[A-Z][a-z]+")
_OWN = "a number or code of your own"


def label_problem(label: str) -> Problem | None:
    """Why a label is not taken; None for one that is. It never repeats the label."""
    bare = re.sub(r"[^A-Za-z0-9]", "", label).upper()
    if not label:
        return Problem("member", f"{_OWN} for each person", "nothing")
    if _MEDICARE.fullmatch(bare):
        return Problem("member", f"{_OWN}, not a Medicare number", "what looks like one")
    if _SOCIAL_SECURITY.fullmatch(bare):
        return Problem("member", f"{_OWN}, not a Social Security number (nine digits)", "what looks like one")
    if seems_private(label) or _BIRTHDAY.search(label):
        return Problem("member", f"{_OWN}, not a birthday, address or phone number", "what looks like one")
    if len(label) > 1 and not re.search(r"[0-9]", label):
        return Problem("member", f"{_OWN} with a digit in it, not a name or initials", "none")
    if _NAMES.search(label) or not _LABEL.fullmatch(label):
        return Problem("member", f"{_OWN}, not a name: at most {LONGEST_LABEL} letters, digits and marks, without blanks", "something else")
    return None
