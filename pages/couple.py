"""Couple: a second person of the same place, with a list and an answer of their own, beside the first."""

from finder.explain.messages import say
from finder.explain.plans.couple import LEAD, NO_ANSWER, sections
from finder.questions.plans.side_by_side import couple
from pages.parts.catalog import catalog_behind
from pages.parts.frame import find_plans_first, frame, show
from pages.parts.hand_back import say_handed_back
from pages.parts.screen import st
from pages.parts.second_person import ask_second
from pages.parts.session import session

visitor = session()
with frame("Couple") as foot:
    st.write(say(LEAD))
    if visitor.comparison is None:
        find_plans_first(NO_ANSWER)
    else:
        catalog = catalog_behind(visitor.comparison)
        foot.info = catalog.info
        say_handed_back(visitor.second_person())
        second = ask_second(visitor, catalog, visitor.comparison)
        if second is not None:
            show(sections(couple(catalog, visitor.comparison, second)), visitor.key("couple"))
