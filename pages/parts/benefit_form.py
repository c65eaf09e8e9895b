"""The questions of the benefit by year: the year, the cost, the mix of brands and generics, a year to compare with."""

from __future__ import annotations

from typing import Any

import streamlit as st

from finder.domain.money import dollars, rounded_cents
from finder.questions.explainers.benefit_year import benefit_year, plan_years
from pages.parts.catalog import place_of_latest
from pages.parts.frame import say_damaged
from pages.parts.session import Session

_NO_YEAR = "No other year"


def ask_benefit(session: Session) -> dict[str, Any] | None:
    """The answer for what was chosen; None where no cost was typed. Raises Refusal for a year in the address that we do not have."""
    years = list(plan_years())
    asked = st.query_params.get("year", "")
    if asked.isdecimal() and int(asked) not in years:
        del st.query_params["year"]
        benefit_year({"year": int(asked)})
    first = years.index(int(asked)) if asked.isdecimal() and int(asked) in years else place_of_latest(years)
    year = st.selectbox("Year", years, first, key=session.key("benefit-year"))
    say_damaged()
    st.query_params["year"] = str(year)
    cost = st.number_input("What your drugs cost in the year", 0.0, 1_000_000.0, 6_000.0, 500.0, key=session.key("benefit-cost"))
    brands = st.slider("How much of that is for brand drugs?", 0, 100, 50, 5, format="%d%%", key=session.key("benefit-brands"))
    against = st.selectbox("Compare with", [_NO_YEAR, *map(str, years)], key=session.key("benefit-against"))
    if not cost:
        return None
    document: dict[str, Any] = {
        "year": year,
        "yearly_drug_cost": dollars(rounded_cents(str(cost))),
        "brand_share": f"{brands // 100}.{brands % 100:02d}",
    }
    return benefit_year(document if against == _NO_YEAR else document | {"against": int(against)})
