"""Payment plan: the bills of the Medicare Prescription Payment Plan for any month of joining, beside what is paid at the drug store."""

from finder.explain.explainers import payment_plan as words
from finder.explain.messages import say
from finder.explain.source_words import GO_TO_FIND_PLANS
from pages.parts.frame import frame, show
from pages.parts.payment_plan_form import ask_costs, ask_joining, of_list
from pages.parts.places import places
from pages.parts.screen import st
from pages.parts.whose import person_in_view

with frame(words.TITLE) as foot:
    visitor = person_in_view()
    foot.info = visitor.comparison.info if visitor.comparison else None
    show(words.intro())
    asked, answered = places(filled=of_list(visitor))
    with asked:
        bills = ask_costs(visitor)
    with answered:
        answer = bills(ask_joining(visitor)) if bills else None
        if bills is None:
            show(words.empty())
            st.page_link("pages/find_plans.py", label=say(GO_TO_FIND_PLANS))
        elif answer is not None:
            show(words.sections(answer))
