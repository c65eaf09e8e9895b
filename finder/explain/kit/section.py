"""What an answer says, as values: headings, sentences, tables, figures, cards. Pages, the report and files render them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import plotly.graph_objects as go

CONFIG = {"displayModeBar": False, "scrollZoom": False}
"""How every figure is shown."""
_FITS_A_PHONE = 4


class Heading(NamedTuple):
    """The heading of what follows."""

    text: str


class Subheading(NamedTuple):
    """The heading of a part of what follows a heading."""

    text: str


class Headline(NamedTuple):
    """The one sentence in large type.

    ``title``: it is the title of its page, and takes the focus.
    ``beside``: a short sentence in the same line.
    """

    text: str
    title: bool = False
    beside: str = ""


class Paragraphs(NamedTuple):
    """Sentences, a paragraph each. Empty ones are left out."""

    sentences: tuple[str, ...]


class Bullets(NamedTuple):
    """Sentences as a list. Empty ones are left out."""

    sentences: tuple[str, ...]


class Warning(NamedTuple):
    """A sentence that stands out."""

    text: str


class Column(NamedTuple):
    """A column of a table.

    ``number``: set to the right.
    ``short``: what stands for a long heading on a phone, where each row repeats it.
    """

    heading: str
    number: bool = False
    short: str = ""


class Details(NamedTuple):
    """A cell that opens.

    ``summary`` is seen first.
    ``lines`` are inside, each with a smaller second part.
    """

    summary: str
    lines: tuple[tuple[str, str], ...]


Cell = str | Details


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The first cell of a row names the row.

    ``strong`` are the indices of rows that stand out; a word in them says why.
    ``telling`` is the row that the page leads to: what opens in it is open, and it takes the focus.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    strong: frozenset[int] = frozenset()
    telling: int | None = None

    @property
    def compact(self) -> bool:
        """Whether it fits a phone as it is: a few short columns of numbers."""
        return len(self.columns) <= _FITS_A_PHONE and all(column.number for column in self.columns[1:])


class Figure(NamedTuple):
    """A figure and its finding in one sentence, for those who cannot see it."""

    figure: go.Figure
    alt: str


class Drawing(NamedTuple):
    """A picture of boxes and words as HTML (``kit/drawing.py`` makes it), and its finding in one sentence, for those who cannot see it."""

    html: str
    alt: str


class Check(NamedTuple):
    """A line of a checklist.

    ``met``: None where it is not known.
    ``word`` says the same as the icon.
    """

    met: bool | None
    word: str
    title: str
    note: str = ""


class Checklist(NamedTuple):
    """What is met and what is not, an icon and a word each."""

    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A plan at a glance.

    ``amount`` is in large type, ``label`` says what it is.
    ``lines`` are what it is made of, ``reasons`` why the plan is among the best.
    """

    title: str
    subtitle: str
    amount: str
    label: str
    lines: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A plan that can be chosen, at a glance.

    ``role``: what it stands for beside the others. ``title``: its name. ``facts``: whose it is, its kind, stars and id.
    ``amount`` is in large type, ``label`` says what it is, ``parts`` are what it is made of, each with its name.
    ``months``: its months as small bars, and the same in a few words.
    ``lines``: drugs, rules and stores. ``reasons``: what to know of it, at most a few.
    ``leads``: whether it is the one that the eye should find first.
    """

    role: str
    title: str
    facts: str
    amount: str
    label: str
    parts: tuple[tuple[str, str], ...]
    months: tuple[Drawing, str]
    lines: tuple[str, ...]
    reasons: tuple[str, ...]
    leads: bool = False


class Fold(NamedTuple):
    """Sections that open under a title; ``opened``: they are open at first."""

    title: str
    sections: tuple[Section, ...]
    opened: bool = False


Section = (
    Heading | Subheading | Headline | Paragraphs | Bullets | Warning | Table | Figure | Drawing | Checklist | Card | DecisionCard | Fold
)
Sections = tuple[Section, ...]


def texts(sections: Sections) -> Iterator[str]:
    """Every text of the sections, in reading order; of a picture, its finding."""
    for section in sections:
        match section:
            case Heading(text) | Subheading(text) | Warning(text):
                yield text
            case Headline(text, _, beside):
                yield from filter(None, (text, beside))
            case Paragraphs(sentences) | Bullets(sentences):
                yield from filter(None, sentences)
            case Figure() | Drawing():
                yield section.alt
            case Checklist(checks):
                yield from (text for check in checks for text in (check.title, check.word, check.note) if text)
            case Fold(title, inner, _):
                yield title
                yield from texts(inner)
            case Card():
                yield from (section.title, section.subtitle, section.amount, section.label, *section.lines, *section.reasons)
            case DecisionCard():
                yield from (section.role, section.title, section.facts, section.amount, section.label)
                yield from (text for name, amount in section.parts for text in (name, amount))
                yield from (section.months[0].alt, section.months[1], *section.lines, *section.reasons)
            case Table():
                yield section.caption
                yield from (column.heading for column in section.columns)
                for cell in (cell for row in section.rows for cell in row):
                    yield from (cell,) if isinstance(cell, str) else (cell.summary, *(text for line in cell.lines for text in line))
