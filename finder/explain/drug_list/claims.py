"""What is said of a file of claims once it is read: how many fills, and what was left out. Grade 8."""

from __future__ import annotations

from finder.domain.paid_fills import PaidFills
from finder.explain.messages import say, say_count


def claims_sentence(read: PaidFills) -> str:
    """How many fills a file has, that each drug has its newest one, and what is missing."""
    count = say_count("We read {count} fill.", "We read {count} fills. Each drug has its newest one.", len(read.fills))
    return " ".join((count, *left_out_sentences(read)))


def left_out_sentences(read: PaidFills) -> tuple[str, ...]:
    """What of a file was left out, and whether more of it is elsewhere."""
    found = []
    if read.reversed:
        found.append(
            say_count("We left out {count} claim that was taken back.", "We left out {count} claims that were taken back.", read.reversed)
        )
    if read.other_claims:
        found.append(
            say_count("We left out {count} entry that is no drug.", "We left out {count} entries that are no drugs.", read.other_claims)
        )
    if read.pages_missing:
        found.append(say("This file is one page of a longer list. Drugs on its other pages are missing."))
    return tuple(found)
