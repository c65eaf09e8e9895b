"""In which language a visitor reads: chosen at the top of the page or in the address, else as the browser asks; and what is printed."""

from __future__ import annotations

from functools import partial

from babel.core import negotiate_locale

from finder.explain.doors import ENGLISH_TITLES
from finder.explain.languages import IN_ENGLISH, ON_PAPER
from finder.explain.messages import ENGLISH, languages, own_name, say, speaking
from pages.parts.screen import OPTION_KEYS, st
from pages.parts.session import Session, session

LANGUAGE, _ADDRESS = "language", "lang"
_MOST_ASKED = 20
"""Of the languages that a browser lists, so many are looked at."""


def chosen() -> str:
    """The language that the visitor reads."""
    if LANGUAGE not in st.session_state:
        asked = st.query_params.get(_ADDRESS, "")
        st.session_state[LANGUAGE] = asked if asked in languages() else asked_by_browser(st.context.headers.get("Accept-Language", ""))
    return str(st.session_state[LANGUAGE])


def asked_by_browser(header: str) -> str:
    """The first of our languages in a browser's list (``Accept-Language``, RFC 9110): ``es-MX,es;q=0.9,en;q=0.8``."""
    weighed = []
    for part in header.split(",")[:_MOST_ASKED]:
        name, _, weight = part.partition(";")
        q = weight.strip().removeprefix("q=") or "1"
        weighed.append((-float(q) if q.replace(".", "", 1).isdecimal() else 0.0, name.strip()))
    wanted = [name for weight, name in sorted(weighed, key=lambda one: one[0]) if weight < 0]
    return negotiate_locale(wanted, languages(), sep="-") or ENGLISH


def spoken(title: str) -> str:
    """The language of a page by its title in English: what only counselors and advocates read stays in English."""
    return ENGLISH if title in ENGLISH_TITLES else chosen()


def choose(language: str) -> None:
    """Read another language from now on. The address says so, for a reload.

    A browser keeps what was chosen from options by its words, and would not find them again: so each is told anew."""
    for key in st.session_state.get(OPTION_KEYS, ()):
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]
    st.session_state[LANGUAGE] = language
    st.query_params[_ADDRESS] = language


def offer_languages() -> None:
    """The other languages, each by its own name."""
    for code in languages():
        if code != chosen():
            st.button(own_name(code), on_click=partial(choose, code), type="tertiary", key=f"speak-{code}")


def say_in_english(title: str) -> None:
    """In the visitor's language, that this page is in another."""
    reads = chosen()
    if spoken(title) != reads:
        with speaking(reads), st.container(key=f"lang-{reads}"):
            st.info(say(IN_ENGLISH))


def ask_paper() -> str:
    """The language of what is printed or sent: that of the page, until another is chosen. Not asked where there is one language."""
    options, visitor = list(languages()), session()
    if len(options) == 1:
        return options[0]
    first = options.index(visitor.paper or chosen())
    key = visitor.key(f"paper-{chosen()}")
    picked = str(st.selectbox(say(ON_PAPER), options, first, own_name, key=key, persist_state="session"))
    visitor.paper = "" if picked == chosen() else picked
    return picked


def put_languages(visitor: Session, read: str, paper: str | None) -> None:
    """Go on in the languages of a session file. One that is not on this computer changes nothing."""
    if read in languages():
        st.session_state[LANGUAGE] = read
    visitor.paper = paper if paper in languages() and paper != read else ""
