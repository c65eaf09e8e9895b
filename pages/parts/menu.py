"""The doors at the top of every page: a row where the window is wide, a menu that opens in its place where it is narrow."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from finder.explain.doors import DOORS, MENU, PAGES, door_of
from finder.explain.messages import say
from pages.parts.browser import tell_browser
from pages.parts.saved import offer_copy
from pages.parts.session import session

_STYLE = f"<style>{Path(__file__).with_name('doors.css').read_text(encoding='utf-8')}</style>"


FIND_PLANS, ANSWER = "find_plans", "answer"


def address_of(page: str) -> str:
    """The file of a page."""
    return f"pages/{page}.py"


def show_doors(page: str) -> None:
    """The doors, with the one that the page stands behind marked, the pages beside it, and the way to save a copy."""
    here = door_of(page)
    st.html(_STYLE)
    with st.container(horizontal=True, key="top"):
        with st.container(horizontal=True, key="doors"):
            _links(here, "door")
        with st.container(key="menu"), st.expander(say(MENU), key=f"menu-{page}"):
            _links(here, "menu-door", behind=page)
        with st.container(key="keep"):
            unsaved = offer_copy(session())
    if page != here or here == ANSWER:
        with st.container(horizontal=True, key="behind"):
            _show_behind(page, here)
    tell_browser(unsaved=unsaved, step=st.query_params.get("step", "") if page == FIND_PLANS else "")


def _links(here: str, key: str, behind: str = "") -> None:
    """Links to the doors; to the pages behind the one that is open too, where a page ``behind`` it is named."""
    for door in DOORS:
        with st.container(key=f"{key}-{'here' if door == here else 'to'}-{door}", width="content"):
            st.page_link(address_of(door), label=say(PAGES[door].title))
        if behind and door == here:
            for page in DOORS[door]:
                with st.container(key=f"{key}-behind-{'here' if page == behind else 'to'}-{page}", width="content"):
                    st.page_link(address_of(page), label=say(PAGES[page].title))


def _show_behind(page: str, door: str) -> None:
    """Links to the door, and to what else stands behind it."""
    for other in (door, *DOORS[door]):
        with st.container(key=f"behind-{'here' if other == page else 'to'}-{other}", width="content"):
            st.page_link(address_of(other), label=say(PAGES[other].title))


def show_cards(door: str) -> None:
    """What stands behind a door: a card a page."""
    for start in range(0, len(DOORS[door]), 2):
        columns = st.columns(2)
        for column, name in zip(columns, DOORS[door][start : start + 2], strict=False):
            with column.container(border=True, height="stretch", key=f"card-{name}"):
                st.page_link(address_of(name), label=say(PAGES[name].title))
                st.write(say(PAGES[name].about))
