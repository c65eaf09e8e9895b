"""The answer, shown: the head, the cards, drug by drug, more plans, next steps, and what stands behind the figures."""

from __future__ import annotations

from functools import partial
from typing import Any

from finder.domain.decision import Choice
from finder.domain.market import Catalog
from finder.domain.member import Member
from finder.domain.plan_cost import Comparison, PlanCost
from finder.explain.kit.html import html_of
from finder.explain.kit.section import DecisionCard
from finder.explain.messages import say
from finder.explain.plans import answer as words
from finder.explain.plans.cards import cards
from finder.explain.plans.joining import HOW_TO_JOIN, HOW_TO_STAY, MEDICARE, MEDICARE_ADDRESS, can_join, how_to_join
from finder.explain.plans.ledger import telling_claim
from finder.questions.plans.side_by_side import special_coverage
from pages.parts.focus import focus_on, print_button
from pages.parts.frame import show, show_html, tell
from pages.parts.more_plans import show_more_plans
from pages.parts.next_steps import show_next_steps
from pages.parts.person import stores_of
from pages.parts.said import other_help_said
from pages.parts.screen import st
from pages.parts.session import Session


def show_summary(comparison: Comparison, member: Member, *, unsure_of_help: bool) -> None:
    """What the answer is for, in one line: each part leads to the step that changes it."""
    with st.container(horizontal=True, gap=None, key="summary", vertical_alignment="center"):
        st.markdown(say(words.CHANGE), width="content")
        for step, said in words.summary(comparison, member, unsure_of_help=unsure_of_help).items():
            st.page_link("pages/find_plans.py", label=said, icon=":material/edit:", query_params={"step": step}, width="content")


def show_results(session: Session, comparison: Comparison, catalog: Catalog, *, unsure_of_help: bool) -> None:
    """All of the answer, the most needed first."""
    st.html(html_of(words.top(comparison)))
    tell(other_help_said(session, comparison.info.plan_year).not_counted)
    plans = _show_cards(session, comparison)
    st.html(html_of((*words.beside_the_cards(comparison), *words.drugs(comparison))))
    show_more_plans(session, comparison)
    show_next_steps(session, comparison, catalog, unsure_of_help=unsure_of_help)
    print_button(say(words.PRINT), session.key("print"))
    st.header(say(words.BEHIND), anchor=False)
    if st.toggle(say(words.SHOW_MONTHS), key=session.key("months")):
        show(words.months(plans), session.key("months"))
    special = special_coverage(catalog, comparison.best[:1], comparison.prescriptions)
    focus_on("h1.finder-headline", str(id(comparison)), session.key("focus"))
    st.html(html_of(words.folds(comparison, special, unsure_of_help=unsure_of_help)))


def _show_cards(session: Session, comparison: Comparison) -> list[PlanCost]:
    """The plans to choose from side by side, each with the way to its reasons and how to join it."""
    asked = session.asked[0].pharmacies if session.asked else ()
    stores = {store.npi: store for store in stores_of(comparison.info.plan_year, asked)} if asked else {}
    shown = cards(comparison, stores)
    columns = st.columns(len(shown)) if len(shown) > 1 else st.columns(2)[:1]
    for column, (choice, card) in zip(columns, shown, strict=True):
        with column:
            _show_card(session, comparison, choice, card)
    return [choice.cost for choice, _ in shown]


def _show_card(session: Session, comparison: Comparison, choice: Choice, card: DecisionCard) -> None:
    cost = choice.cost
    show_html(html_of((card,)))
    with st.container(horizontal=True):
        look: Any = "primary" if choice.first else "secondary"
        why = partial(_see_why, session, cost)
        if st.button(words.see_why(comparison, cost), on_click=why, key=session.key(f"why-{cost.plan.plan_id}"), type=look):
            st.switch_page("pages/plan_year.py")
        if cost.plan.example:
            return
        with st.popover(say(HOW_TO_STAY if cost is comparison.current else HOW_TO_JOIN)):
            show(how_to_join(comparison, cost))
            if can_join(comparison, cost):
                st.link_button(say(MEDICARE), MEDICARE_ADDRESS)


def _see_why(session: Session, cost: PlanCost) -> None:
    """Choose the plan for Plan year, and the claim that explains its figure."""
    session.chosen_plan, session.telling_claim = cost.plan.plan_id, (cost.plan.plan_id, telling_claim(cost))
