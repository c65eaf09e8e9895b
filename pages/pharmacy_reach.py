"""Reach of drug stores: how many people of a county live near a drug store of each plan's network."""

from finder.documents.pharmacy_reach import read_points
from finder.explain.messages import say
from finder.explain.plans import pharmacy_reach as words
from finder.questions.plans.pharmacy_reach import pharmacy_reach
from pages.parts.catalog import catalog_of, years
from pages.parts.frame import frame, show
from pages.parts.person import ask_place, networks_of
from pages.parts.screen import st
from pages.parts.whose import person_in_view

with frame(words.TITLE) as foot:
    visitor = person_in_view()
    st.write(say(words.INTRO))
    year = max(years())
    _, county = ask_place(visitor, catalog_of(year))
    file = st.file_uploader(say(words.FILE), type="csv", key=visitor.key("reach-points"))
    if county is None or file is None:
        st.write(say(words.EMPTY))
    else:
        points, catalog = read_points(file.getvalue()), catalog_of(year, county.state)
        foot.info = catalog.info
        stores = networks_of(year).store_zips(plan.plan_id for plan in catalog.plans_serving(county))
        show(words.answer_sections(pharmacy_reach(catalog, county, points, stores)))
