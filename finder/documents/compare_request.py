"""The document of ``finder compare``: read, and made into a member and prescriptions of one catalog."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from finder.documents.design import YearToDate
from finder.documents.fields import Input, IsoDate, PlanYear, Whole, Word, read
from finder.documents.other_help import OtherHelpInput
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.choosing import SpecialNeed
from finder.domain.drug_lines import DrugLine
from finder.domain.errors import Problem, Refusal
from finder.domain.market import Catalog, County, Drug, PlanKind
from finder.domain.member import Member
from finder.domain.money import QUANTITY_SCALE, Quantity, scaled
from finder.domain.prescription import Prescription
from finder.parameters import FIRST_YEAR
from finder.sources.catalog.places import place_key

_KINDS = {kind.label: kind for kind in PlanKind}
MOST_UNITS = 100_000
_LAST_CHOICE = 2199  # the calendar of the next months ends with the year 9999
_MANY = 12  # candidates named in a refusal


def _quantity(value: object) -> Quantity:
    expected = 'a quantity above 0 with at most three decimals, such as "30"'
    try:
        if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) > 40:
            raise ValueError
        quantity = scaled(value, QUANTITY_SCALE, unit="units")
    except ValueError as error:
        raise PydanticCustomError("expected", "{expected}", {"expected": expected}) from error
    if not 0 < quantity <= MOST_UNITS * QUANTITY_SCALE:
        raise PydanticCustomError("expected", "{expected}", {"expected": f"a quantity above 0 and at most {MOST_UNITS}"})
    return quantity


_QUANTITY_SCHEMA = {"anyOf": [{"type": "string", "pattern": r"^[0-9]+(\.[0-9]{1,3})?$"}, {"type": "number", "exclusiveMinimum": 0}]}
Units = Annotated[int, BeforeValidator(_quantity), WithJsonSchema({**_QUANTITY_SCHEMA, "description": "units of one fill"})]
"""A quantity of a fill in, thousandths of the drug's unit out."""


def _day_of_choosing(day: date) -> date:
    """Plans of the first year that we know were chosen in the fall before it."""
    if day.year < FIRST_YEAR - 1:
        raise PydanticCustomError("expected", "{expected}", {"expected": f"a day in {FIRST_YEAR - 1} or later"})
    if day.year > _LAST_CHOICE:
        raise PydanticCustomError("expected", "{expected}", {"expected": f"a day in {_LAST_CHOICE} or earlier"})
    return day


KindLabel = Literal["PDP", "MA-PD", "SNP"]


def _without_special_needs() -> list[KindLabel]:
    return ["PDP", "MA-PD"]


class PrescriptionInput(Input):
    """One drug of the list, named by exactly one of ``rxcui``, ``ndc`` and ``name``. A ``name`` may say the amount itself
    ("atorvastatin 40 mg once a day"); then ``quantity`` and ``days_supply`` are left out."""

    rxcui: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    ndc: Annotated[str, Field(pattern=r"[0-9]{11}")] | None = None
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    quantity: Units | None = None
    days_supply: Annotated[Whole, Field(ge=1, le=366)] | None = None
    brand_only: bool = False
    fills_per_year: Annotated[Whole, Field(ge=1, le=366)] | None = None
    dates: list[IsoDate] = Field(default_factory=list)

    @model_validator(mode="after")
    def _named_once(self) -> PrescriptionInput:
        if sum(given is not None for given in (self.rxcui, self.ndc, self.name)) != 1:
            raise ValueError("exactly one of rxcui, ndc and name")
        if self.fills_per_year is not None and self.dates:
            raise ValueError("either fills_per_year or dates")
        return self


class CompareRequest(Input):
    """The document of ``finder compare``."""

    plan_year: PlanYear
    zip: Annotated[str, Field(pattern=r"[0-9]{5}")]
    county: str | None = None
    coverage_start: IsoDate | None = None
    low_income_subsidy: Annotated[LowIncomeSubsidy, Word(LowIncomeSubsidy)] = LowIncomeSubsidy.NONE
    uncovered_months: Annotated[Whole, Field(ge=0, le=1200)] = 0
    channels: Annotated[list[Annotated[Channel, Word(Channel)]], Field(min_length=1)] = Field(
        default_factory=lambda: [Channel.PREFERRED_RETAIL, Channel.STANDARD_RETAIL]
    )
    plan_kinds: Annotated[list[KindLabel], Field(min_length=1)] = Field(default_factory=_without_special_needs)
    special_needs: Annotated[
        list[Annotated[SpecialNeed, Word(SpecialNeed)]] | None,
        Field(description="the person's own of the needs that special needs plans are for; null: not asked"),
    ] = None
    other_help: OtherHelpInput | None = None
    income_bracket: Annotated[Whole, Field(ge=0, le=5)] = 0
    pharmacy_npis: Annotated[list[Annotated[str, Field(pattern=r"[0-9]{10}", max_length=10)]], Field(max_length=5)] = Field(
        default_factory=list
    )
    top: Annotated[Whole, Field(ge=1)] | None = None
    fill_order: Literal["alphabetical", "as_listed"] = "alphabetical"
    year_to_date: YearToDate = YearToDate()
    current_plan: Annotated[str, Field(pattern=r"[A-Za-z][0-9]{4}-[0-9]{3}-[0-9]{3}", max_length=13)] | None = None
    skip_uncovered: bool = False
    today: Annotated[
        Annotated[IsoDate, AfterValidator(_day_of_choosing)] | None,
        Field(description="the day on which a plan is to be chosen; this machine's day where left out"),
    ] = None
    prescriptions: list[PrescriptionInput]


def read_request(document: object) -> CompareRequest:
    """The document as a request. Raises Refusal with one problem a place."""
    return read(CompareRequest, document)


def dated(request: CompareRequest, today: date) -> CompareRequest:
    """The request with its day: its own, else the one given (decision 4)."""
    return request if request.today else request.model_copy(update={"today": today})


def member_and_list(catalog: Catalog, request: CompareRequest) -> tuple[Member, tuple[Prescription, ...]]:
    """The person and the list of the request. Raises Refusal with the problems of both."""
    problems: list[Problem] = []
    member, prescriptions = None, None
    try:
        member = member_of(catalog, request)
    except Refusal as refusal:
        problems.extend(refusal.problems)
    try:
        prescriptions = prescriptions_of(catalog, request)
    except Refusal as refusal:
        problems.extend(refusal.problems)
    if member is None or prescriptions is None:
        raise Refusal(problems)
    return member, prescriptions


def member_of(catalog: Catalog, request: CompareRequest) -> Member:
    """The person of the request. Raises Refusal for an unknown ZIP, an open choice of county, or a start outside the year."""
    start = request.coverage_start or date(request.plan_year, 1, 1)
    problems = []
    if start.year != request.plan_year or start.day != 1:
        problems.append(Problem("$.coverage_start", f"the first of a month in {request.plan_year}", start.isoformat()))
    impossible = request.year_to_date.problem(request.plan_year, "$.year_to_date")
    if impossible:
        problems.append(impossible)
    try:
        county = county_of(catalog, request.zip, request.county)
    except Refusal as refusal:
        problems.extend(refusal.problems)
    if problems:
        raise Refusal(problems)
    return Member(
        zip_code=request.zip,
        county=county,
        coverage_start=start,
        low_income_subsidy=request.low_income_subsidy,
        uncovered_months=request.uncovered_months,
        channels=tuple(dict.fromkeys(request.channels)),
        plan_kinds=tuple(_KINDS[label] for label in dict.fromkeys(request.plan_kinds)),
        current_plan=request.current_plan.upper() if request.current_plan else None,
        income_bracket=request.income_bracket,
        gross_drug_cost_to_date=request.year_to_date.gross_drug_cost,
        troop_to_date=request.year_to_date.troop,
        alphabetical=request.fill_order == "alphabetical",
        pharmacies=tuple(dict.fromkeys(request.pharmacy_npis)),
        health_plans_chosen="plan_kinds" in request.model_fields_set,
        special_needs=None if request.special_needs is None else tuple(dict.fromkeys(request.special_needs)),
        other_help=request.other_help.help if request.other_help else None,
    )


def county_of(catalog: Catalog, zip_code: str, wanted: str | None) -> County:
    """The county of a ZIP; where it spans several, the one wanted (a name or a FIPS code). Raises Refusal naming the choices."""
    counties = catalog.counties(zip_code)
    if not counties:
        raise Refusal([Problem("$.zip", "a ZIP code of the United States", zip_code)])
    names = ", ".join(f"{county.name} ({county.state}, {county.fips})" for county in counties)
    if wanted is None:
        if len(counties) > 1:
            raise Refusal([Problem("$.county", f"one of {names}, because ZIP {zip_code} spans several counties", "nothing")])
        return counties[0]
    matching = [county for county in counties if wanted.strip() == county.fips or _same_name(county, wanted)]
    if len(matching) == 1:
        return matching[0]
    raise Refusal([Problem("$.county", f"one of {names}", wanted[:60])])


def _same_name(county: County, wanted: str) -> bool:
    """Whether a county is meant, by any spelling or by a former name."""
    return place_key(county.state, county.name) == place_key(county.state, wanted)


def prescriptions_of(catalog: Catalog, request: CompareRequest) -> tuple[Prescription, ...]:
    """The list as products of the catalog. Raises Refusal naming each drug that is unknown or could be several products."""
    found: list[Prescription] = []
    problems: list[Problem] = []
    for index, given in enumerate(request.prescriptions):
        where = f"$.prescriptions[{index}]"
        problems.extend(
            Problem(f"{where}.dates[{place}]", f"a date in {request.plan_year}, on or after the start of coverage", day.isoformat())
            for place, day in enumerate(given.dates)
            if day.year != request.plan_year or (request.coverage_start and day < request.coverage_start)
        )
        try:
            drug, quantity, days = _bought(catalog, given, where)
        except Refusal as refusal:
            problems.extend(refusal.problems)
            continue
        if given.brand_only and not drug.is_brand:
            problems.append(Problem(f"{where}.brand_only", f"a brand, as {drug.name} is a generic in this catalog", "true"))
        found.append(Prescription(drug, quantity, days, given.fills_per_year, tuple(sorted(given.dates))))
    if problems:
        raise Refusal(problems)
    return tuple(found)


class _Fill(NamedTuple):
    """The amount beside a name."""

    quantity: Quantity
    days: int


class _Bought(NamedTuple):
    """A product and an amount of it, of one fill."""

    drug: Drug
    quantity: Quantity
    days: int


def _bought(catalog: Catalog, given: PrescriptionInput, where: str) -> _Bought:
    """What is bought: as the fields say it, or the words of a name alone."""
    if given.quantity is not None and given.days_supply is not None:
        return _Bought(_drug(catalog, given, given.quantity, given.days_supply, where), given.quantity, given.days_supply)
    if given.name is not None and given.quantity is None and given.days_supply is None:
        return _in_words(catalog, given.name, f"{where}.name")
    amounts = {"quantity": given.quantity, "days_supply": given.days_supply}
    raise Refusal([Problem(f"{where}.{field}", "a value", "nothing") for field, value in amounts.items() if value is None])


def _in_words(catalog: Catalog, name: str, where: str) -> _Bought:
    """The product and the amount of a name as people write it. Where the words leave something open, the Desk's question refuses it."""
    from finder.questions.drug_list.reading import said_in_full  # late: most documents have codes

    line = _one_line(said_in_full(catalog, name), name, where)
    settled = line.prescription
    if settled is not None:
        return _Bought(settled.drug, settled.quantity, settled.days_supply)
    raise _refusal_of(catalog, line, name, where)


def _drug(catalog: Catalog, given: PrescriptionInput, quantity: Quantity, days: int, where: str) -> Drug:
    if given.name is not None:
        return _by_name(catalog, given, given.name, _Fill(quantity, days), f"{where}.name")
    key, value = ("rxcui", given.rxcui) if given.rxcui is not None else ("ndc", given.ndc)
    drug = catalog.drug(value or "") if key == "rxcui" else catalog.drug_by_ndc(value or "")
    if drug is None:
        info = catalog.info
        expected = f"the {key} of one of the {len(catalog.drugs())} drugs of this catalog ({info.covers})"
        raise Refusal([Problem(f"{where}.{key}", expected, str(value))])
    return drug


def _by_name(catalog: Catalog, given: PrescriptionInput, name: str, fill: _Fill, where: str) -> Drug:
    """One product by its whole name, the only product of that brand or ingredient, or the product that the reader of drug lists finds."""
    alike = products_named(catalog, name, brand_only=given.brand_only)
    if len(alike) == 1:
        return alike[0]
    if alike:
        raise Refusal([Problem(where, f"one product{_candidates(alike, ' of ')}", f'"{name[:60]}", which is {len(alike)} products')])
    return _as_line(catalog, name, fill, where)


def products_named(catalog: Catalog, name: str, *, brand_only: bool) -> list[Drug]:
    """The products of that whole name; if there are none, those of that brand or ingredient."""
    asked = " ".join(name.casefold().split())
    drugs = [drug for drug in catalog.drugs() if drug.is_brand or not brand_only]
    whole = [drug for drug in drugs if asked in (drug.name.casefold(), drug.familiar.casefold())] if asked else []
    return whole or [drug for drug in drugs if asked and asked in (drug.brand.casefold(), drug.ingredient.casefold())]


def _as_line(catalog: Catalog, name: str, fill: _Fill, where: str) -> Drug:
    """The product of a name as people write it ("atorvastatin 40 mg once a day"). What it leaves open, or says against the amount beside
    it, refuses it in the words of the Desk's question."""
    from finder.questions.drug_list.reading import beside_amount  # late: most documents have codes

    line = _one_line(beside_amount(catalog, name, fill.quantity, fill.days), name, where)
    if line.drug is not None and not line.asked and not line.left_out:
        return line.drug
    raise _refusal_of(catalog, line, name, where)


def _one_line(lines: Sequence[DrugLine], name: str, where: str) -> DrugLine:
    if len(lines) > 1:
        raise Refusal([Problem(where, "one drug", f"{_quoted(name)}, which is {len(lines)}")])
    return lines[0]


def _refusal_of(catalog: Catalog, line: DrugLine, name: str, where: str) -> Refusal:
    """The question that a line leaves open, as a refusal."""
    from finder.explain.drug_list.lines import asked_sentences, result_words

    if line.drug is not None:
        why = result_words(line) if line.left_out else " ".join(asked_sentences(line))
        return Refusal([Problem(where, "a drug without anything left open", f"{_quoted(name)}. {why}")])
    if line.candidates:
        why = " ".join(asked_sentences(line))
        return Refusal([Problem(where, f"one product{_candidates(line.candidates, ' of ')}", f"{_quoted(name)}. {why}")])
    alike = [match.drug for match in catalog.find_drugs(name, limit=_MANY)]
    return Refusal([Problem(where, f"a drug of this catalog{_candidates(alike, '; did you mean ')}", _quoted(name))])


def _quoted(name: str) -> str:
    return f'"{name[:60]}"'


def _candidates(drugs: Sequence[Drug], lead: str) -> str:
    named = ", ".join(f"{drug.name} (rxcui {drug.rxcui})" for drug in drugs[:_MANY])
    return f"{lead}{named}" if named else ""
