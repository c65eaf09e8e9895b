"""More plans: one table of all, to sort and to narrow down. A change draws this part of the page alone."""

from __future__ import annotations

from finder.domain.plan_cost import Comparison
from finder.explain.kit.html import html_of
from finder.explain.messages import say
from finder.explain.plans import more_plans as words
from finder.questions.plans.shortlist import Kind, Wanted, shortlist
from pages.parts.screen import st
from pages.parts.session import Session


@st.fragment
def show_more_plans(session: Session, comparison: Comparison) -> None:
    """The heading, the choices and the table."""
    st.header(words.heading(comparison), anchor=False)
    wanted = _ask_wanted(session, comparison) if len(comparison.plans) > 1 else Wanted()
    plans = shortlist(comparison, wanted)
    few = len(plans) > words.FIRST and not st.checkbox(words.show_all(len(plans)), key=session.key("all-plans"))
    shown = plans[: words.FIRST] if few else plans
    if shown:
        st.html(html_of(words.table(comparison, shown, len(plans))))
    else:
        st.info(say(words.NONE_LEFT))


def _ask_wanted(session: Session, comparison: Comparison) -> Wanted:
    """How to sort, and which plans; the kind only where there are several."""
    several = len({cost.plan.kind for cost in comparison.plans}) > 1
    columns = st.columns(3 if several else 2)
    order = columns[0].selectbox(say(words.SORT), list(words.ORDERS), 0, lambda one: say(words.ORDERS[one]), key=session.key("sort"))
    stars = columns[1].selectbox(
        say(words.STARS), list(words.FEWEST_STARS), 0, lambda one: say(words.FEWEST_STARS[one]), key=session.key("stars")
    )
    kind = Kind.ALL
    if several:
        kind = columns[2].selectbox(say(words.KIND), list(words.KINDS), 0, lambda one: say(words.KINDS[one]), key=session.key("kind"))
    with st.container(horizontal=True):
        boxes = (("approvals", words.NO_APPROVALS), ("covers", words.COVERS_ALL), ("preferred", words.PREFERRED))
        checked = [st.checkbox(say(label), key=session.key(f"only-{name}")) for name, label in boxes]
    return Wanted(kind, order, stars, *checked)
