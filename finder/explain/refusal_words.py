"""What was expected and found, as refusals say it in English, for a reader of another language. ``Problem`` is what programs read."""

from __future__ import annotations

import re
from functools import cache

from finder.explain.messages import ENGLISH, language, mark, say

_SAID = (
    mark("nothing"),
    mark("none"),
    mark("none of them"),
    mark("both"),
    mark("fewer"),
    mark("1 or more"),
    mark("something else"),
    mark("at least one drug"),
    mark("at least one line with a drug"),
    mark("a ZIP code that we know"),
    mark("a county with plans of those kinds in this catalog"),
    mark("a drug of this catalog"),
    mark("a level of Extra Help"),
    mark("the level of Extra Help that was granted"),
    mark("a session file of one person"),
    mark("each drug once, with all that is taken of it"),
    mark("one county for both"),
    mark("plans of this comparison"),
    mark("the first day of the month that was not paid"),
    mark("the last day of a month, as Extra Help ends with one"),
    mark("the last day of a month"),
    mark("the name of an illness"),
    mark("the store's own price, for a store outside the network"),
    mark("January 1, the day on which a plan's year ends or goes on"),
    mark("one without plans here"),
    mark("a day from July to December, as such a letter is about the next January 1"),
    mark("a month from 2011 on, when Medicare began to ask for this amount"),
    mark("a day from {first} to {last}"),
    mark("a day in {first} to {last}"),
    mark("a year from {first} to {last}"),
    mark("a plan year from {first} to {last}"),
    mark("a number of months from {first} to {last}"),
    mark("{first} to {last} different plans"),
    mark("a day on or before today ({day})"),
    mark("a day on or before on ({day})"),
    mark("a day on or before ({day})"),
    mark("a day on or before {day}"),
    mark("a day on or after on ({day})"),
    mark("a day on or after ({day})"),
    mark("a day on or after {day}"),
    mark("a day no later than {day}"),
    mark("a day after {day}, at most twelve months on"),
    mark("a day before the end of {year}"),
    mark("a day in {year}"),
    mark("a day of {year}"),
    mark("a date in {year}"),
    mark("a plan of {year}"),
    mark("a plan of {year} in the catalog"),
    mark("a plan year that this program has plans for ({years})"),
    mark("a level of Extra Help that {year} has"),
    mark("at most the premium ({amount})"),
    mark("at most the limit, {amount}"),
    mark("at most {most} lines"),
    mark("at most {most} letters in line {line}"),
    mark("{least} (the law's least) to {most} months"),
    mark("{least} to {most} in {year}"),
    mark("one of {count}"),
    mark("a session file of version {version} or older"),
    mark("version {version}, saved by a newer program"),
    mark("a session file as this program saves it"),
)
"""The texts of refusals on pages, more special ones first. Placeholders stand for what is filled in before: numbers, days, amounts."""
_NUMBERS = {"year", "count", "most", "least", "version", "line"}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(_PLACEHOLDER.sub(_group, re.escape(message))), message) for message in _SAID)


_PLACEHOLDER = re.compile(r"\\\{(\w+)\\\}")


def _group(found: re.Match[str]) -> str:
    name = found[1]
    return rf"(?P<{name}>[\d,]+)" if name in _NUMBERS else f"(?P<{name}>.+)"


def refusal_words(text: str) -> str:
    """The text in the language of the moment. One that the list doesn't know stays in English: it is said rather than left out."""
    if language() == ENGLISH:
        return text
    for pattern, message in _patterns():
        if found := pattern.fullmatch(text):
            return say(message, **found.groupdict())
    return text
