"""A policy as a document: YAML that people keep and edit, or the same as JSON within ``finder simulate``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from finder.documents.fields import Input, Rate, Word, read
from finder.domain.errors import Problem, Refusal
from finder.domain.money import UNIT_PRICE_SCALE, WHOLE, BasisPoints, UnitPrice, fraction, scaled, to_basis_points
from finder.domain.policy import ChangedNumber, DrugsReached, Policy, PolicyPrice
from finder.explain.messages import say
from finder.explain.population.policy_terms import NOT_THE_LAW, policy_name
from finder.intake.limits import POLICY
from finder.intake.texts import shortened
from finder.parameters import FIRST_YEAR, LAST_YEAR
from finder.parameters.spans import parse_yaml
from finder.questions.population.policies import as_written, law_of, make_policy

_MOST_PRICES = 1_000
_HIGHEST_FACTOR, _HIGHEST_UNIT_PRICE = 10 * WHOLE, 10**6 * UNIT_PRICE_SCALE


def _year(value: object) -> object:
    """A plan year as a number; YAML gives it as text."""
    year = int(value) if isinstance(value, str) and value.isdecimal() and value.isascii() else value
    if isinstance(year, bool) or not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"a plan year from {FIRST_YEAR} to {LAST_YEAR}")
    return year


def _factor(value: object) -> BasisPoints:
    expected = 'a factor above 0 and up to 10, such as "0.90"'
    try:
        factor = to_basis_points(value)  # type: ignore[arg-type]
    except ValueError as error:
        raise ValueError(expected) from error
    if not 0 < factor <= _HIGHEST_FACTOR:
        raise ValueError(expected)
    return factor


def _unit_price(value: object) -> UnitPrice:
    expected = 'dollars a unit with at most five decimals, such as "1.25"'
    try:
        price = scaled(value, UNIT_PRICE_SCALE, unit="dollars")  # type: ignore[arg-type]
    except ValueError as error:
        raise ValueError(expected) from error
    if not 0 < price <= _HIGHEST_UNIT_PRICE:
        raise ValueError(expected)
    return price


Year = Annotated[int, BeforeValidator(_year), WithJsonSchema({"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR})]
Factor = Annotated[int, BeforeValidator(_factor), WithJsonSchema({"type": ["string", "number"], "description": "a factor"})]
PerUnit = Annotated[int, BeforeValidator(_unit_price), WithJsonSchema({"type": ["string", "number"], "description": "dollars a unit"})]
Value = str | int | float


class NumberInput(Input):
    """A number of the law that is changed: its ``value``, and the law's own that it ``replaces``, which is checked."""

    value: Value
    replaces: Value | None = None


class PriceInput(Input):
    """A change of prices at every plan: ``times`` a factor, or to a ``unit_price``; of one drug, or of all, brand, generic or negotiated
    (by Medicare) ones."""

    rxcui: Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,20}$")] | None = None
    drugs: Annotated[DrugsReached, Word(DrugsReached)] | None = None
    times: Factor | None = None
    unit_price: PerUnit | None = None

    @model_validator(mode="after")
    def _one_of_each(self) -> PriceInput:
        if (self.times is None) == (self.unit_price is None):
            raise ValueError("times or unit_price, one of the two")
        if (self.rxcui is None) == (self.drugs is None):
            raise ValueError("rxcui or drugs, one of the two")
        if self.unit_price is not None and self.rxcui is None:
            raise ValueError("a unit_price together with the rxcui of one drug")
        return self

    def change(self) -> PolicyPrice:
        """The change as a value."""
        return PolicyPrice(self.times, self.unit_price, self.rxcui or "", self.drugs or DrugsReached.ALL)


def _each_once(prices: list[PriceInput]) -> list[PriceInput]:
    if len({(price.rxcui, price.drugs) for price in prices}) < len(prices):
        raise ValueError("each drug or group of drugs once")
    return prices


Prices = Annotated[list[PriceInput], Field(max_length=_MOST_PRICES), AfterValidator(_each_once)]


class PolicyInput(Input):
    """A named change of a plan year's law. Money in dollars, shares as fractions of one ("0.25") or with a percent sign ("25%")."""

    name: Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f]*\S[^\x00-\x1f]*$")]
    plan_year: Year
    about: Annotated[str, Field(max_length=600)] = ""
    numbers: dict[str, NumberInput | Value] = Field(default_factory=dict)
    gap_of: Year | None = None
    lock_in_spread: Rate = 0
    prices: Prices = Field(default_factory=list)
    premium_pass_through: Rate = 0

    def policy(self, where: str = "$") -> Policy:
        """The policy. Raises Refusal for numbers that the year lacks or that have no sense."""
        given = {name: one if isinstance(one, NumberInput) else NumberInput(value=one) for name, one in self.numbers.items()}
        return make_policy(
            self.name,
            self.plan_year,
            about=self.about,
            numbers={name: one.value for name, one in given.items()},
            replaces={name: one.replaces for name, one in given.items() if one.replaces is not None},
            gap_of=self.gap_of,
            lock_in_spread=self.lock_in_spread,
            prices=[price.change() for price in self.prices],
            premium_pass_through=self.premium_pass_through,
            where=where,
        )


LawOrPolicy = PolicyInput | Literal["law"]


def read_policy(content: bytes) -> Policy:
    """The policy in a YAML file. Raises Refusal with a sentence for every problem."""
    return read(PolicyInput, policy_document(content)).policy()


def policy_document(content: bytes, where: str = "$") -> object:
    """What a YAML file of a policy holds, as a JSON document. Raises Refusal for what is no YAML."""
    if len(content) > POLICY.bytes:
        raise Refusal([Problem(where, f"a policy of at most {POLICY.bytes:,} bytes", f"{len(content):,} bytes")])
    try:
        return parse_yaml(content)
    except yaml.MarkedYAMLError as error:
        place = f" at line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise Refusal([Problem(where, "a policy in YAML", f"{error.problem or 'something else'}{place}")]) from error
    except (ValueError, yaml.YAMLError, StopIteration, RecursionError) as error:
        raise Refusal([Problem(where, "a policy in YAML", shortened(" ".join(str(error).split())) or "something else")]) from error


def policy_entry(policy: Policy) -> dict[str, Any]:
    """A policy as ``finder simulate`` takes it, and as its answer names it."""
    entry: dict[str, Any] = {"name": policy_name(policy), "plan_year": policy.plan_year}
    if policy.about:
        entry["about"] = policy.about
    if policy.numbers:
        entry["numbers"] = {one.name: _number(one) for one in policy.numbers}
    if policy.gap_of is not None:
        entry["gap_of"] = policy.gap_of
    if policy.lock_in_spread:
        entry["lock_in_spread"] = fraction(policy.lock_in_spread)
    if policy.prices:
        entry["prices"] = [_price(price) for price in policy.prices]
    if policy.premium_pass_through:
        entry["premium_pass_through"] = fraction(policy.premium_pass_through)
    return entry


def change_entries(changed: Iterable[ChangedNumber]) -> dict[str, Any]:
    """Every number that is another, with what it replaces."""
    return {one.name: _number(one) for one in changed}


def policy_yaml(policy: Policy) -> str:
    """A policy as a YAML file, which ``read_policy`` reads back."""
    text: str = yaml.safe_dump(policy_entry(policy), sort_keys=False, allow_unicode=True, width=100)
    return f"# {say(NOT_THE_LAW)}\n{text}"


def policy_or_law(asked: LawOrPolicy, plan_year: int, where: str) -> Policy:
    """The policy that a document names; the law of the year for the word ``law``."""
    return law_of(plan_year) if isinstance(asked, str) else asked.policy(where)


def _number(one: ChangedNumber) -> dict[str, str]:
    return {"value": as_written(one.value, one.unit), "replaces": as_written(one.replaces, one.unit)}


def _price(price: PolicyPrice) -> dict[str, str]:
    reached = {"rxcui": price.rxcui} if price.rxcui else {"drugs": price.drugs.key}
    if price.factor is not None:
        return reached | {"times": fraction(price.factor)}
    amount = price.unit_price or 0
    return reached | {"unit_price": f"{amount // UNIT_PRICE_SCALE}.{amount % UNIT_PRICE_SCALE:05d}"}
