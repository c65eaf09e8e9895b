"""An NDC as a package prints it, as the 11 digits of the files."""

from __future__ import annotations

import re


def ndc_readings(text: str) -> tuple[str, ...]:
    """The 11-digit codes that an NDC as printed may be: one with hyphens or 11 digits; of ten digits alone, where any part may be short,
    three; none if it is no NDC."""
    if found := re.fullmatch(r"(\d{4,5})[- ](\d{3,4})[- ](\d{1,2})", text.strip()):
        return (f"{found[1]:>05}{found[2]:>04}{found[3]:>02}",)
    digits = text.strip()
    if re.fullmatch(r"\d{11}", digits):
        return (digits,)
    if not re.fullmatch(r"\d{10}", digits):
        return ()
    return f"0{digits}", f"{digits[:5]}0{digits[5:]}", f"{digits[:9]}0{digits[9:]}"
