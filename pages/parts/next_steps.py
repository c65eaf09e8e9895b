"""The next steps of an answer as cards, each with a button to the page that it fills in."""

from __future__ import annotations

from functools import partial

from finder.domain.market import Catalog
from finder.domain.next_steps import NextStep, Step
from finder.domain.plan_cost import Comparison
from finder.explain.kit.section import Paragraphs, Subheading
from finder.explain.messages import say
from finder.explain.plans.next_steps import NEXT_STEPS, StepWords, step_words
from finder.questions.plans.next_steps import next_steps
from pages.parts.frame import show
from pages.parts.report_files import offer_at_once
from pages.parts.screen import st
from pages.parts.session import Session

_PAGES = {
    Step.NEXT_YEAR: "annual_change",
    Step.FIRST_SUPPLY: "transition_fills",
    Step.APPROVAL: "transition_fills",
    Step.EXTRA_HELP: "extra_help",
    Step.SPREAD_COSTS: "payment_plan",
    Step.LATE_FEE: "late_enrollment",
    Step.REPORT: "report",
}
_A_ROW = 3


def show_next_steps(session: Session, comparison: Comparison, catalog: Catalog, *, unsure_of_help: bool) -> None:
    """The steps that apply, a few in a row."""
    st.header(say(NEXT_STEPS), anchor=False)
    steps = next_steps(comparison, unsure_of_help=unsure_of_help)
    for first in range(0, len(steps), _A_ROW):
        for column, step in zip(st.columns(_A_ROW), steps[first : first + _A_ROW], strict=False):
            with column.container(border=True, height="stretch"):
                _show_step(session, step, step_words(comparison, step))
                if step.step is Step.REPORT:
                    offer_at_once(session, catalog, comparison, step.cost.plan.plan_id)


def _show_step(session: Session, step: NextStep, words: StepWords) -> None:
    show((Subheading(words.title), Paragraphs((words.sentence,))))
    if st.button(words.button, on_click=partial(_fill_in, session, step), key=session.key(f"next-{step.step.key}")):
        st.switch_page(f"pages/{_PAGES[step.step]}.py")


def _fill_in(session: Session, step: NextStep) -> None:
    """Hand the plan, and the first of its drugs, to the page."""
    session.chosen_plan = step.cost.plan.plan_id
    if step.supplies:
        session.first_supply = step.supplies[0]
