"""What if: a change and what it does to every plan; what generics save; when to buy; and how sure the answer is."""

from finder.explain.messages import say
from finder.explain.plans import what_if as words
from finder.explain.plans.how_sure import TITLE as HOW_SURE
from finder.questions.plans.what_if import generic_savings
from pages.parts.catalog import catalog_behind
from pages.parts.certainty import show_certainty, show_timing
from pages.parts.frame import find_plans_first, frame, show
from pages.parts.plan_choice import choose_plan
from pages.parts.screen import st
from pages.parts.what_if_form import ask_what_if
from pages.parts.whose import person_in_view, tell_who_else_pays

with frame("What if") as foot:
    visitor = person_in_view()
    compared = visitor.comparison
    if compared is None or visitor.asked is None:
        find_plans_first(words.NO_ANSWER)
    else:
        catalog = catalog_behind(compared)
        foot.info = catalog.info
        tell_who_else_pays(compared)
        st.header(say(words.TRY_A_CHANGE), anchor=False)
        st.write(say(words.LEAD))
        answer = ask_what_if(visitor, catalog, compared, *visitor.asked)
        if answer is not None:
            show(words.sections(answer), visitor.key("changed"))
        st.header(say(words.GENERICS_AND_TIMING), anchor=False)
        plan_id = choose_plan(visitor, compared)
        show(words.generics(generic_savings(catalog, *visitor.asked, plan_id, compared)))
        show_timing(visitor, catalog, plan_id)
        st.header(say(HOW_SURE), anchor=False)
        show_certainty(visitor, catalog)
