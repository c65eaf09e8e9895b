"""The dates of an answer as a calendar file (RFC 5545). It has days and what is due, and nothing about the person.

The same dates give the same file: its stamp is the first date, its identifiers are hashes of day and words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from hashlib import sha256

from icalendar import Calendar, Event

from finder.explain.kit.date_charts import Due

_PRODUCT = "-//partd-finder//dates//EN"


def calendar_file(dues: Iterable[Due]) -> str:
    """The days as the text of an .ics file, lines ending in CR LF; empty where there are none."""
    listed = list(dues)
    if not listed:
        return ""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    stamp = datetime.combine(min(due.day for due in listed), time(), UTC)
    for due in listed:
        calendar.add_component(_event(due, stamp))
    text: str = calendar.to_ical().decode("utf-8")
    return text


def _event(due: Due, stamp: datetime) -> Event:
    event = Event()
    words = "\n".join((due.day.isoformat(), str(due.minute), due.title, due.says))
    event.add("uid", f"{sha256(words.encode()).hexdigest()[:24]}@partd-finder")
    event.add("dtstamp", stamp)
    # The hour is that of the person's own clock, so it has no time zone.
    start = due.day if due.minute is None else datetime.combine(due.day, time(*divmod(due.minute, 60)))
    event.add("dtstart", start)
    event.add("summary", due.title)
    event.add("description", due.says)
    event.add("transp", "TRANSPARENT")
    return event
