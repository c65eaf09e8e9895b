"""Next year: what happens to a person's plan from one year to the next: premium, deductible, drugs, and the best plan of the new year."""

from finder.explain.kit.section import Paragraphs
from finder.explain.messages import say
from finder.explain.plans.annual_change import EMPTY, INTRO, no_next_year, sections
from finder.explain.plans.other_help import same_help_sentence
from finder.questions.plans.annual_change import annual_change, years_beside
from finder.questions.plans.choosing import year_that_counts
from pages.parts.catalog import catalog_of, today, years_at
from pages.parts.frame import find_plans_first, frame, show, tell
from pages.parts.get_plans import offer_plans
from pages.parts.moved import ask_by_letter, ask_moved
from pages.parts.plan_choice import choose_plan_of_year
from pages.parts.screen import st
from pages.parts.whose import person_in_view, tell_who_else_pays

with frame("Next year") as foot:
    visitor = person_in_view()
    st.write(say(INTRO))
    if visitor.comparison is None or visitor.asked is None:
        find_plans_first(EMPTY)
    elif (beside := years_beside(years_at(visitor.comparison), visitor.comparison.info.plan_year)) is None:
        show([Paragraphs(no_next_year(visitor.comparison.info.plan_year, today()))])
        if visitor.comparison.info.plan_year < year_that_counts(today()):
            offer_plans(visitor, (visitor.comparison.info.plan_year + 1,), (visitor.comparison.county.state,))
            show(ask_by_letter(visitor, visitor.comparison.info.plan_year + 1, visitor.comparison.county.state))
    else:
        this_year, next_year = (catalog_of(year, visitor.comparison.county.state) for year in beside)
        foot.info = next_year.info
        member, drugs = visitor.asked
        plan_id = choose_plan_of_year(visitor, this_year, member)
        tell_who_else_pays(visitor.comparison)
        tell(same_help_sentence(visitor.comparison))
        moved = ask_moved(visitor, this_year, next_year, plan_id)
        show(sections(annual_change(this_year, next_year, member, drugs, plan_id), moved), visitor.key("next-year"))
