"""Kinds of plans: who may join which, what is wrong with the plan at hand, a savings account plan, and the two yearly limits."""

from finder.explain.explainers import special_plans as words
from finder.questions.explainers.special_plans import special_plans
from pages.parts.frame import frame, show
from pages.parts.special_plans_form import ask_limits, ask_savings, ask_who, ask_year
from pages.parts.whose import person_in_view

with frame(words.TITLE):
    visitor = person_in_view()
    show(words.intro())
    year = ask_year(visitor)
    found = special_plans(year, ask_who(visitor))
    show(words.sections(found))
    show(words.savings_heading())
    savings = ask_savings(visitor)
    show(words.savings_sections(savings) if savings else ())
    show(words.limits_heading())
    show(words.limits_sections(ask_limits(visitor, year)))
    show(words.law(found))
