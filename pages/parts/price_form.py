"""The questions of the price: its parts, how the person buys, where in the year; and the manager's part for the person's own list."""

from __future__ import annotations

from typing import Any

import streamlit as st

from finder.domain.money import dollars, rounded_cents
from finder.explain.explainers.price_basis import NO_LIST, WAYS, place_words
from finder.questions.explainers.benefit_year import plan_years
from finder.questions.explainers.price_basis import places, price_basis, price_basis_of_plan
from finder.questions.plans.plan_year import plan_year
from pages.parts.catalog import catalog_of, place_of_latest
from pages.parts.frame import say_damaged
from pages.parts.plan_choice import choose_plan
from pages.parts.session import Session

_MOST_SPREAD = 30


def ask_purchase(session: Session) -> tuple[int, dict[str, Any]]:
    """The year, and a purchase as the question takes it."""
    known = list(plan_years())
    year = st.selectbox("Year", known, place_of_latest(known), key=session.key("price-year"))
    say_damaged()
    columns = st.columns(3)
    price = {
        "ingredient_cost": _amount(session, columns[0], "The drug itself", 100.0),
        "dispensing_fee": _amount(session, columns[1], "The store's fee", 2.0),
        "sales_tax": _amount(session, columns[2], "Tax", 0.0),
    }
    bought: dict[str, Any] = {"price": price, "brand": st.toggle("It is a brand drug", True, key=session.key("price-brand"))}
    own = st.number_input("The store's own price, if you know it", 0.0, 100_000.0, None, 1.0, key=session.key("price-own"))
    if own is not None:
        bought["usual_and_customary"] = _money(own)
    way = WAYS[st.radio("How do you buy it?", list(WAYS), key=session.key("price-way"))]
    bought["network_pharmacy"] = way != "out_of_network"
    if way in ("cash", "patient_assistance"):
        paid = _amount(session, st, "What you pay yourself", 0.0)
        proof = st.checkbox("I send the plan proof of it", key=session.key("price-proof"))
        bought["paid_outside"] = {"kind": way, "amount": paid, "documented": proof}
    standing = places(year)
    place = st.selectbox("Where are you in the year?", list(standing), format_func=place_words, key=session.key(f"price-place-{year}"))
    return year, bought | {"year_to_date": standing[place]}


def ask_two_prices(session: Session, year: int, bought: dict[str, Any]) -> dict[str, Any]:
    """The year at both prices: for the person's list at a plan where there is a comparison, else for the price typed, each month."""
    spread = st.slider("What the drug manager keeps on top", 0, _MOST_SPREAD, 10, 1, format="%d%%", key=session.key("price-spread"))
    compared, asked = session.comparison, session.asked
    if compared is not None and asked is not None:
        cost = plan_year(catalog_of(compared.info.plan_year), *asked, choose_plan(session, compared))
        return price_basis_of_plan(cost, compared.low_income_subsidy, spread * 100)
    st.write(NO_LIST)
    st.page_link("pages/find_plans.py", label="Go to Find plans")
    drug = {"drug": "The drug", "brand": bought["brand"], **bought["price"]}
    return price_basis({"year": year, "drugs": [drug], "spread": f"0.{spread:02d}"})


def _amount(session: Session, place: Any, label: str, first: float) -> str:
    return _money(place.number_input(label, 0.0, 100_000.0, first, 1.0, key=session.key(f"price-{label}")))


def _money(amount: float) -> str:
    return dollars(rounded_cents(str(amount)))
