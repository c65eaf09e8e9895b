"""The questions of the price: its parts, how the person buys, where in the year; and the manager's part for the person's own list."""

from __future__ import annotations

from typing import Any

from finder.domain.benefit import LowIncomeSubsidy
from finder.domain.claim import PaidOutside
from finder.domain.money import Cents, rounded_cents
from finder.domain.price_basis import PricedDrug, PriceParts, Purchase, YearAtTwoPrices
from finder.explain.explainers import price_basis as words
from finder.explain.kit.section import Paragraphs
from finder.explain.messages import say
from finder.explain.source_words import GO_TO_FIND_PLANS
from finder.questions.explainers.benefit_year import plan_years
from finder.questions.explainers.price_basis import list_at_two_prices, places, plan_at_two_prices
from finder.questions.plans.compare import plan_year
from pages.parts.catalog import catalog_behind, place_of_latest
from pages.parts.frame import say_damaged, show
from pages.parts.plan_choice import choose_plan
from pages.parts.screen import st
from pages.parts.session import Session

_MOST_SPREAD = 30


def ask_purchase(session: Session) -> tuple[int, Purchase]:
    """The year, and a purchase in it."""
    known = list(plan_years())
    year = st.selectbox(say(words.YEAR), known, place_of_latest(known), key=session.key("price-year"))
    say_damaged()
    labels = zip(st.columns(3), (words.THE_DRUG, words.STORE_FEE, words.TAX), (100.0, 2.0, 0.0), strict=True)
    price = PriceParts(*(_amount(session, column, label, first) for column, label, first in labels))
    brand = st.toggle(say(words.BRAND), True, key=session.key("price-brand"))
    own = st.number_input(say(words.OWN_PRICE), 0.0, 100_000.0, None, 1.0, key=session.key("price-own"))
    network, outside = words.WAYS[str(st.radio(say(words.HOW), list(words.WAYS), 0, say, key=session.key("price-way")))]
    paid = None
    if outside is not None:
        amount = _amount(session, st, words.PAID, 0.0)
        paid = PaidOutside(outside, amount, st.checkbox(say(words.PROOF), key=session.key("price-proof")), network)
    standing = places(year)
    place = st.selectbox(say(words.WHERE), list(standing), 0, words.place_words, key=session.key(f"price-place-{year}"))
    return year, Purchase(price, brand, network, None if own is None else _cents(own), paid, standing[place])


def ask_two_prices(session: Session, year: int, bought: Purchase) -> YearAtTwoPrices:
    """The year at both prices: for the person's list at a plan where there is a comparison, else for the price typed, each month."""
    label = say(words.KEPT)
    rate = st.slider(label, 0, _MOST_SPREAD, 10, 1, format="%d%%", key=session.key("price-spread")) * 100
    compared, asked = session.comparison, session.asked
    if compared is not None and asked is not None:
        cost = plan_year(catalog_behind(compared), *asked, choose_plan(session, compared))
        return plan_at_two_prices(cost, compared.low_income_subsidy, rate)
    show((Paragraphs((say(words.NO_LIST),)),))
    st.page_link("pages/find_plans.py", label=say(GO_TO_FIND_PLANS))
    return list_at_two_prices(year, [PricedDrug(words.THE_DRUG, bought.brand, bought.price)], LowIncomeSubsidy.NONE, rate)


def _amount(session: Session, place: Any, label: str, first: float) -> Cents:
    return _cents(place.number_input(say(label), 0.0, 100_000.0, first, 1.0, key=session.key(f"price-{label}")))


def _cents(amount: float) -> Cents:
    return rounded_cents(str(amount))
