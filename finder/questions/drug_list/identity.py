"""What a line says of a person, a prescriber, a store or a receipt: dropped before anything is kept."""

from __future__ import annotations

import re

_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_NAME = r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ'’.-]*"
_TITLES = r"(?:MD|M\.D\.|DO|D\.O\.|NP|PA|PA-C|APRN|ARNP|RN|DDS|PharmD|RPh)"
_PRICES = "cost|price|copay|co-pay|you pay|you paid|paid|amount due|total|costo|precio|copago|usted paga|pagado"
_STORES = (
    r"cvs(?: pharmacy)?|walgreens?|rite ?aid|wal-?mart|costco|kroger|publix|safeway|albertsons|sam'?s club|target pharmacy"
    r"|stop (?:&|and) shop"
    r"|express scripts|optumrx|optum|humana pharmacy|caremark|pharmacy|farmacia"
)
_PERSONAL = re.compile(
    r"\b\d{3}-\d{2}-\d{4}\b|(?:\b(?:phone|tel|tel[eé]fono|fax|ph)\b[:.]? ?)?\(?\b\d{3}\)?[-. ]+\d{3}[-. ]\d{4}\b|[\w.+-]+@[\w-]+\.[\w.]+"
    r"|\b[1-9][ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9]\d-?[ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9]\d-?[ac-hjkmnp-rt-y]{2}\d{2}\b"
    r"|\b(?:dob|d\.o\.b\.|date of birth|born|birth ?date|fecha de nacimiento|nacid[oa](?: el)?)\b:? ?[\d/.-]*"
    r"|\b(?:ssn|mrn|medicare (?:no|number|#|id)|member id|n[uú]mero de (?:medicare|seguro social))\b[:#. ]*[\w-]*",
    re.IGNORECASE,
)
_PRESCRIBER = re.compile(
    rf"\b{_NAME},? {_NAME}(?: [A-Z]\.?)?,? {_TITLES}(?![A-Za-z])"
    rf"|\b(?:[Dd]ra?|DRA?\.|Doctora?)\.? {_NAME}(?: {_NAME})?(?=[,;.) ]|$)"
    rf"|\b(?:(?:Mr|Ms|Sr)\.|(?:Mrs|Sra|Srta)\.?) {_NAME}(?: {_NAME})?(?=[,;.) ]|$)"  # "Ms Contin" is a drug
    r"|\bdra?\. [a-z]\.?(?=[,;) ]|$)"  # an initial; a longer word in small letters may belong to a delayed release
    rf"|\b(?i:prescrib(?:er|ed by)|ordered by|recetado por|physician|provider|m[eé]dico|doctora?)"
    rf"\s*:? {_NAME},?(?: {_NAME})?(?:,? (?i:{_TITLES})(?![A-Za-z]))?"
)
_RECEIPT = re.compile(
    rf"\brx ?(?:#|no\.?|num(?:ber)?)? ?:? ?[\dC][\d-]{{4,}}\b|\bndc ?[#:]? ?[\d-]{{9,}}\b|(?:\b(?:{_PRICES}):? ?)?\$ ?\d+(?:\.\d\d)?"
    rf"|\b(?:{_STORES})(?: #? ?\d{{3,}}(?![\d/]))?(?![a-z])|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[/-]\d{{1,2}}[/-](?:19|20)?\d\d\b"
    r"|\b\d{1,2}/(?:19|20)\d\d\b"
    r"|\b\d{1,2} de [a-z]{4,10} del? (?:19|20)\d\d\b"
    rf"|\b{_MONTHS}\.? \d{{1,2}},? (?:19|20)\d\d\b",
    re.IGNORECASE,
)
_DAY_SAID = re.compile(
    r"\b(stopped|discontinued|d/?c'?d?|held|filled)((?: on)?)"
    r" (?!(?:1/[2-4]|[23]/[34])\b)(?:1[0-2]|0?[1-9])/(?:3[01]|[12]\d|0?[1-9])(?![\d/.])",
    re.IGNORECASE,
)
"""``stopped 3/1``: a day without its year, after a word that takes one. ``1/2`` may be a half, so it is left to be asked."""
_WHOLE_LINE = re.compile(
    r"^\W*(?:patient|pt name|name|member|beneficiary|client|address|phone|tel|telephone|fax|email"
    r"|dob|date of birth|mrn|ssn|medicare|insurance|bin|pcn|group|prescriber|physician|provider|doctor|pharmacist"
    r"|pharmacy|store|page|printed|signature|emergency contact|caregiver"
    r"|paciente|nombre|miembro|direcci[oó]n|domicilio|tel[eé]fono|correo|fecha de nacimiento|seguro|recetado por|m[eé]dico|doctora"
    r"|farmac[eé]utic[oa]|farmacia|p[aá]gina|impreso|firma|contacto de emergencia|cuidadora?)\b(?! takes)[^:\n]*[:#]",
    re.IGNORECASE,
)


_NAME_OF_DRUG = re.compile(r"^\W*(?:name|nombre)\s*:.*\d ?(?:mg|mcg|meq|ml|units?|%)(?![a-z])", re.IGNORECASE)
"""``Name: Eliquis 5 mg``, as some pharmacies head their lines."""


def without_identity(text: str) -> str:
    """The line without people, numbers of theirs, stores, dates and prices; empty if nothing else is in it."""
    text = " ".join(text.split())
    if _WHOLE_LINE.match(text) and not _NAME_OF_DRUG.match(text):
        return ""
    kept = text
    for pattern in (_PERSONAL, _PRESCRIBER, _RECEIPT):
        kept = pattern.sub(" ", kept)
    kept = _DAY_SAID.sub(r"\1", kept)
    if kept == text:
        return text
    kept = " ".join(kept.split()).strip(" ,;|-:")
    return kept if re.search(r"[A-Za-z0-9]", kept) else ""


def seems_private(text: str) -> bool:
    """Whether a line seems to hold a Medicare, Social Security or phone number, or a date of birth."""
    return bool(_PERSONAL.search(text))
