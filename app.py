"""The router: page configuration, the doors, and the page that was asked for; and the server's door, when a server loads this file."""

from starlette.middleware import Middleware
from streamlit.starlette import App  # by this name `streamlit run` knows that the file is served

from finder.explain.messages import mark, say, speaking
from finder.serving.guard import Guard
from finder.sources.catalog.look import one_look
from pages.parts.language import chosen
from pages.parts.menu import pages_here, show_doors
from pages.parts.screen import st
from pages.parts.sign_in import let_in, show_who
from pages.server.app import forgetting, gate, use_our_parts
from pages.server.health import health_route


def route() -> None:
    """Show the page that a visitor asked for."""
    with one_look(), speaking(chosen()):
        st.set_page_config(page_title=say(mark("Drug plan finder")), layout="wide", initial_sidebar_state="collapsed")
        pages = pages_here()
        current = st.navigation(list(pages.values()), position="hidden")
        if not let_in():
            return
        st.session_state["routed"] = True  # not before: see pages/parts/frame.py
        show_doors(next(name for name, page in pages.items() if page is current or page.url_path == current.url_path))
        current.run()
        show_who()


if __name__ == "__main__":
    route()  # Streamlit runs this file for each visitor
else:
    # what `streamlit run` serves: this file, behind our doors, with our keepers of sessions and files
    use_our_parts()
    doors = [Middleware(Guard, hosts=st.get_option("server.allowedHosts")), gate()]
    app = App(__file__, middleware=doors, routes=[health_route()], lifespan=forgetting)
