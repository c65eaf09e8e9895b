"""The box that gets the plans of a state and a year: a button, what Medicare has, how far it is, what went wrong. On any page.

The work is an errand of the server (``finder.errand``): it goes on when the page is left, and every visitor sees the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from finder.errand import Errand, Kind, Runner, Stage, State
from finder.explain.messages import say, speaking
from finder.explain.plans import on_this_computer as words
from finder.paths import shipped
from finder.sources.catalog.places import state_names
from pages.parts.frame import show
from pages.parts.language import chosen
from pages.parts.own_machine import is_own_machine
from pages.parts.screen import st
from pages.parts.session import Session

_EVERY_SECOND = 1.0


@st.cache_resource(show_spinner=False)
def runner() -> Runner:
    """The errands of this server."""
    return Runner()


@st.cache_resource(show_spinner=False)
def all_states() -> dict[str, str]:
    """Every state and territory: letters and name, by name."""
    names = state_names(shipped("data") / "states.yaml")
    return dict(sorted(((letters, known[0]) for letters, known in names.items()), key=lambda state: state[1]))


def state_name(letters: str) -> str:
    """The name of a state."""
    return all_states().get(letters, letters)


def offer_plans(session: Session, years: Sequence[int], states: Sequence[str]) -> None:
    """The button that gets the plans of a year and some states, or what became of it; smaller ones for further years. On another's
    machine, why there is none."""
    if is_own_machine():
        _offer(session, [Errand(Kind.LOOK, year, tuple(states)) for year in years])
    else:
        show(words.shared())
    st.link_button(say(words.MEDICARE), words.MEDICARE_ADDRESS)


def _offer(session: Session, wanted: Sequence[Errand]) -> None:
    state = runner().state
    ended = [one for one in wanted if state.errand is not None and state.errand[1:3] == one[1:3]]
    if state.running:
        watch(state.stage)
    elif ended:
        _show_ended(session, state, ended[0])
    else:
        show(words.private())
        for place, one in enumerate(wanted):
            label = words.get_label(words.states_words(one.states, state_name), one.year)
            _button(session, label, one, "primary" if place == 0 else "secondary")


def show_errand(session: Session) -> bool:
    """What runs or has ended, whatever it was for. False if there is nothing."""
    state = runner().state
    if state.running:
        watch(state.stage)
    elif state.errand is not None:
        _show_ended(session, state, state.errand._replace(kind=Kind.LOOK, path="", ours=False))
        if state.trouble:
            st.link_button(say(words.MEDICARE), words.MEDICARE_ADDRESS)
    return state.errand is not None


def start(errand: Errand) -> bool:
    """Begin an errand; False if another one runs: then that one is shown."""
    return runner().start(errand)


@st.fragment(run_every=_EVERY_SECOND)
def watch(stage: Stage) -> None:
    """How far the errand is, drawn again each second; the whole page once it has come to another stage."""
    state = runner().state
    if state.stage is not stage or state.errand is None:
        st.rerun()
    else:
        with speaking(chosen()):
            _draw(stage, state.errand, state)
            st.button(say(words.STOP), on_click=runner().stop, key="errand-stop")


def _draw(stage: Stage, errand: Errand, state: State) -> None:
    show(_SAID[stage](errand, state_name))
    if stage is Stage.FETCHING:
        st.progress(words.share_done(state.arrived), words.progress_words(state.arrived))


_SAID = {Stage.LOOKING: words.looking, Stage.FETCHING: words.fetching, Stage.READING: words.reading}


def _show_ended(session: Session, state: State, wanted: Errand) -> None:
    """What the server has, what is here now, or what went wrong; and what can be done about it."""
    get = wanted._replace(kind=Kind.GET)
    if state.stage is Stage.OFFERED and state.errand and state.offered:
        show(words.offer(state.errand, state.offered, state_name))
        _button(session, words.download_label(state.offered), get)
        _leave(session, words.NOT_NOW)
    elif state.stage is Stage.DONE and state.got:
        show(words.done(state.got, state_name))
        if st.button(say(words.FIND_PLANS), type="primary", key=session.key("errand-done")):
            runner().forget()
            st.session_state[session.key("year")] = state.got.plan_year
            st.switch_page("pages/find_plans.py")
    elif state.stage is Stage.STOPPED:
        show(words.stopped(state))
        if state.errand and state.errand.kind is Kind.GET:
            _button(session, say(words.GO_ON), get)
        _leave(session, words.NOT_NOW)
    elif state.trouble:
        show(words.trouble(state.trouble, wanted.year))
        if state.errand and state.errand.kind is not Kind.FILE:
            _button(session, say(words.TRY_AGAIN), wanted._replace(kind=state.errand.kind))
        _leave(session, words.CLOSE)


def _button(session: Session, label: str, errand: Errand, kind: Literal["primary", "secondary"] = "primary") -> None:
    st.button(label, type=kind, on_click=start, args=(errand,), key=session.key(f"errand-{errand.kind.value}-{errand.year}"))


def _leave(session: Session, label: str) -> None:
    st.button(say(label), on_click=runner().forget, key=session.key("errand-leave"))
