"""The messages for translators: also those said inside an f-string, and one plural for each singular."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract

from finder.explain.collect_messages import NAMES, extract_python

ROOT = Path(__file__).parents[2]


def collected_from(code: bytes) -> list[tuple[int, str | tuple[str, ...]]]:
    return [(line, message) for line, message, _, _ in extract(extract_python, BytesIO(code), NAMES)]


def test_a_message_inside_an_f_string_is_collected() -> None:
    code = b"""A = mark("Yes")
B = f"{tip} {say('Then look at {plan}.', plan=plan)}"
C = f"{say_count('{count} drug', '{count} drugs', many)}: {say(A)} {say(f'{tip} glued')}"
"""
    assert collected_from(code) == [(1, "Yes"), (2, "Then look at {plan}."), (3, ("{count} drug", "{count} drugs"))]


def test_a_singular_has_one_plural() -> None:
    """A language's file has one entry for a singular: of two plurals it would lose one."""
    plurals = defaultdict(set)
    for path in [*ROOT.glob("finder/explain/**/*.py"), *ROOT.glob("pages/**/*.py")]:
        for _, message in collected_from(path.read_bytes()):
            if isinstance(message, tuple):
                plurals[message[0]].add(message[1])
    assert {one: many for one, many in plurals.items() if len(many) > 1} == {}
