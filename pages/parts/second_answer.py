"""My answer for the second person of a couple. What they answered is changed on Couple."""

from __future__ import annotations

from finder.domain.plan_cost import Comparison
from finder.explain.choices import NOT_SURE
from finder.explain.messages import say
from finder.explain.plans.couple import CHANGE_SECOND
from pages.parts.catalog import catalog_behind
from pages.parts.frame import Foot
from pages.parts.results import show_results
from pages.parts.screen import st
from pages.parts.session import Session


def show_second(second: Session, comparison: Comparison, foot: Foot) -> None:
    """All of their answer, as the first person's is shown."""
    catalog = catalog_behind(comparison)
    foot.info = catalog.info
    st.page_link("pages/couple.py", label=say(CHANGE_SECOND), icon=":material/edit:")
    unsure = st.session_state.get(second.key(f"help-{comparison.info.plan_year}"), NOT_SURE) == NOT_SURE
    show_results(second, comparison, catalog, unsure_of_help=unsure)
