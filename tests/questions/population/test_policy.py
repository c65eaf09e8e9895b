"""A policy over people: years worked out on paper, who gains and who pays, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from finder.adjudication.terms import subsidy_terms_of, year_terms_of
from finder.documents.policy import policy_yaml, read_policy
from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.errors import Refusal
from finder.domain.market import PlanKind
from finder.domain.member import Member
from finder.domain.policy import DrugsReached, Policy, PolicyPrice
from finder.domain.policy_effect import Effect, Grouping, Payers, PolicyAnswer
from finder.domain.population import Person
from finder.domain.prescription import Prescription
from finder.parameters.changed import policy_parameters
from finder.questions.population.help_under import IncomeLimits, income_limits, level_under
from finder.questions.population.people_under import people_under
from finder.questions.population.policies import CHANGEABLE, law_of, make_policy
from finder.questions.population.policy import policy_answer
from finder.questions.population.policy_market import design_under
from finder.questions.population.policy_runs import PolicyRuns
from tests.small_market import BRAND, CHEAP_PDP, GENERIC, INSULIN, RICH_PDP, SELECTED, STANDARD, WORCESTER, SmallMarket

EXAMPLES = sorted((Path(__file__).parents[3] / "docs/examples/policies").glob("*.yaml"))
LAW = law_of(2026)
NO_CAP = make_policy("no cap", 2026, numbers={"oop_threshold": "none"})
GAP_OF_2010 = make_policy("the gap of 2010", 2026, gap_of=2010)


def person(drug=BRAND, quantity: int = 120, level=LowIncomeSubsidy.NONE, income: int | None = None) -> Person:  # type: ignore[no-untyped-def]
    member = Member("01604", WORCESTER, date(2026, 1, 1), level, plan_kinds=(PlanKind.PDP,), current_plan=CHEAP_PDP.plan_id)
    return Person("1", member, (Prescription(drug, quantity * 1000, 30),), income=income)


def year(policy: Policy, of: Person) -> tuple[int, Payers]:
    """All that the person pays at the current plan, and who pays the drugs."""
    (under,) = people_under(SmallMarket(), [of], policy) or ()
    assert under.current is not None
    return under.current.own_cost, under.current.payers


def limits_of(policy: Policy) -> IncomeLimits:
    return income_limits(policy_parameters(policy))


def answer(people: list[Person], policy: Policy, baseline: Policy = LAW) -> PolicyAnswer:
    under = [people_under(SmallMarket(), people, one) or () for one in (baseline, policy)]
    return policy_answer(SmallMarket(), people, (baseline, policy), (under[0], under[1]))


def test_the_law_of_2026_on_paper() -> None:
    # $1,200 a month. January: 615 and 25% of 585 = 146.25. Then 300 a month; 2,100 is reached in June with 138.75, on 555 of its price.
    # Maker: 58.50, 4 x 120, 55.50, and 20% of 645 + 6 x 1,200 = 7,845: 1,569. Medicare: 20% of 7,845. The plan has the rest. Premium 120.
    own, payers = year(LAW, person())
    assert payers == Payers(1_440_000, 210_000, 0, 0, 216_300, 856_800, 156_900)
    assert own == 210_000 + 12_000


def test_2026_without_the_cap_on_paper() -> None:
    # 615 and 25% of 13,785 = 3,446.25. The maker pays 10% of 13,785 = 1,378.50; nobody is above a limit, so Medicare pays nothing.
    own, payers = year(NO_CAP, person())
    assert payers == Payers(1_440_000, 406_125, 0, 0, 137_850, 896_025, 0)
    assert own == 406_125 + 12_000


def test_the_gap_of_2010_laid_over_2026_on_paper() -> None:
    # Jan 761.25 and Feb 300. Mar: 430 up to 2,830 at 25% = 107.50, and 770 in the gap. Apr, May 1,200. Paid so far 4,338.75, so 211.25 of
    # June are left to 4,550; 5% of 988.75 = 49.44. Then 60 a month. Medicare pays 80% above: 791 and 6 x 960. No maker pays.
    _, payers = year(GAP_OF_2010, person())
    assert payers == Payers(1_440_000, 76_125 + 30_000 + 87_750 + 240_000 + 26_069 + 36_000, 0, 0, 0, 288_956, 655_100)


def test_the_limits_of_a_gap_can_be_chosen() -> None:
    # The whole year stays in initial coverage where the gap begins above 14,400, and the threshold is above 4,061.25.
    numbers = {"initial_coverage_limit": "15000", "oop_threshold": "5000"}
    _, payers = year(make_policy("wide", 2026, gap_of=2010, numbers=numbers), person())
    assert payers.patient_pay == 406_125


def test_a_share_above_the_threshold_comes_back() -> None:
    # 2,100 and 5% of 645 = 32.25, and of 6 x 1,200 = 360.
    _, payers = year(make_policy("5%", 2026, numbers={"catastrophic_coinsurance": "5%"}), person())
    assert payers.patient_pay == 210_000 + 3_225 + 36_000


def test_insulin_without_its_cap_costs_what_its_tier_does() -> None:
    # $200 a fill. By the law $35. Without: three fills of 200 and 15 of the fourth to 615, then 25%: 46.25 and 8 x 50.
    market = SmallMarket(lists={CHEAP_PDP.plan_id: ("4",)})
    of = person(INSULIN, 10)
    found = [people_under(market, [of], policy) or () for policy in (LAW, make_policy("x", 2026, numbers={"insulin_monthly_cap": "none"}))]
    paid = [under.current.payers.patient_pay for (under,) in found if under.current]
    assert paid == [12 * 3_500, 60_000 + 1_500 + 4_625 + 40_000]


def test_a_lower_standard_binds_every_deductible_and_a_higher_one_those_of_the_standard() -> None:
    before = year_terms_of(policy_parameters(LAW))
    for deductible, standard, rich in (("100", 10_000, 0), ("900", 90_000, 0), ("0", 0, 0)):
        after = year_terms_of(policy_parameters(make_policy("d", 2026, numbers={"deductible": deductible})))
        assert (design_under(STANDARD, before, after).deductible, design_under(RICH_PDP.design, before, after).deductible) == (
            standard,
            rich,
        )


def test_a_coinsurance_of_the_standard_rate_follows_it_and_a_copay_stays() -> None:
    # 615 and 30% of 585 = 175.50; then 360 a month up to 2,100: the cap holds. With no cap: 615 and 30% of 13,785 = 4,135.50.
    numbers = {"initial_coverage_coinsurance": "0.30", "oop_threshold": "none"}
    assert year(make_policy("30%", 2026, numbers=numbers), person())[1].patient_pay == 61_500 + 413_550
    # the generic's copay of $2: nothing changes but in the deductible, which its tier does not have
    assert year(make_policy("30%", 2026, numbers=numbers), person(GENERIC, 30))[1].patient_pay == 2_400


def test_the_makers_share_moves_between_maker_and_plan() -> None:
    # below the threshold 555 + 4 x 1,200 + 585 = 5,940 at 20% instead of 10%: 594 more
    _, payers = year(make_policy("20%", 2026, numbers={"payer_share.initial.manufacturer.applicable": "0.2"}), person())
    assert (payers.manufacturer, payers.plan) == (216_300 + 59_400, 856_800 - 59_400)


def test_prices_change_for_the_drugs_that_are_reached() -> None:
    tenth = make_policy("tenth", 2026, prices=[PolicyPrice(factor=9_000, drugs=DrugsReached.NEGOTIATED)])
    assert year(tenth, person(SELECTED, 30))[1].gross_drug_cost == 12 * 17_820  # 198.00 less a tenth
    assert year(tenth, person(BRAND, 30))[1].gross_drug_cost == 12 * 30_000
    one = make_policy("one", 2026, prices=[PolicyPrice(unit_price=500_000, rxcui="3")])
    assert year(one, person(BRAND, 30))[1].gross_drug_cost == 12 * 15_000
    generics = make_policy("generics", 2026, prices=[PolicyPrice(factor=20_000, drugs=DrugsReached.GENERIC)])
    assert year(generics, person(GENERIC, 30))[1].gross_drug_cost == 12 * 3_000
    assert year(generics, person(BRAND, 30))[1].gross_drug_cost == 12 * 30_000


def test_lock_in_raises_every_price_and_says_what_managers_keep() -> None:
    found = answer([person(BRAND, 30)], make_policy("lock-in", 2026, lock_in_spread=500))
    assert year(found.policy, person(BRAND, 30))[1].gross_drug_cost == 12 * 31_500
    assert found.kept_by_managers == 12 * 1_500


@pytest.mark.parametrize(
    ("level", "income", "expected"),
    [
        (LowIncomeSubsidy.NONE, 199, LowIncomeSubsidy.FULL_OTHER),
        (LowIncomeSubsidy.NONE, 200, LowIncomeSubsidy.NONE),
        (LowIncomeSubsidy.NONE, 149, LowIncomeSubsidy.NONE),  # may have it already by the law, and doesn't
        (LowIncomeSubsidy.NONE, None, None),
        (LowIncomeSubsidy.FULL_OTHER, 140, LowIncomeSubsidy.FULL_OTHER),
        (LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY, None, LowIncomeSubsidy.FULL_DUAL_AT_OR_BELOW_POVERTY),
    ],
)
def test_extra_help_to_200_percent_of_poverty(level: LowIncomeSubsidy, income: int | None, expected: LowIncomeSubsidy | None) -> None:
    wider = make_policy("200%", 2026, numbers={"lis_income_limit_pct.full": "2.00"})
    assert level_under(person(level=level, income=income), limits_of(LAW), limits_of(wider)) is expected


def test_a_lower_income_limit_takes_extra_help() -> None:
    lower = limits_of(make_policy("135%", 2026, numbers={"lis_income_limit_pct.full": "135%"}))
    found = [level_under(person(level=LowIncomeSubsidy.FULL_OTHER, income=income), limits_of(LAW), lower) for income in (134, 135)]
    assert found == [LowIncomeSubsidy.FULL_OTHER, LowIncomeSubsidy.NONE]


def test_who_gets_extra_help_pays_its_copays() -> None:
    wider = make_policy("200%", 2026, numbers={"lis_income_limit_pct.full": "2.00"})
    found = answer([person(income=180)] * 11 + [person()], wider)
    assert (found.gets_help, found.income_unknown) == (11, None)  # one of unknown income: too few to be shown
    # 12.65 a month of brands until June, when the year's costs pass 2,100 for the plan; then nothing
    assert year(wider, person(income=180))[1].patient_pay == 6 * 1_265


def test_premiums_follow_what_plans_pay_where_the_policy_says_so() -> None:
    # plans pay 8,960.25 instead of 8,568.00: 392.25 more; half of it is 196.125 a year, 16.34 a month
    half = make_policy("half", 2026, numbers={"oop_threshold": "none"}, premium_pass_through=5_000)
    found = answer([person()] * 11, half)
    assert found.premium_change == 1_634
    everyone = found.current.everyone
    assert everyone.before is not None
    assert everyone.after is not None
    assert everyone.after.premiums - everyone.before.premiums == 11 * 12 * 1_634


def effects(found: PolicyAnswer) -> tuple[Effect, Effect]:
    return found.current, found.best


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_payers_of_every_group_sum_to_what_its_drugs_cost(path: Path) -> None:
    people = [person(drug, quantity) for drug in (BRAND, GENERIC, SELECTED) for quantity in range(10, 120, 10)]
    for effect in effects(answer(people, read_policy(path.read_bytes()))):
        everyone = effect.everyone
        for group in effect.groups:
            for paid, whole in ((group.before, everyone.before), (group.after, everyone.after)):
                if paid is not None and whole is not None:
                    assert sum(paid.payers[1:]) == paid.payers.gross_drug_cost
        brands = effect.by(Grouping.BRANDS)
        for side in ("before", "after"):
            sums = [getattr(group, side).payers for group in brands]
            assert Payers(*map(sum, zip(*sums, strict=True))) == getattr(everyone, side).payers


def test_who_gains_and_who_loses_is_counted_to_the_dollar() -> None:
    # of 22 people, 11 reach the cap and 11 don't
    found = answer([person()] * 11 + [person(quantity=30)] * 11, NO_CAP).current.everyone.outcomes
    assert found is not None
    assert (found.gain, found.lose, found.same, found.lost) == (0, 11, 11, 11 * 196_125)


@pytest.mark.parametrize(
    ("capped", "others", "shown"),
    [
        (11, 11, (0, 11, 11)),
        (10, 11, (0, None, None)),  # 10 are too few; the 11 would tell them
        (11, 10, (None, None, None)),  # hiding the 10 alone would hide nothing
        (3, 5, None),
    ],
)
def test_small_counts_are_hidden_with_what_would_tell_them(capped: int, others: int, shown: tuple[int | None, ...] | None) -> None:
    found = answer([person()] * capped + [person(quantity=30)] * others, NO_CAP).current.everyone.outcomes
    assert (found and found[:3]) == shown


def test_one_population_is_asked_once_for_policies_that_differ_in_name_alone() -> None:
    runs = PolicyRuns(SmallMarket(), [person()] * 11)
    first = runs.under(NO_CAP)
    for number in range(6):
        assert runs.under(make_policy(f"law {number}", 2026)) is runs.under(LAW)
        runs.under(make_policy("d", 2026, numbers={"deductible": number}))
    assert runs.under(LAW) is runs.under(LAW)
    assert runs.under(NO_CAP) == first
    renamed = runs.answer(make_policy("renamed", 2026, numbers={"oop_threshold": "none"}))
    assert renamed is not None
    assert renamed.policy.name == "renamed"


def test_the_law_against_itself_changes_nothing() -> None:
    found = answer([person()] * 11, LAW)
    outcomes = found.current.everyone.outcomes
    assert found.changes == ()
    assert outcomes is not None
    assert (outcomes.gain, outcomes.lose, outcomes.same) == (0, 0, 11)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_policy_is_written_as_it_is_read(path: Path) -> None:
    policy = read_policy(path.read_bytes())
    assert read_policy(policy_yaml(policy).encode()) == policy


def test_a_number_that_the_gap_brings_replaces_none() -> None:
    policy = make_policy("wide", 2026, gap_of=2010, numbers={"initial_coverage_limit": "15000", "deductible": "310"})
    assert [(one.value, one.replaces) for one in policy.numbers] == [("15000.00", "none"), ("310.00", "615")]
    assert read_policy(policy_yaml(policy).encode()) == policy


def test_a_drug_that_nobody_prices_makes_costs_at_least() -> None:
    insulin = person(INSULIN, 10)  # no plan of the market lists it
    assert answer([insulin] * 11 + [person()], NO_CAP).at_least == 11


@pytest.mark.parametrize("name", CHANGEABLE)
def test_a_year_depends_on_every_number_that_may_be_changed(name: str) -> None:
    lifted = {"oop_threshold": "none"}  # so that no deductible is above it
    for year in (2012, 2023, 2026):
        if policy_parameters(law_of(year)).has(name):
            new = "0.01" if policy_parameters(law_of(year)).get(name).unit.startswith("percent") else "2500"
            sets = [policy_parameters(make_policy("one", year, numbers=lifted | more)) for more in ({}, {name: new})]
            levels = [level for level in LowIncomeSubsidy if year < 2024 or level is not LowIncomeSubsidy.PARTIAL]
            terms = [(year_terms_of(of), [subsidy_terms_of(of, level) for level in levels]) for of in sets]
            assert terms[0] != terms[1] or name.startswith("lis_income_limit_pct"), year


REFUSED = {
    "name: x\nplan_year: 1999": "$.plan_year: expected a plan year from 2006 to 2027",
    "plan_year: 2026": "$.name: expected a value, found nothing",
    "name: [": "$: expected a policy in YAML",
    "": "$: expected a policy in YAML",
    "name: x\nname: y\nplan_year: 2026": "the key name is there twice",
    "name: &a x\nplan_year: 2026\nabout: *a": "an alias is not read",
    "name: x\nplan_year: 2026\nnumbers: {deductable: 5}": "such as deductible",
    "name: x\nplan_year: 2026\nnumbers: {irmaa_part_d.amount.tier1: 5}": "on which no cost here depends",
    "name: x\nplan_year: 2026\nnumbers: {gap_coinsurance.brand: 1}": "which 2026 does not have",
    "name: x\nplan_year: 2026\nnumbers: {deductible: -5}": "expected dollars from 0.00",
    "name: x\nplan_year: 2026\nnumbers: {deductible: none}": "expected dollars from 0.00",
    "name: x\nplan_year: 2026\nnumbers: {initial_coverage_coinsurance: 1.01}": "a share from 0 to 1",
    "name: x\nplan_year: 2026\nnumbers: {initial_coverage_coinsurance: 25}": "a share from 0 to 1",
    "name: x\nplan_year: 2026\nnumbers: {oop_threshold: 614.99}": "at least the deductible, 615.00",
    "name: x\nplan_year: 2026\ngap_of: 2010\nnumbers: {deductible: 2830.01}": "at least the deductible, 2830.01",
    "name: x\nplan_year: 2026\nnumbers: {payer_share.initial.manufacturer.applicable: 0.7501}": "at most the whole price",
    "name: x\nplan_year: 2026\nnumbers: {oop_threshold: {value: none, replaces: 2000}}": "2100.00, the number of 2026",
    "name: x\nplan_year: 2026\nprices: [{drugs: all}]": "times or unit_price",
    "name: x\nplan_year: 2026\nprices: [{drugs: all, times: 0}]": "a factor above 0",
    "name: x\nplan_year: 2026\nprices: [{drugs: all, unit_price: 5}]": "the rxcui of one drug",
    "name: x\nplan_year: 2026\nprices: [{drugs: all, times: 0.5}, {drugs: all, times: 0.7}]": "each drug or group of drugs once",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_has_no_sense_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_policy(text.encode())
    assert len(refused.value.problems) == 1
    assert REFUSED[text] in str(refused.value)


def test_what_just_has_sense_is_taken() -> None:
    for numbers in (
        {"oop_threshold": "615"},
        {"payer_share.initial.manufacturer.applicable": "0.75"},
        {"initial_coverage_coinsurance": "90%"},
        {"lis_income_limit_pct.full": "10"},
    ):
        assert make_policy("x", 2026, numbers=numbers).numbers


def test_a_drug_that_the_catalog_lacks_is_refused() -> None:
    with pytest.raises(Refusal, match="a drug of this catalog"):
        people_under(SmallMarket(), [], make_policy("x", 2026, prices=[PolicyPrice(unit_price=1, rxcui="999")]))
