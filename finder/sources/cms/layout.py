"""The layouts of the CMS public use file (Part D, quarterly) and of the Landscape: which files there are, and their columns.

Codes: DAYS_SUPPLY in the cost files 1 = 30 days, 4 = 60, 2 = 90, 3 = another length; COVERAGE_LEVEL 0 = before the deductible,
1 = initial coverage, 2 = coverage gap, 3 = catastrophic; COST_TYPE 0 = not offered, 1 = copay, 2 = coinsurance; SNP 0 = no special needs
plan, 1 = C-SNP, 2 = D-SNP, 3 = I-SNP. County codes are those of Social Security. PREMIUM is the Part D premium, of health plans too.
"""

from __future__ import annotations

from finder.sources.cms.text_files import Layout, plain

PLAN = Layout(
    "plan information file",
    (
        "CONTRACT_ID",
        "PLAN_ID",
        "SEGMENT_ID",
        "CONTRACT_NAME",
        "PLAN_NAME",
        "FORMULARY_ID",
        "PREMIUM",
        "DEDUCTIBLE",
        "MA_REGION_CODE",
        "PDP_REGION_CODE",
        "STATE",
        "COUNTY_CODE",
        "SNP",
        "PLAN_SUPPRESSED_YN",
    ),
    optional=("ICL",),
)
FORMULARY = Layout(
    "basic drugs formulary file",
    (
        "FORMULARY_ID",
        "FORMULARY_VERSION",
        "CONTRACT_YEAR",
        "RXCUI",
        "NDC",
        "TIER_LEVEL_VALUE",
        "QUANTITY_LIMIT_YN",
        "QUANTITY_LIMIT_AMOUNT",
        "QUANTITY_LIMIT_DAYS",
        "PRIOR_AUTHORIZATION_YN",
        "STEP_THERAPY_YN",
    ),
    optional=("SELECTED_DRUG_YN",),
)
_SHARES = tuple(
    f"COST_{part}_{channel}"
    for channel in ("PREF", "NONPREF", "MAIL_PREF", "MAIL_NONPREF")
    for part in ("TYPE", "AMT", "MIN_AMT", "MAX_AMT")
)
COST = Layout(
    "beneficiary cost file",
    (
        *("CONTRACT_ID", "PLAN_ID", "SEGMENT_ID", "COVERAGE_LEVEL", "TIER", "DAYS_SUPPLY"),
        *_SHARES,
        *("TIER_SPECIALTY_YN", "DED_APPLIES_YN"),
    ),
    optional=("GAP_COV_TIER",),  # until 2024: how much of the tier a plan covers in the gap
)
INSULIN = Layout(
    "insulin beneficiary cost file",
    (
        *("CONTRACT_ID", "PLAN_ID", "SEGMENT_ID", "TIER", "DAYS_SUPPLY"),
        *(f"copay_amt_{channel}_insln" for channel in ("pref", "nonpref", "mail_pref", "mail_nonpref")),
    ),
    optional=tuple(f"coin_amt_{channel}_insln" for channel in ("pref", "nonpref", "mail_pref", "mail_nonpref")),  # 2023 has copays alone
)
EXCLUDED = Layout(
    "excluded drugs formulary file",
    (
        *("CONTRACT_ID", "PLAN_ID", "TIER", "QUANTITY_LIMIT_YN", "QUANTITY_LIMIT_AMOUNT", "QUANTITY_LIMIT_DAYS"),
        *("STEP_THERAPY_YN", "CAPPED_BENEFIT_YN"),
    ),
    optional=("RXCUI", "NDC", "PRIOR_AUTH_YN", "PRIOR_AUTHORIZATION_YN", "GAP_COV"),  # the file changed with the years
)
INDICATION = Layout("indication based coverage formulary file", ("CONTRACT_ID", "PLAN_ID", "RXCUI", "DISEASE"))
_FEES = tuple(f"{kind}_DISPENSING_FEE_{days}" for kind in ("BRAND", "GENERIC") for days in (30, 60, 90))
NETWORK = Layout(
    "pharmacy networks file",
    (
        *("CONTRACT_ID", "PLAN_ID", "SEGMENT_ID", "PHARMACY_NUMBER", "PHARMACY_ZIPCODE"),
        *("PREFERRED_STATUS_RETAIL", "PREFERRED_STATUS_MAIL", "PHARMACY_RETAIL", "PHARMACY_MAIL", "IN_AREA_FLAG", *_FEES),
    ),
    optional=(
        "FLOOR_PRICE",
        *(f"SELECTED_DISPENSING_FEE_{days}" for days in (30, 60, 90)),
        *(f"SELECTED_DRUG_DISPENSING_FEE_{days}" for days in (30, 60, 90)),
    ),
    keys={f"SELECTED_DRUG_DISPENSING_FEE_{days}": f"selected_dispensing_fee_{days}" for days in (30, 60, 90)},
)
PRICE = Layout("pricing file", ("CONTRACT_ID", "PLAN_ID", "SEGMENT_ID", "NDC", "DAYS_SUPPLY", "UNIT_COST"))
LOCATOR = Layout(
    "geographic locator file",
    ("COUNTY_CODE", "STATENAME", "COUNTY", "MA_REGION_CODE", "MA_REGION", "PDP_REGION_CODE", "PDP_REGION"),
)
LANDSCAPE = Layout(
    "Landscape",
    (
        *("Contract Year", "Contract Category Type", "State Territory Abbreviation", "County Name"),
        *("Contract ID", "Plan ID", "Segment ID", "Sanctioned Plan", "Organization Marketing Name", "SNP Type", "Drug Benefit Type"),
        *("Part D Basic Premium At or Below Regional Benchmark", "Part D Basic Premium", "Part D Supplemental Premium"),
        *("Part D Total Premium", "Low Income Premium Subsidy (LIPS) Amount", "Part D Low Income Beneficiary Premium Amount"),
        *("Part C Premium", "Monthly Consolidated Premium (Part C + D)", "Part D Summary Star Rating", "Overall Star Rating"),
    ),
    optional=(  # not used; they come and go with the years
        *("US Territory", "State Territory Name", "ContractPlanID", "ContractPlanSegmentID", "Parent Organization Name"),
        *("Contract Name", "Organization Type", "Plan Name", "Plan Type"),
        *("Enrollment Capacity Limit Accepted", "Enrollment Capacity Limit Amount"),
        *("Special Needs Plan (SNP) Indicator", "SNP Institutional Type", "SNP Institutional Category"),
        *("Dual Eligible SNP (D-SNP) Integration Status", "D-SNP Applicable Integrated Plan (AIP) Identifier"),
        "Chronic or Disabling Condition SNP (C-SNP) Condition Type",
        *("Medicare Zero-Dollar Cost Sharing D-SNP Plan", "Medicare Zero-Dollar Cost Sharing D-SNP"),
        *("Part D Coverage Indicator", "National PDP", "Drug Benefit Category", "Voluntary De Minimis Program Participant"),
        *("Low Income Subsidy (LIS) Auto Enrollment", "Offers Drug Tier with No Part D Deductible", "Annual Part D Deductible Amount"),
        *("Part D LIPS (CMS Pays)", "Part D Out-of-Pocket (OOP) Threshold", "In-Network Maximum Out-of-Pocket (MOOP) Amount"),
        *("Part C Summary Star Rating", "MA Region Code", "MA Region", "PDP Region Code", "PDP Region"),
    ),
    delimiter=",",
    quoted=True,
    keys={
        "Contract Category Type": "category",
        "State Territory Abbreviation": "state",
        "Part D Coverage Indicator": "part_d",
        "Drug Benefit Type": "benefit_type",
        "Part D Basic Premium": "basic_premium",
        "Part D Total Premium": "total_premium",
        "Monthly Consolidated Premium (Part C + D)": "consolidated_premium",
        "Overall Star Rating": "star_rating",
        "Part D Summary Star Rating": "part_d_star_rating",
        "Organization Marketing Name": "organization",
        "Part D Supplemental Premium": "supplemental_premium",
        "Part D Low Income Beneficiary Premium Amount": "low_income_premium",
        "Low Income Premium Subsidy (LIPS) Amount": "low_income_benchmark",
        "Part D Basic Premium At or Below Regional Benchmark": "below_benchmark",
        "Sanctioned Plan": "sanctioned",
    },
)
NAMES = Layout(
    "drug names file",
    ("rxcui", "name", "rxnorm_name", "is_pill", "units_per_package", "is_insulin", "is_brand", "name_source"),
    delimiter=",",
    quoted=True,
    encoding="utf8",
)

OTHER_CATEGORIES = ("Cost", "MMP")
"""Cost plans and Medicare-Medicaid plans: a Landscape lists them, and we don't compare them."""
SNP_TYPES = {"1": "Chronic or Disabling Condition", "2": "Dual-Eligible", "3": "Institutional"}
"""The plan information file's SNP codes in the Landscape's words."""
KINDS: dict[str, Layout] = {
    "plan": PLAN,
    "formulary": FORMULARY,
    "cost": COST,
    "insulin": INSULIN,
    "excluded": EXCLUDED,
    "indication": INDICATION,
    "price": PRICE,
    "locator": LOCATOR,
    "landscape": LANDSCAPE,
    "names": NAMES,
}
NEEDED_KINDS = ("plan", "formulary", "cost", "locator")
STAGED = tuple(kind for kind in KINDS if kind != "price")
"""Kept as text. Prices are not: 54 million rows stream into their grid."""


def kind_of(file_name: str) -> str | None:
    """Which file this is, by words of its name in any case and spacing; None for a file that a catalog doesn't need."""
    stem, _, suffix = file_name.lower().rpartition(".")
    name = plain(stem)
    if suffix in ("csv", "xlsx") and "landscape" in name:
        return "landscape"
    if suffix == "csv":
        return "names" if name == "drugnames" else None
    if suffix != "txt" or "record" in name or "readme" in name or is_sample(file_name):
        return None
    words = {
        "insulinbeneficiarycost": "insulin",
        "beneficiarycost": "cost",
        "basicdrugsformulary": "formulary",
        "excludeddrugsformulary": "excluded",
        "indicationbasedcoverage": "indication",
        "planinformation": "plan",
        "pricing": "price",
        "geographiclocator": "locator",
    }
    return next((kind for word, kind in words.items() if word in name), None)


def is_network(file_name: str) -> bool:
    """Whether a file or zip is part of the pharmacy networks, which are nine tenths of a release."""
    return "pharmacynetwork" in plain(file_name) and not is_sample(file_name)


def is_sample(file_name: str) -> bool:
    """Whether a file or zip holds a few rows for a look. Each release has a zip of them beside its tables."""
    return "sample" in plain(file_name)


def no_catalog_needs(file_name: str) -> bool:
    """Whether an import of a catalog leaves a file or zip unopened."""
    return is_network(file_name) or is_sample(file_name)
