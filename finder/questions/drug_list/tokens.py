"""A line as tokens: each of its words once, with its meaning. Nothing is skipped: what no table knows is an ``other word``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from finder.domain.supply import WEEK
from finder.questions.drug_list.lexicon import Token, atoms, lexicon, longest_phrase

_FRACTIONS = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3"}
_COMMA = re.compile(r"\b(\d{1,3}),(\d{1,2}|(?<=\b0,)\d{3})(?= ?(?:mg|mcg|g|ml|tab|cap|pill)s?\b)")
_PREPARED = (
    (re.compile(r"\b((?:[a-z]\.){2,}[a-z]?)(?![a-z])"), lambda found: found[1].replace(".", "")),  # b.i.d. -> bid
    (re.compile(r"\b(mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.(?!\d)"), lambda found: found[1]),  # Mon.-Fri.
    (_COMMA, lambda found: f"{found[1]}.{found[2]}"),  # 2,5 mg
    (re.compile(r"(?<=\d),(?=\d{3}\b)"), lambda found: ""),  # 1,000
    (re.compile(r"(?<=\d)-(?=[a-z]{2})"), lambda found: " "),  # 90-day
    (re.compile(r"\bq ?(\d+) ?([wm])\b"), lambda found: f"q {found[1]} {'weeks' if found[2] == 'w' else 'months'}"),  # q12w
    (re.compile(r"\bc/ ?(?=\d+ ?(?:h|hrs?|hours?|days?)\b)"), lambda found: "every "),  # c/8h
    (re.compile(r"(?<=\d)x(?=(?:a|d|day|daily|week|weekly)\b)"), lambda found: " x "),  # 2xday
    (re.compile(r"\b(once|twice|times)-(?=a\b|daily|weekly|monthly)"), lambda found: f"{found[1]} "),  # twice-daily
    (re.compile(r"\((e?s)\)"), lambda found: found[1]),  # tab(s)
    (re.compile(r"(?<![a-z/-])w(?:/ ?(?=[a-z]{3})| (?=(?:food|meal|breakfast|lunch|dinner|supper|water)))"), lambda found: "with "),
    (re.compile(r"(?<![\d.])\.(?=\d)"), lambda found: "0."),
    (re.compile(r"\b(\d+) (?:(?:and|&) )?([1-3])/([234])\b(?!/)"), lambda found: f"{found[1]}-{found[2]}/{found[3]}"),  # 1 and 1/2
    (re.compile(r"^\s*(?:[-*•·]+\s*|\d{1,2}[.)]\s+(?=[a-z]))"), lambda found: ""),  # the number or dot of a list
)
_MIXED = re.compile(r"(\d+)-([1-3])/([234])")
_PART = re.compile(r"([1-3])/([234])")
_DAY_LETTERS = {"m": 0, "t": 1, "tu": 1, "w": 2, "th": 3, "f": 4, "sa": 5, "su": 6, "sat": 5, "sun": 6}
_RUN = re.compile(r"(m)?(tu|t)?(w)?(th|(?<=w)t)?(f)?(?:(sa|s(?=s|u|$))?(su|(?<=s)s)?)?|(su?)?(m)(t)(w)(th?)(f)(sa?)?")
"""Letters of days in their order (``mwf``, ``mtwthf``, ``tthss``, ``smtwtfs``)."""
_FEWEST_DAYS = 3
_TWO_DAYS = ("tth", "tuth")
_BETWEEN_DAYS = ("-", "–", "—", "/", ",", "&", "+", "and")
_DASHES, _THROUGH = ("-", "–", "—"), ("thru", "through", "to", "til", "till")
_SURE_RANGE = 5
"""Days: a shorter range with a dash (``T-Th``, ``Mon-Thu``) may be two days."""


def plain(text: str) -> str:
    """The text in lower case, with one way to write fractions, points and thousands."""
    for sign, words in _FRACTIONS.items():
        text = text.replace(sign, words)
    text = unicodedata.normalize("NFKC", text).lower().replace("×", "x").replace("µ", "mc").replace("μ", "mc").replace("⁄", "/")
    text = " ".join(text.split())
    for pattern, replacement in _PREPARED:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


def tokens_of(text: str) -> list[Token]:
    """The tokens of a line, in order; the longest phrase that the table knows is one token."""
    return list(_tokens(atoms(plain(text))))


def _tokens(pieces: Sequence[str]) -> Iterator[Token]:
    place, last = 0, ""
    while place < len(pieces):
        size, token = _weekdays(pieces[place:]) or _phrase(pieces, place, last) or (1, _single(pieces[place]))
        yield token._replace(text=" ".join(pieces[place : place + size]))
        place, last = place + size, token.kind


def _phrase(pieces: Sequence[str], place: int, last: str) -> tuple[int, Token] | None:
    for size in range(min(longest_phrase(), len(pieces) - place), 0, -1):
        found = lexicon().get(tuple(pieces[place : place + size]))
        if found and not (found.kind == "k" and last == "E"):  # "every 12 hours" is no release
            return size, found
    return None


def _weekdays(pieces: Sequence[str]) -> tuple[int, Token] | None:
    """``m/w/f``, ``mon-fri``, ``t-th-sat-sun``, ``mwf``: at least two days in a row."""
    if run := _run_of_days(pieces[0]):
        return 1, Token("W", "", days=run)
    days: list[int] = []
    between: list[str] = []
    place = 0
    while place < len(pieces) and (day := _day(pieces[place])) is not None:
        days.append(day)
        size = place + 1
        if pieces[size : size + 1] and pieces[size] in (*_BETWEEN_DAYS, *_THROUGH):
            between.append(pieces[size])
            place = size + 1
        elif pieces[size : size + 1] and len(pieces[size]) <= len("th") and _day(pieces[size]) is not None:  # "m w f"
            between.append("")
            place = size
        else:
            break
    if len(days) < 2 or (set(between[: len(days) - 1]) == {""} and len(days) < _FEWEST_DAYS):
        return None
    found = _days_between(days, between)
    return size, Token("W", "", days=found) if found else Token("!", "")


def _run_of_days(piece: str) -> frozenset[int] | None:
    found = _RUN.fullmatch(piece)
    if not found or not piece:
        return None
    ours = [place for place, letters in enumerate(found.groups()[:7]) if letters]
    sunday_first = [(place - 1) % 7 for place, letters in enumerate(found.groups()[7:]) if letters]
    days = frozenset(ours or sunday_first)
    return days if len(days) >= _FEWEST_DAYS or piece in _TWO_DAYS else None


def _days_between(days: Sequence[int], between: Sequence[str]) -> frozenset[int]:
    """All days of a row, ranges filled; none if a dash may mean two days or all between them."""
    dashes = [sign for sign in between[: len(days) - 1] if sign in _DASHES]
    if len(days) > 2 and len(dashes) == len(days) - 1:  # m-w-f
        return frozenset(days)
    found = set(days)
    for (first, last), sign in zip(pairwise(days), between, strict=False):
        span = (last - first) % WEEK + 1
        if sign in _DASHES and 2 < span < _SURE_RANGE:
            return frozenset()
        if sign in (*_DASHES, *_THROUGH):
            found |= {(first + step) % WEEK for step in range(span)}
    return frozenset(found)


def _day(piece: str) -> int | None:
    if piece in _DAY_LETTERS:
        return _DAY_LETTERS[piece]
    found = lexicon().get((piece,))
    return next(iter(found.days)) if found and found.kind == "W" and len(found.days) == 1 else None


def _single(piece: str) -> Token:
    if not piece[0].isdigit():
        return Token("w", piece)
    if re.fullmatch(r"\d+(?:\.\d+)?", piece):
        return Token("N", piece, Fraction(piece))
    if found := _MIXED.fullmatch(piece):
        return Token("N", piece, int(found[1]) + Fraction(int(found[2]), int(found[3])))
    if (found := _PART.fullmatch(piece)) and int(found[1]) < int(found[2]):
        return Token("N", piece, Fraction(int(found[1]), int(found[2])))
    if found := re.fullmatch(r"([1-3])/([234])-(\d+)", piece):
        return Token("R", piece, Fraction(int(found[1]), int(found[2])), Fraction(found[3]))
    numbers = [Fraction(number) for number in re.split(r"[-/]", piece)]
    return Token("R", piece, min(numbers), max(numbers))


def kinds_of(tokens: Sequence[Token]) -> str:
    """The kinds of tokens as one string, a letter each."""
    return "".join(token.kind for token in tokens)
