"""What a price is made of: its parts, the price that counts, a manager's price against the store's, and what counts toward the limit."""

import streamlit as st

from finder.domain.money import to_cents
from finder.explain.explainers.law_table import rule_table
from finder.explain.explainers.price_basis import (
    INTRO,
    MANAGER,
    NEXT,
    basis_sentence,
    counted_by_year_table,
    counted_table,
    premium_table,
    price_figure,
    price_table,
    purchase_sentences,
    purchase_table,
    two_prices_figure,
    two_prices_headline,
    two_prices_table,
)
from finder.explain.kit.html import paragraphs_html
from finder.questions.explainers.price_basis import counted_costs_by_span, price_basis
from pages.parts.frame import frame
from pages.parts.price_form import ask_purchase, ask_two_prices
from pages.parts.results import show_figure, show_table
from pages.parts.session import session

visitor = session()
with frame("What a price is made of"):
    st.write(INTRO)
    st.header("One purchase", anchor=False)
    year, bought = ask_purchase(visitor)
    answer = price_basis({"year": year, "purchase": bought})
    others = {"The store's own price": to_cents(bought["usual_and_customary"])} if "usual_and_customary" in bought else {}
    show_figure(price_figure(bought["price"], others), visitor.key("price-parts"))
    show_table(price_table(bought["price"], others))
    st.html(paragraphs_html(purchase_sentences(answer["purchase"]), "finder-headline"))
    show_table(purchase_table(answer["purchase"]))
    st.html(paragraphs_html([NEXT]))
    st.header("The store's price or the manager's", anchor=False)
    st.write(MANAGER)
    both = ask_two_prices(visitor, year, bought)
    st.html(paragraphs_html([basis_sentence(both), *two_prices_headline(both)]))
    show_figure(two_prices_figure(both), visitor.key("price-two"))
    show_table(two_prices_table(both))
    show_table(premium_table(both))
    st.header("What counts toward your yearly limit", anchor=False)
    show_table(counted_table(answer))
    with st.expander("The same, by year"):
        show_table(counted_by_year_table(counted_costs_by_span()))
    st.header("The law behind this", anchor=False)
    show_table(rule_table(f"The rules of {year}", answer["rules"]))
