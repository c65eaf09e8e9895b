"""The router: page configuration, the doors, and the page that was asked for."""

from finder.explain.doors import PAGES
from finder.explain.messages import mark, say, speaking
from pages.parts.menu import address_of, show_doors
from pages.parts.screen import st

FIRST = "find_plans"

st.session_state["routed"] = True  # see pages/parts/frame.py
with speaking(st.session_state.get("language", "en")):
    st.set_page_config(page_title=say(mark("Drug plan finder")), layout="wide", initial_sidebar_state="collapsed")
    pages = {name: st.Page(address_of(name), title=say(words.title), url_path=name, default=name == FIRST) for name, words in PAGES.items()}
    current = st.navigation(list(pages.values()), position="hidden")
    show_doors(next(name for name, page in pages.items() if page is current or page.url_path == current.url_path))
    current.run()
