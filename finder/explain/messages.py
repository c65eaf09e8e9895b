"""Every sentence that a person reads, in the language of the moment. English is the source; ``locale`` has a folder for each other one.

    say("You pay {amount} a month.", amount=shown(cents))
    say_count("{count} plan", "{count} plans", len(plans))
    LABEL = mark("Where do you live?")      # a constant, translated where it is shown: say(LABEL)
    FORMS = mark_count("{amount} tablet", "{amount} tablets")      # the same with a plural: say_count(*FORMS, 2, amount="2")

A message is a whole sentence (or label, or heading): never glued from parts. Babel collects the messages (``make messages``) from these
four names, so each is a literal in the call, without an f-string.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

LOCALE = Path(os.environ.get("FINDER_LOCALE") or Path(__file__).parent / "locale")
"""A folder for each language but English, by its code; ``FINDER_LOCALE`` is another one, for those who try a translation."""
FILE, ENGLISH = "messages.po", "en"


Answer = TypeVar("Answer")


class Speech(NamedTuple):
    """A language by its code, and its messages."""

    language: str
    messages: NullTranslations


_SOURCE = Speech(ENGLISH, NullTranslations())
SPEECH: ContextVar[Speech] = ContextVar("speech", default=_SOURCE)


def say(message: str, /, **values: object) -> str:
    """The message in the language of the moment, its placeholders filled in."""
    text = SPEECH.get().messages.gettext(message) if message else ""
    return text.format(**values) if values else text


def say_count(one: str, many: str, count: int, /, **values: object) -> str:
    """The form of the message for that count; ``{count}`` is the count with thousands set apart."""
    return SPEECH.get().messages.ngettext(one, many, count).format(count=f"{count:,}", **values)


def mark(message: str, /) -> str:
    """A message that is kept in a constant and said later."""
    return message


def mark_count(one: str, many: str, /) -> tuple[str, str]:
    """Both forms of a message that is kept in a table and said later: ``say_count(*FORMS, count)``."""
    return one, many


def language() -> str:
    """The code of the language of the moment."""
    return SPEECH.get().language


def written_in() -> str:
    """The code by which Babel writes dates and times: that of the moment, as the United States write it where Babel knows that."""
    return _in_the_us(language())


@cache
def _in_the_us(language: str) -> str:
    from babel.localedata import exists

    return f"{language}_US" if exists(f"{language}_US") else language


def languages() -> tuple[str, ...]:
    """The codes of the languages to choose from: English, then each folder of ``locale``."""
    return _languages(LOCALE)


@cache
def _languages(folder: Path) -> tuple[str, ...]:
    return (ENGLISH, *sorted(path.parent.name for path in folder.glob(f"*/{FILE}")))


@cache
def own_name(language: str) -> str:
    """What a language calls itself: ``Español``."""
    if language == ENGLISH:  # without Babel, whose import costs a cold command 35 ms
        return "English"
    from babel import Locale

    name = Locale.parse(language).get_display_name() or language
    return name[:1].upper() + name[1:]


def messages_of(language: str) -> NullTranslations:
    """The messages of a language by its code, from its folder; the English ones where there is none, or where one is not translated."""
    return _SOURCE.messages if language == ENGLISH else _read(LOCALE / language / FILE)


@cache
def _read(path: Path) -> NullTranslations:
    if not path.exists():
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=path.parent.name))
    compiled.seek(0)
    return GNUTranslations(compiled)


@contextmanager
def speaking(language: str, messages: NullTranslations | None = None) -> Iterator[None]:
    """Say everything inside in a language."""
    token = SPEECH.set(Speech(language, messages or messages_of(language)))
    try:
        yield
    finally:
        SPEECH.reset(token)


def in_this_language(work: Callable[..., Answer]) -> Callable[..., Answer]:
    """The same work, done in the language of the moment whenever it is called."""
    speech = SPEECH.get()

    def done(*args: Any, **kwargs: Any) -> Answer:
        with speaking(*speech):
            return work(*args, **kwargs)

    return done


class Told(NamedTuple):
    """Two messages of the same code.

    ``person``: on pages and in the report, in words of grade 6. Empty where the pages say it in another place, or not at all.
    ``program``: in the JSON of a command; its bytes are the contract's.
    """

    person: str
    program: str
