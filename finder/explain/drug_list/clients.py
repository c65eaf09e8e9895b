"""What is said of several clients: each by its number, and what ends when. Grade 8."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finder.domain.client import Client, Deadline, Ends
from finder.explain.kit.section import Bullets, Column, Headline, Paragraphs, Sections, Table
from finder.explain.messages import mark, say, say_count
from finder.explain.words import day

TITLE = mark("Clients")
INTRO = mark("See at a glance what ends soon for each client. Choose the folder with the session files that you saved on the Desk.")
STAYS = mark("The files are read for this page and not kept.")
FOLDER = mark("The folder with your session files")
NUMBER = mark("A number for this client, for the file's name (no name, no initials)")
_ENDS = {
    Ends.ENROLLMENT: mark("Choose a plan for next year by {day}"),
    Ends.CHANGE: mark("Change this year's plan by {day}"),
    Ends.EXTRA_HELP: mark("Extra Help that came with Medicaid may end {day}"),
    Ends.TRANSITION: mark("First supplies in a new plan through {day}"),
}


def sections(clients: Sequence[Client], unread: int) -> Sections:
    """The clients, the one with the soonest day first, and how many files were not read."""
    left = say_count("{count} file is no session file, or was changed.", "{count} files are no session files, or were changed.", unread)
    if not clients:
        return (Paragraphs((say("There is no session file in this folder."), left if unread else "")),)
    ordered = sorted(clients, key=lambda client: ([one.day for one in client.deadlines] or [date.max], client.label.zfill(6)))
    columns = (
        Column(say("Client")),
        Column(say("Plan year"), True),
        Column(say("Drugs"), True),
        Column(say("Lines to answer"), True),
        Column(say("What ends when")),
    )
    rows = tuple(
        (_name(client), str(client.plan_year), str(client.drugs), _waiting(client.waiting), _ends(client.deadlines)) for client in ordered
    )
    head = say_count("{count} client", "{count} clients", len(clients))
    return (Headline(head), Table(say("Your clients"), columns, rows), *((Bullets((left,)),) if unread else ()))


def _name(client: Client) -> str:
    return say("Client {number}", number=client.label) if client.label else say("A file without a number")


def _waiting(lines: int | None) -> str:
    return say("not said") if lines is None else str(lines)


def _ends(deadlines: Sequence[Deadline]) -> str:
    said = (say(_ENDS[one.ends], day=day(one.day)) for one in deadlines)
    return "; ".join(said) or say("nothing that we know of")
