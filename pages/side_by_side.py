"""Side by side: two to four plans, part by part, with what differs in words and near twins of one company."""

from finder.explain.messages import say
from finder.explain.plans.side_by_side import LEAD, NO_ANSWER, sections
from finder.questions.plans.side_by_side import side_by_side
from pages.parts.catalog import catalog_behind
from pages.parts.frame import find_plans_first, frame, show
from pages.parts.plan_choice import choose_plans
from pages.parts.screen import st
from pages.parts.whose import person_in_view, tell_who_else_pays

with frame("Side by side") as foot:
    visitor = person_in_view()
    compared = visitor.comparison
    if compared is None:
        find_plans_first(NO_ANSWER)
    else:
        catalog = catalog_behind(compared)
        foot.info = catalog.info
        st.write(say(LEAD))
        tell_who_else_pays(compared)
        show(sections(side_by_side(catalog, compared, choose_plans(visitor, compared))), visitor.key("side"))
