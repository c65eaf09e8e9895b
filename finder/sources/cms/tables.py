"""From the checked files to the tables of a catalog: integers for money, one row per fact, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from finder.domain.benefit import ALL_TIERS, NO_LIMIT, BenefitType, Phase, ShareKind
from finder.domain.market import PlanKind
from finder.sources.cms.checks import BENEFIT_TYPES, CHANNELS, DAYS_OF_CODE
from finder.sources.cms.layout import KINDS, SNP_TYPES, STAGED

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_MACROS = f"""
CREATE MACRO cents(x) AS CAST(TRY_CAST(replace(translate(x, '$,)', ''), '(', '-') AS DECIMAL(14, 2)) * 100 AS BIGINT);
CREATE MACRO basis_points(x) AS CAST(TRY_CAST(x AS DECIMAL(10, 4)) * 10000 AS BIGINT);
CREATE MACRO limit_of(x) AS CASE WHEN coalesce(cents(x), 0) > 0 THEN cents(x) ELSE {NO_LIMIT} END;
CREATE MACRO region(x) AS CASE WHEN regexp_full_match(x, '\\d{{1,2}}') THEN lpad(x, 2, '0') ELSE '' END;
CREATE MACRO yes_or_no(x) AS CASE lower(x) WHEN 'yes' THEN true WHEN 'no' THEN false END;
CREATE MACRO stars(x) AS CASE WHEN regexp_full_match(x, '[1-5](\\.[05])?') THEN x ELSE '' END;
"""


def _case(column: str, words: dict[str, int], otherwise: int) -> str:
    whens = " ".join(f"WHEN '{word}' THEN {number}" for word, number in words.items())
    return f"CASE {column} {whens} ELSE {otherwise} END"


_KINDS = {"PDP": int(PlanKind.PDP), "MA-PD": int(PlanKind.MA_PD), "SNP": int(PlanKind.SNP)}
_SNP_TYPE = " ".join(["CASE snp", *(f"WHEN '{code}' THEN '{words}'" for code, words in SNP_TYPES.items()), "ELSE '' END"])
"""Whom a special needs plan is for, by the plan information file, if the Landscape doesn't say."""
_PLANS = f"""
WITH offered AS (SELECT * FROM plan WHERE plan_suppressed_yn = 'N' QUALIFY row_number() OVER (PARTITION BY plan_id ORDER BY row) = 1),
listed AS (SELECT * FROM market WHERE coalesce(category, '') <> 'MA' QUALIFY row_number() OVER (PARTITION BY plan_id ORDER BY row) = 1),
joined AS (
  SELECT p.*, l.category, l.snp_type, l.type_key, l.star_rating, l.part_d_star_rating, l.organization AS marketed_by,
    coalesce(cents(l.total_premium), cents(p.premium)) AS part_d, cents(l.basic_premium) AS basic,
    coalesce(cents(l.consolidated_premium), cents(l.part_c_premium) + cents(l.total_premium)) AS both_parts,
    cents(l.supplemental_premium) AS supplemental, cents(l.low_income_premium) AS with_help, cents(l.low_income_benchmark) AS benchmark,
    yes_or_no(l.below_benchmark) AS below, yes_or_no(l.sanctioned) AS under_sanction,
    CASE WHEN l.category IS NOT NULL THEN {_case("l.category", _KINDS, int(PlanKind.MA_PD))}
      WHEN p.contract_id LIKE 'S%' THEN {int(PlanKind.PDP)} WHEN p.snp <> '0' THEN {int(PlanKind.SNP)}
      ELSE {int(PlanKind.MA_PD)} END AS kind
  FROM offered p LEFT JOIN listed l USING (plan_id))
SELECT plan_id, plan_name AS name, coalesce(marketed_by, contract_name, '') AS organization, kind::TINYINT AS kind,
  CASE WHEN kind = {int(PlanKind.SNP)} THEN coalesce(nullif(snp_type, 'Not Applicable'), {_SNP_TYPE}) ELSE '' END AS snp_type,
  CASE WHEN kind = {int(PlanKind.PDP)} THEN coalesce(both_parts, part_d) ELSE both_parts END AS premium,
  part_d AS part_d_premium, basic AS part_d_basic_premium,
  ({_case("type_key", BENEFIT_TYPES, int(BenefitType.BASIC_ALTERNATIVE))})::TINYINT AS benefit_type,
  cents(deductible) AS deductible, cents(icl) AS initial_coverage_limit,
  CASE WHEN stars(star_rating) <> '' THEN star_rating
    WHEN kind = {int(PlanKind.PDP)} THEN stars(part_d_star_rating) ELSE '' END AS star_rating,
  region(pdp_region_code) AS pdp_region, formulary_id, false AS example, supplemental AS part_d_supplemental_premium,
  with_help AS low_income_premium, benchmark AS low_income_benchmark, below AS below_benchmark, under_sanction AS sanctioned
FROM joined ORDER BY plan_id
"""
_AREAS = """
SELECT DISTINCT plan_id,
  CASE WHEN contract_id LIKE 'S%' THEN 'region' WHEN county_code IS NULL THEN 'ma_region' ELSE 'county' END AS kind,
  CASE WHEN contract_id LIKE 'S%' THEN region(p.pdp_region_code) WHEN county_code IS NULL THEN region(p.ma_region_code)
    ELSE l.fips END AS area
FROM plan p LEFT JOIN locator l USING (county_code) WHERE plan_suppressed_yn = 'N' AND area IS NOT NULL ORDER BY ALL
"""
_COUNTIES = """
SELECT fips, min(name) AS name, min(state) AS state, min(region(pdp_region_code)) AS pdp_region, min(region(ma_region_code)) AS ma_region
FROM locator WHERE fips IS NOT NULL GROUP BY fips ORDER BY fips
"""
_CHOSEN = """
CREATE TABLE chosen AS SELECT formulary_id, rxcui, ndc, tier_level_value::TINYINT AS tier,
  prior_authorization_yn = 'Y' AS prior_authorization,
  step_therapy_yn = 'Y' AS step_therapy, quantity_limit_yn = 'Y' AS limited,
  CASE WHEN limited THEN CAST(CAST(quantity_limit_amount AS DECIMAL(14, 3)) * 1000 AS BIGINT) ELSE 0 END AS quantity_limit,
  CASE WHEN limited THEN CAST(CAST(quantity_limit_days AS DECIMAL(9, 3)) AS INTEGER) ELSE 0 END AS quantity_limit_days,
  coalesce(selected_drug_yn = 'Y', false) AS selected_drug
FROM formulary QUALIFY row_number() OVER (PARTITION BY formulary_id, rxcui ORDER BY tier_level_value, ndc) = 1
"""
_FORMULARY = "SELECT * EXCLUDE (limited) FROM chosen ORDER BY rxcui, formulary_id"
_NDCS = "SELECT ndc, min(rxcui) AS rxcui FROM formulary GROUP BY ndc ORDER BY ndc"
_CODES = """
SELECT DISTINCT f.formulary_id, f.ndc, CASE WHEN f.ndc = c.ndc THEN c.rxcui END AS rxcui
FROM formulary f JOIN chosen c USING (formulary_id, rxcui)
"""
_EXCLUDED = """
SELECT contract_id, plan_id, rxcui, ndc, tier::TINYINT AS tier, coalesce(prior_auth_yn, prior_authorization_yn, 'N') IN ('Y', '1')
  AS prior_authorization, step_therapy_yn IN ('Y', '1') AS step_therapy, quantity_limit_yn IN ('Y', '1') AS limited,
  capped_benefit_yn IN ('Y', '1') AS capped
FROM excluded ORDER BY ALL
"""
_INDICATIONS = "SELECT contract_id, plan_id, rxcui, disease FROM indication ORDER BY ALL"
_TIERS = """
SELECT plan_id, tier::TINYINT AS tier, bool_or(ded_applies_yn = 'Y') AS deductible_applies, bool_or(tier_specialty_yn = 'Y') AS specialty
FROM cost WHERE coverage_level = '1' GROUP BY plan_id, tier ORDER BY ALL
"""


def _share(channel: str) -> str:
    """The shares of one kind of pharmacy. A copay of 0 with a range is a range of subsidized copays (decision 10)."""
    amount, low, high = (f"cost_{part}_{channel}" for part in ("amt", "min_amt", "max_amt"))
    ranged = f"(cost_type_{channel} = '1' AND cents({amount}) = 0 AND limit_of({high}) > 0)"
    coinsurance = f"cost_type_{channel} = '2'"
    phase = _case("coverage_level", {"2": int(Phase.COVERAGE_GAP)}, int(Phase.INITIAL_COVERAGE))
    return f"""SELECT plan_id, tier::TINYINT AS tier, ({phase})::TINYINT AS phase,
      {CHANNELS[channel]}::TINYINT AS channel, ({_case("days_supply", DAYS_OF_CODE, 0)})::SMALLINT AS days,
      CASE WHEN {coinsurance} THEN {int(ShareKind.COINSURANCE)} ELSE {int(ShareKind.COPAY)} END::TINYINT AS kind,
      CASE WHEN {ranged} THEN limit_of({high}) WHEN {coinsurance} THEN basis_points({amount}) ELSE cents({amount}) END AS amount,
      CASE WHEN {ranged} OR {coinsurance} THEN limit_of({low}) ELSE {NO_LIMIT} END AS minimum,
      CASE WHEN {ranged} OR {coinsurance} THEN limit_of({high}) ELSE {NO_LIMIT} END AS maximum
    FROM cost WHERE cost_type_{channel} <> '0' AND coverage_level IN ('1', '2') AND days_supply IN {tuple(DAYS_OF_CODE)}"""


def _insulin_share(channel: str) -> str:
    """The lesser of copay and coinsurance: a coinsurance with the copay as its maximum. If only one is given, that one."""
    copay, coinsurance = f"copay_amt_{channel}_insln", f"coin_amt_{channel}_insln"
    return f"""SELECT plan_id, CASE tier WHEN '.' THEN {ALL_TIERS} ELSE TRY_CAST(tier AS TINYINT) END::TINYINT AS tier,
      {CHANNELS[channel]}::TINYINT AS channel, ({_case("days_supply", DAYS_OF_CODE, 0)})::SMALLINT AS days,
      CASE WHEN {coinsurance} IS NULL THEN {int(ShareKind.COPAY)} ELSE {int(ShareKind.COINSURANCE)} END::TINYINT AS kind,
      CASE WHEN {coinsurance} IS NULL THEN cents({copay}) ELSE basis_points({coinsurance}) END AS amount, {NO_LIMIT}::BIGINT AS minimum,
      CASE WHEN {coinsurance} IS NULL OR {copay} IS NULL THEN {NO_LIMIT} ELSE cents({copay}) END AS maximum
    FROM insulin WHERE ({copay} IS NOT NULL OR {coinsurance} IS NOT NULL) AND days_supply IN {tuple(DAYS_OF_CODE)}"""


def _together(parts: list[str]) -> str:
    return " UNION ALL ".join(f"({part})" for part in parts) + " ORDER BY ALL"


def listed_codes(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """formulary_id, ndc, and the rxcui that this NDC prices in the formulary: NULL if another NDC was chosen."""
    return connection.sql(_CODES).to_arrow_table()


def drop_staged(connection: duckdb.DuckDBPyConnection, files: Iterable[str]) -> None:
    """Free the memory of what the tables were built from, before millions of prices need it. The texts stay."""
    connection.execute("DROP VIEW market")
    for table in (*(kind for kind in files if kind in STAGED), "chosen"):
        connection.execute(f"DROP TABLE {table}")


def text_tables(connection: duckdb.DuckDBPyConnection, files: Iterable[str]) -> dict[str, Iterable[pa.Table]]:
    """Every file but the prices, unchanged: for export, and for questions that the catalog's tables don't answer."""
    return {f"cms_{kind}": _text_table(connection, kind) for kind in files if kind in STAGED}


def _text_table(connection: duckdb.DuckDBPyConnection, kind: str) -> Iterator[pa.Table]:
    yield connection.sql(f"SELECT * FROM cms_{kind} ORDER BY row").to_arrow_table()


def build_tables(connection: duckdb.DuckDBPyConnection, files: set[str]) -> dict[str, pa.Table]:
    """Every table of the catalog except the prices and the drugs, from the staged files."""
    connection.execute(_MACROS)
    market = "SELECT * FROM landscape" if "landscape" in files else _NO_LANDSCAPE
    connection.execute(f"CREATE VIEW market AS {market}")
    for kind in {"insulin", "excluded", "indication"} - files:
        layout = KINDS[kind]
        columns = ", ".join(dict.fromkeys(f"{layout.key(column)} VARCHAR" for column in (*layout.columns, *layout.optional)))
        connection.execute(f"CREATE TABLE {kind} ({columns})")
    connection.execute(_CHOSEN)
    queries = {
        "plans": _PLANS,
        "service_areas": _AREAS,
        "counties": _COUNTIES,
        "formulary": _FORMULARY,
        "ndcs": _NDCS,
        "excluded": _EXCLUDED,
        "indications": _INDICATIONS,
        "tiers": _TIERS,
        "insulin": _together([_insulin_share(channel) for channel in CHANNELS]),
        "cost_shares": _together([_share(channel) for channel in CHANNELS]),
    }
    return {name: connection.sql(query).to_arrow_table() for name, query in queries.items()}


_NO_LANDSCAPE = (
    "SELECT "
    + ", ".join(
        f"NULL::VARCHAR AS {column}"
        for column in (
            *("plan_id", "category", "snp_type", "type_key", "star_rating", "part_d_star_rating", "organization"),
            *("total_premium", "basic_premium", "consolidated_premium", "part_c_premium", "supplemental_premium"),
            *("low_income_premium", "low_income_benchmark", "below_benchmark", "sanctioned"),
        )
    )
    + ", NULL::BIGINT AS row WHERE false"
)
