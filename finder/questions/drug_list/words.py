"""What one line of a drug list says: name, strength, how often, how many, for how long. No catalog is needed.

Recognized words are taken out of the line and leave a bar. The first words that remain are the name; all others are ``unread`` and shown
to the person. The first bare number is a strength, any other is unread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction
from math import gcd

from finder.domain.drug_lines import DELAYED, EXTENDED, SOLUTION, Understood
from finder.domain.money import QUANTITY_SCALE, Quantity
from finder.domain.supply import Often

MONTH, WEEK, YEAR = 30, 7, 360
"""Days of a month's, a week's and a year's supply, as pharmacies count them."""


def _without_points(found: re.Match[str]) -> str:
    return found[1].replace(".", "")


_N = r"(\d+(?:\.\d+)?)"
_NOUNS = {
    "tablet": "tablets?|tabs?|tbs?|pills?",
    "capsule": "capsules?|caps?",
    "puff": "puffs?|inhalations?|sprays?|actuations?",
    "drop": "drops?|gtts?",
    "ml": "mls?|cc|milliliters?",
    "pen": "pens?|flexpens?|kwikpens?|solostars?|autoinjectors?|auto-injectors?",
    "syringe": "syringes?|injections?|shots?",
    "vial": "vials?",
    "inhaler": "inhalers?|hfa|diskus|ellipta",
    "bottle": "bottles?|btls?",
    "box": "boxes|box|packages?|packs?|pkgs?|cartons?|kits?",
    "units": "units?|iu",
    "patch": "patch|patches",
}
_NOUN = "(" + "|".join(_NOUNS.values()) + ")"
_PERIODS = {"d": 1, "w": WEEK, "m": MONTH, "y": YEAR}
_PER = r"(days?|daily|d|weeks?|weekly|wks?|months?|monthly|mos?|years?|yearly|yr)\b"
_COUNTING = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PREPARED: tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"\b((?:[a-z]\.){2,}[a-z]?)(?![a-z])", _without_points),  # b.i.d. -> bid
    (r"(?<=\d),(?=\d{3}\b)", ""),
    (r"(?<!\d)\.(?=\d)", "0."),
    (r"\b(\d+) 1/2\b", r"\1.5"),
    (r"\b1/2\b|\bhalf(?: an?| of an?)?\b", "0.5"),
    (r"\bonce\b", "1 x"),
    (r"\btwice\b", "2 x"),
    (r"\bthrice\b", "3 x"),
    *((rf"\b{word}\b", str(number)) for number, word in enumerate(_COUNTING, start=1)),
    (r"[,;]+(?=\s|$)|[()\[\]\"“”]", " | "),
)
_OFTEN = {
    r"q\.?o\.?d|eod|every other day|every (?:2nd|second) day|alternate days?": (1, 2),
    "b\\.?i\\.?d|2 x daily": (2, 1),
    "t\\.?i\\.?d": (3, 1),
    "q\\.?i\\.?d": (4, 1),
    "qd|qday|q day|every day|each day|daily": (1, 1),
    "every week|each week|weekly|qwk|q week|qweek": (1, WEEK),
    "every other week|every (?:2nd|second) week|alternate weeks?": (1, 2 * WEEK),
    "every other month|every (?:2nd|second) month": (1, 2 * MONTH),
    "every month|each month|monthly|qmonth|q month|qmo": (1, MONTH),
    "every year|yearly|annually|1 x a year": (1, YEAR),
}
_TIME_OF_DAY = (
    r"q ?hs|hs|at bedtime|bedtime|nightly|at night|every night|every evening|in the evening|every morning|each morning"
    r"|in the morning|mornings?|q ?am|q ?pm|evenings?|at noon"
)
_MEALS = r"(?:with|before|after) (?:meals?|food|breakfast|lunch|dinner|supper)|a\.?c\b|p\.?c\b"
_AS_NEEDED = r"prn|as needed|when needed|if needed"
_SET_ASIDE = (
    r"\d+ ?(?:refills?|rf)\b|(?:refills?|rf):? ?\d+",
    r"for (?:high |low )?(?:blood pressure|bp|htn|cholesterol|pain|sleep|diabetes|sugar|heart|water|thyroid|reflux|depression|mood|asthma"
    r"|copd|breathing|glaucoma|bones?|blood thinner|nerve pain|prostate|a-?fib|stroke)\b",
    r"by mouth|orally|oral|po|under the skin|subcutaneous(?:ly)?|subq|sub-q|sq|sc|im",
    r"(?:in(?:to)? )?(?:each|both|left|right) eyes?|ou|os",
    r"take|taking|takes|use|uses|using|inhale|inject|of|the|rx|i|my",
    _MEALS,
)
_FORMS = {
    EXTENDED: r"er|xr|xl|sr|cr|la|24 ?hr|extended[ -]release",
    DELAYED: r"dr|ec|delayed[ -]release",
    "pen": _NOUNS["pen"],
    "syringe": _NOUNS["syringe"],
    "vial": _NOUNS["vial"],
    "inhaler": _NOUNS["inhaler"],
    "drop": r"eye drops?|ophthalmic|drops?|ophth",
    "tablet": _NOUNS["tablet"],
    "capsule": _NOUNS["capsule"],
    "patch": _NOUNS["patch"],
    "bottle": _NOUNS["bottle"],
    "box": _NOUNS["box"],
    SOLUTION: r"solution|soln|suspension|liquid|cream|ointment|gel|injection",
}
_MASS = r"(mg|mcg|ug|gm?|grams?|meq|%)(?![a-z])"
_PER_VOLUME = r"(?: ?/ ?(?:\d+(?:\.\d+)? ?)?(?:ml|actuation|act|actuat|puff|inh|hr|h|dose)\b)"
_MOST_DOSE = 10
"""Tablets at a time: a larger number before ``daily`` is what was bought."""
_PRIVATE = re.compile(
    r"\b\d{3}-\d{2}-\d{4}\b|\b\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}\b|\b(?:0?[1-9]|1[0-2])/\d{1,2}/(?:19|20)\d\d\b"
    r"|\bdob\b|\bmedicare (?:no|number|#|id)"
    r"|\b[1-9][ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9]\d-?[ac-hjkmnp-rt-y][ac-hjkmnp-rt-y0-9]\d-?[ac-hjkmnp-rt-y]{2}\d{2}\b",
    re.IGNORECASE,
)


def seems_private(text: str) -> bool:
    """Whether a line seems to hold a Medicare, Social Security or phone number, or a date of birth."""
    return bool(_PRIVATE.search(text))


def understand(text: str) -> Understood:
    """What a line says. Nothing is filled in."""
    return _Reader(text).read()


def noun_of(word: str) -> str:
    """The unit or package that a word names: ``tablet`` for ``tabs``; empty if none."""
    return next((noun for noun, forms in _NOUNS.items() if word and re.fullmatch(forms, word)), "")


class _Reader:
    """A line while it is read; ``left`` is not recognized yet."""

    def __init__(self, text: str) -> None:
        plain = unicodedata.normalize("NFKC", text).lower().replace("×", "x").replace("µ", "mc").replace("μ", "mc").replace("⁄", "/")
        plain = re.sub(r"^\s*(?:[-*•·]+\s*|\d{1,2}[.)]\s+(?=[a-z]))", "", plain)
        for pattern, replacement in _PREPARED:
            plain = re.sub(pattern, replacement, plain)
        self.left = " ".join(plain.split())
        self.strength = self.dose_unit = self.count_unit = ""
        self.dose: Quantity | None = None
        self.count: Quantity | None = None
        self.often: Often | None = None
        self.days: int | None = None
        self.set_aside: list[str] = []
        self.unread: list[str] = []

    def take(self, pattern: str, mark: str = " | ") -> re.Match[str] | None:
        """Takes the first match out of what is left; words are not cut."""
        found = re.search(rf"(?<![a-z0-9.]){pattern}(?![a-z0-9])", self.left)
        if found:
            self._cut(found, mark)
        return found

    def _cut(self, found: re.Match[str], mark: str) -> None:
        self.left = " ".join(f"{self.left[: found.start()]}{mark}{self.left[found.end() :]}".split())

    def read(self) -> Understood:
        self._counts()
        self._strengths()
        self._often()
        as_needed = bool(self.take(_AS_NEEDED))
        self._dose()
        self._days()
        self._nouns()
        for pattern in _SET_ASIDE:
            while found := self.take(f"(?:{pattern})"):
                words = found[0]
                unclear = self.often is None and re.fullmatch(_MEALS, words)
                (self.unread if unclear else self.set_aside).append(words)
        forms = tuple(form for form, pattern in _FORMS.items() if self.take(f"(?:{pattern})"))
        self._bare_number()
        name = self._name()
        return Understood(
            name=name,
            strength=self.strength,
            forms=forms,
            dose=self.dose,
            dose_unit=self.dose_unit,
            often=self.often,
            as_needed=as_needed,
            count=self.count,
            count_unit=self.count_unit,
            days_supply=self.days,
            set_aside=tuple(self.set_aside),
            unread=tuple(self.unread),
        )

    def _counts(self) -> None:
        """``#60``, ``#90/90``, ``qty 60``, ``disp #30``, ``60 ct``: unmistakable, so they go first."""
        both = self.take(rf"(?<!\w)# ?{_N} ?/ ?(\d+)")
        if both:
            self._set_count(both[1], "")
            self._set_days(int(both[2]))
            return
        found = self.take(rf"(?:qty|quantity|disp|dispense|count|number)\.?:? ?#? ?{_N}(?: ?{_NOUN})?") or self.take(
            rf"# ?:? ?{_N}(?: ?{_NOUN})?"
        )
        found = found or self.take(rf"{_N} ?(?:ct|count)()")
        if found:
            self._set_count(found[1], found[2] or "")

    def _set_count(self, number: str, noun: str) -> None:
        if self.count is not None:
            self.unread.append(f"{number} {noun}".strip())
            return
        self.count, self.count_unit = _thousandths(number), noun_of(noun)

    def _strengths(self) -> None:
        concentration = self.take(rf"{_N} ?(?:units?|unt|iu|u) ?/ ?ml") or self.take(rf"u ?-? ?{_N}")
        if concentration:
            self.strength = f"{concentration[1]} unit/ml"
            return
        found = self.take(rf"(\d+(?:\.\d+)?(?: ?[-/] ?\d+(?:\.\d+)?)*) ?{_MASS}({_PER_VOLUME}?)")
        if found:
            unit = {"ug": "mcg", "gm": "g", "gram": "g", "grams": "g"}.get(found[2], found[2])
            self.strength = f"{found[1].replace(' ', '').replace('-', '/')} {unit}{(found[3] or '').replace(' ', '')}"

    def _often(self) -> None:
        rates: dict[str, Often] = {}
        found = re.search(
            rf"(?<![\w./]){_N} ?{_NOUN} ?(?:every|each|per|/) ?(\d+) ?(days?|weeks?|wks?|months?|mos?)(?![a-z0-9])", self.left
        )
        if found and float(found[1]) > _MOST_DOSE and noun_of(found[2]) != "units":  # 30 tablets every month are bought, not taken at once
            self._cut(found, " | ")
            self._set_count(found[1], found[2])
            self._set_days(int(found[3]) * _PERIODS[found[4][0]])
        self._amount_a_period(rates)
        if found := self.take(r"(?:every|q) ?\d+ ?(?:to|-) ?\d+ ?(?:hours?|hrs?|h|days?)"):
            self.unread.append(found[0])
        while found := self.take(r"(?:every|q) ?(\d+) ?(hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mos?|m)", " @ "):
            rates[found[0]] = _every(int(found[1]), found[2])
        while found := self.take(rf"(\d+) ?(?:x|times?) ?(?:a|per|/|each|every|in a)? ?{_PER}", " @ "):
            rates[found[0]] = Often(int(found[1]), _PERIODS[found[2][0]])
        for pattern, (times, days) in _OFTEN.items():
            while found := self.take(f"(?:{pattern})", " @ "):
                rates[found[0]] = Often(times, days)
        moments = []
        while found := self.take(f"(?:{_TIME_OF_DAY})", " @ "):
            moments.append(found[0])
        if not rates and len(moments) == 1:
            rates[moments[0]] = Often(1, 1)
        elif moments:
            (self.set_aside if rates else self.unread).extend(moments)
        if len(set(rates.values())) == 1 and all(rate.times for rate in rates.values()):
            self.often = next(iter(rates.values()))
        else:  # never, or in two ways that differ
            self.unread.extend(rates)

    def _amount_a_period(self, rates: dict[str, Often]) -> None:
        """``2 a month`` is bought, ``2 tablets a day`` is a dose, a large bare number before ``a day`` is a strength."""
        every = r"(?:a|per|/|each|every) ?"
        found = self.take(rf"{_N} ?{_NOUN}? ?(?:{every}(?:month|mo)|(?<=[a-z] )monthly)")
        if found:
            self._set_count(found[1], found[2] or "")
            self._set_days(MONTH)
            return
        found = self.take(rf"{_N} ?{_NOUN}? ?{every}(day|d|week|wk)", " @ ")
        if not found:
            return
        rates[found[0]] = Often(1, _PERIODS[found[3][0]])
        if not found[2] and not self.strength and float(found[1]) > _MOST_DOSE:
            self.strength = found[1]
        else:
            self._set_dose(found[1], found[2] or "")

    def _set_dose(self, number: str, noun: str) -> None:
        """What is taken each time; zero is no dose."""
        if _thousandths(number):
            self.dose, self.dose_unit = _thousandths(number), noun_of(noun)
        else:
            self.unread.append(f"{number} {noun}".strip())

    def _dose(self) -> None:
        """A number and a unit before ``@``, where how often stood; a bare number there is a dose only after a strength."""
        between = r"(?:(?:by mouth|po|orally|sq|subq|under the skin|into each eye|in each eye|in both eyes|each eye|both eyes|ou) )?"
        small = r"(?:10|\d)(?:\.\d+)?"
        if found := self.take(rf"({small}) ?{_NOUN}? ?(?:at a time|each time|at once|at each dose)"):
            self._set_dose(found[1], found[2] or "")
            return
        if found := self.take(rf"{small} ?(?:-|to) ?{small} ?{_NOUN}?"):
            self.unread.append(found[0])
        found = re.search(rf"(?<![\w./]){_N} ?{_NOUN} {between}@", self.left)
        if found and (float(found[1]) <= _MOST_DOSE or noun_of(found[2]) == "units"):
            self._cut(found, " @ ")
            self._set_dose(found[1], found[2])
            return
        before = re.search(r"(?<![\w./])\d+(?:\.\d+)?(?: | \| )", self.left)
        found = re.search(rf"(?<![\w./]){_N} {between}@", self.left)
        after_strength = found and self.strength and "|" in self.left[: found.start()]  # the place of the strength has a bar
        if found and float(found[1]) <= _MOST_DOSE and (after_strength or (before and before.start() < found.start())):
            self._cut(found, " @ ")
            self._set_dose(found[1], "")

    def _days(self) -> None:
        found = self.take(r"(?:days? supply|ds|d/s):? ?(\d+)") or self.take(
            r"(?:for|x|times|(?:which |that |it )?lasts?(?: me)?(?: for)?)? ?(\d+)[ -]?(?:days?|ds|d/s|d)(?: ?-?(?:supply|supplies))?"
        )
        if found:
            self._set_days(int(found[1]))
            return
        found = self.take(r"(?:for|x|lasts?)? ?(\d+)[ -]?(months?|mos?|weeks?|wks?)(?:['’]?s?)?(?: ?-?supply)?")
        if found:
            self._set_days(int(found[1]) * (MONTH if found[2][0] == "m" else WEEK))

    def _set_days(self, days: int) -> None:
        if self.days is None and days:
            self.days = days
        else:
            self.unread.append(f"{days} days")

    def _nouns(self) -> None:
        """Other numbers with a unit are what is bought; ``20 units`` and ``2 drops`` are a dose."""
        while found := self.take(rf"{_N} ?{_NOUN}"):
            if noun_of(found[2]) in ("units", "drop") and self.dose is None:
                self._set_dose(found[1], found[2])
            else:
                self._set_count(found[1], found[2])

    def _bare_number(self) -> None:
        while found := re.search(r"(?<![\w.])\d+(?:\.\d+)?(?:[-/]\d+(?:\.\d+)?)*(?![\w.%])", self.left):
            self._cut(found, " | ")
            if self.strength:
                self.unread.append(found[0])
            else:
                self.strength = found[0].replace("-", "/")

    def _name(self) -> str:
        parts = [part for part in (re.sub(r"[^a-z0-9%./' -]", " ", part).strip(" .-/'") for part in re.split(r"[|@]", self.left)) if part]
        small = {"a", "an", "at", "for", "in", "x", "and", "on", "with", "per", "day"}
        parts = [part for part in parts if part not in small]
        self.unread.extend(parts[1:])
        return parts[0] if parts else ""


def _thousandths(number: str) -> Quantity:
    """A number in thousandths of a unit."""
    return round(Fraction(number) * QUANTITY_SCALE)


def _every(number: int, period: str) -> Often:
    """``every 12 hours`` is (2, 1), ``every 6 months`` (1, 180)."""
    if period[0] == "h":
        shared = gcd(24, number)
        return Often(24 // shared if number else 0, number // shared)
    return Often(1 if number else 0, number * _PERIODS[period[0]])
