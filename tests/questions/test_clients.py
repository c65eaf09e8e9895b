"""Several clients: numbers alone are labels, and each file tells what ends when."""

from __future__ import annotations

from datetime import date

import pytest

from finder.documents.client_files import client_file_name, read_client
from finder.documents.session import sealed, session_document
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.client import ClientPerson, Deadline, Ends
from finder.domain.errors import Refusal, SourceError
from finder.domain.market import County
from finder.domain.member import Member
from finder.domain.session import SavedPerson, SavedSession
from finder.explain.drug_list.clients import sections
from finder.explain.kit.section import Table, texts
from finder.questions.drug_list.reading import lines_of_text, read_drug_list
from finder.questions.explainers.clients import deadlines_of
from tests.questions.list_market import ListMarket

TODAY = date(2026, 11, 26)
NOBODY = ClientPerson(LowIncomeSubsidy.NONE, None, False)


@pytest.mark.parametrize(
    ("label", "found"),
    [("JD", "letters"), ("j.d.", "letters"), ("Doe 12", "letters"), ("1234567", "a longer number"), ("12-50", "something else")],
)
def test_a_label_that_may_tell_who_it_is_is_refused_with_the_reason(label: str, found: str) -> None:
    with pytest.raises(Refusal, match="not a name or initials, which tell who it is") as refused:
        client_file_name(label)
    assert refused.value.problems[0].found == found


def test_a_number_names_the_file() -> None:
    assert client_file_name(" 12 ") == "client-12.json"


def test_open_enrollment_ends_for_all_on_december_7() -> None:
    assert deadlines_of(2027, [NOBODY], TODAY) == (Deadline(Ends.ENROLLMENT, date(2026, 12, 7)),)


def test_medicaid_and_a_new_plan_have_days_of_their_own() -> None:
    helped = ClientPerson(LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY, date(2026, 10, 1), False)
    # of 90 days from October 1, 2026 the last is December 29
    # with Medicaid a change is possible each month, and open enrollment for 2027 is on as well
    assert deadlines_of(2026, [helped], TODAY) == (
        Deadline(Ends.CHANGE, date(2026, 11, 30)),
        Deadline(Ends.ENROLLMENT, date(2026, 12, 7)),
        Deadline(Ends.TRANSITION, date(2026, 12, 29)),
        Deadline(Ends.EXTRA_HELP, date(2026, 12, 31)),
    )


def test_days_that_are_over_are_not_shown() -> None:
    started = ClientPerson(LowIncomeSubsidy.NONE, date(2026, 1, 1), False)
    assert Ends.TRANSITION not in [one.ends for one in deadlines_of(2026, [started], TODAY)]


def saved() -> bytes:
    member = Member("", County("", "", ""), date(2026, 10, 1))
    return sealed(session_document(SavedSession(2026, "", None, (SavedPerson(member, ()),))), "1")


@pytest.mark.parametrize(
    ("name", "label"), [("client-12.json", "12"), ("may/client-12 (1).json", "12"), ("Jane Doe.json", ""), ("client-JD.json", "")]
)
def test_only_a_number_is_taken_from_a_files_name(name: str, label: str) -> None:
    assert read_client(name, saved(), TODAY).label == label


def test_lines_that_wait_are_counted_beside_the_drugs() -> None:
    market = ListMarket()
    lines = read_drug_list(market, lines_of_text("eliquis 5mg bid #60\natorva 40 1x day\nzzyzx\nlisinopril 10 qd #30 stopped"))
    person = SavedPerson(Member("", County("", "", ""), date(2026, 10, 1)), ())
    document = session_document(SavedSession(2026, "", None, (person,), lines))
    client = read_client("client-1.json", sealed(document, "1"), TODAY)
    assert (client.drugs, client.waiting) == (1, 2)
    (table,) = (section for section in sections([client], 0) if isinstance(section, Table))
    assert table.rows[0][:4] == ("Client 1", "2026", "1", "2")
    for line in document["lines"]:  # type: ignore[attr-defined]
        line["waits"] = None  # a file of version 4
    assert read_client("client-1.json", sealed(document, "1"), TODAY).waiting is None


def test_the_overview_has_the_soonest_first_and_counts_what_is_no_session() -> None:
    later = read_client("client-1.json", saved(), TODAY)
    sooner = later._replace(label="2", deadlines=(Deadline(Ends.ENROLLMENT, date(2026, 11, 30)),))
    said = list(texts(sections([later, sooner], 1)))
    assert said.index("Client 2") < said.index("Client 1")
    assert "1 file is no session file, or was changed." in said
    with pytest.raises(SourceError):
        read_client("client-1.json", b"{}", TODAY)
