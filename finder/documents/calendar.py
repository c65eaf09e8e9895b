"""The dates of an answer as a calendar file (RFC 5545). It holds days and what is due, and nothing of the person.

The file is the same for the same dates: its stamp is the first of them, its identifiers are hashes of day and words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import NamedTuple

from icalendar import Calendar, Event

_PRODUCT = "-//partd-finder//dates//EN"


class Entry(NamedTuple):
    """One day of a calendar: the day, the minute of it (None: all day), a title and a sentence."""

    day: date
    minute: int | None
    title: str
    says: str


def calendar_file(entries: Iterable[Entry]) -> str:
    """The entries as the text of an .ics file, lines ending in CR LF; empty where there are none."""
    listed = list(entries)
    if not listed:
        return ""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    stamp = datetime.combine(min(entry.day for entry in listed), time(), UTC)
    for entry in listed:
        calendar.add_component(_event(entry, stamp))
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _event(entry: Entry, stamp: datetime) -> Event:
    event = Event()
    words = "\n".join((entry.day.isoformat(), str(entry.minute), entry.title, entry.says))
    event.add("uid", f"{sha256(words.encode()).hexdigest()[:24]}@partd-finder")
    event.add("dtstamp", stamp)
    # A time of day is that of the person's own clock, so it carries no zone.
    start = entry.day if entry.minute is None else datetime.combine(entry.day, time(*divmod(entry.minute, 60)))
    event.add("dtstart", start)
    event.add("summary", entry.title)
    event.add("description", entry.says)
    event.add("transp", "TRANSPARENT")
    return event
