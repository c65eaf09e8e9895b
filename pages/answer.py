"""My answer: what to do, the plans to choose from side by side, each drug, all plans, and the next steps."""

from finder.explain.messages import say
from finder.explain.plans import answer as words
from pages.parts.compare import up_to_date
from pages.parts.frame import find_plans_first, frame
from pages.parts.hand_back import say_handed_back
from pages.parts.results import show_results, show_summary
from pages.parts.screen import st
from pages.parts.second_answer import show_second
from pages.parts.session import session
from pages.parts.whose import person_in_view

visitor = session()
with frame(words.TITLE, titled=False) as foot:
    top = st.container()
    whose = person_in_view()
    asked = up_to_date(visitor)
    foot.info = asked.catalog.info
    if visitor.comparison is None or visitor.asked is None:
        top.title(say(words.TITLE), anchor=False)
        find_plans_first(words.NO_ANSWER)
    elif whose.comparison is not None and whose is not visitor:
        show_second(whose, whose.comparison, foot)
    else:
        say_handed_back(visitor)
        show_summary(visitor.comparison, visitor.asked[0], unsure_of_help=asked.unsure_of_help)
        show_results(visitor, visitor.comparison, asked.catalog, unsure_of_help=asked.unsure_of_help)
