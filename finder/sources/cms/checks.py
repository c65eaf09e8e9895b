"""What every row of the CMS files must meet before they become a catalog: types, codes, ranges, joins between files.

A check is one SQL condition. Rows that fail it are problems, named by file, row and column. The tables come from ``staging``: text, NULL
for a blank, ``plan_id`` for contract, plan and segment together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from finder.intake.limits import PROBLEMS
from finder.sources.cms.text_files import Layout, Problems, at

if TYPE_CHECKING:
    import duckdb

MONEY = r"\d{1,7}(\.\d{1,2})?"
_FRACTION = r"(0(\.\d{1,4})?|1(\.0{1,4})?)"
_CODE, _REGION, _COUNTY = r"\d{1,8}", r"\d{1,2}", r"\d{5}"
_UNITS = r"\d+(\.\d{1,3})?"
_DOLLARS = r"\$?\d{1,3}(,?\d{3})*(\.\d{1,2})?"
_BELOW_ZERO = rf"\({_DOLLARS}\)|-{_DOLLARS}"
"""The basic premium of a plan that bids low, as the Landscape prints it: ``($6.40)``. Its supplement brings the total to 0 or more."""
CHANNELS = {"nonpref": 0, "pref": 1, "mail_nonpref": 2, "mail_pref": 3}
"""The file's words for the kinds of pharmacy -> ``finder.domain.benefit.Channel``."""
DAYS_OF_CODE = {"1": 30, "4": 60, "2": 90}
CATEGORIES = ("PDP", "MA-PD", "SNP", "MA")


class Check(NamedTuple):
    """Every row of ``table`` must meet ``holds`` (SQL; NULL fails). If not, ``column`` is shown as not ``expected``."""

    table: str
    column: str
    holds: str
    expected: str


def _matches(column: str, pattern: str) -> str:
    return f"regexp_full_match({column}, '{pattern}')"


def _blank_or(condition: str, column: str) -> str:
    return f"({column} IS NULL OR {condition})"


def _premium(column: str) -> str:
    below_zero = f" OR {_matches(column, _BELOW_ZERO)}" if column == "basic_premium" else ""
    return f"({column} IS NULL OR {column} = 'Not Applicable' OR {_matches(column, _DOLLARS)}{below_zero})"


def _premium_words(column: str) -> str:
    return "dollars, or blank" if column == "basic_premium" else "dollars, 0 or more, or blank"


def _limit(column: str) -> str:
    positive = f"{_matches(column, _UNITS)} AND try_cast({column} AS DOUBLE) > 0"
    return f"quantity_limit_yn = 'N' OR ({positive})"


def _identity(table: str) -> list[Check]:
    return [
        Check(table, "contract_id", _matches("contract_id", r"[A-Z]\d{4}"), "a letter and four digits"),
        Check(table, "plan_id", _matches("plan_id", r"[A-Z]\d{4}-\d{3}-\d{3}"), "a contract, plan and segment with three digits each"),
    ]


def _plan_checks() -> list[Check]:
    stand_alone = "contract_id LIKE 'S%'"
    return [
        *_identity("plan"),
        Check("plan", "plan_name", "plan_name IS NOT NULL", "a name"),
        Check("plan", "plan_suppressed_yn", "plan_suppressed_yn IN ('Y', 'N')", "Y or N"),
        Check("plan", "formulary_id", f"plan_suppressed_yn = 'Y' OR {_matches('formulary_id', _CODE)}", "up to eight digits"),
        Check("plan", "premium", _blank_or(_matches("premium", MONEY), "premium"), "dollars, 0 or more, with at most two decimals"),
        Check("plan", "deductible", f"plan_suppressed_yn = 'Y' OR {_matches('deductible', MONEY)}", "dollars, 0 or more"),
        Check("plan", "icl", _blank_or(_matches("icl", MONEY), "icl"), "dollars, 0 or more"),
        Check("plan", "snp", "snp IN ('0', '1', '2', '3')", "a code from 0 to 3"),
        Check(
            "plan", "pdp_region_code", f"NOT ({stand_alone}) OR {_matches('pdp_region_code', _REGION)}", "the region of a stand-alone plan"
        ),
        Check(
            "plan",
            "county_code",
            f"{stand_alone} OR {_matches('county_code', _COUNTY)} OR (county_code IS NULL AND ma_region_code IS NOT NULL)",
            "five digits, or a region of Medicare Advantage",
        ),
    ]


def _formulary_checks(year: int) -> list[Check]:
    flags = ("quantity_limit_yn", "prior_authorization_yn", "step_therapy_yn")
    return [
        Check("formulary", "contract_year", f"contract_year = '{year}'", str(year)),
        Check("formulary", "rxcui", _matches("rxcui", r"\d{1,8}"), "up to eight digits"),
        Check("formulary", "ndc", _matches("ndc", r"\d{11}"), "eleven digits"),
        Check("formulary", "tier_level_value", _matches("tier_level_value", "[1-7]"), "a tier from 1 to 7"),
        *(Check("formulary", flag, f"{flag} IN ('Y', 'N')", "Y or N") for flag in flags),
        Check("formulary", "selected_drug_yn", "selected_drug_yn IS NULL OR selected_drug_yn IN ('Y', 'N')", "Y or N"),
        Check("formulary", "quantity_limit_amount", _limit("quantity_limit_amount"), "an amount above 0 with at most three decimals"),
        Check("formulary", "quantity_limit_days", _limit("quantity_limit_days"), "a number of days"),
    ]


def _share_checks() -> list[Check]:
    checks = [
        *_identity("cost"),
        Check("cost", "coverage_level", _matches("coverage_level", "[0-3]"), "a level from 0 to 3"),
        Check("cost", "tier", _matches("tier", "[1-7]"), "a tier from 1 to 7"),
        Check("cost", "days_supply", _matches("days_supply", "[1-4]"), "a code from 1 to 4"),
        Check("cost", "ded_applies_yn", "coverage_level <> '1' OR ded_applies_yn IN ('Y', 'N')", "Y or N"),
    ]
    for channel in CHANNELS:
        kind, amount = f"cost_type_{channel}", f"cost_amt_{channel}"
        checks += [
            Check("cost", kind, f"{kind} IN ('0', '1', '2')", "a code from 0 to 2"),
            Check("cost", amount, f"{kind} <> '1' OR {_matches(amount, MONEY)}", "a copay in dollars, 0 or more"),
            Check("cost", amount, f"{kind} <> '2' OR {_matches(amount, _FRACTION)}", "a coinsurance from 0 to 1"),
            *(
                Check("cost", limit, f"{kind} = '0' OR {_blank_or(_matches(limit, MONEY), limit)}", "dollars, 0 or more")
                for limit in (f"cost_min_amt_{channel}", f"cost_max_amt_{channel}")
            ),
        ]
    return checks


def _insulin_checks() -> list[Check]:
    checks = [
        *_identity("insulin"),
        Check("insulin", "tier", _matches("tier", r"[1-7]|\."), "a tier from 1 to 7, or . for all"),
        Check("insulin", "days_supply", _matches("days_supply", "[1-4]"), "a code from 1 to 4"),
    ]
    for channel in CHANNELS:
        copay, coinsurance = f"copay_amt_{channel}_insln", f"coin_amt_{channel}_insln"
        checks += [
            Check("insulin", copay, _blank_or(_matches(copay, MONEY), copay), "a copay in dollars, 0 or more"),
            Check("insulin", coinsurance, _blank_or(_matches(coinsurance, _FRACTION), coinsurance), "a coinsurance from 0 to 1"),
        ]
    return checks


def _supplemental_checks() -> list[Check]:
    contract = _matches("contract_id", r"[A-Z]\d{4}")
    return [
        Check("excluded", "contract_id", contract, "a letter and four digits"),
        Check("excluded", "rxcui", f"{_matches('rxcui', _CODE)} OR (rxcui IS NULL AND ndc IS NOT NULL)", "up to eight digits, or an NDC"),
        Check("excluded", "tier", _matches("tier", "[1-7]"), "a tier from 1 to 7"),
        Check("excluded", "capped_benefit_yn", "capped_benefit_yn IN ('Y', 'N', '0', '1')", "Y or N"),
        Check("indication", "contract_id", contract, "a letter and four digits"),
        Check("indication", "rxcui", _matches("rxcui", _CODE), "up to eight digits"),
        Check("indication", "disease", "disease IS NOT NULL", "a disease"),
    ]


def _other_checks(year: int) -> list[Check]:
    premiums = (
        *("basic_premium", "total_premium", "consolidated_premium", "part_c_premium", "supplemental_premium"),
        *("low_income_premium", "low_income_benchmark"),
    )
    return [
        *_supplemental_checks(),
        Check("locator", "county_code", _matches("county_code", r"\d{5}"), "five digits"),
        Check("locator", "county", "county IS NOT NULL", "a county"),
        Check("locator", "statename", "state IS NOT NULL", "the name of a state"),
        Check("locator", "pdp_region_code", _matches("pdp_region_code", r"\d{1,2}"), "a region of one or two digits"),
        *_identity("landscape"),
        Check("landscape", "contract_year", f"contract_year = '{year}'", str(year)),
        Check("landscape", "category", f"category IN {CATEGORIES}", "PDP, MA-PD, SNP or MA"),
        Check(
            "landscape",
            "benefit_type",
            f"category = 'MA' OR benefit_type IS NULL OR type_key IN {tuple(BENEFIT_TYPES)}",
            "a known benefit type",
        ),
        *(Check("landscape", premium, _premium(premium), _premium_words(premium)) for premium in premiums),
        Check("names", "rxcui", _matches("rxcui", r"\d{1,8}"), "up to eight digits"),
        Check("names", "name", "name IS NOT NULL", "a name"),
        Check("names", "is_brand", "is_brand IN ('0', '1')", "0 or 1"),
        Check("names", "is_insulin", "is_insulin IN ('0', '1')", "0 or 1"),
        Check("names", "is_pill", "is_pill IS NULL OR is_pill IN ('0', '1')", "0 or 1"),
        Check(
            "names",
            "units_per_package",
            _blank_or(_matches("units_per_package", _UNITS), "units_per_package"),
            "units, at most three decimals",
        ),
    ]


BENEFIT_TYPES = {
    "notapplicable": 2,
    "definedstandard": 0,
    "definedstandardbenefit": 0,
    "actuariallyequivalent": 1,
    "actuariallyequivalentstandard": 1,
    "basicalternative": 2,
    "enhancedalternative": 3,
}
"""The Landscape's words, plain -> ``finder.domain.benefit.BenefitType``. A blank is a basic design (decision 10)."""

_IS_STANDARD = f"type_key IN {tuple(words for words, number in BENEFIT_TYPES.items() if number == 0)}"
_KNOWN_PLAN = "plan_id IN (SELECT plan_id FROM plan WHERE plan_suppressed_yn = 'N')"
_OFFERED = " OR ".join(f"cost_type_{channel} <> '0'" for channel in CHANNELS)
_SHARED = f"SELECT DISTINCT plan_id, tier FROM cost WHERE coverage_level = '1' AND days_supply IN {tuple(DAYS_OF_CODE)} AND ({_OFFERED})"
"""Plan and tier pairs with a share in initial coverage, at any kind of pharmacy, for 30, 60 or 90 days."""
_LISTED = """SELECT plan_id, tier_level_value AS tier FROM (SELECT DISTINCT formulary_id, tier_level_value FROM formulary)
    JOIN (SELECT DISTINCT plan_id, formulary_id FROM plan WHERE plan_suppressed_yn = 'N') USING (formulary_id)"""
"""Plan and tier pairs of the plans' formularies: a few thousand instead of a million listed drugs."""


def _standard(landscape: bool) -> str:
    """The plans of the defined standard benefit, whose shares the law sets. Known only with a Landscape."""
    return f"SELECT plan_id FROM {'landscape' if landscape else 'plan'} WHERE {_IS_STANDARD if landscape else 'false'}"


def tiers_without_share(connection: duckdb.DuckDBPyConnection, landscape: bool) -> int:
    """How many plan and tier pairs have listed drugs but no share, so that their cost is unknown (decision 12)."""
    pairs = f"SELECT * FROM ({_LISTED}) ANTI JOIN ({_SHARED}) USING (plan_id, tier)"
    found = connection.execute(f"SELECT count(*) FROM ({pairs}) ANTI JOIN ({_standard(landscape)}) USING (plan_id)").fetchone()
    return found[0] if found else 0


def counties_not_known(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Counties with plans whose names we don't know. Nobody there finds those plans."""
    served = "SELECT county_code FROM plan WHERE county_code IS NOT NULL AND plan_suppressed_yn = 'N'"
    query = f"SELECT statename || ', ' || county FROM locator WHERE fips IS NULL AND county_code IN ({served}) ORDER BY row"
    return [place for (place,) in connection.execute(query).fetchall()]


def _joins(landscape: bool) -> list[Check]:
    """Every code that points from one file into another. Two things are no mistake: a plan in only one of Landscape and public use file
    (they come out months apart), and a plan without some tiers of a formulary that it shares with others."""
    shared = f"SELECT plan_id FROM ({_SHARED}) JOIN ({_LISTED}) USING (plan_id, tier) UNION ALL {_standard(landscape)}"
    return [
        *(Check(table, "plan_id", _KNOWN_PLAN, "a plan of the plan information file") for table in ("cost", "insulin")),
        Check(
            "landscape",
            "county_name",
            "county_name = 'All Counties' OR (state, place_key) IN (SELECT state, place_key FROM locator)",
            "a county of the geographic locator file",
        ),
        Check(
            "plan",
            "formulary_id",
            "plan_suppressed_yn = 'Y' OR formulary_id IN (SELECT formulary_id FROM formulary)",
            "a formulary of the formulary file",
        ),
        Check("formulary", "formulary_id", "formulary_id IN (SELECT formulary_id FROM plan)", "a formulary that a plan has"),
        Check(
            "plan",
            "county_code",
            "plan_suppressed_yn = 'Y' OR county_code IS NULL OR county_code IN (SELECT county_code FROM locator)",
            "a county of the geographic locator file",
        ),
        Check(
            "locator",
            "county",
            "EXISTS (SELECT 1 FROM locator WHERE fips IS NOT NULL)",
            "a county of that state by its usual name",
        ),
        Check(
            "plan",
            "plan_id",
            f"plan_suppressed_yn = 'Y' OR plan_id IN ({shared})",
            "a plan with a cost share for any tier of its formulary",
        ),
    ]


_KEYS = {
    "plan": ("plan_id, county_code", "county_code", "a plan and county once"),
    "formulary": ("formulary_id, ndc", "ndc", "an NDC of a formulary once"),
    "cost": ("plan_id, coverage_level, tier, days_supply", "tier", "a plan, level, tier and days supply once"),
    "insulin": ("plan_id, tier, days_supply", "tier", "a plan, tier and days supply once"),
    "locator": ("county_code", "county_code", "a county code once"),
    "names": ("rxcui", "rxcui", "a drug once"),
}


def _unique() -> list[Check]:
    return [
        Check(table, column, f"row IN (SELECT min(row) FROM {table} GROUP BY {key})", expected)
        for table, (key, column, expected) in _KEYS.items()
    ]


def run_checks(
    connection: duckdb.DuckDBPyConnection, year: int, files: dict[str, str], layouts: dict[str, Layout], problems: Problems
) -> None:
    """Run every check. Failures go into ``problems``. ``files`` names the file behind each staged table."""
    own = [*_plan_checks(), *_formulary_checks(year), *_share_checks(), *_insulin_checks(), *_other_checks(year)]
    checks = [*own, *_unique(), *_joins("landscape" in files)]
    by_table: dict[str, list[Check]] = {}
    for check in checks:
        by_table.setdefault(check.table, []).append(check)
    failed = {check for table, of_table in by_table.items() if table in files for check in _failed(connection, table, of_table)}
    for check in checks:
        if check in failed:
            _run(connection, check, files[check.table], layouts[check.table], problems)


def _failed(connection: duckdb.DuckDBPyConnection, table: str, checks: Sequence[Check]) -> list[Check]:
    """The checks that some row fails, in one look at the table: a sound file, which most are, needs no second."""
    columns = ", ".join(f"bool_or(NOT coalesce({check.holds}, false))" for check in checks)
    found = connection.execute(f"SELECT {columns} FROM {table}").fetchone() or ()
    return [check for check, any_fails in zip(checks, found, strict=False) if any_fails]


def _run(connection: duckdb.DuckDBPyConnection, check: Check, file: str, layout: Layout, problems: Problems) -> None:
    bad = f"FROM {check.table} WHERE NOT coalesce({check.holds}, false)"
    rows = connection.execute(f"SELECT row, {check.column} {bad} ORDER BY row LIMIT {PROBLEMS}").fetchall()
    for row, found in rows:
        problems.add(at(file, row, layout.printed(check.column)), check.expected, found if found is not None else "nothing")
    if len(rows) == PROBLEMS:
        count = connection.execute(f"SELECT count(*) {bad}").fetchone()
        problems.add_unlisted((count[0] if count else PROBLEMS) - PROBLEMS)
