"""The input of every question: what each type accepts, and the words of its refusals."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field

from finder.documents.fields import Input, IsoDate, Money, PlanYear, Rate, Whole, Word, read
from finder.domain.benefit import Channel
from finder.domain.errors import Refusal
from finder.intake.limits import PROBLEMS


class Share(Input):
    copay: Money


class Design(Input):
    tiers: dict[str, Share]


class Fill(Input):
    date: IsoDate
    price: Money
    days: Annotated[Whole, Field(gt=0)] = 30


class Scenario(Input):
    plan_year: PlanYear = 2026
    rate: Rate = 0
    channel: Annotated[Channel, Word(Channel)] = Channel.STANDARD_RETAIL
    brand: bool = False
    label: str = ""
    design: Literal["defined_standard"] | Design = "defined_standard"
    fills: list[Fill] = Field(default_factory=list)


def refused(document: object, where: str = "$") -> list[str]:
    with pytest.raises(Refusal) as caught:
        read(Scenario, document, where)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "cents"),
    [("1234.50", 123_450), (1234.5, 123_450), (1234, 123_400), ("0", 0), (0.1, 10), (" 7.05 ", 705), ("1000000000.00", 10**11)],
)
def test_money_is_cents(written: object, cents: int) -> None:
    assert read(Share, {"copay": written}).copay == cents


A_DOLLAR = 'dollars with at most two decimals, such as "1234.50"'


@pytest.mark.parametrize(
    ("written", "expected", "found"),
    [
        (True, A_DOLLAR, "true"),
        (None, A_DOLLAR, "null"),
        ("", A_DOLLAR, '""'),
        ("1,000", A_DOLLAR, '"1,000"'),
        ("1.234", A_DOLLAR, '"1.234"'),
        ("$5", A_DOLLAR, '"$5"'),
        (float("nan"), A_DOLLAR, "NaN"),
        (float("inf"), A_DOLLAR, "Infinity"),
        (1e300, A_DOLLAR, "1e+300"),
        pytest.param(10**5000, A_DOLLAR, "a number of more than 60 digits", id="huge"),
        ("9" * 5000, A_DOLLAR, '"' + "9" * 56 + "..."),
        ([[["1"]]], A_DOLLAR, "a list"),
        ({"a": 1}, A_DOLLAR, "an object"),
        ("-0.01", "dollars from 0.00 to 1000000000.00", '"-0.01"'),
        ("1000000000.01", "dollars from 0.00 to 1000000000.00", '"1000000000.01"'),
    ],
)
def test_a_bad_amount_of_money_is_refused(written: object, expected: str, found: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(Share, {"copay": written})
    assert [str(problem) for problem in caught.value.problems] == [f"$.copay: expected {expected}, found {found}"]


def test_rates_dates_years_and_words_are_read() -> None:
    scenario = read(
        Scenario,
        {"plan_year": 2006, "rate": "0.25", "channel": "preferred_mail", "fills": [{"date": "2024-02-29", "price": 1}]},
    )
    assert (scenario.plan_year, scenario.rate, scenario.channel) == (2006, 2500, Channel.PREFERRED_MAIL)
    assert scenario.fills[0].date == date(2024, 2, 29)
    assert read(Scenario, {"rate": 1}).rate == 10_000


A_RATE = 'a fraction with at most four decimals, such as "0.25"'
A_YEAR = "a plan year from 2006 to 2027"
A_DATE = "a date written YYYY-MM-DD"


@pytest.mark.parametrize(
    ("document", "problems"),
    [
        ({"rate": "1.5"}, ['$.rate: expected a fraction from 0 to 1, found "1.5"']),
        ({"rate": "25%"}, [f'$.rate: expected {A_RATE}, found "25%"']),
        ({"rate": 0.12345}, [f"$.rate: expected {A_RATE}, found 0.12345"]),
        ({"rate": False}, [f"$.rate: expected {A_RATE}, found false"]),
        ({"plan_year": 2028}, [f"$.plan_year: expected {A_YEAR}, found 2028"]),
        ({"plan_year": 2005}, [f"$.plan_year: expected {A_YEAR}, found 2005"]),
        ({"plan_year": "2026"}, [f'$.plan_year: expected {A_YEAR}, found "2026"']),
        ({"plan_year": 2026.0}, [f"$.plan_year: expected {A_YEAR}, found 2026.0"]),
        ({"plan_year": True}, [f"$.plan_year: expected {A_YEAR}, found true"]),
        ({"brand": "yes"}, ['$.brand: expected true or false, found "yes"']),
        ({"brand": 1}, ["$.brand: expected true or false, found 1"]),
        ({"label": 5}, ["$.label: expected text, found 5"]),
        ({"label": None}, ["$.label: expected text, found null"]),
        ({"fills": {}}, ["$.fills: expected a list, found an object"]),
        ({"fills": [3]}, ["$.fills[0]: expected an object, found 3"]),
        ({"fills": [{"date": "2026-02-30", "price": 1}]}, [f'$.fills[0].date: expected {A_DATE}, found "2026-02-30"']),
        ({"fills": [{"date": "20260101", "price": 1}]}, [f'$.fills[0].date: expected {A_DATE}, found "20260101"']),
        ({"fills": [{"date": 20260101, "price": 1}]}, [f"$.fills[0].date: expected {A_DATE}, found 20260101"]),
        ({"fills": [{"date": "2026-01-01"}]}, ["$.fills[0].price: expected a value, found nothing"]),
        ({"fills": [{"date": "2026-01-01", "price": 1, "days": True}]}, ["$.fills[0].days: expected an integer, found true"]),
        ({"fills": [{"date": "2026-01-01", "price": 1, "days": "30"}]}, ['$.fills[0].days: expected an integer, found "30"']),
        ({"fills": [{"date": "2026-01-01", "price": 1, "days": 0}]}, ["$.fills[0].days: expected more than 0, found 0"]),
        (
            {"fills": [{"date": "2026-01-01", "price": 1, "dose": 2}]},
            ['$.fills[0].dose: expected one of date, price, days, found the field "dose"'],
        ),
        (
            {"channel": "mail"},
            [
                "$.channel: expected one of standard_retail, preferred_retail, standard_mail, preferred_mail, long_term_care, "
                'out_of_network, found "mail"'
            ],
        ),
        ({"design": "standard"}, ["$.design: expected 'defined_standard' or an object, found \"standard\""]),
        ({"design": {"tiers": {"1": {}}}}, ["$.design.tiers.1.copay: expected a value, found nothing"]),
        ({"design": {}}, ["$.design.tiers: expected a value, found nothing"]),
        (
            {"design": {"tiers": {"a b": {"copay": 1, "min": 2}}}},
            ['$.design.tiers["a b"].min: expected one of copay, found the field "min"'],
        ),
        ([], ["$: expected an object, found a list"]),
        ("two\nlines", ['$: expected an object, found "two\\nlines"']),
        (None, ["$: expected an object, found null"]),
        (7, ["$: expected an object, found 7"]),
    ],
)
def test_a_refusal_has_place_expected_and_found(document: object, problems: list[str]) -> None:
    assert refused(document) == problems


def test_problems_are_in_the_order_of_the_model() -> None:
    fills: list[dict[str, Any]] = [{"date": "x", "price": 1}, {"date": "2026-01-01", "price": "y"}]
    assert refused({"brand": 0, "fills": fills, "zip": "01604"}) == [
        "$.brand: expected true or false, found 0",
        f'$.fills[0].date: expected {A_DATE}, found "x"',
        f'$.fills[1].price: expected {A_DOLLAR}, found "y"',
        '$.zip: expected one of plan_year, rate, channel, brand, label, design, fills, found the field "zip"',
    ]


def test_a_place_is_below_the_callers_place() -> None:
    assert refused({"label": 5}, "$[3]") == ["$[3].label: expected text, found 5"]


def test_any_problem_is_one_short_line() -> None:
    document = {"label\u2028" * 1000: 1, "channel": "\x1b[31m\r\n\u0085\u202e" * 1000}
    for line in refused(document):
        assert len(line.splitlines()) == 1
        assert len(line) < 400
        assert line.isprintable()


def test_of_a_thousand_problems_the_first_are_listed_and_all_are_counted() -> None:
    lines = refused({"fills": [{"date": "x", "price": -1}] * 1000})
    assert len(lines) == PROBLEMS + 1
    assert lines[-2].startswith(f"$.fills[{PROBLEMS // 2 - 1}].price")
    assert lines[-1] == "in all: expected no problem, found more than 1,000 problems, of which the first 50 are listed"


def test_a_default_in_a_schema_is_written_as_in_a_document() -> None:
    """A program that sends a schema's default must not be refused."""

    class Inner(Input):
        channel: Annotated[Channel, Word(Channel)] = Channel.STANDARD_RETAIL
        since: str = Field("x", alias="from")

    class Outer(Input):
        one: Annotated[Channel, Word(Channel)] = Channel.OUT_OF_NETWORK
        other: Annotated[Channel, Word(Channel)] | list[str] = Channel.LONG_TERM_CARE
        inner: Inner = Inner.model_validate({})

    properties = Outer.model_json_schema()["properties"]
    assert properties["one"]["default"] == "out_of_network"
    assert properties["other"]["default"] == "long_term_care"
    assert properties["inner"]["default"] == {"channel": "standard_retail", "from": "x"}


def test_the_schema_of_a_model_says_what_is_accepted() -> None:
    schema = json.dumps(Scenario.model_json_schema())
    assert '"additionalProperties": false' in schema
    properties = Scenario.model_json_schema()["properties"]
    assert (properties["plan_year"]["minimum"], properties["plan_year"]["maximum"]) == (2006, 2027)
    assert properties["channel"]["enum"] == list(Channel.keys())
