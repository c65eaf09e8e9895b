"""My answer: what the year would cost in every plan of the place, and why."""

from finder.explain.plans import find_plans as words
from pages.parts.compare import up_to_date
from pages.parts.frame import find_plans_first, frame
from pages.parts.results import show_results
from pages.parts.session import session

visitor = session()
with frame(words.ANSWER_TITLE) as foot:
    asked = up_to_date(visitor)
    foot.info = asked.catalog.info
    if visitor.comparison is None:
        find_plans_first(words.NO_ANSWER)
    else:
        show_results(visitor, visitor.comparison, unsure_of_help=asked.unsure_of_help)
