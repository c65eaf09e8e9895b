"""Session files of several clients: a file's name with the client's number, and what an overview shows of each file."""

from __future__ import annotations

import re
from datetime import date

from finder.documents.session import KeptPerson, read_session, read_session_file
from finder.domain.client import Client, ClientPerson
from finder.questions.explainers.clients import checked_label, deadlines_of

_NAME = re.compile(r"client-([0-9]{1,6})(?: ?\([0-9]+\))?\.json")
"""With the count that a browser adds to a second download."""


def client_file_name(label: str) -> str:
    """``client-12.json``. Raises Refusal for a label that is no number."""
    return f"client-{checked_label(label)}.json"


def client_label(name: str) -> str:
    """The number in a file's name; empty where the file has another name."""
    named = _NAME.fullmatch(name.rpartition("/")[2])
    return named[1] if named else ""


def read_client(name: str, data: bytes, today: date) -> Client:
    """What an overview shows of a session file. Only the number is taken from its name. Raises SourceError or Refusal."""
    kept = read_session(read_session_file(name, data))
    settled = [line for line in kept.lines if not line.left_out and not line.waits]
    waiting = None if any(line.waits is None for line in kept.lines) else sum(bool(line.waits) for line in kept.lines)
    drugs = sum(len(person.prescriptions) for person in kept.people) or len(settled)
    deadlines = deadlines_of(kept.plan_year, [_person(person) for person in kept.people], today)
    return Client(client_label(name), kept.plan_year, drugs, deadlines, waiting)


def _person(person: KeptPerson) -> ClientPerson:
    plan = person.current_plan or ""
    return ClientPerson(person.low_income_subsidy, person.coverage_start, bool(plan) and not plan.startswith("S"))
