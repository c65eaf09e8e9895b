"""From what a person takes to what is bought: each case with its arithmetic, and the questions asked first."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from finder.documents.compare_request import read_request
from finder.documents.comparison import answer_compare
from finder.domain.market import Drug, PackageForm
from finder.domain.prescription import Prescription
from finder.domain.supply import (
    ABOVE_LIMIT,
    COUNT_LIKE_A_DOSE,
    FEW_A_WEEK,
    MANY_A_DAY,
    MANY_FILLS,
    OFTEN_FOR_WEEKLY,
    ONE,
    PART_OF_A_PACKAGE,
    Amount,
    Limit,
    Often,
    at_length,
    days_it_lasts,
    doses_a_fill,
    doubts_of,
    fills_of,
    holders,
    insulin_fill,
    largest_limit,
    month_by_month,
    months_begun,
    of_packages,
    own_column,
    units_per_ml,
    usual_days,
    whole_doses,
)
from finder.sources.catalog.reading import open_catalog
from finder.sources.names.drug_names import WEEKLY as BY_THE_WEEK
from finder.sources.names.drug_names import parse_name
from finder.sources.names.package_facts import package_facts, with_known_package
from tests.small_market import drug

TABLET = drug("t", "a tablet 5 MG Oral Tablet", "a tablet", strength="5 MG")
WEEKLY = drug("w", "alendronate 70 MG Oral Tablet", "alendronate", strength="70 MG", weekly=True)


def packed(unit: str, size: int | None, form: PackageForm = PackageForm.PEN_OR_INJECTION, **more: object) -> Drug:
    return drug("p", "a packed drug", "packed", form="form", package_form=form, unit=unit, units_per_package=size, **more)


STELARA = packed("mL", 1_000)
PENS = packed("pen", 2_000)
LANTUS = packed("mL", 15_000, strength="100 UNT/ML", insulin=True)
INHALER = packed("gram", 18_000, PackageForm.INHALER, other_sizes=(8_500, 6_700, 8_000))


def year(quantity: float, days: int, product: Drug = TABLET, first_month: int = 1, plan_year: int = 2026, **more: object) -> list[date]:
    prescription = Prescription(product, round(quantity * ONE), days, **more)  # type: ignore[arg-type]
    return [fill.date for fill in fills_of(prescription, plan_year, first_month)]


def by_the_month(quantity: float, days: int, product: Drug = TABLET, first_month: int = 1, **more: object) -> list[float]:
    prescription = Prescription(product, round(quantity * ONE), days, **more)  # type: ignore[arg-type]
    return [fill.quantity / ONE for fill in month_by_month(prescription, 2026, first_month)]


@pytest.mark.parametrize(
    ("days", "fills"),
    [
        (1, 365),  # 365 / 1
        (7, 52),  # 365 / 7 = 52.14
        (14, 26),  # 365 / 14 = 26.07
        (21, 17),  # 365 / 21 = 17.38
        (25, 15),  # 365 / 25 = 14.6
        (28, 13),  # 365 / 28 = 13.04
        (29, 13),  # 365 / 29 = 12.59
        (30, 12),
        (31, 12),
        (32, 11),  # 365 / 32 = 11.41
        (42, 9),  # 365 / 42 = 8.69
        (45, 8),  # 365 / 45 = 8.11
        (56, 7),  # 365 / 56 = 6.52
        (59, 6),  # 365 / 59 = 6.19
        (60, 6),
        (62, 6),
        (63, 6),  # 365 / 63 = 5.79
        (75, 5),  # 365 / 75 = 4.87
        (84, 4),  # 365 / 84 = 4.35
        (89, 4),  # 365 / 89 = 4.10
        (90, 4),
        (93, 4),
        (94, 4),  # 365 / 94 = 3.88
        (100, 4),  # 365 / 100 = 3.65
        (146, 3),  # 365 / 146 = 2.5: half is rounded up
        (147, 2),  # 365 / 147 = 2.48
        (180, 2),  # 365 / 180 = 2.03
        (366, 1),  # 365 / 366 = 0.997
    ],
)
def test_a_full_year_holds_as_many_fills_as_fit(days: int, fills: int) -> None:
    dates = year(30, days)
    assert len(dates) == fills
    assert dates[0] == date(2026, 1, 1)
    assert dates[-1].year == 2026


def test_whole_months_fill_on_the_first_and_other_lengths_at_their_interval() -> None:
    assert year(60, 31) == [date(2026, month, 1) for month in range(1, 13)]
    assert year(60, 61) == [date(2026, month, 1) for month in (1, 3, 5, 7, 9, 11)]
    assert year(60, 92) == [date(2026, month, 1) for month in (1, 4, 7, 10)]
    assert year(60, 45) == [date(2026, 1, 1) + timedelta(days=45 * fill) for fill in range(8)]


@pytest.mark.parametrize(
    ("days", "first_month", "fills"),
    [
        (30, 7, 6),
        (60, 6, 4),  # June, August, October, December
        (90, 8, 2),  # August, November
        (28, 7, 7),  # July to December has 184 days: 184 / 28 = 6.57
        (45, 7, 4),  # 184 / 45 = 4.09
        (84, 11, 1),  # 61 / 84 = 0.73
        (180, 10, 1),  # 92 / 180 = 0.51
        (366, 12, 1),  # 31 / 366 = 0.08: at least one
    ],
)
def test_a_later_start_holds_as_many_fills_as_fit(days: int, first_month: int, fills: int) -> None:
    dates = year(30, days, first_month=first_month)
    assert (len(dates), dates[0]) == (fills, date(2026, first_month, 1))


def test_a_leap_year_has_one_more_day_and_typed_dates_and_counts_stay() -> None:
    assert len(year(30, 61, plan_year=2024)) == 6
    assert len(year(1, 244, plan_year=2024)) == 2  # 366 / 244 = 1.5, of 2026: 365 / 244 = 1.496
    assert len(year(1, 244)) == 1
    typed = (date(2026, 2, 3), date(2026, 5, 9))
    assert year(30, 30, dates=typed) == list(typed)
    assert year(30, 30, dates=typed, first_month=4) == [date(2026, 5, 9)]
    assert year(30, 30, dates=typed, first_month=6) == []  # nothing is added after the last typed day
    assert len(year(30, 30, fills_per_year=5)) == 5


@pytest.mark.parametrize(
    ("dose", "often", "days", "quantity"),
    [
        (2, Often(2, 1), 30, 120),  # metformin, 2 at a time, twice a day: 2 x 2 x 30
        (1, Often(1, 7), 28, 4),  # alendronate once a week: 28 / 7
        (1, Often(1, 84), 84, 1),  # Stelara every 12 weeks: 1 mL
        (2, Often(1, 14), 28, 4),  # 2 every other week: 2 x 28 / 14
        (0.5, Often(1, 1), 30, 15),
        (1, Often(1, 2), 30, 15),
    ],
)
def test_a_dose_and_how_often_come_to_a_fill(dose: float, often: Often, days: int, quantity: int) -> None:
    assert doses_a_fill(round(dose * ONE), often, days) == quantity * ONE
    assert days_it_lasts(quantity * ONE, round(dose * ONE), often) == days


def test_usual_days_and_whole_doses() -> None:
    # a month; four weeks for a weekly drug; never less than the time between two doses
    assert [usual_days(apart) for apart in (1, 2, 7, 14, 30, 84, 91, 182)] == [30, 30, 28, 28, 30, 84, 91, 182]
    assert whole_doses(500, Often(1, 1), 31) == 16_000  # 15.5 tablets are 16 in the bottle
    assert whole_doses(ONE, Often(1, 14), 30) == 3_000  # 2.14


@pytest.mark.parametrize(
    ("units_a_day", "per_ml", "package", "quantity", "days"),
    [
        (20, 100, 15, 15, 75),  # Lantus: 20 x 30 / 100 = 6 mL, so one box of 15 mL = 1,500 units, 1,500 / 20 = 75 days
        (50, 100, 15, 15, 30),  # 15 mL exactly: one box, 1,500 / 50 = 30
        (51, 100, 15, 30, 58),  # 15.3 mL: two boxes, 3,000 / 51 = 58.8
        (60, 300, 4.5, 9, 45),  # U-300: 60 x 30 / 300 = 6 mL: two boxes of 4.5 mL, 2,700 / 60 = 45
        (60, 200, 9, 9, 30),  # U-200: 9 mL, 1,800 / 60 = 30
        (100, 500, 6, 6, 30),  # U-500: 6 mL, 3,000 / 100 = 30
        (1, 100, 15, 15, 366),  # 1,500 days: a supply is at most 366 days
    ],
)
def test_units_of_insulin_come_to_whole_boxes(units_a_day: int, per_ml: int, package: float, quantity: float, days: int) -> None:
    assert insulin_fill(units_a_day * ONE, per_ml, round(package * ONE)) == Amount(round(quantity * ONE), days)


def test_insulin_without_a_known_box_is_a_months_milliliters() -> None:
    assert insulin_fill(20 * ONE, 100, None) == Amount(6_000, 30)  # 20 x 30 / 100


def test_the_strength_of_insulin_is_that_of_the_product() -> None:
    assert units_per_ml(LANTUS) == 100
    assert units_per_ml(packed("mL", None, strength="300 UNT/ML")) == 300
    assert units_per_ml(packed("mL", None, strength="70 UNT/ML / 30 UNT/ML")) == 100  # both parts of a mixture
    assert units_per_ml(TABLET) is None


def test_packages_come_to_priced_units() -> None:
    assert of_packages(2 * ONE, 18_000) == 36_000  # two inhalers of 18 g
    assert of_packages(1 * ONE, 3_000) == 3_000  # one Ozempic pen of 3 mL
    assert of_packages(1 * ONE, 60_000) == 60_000  # one Trelegy inhaler of 60 blisters


def test_started_months_and_columns() -> None:
    assert [months_begun(days) for days in (1, 31, 32, 62, 63, 93, 94, 366)] == [1, 1, 2, 2, 3, 3, 4, 12]
    assert [own_column(days) for days in (1, 31, 32, 62, 63, 93, 94)] == [30, 30, 60, 60, 90, 90, None]


def test_tablets_go_by_the_month_in_parts_as_equal_as_whole_ones_allow() -> None:
    assert by_the_month(100, 90) == [34, 33, 33] * 4
    assert by_the_month(180, 90) == [60] * 12
    assert by_the_month(180, 90, first_month=11) == [60, 60]  # fills that fall in the next year are bought then
    # the same use however it is written: 2 a day
    for quantity, days in ((120, 60), (90, 45), (150, 75), (84, 42), (168, 84), (200, 100), (360, 180), (62 * 2, 62)):
        assert by_the_month(quantity, days) == [60 if days != 62 else 62] * 12
    # 45 half tablets, 22.5 in 90 days: 7.5 a month, so that 8, 15 and 23 are bought by the end of each
    assert by_the_month(22.5, 90)[:3] == [8, 7, 8]


def test_packages_go_by_the_month_where_each_month_gets_a_whole_one() -> None:
    assert by_the_month(54, 90, INHALER) == [18] * 12  # 3 inhalers of 18 g
    assert by_the_month(25.5, 90, INHALER) == [8.5] * 12  # 3 of 8.5 g: the label's size
    assert by_the_month(72, 90, INHALER) == [36, 18, 18] * 4  # 4 inhalers


@pytest.mark.parametrize(("quantity", "days"), [(4, 56), (6, 84), (8, 112), (24, 336)])
def test_packages_for_four_weeks_count_as_28_days(quantity: int, days: int) -> None:
    # two pens every four weeks are 13 boxes (365 / 28 = 13.04) on the days on which a fill of 28 days is bought
    found = month_by_month(Prescription(PENS, quantity * ONE, days), 2026, 1)
    assert [fill.date for fill in found] == year(2, 28, PENS)
    assert [fill.quantity for fill in found] == [2 * ONE] * 13
    # 8 pens in 84 days: 4 boxes in 3 sets of four weeks, the first of each three has two
    assert by_the_month(8, 84, PENS)[:6] == [4, 2, 2, 4, 2, 2]
    # started in November: 61 / 28 = 2.18
    assert by_the_month(quantity, days, PENS, first_month=11) == [2, 2]


@pytest.mark.parametrize(
    ("quantity", "days", "product"),
    [
        (1, 84, STELARA),
        (8.5, 75, INHALER),
        (1, 90, packed("pen", None)),
        (2, 90, PENS),  # one box
        (15, 75, LANTUS),
        (20, 90, packed("mL", None)),  # the size of a bottle is unknown
        (2, 90, TABLET),
        (60, 30, TABLET),  # a month needs no division
    ],
)
def test_what_cannot_be_divided_stays_whole(quantity: float, days: int, product: Drug) -> None:
    assert by_the_month(quantity, days, product) == []


@pytest.mark.parametrize(
    ("product", "quantity", "days", "other", "expected"),
    [
        (TABLET, 60, 30, 90, 180),
        (TABLET, 100, 90, 30, None),  # 33.3 tablets
        (TABLET, 30, 30, 45, 45),
        (INHALER, 18, 30, 90, 54),  # 3 inhalers
        (INHALER, 18, 25, 90, None),  # 3.6 inhalers
        (PENS, 2, 28, 84, 6),
    ],
)
def test_another_length_holds_whole_packages(product: Drug, quantity: int, days: int, other: int, expected: int | None) -> None:
    found = at_length(Prescription(product, quantity * ONE, days), other)
    assert found == (None if expected is None else expected * ONE)


def test_typed_dates_and_counts_are_divided_fill_by_fill() -> None:
    prescription = Prescription(TABLET, 100 * ONE, 90, dates=(date(2026, 1, 31), date(2026, 11, 5)))
    found = [(fill.date, fill.quantity // ONE, fill.days_supply) for fill in month_by_month(prescription, 2026, 1)]
    assert found == [
        (date(2026, 1, 31), 34, 30),
        (date(2026, 2, 28), 33, 30),
        (date(2026, 3, 31), 33, 30),
        (date(2026, 11, 5), 34, 30),
        (date(2026, 12, 5), 33, 30),  # the third would be bought in 2027
    ]
    assert by_the_month(180, 90, fills_per_year=2) == [60] * 6  # 2 x 3


@pytest.mark.parametrize(
    ("quantity", "days", "code", "other"),
    [
        (2, 30, COUNT_LIKE_A_DOSE, 60),  # "2" may be 2 a day: 2 x 30
        (4, 30, COUNT_LIKE_A_DOSE, 120),
        (2, 7, COUNT_LIKE_A_DOSE, 14),
        (5, 30, None, 0),  # 1.17 a week
        (10, 90, FEW_A_WEEK, 90),  # 0.78 a week
        (13, 90, None, 0),  # 1.01 a week
        (720, 30, None, 0),  # 24 a day
        (721, 30, MANY_A_DAY, 30),
        (99_999, 30, MANY_A_DAY, 30),
        (2, 1, None, 0),  # 2 for a day
        (60, 30, None, 0),
    ],
)
def test_tablets_that_look_like_a_slip_are_asked_about_with_both_readings(quantity: int, days: int, code: str | None, other: int) -> None:
    found = doubts_of(Prescription(TABLET, quantity * ONE, days))
    if code is None:
        assert found == ()
    else:
        (doubt,) = found
        assert (doubt.code, doubt.readings) == (code, (Amount(quantity * ONE, days), Amount(other * ONE, days)))


@pytest.mark.parametrize(
    ("quantity", "days", "code"),
    [
        (4, 28, None),
        (4, 30, None),  # a month of a weekly drug
        (12, 90, None),
        (5, 30, None),
        (6, 30, OFTEN_FOR_WEEKLY),
        (30, 30, OFTEN_FOR_WEEKLY),
        (1, 28, FEW_A_WEEK),
        (3, 28, FEW_A_WEEK),
    ],
)
def test_a_weekly_drug_has_its_own_reading(quantity: int, days: int, code: str | None) -> None:
    assert [doubt.code for doubt in doubts_of(Prescription(WEEKLY, quantity * ONE, days))] == ([code] if code else [])


@pytest.mark.parametrize(
    ("quantity", "days", "asked", "other"),
    [
        (180, 30, False, 0),  # twice the limit of 90 for 30 days
        (181, 30, True, 90),
        (600, 30, True, 60),  # one 0 too many
        (540, 90, False, 0),
        (541, 90, True, 270),  # 90 x 90 / 30
    ],
)
def test_more_than_twice_the_largest_limit_of_the_market_is_asked_about(quantity: int, days: int, asked: bool, other: int) -> None:
    limit = largest_limit([Limit(0, 0), Limit(60_000, 30), Limit(90_000, 30), Limit(74_000, 30)])
    assert limit == Limit(90_000, 30)
    found = doubts_of(Prescription(TABLET, quantity * ONE, days), limit)
    assert [doubt.code for doubt in found] == ([ABOVE_LIMIT] if asked else [])
    if asked:
        assert found[0].readings == (Amount(quantity * ONE, days), Amount(other * ONE, days))


@pytest.mark.parametrize(
    ("product", "quantity", "days", "limit", "other"),
    [
        (packed("mL", 1_000), 1, 30, Limit(ONE, 180), Amount(ONE, 180)),  # Prolia: 1 x 30 / 180 is no whole one, so 1 mL for 180 days
        (packed("mL", 1_000), 3, 30, Limit(ONE, 180), Amount(ONE, 180)),
        (packed("mL", 1_000), 2, 180, Limit(ONE, 180), None),  # twice the limit, not more
        (INHALER, 180, 25, Limit(48_000, 30), Amount(18_000, 25)),  # one 0 too many
        (INHALER, 126, 25, Limit(48_000, 30), Amount(36_000, 25)),  # 48 x 25 / 30 = 40 g: two whole inhalers of 18 g
        (packed("mL", None), 905, 30, Limit(300_000, 30), Amount(300_000, 30)),
        (TABLET, 9, 1, Limit(30_000, 30), Amount(ONE, 1)),
        (TABLET, 61, 30, Limit(30_000, 30), Amount(30_000, 30)),
        (TABLET, 60, 30, Limit(30_000, 30), None),
        (TABLET, 1, 7, Limit(ONE, 30), Amount(ONE, 30)),  # 1 x 7 / 30 is no whole one
    ],
)
def test_an_amount_above_the_limit_is_asked_about_with_one_that_can_be_bought(
    product: Drug, quantity: int, days: int, limit: Limit, other: Amount | None
) -> None:
    found = [doubt.readings for doubt in doubts_of(Prescription(product, quantity * ONE, days), limit) if doubt.code == ABOVE_LIMIT]
    assert found == ([(Amount(quantity * ONE, days), other)] if other else [])


@pytest.mark.parametrize(
    ("fills", "days", "other"),
    [
        (12, 90, 31),  # 12 x 90 = 1,080 days; a fill twelve times a year lasts 366 / 12 = 30.5, so 31
        (13, 30, None),  # 390 days: a fill too many is no slip
        (5, 90, None),  # 450; five quarters of 366 are 457
        (6, 90, 61),  # 540; 366 / 6
        (366, 1, None),
        (366, 30, 1),
        (1, 366, None),
        (2, 366, 183),
    ],
)
def test_typed_fills_that_last_far_longer_than_a_year_are_asked_about(fills: int, days: int, other: int | None) -> None:
    found = doubts_of(Prescription(TABLET, days * ONE, days, fills_per_year=fills))
    expected = (Amount(days * ONE, days), Amount(days * ONE, other)) if other else None
    assert [(doubt.code, doubt.readings) for doubt in found] == ([(MANY_FILLS, expected)] if other else [])
    typed = tuple(date(2026, 1, 1) + timedelta(days=place % 365) for place in range(fills))
    assert [doubt.readings for doubt in doubts_of(Prescription(TABLET, days * ONE, days, dates=typed))] == ([expected] if other else [])


@pytest.mark.parametrize(
    ("quantity", "asked"),
    [(300, True), (472, True), (473, False), (600, False)],  # a pharmacy pours syrup from a bottle of 473 mL
)
def test_liquids_need_no_whole_bottles(quantity: int, asked: bool) -> None:
    found = doubts_of(Prescription(packed("mL", 473_000, PackageForm.OTHER), quantity * ONE, 30))
    assert [doubt.code for doubt in found] == ([PART_OF_A_PACKAGE] if asked else [])


def test_a_number_of_pens_means_pens_if_they_fill_whole_boxes() -> None:
    pens = drug(
        "l",
        "Lantus 100 UNT/ML in 3 ML Pen Injector",
        "insulin glargine",
        form="Pen Injector",
        package_form=PackageForm.PEN_OR_INJECTION,
        unit="mL",
        units_per_package=15_000,
        insulin=True,
    )
    # 5 pens x 3 mL are one box; 2 pens are none, so two boxes
    assert [doubts_of(Prescription(pens, count * ONE, 30))[0].readings[1].quantity for count in (5, 2)] == [15_000, 30_000]


@pytest.mark.parametrize("product", [TABLET, WEEKLY, STELARA, PENS, LANTUS, INHALER, packed("mL", None), packed("patch", None)])
@pytest.mark.parametrize("limit", [None, Limit(ONE, 180), Limit(30 * ONE, 30)])
def test_every_question_has_two_readings_that_differ(product: Drug, limit: Limit | None) -> None:
    for quantity in (0.5, 1, 2, 4, 8.5, 30, 721, 3_001, 99_999):
        for days in (1, 7, 28, 30, 90, 366):
            for doubt in doubts_of(Prescription(product, round(quantity * ONE), days), limit):
                written, other = doubt.readings
                assert written != other
                assert other.quantity > 0
                assert other.days_supply > 0


@pytest.mark.parametrize(
    ("product", "quantity", "days", "other"),
    [
        (packed("mL", 3_000), 1, 28, 3),  # one Ozempic pen is 3 mL
        (packed("blister", 60_000), 30, 30, 60),  # Trelegy: 30 doses are 60 blisters
        (LANTUS, 2, 30, 30),  # two boxes
        (LANTUS, 20, 30, 30),  # 20 mL is no number of boxes that anyone has: two whole ones
        (PENS, 1, 28, 2),
        (packed("mL", 2_000), 0.5, 28, 2),
        (INHALER, 18, 25, None),
        (INHALER, 8.5, 25, None),  # the label's size is accepted as it is
        (INHALER, 13.4, 50, None),  # two of 6.7 g
        (INHALER, 21, 30, 36),
        (STELARA, 1, 84, None),
        (packed("mL", None), 1, 30, None),
    ],
)
def test_less_than_a_package_is_asked_about(product: Drug, quantity: float, days: int, other: int | None) -> None:
    found = doubts_of(Prescription(product, round(quantity * ONE), days))
    assert [(doubt.code, doubt.readings[1]) for doubt in found] == ([(PART_OF_A_PACKAGE, Amount(other * ONE, days))] if other else [])


def test_a_package_of_a_weekly_drug_lasts_four_weeks() -> None:
    pens = packed("mL", 2_000, weekly=True)
    assert doubts_of(Prescription(pens, 2_000, 28)) == doubts_of(Prescription(pens, 6_000, 90)) == ()
    (doubt,) = doubts_of(Prescription(pens, 4_000, 28))  # four pens of 0.5 mL written as 4 mL
    assert (doubt.code, doubt.readings[1]) == (OFTEN_FOR_WEEKLY, Amount(2_000, 28))


def warned(rxcui: str, quantity: str, days: int) -> list[dict[str, object]]:
    listed = [{"rxcui": "617311", "quantity": "30", "days_supply": 30}, {"rxcui": rxcui, "quantity": quantity, "days_supply": days}]
    request = read_request({"plan_year": 2026, "zip": "01604", "top": 1, "prescriptions": listed})
    found: list[dict[str, object]] = answer_compare(open_catalog(2026), request)["warnings"]
    return found


def test_compare_warns_of_an_amount_that_looks_like_a_slip_with_both_readings() -> None:
    (warning,) = warned("1364447", "600", 30)
    assert (warning["prescription"], warning["code"]) == (1, "above_limit")
    # the largest limit of the market is 90 for 30 days; 600 with one 0 less is 60
    assert "90 tablets for 30 days. Is 600 tablets for 30 days meant, or 60 tablets for 30 days?" in str(warning["sentence"])


@pytest.mark.parametrize(
    ("rxcui", "quantity", "days", "codes"),
    [
        ("1364447", "60", 30, []),
        ("1364447", "2", 30, ["count_like_a_dose"]),
        ("197361", "99999", 30, ["many_a_day"]),  # amlodipine has no limit
        ("2619154", "1", 28, ["part_of_a_package"]),  # one Ozempic pen is 3 mL
        ("1945048", "30", 30, ["part_of_a_package"]),  # Trelegy: 30 doses are 60 blisters
        ("2123076", "8.5", 25, []),
        ("2123076", "18", 25, []),
        ("2123076", "21", 25, ["part_of_a_package"]),
        ("1872980", "2", 28, []),  # two Humira pens
        ("1872980", "12", 28, []),  # twice the limit of 6 for 28 days
        ("1872980", "14", 28, ["above_limit"]),
        ("993456", "1", 180, []),  # Prolia
    ],
)
def test_the_products_of_the_market_are_checked_in_their_own_units(rxcui: str, quantity: str, days: int, codes: list[str]) -> None:
    assert [warning["code"] for warning in warned(rxcui, quantity, days)] == codes


@pytest.mark.parametrize(
    ("quantity", "other"),
    [(32, None), (40, None), (50, None), (51, 40), (120, 40)],  # 10 at a time: 4 x 10, and a week more before it is asked about
)
def test_methotrexate_is_several_tablets_once_a_week(quantity: int, other: int | None) -> None:
    methotrexate = with_known_package(drug("m", "methotrexate 2.5 MG Oral Tablet", "methotrexate", strength="2.5 MG", weekly=True))
    found = [(doubt.code, doubt.readings[1]) for doubt in doubts_of(Prescription(methotrexate, quantity * ONE, 28))]
    assert found == ([(OFTEN_FOR_WEEKLY, Amount(other * ONE, 28))] if other else [])


@pytest.mark.parametrize(
    ("name", "weekly"),
    [
        ("alendronate 70 MG Oral Tablet", True),
        ("alendronic acid 35 MG Oral Tablet", True),
        ("alendronate 10 MG Oral Tablet", False),  # taken every day
        ("risedronate sodium 35 MG Oral Tablet", True),
        ("risedronate sodium 150 MG Oral Tablet", False),  # once a month
        ("semaglutide 7 MG Oral Tablet [Rybelsus]", False),  # every day
        ("3 ML semaglutide 0.68 MG/ML Pen Injector [Ozempic]", True),
        ("ergocalciferol 1.25 MG Oral Capsule", True),
        ("methotrexate 2.5 MG Oral Tablet", True),
        ("lisinopril 10 MG Oral Tablet", False),
    ],
)
def test_weekly_drugs_are_known_by_ingredient_strength_and_form(name: str, weekly: bool) -> None:
    parsed = parse_name(name)
    assert bool(BY_THE_WEEK.search(f"{parsed.ingredient} {parsed.strength} {parsed.form}")) is weekly


def test_known_products_have_a_priced_unit_and_a_package() -> None:
    catalog = open_catalog(2026)
    known = {
        "1872980": ("pen", 2_000, ()),  # Humira 40 mg/0.4 mL: $3,333 each
        "2680748": ("pen", 2_000, ()),
        "2123076": ("gram", 18_000, (8_500, 6_700, 8_000)),
        "896212": ("blister", 60_000, ()),
        "1945048": ("blister", 60_000, ()),
        "2619154": ("mL", 3_000, ()),  # Ozempic: one pen
        "2601746": ("mL", 2_000, ()),  # Mounjaro: 4 x 0.5 mL
        "1551306": ("mL", 2_000, ()),  # Trulicity: 4 x 0.5 mL
        "993456": ("mL", 1_000, ()),  # Prolia
        "853356": ("mL", 1_000, ()),  # Stelara 90 mg
        "847232": ("mL", 15_000, ()),
    }
    for rxcui, (unit, size, others) in known.items():
        found = catalog.drug(rxcui)
        assert found is not None
        assert (found.unit, found.units_per_package) == (unit, size)
        assert not others or found.other_sizes == others
    assert {fact.unit or "as the form says" for fact in package_facts()} <= {
        "pen",
        "syringe",
        "blister",
        "gram",
        "mL",
        "vial",
        "as the form says",
    }
    assert all(fact.source for fact in package_facts())


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("NDA021457 200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler", 8_500),
        ("NDA020503 200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler", 6_700),
        ("60 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler [Ventolin]", 8_000),
        ("200 ACTUAT albuterol 0.09 MG/ACTUAT Metered Dose Inhaler [Ventolin]", 18_000),
        ("200 ACTUAT levalbuterol 0.045 MG/ACTUAT Metered Dose Inhaler [Xopenex]", None),
        ("120 ACTUAT albuterol 0.1 MG/ACTUAT / ipratropium bromide 0.02 MG/ACTUAT Inhalation Spray [Combivent]", 4_000),
        ("0.4 ML adalimumab-bwwd 100 MG/ML Auto-Injector [Hadlima]", None),
        ("Spiriva Respimat 2.5 MCG/ACTUAT Metered Dose Inhalation Spray, 60 ACTUAT", 4_000),
        ("fluticasone propionate 50 MCG/ACTUAT Metered Dose Nasal Spray", 16_000),
        ("azelastine HCl 137 MCG/ACTUAT Metered Dose Nasal Spray", 30_000),
        ("azelastine 0.137 MG/ACTUAT / fluticasone 0.05 MG/ACTUAT Metered Dose Nasal Spray", None),  # Dymista is a bottle of its own
        ("Symbicort 160/4.5 MCG/INHAL Metered Dose Inhaler, 120 Actuations", 10_200),
        ("60 ACTUAT budesonide 0.08 MG/ACTUAT / formoterol fumarate 0.0045 MG/ACTUAT Metered Dose Inhaler", None),
        ("BREZTRI 160/9/4.8 MCG/INHAL Metered Dose Inhaler, 120 Actuations", 10_700),
        ("xiidra 5 % Ophthalmic Solution", 60_000),
        ("albuterol sulfate 0.083 % Inhalation Solution", 75_000),
        ("albuterol 0.833 MG/ML / ipratropium bromide 0.167 MG/ML Inhalation Solution", None),
    ],
)
def test_similar_products_are_told_apart(name: str, size: int | None) -> None:
    made = drug("x", name, "x", form="", package_form=PackageForm.INHALER, unit="gram")
    assert with_known_package(made).units_per_package == size


def test_what_a_person_holds() -> None:
    def held(rxcui: str) -> list[tuple[str, int]]:
        found = open_catalog(2026).drug(rxcui)
        assert found is not None
        return [tuple(one) for one in holders(found)]

    assert held("1872980") == [("pen", 1_000), ("box", 2_000)]  # Humira
    assert held("847232") == [("pen", 3_000), ("box", 15_000)]  # Lantus
    assert held("2619154") == [("pen", 3_000)]  # Ozempic
    assert held("993456") == [("syringe", 1_000)]  # Prolia
    assert held("2123076") == [("inhaler", 18_000)]
    assert held("314072") == [("bottle", 2_500)]
    assert holders(packed("mL", None)) == ()
