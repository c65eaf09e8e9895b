"""Receipts: what of a charge is above the law's maximum, and what the plan's ledger says. Extra Help copays of 2026: $5.10 and $12.65."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from finder.documents.commands import ask
from finder.domain.benefit import Channel, LowIncomeSubsidy
from finder.domain.errors import Refusal
from finder.domain.money import Cents
from finder.domain.paid_fills import PaidFill
from finder.domain.receipt import CheckedFill, DrugKind, Fault, Payer, Receipt, ReceiptCheck, Sure, WhyNotChecked
from finder.explain.explainers.receipt import headline, letter_html, letter_text, sections
from finder.explain.kit.section import texts
from finder.questions.explainers.receipt import check_receipts
from tests.questions.test_list_files import bundle, claim
from tests.small_market import BRAND, GENERIC, INSULIN, SmallMarket

MARKET = SmallMarket(lists={"S0001-002-000": ("1", "3", "4")})
CHEAP, RICH = "S0001-001-000", "S0001-002-000"  # 25% after a $615 deductible; $40 a brand. The first doesn't list the insulin
HELPED = LowIncomeSubsidy.FULL_OTHER
DAY = date(2026, 3, 10)


def receipt(
    product: Any, paid: Cents | None, days: int | None = 30, quantity: int = 30_000, day: date | None = DAY, **more: Any
) -> Receipt:
    kind = more.pop("kind", DrugKind.NOT_SURE)
    return Receipt(PaidFill(more.pop("number", 1), day, "", "a drug", quantity, days, paid, **more), product, kind)


def checked(payer: Payer, *receipts: Receipt) -> ReceiptCheck:
    return check_receipts(MARKET, payer, receipts)


def one(payer: Payer, of: Receipt) -> CheckedFill:
    (fill,) = checked(payer, of).fills
    return fill


def faults(fill: CheckedFill) -> list[tuple[Fault, Cents, Sure]]:
    return [tuple(finding) for finding in fill.findings]  # type: ignore[misc]


def test_a_brand_above_the_extra_help_copay_is_owed_back_for_certain() -> None:
    fill = one(Payer(2026, HELPED, plan_id=RICH), receipt(BRAND, 4_700))
    assert faults(fill) == [(Fault.EXTRA_HELP, 1_265, Sure.CERTAIN), (Fault.PLAN_SHARE, 1_265, Sure.LIKELY)]
    assert (fill.owed_back, fill.may_be_owed) == (3_435, 0)  # 47.00 - 12.65


def test_a_charge_equal_to_the_copay_is_right() -> None:
    assert one(Payer(2026, HELPED, plan_id=RICH), receipt(BRAND, 1_265)).findings == ()
    assert one(Payer(2026, HELPED, plan_id=RICH), receipt(BRAND, 1_266)).owed_back == 1


def test_between_the_two_copays_a_generic_is_likely_too_much() -> None:
    fill = one(Payer(2026, HELPED, channels=(Channel.STANDARD_RETAIL,)), receipt(GENERIC, 800))
    assert faults(fill) == [(Fault.EXTRA_HELP, 510, Sure.LIKELY)]
    assert (fill.owed_back, fill.may_be_owed) == (0, 290)


def test_extra_help_counts_from_its_first_day() -> None:
    payer = Payer(2026, HELPED, since=date(2026, 3, 10), plan_id=RICH)
    assert one(payer, receipt(BRAND, 4_000, day=date(2026, 3, 9))).findings == ()  # the plan's own $40
    assert one(payer, receipt(BRAND, 4_000)).owed_back == 2_735


def test_in_a_nursing_home_nothing_is_owed() -> None:
    assert one(Payer(2026, LowIncomeSubsidy.FULL_INSTITUTIONAL, plan_id=RICH), receipt(GENERIC, 100)).owed_back == 100


@pytest.mark.parametrize(("days", "most"), [(31, 3_500), (32, 7_000), (90, 10_500)])
def test_insulin_has_its_cap_for_each_month_begun(days: int, most: Cents) -> None:
    fill = one(Payer(2026, plan_id=RICH), receipt(INSULIN, 14_000, days))
    assert fill.findings[0][:2] == (Fault.INSULIN, most)
    assert fill.owed_back == 14_000 - most


@pytest.mark.parametrize(("year", "most"), [(2025, 10_500), (2026, 7_500)])
def test_from_2026_insulin_costs_at_most_a_quarter_of_the_price(year: int, most: Cents) -> None:
    paid = receipt(INSULIN, 14_000, 90, day=date(year, 3, 10), price=30_000, plan="S0001-002")  # 25% of 300.00
    (fill,) = check_receipts(None, Payer(year), [paid]).fills
    assert faults(fill) == [(Fault.INSULIN, most, Sure.CERTAIN)]


def test_a_maximum_is_likely_if_the_plan_is_not_known_and_asked_if_it_lacks_the_drug() -> None:
    paid = receipt(INSULIN, 5_000)
    (unknown,) = check_receipts(None, Payer(2025), [receipt(INSULIN, 5_000, day=date(2025, 3, 10))]).fills
    assert (unknown.findings[0].sure, unknown.owed_back, unknown.may_be_owed) == (Sure.LIKELY, 0, 1_500)
    unlisted = one(Payer(2026, plan_id=CHEAP), paid)
    assert (unlisted.listed, unlisted.findings[0].sure, unlisted.owed_back) == (False, Sure.ASK, 0)


def test_without_days_the_insulin_cap_is_a_question() -> None:
    assert one(Payer(2026, plan_id=RICH), receipt(INSULIN, 5_000, None)).findings[0] == (Fault.INSULIN, 3_500, Sure.ASK)


@pytest.mark.parametrize(("year", "found"), [(2022, []), (2023, [(Fault.VACCINE, 0, Sure.LIKELY)])])
def test_a_shot_is_free_from_2023(year: int, found: list[object]) -> None:
    shot = receipt(None, 2_500, None, day=date(year, 3, 10), kind=DrugKind.VACCINE)
    (fill,) = check_receipts(None, Payer(year), [shot]).fills
    assert faults(fill) == found


@pytest.mark.parametrize(("before", "owed"), [(206_000, 0), (206_001, 1), (209_000, 3_000), (210_000, 4_000)])
def test_past_the_limit_of_2026_nothing_is_owed(before: Cents, owed: Cents) -> None:
    # $2,100: a $40 brand is due in full while $40 are left
    assert one(Payer(2026, plan_id=RICH, troop_before=before), receipt(BRAND, 4_000)).owed_back == owed


def test_earlier_receipts_run_up_to_the_limit_without_what_was_too_much() -> None:
    # 2,040.00 before; of 50.00 with a whole price of 40.00 only 40.00 count, so 20.00 are left of the 2,100.00 for the second 40.00
    first = receipt(BRAND, 5_000, day=date(2026, 2, 1), price=4_000)
    check = checked(Payer(2026, plan_id=RICH, troop_before=204_000), receipt(BRAND, 4_000, number=2), first)
    assert [fill.owed_back for fill in check.fills] == [1_000, 2_000]


def test_there_was_a_cost_past_the_limit_before_2024() -> None:
    assert check_receipts(None, Payer(2023, troop_before=900_000), [receipt(BRAND, 4_000, day=date(2023, 3, 1))]).found == ()


def test_nobody_pays_more_than_the_whole_price() -> None:
    fill = one(Payer(2026), receipt(GENERIC, 1_000, price=320))
    assert (faults(fill), fill.owed_back) == ([(Fault.WHOLE_PRICE, 320, Sure.CERTAIN)], 680)


def test_the_plans_own_copay_is_likely_and_a_share_of_an_average_price_has_room() -> None:
    copay = one(Payer(2026, plan_id=RICH), receipt(BRAND, 4_700))
    assert (copay.expected, faults(copay)) == (4_000, [(Fault.PLAN_SHARE, 4_000, Sure.LIKELY)])
    # 70 tablets at $10: 615.00 + 25% x 85.00 = 636.25. A quarter dearer, 875.00: 615.00 + 25% x 260.00 = 680.00
    share = receipt(BRAND, 68_000, quantity=70_000)
    assert one(Payer(2026, plan_id=CHEAP), share).findings == ()
    above = one(Payer(2026, plan_id=CHEAP), receipt(BRAND, 68_001, quantity=70_000))
    assert (above.expected, faults(above)) == (63_625, [(Fault.PLAN_SHARE, 63_625, Sure.ASK)])


def test_a_price_on_the_receipt_takes_the_place_of_the_average() -> None:
    # 700.00 on the receipt: 636.25 is the plan's share to the cent
    fill = one(Payer(2026, plan_id=CHEAP), receipt(BRAND, 64_000, quantity=70_000, price=70_000))
    assert faults(fill) == [(Fault.PLAN_SHARE, 63_625, Sure.LIKELY)]


def test_what_cannot_be_checked_is_said() -> None:
    old = receipt(BRAND, 100, day=date(2025, 12, 31), number=2)
    check = checked(Payer(2026), receipt(BRAND, None), old, receipt(BRAND, 100, day=None, number=3))
    assert [(left.number, left.why) for left in check.not_checked] == [
        (1, WhyNotChecked.NO_AMOUNT),
        (2, WhyNotChecked.OTHER_YEAR),
        (3, WhyNotChecked.NO_DAY),
    ]
    assert headline(check) == "There is nothing to check yet."


def test_an_unknown_plan_and_a_level_that_ended_are_refused() -> None:
    with pytest.raises(Refusal, match="a plan of 2026"):
        checked(Payer(2026, plan_id="S9999-001-000"), receipt(BRAND, 100))
    with pytest.raises(Refusal, match="partial"):
        checked(Payer(2026, LowIncomeSubsidy.PARTIAL), receipt(BRAND, 100))


def test_the_page_says_the_amount_the_reason_and_how_sure() -> None:
    check = checked(Payer(2026, HELPED, plan_id=RICH), receipt(BRAND, 4_700), receipt(GENERIC, 100, number=2))
    said = " ".join(texts(sections(check)))
    assert "You paid $34.35 too much. Your plan owes it to you." in said
    assert "With your Extra Help it costs at most $12.65. This is sure." in said
    assert "Brandex (brandine 5 MG Oral Tablet), March 10, 2026" in said
    assert "Ask by March 10, 2029." in said  # three years from the fill
    assert "within 45 days" in said


def test_the_letter_names_the_fill_and_nobody() -> None:
    check = checked(Payer(2026, HELPED, plan_id=RICH), receipt(BRAND, 4_700))
    text = letter_text(check)
    assert "I paid $47.00. At most: $12.65. The Extra Help copay (42 CFR 423.782(a))." in text
    assert "I enclose proof of my Extra Help." in text
    assert "<td>$12.65</td>" in letter_html(check)


def test_the_command_takes_fills_and_a_blue_button_bundle() -> None:
    asked = {"plan_year": 2026, "plan_id": "S4802-137-000", "low_income_subsidy": "full_other"}
    fill = {"date": "2026-02-01", "name": "Eliquis 5 mg", "quantity": 60, "days_supply": 30, "paid": "47.00"}
    answer = ask("receipt", {**asked, "fills": [fill], "claims": bundle(claim("00003089421", "2026-10-01", paid=12.65))})
    assert [(one["paid"], one["owed_back"]) for one in answer["fills"]] == [("47.00", "34.35"), ("12.65", "0.00")]
    assert answer["owed_back"] == "34.35"
    assert answer["fills"][0]["findings"][0] == {"code": "extra_help", "at_most": "12.65", "sure": "certain"}


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"plan_year": 2026}, "fills, or claims"),
        ({"plan_year": 2026, "fills": [{"date": "2026-01-02", "paid": 1}]}, "rxcui, ndc or name"),
        ({"plan_year": 2026, "claims": {}}, "a Blue Button bundle with drug claims"),
        ({"plan_year": 2026, "fills": [{"date": "2026-01-02", "paid": -1, "name": "x"}]}, "dollars from 0.00"),
    ],
)
def test_a_bad_document_is_refused(document: dict[str, Any], expected: str) -> None:
    with pytest.raises(Refusal, match=expected):
        ask("receipt", document)
