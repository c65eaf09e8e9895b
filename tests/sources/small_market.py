"""A market of three plans, three products and two counties as CMS files, small enough to check by eye."""

from __future__ import annotations

from pathlib import Path

from finder.sources.cms.layout import LANDSCAPE

FILES = {
    "plan": "plan information  PPUF_2026Q2.txt",
    "formulary": "basic drugs formulary file  PPUF_2026Q2.txt",
    "cost": "beneficiary cost file  PPUF_2026Q2.txt",
    "insulin": "insulin beneficiary cost file  PPUF_2026Q2.txt",
    "price": "pricing file  PPUF_2026Q2.txt",
    "locator": "geographic locator file  PPUF_2026Q2.txt",
    "landscape": "CY2026_Landscape_202609_MA.csv",
    "names": "drug_names.csv",
}

PLAN = """\
CONTRACT_ID|PLAN_ID|SEGMENT_ID|CONTRACT_NAME|PLAN_NAME|FORMULARY_ID|PREMIUM|DEDUCTIBLE|MA_REGION_CODE|PDP_REGION_CODE|STATE|COUNTY_CODE|SNP|PLAN_SUPPRESSED_YN
H0001|001|000|Green|Green One (HMO)|26000001|20.00|100| | |MA|22170|0|N
H0001|002|000|Green|Green Dual – Señor (HMO D-SNP)|26000002|35.80|615| | |MA|22170|2|N
H0001|009|000|Green|Green Hidden (HMO)|26000009|.|.| | |MA|22170|0|Y
S0002|003|000|Blue Rx|Blue Basic (PDP)|26000001|38.70|615| |02| | |0|N
"""
FORMULARY = """\
FORMULARY_ID|FORMULARY_VERSION|CONTRACT_YEAR|RXCUI|NDC|TIER_LEVEL_VALUE|QUANTITY_LIMIT_YN|QUANTITY_LIMIT_AMOUNT|QUANTITY_LIMIT_DAYS|PRIOR_AUTHORIZATION_YN|STEP_THERAPY_YN|SELECTED_DRUG_YN
26000001|1|2026|617311|00000617311|1|N| | |N|N|N
26000001|1|2026|847232|00000847232|3|Y|15|30|Y|N|N
26000001|1|2026|1364447|00001364447|3|N| | |N|Y|N
26000002|1|2026|617311|00000617311|1|N| | |N|N|N
"""
COST = """\
CONTRACT_ID|PLAN_ID|SEGMENT_ID|COVERAGE_LEVEL|TIER|DAYS_SUPPLY|COST_TYPE_PREF|COST_AMT_PREF|COST_MIN_AMT_PREF|COST_MAX_AMT_PREF|COST_TYPE_NONPREF|COST_AMT_NONPREF|COST_MIN_AMT_NONPREF|COST_MAX_AMT_NONPREF|COST_TYPE_MAIL_PREF|COST_AMT_MAIL_PREF|COST_MIN_AMT_MAIL_PREF|COST_MAX_AMT_MAIL_PREF|COST_TYPE_MAIL_NONPREF|COST_AMT_MAIL_NONPREF|COST_MIN_AMT_MAIL_NONPREF|COST_MAX_AMT_MAIL_NONPREF|TIER_SPECIALTY_YN|DED_APPLIES_YN
H0001|001|000|0|1|1|1|0.00|0.00|0.00|1|5.00|0.00|0.00|0| | | |0| | | |N|N
H0001|001|000|1|1|1|1|0.00|0.00|0.00|1|5.00|0.00|0.00|0| | | |0| | | |N|N
H0001|001|000|1|1|2|1|0.00|0.00|0.00|1|12.50|0.00|0.00|1|0.00|0.00|0.00|0| | | |N|N
H0001|001|000|1|3|1|0| | | |2|0.25|10.00|100.00|0| | | |0| | | |N|Y
H0001|002|000|1|1|1|0| | | |1|0.00|1.60|5.10|0| | | |0| | | |N|Y
S0002|003|000|1|1|1|0| | | |1|4.00|0.00|0.00|0| | | |0| | | |N|Y
S0002|003|000|1|3|1|0| | | |2|0.25|0.00|0.00|0| | | |0| | | |N|Y
"""
INSULIN = """\
CONTRACT_ID|PLAN_ID|SEGMENT_ID|TIER|DAYS_SUPPLY|copay_amt_pref_insln|copay_amt_nonpref_insln|copay_amt_mail_pref_insln|copay_amt_mail_nonpref_insln|coin_amt_pref_insln|coin_amt_nonpref_insln|coin_amt_mail_pref_insln|coin_amt_mail_nonpref_insln
H0001|001|000|3|1|30.00|35.00| | | |0.25| |0.20
S0002|003|000|.|1| |35.00| | | |0.25| |
"""
PRICE = """\
CONTRACT_ID|PLAN_ID|SEGMENT_ID|NDC|DAYS_SUPPLY|UNIT_COST
H0001|001|000|00000617311|30|0.1977
H0001|001|000|00000847232|30|6.20678
H0001|001|000|00000617311|90|0.1500
H0001|002|000|00000617311|30|0.2000
S0002|003|000|00000617311|30|0.3000
S0002|003|000|00001364447|30|4.1451
"""
LOCATOR = """\
COUNTY_CODE|STATENAME|COUNTY|MA_REGION_CODE|MA_REGION|PDP_REGION_CODE|PDP_REGION
22160|Massachusetts|Suffolk|02|Region|02|Central New England
22170|Massachusetts|Worcester|02|Region|02|Central New England
"""
NAMES = """\
rxcui,name,rxnorm_name,is_pill,units_per_package,is_insulin,is_brand,name_source
617311,atorvastatin 40 MG Oral Tablet,,1,,0,0,hand
847232,Lantus 100 UNT/ML in 3 ML Pen Injector,3 ML insulin glargine 100 UNT/ML Pen Injector [Lantus],0,15.0,1,1,hand
1364447,apixaban 5 MG Oral Tablet [Eliquis],,1,,0,1,hand
"""


LANDSCAPE_COLUMNS = (*LANDSCAPE.columns, *LANDSCAPE.optional)


def landscape_row(**values: str) -> str:
    """One row of the Landscape: the columns given, the others blank."""
    cells = [values.pop(LANDSCAPE.key(column), "") for column in LANDSCAPE_COLUMNS]
    assert not values, values
    return ",".join(f'"{cell}"' if "," in cell else cell for cell in cells)


_ALIKE = {"contract_year": "2026", "state": "MA", "state_territory_name": "Massachusetts", "part_d": "Yes"}
LANDSCAPE_TEXT = (
    "\n".join(
        [
            ",".join(f'"{column}"' if "," in column else column for column in LANDSCAPE_COLUMNS),
            landscape_row(
                **_ALIKE,
                **{"category": "MA-PD", "county_name": "Worcester", "contract_id": "H0001", "plan_id": "001", "segment_id": "0"},
                **{"benefit_type": "Enhanced Alternative", "organization": "Green Health", "star_rating": "4.5"},
                **{"total_premium": "$20.00 ", "consolidated_premium": "$1,120.00 ", "basic_premium": "$12.10 "},
            ),
            landscape_row(
                **_ALIKE,
                **{"category": "SNP", "county_name": "Worcester", "contract_id": "H0001", "plan_id": "002", "segment_id": "0"},
                **{"snp_type": "Dual-Eligible", "organization": "Green Health", "star_rating": "Not Available"},
                **{"total_premium": "$35.80 ", "consolidated_premium": "$35.80 "},
            ),
            landscape_row(
                **_ALIKE,
                **{"category": "PDP", "county_name": "All Counties", "contract_id": "S0002", "plan_id": "003", "segment_id": "0"},
                **{"organization": "Blue Rx", "star_rating": "Not Available", "part_d_star_rating": "2.0", "total_premium": "$38.70 "},
                **{"consolidated_premium": "Not Applicable", "pdp_region_code": "02"},
            ),
            landscape_row(
                **(_ALIKE | {"part_d": "No"}),
                **{"category": "MA", "county_name": "Suffolk", "contract_id": "H0001", "plan_id": "050", "segment_id": "0"},
                **{"benefit_type": "Not Applicable"},
            ),
        ]
    )
    + "\n"
)

TEXTS = {
    "plan": PLAN,
    "formulary": FORMULARY,
    "cost": COST,
    "insulin": INSULIN,
    "price": PRICE,
    "locator": LOCATOR,
    "landscape": LANDSCAPE_TEXT,
    "names": NAMES,
}


def write_market(folder: Path, **texts: str | None) -> Path:
    """Write the files as CMS does (CRLF, Windows-1252). ``texts`` replaces some; None leaves one out."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, text in {**TEXTS, **texts}.items():
        if text is not None:
            (folder / FILES[kind]).write_bytes(text.replace("\n", "\r\n").encode("cp1252"))
    return folder


def renamed(folder: Path, release: str) -> Path:
    """The files under the names of another release."""
    for path in folder.iterdir():
        path.rename(path.with_name(path.name.replace("PPUF_2026Q2", release)))
    return folder


def edited(kind: str, old: str, new: str) -> dict[str, str]:
    """One file with one passage replaced. The passage must occur once."""
    assert TEXTS[kind].count(old) == 1, (kind, old, TEXTS[kind].count(old))
    return {kind: TEXTS[kind].replace(old, new)}
