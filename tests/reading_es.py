"""How hard a Spanish text is to read, by Fernández-Huerta (textstat): 70 to 80 is grade 6, 60 to 70 are grades 7 and 8."""

from __future__ import annotations

import re

import textstat

GRADE_6, GRADE_8 = 70, 60


def ease(text: str) -> float:
    """The reading ease of a text of a paragraph a line; every number and amount counts as one short word."""
    lines = (re.sub(r"\$?\d[\d.,]*%?", "tres", line).strip() for line in text.splitlines())
    sentences = [line if line.endswith((".", "?", "!", ":")) else f"{line}." for line in lines if line]
    textstat.set_lang("es")
    return float(textstat.fernandez_huerta(" ".join(sentences)))
