"""National Drug Codes as people and files print them."""

from __future__ import annotations

import re

_PARTS = re.compile(r"([0-9]{4,5})[- ]([0-9]{3,4})[- ]([0-9]{1,2})")
_LEAST_DIGITS = 7
"""Of a code that lost its leading zeros in a spreadsheet: labelers begin at 00002."""
_CODE_DIGITS, _LABELER = 11, 5
"""Of a code, and of the labeler before its product; no labeler is 00000."""


def ndc_readings(printed: str) -> tuple[str, ...]:
    """The codes of eleven digits that a printed code may be; none if it is no NDC.

    Three parts (4-4-2, 5-3-2, 5-4-1, 5-4-2) have one reading. Ten bare digits have three: nothing tells which part lost its zero. Fewer
    digits are a code that a spreadsheet took for a number."""
    text = re.sub(r"^NDC[\s:#.]*", "", printed.strip().upper())
    parts = _PARTS.fullmatch(text)
    if parts:
        readings = [f"{parts[1]:>05}{parts[2]:>04}{parts[3]:>02}"]
    elif not text.isascii() or not text.isdigit() or not _LEAST_DIGITS <= len(text) <= _CODE_DIGITS:
        readings = []
    elif len(text) == _CODE_DIGITS - 1:
        readings = [f"0{text}", f"{text[:5]}0{text[5:]}", f"{text[:9]}0{text[9:]}"]
    else:
        readings = [text.zfill(_CODE_DIGITS)]
    return tuple(dict.fromkeys(reading for reading in readings if reading[:_LABELER].strip("0")))
