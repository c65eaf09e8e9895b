"""Policy what-ifs: the law changed on sliders or by a file, over people who do not exist; who gains, and who pays."""

from finder.explain.kit.section import Bullets, Fold
from finder.explain.messages import say
from finder.explain.population import policy_page as words
from finder.explain.population.synthetic import assumption_sentences
from pages.parts.frame import frame, show, tell
from pages.parts.policy_form import ask_people, ask_policy
from pages.parts.policy_shown import show_policy
from pages.parts.screen import st
from pages.parts.session import session

visitor = session()
with frame(words.TITLE) as foot:
    kept = visitor.policies
    tell(say(words.INTRO))
    if kept is None:
        foot.info = ask_people(visitor)
    else:
        foot.info = kept.runs.catalog.info
        questions, answer = st.columns([1, 2], gap="large")
        with questions:
            asked = ask_policy(visitor, foot.info.plan_year)
        with answer:
            if asked is not None:
                show_policy(visitor, kept, asked)
            show((Fold(say(words.MADE_OF), (Bullets(assumption_sentences(*kept.made_by)),)),), "made-of")
            with st.expander(say(words.OTHERS)):
                ask_people(visitor)
