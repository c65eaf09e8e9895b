"""The questions of the benefit by year: the year, the cost, the mix of brands and generics, a year to compare with."""

from __future__ import annotations

import streamlit as st

from finder.domain.benefit_year import BenefitYear
from finder.domain.money import rounded_cents
from finder.explain.explainers import benefit_year as words
from finder.explain.messages import say
from finder.questions.explainers.benefit_year import benefit_year, plan_years
from pages.parts.catalog import place_of_latest
from pages.parts.frame import say_damaged
from pages.parts.session import Session


def ask_benefit(session: Session) -> tuple[BenefitYear | None, BenefitYear | None]:
    """The year chosen and the one to compare with; None where no cost was typed, or no other year chosen. Raises Refusal for a year in the
    address that we do not have."""
    year = _ask_year(session)
    cost = st.number_input(say(words.COST), 0.0, 1_000_000.0, 6_000.0, 500.0, key=session.key("benefit-cost"))
    brands = st.slider(say(words.BRANDS), 0, 100, 50, 5, format="%d%%", key=session.key("benefit-brands"))
    others = [words.NO_YEAR, *map(str, plan_years())]
    against = st.selectbox(say(words.COMPARE), others, 0, say, key=session.key("benefit-against"))
    if not cost:
        return None, None
    asked = rounded_cents(str(cost)), brands * 100
    return benefit_year(year, *asked), None if against == words.NO_YEAR else benefit_year(int(against), *asked)


def _ask_year(session: Session) -> int:
    years = list(plan_years())
    asked = st.query_params.get("year", "")
    if asked.isdecimal() and int(asked) not in years:
        del st.query_params["year"]
        benefit_year(int(asked), 0, 0)  # refuses it by name
    first = years.index(int(asked)) if asked.isdecimal() and int(asked) in years else place_of_latest(years)
    year = int(st.selectbox(say(words.YEAR), years, first, key=session.key("benefit-year")))
    say_damaged()
    st.query_params["year"] = str(year)
    return year
