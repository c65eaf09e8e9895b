"""The doors at the top of every page: a row where the window is wide, a menu that opens in its place where it is narrow."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

from finder.explain.doors import DOORS, MENU, PAGES, door_of
from finder.explain.messages import say
from pages.parts.browser import tell_browser
from pages.parts.language import chosen, offer_languages, spoken
from pages.parts.saved import offer_copy
from pages.parts.screen import st
from pages.parts.session import session

_STYLE = f"<style>{Path(__file__).with_name('doors.css').read_text(encoding='utf-8')}</style>"


FIND_PLANS, ANSWER = "find_plans", "answer"


def address_of(page: str) -> str:
    """The file of a page."""
    return f"pages/{page}.py"


def pages_here() -> dict[str, Any]:
    """Every page (``st.Page``), new for each run: Streamlit marks the one that it runs."""
    return {name: copy(page) for name, page in _found(chosen()).items()}


@cache
def _found(language: str) -> Mapping[str, Any]:
    """Every page, with the title that ``say`` gives it. Streamlit looks for the file of each, so they are made once for each language."""
    return {
        name: st.Page(address_of(name), title=say(words.title), url_path=name, default=name == FIND_PLANS) for name, words in PAGES.items()
    }


def show_doors(page: str) -> None:
    """The doors, with the one that the page stands behind marked, the pages beside it, and the way to save a copy."""
    here = door_of(page)
    st.html(_STYLE)
    with st.container(horizontal=True, key="top"):
        with st.container(horizontal=True, key="doors"):
            for door in DOORS:
                _link("door", door, page)
        with st.container(key="menu"), st.expander(say(MENU), key=f"menu-{page}"):
            for door in DOORS:
                _link("menu-door", door, page)
                if door == here and DOORS[door]:
                    with st.container(key="menu-behind"):
                        for behind in DOORS[door]:
                            _link("menu-behind", behind, page)
        with st.container(horizontal=True, key="keep"):
            offer_languages()
            unsaved = offer_copy(session())
    if page != here or here == ANSWER:
        with st.container(horizontal=True, key="behind"):
            for name in DOORS[here]:
                _link("behind", name, page)
    languages = {"page": spoken(PAGES[page].title), "doors": chosen()}
    tell_browser(languages, unsaved=unsaved, page=page, step=st.query_params.get("step", "") if page == FIND_PLANS else "")


def _link(key: str, name: str, page: str) -> None:
    """A link to a page. One to where one is stands in a place of its own, whose key says whether one is there or behind it; not each of
    them does, for every place costs every page its time."""
    state = "here" if name == page else "in" if page in DOORS.get(name, ()) else ""
    with st.container(key=f"{key}-{state}-{name}", width="content") if state else nullcontext():
        st.page_link(_found(chosen())[name], label=say(PAGES[name].title))  # by its address Streamlit would look for its file each time


def show_cards(door: str) -> None:
    """What stands behind a door: a card a page."""
    for start in range(0, len(DOORS[door]), 2):
        columns = st.columns(2)
        for column, name in zip(columns, DOORS[door][start : start + 2], strict=False):
            with column.container(border=True, height="stretch", key=f"card-{name}"):
                st.page_link(address_of(name), label=say(PAGES[name].title))
                st.write(say(PAGES[name].about))
