"""The benefit by year: the phases of any year for a yearly drug cost, who pays what, another year beside it, and the gap's life."""

from finder.explain.explainers import benefit_year as words
from finder.explain.messages import say
from finder.explain.source_words import GO_TO_FIND_PLANS
from finder.questions.explainers.benefit_year import coverage_gap_by_year, steps_by_year
from pages.parts.benefit_form import ask_benefit
from pages.parts.frame import frame, show
from pages.parts.screen import st
from pages.parts.whose import person_in_view

with frame(words.TITLE):
    visitor = person_in_view()
    show(words.intro())
    benefit, against = ask_benefit(visitor)
    if benefit is None:
        show(words.empty())
    else:
        every_year = steps_by_year(benefit.brand_share, words.scale_of(benefit.cost))
        show(words.sections(benefit, against, coverage_gap_by_year(), every_year))
        st.page_link("pages/find_plans.py", label=say(GO_TO_FIND_PLANS))
        show(words.law(benefit.year))
