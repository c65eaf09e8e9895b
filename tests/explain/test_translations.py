"""Each language has every message, with the same placeholders and the words of its glossary; and nothing that nobody says."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from finder.explain.collect_messages import brought_up_to_date, is_translated, required, write
from finder.explain.messages import FILE, LOCALE, languages, own_name, say, speaking
from tests.pseudo import longer

OTHERS = [path.name for path in sorted(LOCALE.iterdir()) if (path / FILE).exists()]
_MARKUP = re.compile(r"</?[a-z]+[^>]*>|\*\*|`")
GLOSSARY = "glossary.csv"
_ALLOWED_SHARE = 0.04
"""Of the messages with a term of the glossary, so many may say it in another way: by a pronoun, or in an idiom."""


@cache
def catalog(language: str) -> Catalog:
    with (LOCALE / language / FILE).open("rb") as file:
        return read_po(file, locale=language)


def forms(message: Message) -> list[tuple[str, str]]:
    """Each translation with its English form. A language has one form for many, or several."""
    if not isinstance(message.id, tuple):
        return [(str(message.id), str(message.string))]
    one, many = message.id
    theirs = list(message.string)
    return [(many, theirs[0])] if len(theirs) == 1 else [(one, theirs[0]), *((many, other) for other in theirs[1:])]


def said(language: str) -> list[tuple[str, str]]:
    return [pair for message in catalog(language) if message.id for pair in forms(message)]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None} if "{" in text else set()


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated_and_nothing_else(language: str) -> None:
    known = {message.id: message for message in catalog(language) if message.id}
    wanted = {message.id for message in required()}
    assert sorted(map(str, wanted - known.keys())) == [], "run: make messages"
    assert sorted(map(str, known.keys() - wanted)) == [], "nobody says these any more; run: make messages"
    assert [message.id for message in known.values() if not is_translated(message)] == []
    assert [message.id for message in known.values() if message.fuzzy] == []


@pytest.mark.parametrize("language", OTHERS)
def test_placeholders_and_marks_are_the_same(language: str) -> None:
    assert [pair for pair in said(language) if placeholders(pair[0]) != placeholders(pair[1])] == []
    assert [pair for pair in said(language) if sorted(_MARKUP.findall(pair[0])) != sorted(_MARKUP.findall(pair[1]))] == []
    assert [pair for pair in said(language) if pair[1] != pair[1].strip() or pair[0].count("\n") != pair[1].count("\n")] == []


_NOT_SPANISH = re.compile(
    r"\b(?:de|a) el\b|\b(\w{2,}) \1\b|\b(?:dia|dias|ano|anos|medico|mas|numero|codigo)\b|[a-z]cion\b| [,.;:?!](?:\s|$)"
)
"""Words that flow together (``del``), a word said twice, accents left out, a blank before a sign."""


def test_spanish_is_written_as_spanish_is() -> None:
    assert [theirs for _, theirs in said("es") if _NOT_SPANISH.search(theirs)] == []


def test_spanish_opens_its_questions() -> None:
    assert [pair for pair in said("es") if pair[1].count("?") != pair[1].count("¿") or pair[1].count("!") != pair[1].count("¡")] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_term_is_said_as_the_glossary_has_it(language: str) -> None:
    with (LOCALE / language / GLOSSARY).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["source"] for row in rows)
    with_a_term, other = 0, []
    for row in rows:
        term = re.compile(rf"\b{re.escape(row['english'])}", re.IGNORECASE if row["english"].islower() else 0)
        right = [form.casefold() for form in row["translation"].split("|")]
        found = [pair for pair in said(language) if term.search(pair[0])]
        with_a_term += len(found)
        other += [(row["english"], *pair) for pair in found if not any(form in pair[1].casefold() for form in right)]
    assert len(other) <= with_a_term * _ALLOWED_SHARE, other


@pytest.mark.parametrize("language", OTHERS)
def test_the_file_is_as_make_messages_writes_it(language: str, tmp_path: Path) -> None:
    again = tmp_path / FILE
    write(again, brought_up_to_date(LOCALE / language / FILE, language))
    assert again.read_bytes() == (LOCALE / language / FILE).read_bytes(), "run: make messages"


def test_a_new_language_begins_with_every_message_empty(tmp_path: Path) -> None:
    begun = brought_up_to_date(tmp_path / "vi" / FILE, "vi")
    assert len([message for message in begun if message.id]) == len(list(required()))
    assert not any(is_translated(message) for message in begun if message.id)


def test_what_is_not_translated_is_said_in_english() -> None:
    with speaking("es"):
        assert say("Nobody has translated {amount} yet.", amount="$1") == "Nobody has translated $1 yet."


def test_a_language_has_the_name_it_gives_itself() -> None:
    assert (languages()[0], own_name("en")) == ("en", "English")
    assert own_name("es") == "Español"


def test_the_made_up_language_is_longer_by_two_fifths_and_keeps_its_placeholders() -> None:
    english = "You pay {amount} a month for this drug, and {plan} pays the rest of it."
    made = longer(english)
    assert placeholders(made) == placeholders(english)
    assert 1.3 <= len(made) / len(english) <= 1.5
    assert made.endswith(".")
    assert not made.isascii()
