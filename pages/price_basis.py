"""What a price is made of: its parts, the price that counts, a manager's price against the store's, and what counts toward the limit."""

from finder.explain.explainers import price_basis as words
from finder.questions.explainers.price_basis import counted_costs, counted_costs_by_span, price_rules, purchase
from pages.parts.frame import frame, show
from pages.parts.price_form import ask_purchase, ask_two_prices
from pages.parts.whose import person_in_view

with frame(words.TITLE) as foot:
    visitor = person_in_view()
    foot.info = visitor.comparison.info if visitor.comparison else None
    show(words.intro())
    year, bought = ask_purchase(visitor)
    show(words.purchase_sections(purchase(year, bought)))
    show(words.manager())
    both = ask_two_prices(visitor, year, bought)
    show(words.two_prices_sections(both))
    show(words.counted_sections(year, counted_costs(year), counted_costs_by_span()))
    show(words.law(price_rules(year)))
