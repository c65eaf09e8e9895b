"""The content of a session file: the place, the answers, the list and its lines. No name, birth date, Medicare number or street.

``python -m finder.documents.session`` prints the JSON Schema of the file; docs/session-file.schema.json is that output.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from finder.documents.compare_request import MOST_UNITS, KindLabel, Units
from finder.documents.drug_files import bounded, text_of
from finder.documents.fields import Input, IsoDate, Money, PlanYear, Whole, Word, read
from finder.documents.other_help import OtherHelpInput, other_help_document
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.choosing import SpecialNeed
from finder.domain.drug_lines import (
    LONGEST_NAME,
    MOST_LETTERS,
    MOST_LINES,
    Answer,
    Asked,
    DrugLine,
    ListLine,
    NotCounted,
    Origin,
    WhyNotCounted,
)
from finder.domain.errors import Problem, Refusal, SourceError
from finder.domain.market import Catalog, PlanKind
from finder.domain.money import LARGEST, QUANTITY_SCALE, Quantity, dollars
from finder.domain.paid_fills import PaidFill, PaidFills
from finder.domain.prescription import Prescription
from finder.domain.session import SavedPerson, SavedSession
from finder.explain.choices import NOT_SURE, PLAN_KINDS, SPECIAL_NEEDS, STORES, subsidies
from finder.explain.words import joined
from finder.intake.json_text import parse_text, plain_texts
from finder.intake.limits import CLAIMS, SESSION
from finder.intake.texts import Unfit
from finder.questions.drug_list.fills import ask_if_old
from finder.questions.drug_list.reading import answer_lines, read_drug_list

FILE_NAME = "drug-plan-session.json"
_LONGEST_WORDS = 300  # of a fill
_LONGEST_NAME = 150  # of a drug in a line, so that the amount fits behind it
Npi = Annotated[str, Field(pattern=r"^[0-9]{10}$")]
PlanId = Annotated[str, Field(pattern=r"^[A-Z][0-9]{4}-[0-9]{3}-[0-9]{3}$")]


class KeptPrescription(Input):
    """A drug of the list: the catalog's key, its name, the units of a fill and the days they last."""

    rxcui: Annotated[str, Field(min_length=1, max_length=60)]
    name: Annotated[str, Field(min_length=1, max_length=300)]
    quantity: Units
    days_supply: Annotated[Whole, Field(ge=1, le=366)]
    fills_per_year: Annotated[Whole, Field(ge=1, le=366)] | None
    dates: Annotated[list[IsoDate], Field(max_length=366)]


class KeptLine(Input):
    """A line of the list as written, and the answers about it; null without one."""

    number: Annotated[Whole, Field(ge=1, le=10_000)]
    text: Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]
    rxcui: Annotated[str, Field(min_length=1, max_length=60)] | None
    quantity: Units | None
    days_supply: Annotated[Whole, Field(ge=1, le=366)] | None
    left_out: bool
    waits: Annotated[bool, Field(description="whether it waits for an answer")] | None
    old_fill: Annotated[bool, Field(description="whether it waits for an answer because its fill is old")]


class KeptFill(Input):
    """A fill of an uploaded file, for the check of what was paid; null or empty where the file doesn't say."""

    day: IsoDate | None
    ndc: Annotated[str, Field(max_length=_LONGEST_WORDS)]
    drug: Annotated[str, Field(max_length=_LONGEST_WORDS)]
    quantity: Units | None
    days_supply: Annotated[Whole, Field(ge=1, le=366)] | None
    paid: Money | None
    price: Money | None
    extra_help: Money | None
    plan: Annotated[str, Field(max_length=_LONGEST_WORDS)]


class KeptName(Input):
    """A name on the list that is not counted, and why."""

    name: Annotated[str, Field(min_length=1, max_length=LONGEST_NAME)]
    why: Annotated[WhyNotCounted, Word(WhyNotCounted)]


class KeptPerson(Input):
    """One person's answers and list; null without an answer. It has every field of ``Member`` but the place, which a couple shares."""

    coverage_start: IsoDate | None
    low_income_subsidy: Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)]
    sure_of_subsidy: bool
    uncovered_months: Annotated[Whole, Field(ge=0, le=1200)]
    channels: Annotated[list[Annotated[Channel, Word(Channel)]], Field(min_length=1, max_length=6)]
    plan_kinds: Annotated[list[KindLabel], Field(min_length=1, max_length=3)]
    current_plan: PlanId | None
    pharmacies: Annotated[list[Npi], Field(max_length=5, description="the drug stores chosen, by NPI; none: any of the channels")]
    income_bracket: Annotated[Whole, Field(ge=0, le=5)]
    gross_drug_cost_to_date: Money
    troop_to_date: Money
    alphabetical: Annotated[bool, Field(description="whether drugs of one day are bought by name, not as listed")]
    special_needs: (
        Annotated[
            list[Annotated[SpecialNeed, Word(SpecialNeed)]],
            Field(max_length=3, description="the person's own of the needs that special needs plans are for"),
        ]
        | None
    )
    other_help: Annotated[OtherHelpInput | None, Field(description="who else pays after the drug plan")]
    health_plans_chosen: Annotated[bool, Field(description="whether the person asked to see health plans")]
    skip_uncovered: Annotated[bool, Field(description="whether the person would not buy a drug that a plan leaves out")]
    prescriptions: Annotated[list[KeptPrescription], Field(max_length=MOST_LINES)]
    not_counted: Annotated[list[KeptName], Field(max_length=MOST_LINES)]


LanguageCode = Annotated[str, Field(pattern=r"^[a-z]{2,3}(_[A-Z]{2})?$")]


class KeptSession(Input):
    """A place, one person or a couple, and the lines of the list."""

    plan_year: PlanYear
    zip: Annotated[str, Field(pattern=r"^[0-9]{5}$")] | None
    county: Annotated[str, Field(pattern=r"^[0-9]{5}$", description="FIPS code")] | None
    chosen_plan: PlanId | None
    people: Annotated[list[KeptPerson], Field(min_length=1, max_length=2)]
    lines: Annotated[list[KeptLine], Field(max_length=MOST_LINES)]
    paid_fills: Annotated[list[KeptFill], Field(max_length=CLAIMS.rows, description="what was paid, from an uploaded file")]
    language: Annotated[LanguageCode, Field(description="of the pages")] | None
    language_on_paper: Annotated[LanguageCode, Field(description="of what is printed or sent")] | None

    @model_validator(mode="after")
    def _starts_in_its_year(self) -> KeptSession:
        starts = [person.coverage_start for person in self.people if person.coverage_start is not None]
        if any((start.year, start.day) != (self.plan_year, 1) for start in starts):
            raise ValueError(f"a coverage_start on the first of a month in {self.plan_year}")
        return self


class SessionFile(Input):
    """The whole file. ``checksum`` is the sha256 of the rest as JSON with sorted keys and no blanks."""

    format: Literal["drug plan finder session"]
    version: Literal[7]
    program: Annotated[str, Field(max_length=40, description="version of the program that saved it")]
    checksum: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    session: KeptSession


def read_session(document: object) -> KeptSession:
    """The session of a file's document. Raises Refusal."""
    return read(SessionFile, document).session


def write_session(saved: SavedSession, program: str) -> bytes:
    """The file of a session. ``program`` is the version that saved it. Raises Refusal for what no file may hold."""
    return sealed(session_document(saved), program)


def session_document(saved: SavedSession) -> dict[str, object]:
    """The session as a file keeps it, checked. Raises Refusal."""
    session: dict[str, object] = {
        "plan_year": saved.plan_year,
        "zip": saved.zip_code or None,
        "county": saved.county.fips if saved.county else None,
        "chosen_plan": saved.chosen_plan,
        "people": [_person(person) for person in saved.people],
        "lines": [_line(line) for line in saved.lines if not (line.left_out and Asked.DRUG in line.asked)],  # may be a name
        "paid_fills": [_fill(fill) for fill in saved.paid_fills],
        "language": saved.language or None,
        "language_on_paper": saved.paper or None,
    }
    read(KeptSession, session)
    return session


def _person(saved: SavedPerson) -> dict[str, object]:
    member = saved.member
    return {
        "coverage_start": member.coverage_start.isoformat() if saved.started else None,
        "low_income_subsidy": member.low_income_subsidy.key,
        "sure_of_subsidy": saved.sure_of_subsidy,
        "uncovered_months": member.uncovered_months,
        "channels": [channel.key for channel in member.channels],
        "plan_kinds": [kind.label for kind in member.plan_kinds],
        "current_plan": member.current_plan,
        "pharmacies": list(member.pharmacies),
        "income_bracket": member.income_bracket,
        "gross_drug_cost_to_date": dollars(member.gross_drug_cost_to_date),
        "troop_to_date": dollars(member.troop_to_date),
        "alphabetical": member.alphabetical,
        "special_needs": None if member.special_needs is None else [need.key for need in member.special_needs],
        "other_help": other_help_document(member.other_help),
        "health_plans_chosen": member.health_plans_chosen,
        "skip_uncovered": saved.skip_uncovered,
        "prescriptions": [_prescription(given) for given in saved.prescriptions],
        "not_counted": [{"name": given.name, "why": given.why.key} for given in saved.not_counted],
    }


def _prescription(given: Prescription) -> dict[str, object]:
    return {
        "rxcui": given.drug.rxcui,
        "name": given.drug.name,
        "quantity": _units(given.quantity),
        "days_supply": given.days_supply,
        "fills_per_year": given.fills_per_year,
        "dates": [day.isoformat() for day in given.dates],
    }


def _line(line: DrugLine) -> dict[str, object]:
    answered = line.origin is Origin.ANSWERED and line.quantity is not None
    return {
        "number": line.number,
        "text": line.text,
        "rxcui": line.drug.rxcui if line.drug else None,
        "quantity": _units(line.quantity) if answered and line.quantity else None,
        "days_supply": line.days_supply if answered else None,
        "left_out": line.left_out,
        "waits": line.waits,
        "old_fill": any(proposal.origin is Origin.OLD_FILL for proposal in line.proposals),
    }


def _fill(fill: PaidFill) -> dict[str, object]:
    amounts = {"paid": fill.paid, "price": fill.price, "extra_help": fill.extra_help}
    return {
        "day": fill.day.isoformat() if fill.day else None,
        "ndc": fill.ndc[:_LONGEST_WORDS],
        "drug": fill.drug[:_LONGEST_WORDS],
        "quantity": _units(fill.quantity) if fill.quantity and 0 < fill.quantity <= MOST_UNITS * QUANTITY_SCALE else None,
        "days_supply": fill.days_supply if fill.days_supply and 0 < fill.days_supply <= 366 else None,
        **{name: None if cents is None or not 0 <= cents <= LARGEST else dollars(cents) for name, cents in amounts.items()},
        "plan": fill.plan[:_LONGEST_WORDS],
    }


def restore_lines(catalog: Catalog, kept: KeptSession, more: Sequence[str] = ()) -> tuple[DrugLine, ...]:
    """The lines, read again with their answers, and ``more`` lines after them. An answer that looks like a slip is asked again. Raises
    Refusal for too many lines."""
    written = [ListLine(line.number, line.text) for line in kept.lines]
    last = max((line.number for line in written), default=0)
    written += [ListLine(last + place, text) for place, text in enumerate(more, start=1)]
    answers = {
        line.number: Answer(catalog.drug(line.rxcui) if line.rxcui else None, line.quantity, line.days_supply, line.left_out)
        for line in kept.lines
    }
    lines = answer_lines(read_drug_list(catalog, written), answers, catalog) if written else ()
    old = {line.number for line in kept.lines if line.old_fill}
    return tuple(ask_if_old(line, old=line.number in old) for line in lines)


def restore_fills(kept: KeptSession) -> PaidFills | None:
    """The fills of the file that was uploaded; None without one."""
    fills = tuple(PaidFill(place, **dict(fill)) for place, fill in enumerate(kept.paid_fills, start=1))
    return PaidFills("", fills) if fills else None


def restore_list(catalog: Catalog, person: KeptPerson) -> tuple[tuple[Prescription, ...], tuple[str, ...]]:
    """The person's list, and a line for each drug that the catalog lacks."""
    found, lines = [], []
    for given in person.prescriptions:
        drug = catalog.drug(given.rxcui)
        if drug is None:
            lines.append(f"{given.name[:_LONGEST_NAME]} #{_units(given.quantity)}/{given.days_supply}")
        else:
            found.append(Prescription(drug, given.quantity, given.days_supply, given.fills_per_year, tuple(given.dates)))
    return tuple(found), tuple(lines)


def restore_not_counted(person: KeptPerson) -> tuple[NotCounted, ...]:
    """The names on the person's list that are not counted."""
    return tuple(NotCounted(kept.name, kept.why) for kept in person.not_counted)


def _units(quantity: Quantity) -> str:
    whole, rest = divmod(quantity, QUANTITY_SCALE)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".") if rest else str(whole)


def schema_text() -> str:
    """The JSON Schema of the file, as docs/session-file.schema.json has it."""
    return json.dumps(SessionFile.model_json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(schema_text(), end="")


FORMAT = "drug plan finder session"
VERSION = 7
_KEYS = {"format", "version", "program", "checksum", "session"}
Document = dict[str, Any]


def sealed(session: Mapping[str, object], program: str) -> bytes:
    """The file of a session: UTF-8, indented, with its checksum. ``program`` is the version that saved it."""
    document: Document = {"format": FORMAT, "version": VERSION, "program": program, "session": dict(session)}
    return (json.dumps({**document, "checksum": checksum(document)}, indent=2, ensure_ascii=False) + "\n").encode()


def read_session_file(name: str, data: bytes) -> Document:
    """The document of a file, checked and upgraded to ``VERSION``. Its session is not checked yet.

    Raises SourceError with one problem: not our JSON, a newer version, or content that was changed."""
    bounded(name, data, SESSION)
    document = _parsed(name, text_of(name, data))
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise _refused(name, f"a file saved by this program (format “{FORMAT}”)", "another kind of file")
    version = document.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise _refused(name, f"a version from 1 to {VERSION}", "none that we know")
    if version > VERSION:
        raise _refused(name, f"a session file of version {VERSION} or older", f"version {str(version)[:9]}, saved by a newer program")
    written = document.get("checksum")
    if set(document) != _KEYS or not isinstance(document["session"], dict) or not isinstance(written, str):
        raise _refused(name, "a whole session file, just as it was saved", "one with parts missing or added")
    if not hmac.compare_digest(written.encode(), checksum(document).encode()):
        raise _refused(name, "the file just as it was saved", "content that was changed or damaged since (its checksum does not fit)")
    for step in range(version, VERSION):
        document = _MIGRATIONS[step](document)
    cleaned: Document = plain_texts(document)
    return cleaned


def checksum(document: Mapping[str, object]) -> str:
    """The sha256 of a document without its checksum, in hexadecimal. Key order and blanks don't matter."""
    content = {key: value for key, value in document.items() if key != "checksum"}
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _first_to_second(document: Document) -> Document:
    """Version 1 had one person, no lines, and no choice of pharmacy: it priced at the cheaper of preferred and standard retail."""
    old = document["session"]
    shared = {key: value for key, value in old.items() if key in ("plan_year", "zip", "county", "chosen_plan")}
    person = {"channels": ["preferred_retail", "standard_retail"]} | {key: value for key, value in old.items() if key not in shared}
    changed = {**document, "version": 2, "session": {**shared, "people": [person], "lines": []}}
    return {**changed, "checksum": checksum(changed)}


def _second_to_third(document: Document) -> Document:
    """Version 2 had no own drug stores, no income bracket, no costs so far, and the order by name."""
    more = {"pharmacies": [], "income_bracket": 0, "gross_drug_cost_to_date": "0.00", "troop_to_date": "0.00", "alphabetical": True}
    return _with_more(more, {**document, "version": 3})


def _third_to_fourth(document: Document) -> Document:
    """Version 3 had no special needs, no choice of health plans, no names that are not counted, and bought what a plan leaves out."""
    more: Document = {"special_needs": None, "health_plans_chosen": False, "skip_uncovered": False, "not_counted": []}
    return _with_more(more, {**document, "version": 4})


def _fourth_to_fifth(document: Document) -> Document:
    """Version 4 had no fills, and did not say whether a line waits."""
    old = document["session"]
    lines = old.get("lines")
    if isinstance(lines, list):  # anything else is refused later, by its place
        lines = [{"waits": None, "old_fill": False, **line} if isinstance(line, dict) else line for line in lines]
    changed = {**document, "version": 5, "session": {**old, "lines": lines, "paid_fills": []}}
    return {**changed, "checksum": checksum(changed)}


def _fifth_to_sixth(document: Document) -> Document:
    """Version 5 had no other help."""
    return _with_more({"other_help": None}, {**document, "version": 6})


def _sixth_to_seventh(document: Document) -> Document:
    """Version 6 did not say in which language a person reads."""
    changed = {**document, "version": 7, "session": {**document["session"], "language": None, "language_on_paper": None}}
    return {**changed, "checksum": checksum(changed)}


def _with_more(more: Mapping[str, object], document: Document) -> Document:
    """The document with more fields for each person, and its checksum."""
    old = document["session"]
    people = old.get("people")
    if isinstance(people, list):  # anything else is refused later, by its place
        people = [{**more, **person} if isinstance(person, dict) else person for person in people]
    changed = {**document, "session": {**old, "people": people}}
    return {**changed, "checksum": checksum(changed)}


_MIGRATIONS: Mapping[int, Callable[[Document], Document]] = {
    1: _first_to_second,
    2: _second_to_third,
    3: _third_to_fourth,
    4: _fourth_to_fifth,
    5: _fifth_to_sixth,
    6: _sixth_to_seventh,
}


def _parsed(name: str, text: str) -> object:
    try:
        return parse_text(text, SESSION, controls=True)  # an earlier version kept them, under its checksum
    except Unfit as unfit:
        raise _refused(name, "a session file (JSON)", "text that cannot be read as JSON") from unfit


def _refused(name: str, expected: str, found: str) -> SourceError:
    return SourceError([Problem(name[:60], expected, found)])


def store_answer(channels: Sequence[Channel]) -> str:
    """The choice of store for these kinds of pharmacy. Raises Refusal if the pages have none."""
    found = next((answer for answer, asked in STORES.items() if set(asked) == set(channels)), None)
    if found is None:
        choices = "; ".join(", ".join(channel.key for channel in asked) for asked in STORES.values())
        raise Refusal([Problem("channels", f"one of these choices: {choices}", ", ".join(channel.key for channel in channels))])
    return found


def kinds_answer(kinds: Sequence[PlanKind]) -> str:
    """The choice of plans for these kinds, without special needs plans. Raises Refusal if the pages have none."""
    wanted = set(kinds) - {PlanKind.SNP}
    found = next((answer for answer, asked in PLAN_KINDS.items() if set(asked) == wanted), None)
    if found is None:
        raise Refusal([Problem("plan_kinds", "PDP, MA-PD or both, with or without SNP", ", ".join(kind.label for kind in kinds))])
    return found


def special_needs_answer(kinds: Sequence[PlanKind], needs: Sequence[SpecialNeed] | None) -> tuple[str, ...]:
    """What is checked for these needs; "not sure" for special needs plans without needs. Raises Refusal if the two contradict: the pages
    show special needs plans only to those who check a need."""
    asked = PlanKind.SNP in kinds
    if needs if not asked else needs is not None and not needs:
        expected = "at least one need, or null" if asked else "no needs, since special needs plans are not asked for"
        raise Refusal([Problem("special_needs", expected, joined([need.key for need in needs or ()]) or "none of them")])
    wanted: set[SpecialNeed | None] = set(needs or (None,)) if asked else set()
    return tuple(answer for answer, need in SPECIAL_NEEDS.items() if need in wanted)


def help_answer(plan_year: int, subsidy: LowIncomeSubsidy, *, sure: bool) -> str:
    """The answer about Extra Help for this level. Raises Refusal for a level that the year lacks."""
    if not sure:
        return NOT_SURE
    found = next((answer for answer, level in subsidies(plan_year).items() if level is subsidy and answer != NOT_SURE), None)
    if found is None:
        raise Refusal([Problem("low_income_subsidy", f"a level of Extra Help that {plan_year} has", subsidy.key)])
    return found


def unknown_year(plan_year: int, known: Sequence[int]) -> Refusal:
    """The refusal of a file whose year has no plans here."""
    have = ", ".join(map(str, known))
    return Refusal([Problem("plan_year", f"a plan year that this program has plans for ({have})", str(plan_year))])
