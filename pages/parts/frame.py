"""What surrounds every page: title, phone box, one place for refusals, the foot with dates and versions, the way to start over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from finder.domain.errors import FinderError, NoCatalog, OutsideArea, PlansChanged
from finder.domain.market import CatalogInfo
from finder.explain.kit.escapes import in_html, in_markdown
from finder.explain.kit.html import html_of
from finder.explain.kit.look import style
from finder.explain.kit.section import CONFIG, Figure, Fold, Heading, Paragraphs, Section, Subheading, Warning
from finder.explain.messages import say, speaking
from finder.explain.source_words import (
    BEGIN_AGAIN,
    FOOT,
    GO_TO_FIND_PLANS,
    GO_TO_PLANS,
    LOST,
    NO_GO_ON,
    START_OVER,
    START_OVER_SURE,
    STAYS_HERE,
    STAYS_ON_THE_SITE,
    YES_START_OVER,
    damaged_year_sentence,
    error_sentences,
    phone_words,
    versions,
)
from finder.sources.catalog.look import one_look
from pages.parts.catalog import compile_once, damaged_years, stale_words
from pages.parts.focus import focus_on
from pages.parts.language import say_in_english, spoken
from pages.parts.own_machine import is_own_machine
from pages.parts.screen import st
from pages.parts.session import session, start_over

_STYLE = style() + f"<style>{Path(__file__).with_name('widgets.css').read_text(encoding='utf-8')}</style>"
"""The look of every page, once a page."""
_PHONES = """<aside class="finder-phones" aria-label="{title}"><strong>{title}.</strong>
{medicare} <a href="tel:+18006334227">1-800-MEDICARE</a> (TTY <a href="tel:+18774862048">1-877-486-2048</a>).
{counselor} <a href="tel:+18778392675">1-877-839-2675</a>.</aside>"""
_FOOT = """<footer class="finder-foot"><p>{note} {versions}</p></footer>"""


@dataclass
class Foot:
    """What the foot of a page says of the data; a page sets it once it knows which catalog it shows."""

    info: CatalogInfo | None = None


@contextmanager
def frame(title: str, *, titled: bool = True) -> Iterator[Foot]:
    """A page between its title and its foot. A refusal inside is said in a sentence each, in place of what it stopped. ``titled`` is False
    where the page has a headline for a title."""
    if "routed" not in st.session_state:
        # nobody came by the doors, or was let in at them: Streamlit can run a page's file alone (see pages/server/app.py)
        st.switch_page("app.py")
    compile_once()
    foot = Foot()
    with one_look(), speaking(spoken(title)):
        show_look()
        if titled:
            st.title(say(title), anchor=False)
        say_in_english(title)
        _say_lost()
        try:
            yield foot
        except FinderError as error:
            if not titled:  # its headline did not come
                st.title(say(title), anchor=False)
            say_refusal(error)
            _show_way_out(error)
        st.html(_PHONES.format(**{part: in_html(text) for part, text in phone_words().items()}))
        _show_foot(title, foot.info)


def _say_lost() -> None:
    """Where the server no longer knows a visitor whose page was open: it was started again, or the connection was lost for long."""
    visitor = session()
    if visitor.lost:
        with st.container(key="lost"):
            st.warning(say(LOST))
            st.button(say(BEGIN_AGAIN), on_click=partial(setattr, visitor, "lost", False), key="lost-begin")


def show_look() -> None:
    """The look of every page."""
    st.html(_STYLE)


def _show_way_out(error: FinderError) -> None:
    """Where plans are missing or have changed: the page that mends it."""
    if isinstance(error, PlansChanged):
        st.page_link("pages/find_plans.py", label=say(GO_TO_FIND_PLANS))
    elif isinstance(error, (NoCatalog, OutsideArea)):
        st.page_link("pages/plans_here.py", label=say(GO_TO_PLANS))


def _show_foot(title: str, info: CatalogInfo | None) -> None:
    old = stale_words(info)
    if old:
        st.warning(old)
    note = f"{say(FOOT)} {say(STAYS_HERE if is_own_machine() else STAYS_ON_THE_SITE)}"
    st.html(_FOOT.format(note=in_html(note), versions=in_html(versions(info))))
    _offer_start_over(title)


def _offer_start_over(title: str) -> None:
    """The way to start over, which asks once. To go to another page is to say no."""
    visitor = session()
    if visitor.leaving != title:
        st.button(say(START_OVER), on_click=partial(setattr, visitor, "leaving", title), key="start-over")
        return
    with st.container(border=True, key="start-over-box"):
        tell(say(START_OVER_SURE))
        with st.container(horizontal=True):
            st.button(say(YES_START_OVER), on_click=start_over, type="primary", key="start-over-yes")
            st.button(say(NO_GO_ON), on_click=partial(setattr, visitor, "leaving", ""), key="start-over-no")
        focus_on(".st-key-start-over-no button", title, "start-over-focus")  # else the question may stand below the window


def show(sections: Iterable[Section], key: str = "") -> None:
    """Sections of ``finder.explain``. ``key`` tells the figures of a page apart."""
    for place, section in enumerate(sections):
        match section:
            case Heading(text):
                st.header(text, anchor=False)
            case Subheading(text):
                st.subheader(text, anchor=False)
            case Warning(text):
                st.warning(text)
            case Figure(figure, alt):
                st.plotly_chart(figure, config=CONFIG, theme=None, alt=alt, key=f"{key}-{place}")
            case Fold(title, inside):
                with st.expander(title):
                    show(inside, f"{key}-{place}")
            case _:
                show_html(html_of([section]))


def tell(*sentences: str) -> None:
    """Sentences, a paragraph each; empty ones are left out."""
    show((Paragraphs(sentences),))


def show_html(html: str) -> None:
    """Escaped HTML; nothing where it is empty. ``st.html`` drops SVG: pictures are boxes (``kit/drawing.py``)."""
    if html:
        st.html(html)


def find_plans_first(why: str) -> None:
    """In place of an answer that needs a comparison: why, and the way to it."""
    st.write(say(why))
    st.page_link("pages/find_plans.py", label=say(GO_TO_FIND_PLANS))


def unseen(name: str) -> str:
    """A name in the label of a button of a list's row: read aloud, and not seen, because it stands beside the button."""
    return f"*{in_markdown(name)}*"


def say_damaged() -> None:
    """Beside the choice of a year: each year whose plans cannot be read, and what to do."""
    for year in damaged_years():
        st.warning(damaged_year_sentence(year))


def say_refusal(error: FinderError) -> None:
    """The sentences of a refusal, plainly."""
    for sentence in error_sentences(error):
        st.error(sentence)
