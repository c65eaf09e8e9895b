"""A market of three states: Massachusetts as in ``small_market``, Ohio and Kentucky. One plan serves counties of two of them, one has a
region of Medicare Advantage, one is suppressed. Kentucky and Indiana share a region of stand-alone plans in the real world; here Ohio's is
its own."""

from __future__ import annotations

from pathlib import Path

from tests.sources.small_market import COST, FORMULARY, INSULIN, LANDSCAPE_TEXT, LOCATOR, PLAN, PRICE, landscape_row, write_market

_PLANS = """\
H2001|001|000|Buckeye|Buckeye Both (HMO)|26000001|10.00|0| | |OH|36250|0|N
H2001|001|000|Buckeye|Buckeye Both (HMO)|26000001|10.00|0| | |KY|18580|0|N
H2001|002|001|Buckeye|Buckeye One (HMO)|26000004|0.00|0| | |OH|36250|0|N
H2001|003|000|Buckeye|Buckeye Gone (HMO)|26000005|.|.| | |OH|36250|0|Y
R3001|001|000|River|River Region (RPPO)|26000006|5.00|0|12| | | |0|N
S0014|001|000|Blue Rx|Blue Ohio (PDP)|26000006|30.00|615| |14| | |0|N
S0015|001|000|Blue Rx|Blue Kentucky (PDP)|26000007|31.00|615| |15| | |0|N
"""
_DRUGS = {"26000004": ("617311", "900001"), "26000005": ("617311",), "26000006": ("617311", "900002"), "26000007": ("617311", "900003")}
_LOCATOR = """\
36250|Ohio|Franklin|12|Ohio|14|Ohio
36260|Ohio|Fulton|12|Ohio|14|Ohio
18580|Kentucky|Kenton|13|Kentucky|15|Kentucky
"""
_OFFERED = ("H2001|001|000", "H2001|002|001", "R3001|001|000", "S0014|001|000", "S0015|001|000")
_FORMULARY_OF = dict(zip(_OFFERED, ("26000001", "26000004", "26000006", "26000006", "26000007"), strict=True))
EXCLUDED = """\
CONTRACT_ID|PLAN_ID|RXCUI|TIER|QUANTITY_LIMIT_YN|QUANTITY_LIMIT_AMOUNT|QUANTITY_LIMIT_DAYS|PRIOR_AUTH_YN|STEP_THERAPY_YN|CAPPED_BENEFIT_YN
H2001|001|900009|4|N| | |N|N|N
H0001|001|900008|4|N| | |N|N|N
"""


def _formulary() -> str:
    rows = [f"{of}|1|2026|{drug}|{drug:0>11}|1|N| | |N|N|N" for of, drugs in _DRUGS.items() for drug in drugs]
    return FORMULARY + "\n".join(rows) + "\n"


def _cost() -> str:
    return COST + "".join(f"{plan}|1|{tier}|1|0| | | |1|{tier}.00|0.00|0.00|0| | | |0| | | |N|N\n" for plan in _OFFERED for tier in (1, 3))


def _prices() -> str:
    """The plan of two states has one price above 32 bits."""
    listed = {**_DRUGS, "26000001": ("617311", "1364447")}
    rows = [f"{plan}|{drug:0>11}|{days}|{days / 100:.4f}" for plan, of in _FORMULARY_OF.items() for drug in listed[of] for days in (30, 60)]
    return PRICE + "\n".join(rows) + "\nH2001|001|000|00000847232|30|24464.12345\n"


def _landscape() -> str:
    alike = {"contract_year": "2026", "part_d": "Yes", "total_premium": "$10.00", "consolidated_premium": "$40.00"}
    where = {
        "H2001|001|000": [("OH", "Franklin"), ("KY", "Kenton")],
        "H2001|002|001": [("OH", "Franklin")],
        "S0014|001|000": [("OH", "All Counties")],
        "S0015|001|000": [("KY", "All Counties")],
    }
    rows = []
    for plan, counties in where.items():
        ids = dict(zip(("contract_id", "plan_id", "segment_id"), plan.split("|"), strict=True))
        category = "PDP" if plan.startswith("S") else "MA-PD"
        rows += [landscape_row(**alike, **ids, category=category, state=state, county_name=county) for state, county in counties]
    return LANDSCAPE_TEXT + "\n".join(rows) + "\n"


TEXTS = {
    "plan": PLAN + _PLANS,
    "formulary": _formulary(),
    "cost": _cost(),
    "insulin": INSULIN + "H2001|001|000|.|1| |30.00| | | |0.25| |\nS0015|001|000|.|1| |31.00| | | |0.25| |\n",
    "price": _prices(),
    "locator": LOCATOR + _LOCATOR,
    "landscape": _landscape(),
}


def write_three_states(folder: Path, **texts: str | None) -> Path:
    """Write the files; ``texts`` replaces some."""
    write_market(folder, **{**TEXTS, **texts})
    (folder / "excluded drugs formulary file  PPUF_2026Q2.txt").write_bytes(EXCLUDED.replace("\n", "\r\n").encode("cp1252"))
    return folder
