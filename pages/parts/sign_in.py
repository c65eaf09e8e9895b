"""Sign-in, where the administrator asks for it (docs/guides/deploy.md): nothing of the program is shown to who is not on the list."""

from __future__ import annotations

import os

import streamlit as st

from finder.explain.messages import say
from finder.explain.serving import MAY_NOT_USE, NOT_SET_UP, SIGN_IN, SIGN_IN_FIRST, SIGN_IN_TITLE, SIGN_OUT, SIGNED_IN
from finder.serving.admitted import address_of, allow_list, is_admitted
from pages.parts.frame import plain, show_look


def let_in() -> bool:
    """Whether this visitor may go on; if not, the page says what to do."""
    allowed = allow_list(os.environ)
    if allowed is None:
        return True
    claims = st.user.to_dict()
    if claims.get("is_logged_in") and is_admitted(claims, allowed):
        return True
    show_look()
    st.title(say(SIGN_IN_TITLE), anchor=False)
    if "is_logged_in" not in claims:
        st.error(say(NOT_SET_UP))
    elif claims["is_logged_in"]:
        st.write(plain(say(MAY_NOT_USE, address=address_of(claims))))
        st.button(say(SIGN_OUT), on_click=st.logout)
    else:
        st.write(say(SIGN_IN_FIRST))
        st.button(say(SIGN_IN), on_click=st.login, type="primary")
    return False


def show_who() -> None:
    """Below a page: who is signed in, and the way out."""
    if allow_list(os.environ) is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(plain(say(SIGNED_IN, address=address_of(st.user.to_dict()))))
            st.button(say(SIGN_OUT), on_click=st.logout, key="sign-out")
