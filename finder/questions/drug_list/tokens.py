"""A line as tokens: each of its words once, with its meaning. Nothing is skipped: what no table knows is an ``other word``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction

from finder.questions.drug_list.lexicon import Token, atoms, lexicon, longest_phrase

_FRACTIONS = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3"}
_COMMA = re.compile(r"\b(\d{1,3}),(\d{1,2}|(?<=\b0,)\d{3})(?= ?(?:mg|mcg|g|ml|tab|cap|pill)s?\b)")
_PREPARED = (
    (re.compile(r"\b((?:[a-z]\.){2,}[a-z]?)(?![a-z])"), lambda found: found[1].replace(".", "")),  # b.i.d. -> bid
    (_COMMA, lambda found: f"{found[1]}.{found[2]}"),  # 2,5 mg
    (re.compile(r"(?<=\d),(?=\d{3}\b)"), lambda found: ""),  # 1,000
    (re.compile(r"(?<=\d)-(?=[a-z]{2})"), lambda found: " "),  # 90-day
    (re.compile(r"\bq ?(\d+) ?([wm])\b"), lambda found: f"q {found[1]} {'weeks' if found[2] == 'w' else 'months'}"),  # q12w
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
_RUNS = {"mwf": {0, 2, 4}, "tth": {1, 3}, "tuth": {1, 3}, "tths": {1, 3, 5}, "tthsa": {1, 3, 5}, "tthsat": {1, 3, 5}, "tthss": {1, 3, 5, 6}}
_BETWEEN_DAYS = ("-", "/", ",", "&", "and")


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
    """``m/w/f``, ``t-th-sat-sun``, ``mwf``: at least two days in a row."""
    if pieces[0] in _RUNS:
        return 1, Token("W", "", days=frozenset(_RUNS[pieces[0]]))
    days, size = [], 0
    for place in range(0, len(pieces), 2):
        day = _day(pieces[place])
        if day is None:
            break
        days.append(day)
        size = place + 1
        if pieces[place + 1 : place + 2] and pieces[place + 1] not in _BETWEEN_DAYS:
            break
    return (size, Token("W", "", days=frozenset(days))) if len(days) > 1 else None


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
