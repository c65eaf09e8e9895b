"""The session file: round trips lose nothing, a changed digit is noticed, older versions are upgraded, newer ones refused."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.documents.session import (
    VERSION,
    KeptSession,
    SessionFile,
    checksum,
    read_session,
    read_session_file,
    restore_fills,
    restore_lines,
    restore_list,
    schema_text,
    session_document,
    write_session,
)
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.choosing import SpecialNeed
from finder.domain.claim import OtherPayerKind
from finder.domain.drug_lines import Answer, DrugLine, LineStatus, Origin
from finder.domain.errors import Refusal, SourceError
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.other_help import OtherHelp
from finder.domain.paid_fills import PaidFill
from finder.domain.prescription import Prescription
from finder.domain.session import SavedPerson, SavedSession
from finder.questions.drug_list.fills import lines_of_fills
from finder.questions.drug_list.reading import answer_lines, lines_of_text, read_drug_list
from tests.questions.list_market import ATORVASTATIN_20, ATORVASTATIN_40, ELIQUIS, LANTUS, LISTED, ListMarket
from tests.small_market import HAMPDEN, WORCESTER

SCHEMA = Path(__file__).parents[2] / "docs" / "session-file.schema.json"
CATALOG = ListMarket()
NAME = "drug-plan-session.json"

members = st.builds(
    Member,
    zip_code=st.just("01010"),
    county=st.sampled_from([WORCESTER, HAMPDEN]),
    coverage_start=st.builds(date, st.just(2026), st.integers(1, 12), st.just(1)),
    low_income_subsidy=st.sampled_from(LowIncomeSubsidy),
    uncovered_months=st.integers(0, 1200),
    channels=st.lists(st.sampled_from(Channel), min_size=1, unique=True).map(tuple),
    plan_kinds=st.lists(st.sampled_from(PlanKind), min_size=1, unique=True).map(tuple),
    current_plan=st.sampled_from([None, "S0001-001-000"]),
    income_bracket=st.integers(0, 5),
    gross_drug_cost_to_date=st.integers(0, 10_000_00),
    troop_to_date=st.integers(0, 2_100_00),
    alphabetical=st.booleans(),
    pharmacies=st.lists(st.from_regex(r"[0-9]{10}", fullmatch=True), max_size=5).map(tuple),
    special_needs=st.none() | st.lists(st.sampled_from(SpecialNeed), unique=True).map(tuple),
)
prescriptions = st.builds(
    Prescription,
    drug=st.sampled_from(LISTED),
    quantity=st.integers(1, 100_000_000),
    days_supply=st.integers(1, 366),
    fills_per_year=st.none() | st.integers(1, 366),
    dates=st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=4).map(tuple),
)
people = st.tuples(members, st.lists(prescriptions, max_size=5), st.booleans(), st.booleans())


@settings(max_examples=60, deadline=None)
@given(st.lists(people, min_size=1, max_size=2))
def test_a_round_trip_loses_nothing(couple: list[tuple[Member, list[Prescription], bool, bool]]) -> None:
    people = tuple(SavedPerson(member, listed, started=started, sure_of_subsidy=sure) for member, listed, started, sure in couple)
    data = write_session(SavedSession(2026, "01010", couple[0][0].county, people, chosen_plan="S0001-002-000"), "9.9")
    back = read_session(read_session_file(NAME, data))
    assert (back.plan_year, back.zip, back.county, back.chosen_plan) == (2026, "01010", couple[0][0].county.fips, "S0001-002-000")
    for person, (member, listed, started, sure) in zip(back.people, couple, strict=True):
        assert restore_list(CATALOG, person) == (tuple(listed), ())
        assert person.coverage_start == (member.coverage_start if started else None)
        assert person.low_income_subsidy is member.low_income_subsidy
        assert person.sure_of_subsidy is sure
        assert person.uncovered_months == member.uncovered_months
        assert tuple(person.channels) == member.channels
        assert person.plan_kinds == [kind.label for kind in member.plan_kinds]
        assert person.current_plan == member.current_plan
        assert tuple(person.pharmacies) == member.pharmacies
        assert (person.income_bracket, person.alphabetical) == (member.income_bracket, member.alphabetical)
        assert (None if person.special_needs is None else tuple(person.special_needs)) == member.special_needs
        assert (person.gross_drug_cost_to_date, person.troop_to_date) == (member.gross_drug_cost_to_date, member.troop_to_date)


OF_THE_PLACE = {"zip_code", "county"}
"""The couple's place."""
FAR = Member(
    zip_code="01010",
    county=HAMPDEN,
    coverage_start=date(2026, 7, 1),
    low_income_subsidy=LowIncomeSubsidy.PARTIAL,
    uncovered_months=7,
    channels=(Channel.PREFERRED_MAIL,),
    plan_kinds=(PlanKind.SNP,),
    current_plan="S0001-001-000",
    income_bracket=3,
    gross_drug_cost_to_date=1_234_56,
    troop_to_date=200_05,
    alphabetical=False,
    pharmacies=("1234567893", "1000000012"),
    health_plans_chosen=True,
    special_needs=(SpecialNeed.INSTITUTION,),
    other_help=OtherHelp(OtherPayerKind.CHARITY, 8_00, 15_50, 3_00),
)
"""A person with no field at its default."""
FAR_DRUG = Prescription(ELIQUIS, 7_500, 45, 8, (date(2026, 3, 4), date(2026, 5, 6)))


def defaults(noun: type) -> dict[str, object]:
    return {field.name: field.default for field in dataclasses.fields(noun) if field.default is not dataclasses.MISSING}  # type: ignore[arg-type]


def test_every_field_of_a_person_or_drug_is_in_the_file() -> None:
    """Fails for a field with its default here, and for one that is not restored."""
    assert [name for name, value in defaults(Member).items() if getattr(FAR, name) == value] == []
    assert [name for name, value in defaults(Prescription).items() if getattr(FAR_DRUG, name) == value] == []
    data = write_session(SavedSession(2026, FAR.zip_code, FAR.county, (SavedPerson(FAR, [FAR_DRUG]),)), "9.9")
    kept = read_session(read_session_file(NAME, data))
    (person,) = kept.people
    assert (kept.zip, kept.county) == (FAR.zip_code, FAR.county.fips)
    back = {field.name: getattr(person, field.name) for field in dataclasses.fields(Member) if field.name not in OF_THE_PLACE}
    back |= {name: tuple(value) for name, value in back.items() if isinstance(value, list)}
    back["other_help"] = person.other_help.help if person.other_help else None
    back["plan_kinds"] = tuple(kind for kind in PlanKind if kind.label in person.plan_kinds)
    assert back == {name: getattr(FAR, name) for name in back}
    ((drug,), lines) = restore_list(CATALOG, person)
    assert (drug, lines) == (FAR_DRUG, ())


@pytest.mark.parametrize("skip", [True, False])
def test_the_choice_about_uncovered_drugs_is_restored(skip: bool) -> None:
    saved = SavedSession(2026, FAR.zip_code, FAR.county, (SavedPerson(FAR, [FAR_DRUG], skip_uncovered=skip),))
    kept = read_session(read_session_file(NAME, write_session(saved, "9.9")))
    assert kept.people[0].skip_uncovered is skip


def lines_with_answers() -> tuple[DrugLine, ...]:
    lines = read_drug_list(CATALOG, lines_of_text("eliquis 5mg bid #60\nLantus pen 2 a month\natorva 40 1x day\n\nzzyzx\nhctz 25"))
    return answer_lines(lines, {2: Answer(LANTUS, 30_000, 30), 3: Answer(quantity=90_000, days_supply=90), 6: Answer(left_out=True)})


def test_lines_and_answers_are_restored() -> None:
    lines = lines_with_answers()
    data = write_session(SavedSession(2026, "", None, (PERSON,), lines), "9.9")
    back = restore_lines(CATALOG, read_session(read_session_file(NAME, data)))
    assert back == lines
    assert [line.status for line in back] == [
        LineStatus.READY, LineStatus.READY, LineStatus.READY, LineStatus.QUESTION, LineStatus.LEFT_OUT,
    ]  # fmt: skip


def in_a_file(lines: Sequence[DrugLine], fills: tuple[PaidFill, ...] = ()) -> KeptSession:
    data = write_session(SavedSession(2026, "", None, (PERSON,), tuple(lines), paid_fills=fills), "9.9")
    return read_session(read_session_file(NAME, data))


EVERY_LINE = {  # a line, and the answer to it
    "eliquis 5mg bid #60": None,  # ready as written
    "lisinopril 10": Answer(quantity=45_500, days_supply=91),  # an amount of one's own
    "atorva 40 1x day": None,  # waits to be confirmed
    "Lantus 20 units at bedtime": None,
    "Lipitor 20 qd": Answer(ATORVASTATIN_20),  # the product is answered, the amount waits
    "metformin 850 bid #60 stopped": None,  # left out by its words
    "hctz 25 stopped": Answer(taken=True),  # taken back: asked now
    "STOP: metoprolol 25 bid": Answer(taken=True),
    "zzyzx 3 daily": None,  # no drug: waits
    "alendronate 70 daily #30": Answer(left_out=True),
}


def test_a_line_of_every_kind_is_restored() -> None:
    read = read_drug_list(CATALOG, lines_of_text("\n".join(EVERY_LINE)))
    answers = {place: given for place, given in enumerate(EVERY_LINE.values(), start=1) if given}
    lines = answer_lines(read, answers, CATALOG)
    assert {line.status for line in lines} >= {LineStatus.READY, LineStatus.QUESTION, LineStatus.CHOOSE, LineStatus.LEFT_OUT}
    back = restore_lines(CATALOG, in_a_file(lines))
    assert [(line.text, line.status, line.drug, line.quantity, line.days_supply, line.asked) for line in back] == [
        (line.text, line.status, line.drug, line.quantity, line.days_supply, line.asked) for line in lines
    ]
    assert restore_lines(CATALOG, in_a_file(back)) == back  # and again


def test_an_old_fill_still_waits_and_what_was_paid_comes_back() -> None:
    fills = (
        PaidFill(1, date(2026, 1, 5), "", "atorvastatin 40 mg tablet", 30_000, 30, 12_34, 56_78, 1_00, "S4802-137"),
        PaidFill(2, date(2026, 11, 5), "00003089421", "eliquis 5 mg tablet", 60_000, 30, 0, None, None, ""),
    )
    lines = lines_of_fills(CATALOG, fills)
    assert [line.status for line in lines] == [LineStatus.READY, LineStatus.QUESTION]  # nothing of the second since February
    kept = in_a_file(lines, fills)
    back = restore_lines(CATALOG, kept)
    assert [line.status for line in back] == [LineStatus.READY, LineStatus.QUESTION]
    assert [proposal.origin for proposal in back[1].proposals] == [Origin.OLD_FILL]
    again = restore_fills(kept)
    assert again is not None
    assert again.fills == fills
    assert restore_fills(in_a_file(lines)) is None
    (answered,) = answer_lines(back[1:], {2: Answer(quantity=30_000, days_supply=30)})
    (settled,) = restore_lines(CATALOG, in_a_file([answered]))
    assert settled.status is LineStatus.READY  # an answer does not come back as a question


def test_a_fill_that_no_file_may_hold_is_kept_without_what_is_wrong() -> None:
    odd = PaidFill(1, None, "x" * 400, "y" * 400, 10**12, 900, -5_00, None, None, "")
    again = restore_fills(in_a_file((), (odd,)))
    assert again is not None
    (fill,) = again.fills
    assert (len(fill.ndc), len(fill.drug), fill.quantity, fill.days_supply, fill.paid) == (300, 300, None, None, None)


def test_a_file_of_version_4_is_upgraded_without_fills() -> None:
    whole = json.loads(write_session(SavedSession(2026, "", None, (PERSON,), lines_with_answers()), "9.9"))
    whole["version"] = 4
    del whole["session"]["paid_fills"], whole["checksum"]
    for line in whole["session"]["lines"]:
        del line["old_fill"], line["waits"]
    kept = read_session(read_session_file(NAME, sealed(whole)))
    assert restore_fills(kept) is None
    assert restore_lines(CATALOG, kept) == lines_with_answers()


def test_a_restored_answer_that_looks_like_a_slip_is_asked_again() -> None:
    # "2" for 30 days may be 2 a day; 60 is not asked about
    for answered, status in ((2_000, LineStatus.QUESTION), (60_000, LineStatus.READY)):
        lines = answer_lines(read_drug_list(CATALOG, lines_of_text("eliquis 5mg")), {1: Answer(quantity=answered, days_supply=30)})
        data = write_session(SavedSession(2026, "", None, (PERSON,), lines), "9.9")
        (back,) = restore_lines(CATALOG, read_session(read_session_file(NAME, data)))
        assert back.status is status


PERSON = SavedPerson(
    Member("01604", WORCESTER, date(2026, 7, 1), current_plan="S0001-001-000"),
    [Prescription(ELIQUIS, 60_000, 30), Prescription(ATORVASTATIN_40, 7_500, 30)],
)
IN_WORCESTER = SavedSession(2026, "01604", WORCESTER, (PERSON,))
SAVED = write_session(IN_WORCESTER, "9.9")


def test_the_file_is_readable_and_names_no_one() -> None:
    text = SAVED.decode()
    assert '"name": "apixaban 5 MG Oral Tablet [Eliquis]"' in text
    assert '"quantity": "7.5"' in text
    assert '"channels": [\n          "preferred_retail",' in text
    fields = set(re.findall(r'"([a-z_ ]+)":', schema_text()))
    for personal in ("birth", "birth_date", "medicare_number", "address", "street", "phone", "email", "first_name", "last_name"):
        assert personal not in fields


def test_an_unknown_drug_is_restored_as_a_line() -> None:
    changed = json.loads(SAVED)
    changed["session"]["people"][0]["prescriptions"][0]["rxcui"] = "gone"
    kept = read_session({**changed, "checksum": checksum(changed)})
    found, lines = restore_list(CATALOG, kept.people[0])
    assert [given.drug for given in found] == [ATORVASTATIN_40]
    assert lines == ("apixaban 5 MG Oral Tablet [Eliquis] #60/30",)


@pytest.mark.parametrize("place", [found.start() for found in re.finditer(rb"[0-9]", SAVED)])
def test_any_changed_digit_is_noticed(place: int) -> None:
    digit = SAVED[place : place + 1]
    changed = SAVED[:place] + (b"7" if digit != b"7" else b"3") + SAVED[place + 1 :]
    with pytest.raises((SourceError, Refusal)) as refused:
        read_session(read_session_file(NAME, changed))
    assert len(refused.value.problems) == 1


def test_blanks_and_key_order_do_not_matter() -> None:
    document = json.loads(SAVED)
    plain = json.dumps(dict(reversed(document.items()))).encode()
    assert read_session(read_session_file(NAME, plain)) == read_session(read_session_file(NAME, SAVED))


FIRST = {
    "format": "drug plan finder session",
    "version": 1,
    "program": "0.0.9",
    "session": {
        "plan_year": 2026,
        "zip": "01604",
        "county": "25027",
        "coverage_start": "2026-01-01",
        "low_income_subsidy": "full_other",
        "sure_of_subsidy": True,
        "uncovered_months": 7,
        "plan_kinds": ["PDP"],
        "current_plan": None,
        "chosen_plan": "S0001-001-000",
        "prescriptions": [
            {"rxcui": "eli", "name": "Eliquis", "quantity": "60", "days_supply": 30, "fills_per_year": None, "dates": []},
        ],
    },
}  # fmt: skip


def sealed(document: dict[str, object]) -> bytes:
    return json.dumps({**document, "checksum": checksum(document)}).encode()


def test_a_file_of_version_1_is_upgraded() -> None:
    kept = read_session(read_session_file(NAME, sealed(FIRST)))
    (person,) = kept.people
    assert person.channels == [Channel.PREFERRED_RETAIL, Channel.STANDARD_RETAIL]
    assert (kept.zip, kept.county, kept.chosen_plan, kept.lines) == ("01604", "25027", "S0001-001-000", [])
    assert (person.low_income_subsidy, person.uncovered_months) == (LowIncomeSubsidy.FULL_OTHER, 7)
    assert restore_list(CATALOG, person) == ((Prescription(ELIQUIS, 60_000, 30),), ())


def second() -> dict[str, object]:
    """A file as version 2 wrote it."""
    person = {
        "coverage_start": "2026-01-01",
        "low_income_subsidy": "none",
        "sure_of_subsidy": False,
        "uncovered_months": 4,
        "channels": ["standard_mail"],
        "plan_kinds": ["PDP", "MA-PD"],
        "current_plan": None,
        "prescriptions": [
            {"rxcui": "eli", "name": "Eliquis", "quantity": "60", "days_supply": 30, "fills_per_year": None, "dates": ["2026-02-03"]}
        ],
    }
    session = {"plan_year": 2026, "zip": "01604", "county": "25027", "chosen_plan": None, "people": [person, person], "lines": []}
    return {"format": "drug plan finder session", "version": 2, "program": "0.1.0", "session": session}


def test_a_file_of_version_2_is_upgraded_without_own_stores() -> None:
    kept = read_session(read_session_file(NAME, sealed(second())))
    for person in kept.people:
        assert (person.pharmacies, person.income_bracket, person.alphabetical) == ([], 0, True)
        assert (person.gross_drug_cost_to_date, person.troop_to_date) == (0, 0)
        assert (person.channels, person.uncovered_months) == ([Channel.STANDARD_MAIL], 4)
        assert restore_list(CATALOG, person) == ((Prescription(ELIQUIS, 60_000, 30, None, (date(2026, 2, 3),)),), ())


def test_a_broken_file_of_version_2_is_refused_by_place() -> None:
    whole = second()
    for people in ("nobody", ["nobody"]):
        session = {**whole["session"], "people": people}  # type: ignore[dict-item]
        with pytest.raises(Refusal) as refused:
            read_session(read_session_file(NAME, sealed({**whole, "session": session})))
        assert refused.value.problems[0].where.startswith("$.session.people")


def third(**person: object) -> dict[str, object]:
    """A file as version 3 wrote it: a person without special needs."""
    people = [{**session_document(IN_WORCESTER)["people"][0], **person}]  # type: ignore[index]
    people[0].pop("special_needs")
    people[0].pop("other_help")
    people[0].pop("skip_uncovered")
    return {**json.loads(SAVED), "version": 3, "session": {**json.loads(SAVED)["session"], "people": people}}


def test_a_file_of_version_3_is_upgraded_without_special_needs() -> None:
    kept = read_session(
        read_session_file(NAME, sealed({key: value for key, value in third(plan_kinds=["SNP"]).items() if key != "checksum"}))
    )
    (person,) = kept.people
    assert (person.plan_kinds, person.special_needs, person.skip_uncovered) == (["SNP"], None, False)
    assert restore_list(CATALOG, person)[0][0].drug == ELIQUIS


def test_a_changed_file_of_version_1_is_refused_before_its_upgrade() -> None:
    with pytest.raises(SourceError, match="checksum"):
        read_session_file(NAME, sealed(FIRST).replace(b'"uncovered_months": 7', b'"uncovered_months": 8'))


BAD = {
    "empty": (b"", "an empty file"),
    "binary": (bytes(range(256)), "bytes that are no text"),
    "wrong encoding": ('{"é": 1}'.encode("cp1252"), "another encoding"),
    "5 MB": (b" " * 5_000_000 + b"{}", "5.0 MB"),
    "no JSON": (b"atorva 40 1x day", "text that cannot be read as JSON"),
    "cut short": (SAVED[:-40], "text that cannot be read as JSON"),
    "a key twice": (b'{"format": 1, "format": 2}', "text that cannot be read as JSON"),
    "not a number": (b'{"version": NaN}', "text that cannot be read as JSON"),
    "a deep nest": (b"[" * 100_000, "text that cannot be read as JSON"),
    "other JSON": (b"[1, 2]", "another kind of file"),
    "another program's": (b'{"format": "x", "version": 1}', "another kind of file"),
    "no version": (sealed({**FIRST, "version": "2"}), "none that we know"),
    "version true": (sealed({**FIRST, "version": True}), "none that we know"),
    "version 0": (sealed({**FIRST, "version": 0}), "none that we know"),
    "a future version": (sealed({**FIRST, "version": VERSION + 1}), f"version {VERSION + 1}, saved by a newer program"),
    "a far future version": (sealed({**FIRST, "version": 10**30}), "version 100000000, saved by a newer program"),
    "a part more": (sealed({**FIRST, "note": "x"}), "one with parts missing or added"),
    "a part less": (sealed({key: value for key, value in FIRST.items() if key != "program"}), "one with parts missing or added"),
    "no checksum": (json.dumps(FIRST).encode(), "one with parts missing or added"),
    "a changed drug": (SAVED.replace(b"Eliquis", b"Eliquit"), "content that was changed or damaged since (its checksum does not fit)"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_session_file_is_refused_in_one_sentence(kind: str) -> None:
    data, found = BAD[kind]
    with pytest.raises(SourceError) as refused:
        read_session_file(NAME, data)
    (problem,) = refused.value.problems
    assert problem.found == found


def test_wrong_content_with_a_right_checksum_is_refused_by_place() -> None:
    changed = json.loads(SAVED)
    changed["session"]["people"][0]["prescriptions"][0]["quantity"] = "-1"
    changed["session"]["birth_date"] = "1941-03-04"
    with pytest.raises(Refusal) as refused:
        read_session(read_session_file(NAME, sealed({key: value for key, value in changed.items() if key != "checksum"})))
    assert [problem.where for problem in refused.value.problems] == [
        "$.session.people[0].prescriptions[0].quantity",
        "$.session.birth_date",
    ]


def test_a_start_in_another_year_is_refused() -> None:
    changed = json.loads(SAVED)
    changed["session"]["people"][0]["coverage_start"] = "2027-01-01"
    with pytest.raises(Refusal, match="first of a month in 2026"):
        read_session({**changed, "checksum": checksum(changed)})


def test_the_schema_in_docs_is_current() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "run: python -m finder.documents.session > docs/session-file.schema.json"
    assert SessionFile.model_json_schema()["properties"]["version"] == {"const": VERSION, "title": "Version", "type": "integer"}
