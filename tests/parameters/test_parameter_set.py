"""A plan year's numbers: what they answer, what they refuse, and what they must agree with."""

from __future__ import annotations

from datetime import date

import pytest

from finder.domain.errors import MissingParameter, UnknownPlanYear
from finder.parameters import FIRST_YEAR, LAST_YEAR, parameter_set, version

# The defined standard benefit as CMS announced it, typed by hand: deductible, initial coverage limit, out-of-pocket threshold,
# and the least catastrophic copays (generic, other) in dollars.
STANDARD_BENEFIT = {
    2006: (250, 2250, 3600, 2.00, 5.00),
    2007: (265, 2400, 3850, 2.15, 5.35),
    2008: (275, 2510, 4050, 2.25, 5.60),
    2009: (295, 2700, 4350, 2.40, 6.00),
    2010: (310, 2830, 4550, 2.50, 6.30),
    2011: (310, 2840, 4550, 2.50, 6.30),
    2012: (320, 2930, 4700, 2.60, 6.50),
    2013: (325, 2970, 4750, 2.65, 6.60),
    2014: (310, 2850, 4550, 2.55, 6.35),
    2015: (320, 2960, 4700, 2.65, 6.60),
    2016: (360, 3310, 4850, 2.95, 7.40),
    2017: (400, 3700, 4950, 3.30, 8.25),
    2018: (405, 3750, 5000, 3.35, 8.35),
    2019: (415, 3820, 5100, 3.40, 8.50),
    2020: (435, 4020, 6350, 3.60, 8.95),
    2021: (445, 4130, 6550, 3.70, 9.20),
    2022: (480, 4430, 7050, 3.95, 9.85),
    2023: (505, 4660, 7400, 4.15, 10.35),
    2024: (545, 5030, 8000, None, None),
    2025: (590, None, 2000, None, None),
    2026: (615, None, 2100, None, None),
    2027: (700, None, 2400, None, None),
}


@pytest.mark.parametrize("year", STANDARD_BENEFIT)
def test_the_standard_benefit_of_each_year(year: int) -> None:
    deductible, limit, threshold, generic, other = STANDARD_BENEFIT[year]
    numbers = parameter_set(year)
    assert numbers.cents("deductible") == deductible * 100
    assert numbers.cents("oop_threshold") == threshold * 100
    if limit is not None:
        assert numbers.cents_or_none("initial_coverage_limit") == limit * 100
    for name, copay in (("generic_preferred", generic), ("other", other)):
        if copay is None:
            assert not numbers.has(f"catastrophic_min_copay.{name}")
        else:
            assert numbers.cents(f"catastrophic_min_copay.{name}") == round(copay * 100)


def test_all_twenty_two_years_are_there() -> None:
    assert list(STANDARD_BENEFIT) == list(range(FIRST_YEAR, LAST_YEAR + 1))


@pytest.mark.parametrize("year", range(2006, 2024))
def test_total_spend_at_the_threshold_follows_from_deductible_limit_and_threshold(year: int) -> None:
    # TrOOP at the limit is D + 25% (ICL - D); in the gap, at 100%, what is missing is spent dollar for dollar.
    # 2009: 2,700 + 4,350 - (295 + 25% x 2,405 = 896.25) = 6,153.75. The printed 2024 total, 11,477.39, is the known exception.
    numbers = parameter_set(year)
    deductible, limit, threshold = (numbers.cents(name) for name in ("deductible", "initial_coverage_limit", "oop_threshold"))
    troop_at_limit_times_4 = 4 * deductible + (limit - deductible)
    total = numbers.cents("total_covered_spend_at_oop_threshold.standard")
    assert 4 * total == 4 * (limit + threshold) - troop_at_limit_times_4


@pytest.mark.parametrize(("year", "total"), [(2025, 623_000), (2026, 655_500), (2027, 750_000)])
def test_total_spend_at_the_threshold_without_a_gap(year: int, total: int) -> None:
    # 590 + (2,000 - 590) x 4 = 6,230; 615 + (2,100 - 615) x 4 = 6,555; 700 + (2,400 - 700) x 4 = 7,500
    assert parameter_set(year).cents("total_covered_spend_at_oop_threshold.standard") == total


def test_the_printed_total_of_2024_is_kept_though_the_formula_gives_another() -> None:
    # 5,030 + 8,000 - (545 + 25% x 4,485 = 1,666.25) = 11,363.75
    assert parameter_set(2024).cents("total_covered_spend_at_oop_threshold.standard") == 1_147_739


@pytest.mark.parametrize("year", range(2011, 2028))
def test_the_income_related_premium_is_base_premium_by_formula(year: int) -> None:
    # amount = base x (p - 25.5) / 25.5, rounded to a dime. 2026, 35%: 38.99 x 9.5 / 25.5 = 14.526: 14.50
    numbers = parameter_set(year)
    base = numbers.cents("national_base_beneficiary_premium")
    tiers = range(1, 6 if year >= 2019 else 5)
    for tier in tiers:
        above = numbers.basis_points(f"irmaa_part_d.percent.tier{tier}") - 2550
        dimes = (2 * base * above + 25_500) // (2 * 25_500)
        assert numbers.cents(f"irmaa_part_d.amount.tier{tier}") == dimes * 10, tier
    assert numbers.has("irmaa_part_d.amount.tier5") is (year >= 2019)


def test_payers_of_a_phase_sum_to_the_whole() -> None:
    for year in (2025, 2026, 2027):
        numbers = parameter_set(year)
        initial = ("beneficiary.applicable", "manufacturer.applicable", "plan.applicable")
        assert sum(numbers.basis_points(f"payer_share.initial.{payer}") for payer in initial) == 10_000
        brand = ("beneficiary", "manufacturer.applicable", "medicare_reinsurance.applicable", "plan.applicable")
        assert sum(numbers.basis_points(f"payer_share.catastrophic.{payer}") for payer in brand) == 10_000
        generic = ("beneficiary", "medicare_reinsurance.non_applicable", "plan.non_applicable")
        assert sum(numbers.basis_points(f"payer_share.catastrophic.{payer}") for payer in generic) == 10_000
    for year in range(2011, 2025):
        numbers = parameter_set(year)
        shares = ("gap_coinsurance.brand", "gap_manufacturer_discount", "gap_plan_share.brand")
        assert sum(numbers.basis_points(share) for share in shares) == 10_000, year
        assert numbers.basis_points("gap_coinsurance.generic") + numbers.basis_points("gap_plan_share.generic") == 10_000, year


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("lis_partial.deductible", 2024),
        ("initial_coverage_limit", 2026),
        ("irmaa_part_d.amount.tier1", 2009),
        ("gap_manufacturer_discount", 2025),
        ("fpl.contiguous.1", 2027),
        ("mtm_rule.core_diseases", 2026),  # printed for 2025; nothing says that it still holds
        ("lis_sep_frequency", 2026),
        ("lis_benchmark.region_02", 2026),
        ("pdp_region_states.35", 2007),
        ("mfp_unit.Stelara_90mg", 2027),
        ("no_such_number", 2026),
    ],
)
def test_a_missing_number_is_an_error_with_its_name_and_year(name: str, year: int) -> None:
    numbers = parameter_set(year)
    assert not numbers.has(name)
    with pytest.raises(MissingParameter) as caught:
        numbers.get(name)
    assert (caught.value.parameter, caught.value.year) == (name, year)
    assert name in str(caught.value)
    assert str(year) in str(caught.value)


@pytest.mark.parametrize("year", [2005, 2028, 0, -1])
def test_an_unknown_year_is_refused_by_name(year: int) -> None:
    with pytest.raises(UnknownPlanYear, match=f"a plan year from 2006 to 2027, found {year}"):
        parameter_set(year)


def test_an_abolished_limit_is_none_not_zero() -> None:
    assert parameter_set(2025).cents_or_none("initial_coverage_limit") is None
    assert parameter_set(2024).cents_or_none("initial_coverage_limit") == 503_000
    with pytest.raises(ValueError, match="is in text, not a money"):
        parameter_set(2025).cents("initial_coverage_limit")
    with pytest.raises(MissingParameter):
        parameter_set(2026).cents_or_none("initial_coverage_limit")


def test_numbers_come_in_the_integers_of_the_rules() -> None:
    assert parameter_set(2013).basis_points("gap_coinsurance.brand") == 4750  # 47.5 percent
    assert parameter_set(2023).basis_points("non_lis_gap_mix.brand") == 9213  # 92.13 percent
    assert parameter_set(2026).basis_points("lep_percent_per_uncovered_month") == 100  # 1 percent
    assert parameter_set(2026).cents("lep_rounding") == 10
    assert parameter_set(2026).cents("mfp_30day.Farxiga") == 17_850
    assert parameter_set(2026).integer("iep_months") == 7
    assert parameter_set(2025).integer("mtm_rule.max_min_drugs") == 8
    assert parameter_set(2026).date("aep_end") == date(2025, 12, 7)
    assert parameter_set(2006).date("aep_end") == date(2006, 5, 15)
    assert [parameter_set(year).flag("biosimilars_are_applicable_drugs") for year in (2011, 2018, 2019, 2027)] == [False, False, True, True]


def test_a_number_is_never_read_in_another_unit() -> None:
    numbers = parameter_set(2026)
    with pytest.raises(ValueError, match="deductible of 2026 is in USD/year, not a rate"):
        numbers.basis_points("deductible")
    with pytest.raises(ValueError, match="not a money"):
        numbers.cents("initial_coverage_coinsurance")
    with pytest.raises(ValueError, match="neither yes nor no"):
        parameter_set(2025).flag("lis_sep_frequency")


def test_a_value_carries_its_sources_status_and_note() -> None:
    benchmark = parameter_set(2026).get("lis_benchmark.region_15")
    assert (benchmark.value, benchmark.status, benchmark.note) == ("38.44", "confirmed", "IN,KY")
    assert len(benchmark.sources) == 2
    # The regional table marks New Mexico's amount down, and that reading is the one kept.
    assert parameter_set(2026).get("lis_benchmark.region_26").status == "unconfirmed"
    assert parameter_set(2018).get("gap_dispensing_fee_beneficiary_share.brand").sources == ()
    assert parameter_set(2027).get("lis_copay.other_full_subsidy.other").status == "confirmed"  # two readings of the Rate Announcement
    assert parameter_set(2006).get("lis_benchmark.region_18").value == "31.37"  # a slip in an earlier source said Mississippi's 36.39
    assert parameter_set(2026).get("lis_benchmark_paid.region_02").status == "estimate"


def test_iteration_is_by_topic_then_name_and_counts_what_the_tables_have() -> None:
    numbers = parameter_set(2026)
    keys = [(p.topic, p.name) for p in numbers]
    topics = list(dict.fromkeys(topic for topic, _ in keys))
    assert keys == [key for topic in topics for key in sorted(k for k in keys if k[0] == topic)]
    assert {p.year for p in numbers} == {2026}
    # 138 rows are printed for 2026; 36 regions' states, the biosimilar flag, the enrollment period, the burial allowance, the MA open
    # enrollment period, the protected classes and the QMB percentage hold over a span that covers it: 138 + 42.
    assert len(numbers.names()) == 138 + 42


@pytest.mark.parametrize(
    ("year", "state", "persons", "line", "limit"),
    [
        # 150% of the poverty line of the state: 19,950 x 1.5 = 29,925; 27,050 x 1.5 = 40,575; 18,360 x 1.5 = 27,540; 24,890 x 1.5 = 37,335
        (2026, "alaska", ("single", 1), 19_950, 29_925),
        (2026, "alaska", ("couple", 2), 27_050, 40_575),
        (2026, "hawaii", ("single", 1), 18_360, 27_540),
        (2026, "hawaii", ("couple", 2), 24_890, 37_335),
        (2025, "alaska", ("single", 1), 19_550, 29_325),
        (2025, "hawaii", ("couple", 2), 24_320, 36_480),
    ],
)
def test_the_income_limits_of_alaska_and_hawaii_are_one_and_a_half_times_their_poverty_lines(
    year: int, state: str, persons: tuple[str, int], line: int, limit: int
) -> None:
    numbers = parameter_set(year)
    assert numbers.cents(f"fpl.{state}.{persons[1]}") == line * 100
    assert numbers.cents(f"lis_income_limit_150fpl.{state}.{persons[0]}") == limit * 100 == line * 150
    assert numbers.cents(f"lis_income_limit_150fpl.{persons[0]}") < limit * 100


def test_the_new_numbers_of_the_law_are_there_with_their_status() -> None:
    told = {
        ("irmaa_part_d.lower_bound.separate.tier3", 2011): ("85000", "single"),
        ("irmaa_part_d.lower_bound.separate.tier4", 2018): ("85000", "single"),  # from 2018 the top tier begins at 85,000
        ("lis_de_minimis_amount", 2024): ("2", "single"),
        ("mdp_phase_in_discount.catastrophic", 2027): ("5", "confirmed"),
        ("mfp_30day.Enbrel", 2027): ("2418.70", "single"),  # 2,355 x 1.0270
        ("mfp_30day.Entresto", 2027): ("none", "confirmed"),
        ("mfp_30day.Fiasp_NovoLog", 2027): ("none", "single"),
        ("mfp_unit.Eliquis", 2026): ("4.145072", "confirmed"),
        ("msp_asset_test.MA", 2024): ("none", "confirmed"),
        ("msp_income_limit_pct.MA.qi", 2023): ("225", "single"),
        ("msp_resource_limit.single", 2026): ("9950", "confirmed"),
        ("risk_corridor.share_between_thresholds", 2008): ("50", "single"),
        ("spap.PA.PACE.income_limit.single", 2022): ("14500", "confirmed"),
        ("specialty_tier_threshold", 2015): ("600", "single"),
        ("formulary_must_include_selected_drugs", 2027): ("yes", "single"),
    }
    for (name, year), (value, status) in told.items():
        found = parameter_set(year).get(name)
        assert (found.value, found.status) == (value, status), name


def test_the_version_names_the_program_and_the_numbers() -> None:
    assert parameter_set(2006).version == parameter_set(2026).version == version()
    program, _, digest = version().partition("+")
    assert program
    assert len(digest) == 12
