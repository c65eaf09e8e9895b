"""Plan year: one plan's year for this person: its phases, who pays what each month, and every claim with the rules that decided it."""

from finder.documents.downloads import ledger_csv
from finder.explain.kit.html import html_of
from finder.explain.messages import say
from finder.explain.plans import plan_year as words
from finder.questions.plans.compare import plan_year
from finder.questions.plans.side_by_side import special_coverage
from pages.parts.catalog import catalog_behind
from pages.parts.focus import focus_on
from pages.parts.frame import frame, show
from pages.parts.plan_choice import choose_plan
from pages.parts.screen import st
from pages.parts.transition_form import offer_first_supply
from pages.parts.whose import person_in_view, tell_who_else_pays

with frame(words.TITLE) as foot:
    visitor = person_in_view()
    compared = visitor.comparison
    if compared is None or visitor.asked is None:
        st.write(say(words.FIRST_COMPARE))
        st.page_link("pages/find_plans.py", label=say(words.GO_COMPARE))
    else:
        catalog = catalog_behind(compared)
        foot.info = catalog.info
        tell_who_else_pays(compared)
        cost = plan_year(catalog, *visitor.asked, choose_plan(visitor, compared))
        special = special_coverage(catalog, [cost], compared.prescriptions)
        show(words.sections(compared, cost, special), visitor.key("year"))
        offer_first_supply(visitor, cost, compared.coverage_start)
        telling = visitor.telling_claim_at(cost.plan.plan_id)
        show(words.claims_lead(cost, telling))
        st.html(html_of(words.claims(cost, telling)))
        if telling is not None:
            focus_on("#finder-telling", f"{cost.plan.plan_id}-{telling}", visitor.key("focus-claim"), top=True)
        name = f"plan-year-{compared.info.plan_year}-{cost.plan.plan_id}.csv"
        st.download_button(say(words.DOWNLOAD), ledger_csv(cost), name, "text/csv", on_click="ignore")
