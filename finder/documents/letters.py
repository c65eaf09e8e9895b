"""The document of ``finder read-letter`` and its answer."""

from __future__ import annotations

from typing import Annotated, Any

from finder.documents.downloads import calendar_file
from finder.documents.fields import Input, IsoDate, Word, iso_or_null, read
from finder.documents.law import rule_entries
from finder.documents.rights import date_entry
from finder.domain.letters import Letter, LetterKind, LetterPart
from finder.explain.explainers import letters as words
from finder.parameters import version
from finder.questions.explainers.letters import read_letter, representative


class ReadLetterInput(Input, title="ReadLetter"):
    """The document of ``finder read-letter``: what the letter is about and the date on it (``on``). ``unpaid_month`` with
    ``unpaid_premium``, ``received_on`` with ``denial``, ``payment`` with a no. ``found``: the parts that the letter has; left out: not
    checked."""

    kind: Annotated[LetterKind, Word(LetterKind)]
    on: IsoDate
    received_on: IsoDate | None = None
    unpaid_month: IsoDate | None = None
    payment: bool = False
    found: list[Annotated[LetterPart, Word(LetterPart)]] | None = None


INPUT = ReadLetterInput


def answer(document: object) -> dict[str, Any]:
    """What the letter must say, what is missing, the dates, what to do, who may help. Raises Refusal."""
    asked = read(INPUT, document)
    parts = None if asked.found is None else frozenset(asked.found)
    found = read_letter(Letter(asked.kind, asked.on, asked.received_on, asked.unpaid_month, asked.payment, parts))
    return {
        "kind": asked.kind.key,
        "on": asked.on.isoformat(),
        "must_say": [{"part": part.key, "words": words.part_words(part)} for part in found.parts],
        "missing": [part.key for part in found.missing],
        "due": iso_or_null(found.due),
        "late": found.late,
        "dates": [date_entry(entry) for entry in found.dates],
        "says": [*words.fault_sentences(found), *words.meaning(asked.kind)],
        "representative": {"says": list(words.helper_steps()), "rules": rule_entries(representative(asked.on))},
        "about_plans": list(words.what_is_known_of_plans()),
        "unknown": list(words.unknown_sentences(found)),
        "rules": rule_entries(found.rules),
        "calendar": calendar_file(words.dues(found)),
        "parameters_version": version(),
    }
