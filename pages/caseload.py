"""Caseload: many people at once, in groups; who would save, which plans fit whom, what a dropped drug would do. Nothing is kept."""

from finder.explain.messages import say
from finder.explain.population import caseload_page as words
from pages.parts.caseload_form import ask_people
from pages.parts.caseload_shown import show_caseload
from pages.parts.frame import frame, tell
from pages.parts.screen import st
from pages.parts.session import session

visitor = session()
kept = visitor.caseload
with frame(words.TITLE, titled=kept is None or kept.caseload is None) as foot:
    if kept is None:
        tell(say(words.INTRO), say(words.STAYS))
        foot.info = ask_people(visitor).info
    else:
        foot.info = kept.run.catalogs[0].info if kept.run.catalogs else None
        show_caseload(visitor, kept)
        with st.expander(say(words.OTHERS)):
            ask_people(visitor)
