"""Find plans: a place and a drug list in; every plan that serves the place, ranked by what the year would cost, and why."""

import streamlit as st

from finder.explain.messages import say
from finder.explain.plans import find_plans as words
from finder.explain.source_words import PLANS_CHANGED
from finder.questions.plans.compare import compare_plans
from pages.parts.catalog import today, years
from pages.parts.compare import ask_comparison, wants_answer
from pages.parts.frame import frame
from pages.parts.hand_back import say_handed_back
from pages.parts.results import show_results
from pages.parts.session import session

visitor = session()
with frame(words.TITLE) as foot:
    st.write(say(words.WELCOME))
    say_handed_back(visitor)
    asked = ask_comparison(visitor)
    foot.info = asked.catalog.info
    if wants_answer(visitor, asked) and asked.member is not None:
        visitor.comparison, visitor.asked = None, None  # a refusal leaves no old answer
        missing, outside = asked.uncounted
        options = {"skip_uncovered": asked.skip, "not_counted": missing, "outside_part_d": outside}
        visitor.comparison = compare_plans(asked.catalog, asked.member, asked.drugs, today=today(), known_years=years(), **options)
        visitor.asked, visitor.answered = (asked.member, asked.drugs), asked.answers
    if visitor.comparison is not None and visitor.answered == asked.answers:
        show_results(visitor, visitor.comparison, unsure_of_help=asked.unsure_of_help)
    elif visitor.comparison is not None:
        st.info(say(PLANS_CHANGED if asked.only_plans_changed(visitor.answered) else words.CHANGED))
