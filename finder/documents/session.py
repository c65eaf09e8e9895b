"""The content of a session file: the place, the answers, the list and its lines. No name, birth date, Medicare number or street.

``python -m finder.documents.session`` prints the JSON Schema of the file; docs/session-file.schema.json is that output.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, model_validator

from finder.documents.compare_request import KindLabel, Units
from finder.documents.fields import Input, IsoDate, Money, PlanYear, Whole, Word, read
from finder.documents.session_file import sealed
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.choosing import SpecialNeed
from finder.domain.drug_lines import MOST_LETTERS, MOST_LINES, Answer, DrugLine, ListLine, Origin
from finder.domain.market import Catalog
from finder.domain.money import QUANTITY_SCALE, Quantity, dollars
from finder.domain.not_counted import LONGEST_NAME, NotCounted, WhyNotCounted
from finder.domain.prescription import Prescription
from finder.domain.session import SavedPerson, SavedSession
from finder.questions.drug_list.reading import answer_lines, read_drug_list

FILE_NAME = "drug-plan-session.json"
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
    health_plans_chosen: Annotated[bool, Field(description="whether the person asked to see health plans")]
    skip_uncovered: Annotated[bool, Field(description="whether the person would not buy a drug that a plan leaves out")]
    prescriptions: Annotated[list[KeptPrescription], Field(max_length=MOST_LINES)]
    not_counted: Annotated[list[KeptName], Field(max_length=MOST_LINES)]


class KeptSession(Input):
    """A place, one person or a couple, and the lines of the list."""

    plan_year: PlanYear
    zip: Annotated[str, Field(pattern=r"^[0-9]{5}$")] | None
    county: Annotated[str, Field(pattern=r"^[0-9]{5}$", description="FIPS code")] | None
    chosen_plan: PlanId | None
    people: Annotated[list[KeptPerson], Field(min_length=1, max_length=2)]
    lines: Annotated[list[KeptLine], Field(max_length=MOST_LINES)]

    @model_validator(mode="after")
    def _starts_in_its_year(self) -> KeptSession:
        starts = [person.coverage_start for person in self.people if person.coverage_start is not None]
        if any((start.year, start.day) != (self.plan_year, 1) for start in starts):
            raise ValueError(f"a coverage_start on the first of a month in {self.plan_year}")
        return self


class SessionFile(Input):
    """The whole file. ``checksum`` is the sha256 of the rest as JSON with sorted keys and no blanks."""

    format: Literal["drug plan finder session"]
    version: Literal[4]
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
        "lines": [_line(line) for line in saved.lines],
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
    return answer_lines(read_drug_list(catalog, written), answers, catalog) if written else ()


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
