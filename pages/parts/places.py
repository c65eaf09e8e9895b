"""Where an explainer asks and where it answers: where a comparison has filled its questions, the answer stands first."""

from __future__ import annotations

from finder.explain.messages import mark, say
from pages.parts.screen import Screen, st

_CHANGE = mark("Change what we counted with")


def places(*, filled: bool) -> tuple[Screen, Screen]:
    """The places of the questions and of the answer."""
    if not filled:
        return st.container(), st.container()
    answer = st.container()
    return st.expander(say(_CHANGE)), answer
