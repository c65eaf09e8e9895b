"""More plans: the words of its choices, and its table."""

from __future__ import annotations

from collections.abc import Sequence

from finder.domain.plan_cost import Comparison, PlanCost
from finder.explain.kit.section import Paragraphs, Sections
from finder.explain.messages import mark, say, say_count
from finder.explain.plans.order import count_sentence
from finder.explain.plans.plan_cell import marks_note
from finder.explain.plans.tables import plans_table
from finder.questions.plans.shortlist import Kind, Order

SORT = mark("Sort by")
ORDERS = {
    Order.RANK: mark("Lowest yearly cost"),
    Order.PREMIUM: mark("Lowest premium"),
    Order.DRUGS: mark("Lowest drug costs"),
    Order.FIRST_MONTH: mark("Lowest first month"),
    Order.STARS: mark("Most stars"),
}
KIND = mark("Kind of plan")
KINDS = {Kind.ALL: mark("All kinds"), Kind.DRUG_PLANS: mark("Drug plans"), Kind.HEALTH_PLANS: mark("Health plans")}
STARS = mark("Stars")
FEWEST_STARS = {0.0: mark("Any stars"), 3.0: mark("3 stars or more"), 3.5: mark("3.5 stars or more"), 4.0: mark("4 stars or more")}
NO_APPROVALS = mark("No approval first")
COVERS_ALL = mark("Covers all my drugs")
PREFERRED = mark("Has a preferred store for me")
NONE_LEFT = mark("No plan is like that. Uncheck a box above.")
FIRST = 6
"""How many plans are shown before the rest is asked for."""


def heading(comparison: Comparison) -> str:
    """``More plans: all 47``."""
    return say_count("More plans: {count} in all", "More plans: all {count}", len(comparison.plans))


def show_all(count: int) -> str:
    """The box that shows the rest."""
    return say("Show all {count}", count=count)


def table(comparison: Comparison, plans: Sequence[PlanCost], listed: int) -> Sections:
    """The plans that are shown, ``listed`` being as wanted."""
    note = marks_note(comparison.plans, comparison.info.as_of)
    return (plans_table(comparison, plans, _caption(comparison, len(plans), listed)), Paragraphs((note,)))


def _caption(comparison: Comparison, shown: int, listed: int) -> str:
    many = len(comparison.plans)
    if listed == many and shown == many:
        return count_sentence(comparison)
    if listed == many:
        return say("The first {shown} of {many} plans", shown=shown, many=many)
    if shown < listed:
        return say("The first {shown} of {listed} plans like that", shown=shown, listed=listed)
    return say_count("{shown} plan of {many} is like that", "{shown} plans of {many} are like that", shown, shown=shown, many=many)
