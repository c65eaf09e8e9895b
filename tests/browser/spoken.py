"""A page in another language, for tests that are written in English: what they look for is looked for in the page's language.

A test may name a whole message, a part of one, or one with its amounts filled in."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Callable
from functools import cache
from typing import Any

from babel.dates import get_month_names

from finder.explain.collect_messages import required
from finder.explain.doors import PAGES
from finder.explain.messages import messages_of

_PLACEHOLDER = re.compile(r"\\\{\w+\\\}|\{\w+\}")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
"""What a text says in numbers, it says in every language."""
_VALUE = re.compile(r"\$?\d[\d,.]*\d|\d|\{\w+\}")
_TELLING = 7
"""So many letters in a row tell a message."""
_NEED = "We need "
_FEWEST_LETTERS = 2
"""A shorter text is a number or a name, not a part of a message."""
_TITLES = {words.title for words in PAGES.values()}
_SAID = {"name", "has_text"}
"""Keyword arguments that are words of the page."""
_BY_WORDS = {"get_by_label", "get_by_text", "get_by_placeholder", "get_by_title", "get_by_alt_text"}


@cache
def _messages(language: str) -> list[tuple[str, str]]:
    """Each English form with the one of the language."""
    spoken = messages_of(language)
    months = map(str.capitalize, get_month_names("wide", "stand-alone", language).values())
    pairs = list(zip(month_name[1:], months, strict=True))
    for message in required():
        if isinstance(message.id, tuple):
            pairs += [(form, spoken.ngettext(*message.id, count)) for form, count in zip(message.id, (1, 2), strict=True)]
        else:
            pairs.append((str(message.id), spoken.gettext(str(message.id))))
    return pairs


@cache
def in_language(text: str, language: str) -> str:
    """The message of the language for a whole one in English. A text that is none stays as it is."""
    return next((theirs for ours, theirs in _messages(language) if ours == text), text)


@cache
def looked_for(text: str, language: str) -> str | re.Pattern[str]:
    """What to look for on a page of the language where an English page has this text, alone or in a longer one."""
    pairs = _messages(language)
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return text
    for ours, theirs in pairs:
        if "{" in ours and _letters(ours) >= len(text) / 2 and re.fullmatch(_open(ours), text):
            return _with_numbers(text, [theirs])
    bare = _bare(text)
    parts = [theirs for ours, theirs in pairs if text in ours or (len(bare) >= _TELLING and bare in _bare(ours))]
    parts += [theirs for ours, theirs in pairs if "{" in ours and len(_middle(ours)) >= _TELLING and _middle(ours) in text]
    if not parts and text.startswith(_NEED):  # a refusal: what is needed is a message of its own
        return looked_for(text.removeprefix(_NEED), language)
    return _with_numbers(text, parts) if parts else text


def _bare(text: str) -> str:
    """A text or message without its numbers or placeholders."""
    return _VALUE.sub("", text).strip()


def _with_numbers(text: str, messages: list[str]) -> re.Pattern[str]:
    """Any of the messages, or the text itself, with the numbers of the text."""
    numbers = "".join(f"(?=.*{re.escape(number)})" for number in _NUMBER.findall(text))
    return re.compile(f"{numbers}(?:{'|'.join([*map(_open, messages), re.escape(text)])})")


def _open(message: str) -> str:
    """The message as a pattern: anything may stand at its placeholders."""
    return _PLACEHOLDER.sub(".*?", re.escape(message))


def _middle(message: str) -> str:
    """The longest piece of a message between its placeholders."""
    return max((piece.strip() for piece in _PLACEHOLDER.split(message)), key=len)


def _letters(message: str) -> int:
    return len(_PLACEHOLDER.sub("", message))


class Spoken:
    """A Playwright page or locator whose words are given in English."""

    def __init__(self, thing: Any, language: str) -> None:
        self._thing, self._language = thing, language

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._thing, name)
        return self._calling(name, value) if callable(value) else self._spoken(value)

    def _calling(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*args: Any, **kwargs: Any) -> Any:
            given = [arg._thing if isinstance(arg, Spoken) else arg for arg in args]
            exact = bool(kwargs.get("exact"))
            if name in _BY_WORDS and given:
                given[0] = self._looked_for(given[0], exact=exact)
            if name == "fill":  # an option is found by typing it
                given[0] = in_language(given[0], self._language)
            kept = {key: self._looked_for(value, exact=exact) if key in _SAID else value for key, value in kwargs.items()}
            if any(isinstance(value, re.Pattern) for value in (*given, *kept.values())):
                kept.pop("exact", None)
            return self._spoken(call(*given, **kept))

        return called

    def _looked_for(self, words: Any, *, exact: bool) -> Any:
        if isinstance(words, re.Pattern):
            parts = [theirs for ours, theirs in _messages(self._language) if words.search(ours)]
            return re.compile("|".join([*map(_open, parts), words.pattern]))
        if not isinstance(words, str):
            return words
        if words in _TITLES:  # on a page that stays in English they are in English
            return re.compile(f"^({re.escape(words)}|{re.escape(in_language(words, self._language))})$")
        whole = in_language(words, self._language)
        return whole if exact and whole != words else looked_for(words, self._language)

    def _spoken(self, value: Any) -> Any:
        module = type(value).__module__
        return Spoken(value, self._language) if module.startswith("playwright.sync_api") and type(value).__name__ == "Locator" else value
